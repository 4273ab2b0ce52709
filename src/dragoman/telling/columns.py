"""Records as columns of tables: CSV, Parquet, workbooks, and the codebook that tells what each column means.

Column names are the field names; nested ones are joined with `_`.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import IO, Any, NamedTuple

from . import wording

# What spreadsheets take for a formula: the OWASP list, with the full-width forms that some of them fold.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")


class Column(NamedTuple):
    """A column: its name, how its value is had from a record, what kind of value it is, and what it means.

    `kind` is string, integer, number, boolean, date (an ISO day) or list (of strings; one cell of CSV with `;` between).
    """

    name: str
    value: Callable[[Any], Any]
    kind: str = "string"
    about: str = ""


def fields(*names: str) -> list[Column]:
    """Columns named as the fields they show."""
    return [Column(name, attrgetter(name)) for name in names]


def cell(value: Any) -> Any:
    """A value as one cell: several with `;` between, an unknown one empty, true and false in small letters."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return ";".join(str(part) for part in value)
    return "" if value is None else value


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it, numbers do not."""
    shown = cell(value)
    if isinstance(shown, str) and _FORMULA.match(shown) and not _NUMBER.match(shown):
        return "'" + shown
    return shown


class _Line:
    """Takes the line that a CSV writer makes."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        """Keeps one line."""
        self.text = text


def csv_lines(records: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """The lines of CSV: the header, then a row for each record, no cell a formula."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    yield line.text
    for record in records:
        writer.writerow([safe_cell(column.value(record)) for column in columns])
        yield line.text


def write_csv(records: Iterable[Any], columns: Sequence[Column], file: IO[str]) -> int:
    """The same into a file that is open; how many rows below the header."""
    rows = -1
    for line in csv_lines(records, columns):
        file.write(line)
        rows += 1
    return rows


def field(name: str, about: str, kind: str = "string") -> Column:
    """A column that shows a field and tells what it means."""
    return Column(name, attrgetter(name), kind, about)


def _of(name: str, value: Callable[[Any], Any], about: str, kind: str = "string") -> Column:
    return Column(name, value, kind, about)


def _quoted(name: str, about: str) -> Column:
    return Column(name, lambda record: wording.quoted(getattr(record, name)), "string", about)


def _codes(name: str, about: str) -> Column:
    return Column(name, lambda record: tuple(party.code for party in getattr(record, name)), "list", about)


def _names(name: str, about: str) -> Column:
    told = f"{name.removesuffix('s')}_names"
    return Column(told, lambda record: tuple(party.name for party in getattr(record, name)), "list", about)


def _where(part: str, about: str, kind: str = "string") -> Column:
    return Column(f"where_{part}", lambda event: getattr(event.where, part) if event.where else None, kind, about)


ID = "Names the record; the same after another run over the same report."
REVISION = "Changes when the coder changes its mind about this record."
ARTICLE = "Id of the report."

MADE_BY = [
    _of("rule", lambda record: record.made_by.rule, "The rule or model that decided."),
    _of("score", lambda record: record.made_by.score, "How sure it was, 0 to 1; empty where a rule decided.", "number"),
    _of("runner_up", lambda record: record.made_by.runner_up, "What came second."),
    _of("runner_up_score", lambda record: record.made_by.runner_up_score, "The score of what came second.", "number"),
]

ARTICLE_COLUMNS = [
    field("id", ID),
    field("url", "Where the report was."),
    field("title", "Its title."),
    field("publisher", "Who published it."),
    field("author", "Who wrote it, as the page says."),
    field("published", "Day or UTC time of publication as far as it is known: 2024, 2024-09, 2024-09-19."),
    field("published_from", "The evidence for it: markup, dateline, address, given."),
    field("dateline", "The place and day that the report itself begins with."),
    field("language", "ISO 639-1."),
    field("licence", "The licence of the text, where the source tells it."),
    _of("characters", lambda article: len(article.text), "Length of the text in Unicode code points.", "integer"),
]

EVENT_COLUMNS = [
    field("id", ID),
    field("revision", REVISION),
    field("article", ARTICLE),
    field("type", "PLOVER type."),
    field("mode", "PLOVER mode; empty where the type has none or none is told."),
    field("contexts", "PLOVER contexts: what it is about.", "list"),
    field("quad", "Quad class: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.", "integer"),
    field("intensity", "PLOVER score of type and mode, -10 (conflict) to 10 (cooperation).", "number"),
    _codes("actors", "Codes of who acts: country and sector. Everyone, where nobody is clearly the doer."),
    _names("actors", "Their names, in the same order."),
    _codes("recipients", "Codes of who is acted on."),
    _names("recipients", "Their names, in the same order."),
    _of("items", lambda event: tuple(item.name for item in event.items), "Equipment or goods.", "list"),
    _of("when_value", attrgetter("when.value"), "Time of the event as the text tells it (TIMEX3); empty where it does not."),
    _of("when_start", attrgetter("when.start"), "First day that it may mean.", "date"),
    _of("when_end", attrgetter("when.end"), "Last day that it may mean.", "date"),
    _of("when_precision", attrgetter("when.precision"), "time, day, week, month, quarter, season, year, decade, century, vague."),
    _where("name", "Place of the event; empty where the text tells none."),
    _where("country", "ISO alpha-3 of that place."),
    _where("latitude", "Degrees north (WGS 84).", "number"),
    _where("longitude", "Degrees east.", "number"),
    _of("certainty", lambda event: event.certainty.label, "What the text commits to: asserted, likely, possible, denied."),
    _of("certainty_value", lambda event: event.certainty.value, "The same as a number, -3 (denied) to 3 (asserted).", "number"),
    _of("according_to", lambda event: event.certainty.according_to, "Id of the claim it rests on; empty where the report itself says so."),
    _of("source", lambda event: event.certainty.source, "Whose word it rests on, as written."),
    field("auxiliary", "historical, future, hypothetical or negation; empty for what is told as happening."),
    _of("quote", lambda event: event.spans[0].quote, "The passage that tells it best."),
    _of("start", lambda event: event.spans[0].start, "Where the passage begins in the text, in code points.", "integer"),
    _of("end", lambda event: event.spans[0].end, "Where it ends.", "integer"),
    *MADE_BY,
]  # fmt: skip

