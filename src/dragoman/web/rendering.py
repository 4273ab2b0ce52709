"""Templates: every value that goes into a page is escaped and cleaned, and addresses keep the filters they were asked with."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman import __version__
from dragoman.exports.formats import ending_of, offered
from dragoman.telling import scores, wording
from dragoman.telling.plain import CONTROL, shortened

from .names import auxiliary_of, countries, country_of, meaning_of_type, quad_of

NAVIGATION = (
    (
        "Evidence",
        (
            ("/articles", "Reports"),
            ("/stories", "Stories"),
            ("/events", "Events"),
            ("/claims", "Claims"),
            ("/findings", "Obligations"),
            ("/actors", "Actors"),
        ),
    ),
    (
        "Over time",
        (
            ("/timeline", "Timeline"),
            ("/map", "Map"),
            ("/tension", "Tension"),
            ("/alignment", "Alignment"),
            ("/efficacy", "Sanctions"),
            ("/forecast", "Forecast"),
        ),
    ),
    ("Desk", (("/screening", "Screening"), ("/review", "Review"), ("/about", "About"))),
)


WITHIN = {"/screening": "/listings"}  # pages that stand under another's name


def tame(value: Any) -> Any:
    """What a template may put into a page: nothing for None, text without characters that turn or hide other text."""
    if value is None:
        return ""
    return CONTROL.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def environment() -> Environment:
    """The templates of the package. A name that a template misspells is an error, never an empty place."""
    made = Environment(
        loader=PackageLoader("dragoman.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=tame,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "number": number,
        "shortened": shortened,
        "plural": plural,
        "percent": percent,
        "path": path_part,
        "signed": signed,
    }
    made.globals |= {
        "wording": wording,
        "scores": scores,
        "exports_of": exports_of,
        "version": __version__,
        "today": today,
        "countries": countries,
        "country_of": country_of,
        "navigation": NAVIGATION,
        "within": WITHIN,
        "quad_of": quad_of,
        "auxiliary_of": auxiliary_of,
        "meaning_of_type": meaning_of_type,
    }
    return made


def exports_of(path: str) -> list[tuple[str, str]]:
    """The endings under which a list can be had in the formats of other tools, with what they are; none of other pages."""
    return [(ending_of(form), form.about) for form in offered(path.strip("/"))]


def today() -> str:
    """The present day in UTC."""
    return datetime.now(UTC).date().isoformat()


def number(value: float) -> str:
    """`12,345`."""
    return f"{value:,}"


def percent(value: float) -> str:
    """`0.43` as `43%`."""
    return f"{value:.0%}"


def signed(value: float, digits: int = 2) -> str:
    """`+0.44`, `−1.00`: with a real minus sign, as the pictures have it."""
    return f"{value:+.{digits}f}".replace("-", "−")


def plural(count: int, noun: str, several: str = "") -> str:
    """`1 report`, `1,200 reports`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {several or noun + 's'}"


def path_part(value: str) -> str:
    """A value as one part of a path."""
    return quote(value, safe="")


def render(template: str, request: Request, context: Mapping[str, Any]) -> str:
    """A page."""
    asked = Address(request)
    return environment().get_template(template).render(address=asked, path=request.url.path, **context)


class Address:
    """The address of the page at hand, and the ones that differ from it by a filter."""

    def __init__(self, request: Request) -> None:
        self.path = quote(request.url.path, safe="/:@!$&'()*+,;=~-._")
        self.pairs = [pair for pair in request.query_params.multi_items() if pair[1]]
        self.base = f"{request.url.scheme}://{request.url.netloc}"

    def __str__(self) -> str:
        return self._with(self.pairs)

    @property
    def whole(self) -> str:
        """The permalink."""
        return self.base + str(self)

    def has(self, name: str, value: str) -> bool:
        """Whether a filter is asked for."""
        return (name, value) in self.pairs

    def value(self, name: str) -> str:
        """The first value of a filter, empty where it is not asked for."""
        return next((value for key, value in self.pairs if key == name), "")

    def adding(self, name: str, value: Any) -> str:
        """With one more filter, from the first page."""
        return self._with([*self._from_start(), (name, str(value))])

    def without(self, name: str, value: Any = None) -> str:
        """Without a filter, or one of its values, from the first page."""
        return self._with(
            [pair for pair in self._from_start() if pair[0] != name or (value is not None and pair[1] != str(value))]
        )

    def setting(self, name: str, value: Any) -> str:
        """With just this value of a filter, from the first page."""
        return self._with([*(pair for pair in self._from_start() if pair[0] != name), (name, str(value))])

    def paged(self, cursor: str) -> str:
        """The next page."""
        return self._with([*self._from_start(), ("cursor", cursor)])

    def twin(self, ending: str, *, paged: bool = True) -> str:
        """The same answer in another form."""
        return self._with(
            self.pairs if paged else self._from_start(), f"{self.path if self.path != '/' else '/index'}.{ending}"
        )

    def _from_start(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] != "cursor"]

    def _with(self, pairs: list[tuple[str, str]], path: str | None = None) -> str:
        return (path or self.path) + (f"?{urlencode(pairs)}" if pairs else "")
