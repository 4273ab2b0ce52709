"""Reviews in the store: kept as they were said, laid over the records that are there now, and the queue of what waits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, select

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier, Review, Standing, Waiting, anchored_id, revision_of
from dragoman.records.base import Record

from .overlay import Reviewed, checked, corrected, missed, revision_now
from .review_schema import reviews, worth
from .schema import changes
from .worth import worth_of

DECISIONS = ("accept", "correct", "reject")
VERDICTS = (*DECISIONS, "skip", "add", "complete")
KINDS = ("event", "claim", "finding", "listing")
PAST = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
CHANGED = 0.5  # disagreement where the coder has changed its mind since a review
AT_ONCE = 400  # ids in one condition; databases take only so many parameters


class QueueFilter(Record, frozen=True, kw_only=True):
    """What waits for `reviewer`. `second` asks for what one other has decided, for a second opinion, instead of what is new.

    `order` is `priority`, or `sample`: by lot, the same for all, so that what is right among the first so many is a fair estimate.
    """

    reviewer: str
    kinds: tuple[str, ...] = KINDS
    article: str | None = None
    second: bool = False
    order: str = "priority"
    limit: int = 20
    offset: int = 0


class ReviewFilter(Record, frozen=True, kw_only=True):
    """Reviews, oldest first."""

    record: str | None = None
    article: str | None = None
    reviewer: str | None = None
    verdicts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    drawn: str | None = None


def write_worth(connection: Connection, dossier: Dossier, *, again: bool = True) -> None:
    """What the records of a report are worth, in place of what was there of a report that is written `again`."""
    if again:
        connection.execute(delete(worth).where(worth.c.article == dossier.article.id))
    rows = [one._asdict() for one in worth_of(dossier)]
    if rows:
        connection.execute(insert(worth), rows)


def review_of(
    found: Reviewed | Article,
    article: Article | None,
    verdict: str,
    reviewer: str,
    correction: Mapping[str, str | None] | None,
    why: str,
    drawn: str,
    at: str,
) -> Review:
    """What is said of a record, checked. Raises UsageError where it cannot be said."""
    kind = "article" if isinstance(found, Article) else kind_of(found)
    able = ("add", "complete", "skip") if isinstance(found, Article) else (*DECISIONS, "skip")
    if verdict not in able:
        raise UsageError(f"{found.id} cannot be reviewed with {verdict!r}", hint=f"say {', '.join(able)}")
    if not reviewer.strip():
        raise UsageError("a review wants the name of its reviewer", hint="give --as NAME, or set DRAGOMAN_REVIEWER")
    if correction and verdict not in ("correct", "add"):
        raise UsageError(f"a review with {verdict!r} corrects nothing", hint="say correct")
    if verdict in ("correct", "add"):
        kind = "event" if verdict == "add" else kind
        correction = checked(kind, correction or {})
    revision = revision_of(found) if isinstance(found, Article) else revision_now(found)
    key = anchored_id("rv", found.id, revision, reviewer, at, verdict, correction)
    review = Review(
        id=key,
        record=found.id,
        article=article.id if article else "",
        kind=kind,
        revision=revision,
        reviewer=reviewer.strip(),
        at=at,
        verdict=verdict,
        correction=dict(correction) if correction else None,
        why=why.strip(),
        drawn=drawn,
    )
    _refuse_what_cannot_be_laid(review, found, article)
    return review


def _refuse_what_cannot_be_laid(review: Review, found: Reviewed | Article, article: Article | None) -> None:
    """Raises UsageError where a correction names a passage that is not in the text, or an addition lacks what it needs."""
    if article is None:
        return
    if review.verdict == "correct" and not isinstance(found, Article):
        corrected(found, review, article)
    if review.verdict == "add":
        lacking = [name for name in ("type", "passage") if name not in (review.correction or {})]
        if lacking:
            raise UsageError(f"an event that was missed wants its {' and '.join(lacking)}", hint="--set passage=53:126")
        missed(review, article)


def kind_of(record: Reviewed) -> str:
    """The kind of a record by name."""
    return type(record).__name__.lower()


def write_review(connection: Connection, review: Review) -> None:
    """Keeps what was said, once, with a line in the changes feed."""
    if connection.execute(select(reviews.c.id).where(reviews.c.id == review.id)).first():
        return
    change = {"kind": "review", "id": review.id, "article": review.article, "change": "added", "at": review.at}
    connection.execute(insert(changes).values(change))
    names = ("id", "record", "article", "kind", "revision", "reviewer", "at", "verdict")
    row = {name: getattr(review, name) for name in names} | {"review": review.to_json()}
    connection.execute(insert(reviews).values(row))


def read_reviews(connection: Connection, asked: ReviewFilter) -> Iterator[Review]:
    """The reviews that fit."""
    here = reviews.c
    chosen = select(here.review).order_by(here.number)
    for name in ("record", "article", "reviewer"):
        if getattr(asked, name):
            chosen = chosen.where(here[name] == getattr(asked, name))
    if asked.verdicts:
        chosen = chosen.where(here.verdict.in_(asked.verdicts))
    if asked.kinds:
        chosen = chosen.where(here.kind.in_(asked.kinds))
    for row in connection.execution_options(yield_per=AT_ONCE).execute(chosen):
        review = Review.from_json(row.review)
        if asked.drawn in (None, review.drawn):
            yield review


def revisions_of(connection: Connection, records: Collection[str]) -> dict[str, str]:
    """The present revisions of records, as far as they are there."""
    found: dict[str, str] = {}
    for some in _portions(sorted(records)):
        rows = connection.execute(select(worth.c.record, worth.c.revision).where(worth.c.record.in_(some)))
        found |= {row.record: row.revision for row in rows}
    return found


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


# -- what people say of a record --------------------------------------------------------------------------------------


def standings(connection: Connection, records: Collection[str]) -> dict[str, Standing]:
    """What people say of each record; those that nobody has decided are not among them."""
    said: list[Review] = []
    for some in _portions(sorted(records)):
        chosen = select(reviews.c.review).where(reviews.c.record.in_(some), reviews.c.verdict.in_(DECISIONS))
        said += [Review.from_json(row.review) for row in connection.execute(chosen.order_by(reviews.c.number))]
    now = revisions_of(connection, records)
    by_record = groupby(sorted(said, key=attrgetter("record")), key=attrgetter("record"))
    return {record: standing_of(record, some, now.get(record)) for record, some in by_record}


def standing_of(record: str, said: Iterable[Review], revision: str | None) -> Standing:
    """The standing of a record from all decisions on it, in the order in which they were made."""
    last: dict[str, Review] = {}
    for review in said:
        last.pop(review.reviewer, None)
        last[review.reviewer] = review
    words = tuple(last.values())
    in_force = words[-1]
    return Standing(
        record=record,
        verdict="disputed" if disputed(words) else PAST[in_force.verdict],
        stale=in_force.revision != revision,
        reviews=words,
    )


def disputed(words: Sequence[Review]) -> bool:
    """Whether two reviewers' last words on the latest revision that was reviewed differ."""
    latest = [one for one in words if one.revision == words[-1].revision]
    return len({(one.verdict, _sorted(one.correction)) for one in latest}) > 1


