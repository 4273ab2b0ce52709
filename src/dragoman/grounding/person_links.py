"""Who the people of a report are: names gathered over the report, then looked up for the report's day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from .actor_index import ActorIndex
from .actor_names import PARTICLES, name_parts
from .actor_tables import titles
from .drafts import Draft
from .roles import FORMERLY, LASTING, Role, Wanted

BODIES = ("UNO", "IGO", "EUR", "NGO", "IMG")
FULL_ENOUGH = 0.5  # a full name is believed from here
SHORT_ENOUGH = 0.45  # a surname alone with a title, or of someone everybody knows
SURNAME = 0.7  # a single word must be the surname or the whole name, not just any part of one
FEW = 2  # bearers of a surname that needs no title
ONLY_BEARER = (
    0.25  # a surname that one person of the tables bears is that person's from here on: 7 of 8 in training texts
)
CLEAR_LEAD = 1.06  # ... and only if it beats the next one with another code by this factor
KNOWN_WELL = frozenset(
    [
        "head_of_state",
        "head_of_government",
        "head_of_state_or_government",
        "foreign_minister",
        "defence_minister",
        "organisation_head",
        "armed_group_leader",
    ]
)


class Someone:
    """A person of the report with all mentions of the name."""

    def __init__(self, draft: Draft) -> None:
        self.drafts = [draft]
        self.name = draft.name
        self.parts = name_parts(draft.name)
        self.extra: list[Draft] = []
        self.roles: list[Role] = []
        self.role: Role | None = None

    @property
    def gender(self) -> str:
        """The gender that titles and given names tell, empty where they do not."""
        return next((draft.gender for draft in self.drafts if draft.gender), "")

    def add(self, draft: Draft) -> None:
        """One more mention; the longest name becomes the person's."""
        self.drafts.append(draft)
        parts = name_parts(draft.name)
        if len(parts) > len(self.parts):
            self.name, self.parts = draft.name, parts

    def fits(self, draft: Draft) -> bool:
        """Whether a shorter or equal name may mean this person."""
        parts = name_parts(draft.name)
        if not parts or (draft.gender and self.gender and draft.gender != self.gender):
            return False
        if parts == self.parts:
            return True
        if len(parts) == 1:
            ends = {self.parts[-1], self.parts[0]} if surname_first(self) else {self.parts[-1]}
            return parts[0] in ends or (len(parts[0]) > 3 and parts[0] in self.parts and not draft.title)
        telling = [part for part in parts if len(part) > 1 and part not in PARTICLES]
        mine = [part for part in self.parts if part not in PARTICLES]
        return bool(telling) and (set(telling) <= set(mine) or set(mine) <= set(telling)) and telling[-1] == mine[-1]


def surname_first(someone: Someone) -> bool:
    """Whether the tables or the shape of the name put the surname first: Kim Jong Un, Xi Jinping."""
    if someone.role is not None:
        return name_parts(someone.role.person.short) == someone.parts[:1]
    return len(someone.parts) == 3 and all(len(part) <= 5 for part in someone.parts)


def link_people(
    drafts: Sequence[Draft],
    beside: Sequence[tuple[Draft, Draft]],
    index: ActorIndex,
    on: date | None,
    around: frozenset[str],
) -> list[Someone]:
    """The people behind the drafts of kind person, in order of first mention; every draft gets country, sector and role where known.

    `beside` pairs a person with a role phrase that says what he or she is: `Wang Yi, China's ambassador to Japan`.
    """
    people = gather([draft for draft in drafts if draft.kind == "person"], index, on)
    for person, role in beside:
        someone = next((one for one in people if person in one.drafts), None)
        if someone is not None:
            someone.extra.append(role)
    for someone in people:
        look_up(someone, index, on, around)
    return people


def gather(named: Sequence[Draft], index: ActorIndex, on: date | None) -> list[Someone]:
    """Mentions by person: full names found each other first, then short ones the nearest before, else the next behind."""
    people: list[Someone] = []
    full = [draft for draft in named if len(name_parts(draft.name)) > 1]
    for draft in full:
        same = next((one for one in people if one.fits(draft)), None)
        if same is None:
            people.append(first_look(Someone(draft), index, on))
        else:
            same.add(draft)
    for draft in named:
        if len(name_parts(draft.name)) > 1:
            continue
        fitting = [one for one in people if one.fits(draft) and agrees(one, draft)]
        if fitting:
            nearest(fitting, draft).add(draft)
        elif name_parts(draft.name):
            people.append(Someone(draft))
    return sorted(people, key=lambda one: min(draft.where for draft in one.drafts))


