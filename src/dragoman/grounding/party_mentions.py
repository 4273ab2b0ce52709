"""Finds every mention of a party in a sentence: table phrases, names, role phrases, pronouns, words that refer back."""

from collections.abc import Sequence
from datetime import date

from dragoman.records import Sentence

from .actor_index import ActorIndex, Entry
from .actor_names import PARTICLES, name_parts
from .actor_tables import anaphors, placing, titles
from .drafts import Draft, Unit, deprel, head_of
from .noun_phrases import left_edge
from .person_links import KNOWN_WELL
from .phrase_parts import HYPHENS, Group, describe

MODIFIES = frozenset(("amod", "compound", "nmod:poss", "flat", "det", "nmod", "nummod", "dep", "goeswith"))
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("m", 1)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("f", 1)),
    **dict.fromkeys(("it", "its", "itself"), ("n", 1)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", 2)),
    **dict.fromkeys(("we", "us", "our", "ours"), ("we", 2)),
    **dict.fromkeys(("i", "me", "my", "mine"), ("i", 1)),
}
DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "its", "their", "his", "her"))
LIST_WORDS = frozenset((",", "and", "or", "&"))
SURE_NAME = 0.45  # a reader's name below this score does not keep the tables from reading the words otherwise
BEFORE_MONTHS = frozenset(("in", "since", "until", "till", "during", "last", "next", "early", "late", "mid"))
SAFE_NAME = 2  # a run of that many capitalised words may be a person's full name where the reader marked none


def find_drafts(sentence: Sentence, below: Sequence[Sequence[int]], number: int, units: list[Unit]) -> list[Draft]:
    """All mentions of one sentence in reading order, not yet tied to each other. `units` as `find_units` gives them."""
    groups = group_units(sentence, units)
    drafts: list[Draft] = []
    for group in groups:
        drafts.extend(describe(sentence, below, number, group, groups))
    taken = {at for draft in drafts if draft.kind != "adjective" for at in range(draft.first, draft.last + 1)}
    drafts.extend(pronouns(sentence, number))
    drafts.extend(back_words(sentence, number, taken))
    return sorted(drafts, key=lambda draft: draft.where)


def find_units(sentence: Sentence, index: ActorIndex, on: date | None) -> list[Unit]:
    """Table phrases and names of a sentence, in order, none overlapping."""
    texts = [word.text for word in sentence.words]
    hits = [Unit(hit.first, hit.last, valid(hit.values, on)) for hit in index.phrases.find(texts)]
    hits = [
        unit
        for unit in hits
        if not part_of_name(sentence, unit, hits) and not only_direction(sentence, unit) and not is_verb(sentence, unit)
    ]
    people = person_spans(sentence, hits, index)
    units = [unit for unit in hits if not any(first <= unit.last and unit.first <= last for first, last in people)]
    units.extend(Unit(first, last, [], "person") for first, last in people)
    units.extend(other_names(sentence, units))
    for unit in units:
        unit.head = head_of(sentence, unit.first, unit.last)
    return sorted(units, key=lambda unit: unit.first)


def part_of_name(sentence: Sentence, unit: Unit, hits: Sequence[Unit]) -> bool:
    """Whether a body's name is only a word inside a longer unknown name: `Democratic` in `Shan Democratic Union`."""
    if unit.kinds() != {"organisation"} or unit.last > unit.first:
        return False
    for name in sentence.names:
        if (
            name.label == "organisation"
            and name.score >= SURE_NAME
            and name.first <= unit.first
            and unit.last < name.last
        ):
            return not any(hit.first <= name.last <= hit.last for hit in hits)
    return False


def only_direction(sentence: Sentence, unit: Unit) -> bool:
    """Whether `South` is no state but the first word of a longer name: `South Carolina`."""
    if unit.kinds() != {"beside"} or unit.last + 1 >= len(sentence.words):
        return False
    behind = sentence.words[unit.last + 1]
    return behind.upos == "PROPN" and behind.text[:1].isupper() and sentence.words[unit.last].head >= unit.last + 1


