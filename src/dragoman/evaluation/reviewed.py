"""What reviews tell of the coder and of the reviewers, and reports reviewed in full as gold that `dragoman evaluate` reads."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from dragoman.errors import UsageError
from dragoman.records import Article, Claim, Dossier, Event, Finding, Review, Span, Standing
from dragoman.records.base import Record
from dragoman.store import ReviewFilter, Store
from dragoman.store.overlay import missed, overlaid
from dragoman.store.reviews import DECISIONS, KINDS, PAST

from .predictors import event_part
from .rows import AttributionPart, EventPart, ObligationPart, Piece, Row
from .scores.agreement import Judged, PairAgreement, krippendorff_alpha, pair_agreements

Z = 1.96  # of a 95 % interval
AT_ISSUE = ("breach", "possible_breach")  # what must be found
COUNTED = (*AT_ISSUE, "exempt")  # verdicts that gold lists


class ReviewScore(Record, frozen=True, kw_only=True):
    """How the coder's records of one kind fared. `drawn` is `sample` (by lot: a fair estimate) or `any` (what people chose to look at).

    `right` is the share accepted as they were, `low` and `high` its 95 % interval (Wilson), None where nothing was decided. `fields`
    counts what was corrected. What was decided on an earlier revision is counted in `stale` only; `missed` are the events people added.
    """

    kind: str
    drawn: str
    decided: int
    accepted: int
    corrected: int
    rejected: int
    disputed: int
    stale: int
    missed: int
    right: float | None
    low: float | None
    high: float | None
    fields: dict[str, int]


class Agreement(Record, frozen=True, kw_only=True):
    """How far reviewers agree on the verdict (accept, correct, reject) over what at least two of them decided on one revision."""

    records: int
    alpha: float | None
    pairs: tuple[PairAgreement, ...]


def review_scores(store: Store) -> list[ReviewScore]:
    """The scores of each kind of record that anybody has decided, first those drawn by lot."""
    standings = store.standings()
    added = sum(1 for _ in store.reviews(ReviewFilter(verdicts=("add",))))
    found = []
    for kind in KINDS:
        of_kind = [one for one in standings.values() if one.reviews[-1].kind == kind]
        by_lot = [one for one in of_kind if any(review.drawn == "sample" for review in one.reviews)]
        for drawn, some in (("sample", by_lot), ("any", of_kind)):
            if some:
                found.append(_score(kind, drawn, some, added if (kind, drawn) == ("event", "any") else 0))
    return found


def _score(kind: str, drawn: str, some: Sequence[Standing], added: int) -> ReviewScore:
    fresh = [one for one in some if not one.stale]
    last = Counter(PAST[one.reviews[-1].verdict] for one in fresh)
    low, high = wilson(last["accepted"], len(fresh))
    fields = Counter(name for one in fresh for name in one.reviews[-1].correction or {})
    return ReviewScore(
        kind=kind,
        drawn=drawn,
        decided=len(fresh),
        accepted=last["accepted"],
        corrected=last["corrected"],
        rejected=last["rejected"],
        disputed=sum(one.verdict == "disputed" for one in fresh),
        stale=len(some) - len(fresh),
        missed=added,
        right=last["accepted"] / len(fresh) if fresh else None,
        low=low,
        high=high,
        fields=dict(sorted(fields.items())),
    )


def wilson(hits: int, total: int) -> tuple[float | None, float | None]:
    """The 95 % interval of a share (Wilson 1927); (None, None) where there is nothing."""
    if not total:
        return None, None
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def agreement_of(reviews: Iterable[Review]) -> Agreement:
    """How far reviewers agree; of each the last word on a revision counts."""
    judged: dict[Hashable, dict[str, Hashable]] = {}
    for review in reviews:
        if review.verdict in DECISIONS:
            judged.setdefault((review.record, review.revision), {})[review.reviewer] = review.verdict
    twice: Judged = {key: values for key, values in judged.items() if len(values) > 1}
    return Agreement(records=len(twice), alpha=krippendorff_alpha(twice), pairs=tuple(pair_agreements(twice)))


# -- gold -----------------------------------------------------------------------------------------------------------


class GoldRow(Row, frozen=True, kw_only=True):
    """A report as people left it, in the shape of hand-coded dossiers. Parts that were not reviewed in full are not written.

    `complete` says whether a reviewer has declared that nothing is missed.
    """

    id: str
    text: str
    title: str | None
    date: str | None
    url: str | None
    licence: str | None
    labels: str | None = None
    complete: bool | None = None
    reviewers: tuple[str, ...]
    events: tuple[EventPart, ...] | None = None
    attributions: tuple[AttributionPart, ...] | None = None
    obligations: tuple[ObligationPart, ...] | None = None


T = TypeVar("T", Event, Claim, Finding)

PARTS = {"events": "event", "claims": "claim", "findings": "finding"}


def gold_rows(store: Store, parts: Sequence[str]) -> Iterator[GoldRow]:
    """The reports whose records of these kinds (events, claims, findings) are all decided as they are now, by id.

    A report with none of them needs a reviewer's word that it is complete. Raises UsageError for a kind that gold has not.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        raise UsageError(f"gold has no {', '.join(unknown) or 'parts'}", hint=f"there are {', '.join(PARTS)}")
    for article in sorted({review.article for review in store.reviews() if review.article}):
        dossier = store.dossier(article)
        if dossier is not None:
            row = _gold_row(store, dossier, parts)
            if row is not None:
                yield row