def first_look(someone: Someone, index: ActorIndex, on: date | None) -> Someone:
    """The best reading of the full name alone, to know which part is the surname."""
    roles = index.roles(someone.name, on)
    someone.role = roles[0] if roles and roles[0].score >= FULL_ENOUGH else None
    return someone


def agrees(someone: Someone, draft: Draft) -> bool:
    """A short name with another country or office class before it is another person."""
    told = {one.country for one in someone.drafts if one.country}
    return not (draft.country and told and draft.country not in told)


def nearest(fitting: Sequence[Someone], draft: Draft) -> Someone:
    """The person mentioned last before the draft, else the one mentioned next."""

    def distance(someone: Someone) -> tuple[int, int, int]:
        before = [one.where for one in someone.drafts if one.where < draft.where]
        if before:
            at = max(before)
            return (0, draft.sentence - at[0], -at[1])
        at = min(one.where for one in someone.drafts)
        return (1, at[0], at[1])

    return min(fitting, key=distance)


def look_up(someone: Someone, index: ActorIndex, on: date | None, around: frozenset[str]) -> None:
    """Fills country, sector and role of all mentions from the words of the report and from the tables."""
    wanted = wanted_of(someone, around)
    someone.roles = candidates(someone, index, on, wanted)
    someone.role = accepted(someone, wanted)
    told = told_of(someone)
    for draft in someone.drafts:
        settle(draft, someone, told)


def wanted_of(someone: Someone, around: frozenset[str]) -> Wanted:
    """What all mentions tell of the person."""
    drafts = [*someone.drafts, *someone.extra]
    country = next((draft.country for draft in drafts if draft.country), "")
    classes = dict.fromkeys(draft.office_class for draft in drafts if draft.office_class)
    sector = next((draft.sector for draft in drafts if draft.sector and draft.told in ("role", "title")), "") or ""
    former = any(draft.effect == "former" for draft in drafts)
    return Wanted(country, tuple(widened(classes)), sector, someone.gender, former, around)


def widened(classes: Iterable[str]) -> list[str]:
    """Office classes with those that one word may also mean: a secretary may be any minister."""
    found: list[str] = []
    for name in classes:
        found.append(name)
        if name in ("head_of_state", "head_of_government"):
            found.extend(
                ("head_of_state_or_government", "head_of_state" if name == "head_of_government" else "speaker")
            )
        if name in ("other_minister", "foreign_minister"):
            found.append("foreign_minister")
            found.extend(
                (
                    "finance_minister",
                    "interior_minister",
                    "economy_trade_energy_minister",
                    "defence_minister",
                    "deputy_foreign_minister",
                )
            )
        if name == "ambassador":
            found.append("un_ambassador")
        if name == "envoy":
            found.extend(("deputy_foreign_minister", "ambassador", "organisation_head"))
    return list(dict.fromkeys(found))


def candidates(someone: Someone, index: ActorIndex, on: date | None, wanted: Wanted) -> list[Role]:
    """Everyone the tables know by that name; a title may be part of the name there (King Hussein, Pope Francis)."""
    names = [someone.name]
    for draft in someone.drafts:
        if draft.title and titles()[draft.title].office_class:
            names.append(f"{draft.title} {someone.name}")
    roles = [role for name in dict.fromkeys(names) for role in index.roles(name, on, wanted)]
    best: dict[tuple[str, str], Role] = {}
    for role in roles:
        key = (role.person.name, role.person.wikidata)
        if key not in best or best[key].score < role.score:
            best[key] = role
    return sorted(best.values(), key=lambda role: (-role.score, role.person.name))


def accepted(someone: Someone, wanted: Wanted) -> Role | None:
    """The best candidate where it is good enough and clear enough, None otherwise."""
    if not someone.roles:
        return None
    top = someone.roles[0]
    if wanted.country and top.term.country != wanted.country and wanted.country not in (top.country, *BODIES):
        return None
    rival = next((role for role in someone.roles[1:] if role.code != top.code), None)
    lead = top.score / rival.score if rival is not None and rival.score else 9.0
    if len(someone.parts) > 1:
        return top if top.score >= FULL_ENOUGH and lead >= 1.03 else None
    if top.match >= SURNAME and rival is None and top.score >= ONLY_BEARER:
        return top
    if top.match < SURNAME or not (spoken_for(someone) or top.term.office_class in KNOWN_WELL or rare(someone, wanted)):
        return None
    return top if top.score >= SHORT_ENOUGH and lead >= CLEAR_LEAD else None


