"""Sentences of our own for every regime and every kind of trap: floors, and for traps hardly any false alarm.

`cases.jsonl`: id, date, text, trap, required provisions (`A|B`: either), regimes any finding may be of, actors that are right, target,
certainty, verdict.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.judging.provisions import Register
from dragoman.records import Finding

Judge = Callable[..., tuple[Finding, ...]]

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()
]
TRAPS = [case for case in CASES if case["verdict"] in ("none", "exempt")]
ACTS = [case for case in CASES if case["verdict"] in ("breach", "possible_breach")][
    ::4
]  # a quarter keeps the test short
ALARM = ("breach", "possible_breach")
KINDS = {
    "before", "lapsed", "exempt", "below_cap", "wrong_party", "no_object", "direction", "not_bound", "not_in_force", "political",
    "autonomous_sanctions", "meeting", "culture", "sport", "person_not_goods", "denial", "hypothetical", "accusation", "general",
}  # fmt: skip


def test_there_are_cases_of_every_kind_of_trap() -> None:
    assert len(CASES) >= 120
    assert {case["trap"] for case in TRAPS if case["trap"]} == KINDS


def test_required_provisions_exist(register: Register) -> None:
    named = {one for case in CASES for entry in case["required"] for one in entry.split("|")}
    assert named <= set(register.provisions)


def test_every_regime_has_a_case(register: Register) -> None:
    named = {one for case in CASES for entry in case["required"] for one in entry.split("|")}
    covered = {register.instruments[register.provisions[one].instrument].regime for one in named}
    binding = {
        register.instruments[one.instrument].regime
        for one in register
        if one.force == "binding" and one.kind != "exemption"
    }
    assert binding - covered <= {"ATT", "TPNW", "OST", "NEWSTART", "MALI", "UN-ALL"}


@pytest.fixture(scope="module")
def false_alarms(judge: Judge) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for case in TRAPS:
        if any(one.verdict in ALARM for one in judge(case["text"], case["date"])):
            found[case["trap"] or "none"].append(case["id"])
    return found


def test_false_alarms_are_rare(false_alarms: dict[str, list[str]]) -> None:
    count = sum(len(ids) for ids in false_alarms.values())
    assert count / len(TRAPS) <= 0.06, dict(false_alarms)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_trap_catches_many(false_alarms: dict[str, list[str]], kind: str) -> None:
    cases = sum(case["trap"] == kind for case in TRAPS)
    assert len(false_alarms.get(kind, [])) <= max(1, 0.1 * cases), (false_alarms.get(kind), cases)


def test_acts_are_found_and_nothing_else_is_accused(judge: Judge, register: Register) -> None:
    hits = wanted = foreign = right = 0
    for case in ACTS:
        findings = [one for one in judge(case["text"], case["date"]) if one.verdict in ALARM]
        ids = {one.provision for one in findings}
        wanted += len(case["required"])
        hits += sum(bool(ids & set(entry.split("|"))) for entry in case["required"])
        regimes = {register.instruments[register.provisions[one].instrument].regime for one in ids}
        foreign += len(regimes - set(case["regimes"]))
        right += (
            max((one.verdict for one in findings), key=("possible_breach", "breach").index, default="none")
            == case["verdict"]
        )
    assert hits / wanted >= 0.78
    assert right / len(ACTS) >= 0.78
    assert foreign <= 2
