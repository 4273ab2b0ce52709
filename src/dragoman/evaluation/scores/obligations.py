"""Which provisions a reported act would breach: provisions and instruments found, verdicts, and false alarms.

A system's verdict for a text is the gravest of what it found that is not exempt. Provisions are counted over texts whose gold is a
breach or a possible breach: a required entry is met by any of its ids, an id outside the acceptable ones is wrong, an acceptable one
that is not required counts neither way.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..rows import FoundPart, ObligationPart, ObligationRow
from .measures import (
    BOOT,
    Counts,
    Scores,
    Value,
    interval_of_counts,
    intervals_of,
    mean,
    named_prf,
    precision_recall_f1,
    with_intervals,
)

GRAVITY = {"none": 0, "exempt": 1, "possible_breach": 2, "breach": 3}
ALARM = frozenset(("breach", "possible_breach"))
VERDICTS = ("verdict", "verdict_coarse", "false_alarm")  # measures with an interval
BY_SYMBOL = "UNSCR"  # resolutions are named by two parts of the id, other instruments by one


class Text(NamedTuple):
    """One text: what is wanted and what was found in it, with both verdicts."""

    row: ObligationRow
    wanted: tuple[ObligationPart, ...]
    found: tuple[FoundPart, ...]
    verdict: str
    said: str


def score_obligations(
    gold: Sequence[ObligationRow],
    found: Mapping[str, ObligationRow],
    *,
    known: Collection[str] | None = None,
    boot: int = BOOT,
) -> Scores:
    """`known` are the ids of the register: found ones that it lacks are counted in `unknown_ids`."""
    texts = [_text(row, (found[row.id].found if row.id in found else None) or ()) for row in gold]
    grave = [one for one in texts if one.verdict in ALARM]
    values: dict[str, Value] = {"texts": len(texts), "positives": len(grave)}
    intervals: dict[str, tuple[float, float] | None] = {}
    for name, cut in (("provision", str), ("instrument", instrument_of)):
        counts = np.array([_counts(one, cut) for one in grave], dtype=np.int64).reshape(-1, 3)
        values |= _provision_values(name, counts)
        intervals[f"{name}.f1"] = interval_of_counts(counts, _f1, boot)
    values |= _verdict_values(texts) | _detail_values(grave)
    intervals |= intervals_of(texts, _verdict_values, VERDICTS, boot)
    if known is not None:
        values["unknown_ids"] = len({one.provision for row in found.values() for one in row.found or ()} - set(known))
    return with_intervals(values, intervals)


def _text(row: ObligationRow, found: tuple[FoundPart, ...]) -> Text:
    wanted = row.wanted() or (ObligationPart(),)
    verdict = max((one.verdict for one in wanted), key=GRAVITY.__getitem__)
    said = max((one.verdict or "breach" for one in found), key=lambda name: GRAVITY.get(name, 0), default="none")
    return Text(row, wanted, found, verdict, said)


def instrument_of(provision: str) -> str:
    """`UNSCR-2270-5` is of UNSCR-2270, `NPT-2` of NPT."""
    parts = provision.split("-")
    return "-".join(parts[:2]) if provision.startswith(BY_SYMBOL) else parts[0]


def _counts(text: Text, cut: Callable[[str], str]) -> tuple[int, int, int]:
    """Required entries met, required entries, wrong ids."""
    live = {cut(one.provision) for one in text.found if (one.verdict or "breach") in ALARM}
    required = {frozenset(cut(one) for one in entry.split("|")) for part in text.wanted for entry in part.required}
    acceptable = {cut(one) for part in text.wanted for one in part.acceptable}
    return sum(bool(entry & live) for entry in required), len(required), len(live - acceptable)


def _f1(counts: Counts) -> float:
    hits, required, wrong = (int(count) for count in counts)
    return precision_recall_f1(hits, hits + wrong, required)[2]


def _provision_values(name: str, counts: Counts) -> dict[str, Value]:
    hits, required, wrong = (int(count) for count in counts.sum(axis=0))
    return {**named_prf(name, hits, hits + wrong, required), f"{name}.required": required, f"{name}.wrong": wrong}


def _same_side(text: Text) -> bool:
    return (text.verdict in ALARM) == (text.said in ALARM)


def _verdict_values(texts: Sequence[Text]) -> dict[str, Value]:
    """Four verdicts, two (`coarse`), false alarms on lawful acts, and the coarse verdict by kind of trap."""
    values: dict[str, Value] = {
        "verdict": mean(one.verdict == one.said for one in texts),
        "verdict_coarse": mean(_same_side(one) for one in texts),
        "false_alarm": mean(one.said in ALARM for one in texts if one.verdict not in ALARM),
    }
    traps: dict[str, list[bool]] = defaultdict(list)
    for one in texts:
        if one.row.trap:
            traps[one.row.trap].append(_same_side(one))
    return values | {f"trap:{name}": mean(right) for name, right in sorted(traps.items())}


def _detail_values(texts: Sequence[Text]) -> dict[str, Value]:
    """Certainty, actor and target, over required entries of which some provision was found."""
    marks: dict[str, list[bool]] = {"certainty": [], "actor": [], "target": []}
    for text in texts:
        for part in text.wanted:
            ids = {one for entry in part.required for one in entry.split("|")}
            best = [one for one in text.found if one.provision in ids]
            if best:
                marks["certainty"].append(any(one.certainty == part.certainty for one in best))
                marks["target"].append(any(one.target in {part.target, *part.target_also} for one in best))
                if part.actor:
                    marks["actor"].append(any(one.actor in {part.actor, *part.actor_also} for one in best))
    return {name: mean(right) for name, right in marks.items()}
