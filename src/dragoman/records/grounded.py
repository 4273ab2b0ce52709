"""What a mention stands for: a party, a place, a time, a piece of equipment."""

from .base import Maker, Record, Span


class Candidate(Record, frozen=True, kw_only=True):
    """Something a mention might be, with its score in 0..1 and what spoke for and against it."""

    name: str
    code: str | None
    score: float
    why: str = ""


class Party(Record, frozen=True, kw_only=True):
    """Who acts, speaks or is acted on: a state, an office, a person in one, an organisation, a group, a body of people.

    `country` is ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; `---` where the text does not tell. `sector` is a
    PLOVER sector, None where there is none (a bare territory, the UN) or none is known. `office` with `held_from` and
    `held_to` is the role valid on `as_of` (ISO dates; None = open or unknown).
    `unnamed` marks sources such as "experts". `bloc` marks groups of states that are never a state ("the West").
    """

    text: str
    name: str
    country: str
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    office: str | None = None
    held_from: str | None = None
    held_to: str | None = None
    as_of: str | None = None
    unnamed: bool = False
    bloc: bool = False
    spans: tuple[Span, ...]
    candidates: tuple[Candidate, ...] = ()
    made_by: Maker

    @property
    def code(self) -> str:
        """Country and sector in one word, as event data writes it: `USAGOV`, `PSE`, `---UNK`."""
        return self.country + (self.sector or "")


class Place(Record, frozen=True, kw_only=True):
    """A point for a place, with how far it may be off. `country` is ISO alpha-3, None at sea or where unknown.

    `kind`: city, admin1, country, region, facility, water, disputed. `precision_km` is how far the point may be from any part of it.
    """

    text: str
    name: str
    country: str | None
    latitude: float
    longitude: float
    geonames: int | None = None
    kind: str
    precision_km: float | None = None
    claimants: tuple[str, ...] = ()
    span: Span | None = None
    candidates: tuple[Candidate, ...] = ()
    made_by: Maker


class When(Record, frozen=True, kw_only=True):
    """A time as far as the text tells it. `value` is a TIMEX3 value (`2024-09-13`, `2024-W38`, `P3D`, `PAST_REF`), None = untold.

    `kind` is DATE, TIME, DURATION or SET. `start` and `end` are the first and last ISO day it may mean, None where open.
    `precision`: time, day, week, month, quarter, season, year, decade, century, vague; None where untold.
    """

    value: str | None = None
    kind: str | None = None
    start: str | None = None
    end: str | None = None
    precision: str | None = None
    span: Span | None = None
    made_by: Maker | None = None


class Item(Record, frozen=True, kw_only=True):
    """Equipment or goods the text names, with where it stands in the lists that sanctions use.

    `objects` are object codes of the provisions' vocabulary, most specific first; `unsc_items`, `mtcr`, `un_register` as in
    knowledge/equipment.
    """

    text: str
    name: str
    kind: str
    objects: tuple[str, ...] = ()
    un_register: str | None = None
    mtcr: str | None = None
    unsc_items: tuple[str, ...] = ()
    compatible_with: tuple[str, ...] = ()
    span: Span
    made_by: Maker


class PartyMention(Record, frozen=True, kw_only=True):
    """One place in the text that refers to a party; `party` is an index into Grounding.parties.

    `first` and `last` are word indices in sentence `sentence`; `head` the word that governs the phrase. `as_place` is true where the words name
    a location rather than someone who acts.
    """

    sentence: int
    first: int
    last: int
    head: int
    span: Span
    party: int | None
    as_place: bool = False
    made_by: Maker


class Grounding(Record, frozen=True, kw_only=True):
    """All mentions of one report, grounded. `parties` holds each distinct party once, with all its spans."""

    article: str
    parties: tuple[Party, ...] = ()
    mentions: tuple[PartyMention, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[When, ...] = ()
    items: tuple[Item, ...] = ()
