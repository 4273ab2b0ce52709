"""Which reports tell of one happening: the list of stories, and one story with its reports side by side, contradictions marked."""

from collections.abc import Iterable
from typing import Annotated

from dragoman.errors import UsageError
from dragoman.records import Story
from dragoman.records.base import Record
from dragoman.relating.stories import told
from dragoman.store.filters import StoryFilter
from dragoman.store.paging import CURSOR_BYTES, Slice, slice_of_stories
from dragoman.telling.columns import STORY_COLUMNS, fields

from ..answers import ReportHead
from ..asking import RecordId, Report, Since, Undated, Until, Words, one
from ..counting import earlier
from ..problems import missing
from ..showing import Answer, Shown
from ..site import Here, Site
from .lists import heads

PAGE = 50
PART_COLUMNS = fields("what", "value", "sources")


class Stories(Record, frozen=True, kw_only=True):
    """A page of stories, the newest first, and the heads of the first reports of those without a title."""

    data: tuple[Story, ...]
    reports: dict[str, ReportHead]
    total: int
    undated: int
    next: str | None


class StoryTold(Record, frozen=True, kw_only=True):
    """A story: what at least two independent sources tell, where its reports contradict each other, and the heads of the reports by id."""

    story: Story
    reports: dict[str, ReportHead]


def stories(
    site: Here,
    search: Words = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    article: Report = None,
    least: Annotated[int, one("Only stories of at least so many reports.", ge=1, le=1000)] = 1,
    cursor: Annotated[str, one("Where the list goes on: `next` of the page before.", max_length=CURSOR_BYTES)] = "",
) -> Answer:
    """Which reports tell of one happening."""
    asked = StoryFilter(search=search, since=since, until=until, undated=undated, article=article, least=least)
    cutting, as_of = site.counted(_page, asked, cursor)
    (total, left_out), counted = site.counted(_numbers, asked)
    untitled = heads(site.store, [one.articles[0] for one in cutting.rows if not one.title])
    content = Stories(data=tuple(cutting.rows), reports=untitled, total=total, undated=left_out, next=cutting.next)

    def every() -> Iterable[Story]:
        return site.store.stories(asked)

    return Answer("Stories", content, STORY_COLUMNS, every, cursor=cutting.next, as_of=earlier(as_of, counted))


def _page(site: Site, asked: StoryFilter, cursor: str) -> Slice:
    return slice_of_stories(site.store, asked, cursor, PAGE)


def _numbers(site: Site, asked: StoryFilter) -> tuple[int, int]:
    """How many stories fit, and how many more would but have no day."""
    found = site.store.stories(asked)
    return found.total, 0 if found.undated_included else found.undated


def story(site: Here, record: RecordId) -> Answer:
    """A story with its reports side by side."""
    try:
        found = told(site.store, site.store.story(record))
    except UsageError as error:
        raise missing(error.message) from error
    content = StoryTold(story=found, reports=heads(site.store, found.articles))
    title = found.title or f"“{content.reports[found.articles[0]].beginning}”"
    return Answer(title, content, PART_COLUMNS, lambda: found.agreed)


PAGES = (
    Shown("/stories", "stories.html", stories, Stories, "Which reports tell of one happening.", "stories"),
    Shown(
        "/stories/{record}",
        "story.html",
        story,
        StoryTold,
        "A story: what its reports agree on and where they contradict.",
        "stories",
    ),
)
