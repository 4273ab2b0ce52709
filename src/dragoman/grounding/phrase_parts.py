"""What a phrase says of its party: country, sector, office and time, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.records import Sentence

from .actor_index import Entry
from .actor_tables import gendered_nouns, genders, modifiers, name_words, placing, titles
from .drafts import Draft, Unit, case_of, deprel
from .noun_phrases import left_edge, of_phrase
from .placing import place_or_party
from .roles import LASTING

OF_STATES = ("demonym", "state", "beside", "capital", "metonym", "region")
BODIES = frozenset(("UNO", "IGO", "EUR", "NGO", "IMG"))
ARMED = frozenset(("REB", "UAF", "PRM"))  # words for these name who acts as adjectives too: insurgent attacks
BEYOND_STATES = "NGO"  # what a country's name before it does not make that country's: a French aid group
OWN_SECTOR = frozenset(("MIL", "JUD", "LEG", "COP"))  # these a body of several states keeps: NATO troops are IGOMIL
FIRM = frozenset(
    ("LEG", "GOV", "JUD", "CVL")
)  # a party's name before these changes nothing: a Republican senator is LEG
LOCAL = frozenset(
    (
        "COP",
        "UAF",
        "REB",
        "GOV",
        "JUD",
        "LEG",
        "OPP",
        "CVL",
        "MIL",
        "MED",
        "CRM",
        "PRM",
        "REL",
        "LAB",
        "AGR",
        "EDU",
        "PTY",
        "REF",
    )
)
HYPHENS = frozenset(("-", "–", "‑"))
LIMIT = 10  # no modifier stands further before its noun


class Group:
    """A unit with the units that modify it."""

    __slots__ = ("noun", "parent", "parts", "relation", "unit")

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.parts: list[Group] = []
        self.parent: Group | None = None
        self.relation = ""
        self.noun: int | None = None

    def all_parts(self) -> list[Group]:
        """Everything below it, in reading order."""
        found = [one for part in self.parts for one in (part, *part.all_parts())]
        return sorted(found, key=lambda part: part.unit.first)


class Origin:
    """Where a party comes from, as one part of its phrase tells: a country, or a body with a sector of its own."""

    __slots__ = ("body", "country", "entry", "first", "how", "sector")

    def __init__(self, entry: Entry, first: int, how: str) -> None:
        self.entry, self.first, self.how = entry, first, how
        self.country = entry.country
        self.sector = entry.sector
        self.body = entry.kind in ("organisation", "metonym")


def describe(
    sentence: Sentence, below: Sequence[Sequence[int]], number: int, group: Group, groups: Sequence[Group]
) -> Iterator[Draft]:
    """The mentions of a group: none for a modifier that the phrase above has used up, one per country that stands before."""
    unit = group.unit
    if group.parent is not None:
        owner = group.relation == "nmod:poss" and stands_alone(unit)
        named_before = unit.label == "person" and group.relation in ("compound", "nmod")
        behind = unit.first > group.parent.unit.first
        listed = group.relation == "conj" and behind and not unit.pick("agent") and not used_up(group.parent)
        if owner or named_before or listed:
            yield from standing(sentence, below, number, group, groups)
        return
    yield from standing(sentence, below, number, group, groups)


def used_up(group: Group) -> bool:
    """Whether the first member of a list already modifies a phrase that takes the whole list: `U.S. and British troops`."""
    while group.relation == "conj" and group.parent is not None:
        group = group.parent
    return group.parent is not None


def before_noun(group: Group) -> bool:
    """Whether the group, or the first member of its list, stands before a noun that is no party: `Turkish and Greek waters`."""
    while group.relation == "conj" and group.parent is not None:
        group = group.parent
    return group.noun is not None


def stands_alone(unit: Unit) -> bool:
    """Whether the unit is a party by itself also when it owns another: `Pyongyang's envoy` names Pyongyang too."""
    return bool(unit.label or unit.kinds() & {"state", "capital", "metonym", "organisation", "agent", "beside"})


def standing(
    sentence: Sentence, below: Sequence[Sequence[int]], number: int, group: Group, groups: Sequence[Group]
) -> Iterator[Draft]:
    """The mentions of a group that is no modifier."""
    unit = group.unit
    holder = next((part for part in group.parts if part.relation == "title"), None)
    if unit.label == "person" or (holder is not None and holder.unit.label == "person"):
        yield person_draft(sentence, below, number, group, groups)
    elif holder is not None and (body := named_body(group, holder)) is not None:
        for draft in named(sentence, below, number, body):
            draft.first = left_edge(sentence, group.unit.head, min(draft.first, group.unit.first))
            yield draft
    elif (role := unit.pick("agent")) is not None and not capital_body(unit, group):
        owner = group.relation == "nmod:poss"
        if group.noun is not None and not owner and not acts_before_noun(sentence, group, role, groups):
            for part in group.parts:
                yield from named(sentence, below, number, part)
            return
        yield from role_drafts(sentence, below, number, group, role, groups)
    elif unit.label == "organisation" and not unit.entries:
        yield unknown_body(sentence, number, group)
    elif (people := unit.pick("demonym", "people")) is not None and (
        people.plural or (is_people(sentence, unit) and not before_noun(group))
    ):
        yield people_draft(sentence, number, group, people)
    elif unit.entries:
        yield from named(sentence, below, number, group)


def named_body(group: Group, holder: Group) -> Group | None:
    """The organisation of `the militant group Hezbollah`, whichever of the two words the parse puts on top."""
    return next((one for one in (holder, group) if one.unit.pick("organisation") is not None), None)


def acts_before_noun(sentence: Sentence, group: Group, role: Entry, groups: Sequence[Group]) -> bool:
    """Whether a role word before another noun still names who acts: `rebel attacks`, `Iranian military exercise`, not `private car`."""
    if role.group not in ("people", "body"):
        return False
    told = same_noun(group, groups) or before_origins(group)
    return sentence.words[group.unit.head].upos in ("NOUN", "PROPN") or role.sector in ARMED or bool(told)


def same_noun(group: Group, groups: Sequence[Group]) -> list[Group]:
    """Countries and bodies that stand before the same noun as the group, left of it."""
    if group.noun is None:
        return []
    return [
        one
        for one in groups
        if one.noun == group.noun and one.unit.first < group.unit.first and origin_entry(one.unit) is not None
    ]


def capital_body(unit: Unit, group: Group) -> bool:
    """Whether a phrase that is both a body of one state and a common noun means that body: `Congress`, but not `the Peruvian Congress`."""
    body = unit.pick("organisation")
    if body is None:
        return False
    told = [origin.country for origin in before_origins(group)]
    return not told or body.country in told


def is_people(sentence: Sentence, unit: Unit) -> bool:
    """Whether a nationality word without plural form names people: `the French`, `two Chinese`, `a Swiss`."""
    word = sentence.words[unit.head]
    return unit.pick("state") is None and (
        word.upos == "NOUN"
        or (word.upos in ("ADJ", "PROPN") and deprel(word) in ("nsubj", "obj", "obl", "nmod", "conj"))
    )


def text_of(sentence: Sentence, first: int, last: int) -> str:
    """The words as written, with their own spacing."""
    words = sentence.words
    out = words[first].text
    for before, word in zip(words[first:last], words[first + 1 : last + 1], strict=True):
        out += (" " if word.start > before.end else "") + word.text
    return out


def whole(sentence: Sentence, draft: Draft, group: Group) -> Draft:
    """The draft with its phrase's full reach, its head's role in the sentence, and what its modifiers tell of time."""
    parts = [group.unit, *(part.unit for part in group.all_parts() if part.relation != "conj")]
    start = min(part.first for part in parts if group.unit.last - part.first <= LIMIT * 2)
    draft.first = left_edge(sentence, draft.head, min(start, draft.first))
    draft.last = max(draft.last, *(part.last for part in parts))
    words = sentence.words
    draft.subject = deprel(words[draft.head]) == "nsubj"
    before = [word.text.lower() for word in words[draft.first : draft.head + 1]]
    draft.definite = bool(before) and before[0] in ("the", "this", "that", "these", "those", "both")
    for word in words[max(0, draft.first - 1) : group.unit.last + 1]:
        effect = modifiers().get(word.text.lower())
        if effect and effect != "current":
            draft.effect = effect
    return draft


def before_origins(group: Group) -> list[Origin]:
    """Countries and bodies among the modifiers, in reading order."""
    found = []
    for part in group.all_parts():
        if part.unit.first > group.unit.first:
            continue
        entry = origin_entry(part.unit)
        if entry is not None:
            found.append(Origin(entry, part.unit.first, "before"))
    return found


def origin_entry(unit: Unit) -> Entry | None:
    """What the unit tells of origin, a body before a country where it is both."""
    return unit.pick("organisation", "metonym", "demonym", "state", "beside", "capital", "region", "people")


def after_origins(
    sentence: Sentence, below: Sequence[Sequence[int]], group: Group, groups: Sequence[Group], cases: Sequence[str]
) -> list[Origin]:
    """Countries and bodies in a phrase behind the noun: `of France`, `from Chad and Mali`, with all members of the list."""
    head = group.unit.head
    starts = {head, *(part.unit.head for part in group.parts if part.relation == "title")}
    found = []
    for other in groups:
        if other.unit.first <= group.unit.last or (entry := origin_entry(other.unit)) is None:
            continue
        if other.parent is not None and other.relation in ("amod", "compound"):
            continue
        at = other.unit.head
        for _ in range(4):
            word = sentence.words[at]
            if deprel(word) in ("nmod", "obl") and word.head in starts and case_of(sentence, below, at) in cases:
                found.append(Origin(entry, other.unit.first, case_of(sentence, below, at)))
            if deprel(word) not in ("conj", "compound", "appos", "nmod:poss", "amod") or word.head < 0:
                break
            at = word.head
    return found


def main_origins(origins: Sequence[Origin], conj: Sequence[int]) -> list[Origin]:
    """The origins that count: a named body before any country, else the first country, with those joined to it by `and`."""
    bodies = [origin for origin in origins if origin.body and origin.entry.kind == "organisation"]
    if bodies:
        return bodies[:1] if not conj else bodies
    real = [origin for origin in origins if origin.country != "---"]
    if not real:
        return []
    return [origin for at, origin in enumerate(real) if at == 0 or origin.first in conj]


def joined(group: Group) -> list[int]:
    """First words of the modifiers that are joined to another one by `and`."""
    return [part.unit.first for part in group.all_parts() if part.relation == "conj"]


def sector_of(role: Entry, origin: Origin | None, helper: Entry | None) -> str | None:
    """The sector of a role within a country or body. `helper` is a word that a general one leans on: `police` in `police chief`."""
    general = role.group in ("generic", "unknown", "source")
    if origin is None or not origin.body:
        return helper.sector if general and helper is not None else role.sector
    body = origin.entry
    if body.group == "armed group":
        return role.sector if role.group == "body" and role.sector == "GOV" else body.sector
    if body.country in BODIES:
        return role.sector if role.sector in OWN_SECTOR else body.sector
    if body.group == "party":
        return role.sector if role.sector in FIRM and not general else body.sector
    return body.sector if general or body.group in ("company", "news agency") else role.sector


def role_drafts(
    sentence: Sentence, below: Sequence[Sequence[int]], number: int, group: Group, role: Entry, groups: Sequence[Group]
) -> Iterator[Draft]:
    """One mention per country that a role phrase names; one without a country where it names none."""
    beside = [(entry, one.unit.first) for one in same_noun(group, groups) if (entry := origin_entry(one.unit))]
    before = before_origins(group) + [Origin(entry, first, "before") for entry, first in beside]
    origins = main_origins(before, joined(group))
    behind = [] if origins else after_origins(sentence, below, group, groups, ("of", "from", "for"))
    helper = helper_of(sentence, below, group, groups)
    found: list[Origin | None] = [*(origins or behind)] or [None]
    for origin in found:
        draft = whole(sentence, Draft("role", number, group.unit.first, group.unit.last, group.unit.head), group)
        fill_role(sentence, draft, group, role, origin, helper)
        if behind and of_phrase(sentence, below, group.unit.head, group.unit.last) is not None:
            draft.last = max(
                draft.last, *(part.unit.last for part in groups if part.unit.first in [one.first for one in behind])
            )
        yield draft


def helper_of(
    sentence: Sentence, below: Sequence[Sequence[int]], group: Group, groups: Sequence[Group]
) -> Entry | None:
    """Another role word in the phrase: the nearest before, else the one in `of ...`."""
    before = [
        entry
        for part in group.all_parts()
        if part.relation != "title" and (entry := part.unit.pick("agent")) is not None
    ]
    if before:
        return before[-1]
    at = of_phrase(sentence, below, group.unit.head, group.unit.last)
    behind = next(
        (other.unit for other in groups if at is not None and other.unit.first <= at <= other.unit.last), None
    )
    return behind.pick("agent") if behind else None


def fill_role(
    sentence: Sentence, draft: Draft, group: Group, role: Entry, origin: Origin | None, helper: Entry | None
) -> None:
    """Country, sector, office and number of a role phrase."""
    draft.entry = role
    draft.lemma = role.name
    draft.number = 2 if (role.plural and role.group != "body") or counted(sentence, draft) else 1
    draft.office_class = role.office_class
    draft.office = role.name if role.group in ("office", "generic") and not role.plural else ""
    draft.sector = sector_of(role, origin, helper)
    draft.others = role.other_sectors if draft.sector == role.sector else ()
    draft.unnamed = role.unnamed
    draft.gender = gendered_nouns().get(role.name, "")
    draft.score = role.confidence
    draft.reasons.append(
        f"“{text_of(sentence, group.unit.first, group.unit.last)}” is a word for {draft.sector or 'an organisation'}"
    )
    if origin is not None and role.country != BEYOND_STATES:
        take_origin(draft, origin)
    elif role.country:
        draft.country = role.country
    abroad = any(word.text.lower() in placing().elsewhere for word in sentence.words[draft.first : draft.head])
    draft.local = not draft.country and draft.sector in LOCAL and role.group not in ("source", "unknown") and not abroad
    if draft.country in BODIES and draft.sector == "GOV":
        draft.sector = None
    if draft.effect == "former" and draft.sector not in LASTING:
        draft.sector, draft.others = "ELI", ()
        draft.reasons.append("the office was held before")


def counted(sentence: Sentence, draft: Draft) -> bool:
    """Whether a number above one stands in the phrase."""
    return any(
        word.upos == "NUM" and word.text.lower() not in ("one", "1")
        for word in sentence.words[draft.first : draft.head]
    )


def take_origin(draft: Draft, origin: Origin) -> None:
    """Country and, for bodies of several states, what goes with them."""
    entry = origin.entry
    draft.country = origin.country if origin.country != "---" else ""
    draft.bloc = entry.group == "bloc"
    draft.reasons.append(f"{entry.name} stands {'before it' if origin.how == 'before' else f'behind “{origin.how}”'}")
    if entry.kind in ("state", "demonym", "capital") and entry.sector == "PRE" and draft.sector == "GOV":
        draft.sector = "PRE"


def unknown_body(sentence: Sentence, number: int, group: Group) -> Draft:
    """An organisation that no table knows, with what stands before its name (`U.S. retailer X`) or what its last word tells (`X Motors`)."""
    unit = group.unit
    draft = whole(sentence, Draft("organisation", number, unit.first, unit.last, unit.head), group)
    draft.name = text_of(sentence, unit.first, unit.last)
    draft.reasons.append("a name of an organisation that no table knows")
    roles, origins = role_groups(group, unit), main_origins(before_origins(group), joined(group))
    role = roles[-1].unit.pick("agent") if roles else None
    last = sentence.words[unit.last].text.lower().rstrip(".")
    if role is not None and role.sector:
        draft.sector, draft.lemma = role.sector, role.name
        draft.reasons.append(f"“{role.name}” before it is a word for {role.sector}")
    elif last in name_words():
        draft.sector = name_words()[last]
        draft.reasons.append(f"“{last}” ends names of {draft.sector}")
    if origins:
        take_origin(draft, origins[0])
    draft.score = 0.4
    return draft


def person_draft(
    sentence: Sentence, below: Sequence[Sequence[int]], number: int, group: Group, groups: Sequence[Group]
) -> Draft:
    """A person with what stands before the name: office, country, title."""
    holder = group if group.unit.label == "person" else next(part for part in group.parts if part.relation == "title")
    name = holder.unit if holder.unit.label == "person" else group.unit
    draft = whole(sentence, Draft("person", number, name.first, name.last, group.unit.head), group)
    draft.name = text_of(sentence, name.first, name.last)
    roles = role_groups(group, name)
    origins = main_origins(before_origins(group), joined(group)) or after_origins(
        sentence, below, group, groups, ("of",)
    )
    if roles:
        role = roles[-1].unit.pick("agent")
        assert role is not None
        helper = next((one for part in reversed(roles[:-1]) if (one := part.unit.pick("agent"))), None)
        fill_role(sentence, draft, roles[-1], role, origins[0] if origins else None, helper)
        draft.told = "role" if role.group != "generic" or draft.sector != "GOV" else "general role"
    elif origins:
        draft.sector = origins[0].sector if origins[0].body else None
        take_origin(draft, origins[0])
        draft.told = "origin"
    draft.number = 1
    if not any(part.unit.first < name.first - 1 <= part.unit.last for part in roles):
        read_title(sentence, draft, name)
    draft.gender = draft.gender or genders().get(draft.name.split()[0].lower(), "")
    draft.local = False
    return draft


def role_groups(group: Group, name: Unit) -> list[Group]:
    """The groups of the phrase that are role words, in reading order."""
    groups = [
        part for part in (group, *group.all_parts()) if part.unit is not name and part.unit.pick("agent") is not None
    ]
    before = [part for part in groups if part.unit.last < name.first]
    return sorted(before, key=lambda part: part.unit.first)


def read_title(sentence: Sentence, draft: Draft, name: Unit) -> None:
    """What the title right before the name tells."""
    if name.first == 0:
        return
    before = sentence.words[name.first - 1].text.lower()
    title = titles().get(before) or titles().get(before.rstrip("."))
    if title is None or sentence.words[max(0, name.first - 2)].text in HYPHENS:  # no general is the secretary-general
        return
    draft.title = title.title
    draft.gender = title.gender or draft.gender
    draft.first = min(draft.first, name.first - 1)
    if not draft.office_class:
        draft.office_class = title.office_class
    if title.sector and draft.sector is None and draft.country not in BODIES:
        draft.sector, draft.told = title.sector, draft.told or "title"


def people_draft(sentence: Sentence, number: int, group: Group, people: Entry) -> Draft:
    """People of a nationality or confession: `two Americans`, `Chechens`."""
    draft = whole(sentence, Draft("people", number, group.unit.first, group.unit.last, group.unit.head), group)
    draft.entry, draft.name, draft.number = people, people.name, 2
    draft.country = people.country if people.country != "---" else ""
    draft.sector = people.sector if people.kind == "people" else "CVL"
    if not draft.country:
        origins = main_origins(before_origins(group), joined(group))
        draft.country = origins[0].country if origins else ""
    draft.local = not draft.country
    draft.reasons.append(f"people of {people.name}")
    if draft.first < draft.head and sentence.words[draft.first].text.lower() in ("a", "an", "one"):
        draft.number = 1
    return draft


def named(sentence: Sentence, below: Sequence[Sequence[int]], number: int, group: Group) -> Iterator[Draft]:
    """States, capitals, palaces, regions, organisations and blocs by name; nationality words before a noun that is no actor."""
    unit = group.unit
    entry = unit.pick("state", "capital", "metonym", "beside", "organisation", "region", "demonym", "people")
    if entry is None:
        return
    kind = {"organisation": "organisation", "region": "place", "people": "people"}.get(entry.kind, "state")
    if entry.kind in ("demonym", "people"):
        kind = "adjective"
    draft = Draft(kind, number, unit.first, unit.last, unit.head)
    draft.entry, draft.name = entry, entry.name
    draft.subject = deprel(sentence.words[unit.head]) == "nsubj"
    draft.country, draft.sector, draft.others = entry.country, entry.sector, entry.other_sectors
    if kind != "adjective":
        stretch(sentence, draft, group)
        decide_place(sentence, below, draft, entry)
    if kind == "organisation":
        fill_organisation(draft, entry, group)
    if draft.country == "---":
        draft.country = ""
    if draft.country or kind != "adjective":
        draft.reasons.insert(0, first_reason(sentence, unit, entry, kind))
        yield draft


def stretch(sentence: Sentence, draft: Draft, group: Group) -> None:
    """The article and adjectives before a name belong to its mention."""
    full = whole(sentence, Draft(draft.kind, draft.sentence, draft.first, draft.last, draft.head), group)
    words = sentence.words
    first = draft.first
    while first > full.first and (
        words[first - 1].upos in ("DET", "ADJ", "PROPN", "NOUN", "NUM") and words[first - 1].text != ","
    ):
        first -= 1
    draft.first, draft.effect, draft.definite = first, full.effect, full.definite


def fill_organisation(draft: Draft, entry: Entry, group: Group) -> None:
    """What a row of organisations.csv tells beyond its code."""
    draft.bloc = entry.group == "bloc" or (entry.group == "continent" and entry.country == "IMG")
    draft.agency = entry.group == "news agency"
    draft.score = entry.confidence
    if entry.start or entry.end:
        draft.reasons.append(f"what it is from {entry.start or 'its start'} to {entry.end or 'today'}")
    if draft.agency:
        draft.reasons.append("a news organisation: a source, no actor, unless something is done to it")
    if draft.bloc:
        draft.reasons.append("a group of states, never one state")


def decide_place(sentence: Sentence, below: Sequence[Sequence[int]], draft: Draft, entry: Entry) -> None:
    """Marks a name as a place where it is one."""
    place = entry.kind
    if entry.kind == "organisation" and entry.group != "continent":
        return
    if entry.kind == "organisation":
        place = "state"
    draft.place, draft.place_why = place_or_party(sentence, below, draft.head, place)
    if entry.kind == "region":
        draft.sector = "GOV" if draft.subject and not draft.place and entry.group == "region" else None


def first_reason(sentence: Sentence, unit: Unit, entry: Entry, kind: str) -> str:
    """What the table says of the words."""
    text = text_of(sentence, unit.first, unit.last)
    if kind == "adjective":
        return f"“{text}” stands before a noun and means {entry.name}"
    words = {
        "capital": "the capital of",
        "metonym": "a seat of power of",
        "region": "a place in",
        "beside": "short for",
    }
    return f"“{text}” is {words[entry.kind]} {entry.name}" if entry.kind in words else f"“{text}” is {entry.name}"
