"""The command stories: which reports tell of one happening, what they agree on, and where they contradict each other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dragoman.telling.columns import STORY_COLUMNS

from .drawing import picture_options, write_picture
from .options import day_options, limit_option, open_store, store_option
from .output import Entry, console, fields, form_of, form_options, heading, plural, print_csv, print_entries, print_json
from .progress import progress
from .queries import show, table_limit

if TYPE_CHECKING:
    from dragoman.exports.pictures import Picture
    from dragoman.records import Article, Contradiction, Story, Told
    from dragoman.store import Store

EPILOG = """\b
Examples:
  dragoman stories --since 2024-09 --least 3
  dragoman stories st_7f3a91
  dragoman stories --article ar_02c41b --json
"""

PART_COLUMNS = fields("part", "what", "about", "value", "sources", "reports", "quote")


@click.command(epilog=EPILOG)
@click.argument("story", required=False, metavar="[ID]")
@click.option("--least", type=click.IntRange(min=1), default=1, help="Only stories of at least so many reports.")
@click.option("--article", metavar="ID", help="The story of this report.")
@click.option("--search", metavar="WORDS", help="With a report that has these words.")
@day_options("Reported")
@limit_option
@form_options
@picture_options
@store_option
def stories(
    story: str | None,
    least: int,
    article: str | None,
    search: str | None,
    since: str | None,
    until: str | None,
    undated: bool,
    limit: int | None,
    form: str | None,
    svg: Path | None,
    png: Path | None,
    where: str | None,
) -> None:
    """List stories, the latest first: the reports of one happening, however many papers tell it. With an ID: one story, with the sources that are
    independent of each other, what at least two of them tell alike, and where reports contradict each other.

    Reports are grouped as they come. A story that proves to be two is divided, and two that prove to be one are joined; the older part
    keeps its id.
    """
    from dragoman.relating.stories import relate
    from dragoman.store import StoryFilter

    form = form_of(form)
    with open_store(where) as store:
        with progress("grouping reports"):
            relate(store)
        if story:
            _one(store, story, form, svg, png)
            return
        asked = StoryFilter(
            least=least, article=article, search=search, since=since, until=until, undated=undated,
            limit=table_limit(form, limit),
        )  # fmt: skip
        found = store.stories(asked)
        show(found, form, limit, "story", story_entry, STORY_COLUMNS)
        write_picture(lambda: list_picture(list(found)), svg, png)


def story_entry(story: "Story") -> Entry:
    """A story in a list: its days, title, and how many tell it."""
    counts = plural(len(story.articles), "report") + (
        f", {plural(len(story.reprints), 'reprint')}" if story.reprints else ""
    )
    return Entry(days_of(story), counts, story.id, story.title or "(no title)", (", ".join(story.publishers[:6]),))


def days_of(story: "Story") -> str:
    """The days of a story's reports: one, or first to last."""
    if not story.first_day:
        return "days unknown"
    return story.first_day if story.first_day == story.last_day else f"{story.first_day} to {story.last_day}"


# -- one story ------------------------------------------------------------------------------------------------------


def _one(store: "Store", beginning: str, form: str, svg: Path | None, png: Path | None) -> None:
    from dragoman.relating.stories import told

    story = told(store, store.story(beginning))
    reports = list(store.articles_of(set(story.articles)).values())
    if form == "json":
        print_json([story])
    elif form == "csv":
        print_csv(parts_of(story), PART_COLUMNS)
    else:
        _table(story, reports)
    write_picture(lambda: story_picture(story, reports), svg, png)


class Part(NamedTuple):
    """A line of one story as CSV: a source, an agreement, or a side of a contradiction."""

    part: str
    what: str
    about: str
    value: str
    sources: int
    reports: str
    quote: str


def parts_of(story: "Story") -> Iterator[Part]:
    """Sources, agreements and each side of each contradiction."""
    for source in story.sources:
        yield Part("source", "; ".join(source.why), "", source.name, 1, ";".join(source.reports), "")
    for one in story.agreed:
        yield _part("agreed", "", one)
    for apart in story.contradictions:
        for side in apart.sides:
            yield _part("contradiction", apart.about, side)


def _part(part: str, about: str, one: "Told") -> Part:
    quotes = " … ".join(quote.span.quote for quote in one.quotes)
    return Part(part, one.what, about, one.value, one.sources, ";".join(one.reports), quotes)


def _table(story: "Story", reports: "Sequence[Article]") -> None:
    """The story for people: what is agreed, what is not, who tells it, and the reports."""
    screen = console()
    print_entries([story], story_entry, screen)
    heading(screen, f"What at least two independent sources tell: {plural(len(story.agreed), 'point')}")
    print_entries(story.agreed, _told_entry, screen)
    heading(screen, plural(len(story.contradictions), "contradiction"))
    print_entries(story.contradictions, _apart_entry, screen)
    heading(screen, plural(len(story.sources), "independent source"))
    names = {one.id: " · ".join(part for part in (one.publisher, one.published, one.title) if part) for one in reports}
    for source in story.sources:
        told = tuple(f"{one}  {names.get(one, 'reprint')}" for one in source.reports)
        entry = Entry(source.name or "unknown", plural(len(source.reports), "report"), "", "; ".join(source.why), told)
        print_entries([entry], lambda one: one, screen)


def _told_entry(one: "Told") -> Entry:
    quotes = tuple(quote.span.quote for quote in one.quotes[:2])
    return Entry(one.what, plural(one.sources, "source"), "", one.value, (), quotes)


def _apart_entry(one: "Contradiction") -> Entry:
    facts = tuple(f"{side.value}: {_by(side)}" for side in one.sides)
    return Entry(one.what, "", "", one.about or f"how many {one.what}", facts)


def _by(side: "Told") -> str:
    """Who tells a version, with the words of the first."""
    quote = f", “{side.quotes[0].span.quote}”" if side.quotes else ""
    return f"{plural(side.sources, 'source')} ({', '.join(side.reports)}){quote}"


# -- pictures -------------------------------------------------------------------------------------------------------


def list_picture(listed: "Sequence[Story]") -> "Picture":
    """Stories as spans of days; those without a day are counted below."""
    from dragoman.exports.pictures import Entry as Mark
    from dragoman.exports.pictures import timeline

    dated = [one for one in listed if one.first_day]
    marks = [
        Mark(start=one.first_day or "", end=one.last_day, label=f"{one.title or one.id} ({len(one.articles)})")
        for one in dated
    ]
    left = len(listed) - len(dated)
    return timeline("Stories", marks, foot=[f"{plural(left, 'story')} without a known day"] if left else [])


def story_picture(story: "Story", reports: "Sequence[Article]") -> "Picture":
    """The reports of a story over time, a lane for each independent source."""
    from dragoman.exports.pictures import Entry as Mark
    from dragoman.exports.pictures import timeline
    from dragoman.store.days import day_range

    lanes = {report: source.name or source.reports[0] for source in story.sources for report in source.reports}
    days = {one.id: day_range(one.published)[0] for one in reports}
    dated = [
        Mark(start=day, label=one.title or one.id, lane=lanes.get(one.id, ""))
        for one in reports
        if (day := days[one.id])
    ]
    left = len(reports) - len(dated)
    return timeline(
        story.title or story.id,
        dated,
        about=f"{plural(len(story.articles), 'report')} from {plural(len(story.sources), 'independent source')}",
        foot=[f"{plural(left, 'report')} without a known day"] if left else [],
    )


COMMANDS = {"stories": stories}
