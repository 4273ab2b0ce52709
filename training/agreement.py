"""How far two independent readings of the same passages agree: `training/labels/part*.jsonl` against `second.jsonl`.

An event of one reading is held against those of the other in the same passage, with the measures that coders are held to (dragoman evaluate
events); `placed` wants the type in the same sentence and tells what else is alike.
"""

import argparse
import json
from pathlib import Path

import msgspec

from news_passages import LABELS, gmb_path, jsonl, sentences

from dragoman.evaluation.rows import EventRow
from dragoman.evaluation.scores.events import score_events

TOLD = ("any.f1", "quad.f1", "type.f1", "country.f1", "full.f1", "placed.f1", "placed.n")
ALIKE = ("placed.certainty", "placed.auxiliary", "placed.parties", "placed.speaker")


def events_by_sentence(read: list[dict], told: dict[int, str]) -> dict[int, list[dict]]:
    """The events of a reading by the sentence that tells them."""
    found: dict[int, list[dict]] = {}
    for row in read:
        at = 0
        for number in row["sentences"]:
            end = at + len(told[number]) + 1
            found[number] = [event for event in row["events"] if at <= event["trigger"][0] < end]
            at = end
    return found


def as_row(name: str, numbers: list[int], events: dict[int, list[dict]]) -> EventRow:
    """The events of these sentences as a row that is scored; each stands at its sentence's place in the passage."""
    parts = [
        {**{key: event[key] for key in ("type", "mode", "actors", "recipients", "certainty", "auxiliary", "according_to")}, "start": place, "end": place + 1}
        for place, number in enumerate(numbers) for event in events.get(number, ())
    ]
    return msgspec.convert({"id": name, "labels": "full", "events": parts}, EventRow)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    told = sentences(gmb_path(parser.parse_args().shared))
    second = list(jsonl(LABELS / "second.jsonl"))
    first = events_by_sentence([row for path in sorted(LABELS.glob("part*.jsonl")) for row in jsonl(path)], told)
    again = events_by_sentence(second, told)
    passages = [row["sentences"] for row in second if all(number in first for number in row["sentences"])]
    names = [f"{numbers[0]}-{numbers[-1]}" for numbers in passages]
    gold = [as_row(name, numbers, first) for name, numbers in zip(names, passages, strict=True)]
    found = [as_row(name, numbers, again) for name, numbers in zip(names, passages, strict=True)]
    values = score_events(gold, {row.id: row for row in found}, boot=0).values
    print(json.dumps({"passages": len(passages), "sentences": sum(map(len, passages)), "events": [sum(len(row.events) for row in part) for part in (gold, found)],
                      **{name: round(values[name], 3) for name in (*TOLD, *ALIKE)}}))


if __name__ == "__main__":
    main()
