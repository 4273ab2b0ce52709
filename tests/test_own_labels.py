"""The labels of the project's own: sound by themselves, without the texts they are of."""

import json
from pathlib import Path

import pytest

from dragoman.coding.ontology import plover
from dragoman.evaluation.scores.events import SECTORS

LABELS = Path(__file__).parents[1] / "training" / "labels"
FILES = sorted(LABELS.glob("*.jsonl"))


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labelled_passages_are_sound(path):
    assert rows(path)
    for row in rows(path):
        assert sound(row), row["id"]


def sound(row: dict) -> bool:
    """Whether numbers, types, modes, codes and offsets of a passage are what they can be."""
    numbers, events = row["sentences"], row["events"]
    spans = [event["trigger"] for event in events] + [one[:3] for one in row["not_events"]]
    codes = [code for event in events for code in (*event["actors"], *event["recipients"])]
    return (
        numbers == sorted(set(numbers))
        and row["id"] == f"gmb:{numbers[0]}-{numbers[-1]}"
        and all(end - start == len(words) for start, end, words in spans)
        and all(one[3:] in ([], ["same"]) for one in row["not_events"])
        and all(event["mode"] is None or event["mode"] in plover().types[event["type"]].modes for event in events)
        and all(event["certainty"] in ("asserted", "likely", "possible", "denied") for event in events)
        and all(event["auxiliary"] in (None, "historical", "future", "hypothetical", "negation") for event in events)
        and all(len(code) in (3, 6) and code[3:] in SECTORS | {""} for code in codes)
    )


def test_no_passage_is_labelled_twice_in_what_is_learned_from():
    numbers = [
        number for path in sorted(LABELS.glob("part*.jsonl")) for row in rows(path) for number in row["sentences"]
    ]
    assert len(numbers) == len(set(numbers))
