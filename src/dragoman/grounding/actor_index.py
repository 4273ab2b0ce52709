"""Everything dragoman knows of who acts, ready to look up: people, states, organisations, and words for kinds of actors."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from dragoman.errors import KnowledgeError
from dragoman.records import Candidate

from .actor_tables import LEADER_COLUMNS, Agent, Organisation, State, agents, organisations, read_rows, states
from .people import People, open_people
from .phrase_trie import Phrases
from .roles import NOTHING, Role, Wanted, best_roles, holders_on

KNOWN_TO = "2025-10-31"  # the last look of any row of leaders and persons (knowledge/actors/README.md)
WORTH_SHOWING = 0.2  # below this a candidate is noise


class Entry(msgspec.Struct, frozen=True):
    """What a phrase of the tables may mean. `kind`: state, demonym, capital, metonym, beside, people, region, organisation, agent.

    `plural` is true where the form is a plural. `start` and `end` limit names that held for a time.
    """

    kind: str
    name: str
    country: str
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    plural: bool = False
    start: str = ""
    end: str = ""
    group: str = ""
    office_class: str = ""
    unnamed: bool = False
    confidence: float = 0.9
    source: str = "CUR"

    def holds(self, on: date | None) -> bool:
        """Whether the row speaks of that day; without a day every row does."""
        day = on.isoformat() if on else ""
        return not day or ((not self.start or self.start <= day) and (not self.end or day <= self.end))


def plural_of(word: str) -> str:
    """The regular plural, the irregular for `-man`; the word itself where it is one already."""
    if word.endswith("man") and word.islower():
        return word[:-3] + "men"
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if word.endswith(("ch", "sh", "ss", "x")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def state_entries(state: State) -> Iterator[tuple[str, Entry]]:
    """Every phrase for a state with its meaning."""
    base = Entry(
        "state",
        state.name,
        state.country,
        state.sector,
        start=state.start if state.kind == "PRE" else "",
        group=state.code,
    )
    for name in state.names:
        yield name, base
    for name, start, end in state.dated_names:
        yield name, msgspec.structs.replace(base, start=start, end=end)
    for name in state.beside:
        yield name, msgspec.structs.replace(base, kind="beside")
    for name in state.capitals:
        yield name, msgspec.structs.replace(base, kind="capital", end=state.end)
    for name, sector in state.metonyms:
        yield name, msgspec.structs.replace(base, kind="metonym", sector=sector, end=state.end)
    for name in state.demonyms:
        people = msgspec.structs.replace(base, kind="demonym")
        yield name, people
        if plural_of(name) != name and capitals_only_first(name):
            yield plural_of(name), msgspec.structs.replace(people, plural=True)


def capitals_only_first(name: str) -> bool:
    """False for `US`, `DPRK`: they have no plural."""
    return (
        not (len(name) > 1 and name.replace(".", "").isupper()) and name[-2:] not in ("sh", "ch", "se")
    ) or name == "Czech"


def organisation_entries(rows: Iterable[Organisation]) -> Iterator[tuple[str, Entry]]:
    """Every name of every organisation with what it was and when."""
    for row in rows:
        entry = Entry(
            "organisation", row.name, row.country, row.sector, start=row.start, end=row.end, group=row.kind,
            confidence=row.confidence, source=row.source,
        )  # fmt: skip
        for name in dict.fromkeys((row.name, *row.aliases)):
            yield name, entry


def agent_entries(rows: Iterable[Agent]) -> Iterator[tuple[str, Entry]]:
    """Every common noun phrase in singular and plural."""
    phrases = {row.phrase for row in rows}
    for row in rows:
        *before, last = row.phrase.split()
        many = " ".join((*before, plural_of(last)))
        entry = Entry(
            "agent", row.phrase, row.country, row.sector, row.other_sectors, many == row.phrase or last in IRREGULAR,
            group=row.kind, office_class=row.office_class, unnamed=row.unnamed, confidence=row.confidence, source=row.source,
        )  # fmt: skip
        yield row.phrase, entry
        if many != row.phrase and many not in phrases:
            yield many, msgspec.structs.replace(entry, plural=True)


IRREGULAR = frozenset(
    ("people", "men", "women", "children", "police", "media", "personnel", "staff", "elite", "clergy", "militiamen")
)


def people_entries() -> Iterator[tuple[str, Entry]]:
    """Peoples and confessions, singular and plural."""
    for row in read_rows("peoples.csv"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            entry = Entry("people", row["name"], row["country"], row["sector"], group=row["kind"], source=row["source"])
            yield name, entry
            if plural_of(name) != name and not name.endswith(("ish", "ese")):
                yield plural_of(name), msgspec.structs.replace(entry, plural=True)


def region_entries() -> Iterator[tuple[str, Entry]]:
    """Regions and large cities that news speaks of, with their country."""
    for row in read_rows("regions.csv"):
        yield row["name"], Entry("region", row["name"], row["country"], None, group=row["kind"], source=row["source"])


def table_phrases(extra: Iterable[Organisation] = ()) -> Phrases[Entry]:
    """All phrases of all tables."""
    phrases: Phrases[Entry] = Phrases()
    for state in states():
        for phrase, entry in state_entries(state):
            phrases.add(phrase, entry)
    for entries in (
        organisation_entries((*organisations(), *extra)),
        agent_entries(agents()),
        people_entries(),
        region_entries(),
    ):
        for phrase, entry in entries:
            phrases.add(phrase, entry)
    return phrases


SOMEBODY = 0.5  # how well a name must fit somebody's to be taken for a person's


class ActorIndex:
    """The tables, loaded once. `who` answers `dragoman actors NAME [--on DATE]`."""

    def __init__(self, people: People, phrases: Phrases[Entry]) -> None:
        self.people = people
        self.phrases = phrases
        self.states = {state.code: state for state in states()}

    @classmethod
    def load(cls, extra: Iterable[Path] = ()) -> "ActorIndex":
        """The built-in tables, with the user's own of `extra` beside them (columns of leaders/*.csv or of organisations.csv).

        Raises KnowledgeError where a table has other columns.
        """
        paths = tuple(extra)
        return shared_index() if not paths else cls(*loaded_with(paths))

    def knows(self, name: str) -> bool:
        """Whether anybody in the tables is called so, in full or by a last name."""
        return any(one.match >= SOMEBODY for one in self.people.find(name))

    def roles(self, name: str, on: date | None, wanted: Wanted = NOTHING) -> list[Role]:
        """The people whom a bare name may mean, each in the role that counts on that day, best first."""
        return best_roles(self.people.find(name), on, wanted)

    def holders(self, country: str, office_class: str, on: date | None) -> list[Role]:
        """Who held an office of that class on that day. Empty without a day."""
        if on is None:
            return []
        return holders_on(self.people.holders(country, office_class), country, office_class, on)

    def who(self, name: str, on: date | None = None) -> tuple[Candidate, ...]:
        """Who or what a name or a short description may mean on a day, best first: people, states, organisations, offices."""
        from .described import who_is

        return tuple(one for one in who_is(self, name, on) if one.score >= WORTH_SHOWING)


@cache
def shared_index() -> ActorIndex:
    """The index of the built-in tables, one for the process."""
    return ActorIndex(open_people(), table_phrases())


def loaded_with(paths: tuple[Path, ...]) -> tuple[People, Phrases[Entry]]:
    """The built-in tables with the rows of a user's files beside them."""
    leaders: list[dict[str, str]] = []
    bodies: list[Organisation] = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if rows and "person" in rows[0]:
            leaders.extend({column: row.get(column) or "" for column in LEADER_COLUMNS} for row in rows)
        elif rows and {"name", "code"} <= set(rows[0]):
            bodies.extend(own_organisation(row) for row in rows)
        elif rows:
            raise KnowledgeError(
                f"{path} has neither a column `person` nor columns `name` and `code`",
                hint="give it the columns of leaders/*.csv or of organisations.csv (docs: data sources)",
            )
    return open_people(leaders), table_phrases(bodies)


def own_organisation(row: dict[str, str]) -> Organisation:
    """A row of a user's table of organisations; columns it lacks are empty."""
    return Organisation(
        row["name"], tuple(filter(None, (row.get("aliases") or "").split(";"))), row.get("kind") or "organisation", row["code"],
        row.get("sector") or None, row.get("from") or "", row.get("to") or "", row.get("notes") or "",
        float(row.get("confidence") or 0.9), row.get("source") or "own table",
    )  # fmt: skip
