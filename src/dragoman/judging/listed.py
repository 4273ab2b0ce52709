"""What a sanctions list says: its entries with their names, births, countries and numbers, and the list itself."""

from dragoman.records import Record


class ListedName(Record, frozen=True, kw_only=True):
    """A name of an entry. `quality`: primary, strong, weak (the list itself warns of it), former, script (as written at home)."""

    text: str
    quality: str = "strong"


class Entry(Record, frozen=True, kw_only=True):
    """One party on a list. `ref` is the list's own reference; `kind` person, organisation or vessel.

    `births` are ISO dates as far as they are known (`1957-10-07`, `1957`) or spans of years (`1957/1960`), `~` before those that the list
    calls approximate. `countries` are ISO alpha-3: nationality, seat, flag; `linked_countries` those of birth and address of a person.
    `ids` are kind and number: passport, national, imo, registration, tax, un, wikidata, other.
    """

    ref: str
    kind: str
    names: tuple[ListedName, ...]
    births: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    linked_countries: tuple[str, ...] = ()
    gender: str | None = None
    offices: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    programmes: tuple[str, ...] = ()
    listed_on: str | None = None

    @property
    def name(self) -> str:
        """The name the list leads with."""
        return self.names[0].text


class ListHead(Record, frozen=True, kw_only=True):
    """A list: its key (un, ofac-sdn, eu …), name, publisher, date, and where the date comes from: content, file name, file time."""

    key: str
    name: str
    publisher: str
    date: str
    date_from: str
    format: str