CLAIM_COLUMNS = [
    field("id", ID),
    field("revision", REVISION),
    field("article", ARTICLE),
    _of("speaker", lambda claim: claim.speaker.code if claim.speaker else None, "Code of who speaks."),
    _of("speaker_name", lambda claim: claim.speaker.name if claim.speaker else None, "Name of who speaks."),
    _of(
        "unnamed",
        lambda claim: claim.speaker is None or claim.speaker.unnamed,
        "Whether nobody in particular speaks (“experts”, “reports”).",
        "boolean",
    ),
    _quoted("source", "The words that name the speaker."),
    _quoted("cue", "The word of saying."),
    _quoted("content", "What is said."),
    field("kind", "direct, indirect or mixed."),
    field("polarity", "positive or negative."),
    field("stance", "How the speaker stands to it."),
    field("nested_in", "Id of the claim whose content holds this one."),
    _of("certainty", lambda claim: claim.certainty.label, "How sure the report is that this was said."),
    *MADE_BY,
]

FINDING_COLUMNS = [
    field("id", ID),
    field("revision", REVISION),
    field("article", ARTICLE),
    field("provision", "Id of the provision."),
    field("instrument", "Id of its treaty, resolution or rule."),
    field("title", "What the provision asks, in short."),
    field("event", "Id of the event that would breach it."),
    field("claim", "Id of the claim that tells the act, where no event does."),
    field("act", "The act as the provision sees it."),
    field("object", "What the act is done with."),
    field("direction", "Which way it goes: to, from or by the party bound."),
    field("party", "Who is bound, ISO alpha-3."),
    field("party_name", "Who is bound, by name."),
    field("target", "Towards whom, ISO alpha-3."),
    field("verdict", "breach, possible_breach, exempt, none or not_assessed."),
    field("certainty", "How the act is told: asserted, reported, possible, denied, future."),
    field("date", "Day of the act, as far as it is known."),
    field("date_from", "Where that day is from."),
    field(
        "vote",
        "How the party voted on the instrument: for, against, abstained, absent, not_member; empty where unknown.",
    ),
    field("verified", "source or memory: whether the paragraph number was seen in the text of the instrument."),
    field("root", "The provision that the duty goes back to."),
    _of("reasons", lambda finding: "; ".join(finding.reasons), "Why, in words."),
    _of(
        "defeaters",
        lambda finding: "; ".join(f"{one.name}={'held' if one.held else 'not held'}" for one in finding.defeaters),
        "What was tried against it.",
    ),
    _of("evidence_for", lambda finding: wording.quoted(finding.evidence_for), "The words it rests on."),
    _of("evidence_against", lambda finding: wording.quoted(finding.evidence_against), "The words against it."),
]

LISTING_COLUMNS = [
    field("id", ID),
    field("article", ARTICLE),
    field("name", "The name as the report has it."),
    _of("start", lambda listing: listing.span.start if listing.span else None, "Where it stands in the text, in code points.", "integer"),
    _of("end", lambda listing: listing.span.end if listing.span else None, "Where it ends.", "integer"),
    field("list_name", "The sanctions list."),
    field("list_date", "Its date."),
    field("entry", "The list's own reference of the entry."),
    field("entry_name", "The name of the entry."),
    field("score", "How alike the names are and what else agrees, 0 to 1.", "number"),
    field("agreed", "What agrees.", "list"),
    field("disagreed", "What does not.", "list"),
]  # fmt: skip

STORY_COLUMNS = [
    Column(
        "id",
        attrgetter("id"),
        about="Made from the first report; a story that proves to be part of another takes that one's.",
    ),
    Column("title", attrgetter("title"), about="Of the first report that has one."),
    Column("reports", lambda story: len(story.articles), "integer", "Reports that were read."),
    Column(
        "reprints",
        lambda story: len(story.reprints),
        "integer",
        "Reports with the text of one of these, which were not read.",
    ),
    Column("publishers", attrgetter("publishers"), "list", "Who published the reports, in order of arrival."),
    Column("first_day", attrgetter("first_day"), "date", "First day of publication; empty where no report has one."),
    Column("last_day", attrgetter("last_day"), "date", "Last day of publication."),
    Column("articles", attrgetter("articles"), "list", "Ids of the reports, in order of arrival."),
]
