"""Events from hand-made readings: type, sides, certainty, source, time, merging."""

import msgspec
import pytest
from parses import mention, party, ranked, report, sentence, told_day, trigger

from dragoman.coding.auxiliaries import AuxiliaryWords
from dragoman.coding.claims import find_claims
from dragoman.coding.events import code_events, why_not
from dragoman.coding.party_pairs import PairWeights
from dragoman.coding.party_roles import Weights, weights
from dragoman.coding.sides import as_party_to
from dragoman.records import Attribution

MET = """
Seoul Seoul PROPN 2 nsubj
met meet VERB 0 root
Tokyo Tokyo PROPN 2 obj
on on ADP 5 case
Friday Friday PROPN 2 obl
. . PUNCT 2 punct
"""


def nowhere(*_: object) -> None:
    return None


def met(triggers=(), lines=MET):
    text, built = sentence(lines, triggers)
    parties = (party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN"))
    mentions = (mention(text, built, 0, "Seoul", 0), mention(text, built, 0, "Tokyo", 1))
    return text, built, {"parties": parties, "mentions": mentions}


def sides(first: int = 0, second: int = 2):
    return {"actors": ((first, 0.9),), "recipients": ((second, 0.9),)}


def coded(text, built, grounded, claims=()):
    article, reading, grounding = report(text, built if isinstance(built, tuple) else (built,), **grounded)
    return code_events(article, reading, grounding, claims, nowhere)


def test_a_meeting_has_its_two_parties_its_day_and_its_words():
    text, built, grounded = met((trigger(1, "CONSULT", **sides()),))
    (event,) = coded(text, built, {**grounded, "times": (told_day(text, "Friday", "2024-09-13"),)})
    assert (event.type, [p.code for p in event.actors], [p.code for p in event.recipients]) == (
        "CONSULT",
        ["KORGOV"],
        ["JPNGOV"],
    )
    assert event.when.value == "2024-09-13"
    assert event.trigger.quote == "met"
    assert event.spans[0].quote == "Seoul met Tokyo on Friday"


def test_no_day_is_invented():
    text, built, grounded = met((trigger(1, "CONSULT", **sides()),))
    (event,) = coded(text, built, grounded)
    assert event.when.value is None
    assert event.where is None


def test_a_weak_trigger_is_no_event_and_its_reason_can_be_asked():
    text, built, grounded = met((trigger(1, "CONSULT", 0.02, **sides()),), MET.replace("met meet", "saw see"))
    assert coded(text, built, grounded) == ()
    article, reading, grounding = report(text, (built,), **grounded)
    assert "nearest to CONSULT" in why_not(article, reading, grounding)[0]


FUTURE = """
Seoul Seoul PROPN 3 nsubj
will will AUX 3 aux
meet meet VERB 0 root
Tokyo Tokyo PROPN 3 obj
"""


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [("CONSULT", "AGREE"), ("AID", "AGREE"), ("COOPERATE", "AGREE"), ("RETREAT", "CONCEDE"), ("ASSAULT", "ASSAULT")],
)
def test_future_cooperation_is_agreement_and_future_retreat_a_concession(kind, becomes):
    text, built, grounded = met((trigger(2, kind, **sides(0, 3)),), FUTURE)
    assert [event.type for event in coded(text, built, grounded)] == [becomes]


MODAL = FUTURE.replace("will will AUX", "might might AUX")


def test_a_modal_lowers_what_the_model_takes_for_a_fact():
    text, built, grounded = met((trigger(2, "CONSULT", **sides(0, 3)),), MODAL)
    (event,) = coded(text, built, grounded)
    assert event.certainty.label == "possible"
    assert [span.quote for span in event.certainty.words] == ["might"]


def test_wording_never_raises_what_the_model_doubts():
    text, built, grounded = met((trigger(1, "CONSULT", certainty=ranked(("denied", 0.9)), **sides()),))
    (event,) = coded(text, built, grounded)
    assert (event.certainty.label, event.auxiliary) == ("denied", "negation")