def _gold_row(store: Store, dossier: Dossier, parts: Sequence[str]) -> GoldRow | None:
    article = dossier.article
    on_report = list(store.reviews(ReviewFilter(record=article.id, verdicts=("add", "complete"))))
    complete = any(review.verdict == "complete" for review in on_report)
    records = {part: getattr(dossier, part) for part in parts}
    ids = [one.id for some in records.values() for one in some]
    standings = store.standings(ids)
    if any(one not in standings or standings[one].stale for one in ids) or (not ids and not complete):
        return None
    seen = {part: _seen(some, standings, article) for part, some in records.items()}
    added = [missed(review, article) for review in on_report if review.verdict == "add"]
    names = {review.reviewer for one in standings.values() for review in one.reviews}
    names |= {review.reviewer for review in on_report}
    return GoldRow(
        id=article.id,
        text=article.text,
        title=article.title,
        date=article.published,
        url=article.url,
        licence=article.licence,
        labels="full" if "events" in seen else None,
        complete=complete if "events" in seen else None,
        reviewers=tuple(sorted(names)),
        events=tuple(map(event_part, (*seen["events"], *added))) if "events" in seen else None,
        attributions=tuple(map(attribution_part, seen["claims"])) if "claims" in seen else None,
        obligations=tuple(map(obligation_part, filter(_counts, seen["findings"]))) if "findings" in seen else None,
    )


def _seen(records: Iterable[T], standings: Mapping[str, Standing], article: Article) -> list[T]:
    laid = (overlaid(one, standings.get(one.id), article) for one in records)
    return [one for one in laid if one is not None]


def _counts(finding: Finding) -> bool:
    return finding.verdict in COUNTED


def attribution_part(claim: Claim) -> AttributionPart:
    """A claim in the shape of the gold."""
    return AttributionPart(source=_pieces(claim.source), cue=_pieces(claim.cue), content=_pieces(claim.content))


def _pieces(spans: Iterable[Span]) -> tuple[Piece, ...]:
    return tuple(Piece(span.start, span.end) for span in spans)


def obligation_part(finding: Finding) -> ObligationPart:
    """A finding in the shape of the gold: what would be breached must be found, what is exempt may be."""
    return ObligationPart(
        required=(finding.provision,) if finding.verdict in AT_ISSUE else (),
        acceptable=(finding.provision,),
        actor=finding.party,
        target=finding.target,
        certainty=finding.certainty,
        verdict=finding.verdict,
    )
