"""Who: the list of those named, an actor, and what two do to each other."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from dragoman.records import Claim, Event, Finding
from dragoman.store import ClaimFilter, Counted, EventFilter, FindingFilter
from dragoman.store.portraits import acts_between, acts_of, last_between, met_by, named_as, reports_naming
from dragoman.telling.columns import EVENT_COLUMNS, Column, fields

from ..answers import Actor, Actors, Pair, TypeCount
from ..asking import Who, one
from ..counting import earlier
from ..names import country_of
from ..problems import missing
from ..showing import Answer, Shown
from ..site import Here, Site
from .lists import heads, newest
from .measured import course_drawn

LISTED = 200
LAST = 12
OTHERS = 16

COUNTED = fields("name", "code", "articles")


def actors(site: Here, name: Annotated[str, one("A part of the name.", max_length=200)] = "") -> Answer:
    """Who is named in how many reports."""
    found = site.counted(named, name)
    content = Actors(data=found.what, named=name)
    return Answer("Actors", content, COUNTED, lambda: site.store.parties(name or None), as_of=found.as_of)


def named(site: Site, name: str = "") -> tuple[Counted, ...]:
    """Who is named in how many reports, most first."""
    return tuple(site.store.parties(name or None, LISTED))


def actor(site: Here, who: Who) -> Answer:
    """Someone as the store knows them."""
    content, as_of = site.counted(_actor, who)

    def every() -> Iterable[Event]:
        return site.store.events(EventFilter(parties=(who,)))

    return Answer(content.name, content, EVENT_COLUMNS, every, as_of=as_of)


def _actor(site: Site, who: str) -> Actor:
    """Raises Refused (404) where no report names them."""
    store = site.store
    names, acts = named_as(store, who, OTHERS), acts_of(store, who)
    if not names and not acts:
        raise missing(f"no report of the store names {who}")
    asked = EventFilter(parties=(who,)), ClaimFilter(speakers=(who,)), FindingFilter(parties=(who,))
    events, claims = newest(store, asked[0], Event, LAST), newest(store, asked[1], Claim, LAST)
    findings = newest(store, asked[2], Finding, LAST)
    articles = [*(one.article for one in events), *(one.article for one in claims), *(one.article for one in findings)]
    return Actor(
        who=who,
        name=country_of(who) if country_of(who) != who else names[0][0] if names else who,
        names=tuple(Counted(name=one, code=code, articles=number) for one, code, number in names),
        acts=tuple(
            TypeCount(type=kind, quad=quad, acting=first, acted_on=second) for kind, quad, first, second in acts
        ),
        others=tuple(Counted(name=one, code=code, articles=number) for one, code, number in met_by(store, who, OTHERS)),
        reports=reports_naming(store, who),
        events=store.events(asked[0]).total,
        claims=store.claims(asked[1]).total,
        findings=store.findings(asked[2]).total,
        last_events=events,
        last_claims=claims,
        last_findings=findings,
        heads=heads(store, articles),
    )


ACT_COLUMNS = [
    *fields("type", "quad"),
    Column("a_to_b", lambda row: row.acting),
    Column("b_to_a", lambda row: row.acted_on),
]


def pair(site: Here, a: Who, b: Who) -> Answer:
    """What two do to each other."""
    portrait, counted = site.counted(_pair, a, b)
    (course, picture), followed = site.counted(course_drawn, a, b, by_record=True)
    content = replace(portrait, tension=course)
    title = f"{content.name_a} and {content.name_b}"
    as_of = earlier(counted, followed)
    return Answer(title, content, ACT_COLUMNS, lambda: content.acts, picture=picture, as_of=as_of)


def _pair(site: Site, a: str, b: str) -> Pair:
    """The pair but for its tension."""
    store = site.store
    acts = acts_between(store, a, b)
    last = tuple(Event.from_json(record) for record in last_between(store, a, b, LAST))
    found = [
        one
        for bound, target in ((a, b), (b, a))
        for one in newest(store, FindingFilter(parties=(bound,), targets=(target,)), Finding, LAST)
    ]
    return Pair(
        a=a,
        b=b,
        name_a=country_of(a),
        name_b=country_of(b),
        acts=tuple(
            TypeCount(type=kind, quad=quad, acting=first, acted_on=second) for kind, quad, first, second in acts
        ),
        events=sum(act.acting + act.acted_on for act in acts),
        tension=(),
        last_events=last,
        findings=tuple(found),
        heads=heads(store, [*(one.article for one in last), *(one.article for one in found)]),
    )


ROUTER = APIRouter(include_in_schema=False)


@ROUTER.get("/pairs")
def to_pair(
    a: Annotated[str, one("One side.", min_length=1, max_length=200)],
    b: Annotated[str, one("The other.", min_length=1, max_length=200)],
) -> Response:
    """From the form that asks for a pair to its page."""
    return RedirectResponse(f"/pairs/{quote(a, safe='')}/{quote(b, safe='')}", 303)


PAGES = (
    Shown("/actors", "actors.html", actors, Actors, "Who is named in how many reports.", "actors"),
    Shown("/actors/{who}", "actor.html", actor, Actor, "Someone as the store knows them.", "actors"),
    Shown("/pairs/{a}/{b}", "pair.html", pair, Pair, "What two do to each other.", "actors", True),
)
