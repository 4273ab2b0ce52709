"""What a person was on a day: the term that counts, how sure that is, and the code that follows."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from .actor_tables import Term, office_classes
from .people import Found, Person

# Sectors that a role keeps after its last known day: a rebel, a criminal or a scholar does not turn into a former official.
LASTING = frozenset(("REB", "CRM", "UAF", "PRM", "REL", "JRN", "EDU", "CVL", "BUS", "SOC", "ELI", "REF", "OPP"))
IN_OFFICE, FORMERLY, BEFORE, OPEN, UNDATED, HELD = "in office", "formerly", "before", "open", "undated", "held"
# How far each standing is believed, relative to a term with both dates around the day; judged by hand on training reports.
STANDING = {IN_OFFICE: 1.0, OPEN: 0.92, HELD: 0.6, UNDATED: 0.85, FORMERLY: 0.82, BEFORE: 0.45}
FADE_PER_YEAR = 0.08  # a term without an end loses this much per year after the table's last look
EVERYBODY = 0.96  # heads of state and government are met in any report
UNSUPPORTED = 0.6  # a name that fits only loosely, of someone whose country the report never mentions
OTHER_OFFICE = 0.75  # the words name another kind of office
RANKS = ("military_chief",)
OTHER_RANK = 0.97  # ... but a military rank is borne by presidents and rebels too
MINOR_FIT = 0.66  # office classes below this much reported must have their country in the report


class Role(msgspec.Struct, frozen=True):
    """A person in the term that counts on a day. `score` is how well name, day and prominence fit together (may pass 1)."""

    person: Person
    term: Term
    standing: str
    score: float
    country: str
    sector: str | None
    other_sectors: tuple[str, ...]
    match: float
    how: str
    note: str

    @property
    def code(self) -> str:
        """Country and sector in one word."""
        return self.country + (self.sector or "")

    @property
    def dates(self) -> str:
        """The term's dates in words."""
        return f"{self.term.start or '?'} to {self.term.end or 'open'}"

    @property
    def why(self) -> str:
        """Name, office, dates and standing in one sentence."""
        office = f"{self.term.office or office_classes().get(self.term.office_class, (0, self.term.office_class))[1]} ({self.term.country})"
        return f"{self.how}; {office}, {self.dates}: {self.note}"


class Wanted(msgspec.Struct, frozen=True):
    """What the words around a name tell of its bearer; empty where they tell nothing."""

    country: str = ""
    office_classes: tuple[str, ...] = ()
    sector: str = ""
    gender: str = ""
    former: bool = False
    around: frozenset[str] = frozenset()


NOTHING = Wanted()


def standing_on(term: Term, on: date | None) -> tuple[str, float, str]:
    """How the term stands to the day: the standing, how far it is believed, a note in words."""
    if on is None:
        return UNDATED, STANDING[UNDATED], "no date is known, so no term can be checked"
    day = on.isoformat()
    if term.start and day < term.start:
        return BEFORE, STANDING[BEFORE], f"not yet in this role on {day}"
    if term.end and day > term.end:
        return FORMERLY, STANDING[FORMERLY], f"no longer in this role on {day}"
    if term.end or day <= term.as_of:
        return IN_OFFICE, STANDING[IN_OFFICE], f"in this role on {day}"
    if term.status == "unknown":
        return HELD, STANDING[HELD], f"held it when the table was last checked ({term.as_of}); the end is not known"
    years = (on - date.fromisoformat(term.as_of)).days / 365.25
    return (
        OPEN,
        max(0.5, STANDING[OPEN] - FADE_PER_YEAR * years),
        f"leaders are known to {term.as_of}; held it then, trusted until told otherwise",
    )


def trust(term: Term) -> float:
    """How far the row itself is believed: source confidence, and ends that were only inferred."""
    return (0.85 + 0.15 * term.confidence) * (
        0.95 if term.status == "inferred_successor" and term.confidence < 0.5 else 1.0
    )


def prominence(term: Term) -> float:
    """How much is written about this kind of office, 0..1."""
    return office_classes().get(term.office_class, (0.78, ""))[0]