def is_verb(sentence: Sentence, unit: Unit) -> bool:
    """Whether a word for a kind of actor is a verb here: `he heads a team`."""
    return unit.kinds() == {"agent"} and unit.first == unit.last and sentence.words[unit.last].upos == "VERB"


def known_names(sentences: Sequence[Sentence], found: Sequence[Sequence[Unit]], index: ActorIndex) -> frozenset[str]:
    """Words that name one of the report's people by themselves: last names, and the short names of those the tables know."""
    names: set[str] = set()
    for sentence, units in zip(sentences, found, strict=True):
        for unit in units:
            if unit.label == "person" and unit.last > unit.first:
                names.add(sentence.words[unit.last].text)
                text = " ".join(word.text for word in sentence.words[unit.first : unit.last + 1])
                names.update(one.person.short for one in index.people.find(text)[:3] if one.match >= 0.9)
    return frozenset(names)


def add_known(sentence: Sentence, units: list[Unit], names: frozenset[str]) -> list[Unit]:
    """The units with single words that name a person of the report where the reader marked none."""
    taken = {at for unit in units for at in range(unit.first, unit.last + 1)}
    for at, word in enumerate(sentence.words):
        if (
            at not in taken
            and word.text in names
            and word.text[:1].isupper()
            and not proper_beside(sentence, at, taken)
        ):
            units.append(Unit(at, at, [], "person"))
    return sorted(units, key=lambda unit: unit.first)


def proper_beside(sentence: Sentence, at: int, taken: set[int]) -> bool:
    """Whether another capitalised name stands right beside, so that the word is part of a longer unknown name."""
    return any(
        0 <= one < len(sentence.words) and one not in taken and proper(sentence, one) for one in (at - 1, at + 1)
    )


def valid(entries: Sequence[Entry], on: date | None) -> list[Entry]:
    """The meanings that hold on the day; all of them where none does, so that an old name is still known."""
    unique = list(dict.fromkeys(entries))
    return [entry for entry in unique if entry.holds(on)] or unique


def person_spans(sentence: Sentence, hits: Sequence[Unit], index: ActorIndex) -> list[tuple[int, int]]:
    """Where people's names stand: those the reader marked, and runs of capitalised words that follow a title or are a known full name."""
    spans = [
        span
        for name in sentence.names
        if name.label == "person" and (span := name_core(sentence, hits, name.first, name.last))
    ]
    long_hits = [unit for unit in hits if unit.last > unit.first and unit.pick("agent") is None]
    spans = [span for span in spans if not any(inside(span, unit) for unit in long_hits)]
    wide = [unit for unit in hits if unit.last > unit.first]
    spans = [
        span
        for span in spans
        if not any(inside(span, unit) and span[1] - span[0] < unit.last - unit.first for unit in wide)
    ]
    spans = with_full_names(sentence, hits, spans, index)
    covered = {at for first, last in spans for at in range(first, last + 1)}
    covered.update(
        at
        for name in sentence.names
        if name.label not in ("person", "other")
        and name.score >= SURE_NAME
        and not holds_agent(hits, name.first, name.last)
        for at in range(name.first, name.last + 1)
    )
    blocked = covered | {at for unit in hits for at in range(unit.first, unit.last + 1)}
    for first, last in runs(sentence, blocked):
        core = name_core(sentence, hits, first, last)
        if core is not None and (
            core[0] > first or after_title(sentence, hits, first) or known_person(sentence, core, index)
        ):
            spans.append(core)
    return sorted(set(spans))


def inside(span: tuple[int, int], unit: Unit) -> bool:
    """Whether the words lie within a unit."""
    return unit.first <= span[0] and span[1] <= unit.last


def holds_agent(hits: Sequence[Unit], first: int, last: int) -> bool:
    """Whether a word for a kind of actor stands inside the words: then they are no name as a whole (`Bush administration`)."""
    return any(first < unit.first <= last and unit.pick("agent") is not None for unit in hits)


