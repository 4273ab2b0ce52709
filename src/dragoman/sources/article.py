"""Text or page to Article: what is known of it, from where, and whether it is a report dragoman can read."""

from datetime import date, timedelta

from dragoman.errors import NotAnArticle, NotEnglish
from dragoman.records import Article, article_id

from .charset import normalise
from .headers import read_dateline, read_head, without_furniture
from .language import language_of
from .pages import read_page

SHORTEST = 20  # letters; below that there is nothing to read
TOMORROW = timedelta(days=2)  # a page dated further ahead than this is not believed


def article_from_text(
    text: str, *, url: str | None = None, title: str | None = None, published: str | None = None, publisher: str | None = None,
    licence: str | None = None, today: date | None = None,
) -> Article:  # fmt: skip
    """The article of a plain text. What is given is believed before what the text says.

    Raises NotAnArticle for a text without words, NotEnglish for another language.
    """
    frozen = without_furniture(normalise(text))
    head = read_head(frozen)
    told = published or head.published
    return _checked(Article(
        id=article_id(frozen, url), text=frozen, url=url, title=title or head.title, author=head.author,
        publisher=publisher or head.publisher, published=told,
        published_from="given" if published else "dateline" if told else None,
        dateline=head.dateline, licence=licence, body_start=head.body_start,
    ), today)  # fmt: skip


def article_from_html(
    html: bytes, *, header: str | None = None, url: str | None = None, published: str | None = None, publisher: str | None = None,
    today: date | None = None,
) -> Article:  # fmt: skip
    """The article of a page. Raises NotAnArticle where it holds no story, NotEnglish for another language."""
    page = read_page(html, header)
    if sum(letter.isalpha() for letter in page.text) < SHORTEST:
        raise NotAnArticle(
            "there is no story on this page", hint="open it in a browser, save the story as text, pass the file"
        )
    line = read_dateline(page.text[:200])
    told = published or page.published or line.published
    origin = "given" if published else "markup" if page.published else "dateline" if told else None
    return _checked(Article(
        id=article_id(page.text, url), text=page.text, url=url, title=page.title, author=page.author,
        publisher=publisher or page.publisher or line.publisher, published=told, published_from=origin, dateline=line.dateline,
    ), today)  # fmt: skip


def _checked(article: Article, today: date | None) -> Article:
    """The article with its language, and without a date that cannot be."""
    import msgspec

    if sum(letter.isalpha() for letter in article.text) < SHORTEST:
        raise NotAnArticle("there are no words in this text", hint="pass a report of at least a sentence")
    language = language_of(article.text)
    if language not in ("en", None):
        raise NotEnglish(
            f"this report is in another language ({language})", hint="dragoman reads English; translate it first"
        )
    sane = article.published_from == "given" or not _ahead(article.published, today)
    return msgspec.structs.replace(
        article,
        language=language,
        published=article.published if sane else None,
        published_from=article.published_from if sane else None,
    )


def _ahead(published: str | None, today: date | None) -> bool:
    if published is None or today is None:
        return False
    return date.fromisoformat(published[:10]) > today + TOMORROW