def roles_of(found: Found, on: date | None, wanted: Wanted = NOTHING) -> list[Role]:
    """Every term of the person as a role on that day, best first."""
    roles = [role_of(found, term, on, wanted) for term in found.person.terms]
    return sorted(roles, key=lambda role: (-role.score, role.term.start == "", role.term.start, role.term.office))


def role_of(found: Found, term: Term, on: date | None, wanted: Wanted) -> Role:
    """One term as a role on that day."""
    standing, belief, note = standing_on(term, on)
    weight = prominence(term)
    score = found.match * belief * trust(term) * (0.6 + 0.4 * weight if found.match > 0.75 else weight**2)
    score *= fit(term, standing, wanted)
    if 0.75 < found.match < 0.9 and wanted.around and term.country not in wanted.around and not wanted.country:
        score *= UNSUPPORTED if weight < EVERYBODY or term.entity else 0.5 + UNSUPPORTED / 2
    country, sector, others = coded(term, standing, found.person)
    if wanted.former and standing == UNDATED and sector not in LASTING:
        sector = "ELI"
    return Role(found.person, term, standing, score, country, sector, others, found.match, found.how, note)


def fit(term: Term, standing: str, wanted: Wanted) -> float:
    """How well the term agrees with what the words tell: above 1 where they speak for it, below where against."""
    factor = 1.0
    if wanted.country:
        factor *= 1.25 if term.country == wanted.country else 0.4
    elif wanted.around:
        factor *= 1.12 if term.country in wanted.around else (0.96 if prominence(term) >= 0.9 else MINOR_FIT)
    if wanted.office_classes:
        other = OTHER_RANK if wanted.office_classes == RANKS else OTHER_OFFICE
        factor *= 1.25 if term.office_class in wanted.office_classes else other
    elif wanted.sector:
        factor *= 1.15 if wanted.sector in (term.sector, *term.other_sectors.split(";")) else 0.85
    if wanted.former:
        factor *= 1.15 if standing == FORMERLY else 0.9
    return factor


def coded(term: Term, standing: str, person: Person) -> tuple[str, str | None, tuple[str, ...]]:
    """Country, sector and further sectors of someone in that term, in office or after it."""
    others = tuple(part for part in term.other_sectors.split(";") if part)
    sector = "PRE" if term.entity and term.sector in ("PRE", "GOV") else term.sector
    if standing == BEFORE:
        return term.country, None, ()
    if standing != FORMERLY or sector in LASTING:
        return term.country, sector or None, others
    home = term.country
    if len(home) != 3 or home in ("UNO", "IGO", "EUR", "IMG"):
        home = next(
            (other.country for other in person.terms if other.country not in ("UNO", "IGO", "EUR", "IMG")), "---"
        )
    return home, "ELI", ()


def best_roles(found: Sequence[Found], on: date | None, wanted: Wanted = NOTHING) -> list[Role]:
    """The best role of each person, best person first. A person between terms is what he last was."""
    tops = [top for top in (best_role(one, on, wanted) for one in found) if top is not None]
    return sorted(tops, key=lambda role: (-role.score, role.person.name, role.term.start))


def best_role(found: Found, on: date | None, wanted: Wanted) -> Role | None:
    """The role that counts: a term of that day before any other; of past terms the weightiest; a later one only where there is no other."""
    roles = roles_of(found, on, wanted)
    if not roles:
        return None
    for kinds in ((IN_OFFICE, OPEN, UNDATED), (HELD,), (FORMERLY,), (BEFORE,)):
        now = [role for role in roles if role.standing in kinds]
        if now:
            return best_of(now)
    return roles[0]


def best_of(roles: Iterable[Role]) -> Role:
    """The highest score; of equal ones the later start."""
    return max(roles, key=lambda role: (round(role.score, 6), role.term.start, role.term.office))


def holders_on(people: Iterable[Person], country: str, office_class: str, on: date) -> list[Role]:
    """Those of the people who held an office of that class of that country on that day, best first."""
    wanted = Wanted(country=country, office_classes=(office_class,))
    roles = [
        role_of(Found(person, 1.0, "held the office"), term, on, wanted)
        for person in people
        for term in person.terms
        if term.country == country and term.office_class == office_class and not term.entity
    ]
    now = [role for role in roles if role.standing in (IN_OFFICE, OPEN)]
    return sorted(now, key=lambda role: (-role.score, role.person.name))