def with_full_names(
    sentence: Sentence, hits: Sequence[Unit], spans: list[tuple[int, int]], index: ActorIndex
) -> list[tuple[int, int]]:
    """The spans, with runs of capitalised words that are exactly a known name in place of the parts that the reader cut them into."""
    blocked = {
        at for unit in hits if not unit.kinds() <= {"agent", "region"} for at in range(unit.first, unit.last + 1)
    }
    for first, last in runs(sentence, blocked):
        if last > first and (first, last) not in spans and known_person(sentence, (first, last), index):
            spans = [span for span in spans if span[1] < first or span[0] > last]
            spans.append((first, last))
    return spans


def known_person(sentence: Sentence, span: tuple[int, int], index: ActorIndex) -> bool:
    """Whether the tables know the capitalised words as a full name, or as the short name of someone who is much written about."""
    first, last = span
    found = index.people.find(" ".join(word.text for word in sentence.words[first : last + 1]))
    if last - first + 1 >= SAFE_NAME:
        return any(one.match >= 0.9 for one in found)
    if dated(sentence, first):
        return False
    return any(
        one.match >= 0.7 and any(term.office_class in KNOWN_WELL for term in one.person.terms) for one in found[:12]
    )


def dated(sentence: Sentence, at: int) -> bool:
    """Whether the word stands as a month does, beside a number or after a word of time: `May 7`, `in May`."""
    words = sentence.words
    beside = {words[near].upos for near in (at - 1, at + 1) if 0 <= near < len(words)}
    return "NUM" in beside or (at > 0 and words[at - 1].text.lower() in BEFORE_MONTHS)


def name_core(sentence: Sentence, hits: Sequence[Unit], first: int, last: int) -> tuple[int, int] | None:
    """The name without titles and offices in front and without a possessive behind; None where a table knows it as something else."""
    words = sentence.words
    while (
        last + 2 < len(words)
        and glued(sentence, last + 1)
        and words[last + 1].text in HYPHENS
        and glued(sentence, last + 2)
    ):
        last += 2
    while last > first and words[last].text in ("'s", "’s", "'", "’", ".", "-"):
        last -= 1
    leading = {unit.first: unit.last for unit in hits if unit.kinds() & {"agent", "demonym", "organisation"}}
    while first <= last:
        if first in leading and leading[first] < last:
            first = leading[first] + 1
        elif words[first].text.lower().rstrip(".") in titles() and first < last:
            first += 1
        else:
            break
    same = [unit for unit in hits if unit.first == first and unit.last == last]
    if same and same[0].kinds() & {"state", "capital", "organisation", "demonym", "metonym", "people", "agent"}:
        return None
    return (first, last) if first <= last else None


def glued(sentence: Sentence, at: int) -> bool:
    """Whether no space stands before the word."""
    return sentence.words[at].start == sentence.words[at - 1].end


def runs(sentence: Sentence, blocked: set[int]) -> list[tuple[int, int]]:
    """Longest runs of proper nouns (with particles and initials inside) that are not taken yet."""
    words = sentence.words
    found: list[tuple[int, int]] = []
    last = -1
    for at, word in enumerate(words):
        if word.upos != "PROPN" or at <= last or at in blocked or not proper(sentence, at):
            continue
        last = at
        while last + 1 < len(words) and last + 1 not in blocked and joins(sentence, last + 1, at):
            last += 1
        while last > at and not proper(sentence, last):
            last -= 1
        found.append((at, last))
    return found


def proper(sentence: Sentence, at: int) -> bool:
    """A proper noun with a capital."""
    word = sentence.words[at]
    return word.upos == "PROPN" and word.text[:1].isupper()


def joins(sentence: Sentence, at: int, first: int) -> bool:
    """Whether the word carries a name on: another proper noun, a particle, a hyphen inside a name."""
    word = sentence.words[at]
    if proper(sentence, at):
        return True
    after = at + 1 < len(sentence.words) and (
        sentence.words[at + 1].upos == "PROPN" or sentence.words[at + 1].text[:1].isupper()
    )
    return after and (
        word.text.lower() in PARTICLES or (word.text in ("-", "–") and sentence.words[at - 1].end == word.start)
    )


