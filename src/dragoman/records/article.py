"""One report as it came in."""

from .base import Record, anchored_id


class Article(Record, frozen=True, kw_only=True):
    """A report: its text, normalised once and then frozen, and what its page says about it.

    `published` is an ISO 8601 date or UTC time as far as it is known (`2024-09-19`, `2024-09`), None where nothing says
    so; `published_from` names the evidence (`markup`, `dateline`, `given`). `language` is ISO 639-1. Offsets
    anywhere in dragoman are Unicode code points of `text`. `body_start` is where the story proper begins: before it stand a title,
    a date line or a byline that the text itself carries.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    published_from: str | None = None
    dateline: str | None = None
    language: str | None = None
    licence: str | None = None
    body_start: int = 0


def article_id(text: str, url: str | None) -> str:
    """The id of a report: the same text from the same address is the same report."""
    return anchored_id("ar", url or "", text)


class Skipped(Record, frozen=True, kw_only=True):
    """What was left out and why: a whole article, or a part of one (a cut sentence)."""

    stage: str
    reason: str
    source: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None
