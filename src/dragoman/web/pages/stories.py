"""Which reports tell of one happening: the list of stories, and one story with its reports side by side, contradictions marked."""

from typing import Annotated

from dragoman.errors import UsageError
from dragoman.records import Story
from dragoman.records.base import Record
from dragoman.relating.stories import told
from dragoman.store.filters import StoryFilter
from dragoman.telling.columns import STORY_COLUMNS, fields

from ..answers import ReportHead
from ..asking import RecordId, Report, Since, Undated, Until, Words, one
from ..problems import missing
from ..showing import Answer, Shown
from ..site import Here
from .lists import heads

PAGE = 50
PART_COLUMNS = fields("what", "value", "sources")


class Stories(Record, frozen=True, kw_only=True):
    """A page of stories, the newest first. `next` is how many stories stand before the next page, None on the last."""

    data: tuple[Story, ...]
    total: int
    undated: int
    next: int | None


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
    cursor: Annotated[int, one("How many stories to pass over: `next` of the page before.", ge=0, le=10**9)] = 0,
) -> Answer:
    """Which reports tell of one happening."""
    asked = StoryFilter(
        search=search,
        since=since,
        until=until,
        undated=undated,
        article=article,
        least=least,
        limit=PAGE,
        offset=cursor,
    )
    found = site.store.stories(asked)
    listed = tuple(found)
    following = cursor + PAGE if cursor + len(listed) < found.total and listed else None
    left_out = 0 if found.undated_included else found.undated
    content = Stories(data=listed, total=found.total, undated=left_out, next=following)
    every = StoryFilter(search=search, since=since, until=until, undated=undated, article=article, least=least)
    turned = str(following) if following else None
    return Answer("Stories", content, STORY_COLUMNS, lambda: site.store.stories(every), cursor=turned)


def story(site: Here, record: RecordId) -> Answer:
    """A story with its reports side by side."""
    try:
        found = told(site.store, site.store.story(record))
    except UsageError as error:
        raise missing(error.message) from error
    content = StoryTold(story=found, reports=heads(site.store, found.articles))
    return Answer(found.title or f"Story {found.id}", content, PART_COLUMNS, lambda: found.agreed)


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