def after_title(sentence: Sentence, hits: Sequence[Unit], first: int) -> bool:
    """Whether a title or the name of a single office stands right before."""
    if first == 0:
        return False
    before = sentence.words[first - 1].text.lower()
    if before in titles() or before.rstrip(".") in titles():
        return True
    return any(
        unit.last == first - 1
        and (entry := unit.pick("agent")) is not None
        and not entry.plural
        and entry.group in ("office", "generic")
        for unit in hits
    )


def other_names(sentence: Sentence, units: Sequence[Unit]) -> list[Unit]:
    """Names of organisations that no table knows and that hold no table phrase at their head."""
    taken = {at for unit in units for at in range(unit.first, unit.last + 1)}
    found = []
    for name in sentence.names:
        if (
            name.label == "organisation"
            and name.score >= SURE_NAME
            and any(word.text[:1].isupper() for word in sentence.words[name.first : name.last + 1])
            and not taken & set(range(name.first, name.last + 1))
        ):
            found.append(Unit(name.first, name.last, [], "organisation"))
    return found


def group_units(sentence: Sentence, units: Sequence[Unit]) -> list[Group]:
    """Units joined to phrases: each modifier under the unit it modifies; what modifies an unknown noun stays alone, with that noun."""
    at_word = {at: unit for unit in units for at in range(unit.first, unit.last + 1)}
    groups = {id(unit): Group(unit) for unit in units}
    for unit in units:
        parent, relation, noun = governor_of(sentence, unit, at_word)
        group = groups[id(unit)]
        group.relation, group.noun = relation, noun
        if parent is not None and not loops(groups, parent, unit):
            group.parent = groups[id(parent)]
    for group in groups.values():
        if group.parent is not None:
            group.parent.parts.append(group)
    return [groups[id(unit)] for unit in units]


def loops(groups: dict[int, Group], parent: Unit, unit: Unit) -> bool:
    """Whether hanging `unit` under `parent` would close a circle."""
    group: Group | None = groups[id(parent)]
    while group is not None:
        if group.unit is unit:
            return True
        group = group.parent
    return False


def governor_of(sentence: Sentence, unit: Unit, at_word: dict[int, Unit]) -> tuple[Unit | None, str, int | None]:
    """What a unit modifies: another unit, with the relation; or else the noun it stands before."""
    words = sentence.words
    at = unit.head
    relation = deprel(words[at])
    first_relation = relation
    if only_tied(sentence, unit):
        return None, first_relation, unit.last + 2
    follower = at_word.get(unit.last + 1)
    if follower is not None and before_actor(unit, follower):
        return follower, "conj" if after_list_word(sentence, unit, at_word) else "amod", None
    if (owner := end_of_list(sentence, unit, at_word)) is not None:
        return owner, "conj" if after_list_word(sentence, unit, at_word) else "amod", None
    for _ in range(4):
        head = words[at].head
        if head < 0:
            return None, first_relation, None
        other = at_word.get(head)
        if other is unit:
            at = head
            relation = deprel(words[at])
            continue
        adjacent = other is not None and beside(sentence, unit, other, relation)
        if relation in ("appos", "flat", "dep", "nmod", "obl", "obj") and adjacent and titled(unit, other):
            return other, "title", None
        if (
            relation == "conj"
            and other is not None
            and other.first > at - 8
            and unit.kinds() & {"demonym", "state", "people"}
        ):
            return other, "conj", None
        if relation not in MODIFIES or (relation == "nmod" and head < at):
            return None, first_relation, None
        if other is not None:
            return other, first_relation, None
        if at > head:
            return None, first_relation, None
        at = head
        relation = deprel(words[at])
        if relation not in MODIFIES or words[at].head < at:
            return None, first_relation, head
    return None, first_relation, at


def beside(sentence: Sentence, unit: Unit, other: Unit, relation: str) -> bool:
    """Whether two units stand side by side; before a named organisation a comma may part them (`the group, Hezbollah`)."""
    first, second = (unit, other) if unit.first < other.first else (other, unit)
    if second.first == first.last + 1:
        return True
    comma = second.first == first.last + 2 and sentence.words[first.last + 1].text == ","
    return comma and relation == "appos" and second.pick("organisation") is not None and not second.label