def _sorted(correction: dict[str, str | None] | None) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted((correction or {}).items()))


# -- the queue --------------------------------------------------------------------------------------------------------


def waiting(connection: Connection, asked: QueueFilter) -> list[Waiting]:
    """What waits for a reviewer, the most worth his time first."""
    refuse_unknown(asked)
    enough = asked.limit + asked.offset
    new = [] if asked.second else [_waiting(row, 0.0) for row in connection.execute(_new(asked).limit(enough))]
    listed = [*new, *_again(connection, asked)]
    key = _by_lot if asked.order == "sample" else _by_priority
    return sorted(listed, key=key)[asked.offset : enough]


def refuse_unknown(asked: QueueFilter) -> None:
    """Raises UsageError for an order or kind that does not exist."""
    if asked.order not in ("priority", "sample"):
        raise UsageError(f"there is no order {asked.order!r}", hint="there are priority and sample")
    unknown = [kind for kind in asked.kinds if kind not in KINDS]
    if unknown:
        raise UsageError(f"there are no records of kind {', '.join(unknown)}", hint=f"there are {', '.join(KINDS)}")


def count_waiting(connection: Connection, asked: QueueFilter) -> int:
    """How many records wait."""
    new = 0 if asked.second else connection.execute(_new(asked, func.count()).order_by(None)).scalar_one()
    return int(new) + len(_again(connection, asked))


