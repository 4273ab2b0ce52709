"""Each decision of the codebook, one row."""

import pytest
from parses import sentence

from dragoman.coding.conventions import convention_for, conventions, read_conventions
from dragoman.coding.structure import Clauses
from dragoman.errors import KnowledgeError


def clause(verb: str, thing: str, extra: str = "") -> Clauses:
    lines = f"They they PRON 2 nsubj\n{verb} {verb} VERB 0 root\n{thing} {thing} NOUN 2 obj" + (
        f"\n{extra} {extra} ADJ 3 amod" if extra else ""
    )
    return Clauses(sentence(lines)[1])


@pytest.mark.parametrize(
    ("verb", "thing", "extra", "given", "decided"),
    [
        ("summon", "ambassador", "", "CONSULT", ("ACCUSE", "disapprove")),
        ("expel", "diplomat", "", "COERCE", ("SANCTION", "expel")),
        ("deport", "migrant", "", "ASSAULT", ("COERCE", "deport")),
        ("convict", "officer", "", "ACCUSE", ("SANCTION", "convict")),
        ("cancel", "visit", "", "CONSULT", ("REJECT", "meet")),
        ("deny", "entry", "", "COERCE", ("REJECT", "")),
        ("impose", "sanction", "", "COERCE", ("SANCTION", "discontinue")),
        ("hold", "exercise", "joint", "MOBILIZE", None),
        ("launch", "missile", "", "COOPERATE", ("MOBILIZE", "weapons")),
        ("suspend", "aid", "", "REJECT", ("SANCTION", "discontinue")),
        ("withdraw", "demand", "", "RETREAT", ("CONCEDE", "")),
        ("apologize", "act", "", "SUPPORT", ("CONCEDE", "")),
        ("capture", "soldier", "", "COERCE", ("ASSAULT", "abduct")),
        ("send", "troop", "rescue", "MOBILIZE", ("AID", "")),
        ("expel", "agency", "", "COERCE", ("SANCTION", "expel")),
        ("lodge", "protest", "", "PROTEST", ("ACCUSE", "disapprove")),
        ("pay", "reparation", "", "CONCEDE", ("AID", "")),
        ("pay", "compensation", "court", "SANCTION", ("SANCTION", "")),
        ("praise", "visit", "", "SUPPORT", None),
    ],
)
def test_the_codebook_decides(verb, thing, extra, given, decided):
    rule = convention_for(clause(verb, thing, extra), [1], given)
    assert (rule and (rule.type, rule.mode)) == decided


def test_a_joint_exercise_is_cooperation_and_a_lone_one_is_not():
    joint = Clauses(sentence("joint joint ADJ 2 amod\nexercise exercise NOUN 0 root")[1])
    lone = Clauses(sentence("naval naval ADJ 2 amod\nexercise exercise NOUN 0 root")[1])
    assert convention_for(joint, [1], "MOBILIZE").type == "COOPERATE"
    assert convention_for(lone, [1], "MOBILIZE").mode == "troops"
    assert convention_for(lone, [1], "CONSULT") is None


def test_a_protest_in_a_letter_is_an_accusation_and_one_in_the_street_is_not():
    lodged = "They they PRON 2 nsubj\nlodged lodge VERB 0 root\nprotest protest NOUN 2 obj"
    street = "street street NOUN 2 compound\nprotest protest NOUN 0 root"
    assert convention_for(Clauses(sentence(lodged)[1]), [2], "PROTEST").type == "ACCUSE"
    assert convention_for(Clauses(sentence(street)[1]), [1], "PROTEST") is None


def test_keeping_somebody_from_entering_is_a_rejection():
    lines = (
        "They they PRON 2 nsubj\nbarred bar VERB 0 root\nhim he PRON 2 obj\nfrom from SCONJ 5 mark\n"
        "entering enter VERB 2 advcl"
    )
    assert convention_for(Clauses(sentence(lines)[1]), [1], "COERCE").type == "REJECT"


def test_calling_for_a_meeting_is_not_cancelling_one():
    lines = "They they PRON 2 nsubj\ncall call VERB 0 root\nfor for ADP 4 case\nmeeting meeting NOUN 2 obl"
    assert convention_for(Clauses(sentence(lines)[1]), [1], "REJECT") is None


def test_every_rule_names_its_source_and_a_type_that_exists():
    assert all(rule.source for rule in conventions())
    with pytest.raises(KnowledgeError, match="not in PLOVER"):
        read_conventions({"rule": [{"name": "x", "lemmas": ["y"], "type": "FLATTER", "source": "z"}]})