PASSIVE = """
Seoul Seoul PROPN 3 nsubj:pass
was be AUX 3 aux:pass
accused accuse VERB 0 root
by by ADP 5 case
Tokyo Tokyo PROPN 3 obl:agent
"""


@pytest.fixture
def grammar(monkeypatch):
    """A small table of what the grammar says of parties."""
    rows = {
        "path >nsubj": (2.0, 0.0),
        "path >nsubj:pass": (0.0, 2.5),
        "path >obl:agent": (2.5, 0.0),
        "as place": (-3.0, -3.0),
    }
    monkeypatch.setattr("dragoman.coding.sides.weights", lambda: Weights(rows={**rows, "nobody": (1.3, 1.6)}))
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: PairWeights({}))


def test_without_role_scores_the_subject_acts_and_the_subject_of_a_passive_is_acted_on(grammar):
    text, built, grounded = met((trigger(1, "ACCUSE"),))
    assert [[p.code for p in event.actors] for event in coded(text, built, grounded)] == [["KORGOV"]]
    text, built, grounded = met((trigger(2, "ACCUSE"),), PASSIVE)
    (event,) = coded(text, built, grounded)
    assert ([p.code for p in event.actors], [p.code for p in event.recipients]) == (["JPNGOV"], ["KORGOV"])


ELSEWHERE = """
Tokyo Tokyo PROPN 2 nsubj
protested protest VERB 0 root
in in ADP 4 case
Seoul Seoul PROPN 2 obl
"""


def test_a_place_where_things_happen_takes_no_part(grammar):
    text, built, grounded = met((trigger(1, "COOPERATE"),), ELSEWHERE)
    seoul, tokyo = grounded["mentions"]
    placed = (msgspec.structs.replace(seoul, as_place=True), tokyo)
    (event,) = coded(text, built, {**grounded, "mentions": placed})
    assert ([p.code for p in event.actors], event.recipients) == (["JPNGOV"], ())


def test_somebody_unknown_stays_unknown():
    text, built, _ = met((trigger(1, "ASSAULT", **sides()),))
    (event,) = coded(text, built, {})
    assert [p.code for p in event.actors] == ["---UNK"]
    assert event.actors[0].unnamed


SAID = """
Paris Paris PROPN 2 nsubj
said say VERB 0 root
Seoul Seoul PROPN 4 nsubj
attacked attack VERB 2 ccomp
Tokyo Tokyo PROPN 4 obj
"""