def _by_priority(one: Waiting) -> tuple[float, str]:
    return -one.priority, one.record


def _by_lot(one: Waiting) -> str:
    return one.record.partition("_")[
        2
    ]  # ids are digests of their anchor: their order has nothing to do with what they say


def _new(asked: QueueFilter, *what: Any) -> Select[Any]:
    """What nobody has decided, and the reviewer has not skipped as it is now."""
    said = exists().where(
        reviews.c.record == worth.c.record,
        (reviews.c.verdict.in_(DECISIONS))
        | and_(reviews.c.reviewer == asked.reviewer, reviews.c.revision == worth.c.revision),
    )
    chosen = select(*(what or (worth,))).select_from(worth).where(worth.c.kind.in_(asked.kinds), ~said)
    if asked.article:
        chosen = chosen.where(worth.c.article == asked.article)
    lot = func.substr(worth.c.record, 4)
    return chosen.order_by(lot) if asked.order == "sample" else chosen.order_by(worth.c.worth.desc(), worth.c.record)


def _again(connection: Connection, asked: QueueFilter) -> list[Waiting]:
    """What was decided and waits again: reviewers differ, the coder changed its mind, or (`second`) one other has decided."""
    chosen = select(worth).where(worth.c.kind.in_(asked.kinds), worth.c.record.in_(_decided()))
    if asked.article:
        chosen = chosen.where(worth.c.article == asked.article)
    rows = {row.record: row for row in connection.execute(chosen)}
    said = standings(connection, rows)
    found = []
    for record, standing in said.items():
        mine = [one for one in standing.reviews if one.reviewer == asked.reviewer]
        seen = any(one.revision == rows[record].revision for one in mine)
        if asked.second:
            if not mine and not standing.stale and len(standing.reviews) == 1:
                found.append(_waiting(rows[record], 0.0))
        elif standing.stale and not seen:
            found.append(_waiting(rows[record], CHANGED))
        elif standing.verdict == "disputed" and not _settled(standing, asked.reviewer):
            found.append(_waiting(rows[record], 1.0))
    return found


def _decided() -> Select[Any]:
    return select(reviews.c.record).where(reviews.c.verdict.in_(DECISIONS))


def decided(connection: Connection) -> list[str]:
    """The records that anybody has decided."""
    return list(connection.execute(_decided().distinct()).scalars())


def _settled(standing: Standing, reviewer: str) -> bool:
    """Whether the reviewer has spoken last: he has seen what the other said and stands by his own."""
    return standing.reviews[-1].reviewer == reviewer


def _waiting(row: Any, disagreement: float) -> Waiting:
    why = [f"ahead of the runner-up by {1 - row.uncertainty:.2f}", f"impact {row.impact:.2f}"]
    why += ["reviewers differ"] if disagreement == 1.0 else []
    why += ["the coder has changed its mind since a review"] if disagreement == CHANGED else []
    return Waiting(
        record=row.record,
        kind=row.kind,
        article=row.article,
        revision=row.revision,
        uncertainty=row.uncertainty,
        disagreement=disagreement,
        impact=row.impact,
        priority=(row.uncertainty + disagreement + row.impact) / 3,
        why="; ".join(why),
    )