def spoken_for(someone: Someone) -> bool:
    """Whether a title or an office stands with the name somewhere in the report."""
    return any(draft.title or draft.office_class for draft in someone.drafts)


def rare(someone: Someone, wanted: Wanted) -> bool:
    """Whether hardly anyone of the tables bears this surname, and the one who does is of a country the report names."""
    bearers = [role for role in someone.roles if role.match >= SURNAME]
    return len(bearers) <= FEW and bearers[0].term.country in wanted.around


class Told:
    """What the report's own words say of a person: country, sector, office, time."""

    def __init__(self) -> None:
        self.country = self.office = self.effect = self.how = ""
        self.sector: str | None = None
        self.others: tuple[str, ...] = ()
        self.entry_reasons: list[str] = []


def told_of(someone: Someone) -> Told:
    """The strongest description among the mentions: an office with a country before an office alone, before a title."""
    told = Told()
    ranked = sorted([*someone.drafts, *someone.extra], key=lambda draft: (rank(draft), draft.where))
    for draft in ranked:
        if draft.country and not told.country:
            told.country = draft.country
            told.entry_reasons.extend(draft.reasons)
        how = draft.told or ("role" if draft.kind in ("role", "pronoun") else "")
        if draft.sector and not told.how and how:
            told.sector, told.others, told.office, told.how = draft.sector, draft.others, draft.office, how
    votes = Counter(draft.effect for draft in [*someone.drafts, *someone.extra] if draft.effect)
    told.effect = votes.most_common(1)[0][0] if votes else ""
    return told


def rank(draft: Draft) -> int:
    """How much a mention tells, 0 the most."""
    order = ("role", "general role", "origin", "title", "")
    how = draft.told if draft.told in order else ""
    if draft.kind == "role":
        how = (
            "general role"
            if draft.entry is not None and draft.entry.group == "generic" and draft.sector == "GOV"
            else "role"
        )
    return order.index(how) * 2 + (not draft.country)


def settle(draft: Draft, someone: Someone, told: Told) -> None:
    """The final word on one mention of a person."""
    role = someone.role
    draft.role = role
    draft.name = role.person.name if role else someone.name
    strong = told.how in ("role", "origin") and bool(told.sector) and bool(told.country)
    if told.entry_reasons:
        draft.reasons = list(dict.fromkeys((*draft.reasons, *told.entry_reasons)))
    if role is not None:
        draft.reasons.append(role.why)
    if strong and told.effect not in ("former", "elect"):
        draft.country, draft.sector, draft.others = told.country, told.sector, told.others
        draft.reasons.append("the report itself says what he or she is")
        draft.score = 0.93
    elif role is not None:
        from_table(draft, role, told)
    else:
        from_words(draft, someone, told)
    if told.effect == "former" and draft.effect != "then" and (told.sector or role) and draft.sector not in LASTING:
        draft.sector, draft.others = "ELI", ()
        draft.reasons.append("the report says the office was held before")
    name_candidates(draft, someone)


def from_table(draft: Draft, role: Role, told: Told) -> None:
    """Country and sector from the tables; what the report tells wins where it says more."""
    draft.country, draft.sector, draft.others = role.country, role.sector, role.other_sectors
    draft.score = round(min(1.0, role.score), 3)
    draft.office = draft.office or role.term.office
    if draft.effect in ("then", "acting") and told.sector:
        draft.sector, draft.country = told.sector, told.country or role.term.country
        draft.reasons.append(f"“{draft.effect}” puts the office at the time told")
    if role.sector is None and told.sector and role.standing != FORMERLY and role.country not in BODIES:
        draft.sector = told.sector


def from_words(draft: Draft, someone: Someone, told: Told) -> None:
    """Country and sector from the report's words alone."""
    draft.country = told.country
    draft.sector = told.sector or ("UNK" if not told.country else None)
    draft.others = told.others
    draft.score = 0.85 if told.country and told.sector else 0.5 if told.country or told.sector else 0.3
    if someone.roles:
        draft.reasons.append(
            f"no namesake in the tables fits well enough; the nearest: {someone.roles[0].person.name}, {someone.roles[0].why}"
        )
    else:
        draft.reasons.append("the tables know nobody of this name")


def name_candidates(draft: Draft, someone: Someone) -> None:
    """The best few namesakes with their scores."""
    draft.candidates = []
    for role in someone.roles[:4]:
        draft.candidates.append((role.person.name, role.code, round(min(1.0, role.score), 3), role.why))