def said(speaker_country: str):
    text, built = sentence(SAID, (trigger(3, "ASSAULT", **sides(2, 4)),))
    parties = (party(text, "Paris", speaker_country), party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN"))
    mentions = tuple(mention(text, built, 0, name, place) for place, name in enumerate(("Paris", "Seoul", "Tokyo")))
    article, reading, grounding = report(text, (built,), parties=parties, mentions=mentions)
    start = text.index("Seoul")
    spoken = Attribution(source=((0, 5),), cue=((6, 10),), content=((start, len(text)),), kind="indirect")
    reading = msgspec.structs.replace(reading, attributions=(spoken,))
    claims = find_claims(article, reading, grounding)
    return claims, code_events(article, reading, grounding, claims, nowhere)


def test_an_act_inside_somebodys_words_keeps_whose_words_they_are():
    claims, (event,) = said("FRA")
    assert event.certainty.according_to == claims[0].id
    assert event.certainty.source == "Paris"
    assert claims[0].speaker is not None
    assert claims[0].speaker.code == "FRAGOV"


BOTH = """
Seoul Seoul PROPN 4 nsubj
and and CCONJ 3 cc
Tokyo Tokyo PROPN 1 conj
protested protest VERB 0 root
"""


def test_each_of_two_speakers_has_the_claim() -> None:
    text, built = sentence(BOTH)
    named = tuple(party(text, name, country) for name, country in (("Seoul", "KOR"), ("Tokyo", "JPN")))
    mentions = tuple(mention(text, built, 0, name, place) for place, name in enumerate(("Seoul", "Tokyo")))
    article, reading, grounding = report(text, (built,), parties=named, mentions=mentions)
    at = text.index("protested")
    spoken = Attribution(source=((0, at - 1),), cue=((at, len(text)),), content=((at, len(text)),), kind="indirect")
    claims = find_claims(article, msgspec.structs.replace(reading, attributions=(spoken,)), grounding)
    assert [claim.speaker.country for claim in claims if claim.speaker] == ["KOR", "JPN"]
    assert len({claim.id for claim in claims}) == 2


NOT_DONE = """
Seoul Seoul PROPN 3 nsubj
{0}
{3} VERB 0 root
{1} {1} {2} 3 obj
"""


@pytest.mark.parametrize(
    ("before", "thing", "kind", "label", "auxiliary"),
    [
        ("never never ADV 3 advmod", "envoys NOUN", "SANCTION", "denied", "negation"),
        ("n't not PART 3 advmod", "envoys NOUN", "SANCTION", "denied", "negation"),
        ("soon soon ADV 3 advmod", "nobody PRON", "SANCTION", "denied", "negation"),
        ("soon soon ADV 3 advmod", "envoys NOUN", "SANCTION", "asserted", None),
        ("never never ADV 3 advmod", "envoys NOUN", "REJECT", "asserted", None),
    ],
)
def test_what_was_not_done_is_never_told_as_done(
    before: str, thing: str, kind: str, label: str, auxiliary: str | None
) -> None:
    text, built = sentence(
        NOT_DONE.format(before, *thing.split(), "accept accept" if kind == "REJECT" else "expelled expel"),
        (trigger(2, kind, **sides(0, 3)),),
    )
    (event,) = coded(
        text, built, {"parties": (party(text, "Seoul", "KOR"),), "mentions": (mention(text, built, 0, "Seoul", 0),)}
    )
    assert (event.certainty.label, event.auxiliary) == (label, auxiliary)
    assert [span.quote for span in event.certainty.words] == (
        [thing.split()[0]] if thing.startswith("nobody") else [before.split()[0]]
    ) * (label == "denied")


FRUITLESS = """
Seoul Seoul PROPN 2 nmod
talks talk NOUN 3 nsubj
produced produce VERB 0 root
no no DET 5 det
result result NOUN 3 obj
"""
UNREAL = """
It it PRON 4 nsubj
would would AUX 4 aux
have have AUX 4 aux
condemned condemn VERB 0 root
Seoul Seoul PROPN 4 obj
"""


@pytest.mark.parametrize(
    ("lines", "at", "kind", "label"), [(FRUITLESS, 1, "CONSULT", "asserted"), (UNREAL, 3, "ACCUSE", "possible")]
)
def test_talks_without_result_were_held_and_what_would_have_been_was_not(
    lines: str, at: int, kind: str, label: str
) -> None:
    text, built = sentence(lines, (trigger(at, kind, **sides(0, 4)),))
    (event,) = coded(text, built, {})
    assert event.certainty.label == label


WHO = """
Paris Paris PROPN 3 nsubj
, , PUNCT 4 punct
who who PRON 4 nsubj
said say VERB 1 acl:relcl
Seoul Seoul PROPN 6 nsubj
attacked attack VERB 4 ccomp
"""


@pytest.mark.parametrize("relation", ["acl:relcl", "advcl"])
def test_who_is_the_noun_before_it(relation: str) -> None:
    text, built = sentence(WHO.replace("acl:relcl", relation))
    mentions = (mention(text, built, 0, "Paris", 0),)
    article, reading, grounding = report(text, (built,), parties=(party(text, "Paris", "FRA"),), mentions=mentions)
    spoken = Attribution(source=((8, 11),), cue=((12, 16),), content=((17, len(text)),), kind="indirect")
    (claim,) = find_claims(article, msgspec.structs.replace(reading, attributions=(spoken,)), grounding)
    assert claim.source[0].quote == "who"
    assert claim.speaker is not None
    assert claim.speaker.country == "FRA"


BETWEEN = """
Talks talk NOUN 6 nsubj
between between ADP 3 case
Seoul Seoul PROPN 1 nmod
and and CCONJ 5 cc
Tokyo Tokyo PROPN 3 conj
ended end VERB 0 root
"""


@pytest.mark.parametrize(
    ("lines", "at", "kind"), [(BETWEEN, 0, "CONSULT"), (BETWEEN, 0, "ASSAULT"), (BOTH, 3, "ACCUSE")]
)
def test_two_between_whom_it_is_and_two_joined_by_and_do_it_together(lines: str, at: int, kind: str) -> None:
    first, second = (2, 4) if at == 0 else (0, 2)
    read = {"actors": ((first, 0.9), (second, 0.3)), "recipients": ((second, 0.95),)}
    text, built = sentence(lines, (trigger(at, kind, **read),))
    named = tuple(party(text, name, country) for name, country in (("Seoul", "KOR"), ("Tokyo", "JPN")))
    mentions = tuple(mention(text, built, 0, name, place) for place, name in enumerate(("Seoul", "Tokyo")))
    (event,) = coded(text, built, {"parties": named, "mentions": mentions})
    assert (sorted(p.code for p in event.actors), event.recipients) == (["JPNGOV", "KORGOV"], ())


TWICE = """
Seoul Seoul PROPN 2 nsubj
met meet VERB 0 root
Tokyo Tokyo PROPN 2 obj
. . PUNCT 2 punct
"""


def test_two_passages_of_one_act_are_one_event_with_both_passages():
    first, one = sentence(TWICE, (trigger(1, "CONSULT", **sides()),))
    second, other = sentence(TWICE, (trigger(1, "CONSULT", **sides()),), start=len(first) + 1)
    text = f"{first} {second}"
    parties = (party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN"))
    mentions = tuple(
        mention(text, built, n, name, k)
        for n, built in enumerate((one, other))
        for k, name in enumerate(("Seoul", "Tokyo"))
    )
    (event,) = coded(text, (one, other), {"parties": parties, "mentions": mentions})
    assert len(event.spans) == 2


def test_acts_of_unlike_certainty_stay_apart():
    first, one = sentence(TWICE, (trigger(1, "CONSULT", **sides()),))
    doubtful = trigger(1, "CONSULT", certainty=ranked(("possible", 0.9)), **sides())
    second, other = sentence(TWICE, (doubtful,), start=len(first) + 1)
    text = f"{first} {second}"
    parties = (party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN"))
    mentions = tuple(
        mention(text, built, n, name, k)
        for n, built in enumerate((one, other))
        for k, name in enumerate(("Seoul", "Tokyo"))
    )
    found = coded(text, (one, other), {"parties": parties, "mentions": mentions})
    assert [event.certainty.label for event in found] == ["asserted", "possible"]


def test_ids_come_from_the_anchor_and_revisions_from_the_content():
    text, built, grounded = met((trigger(1, "CONSULT", **sides()),))
    (event,) = coded(text, built, grounded)
    (again,) = coded(text, built, grounded)
    text, built, grounded = met((trigger(1, "ACCUSE", **sides()),))
    (other,) = coded(text, built, grounded)
    assert event == again
    assert (other.id == event.id, other.revision == event.revision) == (True, False)


def test_everything_in_an_event_says_why():
    text, built, grounded = met((trigger(1, "CONSULT", **sides()),))
    (event,) = coded(text, built, grounded)
    assert event.made_by.score > 0.5
    assert any("read as Seoul" in reason for reason in event.made_by.reasons)


@pytest.mark.parametrize(
    ("path", "case", "likelier"),
    [
        (">nsubj", "", 0),
        (">obl:agent", "by", 0),
        (">nmod:poss", "'s", 0),
        (">nsubj:pass", "", 1),
        (">obj", "", 1),
    ],
)
def test_the_labelled_reports_taught_the_plain_grammar_of_acting(path, case, likelier):
    scores = weights().scores([f"path {path}", f"path {path} {case}", f"VERB path {path} {case}"])
    assert scores[likelier] > scores[1 - likelier]


DEMANDED = """
Seoul Seoul PROPN 2 nsubj
demanded demand VERB 0 root
that that SCONJ 5 mark
Tokyo Tokyo PROPN 5 nsubj
expel expel VERB 2 ccomp
envoys envoy NOUN 5 obj
"""


def test_what_is_only_demanded_is_no_event_of_its_own():
    text, built, grounded = met((trigger(1, "REQUEST", **sides(0, 3)), trigger(4, "SANCTION", **sides(3, 5))), DEMANDED)
    assert [event.type for event in coded(text, built, grounded)] == ["REQUEST"]


IMPOSED = """
Seoul Seoul PROPN 2 nsubj
imposed impose VERB 0 root
sanctions sanction NOUN 2 obj
on on ADP 5 case
Tokyo Tokyo PROPN 2 obl
"""


def test_a_verb_and_the_noun_it_carries_out_are_one_event():
    both = (trigger(1, "COERCE", **sides(0, 4)), trigger(2, "SANCTION", **sides(0, 4)))
    text, built, grounded = met(both, IMPOSED)
    assert [(event.type, event.mode) for event in coded(text, built, grounded)] == [("SANCTION", "discontinue")]


def test_a_passage_that_names_nobody_and_points_back_is_no_second_event():
    meeting = "\nThis this DET 2 det\nmeeting meeting NOUN 3 nsubj\nended end VERB 0 root\n"
    first, built = sentence(MET, (trigger(1, "CONSULT", **sides()),))
    rest, second = sentence(meeting, (trigger(1, "CONSULT"),), len(first) + 1)
    text = f"{first} {rest}"
    grounded = {
        "parties": (party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN")),
        "mentions": (mention(text, built, 0, "Seoul", 0), mention(text, built, 0, "Tokyo", 1)),
    }
    (event,) = coded(text, (built, second), grounded)
    assert len(event.spans) == 2


BLAST = "A a DET 2 det\nbomb bomb NOUN 3 nsubj\nexploded explode VERB 0 root\n"
DEAD = "Ten ten NUM 3 nsubj:pass\nwere be AUX 3 aux:pass\nkilled kill VERB 0 root\n"
SPOKE = "He he PRON 2 nsubj\nprotested protest VERB 0 root\n"


def passages(*told, gap: str = ""):
    """A report of several sentences, each (lines, trigger); `gap` characters of blanks between them."""
    text, built = "", []
    for lines, made in told:
        words, one = sentence(lines, (made,), len(text))
        text, built = text + words + " " + gap, [*built, one]
    return coded(text, tuple(built), {})


def test_an_attack_and_its_dead_are_one_event_that_says_what_told_it_again():
    blast = trigger(2, "ASSAULT", modes=ranked(("explosives", 0.9)))
    dead = trigger(2, "ASSAULT", modes=ranked(("firearms", 0.9)))
    (event,) = passages((BLAST, blast), (DEAD, dead))
    assert (event.mode, len(event.spans)) == ("explosives", 2)
    assert "told again by \u201ckilled\u201d" in event.made_by.reasons


def test_attacks_far_apart_in_a_report_stay_two():
    assert len(passages((BLAST, trigger(2, "ASSAULT")), (DEAD, trigger(2, "ASSAULT")), gap=" " * 700)) == 2


def test_two_accusations_by_nobody_known_stay_two():
    assert len(passages((SPOKE, trigger(1, "ACCUSE")), (SPOKE, trigger(1, "ACCUSE")))) == 2


def test_words_that_refer_to_nobody_named_are_an_unknown_party_of_their_sector():
    text, built = sentence(
        """
The the DET 3 det
two two NUM 3 nummod
leaders leader NOUN 4 nsubj
met meet VERB 0 root
. . PUNCT 4 punct
""",
        (trigger(3, "CONSULT", actors=((2, 0.9),)),),
    )
    unresolved = mention(text, built, 0, "The two leaders", None)
    (event,) = coded(text, built, {"mentions": (unresolved,)})
    assert [(one.code, one.name) for one in event.actors] == [("---GOV", "The two leaders")]
    assert any("nobody whom the report has named" in one for one in event.actors[0].made_by.reasons)


def test_nobody_competes_for_a_side(monkeypatch):
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: PairWeights({}))
    text, built, grounded = met((trigger(1, "CONSULT"),))
    rows = {"path >nsubj": (2.0, -2.0), "path >obj": (-2.0, 2.0)}
    monkeypatch.setattr("dragoman.coding.sides.weights", lambda: Weights(rows={**rows, "nobody CONSULT": (-3.0, 3.0)}))
    (event,) = coded(text, built, grounded)
    assert ([p.code for p in event.actors], [p.code for p in event.recipients]) == (["KORGOV"], [])


@pytest.mark.parametrize(
    ("first", "again", "count"),
    [
        ({}, {"auxiliary": ranked(("historical", 0.9))}, 1),
        ({}, {"auxiliary": ranked(("hypothetical", 0.9))}, 2),
        ({}, {"certainty": ranked(("possible", 0.9))}, 2),
    ],
)
def test_what_is_told_again_in_the_pluperfect_is_no_second_attack(first, again, count, monkeypatch):
    modes = dict.fromkeys(("NONE", "historical", "hypothetical"), 0.0)
    as_read = AuxiliaryWords(reading=1.0, marks=0.0, begins=modes, weights={})
    monkeypatch.setattr("dragoman.coding.auxiliaries.auxiliary_words", lambda: as_read)
    found = passages((BLAST, trigger(2, "ASSAULT", **first)), (DEAD, trigger(2, "ASSAULT", **again)))
    assert (len(found), found[0].auxiliary) == (count, None)


HIT = """
Gunmen gunman NOUN 2 nsubj
attacked attack VERB 0 root
Seoul Seoul PROPN 2 obj
"""


@pytest.mark.parametrize(("kind", "count"), [("ASSAULT", 1), ("CONSULT", 2)])
def test_one_blow_hits_many_and_who_meets_another_meets_again(kind, count):
    first, one = sentence(HIT, (trigger(1, kind, **sides(0, 2)),))
    second, other = sentence(HIT.replace("Seoul", "Tokyo"), (trigger(1, kind, **sides(0, 2)),), start=len(first) + 1)
    text = f"{first} {second}"
    parties = (party(text, "Seoul", "KOR"), party(text, "Tokyo", "JPN"))
    mentions = (mention(text, one, 0, "Seoul", 0), mention(text, other, 1, "Tokyo", 1))
    found = coded(text, (one, other), {"parties": parties, "mentions": mentions})
    assert len(found) == count
    assert [p.country for event in found for p in event.recipients] == ["KOR", "JPN"]


COURT = """
A a DET 2 det
court court NOUN 5 nsubj
in in ADP 4 case
Nairobi Nairobi PROPN 2 nmod
jailed jail VERB 0 root
pirates pirate NOUN 5 obj
"""


def test_where_a_party_stands_is_no_second_party(monkeypatch):
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: PairWeights({}))
    text, built = sentence(COURT, (trigger(4, "SANCTION"),))
    parties = (party(text, "court", "KEN", "JUD"), party(text, "Nairobi", "KEN"), party(text, "pirates", "SOM", "CRM"))
    mentions = tuple(mention(text, built, 0, one.text, number) for number, one in enumerate(parties))
    rows = {"path >nsubj": (2.0, -3.0), "path >nsubj>nmod": (1.9, -3.0), "path >obj": (-3.0, 3.0)}
    monkeypatch.setattr("dragoman.coding.sides.weights", lambda: Weights(rows=rows))
    (event,) = coded(text, built, {"parties": parties, "mentions": mentions})
    assert ([p.code for p in event.actors], [p.code for p in event.recipients]) == (["KENJUD"], ["SOMCRM"])


@pytest.mark.parametrize(
    ("kind", "place", "side", "type_", "code"),
    [
        ("adjective", False, "actor", "ASSAULT", "KENMIL"),
        ("state", True, "recipient", "ASSAULT", "KENCVL"),
        ("state", False, "recipient", "ASSAULT", "KENGOV"),
        ("state", True, "recipient", "AID", "KEN"),
        ("state", True, "recipient", "ACCUSE", "KENGOV"),
    ],
)
def test_the_act_tells_whom_a_states_name_means(kind, place, side, type_, code):
    text, built = sentence("Kenya Kenya PROPN 0 root")
    told = mention(text, built, 0, "Kenya", 0, as_place=place)
    told = msgspec.structs.replace(told, made_by=msgspec.structs.replace(told.made_by, rule=kind))
    assert as_party_to(type_, side, told, party(text, "Kenya", "KEN")).code == code


def test_words_that_could_tell_any_of_several_types_are_no_event_and_why_can_be_asked():
    open_types = ranked(("SUPPORT", 0.3), ("ACCUSE", 0.3), ("REJECT", 0.3), ("NONE", 0.1))
    made = msgspec.structs.replace(trigger(1, "SUPPORT"), types=open_types)
    text, built, grounded = met((made,), MET.replace("met meet", "outgrabed outgrabe"))
    assert coded(text, built, grounded) == ()
    article, reading, grounding = report(text, (built,), **grounded)
    assert "its type is open" in why_not(article, reading, grounding)[0]


RALLY = """
Seoul Seoul PROPN 2 nsubj
protested protest VERB 0 root
the the DET 4 det
arrest arrest NOUN 2 obj
of of ADP 6 case
Tokyo Tokyo PROPN 4 nmod
"""
CONVICTED = """
Seoul Seoul PROPN 2 nsubj
convicted convict VERB 0 root
Tokyo Tokyo PROPN 2 obj
of of ADP 5 case
conspiracy conspiracy NOUN 2 obl
"""


def test_what_a_protest_is_about_is_no_second_event():
    text, built, grounded = met((trigger(1, "PROTEST"), trigger(3, "COERCE", **sides(0, 5))), RALLY)
    assert [event.type for event in coded(text, built, grounded)] == ["PROTEST"]


def test_what_a_convict_is_blamed_for_is_no_accusation_beside_the_conviction():
    convicted = trigger(1, "SANCTION", modes=ranked(("convict", 0.95)), **sides(0, 2))
    text, built, grounded = met((convicted, trigger(4, "ACCUSE", **sides(0, 2))), CONVICTED)
    assert [(event.type, event.mode) for event in coded(text, built, grounded)] == [("SANCTION", "convict")]


CALLED = """
Seoul Seoul PROPN 2 nsubj
called call VERB 0 root
for for ADP 4 case
truce truce NOUN 2 obl
"""
FOUGHT = """
Seoul Seoul PROPN 2 nsubj
attacked attack VERB 0 root
Tokyo Tokyo PROPN 2 obj
"""


@pytest.mark.parametrize(("caller", "kind"), [("Seoul", "AGREE"), ("Lima", "REQUEST")])
def test_who_fights_and_calls_for_an_end_agrees_and_anyone_else_requests_it(caller, kind):
    first, one = sentence(FOUGHT, (trigger(1, "ASSAULT", **sides(0, 2)),))
    called = trigger(1, "REQUEST", actors=((0, 0.9),))
    second, other = sentence(CALLED.replace("Seoul", caller), (called,), start=len(first) + 1)
    text = f"{first} {second}"
    parties = (
        party(text, "Seoul", "KOR"),
        party(text, "Tokyo", "JPN"),
        party(text, caller, "KOR" if caller == "Seoul" else "PER"),
    )
    mentions = (
        mention(text, one, 0, "Seoul", 0),
        mention(text, one, 0, "Tokyo", 1),
        mention(text, other, 1, caller, 2),
    )
    found = coded(text, (one, other), {"parties": parties, "mentions": mentions})
    assert [event.type for event in found] == ["ASSAULT", kind]
