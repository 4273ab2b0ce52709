"""Screening names against the lists in force: one name, many, or all that a report names."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from dragoman.errors import StoreError
from dragoman.records import Article, Listing, Maker, Party, Span, anchored_id

from .comparing import Match, Query, compare_prepared
from .list_countries import countries_named
from .listed import Entry, ListHead
from .lists import FORM, STRENGTHS, connect, list_files, number_key, part_keys, side_of
from .name_tables import ship_words
from .names import Name, name_of

TRIED = 32  # names that are compared in full; of 8 to 400, where an index of OFAC's names put through slips loses 1 in 100 to all 400
AS_LIKELY = 0.5  # of the likeliest: names below it are not compared
LEAST_SHARE = 0.3  # of a query's weight that a name must share to be tried
# Both were set after a look at scores on hand-coded news and on sample reports.
HIT = 0.5  # the score from which a match is shown: as likely as not
REPORT_HIT = 0.66  # in a report nobody asked for the name, so a false alarm costs more
CACHED = 8192
VERSION = "1"


class ListFile:
    """One list in force, open for reading."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.connection = connect(file)
            head, form, self.entries, self.names = self.connection.execute(
                "SELECT record, form, entries, names FROM head"
            ).fetchone()
            weights, owners = self.connection.execute("SELECT weights, owners FROM columns").fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise StoreError(f"{file} is no list of dragoman", hint="import the list again") from error
        if form != FORM:
            raise StoreError(f"{file} is of another version", hint="import the list again")
        self.head = msgspec.msgpack.decode(head, type=ListHead)
        self.weights: NDArray[np.float32] = np.frombuffer(weights, np.float32)
        self.owners: NDArray[np.uint32] = np.frombuffer(owners, np.uint32)
        self.entry = lru_cache(CACHED)(self._entry)
        self.name = lru_cache(CACHED)(self._name)

    def _entry(self, number: int) -> Entry:
        row = self.connection.execute("SELECT record FROM entries WHERE id = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=Entry)

    def _name(self, number: int) -> tuple[int, Name]:
        row = self.connection.execute("SELECT place, record FROM names WHERE id = ?", (number,)).fetchone()
        return row[0], msgspec.msgpack.decode(row[1], type=Name)

    def sharing(self, keys: Sequence[str]) -> dict[str, NDArray[np.uint32]]:
        """The names under each key of the index; keys that nobody has are absent."""
        marks = ",".join("?" * len(keys))
        rows = self.connection.execute(f"SELECT key, ids FROM keys WHERE key IN ({marks})", keys)
        return {key: np.frombuffer(ids, np.uint32) for key, ids in rows}

    def bearing(self, number: str) -> NDArray[np.uint32]:
        """The entries that bear a passport, IMO or other number."""
        row = self.connection.execute("SELECT ids FROM numbers WHERE number = ?", (number,)).fetchone()
        return np.frombuffer(row[0], np.uint32) if row else NONE

    def likeness(self, name: Name) -> NDArray[np.float32]:
        """For every name of the list, about how much of a name's weight it shares; 0 where that is too little."""
        shared = np.zeros(self.names, np.float32)
        side = side_of(name.kind)
        sets = list(part_keys(name))
        held = self.sharing(sorted({side + key for keys in sets for key in keys}))
        for at, keys in enumerate(sets):
            weight = name.parts[at].weight if at < len(name.parts) else joined_weight(name, at)
            best = np.zeros(self.names, np.float32)
            for key in sorted((key for key in keys if side + key in held), key=lambda key: STRENGTHS[key[0]]):
                best[held[side + key]] = STRENGTHS[key[0]] * weight
            shared = np.maximum(shared, best) if at >= len(name.parts) else shared + best
        likely = (shared / np.sqrt(np.maximum(self.weights, 0.1) * max(name.weight, 0.1))).astype(np.float32)
        likely[shared < LEAST_SHARE * min(name.weight, 1.0)] = 0
        return likely

    def near(self, name: Name) -> NDArray[np.int64]:
        """The names that share most of a name's weight, likeliest first, TRIED at most."""
        likely = self.likeness(name)
        return likeliest(likely, AS_LIKELY * float(likely.max(initial=0.0)))


def likeliest(likely: NDArray[np.float32], floor: float) -> NDArray[np.int64]:
    """The names above a floor, likeliest first, TRIED at most."""
    found = np.flatnonzero(likely > floor)
    if len(found) > TRIED:
        found = found[np.argpartition(-likely[found], TRIED)[:TRIED]]
    return found[np.argsort(-likely[found], kind="stable")]


NONE: NDArray[np.uint32] = np.zeros(0, np.uint32)


def joined_weight(name: Name, at: int) -> float:
    """The weight of two neighbours written as one, or of the whole name for its acronym."""
    left = at - len(name.parts)
    if left + 1 < len(name.parts):
        return name.parts[left].weight + name.parts[left + 1].weight
    return name.weight


class Screener:
    """The lists in force, open for screening. One process may hold one for as long as it likes: a new import does not disturb it."""

    def __init__(self, lists: Sequence[ListFile]) -> None:
        self.lists = tuple(lists)

    @classmethod
    def open(cls, store_path: str | Path) -> Self:
        """The lists of a folder that `import_lists` filled. Raises StoreError where there is none."""
        return cls([ListFile(file) for file in list_files(store_path)])

    def screen(self, query: Query, limit: int = 5, least: float = HIT) -> list[Match]:
        """The entries that the query may mean, best first; only those that score `least` or more."""
        found = [match for one in self.lists for match in matches(one, query, least)]
        found.sort(key=lambda match: (-match.score, match.list_name, match.entry.ref))
        return found[:limit]

    @property
    def heads(self) -> tuple[ListHead, ...]:
        """The lists, with their dates."""
        return tuple(one.head for one in self.lists)


SIDES = (("person",), ("organisation", "vessel"))


def matches(one: ListFile, query: Query, least: float) -> Iterator[Match]:
    """The entries of a list that the query may mean."""
    sides = [kinds for kinds in SIDES if query.kind is None or query.kind in kinds]
    likely = [one.likeness(name_of(query.name, kinds[0])) for kinds in sides]
    floor = AS_LIKELY * max(float(side.max(initial=0.0)) for side in likely)
    for kinds, side in zip(sides, likely, strict=True):
        yield from matches_of_side(one, query, kinds, likeliest(side, floor), least)


def matches_of_side(
    one: ListFile, query: Query, kinds: tuple[str, ...], near: NDArray[np.int64], least: float
) -> Iterator[Match]:
    """The persons, or the organisations and ships, that the query may mean."""
    asked = {kind: name_of(query.name, kind) for kind in kinds}
    tried: dict[int, list[int]] = {}
    for number in near.tolist():
        tried.setdefault(int(one.owners[number]), []).append(number)
    for owner in by_number(one, query):
        tried.setdefault(owner, [])
    for owner, numbers in tried.items():
        entry = one.entry(owner)
        if entry.kind not in kinds or (query.kind and entry.kind != query.kind):
            continue
        ready = [one.name(number) for number in numbers]
        names = [(entry.names[place], name) for place, name in ready] or [
            (name, name_of(name.text, entry.kind)) for name in entry.names
        ]
        match = compare_prepared(query, asked[entry.kind], entry, names, least)
        if match.score >= least:
            yield msgspec.structs.replace(match, list_name=one.head.name, list_date=one.head.date)


def by_number(one: ListFile, query: Query) -> set[int]:
    """Entries that bear a number of the query, whatever their names."""
    return {int(owner) for kind, number in query.ids for owner in one.bearing(number_key(kind, number))}


# A report's names

PERSON_RULES, BODY_RULES = frozenset(("person",)), frozenset(("organisation",))
UNNAMED_RULES = frozenset(("state", "people", "region", "bloc"))
AGE_AFTER = re.compile(r"\s*[,(]\s*(?:aged? )?(\d{2})(?=\s*[,).;])")
AGE_BEFORE = re.compile(r"(?:aged? |\b)(\d{2})[- ]year[- ]old\b[^.]{0,40}\Z")
LETTERS = re.compile(r"[A-Z]{3,10}\b")
LEADING_SMALL = re.compile(r"^(?:[^\W\dA-Z_][\w'’-]*[\s,]+)+")
COUNTRY_CODE = re.compile(r"[A-Z]{3}\Z")
NO_COUNTRIES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


def screen_report(
    article: Article, parties: Sequence[Party], screener: Screener, *, least: float = REPORT_HIT
) -> tuple[Listing, ...]:
    """The names of a report that stand on a list, in reading order: persons, organisations and ships, with what the report says of them.

    A party's country, office and age are context. States and sources without a name are not screened. Of several entries for one party on one
    list the best is kept, and those as good.
    """
    found: list[Listing] = []
    for party in parties:
        if not party.unnamed and not party.bloc and party.made_by.rule not in UNNAMED_RULES:
            found.extend(listings_of(article, party, screener, least))
    return tuple(sorted(found, key=lambda one: (one.span.start if one.span else 0, -one.score, one.entry)))


def listings_of(article: Article, party: Party, screener: Screener, least: float) -> Iterator[Listing]:
    """The listings of one party: at most the best of each list, and others within a hair of it."""
    best: dict[tuple[str, str], tuple[Match, Query]] = {}
    for query in queries_of(article, party):
        for match in screener.screen(query, limit=4, least=least):
            key = (match.list_name, match.entry.ref)
            if key not in best or match.score > best[key][0].score:
                best[key] = (match, query)
    top: dict[str, float] = {}
    for (name, _), (match, _) in best.items():
        top[name] = max(top.get(name, 0.0), match.score)
    runners = sorted((match for match, _ in best.values()), key=lambda match: -match.score)
    for match, query in best.values():
        if match.score >= top[match.list_name] - TIE:
            yield listing_of(article, party, query, match, runners)


TIE = 0.02  # entries whose scores are so near cannot be told apart by what the report says


def listing_of(article: Article, party: Party, query: Query, match: Match, all_matches: Sequence[Match]) -> Listing:
    """A match as the record of a report."""
    span = party.spans[0] if party.spans else None
    second = next((other for other in all_matches if other.entry.ref != match.entry.ref), None)
    return Listing(
        id=anchored_id("li", article.id, span.start if span else party.name, match.list_name, match.entry.ref),
        article=article.id,
        name=query.name,
        span=span,
        list_name=match.list_name,
        list_date=match.list_date,
        entry=match.entry.ref,
        entry_name=match.name,
        score=round(match.score, 4),
        agreed=match.agreed,
        disagreed=match.disagreed,
        made_by=Maker(
            stage="judging",
            rule="name screening",
            version=VERSION,
            score=round(match.score, 4),
            runner_up=second.entry.ref if second else None,
            runner_up_score=round(second.score, 4) if second else None,
            reasons=(
                f"the name alone gives {match.name_score:.2f}",
                *match.agreed,
                *(f"against: {words}" for words in match.disagreed),
            ),
        ),
    )


def queries_of(article: Article, party: Party) -> Iterator[Query]:
    """What to ask the lists of a party: its name, and an acronym the report uses for it, with all that the report tells."""
    known = COUNTRY_CODE.match(party.country) and party.country not in NO_COUNTRIES
    countries = (party.country,) if known else countries_named(party.text)
    context = "; ".join(part for part in (party.office or "", party.text) if part)
    births = ages(article, party.spans)
    ids = (("wikidata", party.wikidata),) if party.wikidata else ()
    for name, kind in names_asked(party):
        yield Query(
            name=name,
            kind=kind,
            births=births if kind == "person" else (),
            countries=countries,
            context=context,
            ids=ids,
        )


def names_asked(party: Party) -> Iterator[tuple[str, str | None]]:
    """Each name to be asked for, with whose it is. Of a phrase that only describes, the words written with capitals."""
    rule = party.made_by.rule
    kind = "person" if rule in PERSON_RULES else "organisation" if rule in BODY_RULES else None
    if kind is None:
        yield from described(party.name)
        return
    yield party.name, kind
    if kind == "organisation":
        for quote in dict.fromkeys(span.quote for span in party.spans):
            if LETTERS.fullmatch(quote) and quote != party.name:
                yield quote, kind


def described(phrase: str) -> Iterator[tuple[str, str | None]]:
    """The name inside a phrase such as `oil tanker Chon Ma San`: a ship's where the words before it say ship."""
    name = LEADING_SMALL.sub("", phrase.removeprefix("The ").removeprefix("the "))
    lead = phrase[: len(phrase) - len(name)].lower().split()
    words = re.split(r"\s+(?=[^\W\dA-Z_])", name)[0]
    if len(words) > 2 and words[0].isupper():
        ship = not ship_words().isdisjoint(lead) or words.split()[0] in SHIP_MARKS
        if ship or len(words.split()) > 1:
            yield words, "vessel" if ship else "organisation"


SHIP_MARKS = frozenset(("MV", "M/V", "MT", "M/T", "SS", "MS"))


def ages(article: Article, spans: Sequence[Span]) -> tuple[str, ...]:
    """The years of birth that an age beside a name tells, as a span of two, where the day of the report is known."""
    if not article.published:
        return ()
    year = int(article.published[:4])
    for span in spans:
        found = AGE_AFTER.match(article.text, span.end) or AGE_BEFORE.search(
            article.text[max(0, span.start - 60) : span.start + len(span.quote)]
        )
        if found:
            return (f"{year - int(found[1]) - 1}/{year - int(found[1])}",)
    return ()
