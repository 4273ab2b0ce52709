"""Is what the store says of itself true? Read-only, one report in memory at a time."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from dragoman.records import Dossier, Span, article_id

from . import schema
from .balance import adds_up
from .corpus_schema import run_manifests
from .rows import digest_of
from .writing import read_dossier


def faults_of(connection: Connection) -> Iterator[str]:
    """Reports that cannot be read back, whose id or digest is not that of their content, or whose quotes are not in their text."""
    for article, revision in connection.execute(select(schema.articles.c.id, schema.articles.c.revision)).all():
        try:
            dossier = read_dossier(connection, article)
        except msgspec.ValidationError as error:
            yield f"report {article} cannot be read back: {error}"
            continue
        if dossier is not None:
            yield from faults_in(dossier, revision)
    yield from faults_of_runs(connection)


def faults_of_runs(connection: Connection) -> Iterator[str]:
    """Runs that ended well, and of which it is not told what became of all that came in."""
    done = select(schema.runs.c.id, schema.runs.c.counts).join(run_manifests).where(run_manifests.c.ended == "done")
    for run, counts in connection.execute(done).all():
        if not adds_up(msgspec.json.decode(counts or "{}", type=dict[str, int])):
            yield f"run {run} does not tell what became of all that came in"


def faults_in(dossier: Dossier, revision: str) -> Iterator[str]:
    """What is wrong with one dossier that was stored with the digest `revision`."""
    article = dossier.article
    if article.id != article_id(article.text, article.url):
        yield f"report {article.id} has not the id of its text and address"
    if digest_of(dossier) != revision:
        yield f"report {article.id} is not what was stored under its digest"
    for span in spans_of(dossier.to_dict()):
        if article.text[span.start : span.end] != span.quote:
            yield f"report {article.id} does not say {span.quote!r} at {span.start}:{span.end}"


def spans_of(part: Any) -> Iterator[Span]:
    """Every span in a record given as plain values, wherever it stands."""
    if isinstance(part, dict):
        if set(part) == {"start", "end", "quote"}:
            yield Span.from_dict(part)
        yield from _spans_of_all(part.values())
    elif isinstance(part, (list, tuple)):
        yield from _spans_of_all(part)


def _spans_of_all(parts: Iterable[Any]) -> Iterator[Span]:
    for part in parts:
        yield from spans_of(part)