def only_tied(sentence: Sentence, unit: Unit) -> bool:
    """Whether a hyphen and a word such as `backed` follow."""
    words = sentence.words
    hyphen = unit.last + 2 < len(words) and words[unit.last + 1].text in HYPHENS
    return hyphen and words[unit.last + 2].text.lower() in placing().ties


def before_actor(unit: Unit, follower: Unit) -> bool:
    """Whether a nationality word stands right before a word for who acts: it belongs there, whatever the parse says."""
    entry = unit.pick("demonym")
    if entry is None or entry.plural or unit.pick("state") is not None:
        return False
    return follower.label == "person" or bool(follower.kinds() & {"agent", "organisation"})


def after_list_word(sentence: Sentence, unit: Unit, at_word: dict[int, Unit]) -> bool:
    """Whether another nationality word and a comma, `and` or `or` stand right before."""
    at = unit.first - 1
    while at > 0 and sentence.words[at].text.lower() in LIST_WORDS:
        at -= 1
    before = at_word.get(at) if at < unit.first - 1 else None
    return before is not None and bool(before.kinds() & {"demonym", "state", "people"})


def end_of_list(sentence: Sentence, unit: Unit, at_word: dict[int, Unit]) -> Unit | None:
    """The word for who acts at the end of a list of nationality words: `officials` for `Chinese` in `Chinese, Thai and Lao officials`."""
    words, here = sentence.words, unit
    while (entry := here.pick("demonym")) is not None and not entry.plural:
        at = here.last + 1
        follower = at_word.get(at)
        if follower is not None and before_actor(here, follower):
            return follower if here is not unit else None
        while at < len(words) and words[at].text.lower() in LIST_WORDS:
            at += 1
        if at == here.last + 1 or (after := at_word.get(at)) is None:
            return None
        here = after
    return None


def titled(unit: Unit, other: Unit | None) -> bool:
    """Whether the two are an office and the name of its holder."""
    if other is None:
        return False
    first, second = (unit, other) if unit.first < other.first else (other, unit)
    entry = first.pick("agent", "organisation", "demonym")
    if entry is None or entry.plural:
        return False
    named_body = (
        second.pick("organisation") is not None and entry.kind == "agent" and entry.group not in ("office", "generic")
    )
    return second.label == "person" or named_body


def pronouns(sentence: Sentence, number: int) -> list[Draft]:
    """Every personal and possessive pronoun that may refer to a party."""
    found = []
    for at, word in enumerate(sentence.words):
        kind = PRONOUNS.get(word.text.lower())
        if kind is None or word.upos not in ("PRON", "DET", "PROPN") or deprel(word) == "expl" or (word.text == "US"):
            continue
        draft = Draft("pronoun", number, at, at, at)
        draft.gender, draft.number = kind
        draft.lemma = word.text.lower()
        draft.subject = deprel(word) == "nsubj"
        found.append(draft)
    return found


def back_words(sentence: Sentence, number: int, taken: set[int]) -> list[Draft]:
    """Noun phrases that only refer back: `the group`, `both nations`, `the two sides`."""
    found = []
    words = sentence.words
    for at, word in enumerate(words):
        meaning = anaphors().get(word.text.lower())
        if meaning is None or at in taken or word.upos not in ("NOUN", "NUM", "DET", "PRON", "PROPN"):
            continue
        first = left_edge(sentence, at, at)
        start = [one.text.lower() for one in words[first:at]]
        bare = word.text.lower() in ("two", "both", "pair", "duo", "trio")
        if bare and (word.head > at and deprel(word) in ("nummod", "det", "cc", "advmod", "amod")):
            continue
        if not (start and start[0] in DEFINITE) and not (
            word.text.lower() == "both" and deprel(word) in ("nsubj", "obj", "obl")
        ):
            continue
        if any(name_parts(part) == () for part in start) or any(proper(sentence, one) for one in range(first, at)):
            continue
        draft = Draft("anaphor", number, first, at, at)
        draft.lemma, draft.number, draft.definite = word.text.lower(), meaning[1], True
        draft.told = meaning[0]
        draft.subject = deprel(word) == "nsubj"
        found.append(draft)
    return found
