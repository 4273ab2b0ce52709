"""Text or page to Article: what is known of it, on what evidence, and whether it is a report that dragoman reads.

What the caller gives is believed first, then what the page's markup says, then the lines above the story, then the address of the page.
The day of publication is never made up: where nothing tells it, it is None.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from dragoman.errors import NotAnArticle, NotEnglish, UsageError
from dragoman.records import Article, Record, article_id

from .boilerplate import without_boilerplate
from .days import read_day
from .languages import LATIN, language_name, language_of, latin_share
from .normal import normalise, one_line
from .openings import Opening, completed_day, read_opening
from .pages import Page, read_page

STORY_WORDS = 40  # of prose on a page; the shortest news in brief has as many, a page of teasers or buttons has less
REFUSAL_WORDS = 150  # a page with more prose is a story, even one about captchas
DOUBTFUL_LENGTH = 300  # characters below which the name of a language is a guess
PASTE = "open the page in a browser, save the story as text and pass that file"
ELSEWHERE = "dragoman reads English: pass an English edition or a translation"


class Given(Record, frozen=True, kw_only=True):
    """What the caller knows of a report. It is believed before what the report says of itself."""

    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None


NOTHING = Given()


def article_from_text(
    text: str, *, given: Given = NOTHING, today: date | None = None, name: str = "the text"
) -> Article:
    """The article of a plain text. `today` bounds what day of publication is believed; `name` is how messages call the text.

    Raises NotAnArticle for a text without words, NotEnglish for another language.
    """
    frozen = without_boilerplate(normalise(text))
    if not any(letter.isalpha() for letter in frozen):
        raise NotAnArticle(f"{name} has no words in it", hint="pass the text of a report, of at least a sentence")
    return frozen_article(frozen, given=given, language=english(frozen), today=today)


def article_from_html(
    html: str, *, given: Given = NOTHING, today: date | None = None, name: str = "the page"
) -> Article:
    """The article of a page. Raises NotAnArticle where it holds no story, NotEnglish for another language."""
    today = today or clock_day()
    page = read_page(html, url=given.url, today=today)
    if page is None or not any(letter.isalpha() for letter in page.text):
        raise NotAnArticle(f"there is no story on {name}", hint=PASTE)
    language = english(page.text)
    if page.refusal and page.prose_words < REFUSAL_WORDS:
        raise NotAnArticle(
            f"{name} is what a site shows in place of the story: {one_line(page.told.title or page.text)[:80]}",
            hint=PASTE,
        )
    if page.prose_words < STORY_WORDS or page.is_listing:
        raise NotAnArticle(f"{name} is not one story: it has links, buttons or headlines, and little prose", hint=PASTE)
    return frozen_article(page.text, given=_with_markup(given, page), language=language, told_by=page, today=today)


def _with_markup(given: Given, page: Page) -> Given:
    told = page.told
    return Given(
        url=told.url or given.url, title=given.title or told.title, author=given.author or told.author,
        publisher=given.publisher or told.publisher, published=given.published, licence=given.licence,
    )  # fmt: skip


def frozen_article(
    text: str,
    *,
    given: Given = NOTHING,
    language: str | None = "en",
    told_by: Page | None = None,
    today: date | None = None,
) -> Article:
    """The article of a text that is frozen already: nothing of it is changed, and its language is not asked.

    For hand-coded texts, whose offsets must hold. Raises UsageError for a day that is given and is none.
    """
    today = today or clock_day()
    opening = read_opening(text, today=today, title=given.title)
    published, origin = next(_published(given, opening, told_by, today), (None, None))
    if (
        published
        and len(published) < len("2024-09-19")
        and (whole := completed_day(opening, published))
        and whole.startswith(published)
    ):
        published, origin = whole, "dateline"
    return Article(
        id=article_id(text, given.url), text=text, url=given.url, title=given.title or opening.title, author=given.author or opening.author,
        publisher=given.publisher or opening.agency, published=published, published_from=origin, dateline=opening.place,
        language=language, licence=given.licence, body_start=opening.body_start,
    )  # fmt: skip


def _published(given: Given, opening: Opening, page: Page | None, today: date) -> Iterator[tuple[str, str]]:
    """The day of publication and its evidence, the surest first."""
    told = page.told if page else None
    if given.published:
        yield checked_day(given.published), "given"
    if told and told.day and told.day_from == "markup":
        yield told.day, "markup"
    if opening.day:
        yield opening.day, "dateline"
    if told and told.day:
        yield completed_day(opening, told.day) or told.day, "url"


def checked_day(given: str) -> str:
    """A day that is given, as ISO 8601. Raises UsageError for one that is no date."""
    text = " ".join(given.split())
    day = text if text.isdigit() and len(text) == len("2024") else read_day(text)
    if day is None:
        raise UsageError(
            f"{given!r} is not a date", hint="write it as 2024-09-19, or as much of it as is known: 2024-09, 2024"
        )
    return day


def clock_day() -> date:
    """Today in UTC, by the clock of the machine; for callers that do not say what day it is."""
    return datetime.now(UTC).date()


def english(text: str) -> str | None:
    """`en`, or None where the text is too short to tell. Raises NotEnglish, naming the language."""
    language = language_of(text)
    if language in (None, "en"):
        return language
    doubt = "seems to be" if latin_share(text) >= LATIN and len(text) < DOUBTFUL_LENGTH else "is"
    raise NotEnglish(f"the report {doubt} in {language_name(str(language))}, not in English", hint=ELSEWHERE)
