"""What each record of a dossier is worth a reviewer's time: how unsure the coder was, and how much rests on it. Pure functions."""

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.records import Claim, Dossier, Event, Finding, Listing

from .overlay import Reviewed, revision_now

UNSCORED = 0.5  # a rule gives no probability: taken as halfway between sure and a toss-up
STRONGEST = 10.0  # the largest PLOVER intensity

# How much a verdict weighs, 1 for what an analyst would act on at once. Our own order of importance, measured on nothing.
VERDICTS = {"breach": 1.0, "possible_breach": 0.8, "exempt": 0.6, "not_assessed": 0.4, "none": 0.2}
CARRIED = 0.6  # a claim that an event or a finding rests on
PLAIN = 0.2  # a claim that nothing rests on


class Worth(NamedTuple):
    """A record that can be reviewed; `uncertainty` and `impact` in 0..1, `worth` their sum."""

    record: str
    kind: str
    article: str
    revision: str
    uncertainty: float
    impact: float
    worth: float


def worth_of(dossier: Dossier) -> Iterator[Worth]:
    """What each record of a dossier is worth."""
    by_event = {one.event: VERDICTS.get(one.verdict, 0.0) for one in dossier.findings if one.event}
    resting = {one.certainty.according_to for one in dossier.events} | {one.claim for one in dossier.findings}
    for event in dossier.events:
        impact = (abs(event.intensity) / STRONGEST + by_event.get(event.id, 0.0)) / 2
        yield _worth("event", event, dossier, impact)
    for claim in dossier.claims:
        yield _worth("claim", claim, dossier, CARRIED if claim.id in resting else PLAIN)
    for finding in dossier.findings:
        yield _worth("finding", finding, dossier, VERDICTS.get(finding.verdict, 0.0))
    for listing in dossier.listings:
        yield _worth("listing", listing, dossier, listing.score)


def _worth(kind: str, record: Event | Claim | Finding | Listing, dossier: Dossier, impact: float) -> Worth:
    unsure, weight = uncertainty(record), min(1.0, max(0.0, impact))
    return Worth(record.id, kind, dossier.article.id, revision_now(record), unsure, weight, unsure + weight)


def uncertainty(record: Reviewed) -> float:
    """1 where the runner-up came level, 0 where nothing else came near."""
    made = record.made_by
    if made.score is None:
        return UNSCORED
    return min(1.0, max(0.0, 1.0 - (made.score - (made.runner_up_score or 0.0))))
