"""Review: what waits for a person, a record with why and the form for a decision, and what was said so far."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Path, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dragoman.errors import UsageError
from dragoman.evaluation.reviewed import Agreement, ReviewScore, agreement_of, review_scores
from dragoman.records import Article, Review, Standing, Waiting
from dragoman.records.base import Record
from dragoman.store import QueueFilter, ReviewFilter
from dragoman.store.overlay import FIELDS, overlaid
from dragoman.store.paging import last_review
from dragoman.store.reviews import DECISIONS, KINDS
from dragoman.telling.columns import fields
from dragoman.telling.why import why

from ..answers import Reason, ReportHead, reasons
from ..asking import RecordId, Report, many, one
from ..guarding import refuse_foreign_form, refuse_without_token, visitor_of
from ..problems import missing
from ..schemas import answers_with, takes
from ..showing import API, Answer, Shown
from ..site import Here, Site
from .adding import body_of, form_fields
from .single import head_of

ROUTER = APIRouter()
PAGE = 25
COLUMNS = fields("record", "kind", "article", "revision", "uncertainty", "disagreement", "impact", "priority", "why")
REVIEW_COLUMNS = fields("id", "record", "kind", "article", "revision", "reviewer", "at", "verdict", "why", "drawn")

Reviewer = Annotated[str, one("Who reviews; what this one has decided no longer waits.", max_length=100)]
Kinds = Annotated[
    list[Annotated[str, StringConstraints(pattern=f"^({'|'.join(KINDS)})$")]], many("event, claim, finding or listing.")
]


class Queue(Record, frozen=True, kw_only=True):
    """What waits for a reviewer, the most worth his time first; what people found right so far, and how far they agree."""

    reviewer: str
    data: tuple[Waiting, ...]
    total: int
    scores: tuple[ReviewScore, ...]
    agreement: Agreement


class Judged(Record, frozen=True, kw_only=True):
    """A record before a reviewer: as it was made, why, what was said of it, and as it stands with that. `seen` None: rejected."""

    record: str
    kind: str
    report: ReportHead
    made: Any
    why: tuple[Reason, ...]
    reviews: tuple[Review, ...]
    standing: Standing | None
    seen: Any


class NewReview(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reviewer says of a record: accept, correct, reject or skip; what is right instead; why; and how it came before him."""

    record: Annotated[str, msgspec.Meta(max_length=60)]
    verdict: Annotated[str, msgspec.Meta(pattern="^(accept|correct|reject|skip)$")]
    reviewer: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    correction: dict[str, str | None] | None = None
    why: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    drawn: Annotated[str, msgspec.Meta(pattern="^(queue|sample|chosen)$")] = "chosen"


def queue(
    site: Here,
    kind: Kinds,
    reviewer: Reviewer = "",
    article: Report = None,
    second: Annotated[bool, one("What one other has decided, for a second opinion.")] = False,
    sample: Annotated[bool, one("By lot instead of by priority, for a fair estimate of what is right.")] = False,
) -> Answer:
    """What waits for a reviewer."""
    asked = QueueFilter(
        reviewer=reviewer or "anybody",
        kinds=tuple(kind) or KINDS,
        article=article,
        second=second,
        order="sample" if sample else "priority",
        limit=PAGE,
    )
    said = last_review(site.store)
    content, as_of = site.counted(_queue, reviewer, asked, said)
    records = partial(site.remembered, ("reviewed", said, asked.to_json()), partial(_records, site, content.data))
    return Answer("Review", content, COLUMNS, lambda: content.data, lambda: {"records": records()}, as_of=as_of)


def _queue(site: Site, reviewer: str, asked: QueueFilter, _said: int) -> Queue:
    """The queue after the last review, whose number tells it from the queue before."""
    return Queue(
        reviewer=reviewer,
        data=tuple(site.store.waiting(asked)),
        total=site.store.count_waiting(asked),
        scores=tuple(review_scores(site.store)),
        agreement=agreement_of(site.store.reviews()),
    )


def _records(site: Site, waiting: Sequence[Waiting]) -> dict[str, Any]:
    return {one.record: site.store.get(one.record) for one in waiting}


def judged(site: Here, request: Request, record: RecordId) -> Answer:
    """A record with why it says what it says, what people said of it, and the form for a decision."""
    try:
        found = site.store.get(record)
    except UsageError as error:
        raise missing(error.message) from error
    dossier = site.store.dossier(getattr(found, "article", None) or "")
    if isinstance(found, Article) or dossier is None:
        raise missing(f"the store has no such record {record}")
    kind = type(found).__name__.lower()
    standing = site.store.standings([found.id]).get(found.id)
    content = Judged(
        record=found.id,
        kind=kind,
        report=head_of(dossier.article),
        made=found,
        why=reasons(why(found, dossier)),
        reviews=tuple(site.store.reviews(ReviewFilter(record=found.id))),
        standing=standing,
        seen=overlaid(found, standing, dossier.article),
    )

    def form() -> dict[str, Any]:
        return {
            "form_token": site.form_token(visitor_of(request)),
            "correctable": {name: field.about for name, field in FIELDS[kind].items()},
        }

    return Answer(f"Review of {found.id}", content, REVIEW_COLUMNS, lambda: content.reviews, form)


@ROUTER.post("/review/{record}", include_in_schema=False)
async def decide(request: Request, site: Here, record: Annotated[str, Path(max_length=60)]) -> Response:
    """Keeps what a form says, and shows what waits next."""
    said = form_fields(await request.body(), most=len(PLAIN_FIELDS) + 10)
    refuse_foreign_form(site, request, said.get("token", ""))
    correction = {name.removeprefix("to_"): value for name, value in said.items() if name.startswith("to_")}
    emptied = {name.strip(): None for name in said.get("none", "").replace(",", " ").split()}
    verdict = said.get("verdict", "")
    new = NewReview(
        record=record,
        verdict=verdict,
        reviewer=said.get("reviewer", "").strip(),
        correction={**correction, **emptied} if verdict == "correct" else None,
        why=said.get("why", "")[:2000],
        drawn="sample" if said.get("sample") else "queue",
    )
    await run_in_threadpool(_keep, site, new)
    asked = {name: said[name] for name in ("second", "sample") if said.get(name)}
    return RedirectResponse("/review?" + urlencode({"reviewer": new.reviewer, **asked}), 303)


def _keep(site: Site, new: NewReview) -> Review:
    if new.verdict not in (*DECISIONS, "skip"):
        raise UsageError("nothing is decided", hint="press accept, correct, reject or skip")
    return site.store.review(new.record, new.verdict, new.reviewer, new.correction, new.why, new.drawn)


@ROUTER.post(
    f"{API}/reviews",
    status_code=201,
    operation_id="post_reviews",
    summary="Keep what a reviewer says of a record.",
    tags=["review"],
    responses=answers_with(Review, 201, writes=True),
    openapi_extra=takes(NewReview),
)
async def decide_by_program(request: Request, site: Here) -> Response:
    """Keeps a review. Needs a token."""
    await run_in_threadpool(refuse_without_token, site.store, request)
    new = body_of(request, NewReview, await request.body())
    kept = await run_in_threadpool(_keep, site, new)
    return Response(kept.to_json().encode("utf-8", "replace"), 201, media_type="application/json")


PLAIN_FIELDS = tuple(dict.fromkeys(name for some in FIELDS.values() for name in some))

PAGES = (
    Shown("/review", "review.html", queue, Queue, "What waits for a reviewer.", "review"),
    Shown("/review/{record}", "judged.html", judged, Judged, "A record before a reviewer.", "review"),
)
