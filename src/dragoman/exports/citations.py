"""Reports as a bibliography: BibTeX and CSL-JSON; and how a view of the store is cited."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from dragoman.records import Article
from dragoman.telling.plain import clean

# LaTeX's special characters; letters stay as they are, since today's BibTeX tools read UTF-8.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def bibtex_lines(articles: Iterable[Article]) -> Iterator[str]:
    """An entry for each report; its key is the id."""
    return (bibtex_of(article) for article in articles)


def bibtex_of(article: Article) -> str:
    """A report as @misc, which every BibTeX style knows, with year and month as far as they are known."""
    return entry("misc", article.id, bibtex_fields(article))


def bibtex_fields(article: Article) -> dict[str, str | None]:
    """The fields of a report. `author` is braced whole: a byline is often no person's name."""
    year, month, _ = date_parts(article.published)
    return {
        "author": _braced(article.author),
        "title": _braced(article.title or "(no title)"),
        "howpublished": _tex(article.publisher),
        "year": year,
        "month": str(int(month)) if month else None,
        "date": (article.published or "").partition("T")[0] or None,
        "url": article.url.translate(_URL) if article.url else None,
        "language": article.language,
        "copyright": _tex(article.licence),
    }


def entry(kind: str, key: str, fields: Mapping[str, str | None]) -> str:
    """One BibTeX entry; fields that are not known are left out."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n\n"


def view_bibtex(key: str, title: str, url: str, accessed: str) -> str:
    """A view of the store (a page, a query) as BibTeX; `accessed` is an ISO day."""
    fields = {
        "title": _braced(title),
        "howpublished": "dragoman",
        "year": accessed[:4],
        "url": url.translate(_URL),
        "urldate": accessed,
    }
    return entry("misc", key, fields)


def _tex(text: str | None) -> str | None:
    return clean(text).translate(_TEX) if text else None


def _braced(text: str | None) -> str | None:
    """Braced once more, so that no style changes its capitals or cuts it into names."""
    return f"{{{_tex(text)}}}" if text else None


def date_parts(published: str | None) -> tuple[str | None, str | None, str | None]:
    """Year, month and day as far as they are known."""
    match = _DATE.match(published or "")
    return (match[1], match[2], match[3]) if match else (None, None, None)


def csl_lines(articles: Iterable[Article]) -> Iterator[str]:
    """A CSL-JSON list, one item a line."""
    yield "[\n"
    before = ""
    for article in articles:
        yield before + msgspec.json.encode(csl_of(article)).decode()
        before = ",\n"
    yield "\n]\n"


def csl_of(article: Article) -> dict[str, Any]:
    """A report as CSL-JSON; what is not known is left out."""
    known = [int(part) for part in date_parts(article.published) if part]
    item = {
        "id": article.id,
        "type": "article-newspaper" if article.publisher else "webpage",
        "title": article.title,
        "author": [{"literal": clean(article.author)}] if article.author else None,
        "container-title": article.publisher,
        "issued": {"date-parts": [known]} if known else None,
        "URL": article.url,
        "language": article.language,
    }
    return {name: value for name, value in item.items() if value is not None}


def view_csl(key: str, title: str, url: str, accessed: str) -> dict[str, Any]:
    """A view of the store as CSL-JSON."""
    parts = [int(part) for part in date_parts(accessed) if part]
    return {
        "id": key,
        "type": "dataset",
        "title": title,
        "publisher": "dragoman",
        "URL": url,
        "accessed": {"date-parts": [parts]},
    }
