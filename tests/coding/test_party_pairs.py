"""Which two parties face each other: what speaks for a pair, which pairs may be, and the likeliest one."""

import pytest

from dragoman.coding.party_pairs import (
    PairWeights,
    Stance,
    facing,
    features_of_pair,
    kinship,
    likeness,
    pair_chances,
    pair_weights,
)
from dragoman.coding.party_roles import Act

ACT = Act(type="COERCE", head=2, sentence=0)


def stance(code: str, word: int, relation: str = "nsubj", joined: int | None = None, several: bool = False) -> Stance:
    return Stance(
        code=code, country=code[:3], sector=code[3:], at=(0, word), relation=relation,
        joined=(0, word if joined is None else joined), several=several,
    )  # fmt: skip


POLICE, PEOPLE, OTHERS = stance("KENCOP", 1), stance("KENCVL", 3, "obj"), stance("SOMCVL", 5, "obl")


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("KENCOP", "KENCOP", "same party"),
        ("KENCOP", "KENCVL", "same country"),
        ("KENCOP", "SOMCVL", "two countries"),
        ("KENCOP", "---CVL", "one untold"),
        ("---COP", "---CVL", "both untold"),
    ],
)
def test_two_parties_are_of_one_country_or_not(one: str, other: str, kin: str) -> None:
    assert kinship(stance(one, 0), stance(other, 1)) == kin


def test_no_party_faces_its_own_words_nor_one_joined_with_it() -> None:
    known = [stance("CUBGOV", 0), stance("PANGOV", 2, joined=0), stance("USAGOV", 5)]
    found = facing(known, range(4), range(4))
    assert {(0, 0), (0, 1), (1, 0)}.isdisjoint(found)
    assert {(0, 2), (2, 1), (0, 3), (3, 0), (3, 3)} <= set(found)


def told_of(actor: Stance | None, recipient: Stance | None) -> set[str]:
    return set(features_of_pair(ACT.type, "VERB", likeness(ACT, actor, recipient)))


def test_what_a_pair_is_like_is_told_by_name() -> None:
    told = told_of(POLICE, PEOPLE)
    assert {"same country", "COERCE sectors COP>CVL", "actor act recipient", "relations nsubj>obj"} <= told
    assert told_of(None, None) == {"neither", "COERCE neither"}
    assert "COERCE no actor to CVL" in told_of(None, PEOPLE)
    assert "several and no recipient" in told_of(stance("CUBGOV", 0, several=True), None)


def test_what_speaks_for_the_pair_outweighs_what_speaks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    level = [[2.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.2, 0.0]]
    known = [POLICE, PEOPLE, OTHERS]
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: PairWeights({}))
    alone = pair_chances(level, known, ACT, "VERB")
    assert max(alone, key=alone.__getitem__) == (0, 2)
    assert sum(alone.values()) == pytest.approx(1.0)
    table = PairWeights({"COERCE same country": 1.0})
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: table)
    together = pair_chances(level, known, ACT, "VERB")
    assert max(together, key=together.__getitem__) == (0, 1)
    assert table.leading("COERCE", "VERB", likeness(ACT, POLICE, PEOPLE)) == "COERCE same country"
    assert table.leading("COERCE", "VERB", likeness(ACT, POLICE, OTHERS)) == ""


def test_the_shipped_table_knows_that_those_who_act_together_face_nobody() -> None:
    rows = pair_weights().rows
    assert rows["several and no recipient"] > rows["one and no recipient"]
