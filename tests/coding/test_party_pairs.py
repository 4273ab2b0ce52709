"""Which two parties face each other: what speaks for a pair, which pairs may be, and the likeliest one."""

import pytest

from dragoman.coding.party_pairs import (
    Stance,
    facing,
    features_of_pair,
    kinship,
    leading_pair,
    pair_chances,
    pair_weights,
    read_pair_weights,
    weight_of_two,
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


def test_what_a_pair_is_like_is_told_by_name() -> None:
    told = set(features_of_pair(ACT, "VERB", POLICE, PEOPLE))
    assert {"same country", "COERCE sectors COP>CVL", "actor act recipient", "relations nsubj>obj"} <= told
    assert set(features_of_pair(ACT, "VERB", None, None)) == {"neither", "COERCE neither"}
    assert "COERCE no actor to CVL" in set(features_of_pair(ACT, "VERB", None, PEOPLE))
    assert "several and no recipient" in set(features_of_pair(ACT, "VERB", stance("CUBGOV", 0, several=True), None))


def test_what_speaks_for_the_pair_outweighs_what_speaks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    level = [[2.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.2, 0.0]]
    known = [POLICE, PEOPLE, OTHERS]
    monkeypatch.setattr(
        "dragoman.coding.party_pairs.weight_of_two", weight_of_two.__wrapped__
    )  # weights are remembered
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", dict)
    alone = pair_chances(level, known, ACT, "VERB")
    assert max(alone, key=alone.__getitem__) == (0, 2)
    assert sum(alone.values()) == pytest.approx(1.0)
    monkeypatch.setattr("dragoman.coding.party_pairs.pair_weights", lambda: {"COERCE same country": 1.0})
    together = pair_chances(level, known, ACT, "VERB")
    assert max(together, key=together.__getitem__) == (0, 1)
    assert leading_pair(ACT, "VERB", POLICE, PEOPLE) == "COERCE same country"
    assert leading_pair(ACT, "VERB", POLICE, OTHERS) == ""


def test_the_shipped_table_knows_that_those_who_act_together_face_nobody() -> None:
    table = pair_weights()
    assert table["several and no recipient"] > table["one and no recipient"]
    assert read_pair_weights([{"feature": "neither", "weight": "-0.5"}]) == {"neither": -0.5}
