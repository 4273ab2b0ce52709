"""What an address asks: its parameters as the filters of the store. The names are those of the command line."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Path, Query
from pydantic import Field, StringConstraints

from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter
from dragoman.store.paging import CURSOR_BYTES, PAGE, Asked, orders_of

MOST = 200  # rows of a page
DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
RecordId = Annotated[
    str, Path(description="The id of a record, e.g. ev_7f3a91c02b4d.", pattern=r"^[a-z]{2}_[0-9a-f]{4,32}$")
]
Who = Annotated[
    str, Path(description="A country (PRK), a code (PRKGOV) or a part of a name.", min_length=1, max_length=200)
]


def many(about: str, **more: Any) -> Any:
    """A parameter that may be given several times; any of its values will do."""
    return Query(default_factory=list, description=about, max_length=50, **more)


def one(about: str, **more: Any) -> Any:
    """A parameter that may be given once."""
    return Query(description=about, **more)


Words = Annotated[str | None, one('Words that all occur in the report, "phrases", word* and -without.', max_length=500)]
Since = Annotated[str | None, one("From this day on: 2024-09-19, 2024-09 or 2024.", pattern=DAY)]
Until = Annotated[str | None, one("To this day.", pattern=DAY)]
Undated = Annotated[bool, one("With since or until: also those whose day is unknown.")]
Report = Annotated[str | None, one("Of this report only: its id.", max_length=40)]


class Cut(NamedTuple):
    """Which part of a list: its order, where it goes on, and how many rows."""

    order: str
    cursor: str
    size: int


def cut_of(kind: type[Asked]) -> Callable[..., Cut]:
    """The dependency that reads the part of a list of a kind."""
    orders = orders_of(kind)

    def cut(
        sort: Annotated[str, one(f"The order: {', '.join(orders)}.", pattern=f"^({'|'.join(orders)})$")] = orders[0],
        cursor: Annotated[str, one("Where the list goes on: `next` of the page before.", max_length=CURSOR_BYTES)] = "",
        limit: Annotated[int, one("Rows of a page.", ge=1, le=MOST)] = PAGE,
    ) -> Cut:
        return Cut(sort, cursor, limit)

    return cut


def articles_asked(
    search: Words = None,
    publisher: Annotated[str | None, one("A part of the publisher's name.", max_length=200)] = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
) -> ArticleFilter:
    """Reports, by words, publisher and day of publication."""
    return ArticleFilter(search=search, publisher=publisher, since=since, until=until, undated=undated)


def events_asked(
    type: Annotated[list[Word], many("PLOVER type, e.g. CONSULT.")],
    mode: Annotated[list[Word], many("Mode, e.g. visit.")],
    quad: Annotated[
        list[Annotated[int, Field(ge=1, le=4)]],
        many("Quad class, 1 to 4: verbal or material cooperation, verbal or material conflict."),
    ],
    party: Annotated[list[Word], many("On either side: a country (PRK), a code (PRKGOV) or a part of a name.")],
    actor: Annotated[list[Word], many("Who acts.")],
    recipient: Annotated[list[Word], many("Who is acted on.")],
    countries: Annotated[list[Word], many("Where it happened, ISO alpha-3.", alias="in")],
    certainty: Annotated[list[Word], many("asserted, likely, possible or denied.")],
    auxiliary: Annotated[list[Word], many("historical, future, hypothetical, negation, or none.")],
    search: Words = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    article: Report = None,
    published_since: Annotated[str | None, one("In reports published from this day on.", pattern=DAY)] = None,
    published_until: Annotated[str | None, one("In reports published to this day.", pattern=DAY)] = None,
) -> EventFilter:
    """Events, by what, who, where, how sure and when."""
    return EventFilter(
        types=tuple(name.upper() for name in type),
        modes=tuple(mode),
        quads=tuple(quad),
        parties=tuple(party),
        actors=tuple(actor),
        recipients=tuple(recipient),
        countries=tuple(name.upper() for name in countries),
        certainty=tuple(certainty),
        auxiliary=tuple(auxiliary),
        search=search,
        since=since,
        until=until,
        undated=undated,
        article=article,
        published_since=published_since,
        published_until=published_until,
    )


def claims_asked(
    speaker: Annotated[list[Word], many("Who speaks: a country (USA), a code (USAGOV) or a part of a name.")],
    about: Annotated[list[Word], many("Of whom: who takes part in an act that rests on the claim.")],
    kind: Annotated[list[Word], many("direct, indirect or mixed.")],
    stance: Annotated[list[Word], many("How the speaker stands to what is said.")],
    certainty: Annotated[list[Word], many("asserted, likely, possible or denied.")],
    unnamed: Annotated[bool | None, one("Only claims of unnamed sources, or only of named ones.")] = None,
    search: Words = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    article: Report = None,
) -> ClaimFilter:
    """Claims, by who speaks, how, and when the report was published."""
    return ClaimFilter(
        speakers=tuple(speaker),
        about=tuple(about),
        kinds=tuple(kind),
        stances=tuple(stance),
        certainty=tuple(certainty),
        unnamed=unnamed,
        search=search,
        since=since,
        until=until,
        undated=undated,
        article=article,
    )


def findings_asked(
    provision: Annotated[list[Word], many("A provision (UNSCR-2270-5) or an instrument (UNSCR-2270).")],
    party: Annotated[list[Word], many("Who would breach it, ISO alpha-3.")],
    target: Annotated[list[Word], many("Towards whom.")],
    verdict: Annotated[list[Word], many("breach, possible_breach, exempt, none or not_assessed.")],
    certainty: Annotated[list[Word], many("asserted, reported, possible, denied or future.")],
    search: Words = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    article: Report = None,
) -> FindingFilter:
    """Findings, by provision, who is bound, verdict and the day of the act."""
    return FindingFilter(
        provisions=tuple(provision),
        parties=tuple(party),
        targets=tuple(target),
        verdicts=tuple(verdict),
        certainty=tuple(certainty),
        search=search,
        since=since,
        until=until,
        undated=undated,
        article=article,
    )


def listings_asked(
    lists: Annotated[list[Word], many("The name of a sanctions list.", alias="list")],
    search: Words = None,
    since: Since = None,
    until: Until = None,
    undated: Undated = False,
    article: Report = None,
) -> ListingFilter:
    """Names on sanctions lists, by list and by the day of the report."""
    return ListingFilter(lists=tuple(lists), search=search, since=since, until=until, undated=undated, article=article)


ArticlesAsked = Annotated[ArticleFilter, Depends(articles_asked)]
EventsAsked = Annotated[EventFilter, Depends(events_asked)]
ClaimsAsked = Annotated[ClaimFilter, Depends(claims_asked)]
FindingsAsked = Annotated[FindingFilter, Depends(findings_asked)]
ListingsAsked = Annotated[ListingFilter, Depends(listings_asked)]
