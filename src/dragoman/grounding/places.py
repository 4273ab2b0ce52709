"""Which places a report names, and where an act happened.

Names are found by the model (label place), by the gazetteer (states, provinces, waters, regions, facilities) and by their form
("Springfield, Ill.", "Orange County"), then decided together for the whole report (place_ranking). The place of an act is a
decision of its own (`locate`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dragoman.records import Article, Candidate, Maker, Place, Reading, Sentence, span_of
from dragoman.records.reading import Name

from .gazetteer import Gazetteer, GazetteerRow, Names, features, key_of
from .place_ranking import Named, Scored, demonyms, resolve_names, shares_of, units_named

LOCATIVE = frozenset(
    {"in", "at", "near", "off", "outside", "inside", "around", "on", "over", "across", "throughout", "along", "within"}
)
KNOWN_KINDS = frozenset({"country", "admin1", "facility", "water", "region", "disputed"})
SHOWN = 5  # candidates that a Place keeps
LARGE_CITY = 100_000  # inhabitants from which a city is more likely than a person whom no table knows
IN_PLAY = 0.5  # what an adjective of a state counts against a place in it
_RECORD_KIND = {"admin2": "region"}

Range = tuple[int, int]


def find_places(
    article: Article,
    reading: Reading,
    gazetteer: Gazetteer,
    *,
    adjectives: bool = False,
    known: Callable[[str], bool] | None = None,
) -> tuple[Place, ...]:
    """The places a report names, in reading order, each with its point, how far it may be off, and what else it might have been.

    Adjectives ("Syrian troops") are no places; they only speak for their state. With `adjectives` they are found as their state, as
    hand-coded geoparsing sets have it. `known` tells whether a name is somebody's: with it a city that was read as a person or body is
    found where nobody is called so.
    """
    spans = [
        (sentence.words[first].start, sentence.words[last].end)
        for sentence in reading.sentences
        for first, last in name_ranges(article.text, sentence, gazetteer, adjectives=adjectives, known=known)
    ]
    named = resolve_names(article.text, spans, gazetteer, adjectives_of(reading))
    return tuple(place_of(article.text, one) for one in named if one.group is not None)


def resolve(text: str, spans: Sequence[Range], gazetteer: Gazetteer) -> tuple[Place | None, ...]:
    """The place of each given span (start, end), None where the gazetteer has none. Adjectives stand for their state here."""
    return tuple(
        place_of(text, one) if one.group is not None else None for one in resolve_names(text, spans, gazetteer)
    )


def adjectives_of(reading: Reading) -> dict[str, float]:
    """How much the adjectives and peoples a report names speak for each state."""
    weights: Counter[str] = Counter()
    for sentence in reading.sentences:
        for word in sentence.words:
            if word.text[:1].isupper():
                key = key_of(word.text)
                code = demonyms().get(key) or demonyms().get(key.removesuffix("s"))
                if code:
                    weights[code] += 1
    return {code: IN_PLAY * count**0.5 for code, count in weights.items()}


# --- which words are the name of a place --------------------------------------------------------------------------------


def name_ranges(
    text: str,
    sentence: Sentence,
    gazetteer: Gazetteer,
    *,
    adjectives: bool = False,
    known: Callable[[str], bool] | None = None,
) -> Iterator[Range]:
    """First and last word of every place name of a sentence, left to right."""
    labels, names = _labels(sentence), {name.first: name for name in sentence.names}
    at = 0
    while at < len(sentence.words):
        name = names.get(at)
        last = _named_by_model(text, sentence, name, gazetteer) if name is not None and name.label == "place" else None
        found = _trimmed(text, sentence, at, last, gazetteer) if last is not None else None
        found = found or _known_phrase(text, sentence, at, labels, gazetteer)
        if found is None and name is not None:
            found = _misread_facility(text, sentence, name, gazetteer)
        if found is None and adjectives and labels.get(at) in ("place", "nationality") and _is_adjective(sentence, at):
            found = at, at
        if found is None and name is not None and known is not None:
            found = _misread_city(text, sentence, name, gazetteer, known)
        if found:
            yield found
        at = max(found[1] if found else at, last if last is not None else at) + 1


def _misread_city(
    text: str, sentence: Sentence, name: Name, gazetteer: Gazetteer, known: Callable[[str], bool]
) -> Range | None:
    """A large city that was read as the name of a person or body whom nobody knows."""
    if name.label == "place" or sentence.words[name.first].upos != "PROPN":
        return None
    rows = _lookup(text, sentence, name.first, name.last, gazetteer)
    surface = text[sentence.words[name.first].start : sentence.words[name.last].end]
    large = any(row.population >= LARGE_CITY and row.rank <= Names.OTHER for row in rows)
    return (name.first, name.last) if large and not known(surface) else None


def _misread_facility(text: str, sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Range | None:
    """A facility that was read as the name of a body ("the Baikonur space centre"): the longest phrase that begins with that name."""
    if name.label not in ("organisation", "other"):
        return None
    for last in range(min(len(sentence.words), name.first + gazetteer.longest) - 1, name.last - 1, -1):
        if any(row.kind == "facility" for row in _lookup(text, sentence, name.first, last, gazetteer)):
            return name.first, last
    return None


def _is_adjective(sentence: Sentence, at: int) -> bool:
    word = sentence.words[at]
    return word.upos == "ADJ" and key_of(word.text) in demonyms()


def _labels(sentence: Sentence) -> dict[int, str]:
    return {at: name.label for name in sentence.names for at in range(name.first, name.last + 1)}


def _named_by_model(text: str, sentence: Sentence, name: Name, gazetteer: Gazetteer) -> int:
    """The last word of a place that the model marks here; with what hyphens tie to it where the whole is a place ("Port-au-Prince")."""
    whole, words = name.last, sentence.words
    while whole + 2 < len(words) and words[whole + 1].text in ("-", "‑"):
        if words[whole].end != words[whole + 1].start or words[whole + 1].end != words[whole + 2].start:
            break
        whole += 2
    return whole if whole != name.last and _lookup(text, sentence, name.first, whole, gazetteer) else name.last


def _trimmed(text: str, sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> Range | None:
    """The part of a name found by the model that the gazetteer knows: without article, genitive and words at its ends."""
    words = sentence.words
    while first < last and words[first].upos in ("DET", "PUNCT"):
        first += 1
    while last > first and (
        (words[last].upos == "PUNCT" and words[last].text != ".") or words[last].text in ("'s", "’s")
    ):
        last -= 1
    street = _street(sentence, first, last)
    for size in range(last - first, -1, -1):
        for begin in range(first, last - size + 1):
            rows = _lookup(text, sentence, begin, begin + size, gazetteer)
            part = size < last - first and not street.isdisjoint(range(begin, begin + size + 1))
            if rows and not (part and all(row.population < LARGE_CITY for row in rows)):
                return begin, begin + size
    return None


def _street(sentence: Sentence, first: int, last: int) -> set[int]:
    """The words of the name of a street or square at the end of a longer name; empty where there is none."""
    words = sentence.words
    at = last if words[last].text.lower() in features()["streets"]["words"] else last + 1
    if at == len(words) or at == first or words[at].text.lower() not in features()["streets"]["words"]:
        return set()
    found = {at}
    while at > first and (words[at - 1].upos in ("PROPN", "ADJ", "NOUN") or words[at - 1].text in ("-", "‑")):
        at -= 1
        found.add(at)
    return found


def _lookup(text: str, sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    words = sentence.words
    if not words[first].text[:1].isupper() or (first == last and words[first].upos == "ADJ"):
        return ()
    if first == last and words[first].text.lower() in features()["sides"]["words"]:
        return ()
    surface = text[words[first].start : words[last].end]
    rows = tuple(
        row for row in gazetteer.lookup(surface) if row.rank != Names.POSTAL or _stands_after_comma(sentence, first)
    )
    return rows or _with_feature(surface, gazetteer)


def _with_feature(surface: str, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    """Units called by a generic word: `Orange County`, `Helmand province`."""
    head, _, tail = surface.rpartition(" ")
    kinds = features()["kinds"].get(tail.lower())
    return tuple(row for row in gazetteer.lookup(head) if row.kind in kinds) if head and kinds else ()


def _stands_after_comma(sentence: Sentence, first: int) -> bool:
    return first > 0 and sentence.words[first - 1].text in (",", "(")


def _known_phrase(text: str, sentence: Sentence, at: int, labels: dict[int, str], gazetteer: Gazetteer) -> Range | None:
    """The longest phrase from a word on that is a place without the model saying so."""
    words = sentence.words
    if at in labels or not words[at].text[:1].isupper() or words[at].upos not in ("PROPN", "NOUN", "ADJ"):
        return None
    reach = min(len(words), at + gazetteer.longest)
    free = next((place for place in range(at, reach) if place in labels), reach)
    for last in range(free - 1, at - 1, -1):
        if words[last].upos in ("PUNCT", "ADP", "VERB", "PART"):
            continue
        rows = _lookup(text, sentence, at, last, gazetteer)
        if rows and _believable(sentence, at, last, rows, text, gazetteer):
            return at, last
    return None


def _believable(
    sentence: Sentence, first: int, last: int, rows: Sequence[GazetteerRow], text: str, gazetteer: Gazetteer
) -> bool:
    """Whether a known phrase is a place though the model names it nothing: it is of a kind that few other things share, or a unit follows."""
    words = sentence.words
    if last + 1 < len(words) and words[last + 1].text[:1].isupper() and words[last + 1].upos == "PROPN":
        return False
    if first > 0 and words[first - 1].text[:1].isupper() and words[first - 1].upos == "PROPN":
        return False
    if any(row.kind in KNOWN_KINDS and row.rank <= Names.OTHER for row in rows):
        return True
    after = text[words[last].end : words[last].end + 40]
    return (
        after.startswith(", ") and bool(units_named(_capitals(after[2:]), gazetteer)) and words[first].upos == "PROPN"
    )


def _capitals(after: str) -> str:
    words = []
    for word in after.split():
        if not word[:1].isupper():
            break
        words.append(word.rstrip(",;:"))
    return " ".join(words[:3])


# --- the record ---------------------------------------------------------------------------------------------------------


def place_of(text: str, named: Named) -> Place:
    """The place that a resolved name stands for, with its rivals and the reasons."""
    assert named.group is not None
    ranked = named.group.ranked
    shares = shares_of(ranked)
    best = ranked[0]
    row = best.row
    candidates = tuple(candidate_of(one, share) for one, share in zip(ranked[:SHOWN], shares, strict=False))
    second = candidates[1] if len(candidates) > 1 else None
    return Place(
        text=text[named.start : named.end], name=row.name, country=row.country, latitude=row.latitude, longitude=row.longitude,
        geonames=row.geonames, kind=_RECORD_KIND.get(row.kind, row.kind), precision_km=row.precision_km,
        claimants=tuple(one for one in row.claimants.split(";") if one), span=span_of(text, named.start, named.end), candidates=candidates,
        made_by=Maker(
            stage="grounding", rule="gazetteer", score=round(shares[0], 3), runner_up=second.name if second else None,
            runner_up_score=second.score if second else None, reasons=reasons_for(text[named.start : named.end], ranked),
        ),
    )  # fmt: skip


def candidate_of(one: Scored, share: float) -> Candidate:
    """A rival as the record keeps it."""
    row = one.row
    return Candidate(
        name=f"{row.name} ({row.country or 'no state'}, {row.kind})",
        code=row.country,
        score=round(share, 3),
        why=", ".join(one.why),
    )


def reasons_for(surface: str, ranked: Sequence[Scored]) -> tuple[str, ...]:
    """Why the first was chosen, and why not the second, in words."""
    best = ranked[0]
    if len(ranked) == 1:
        return (f"“{surface}” is {best.row.name}, the only place of that name in the gazetteer",)
    second = ranked[1]
    return (
        f"“{surface}” may be {len(ranked)} places; {best.row.name} ({best.row.country or 'no state'}) fits best: {', '.join(best.why)}",
        f"next is {second.row.name} ({second.row.country or 'no state'}): {', '.join(second.why)}",
    )


# --- the place of an act ------------------------------------------------------------------------------------------------


def locate(sentence: Sentence, at: int, places: Sequence[Place]) -> Place | None:
    """Where the act told by a word happened: a place that hangs on it, or on the verb that carries it, by "in", "at", "near" …

    A place that is merely named, that somebody comes from, or that a government is called by, is not where the act was.
    """
    here = [one for one in places if one.span and sentence.start <= one.span.start and one.span.end <= sentence.end]
    carried = carriers(sentence, at)
    for place in here:
        head = head_in(sentence, place)
        if head is not None and is_locative(sentence, head) and hangs_on(sentence, head, carried):
            return place
    return None


def carriers(sentence: Sentence, at: int) -> list[int]:
    """The act's word, then the words above it up to its verb."""
    found = [at]
    while sentence.words[found[-1]].head >= 0 and len(found) < 3 and sentence.words[found[-1]].upos != "VERB":
        found.append(sentence.words[found[-1]].head)
    return found


def hangs_on(sentence: Sentence, head: int, carried: Sequence[int]) -> bool:
    """True where a word hangs on one of the act's words, at most over two nouns ("with the president at the airport")."""
    for _ in range(3):
        head = sentence.words[head].head
        if head in carried:
            return True
        if head < 0 or sentence.words[head].upos not in ("NOUN", "PROPN", "PRON"):
            return False
    return False


def head_in(sentence: Sentence, place: Place) -> int | None:
    """The word of a place's name that hangs on something outside, or the noun that its name stands before."""
    if place.span is None:
        return None
    inside = [n for n, word in enumerate(sentence.words) if word.start < place.span.end and word.end > place.span.start]
    top = next((n for n in reversed(inside) if sentence.words[n].head not in inside), None)
    while (
        top is not None
        and sentence.words[top].deprel in ("compound", "flat", "nmod:poss", "amod")
        and sentence.words[top].head >= 0
    ):
        top = sentence.words[top].head
    return top


def is_locative(sentence: Sentence, head: int) -> bool:
    """True where a preposition of place marks the word."""
    case = {word.lemma.lower() for word in sentence.words if word.head == head and word.deprel == "case"}
    return bool(case & LOCATIVE) and sentence.words[head].deprel.startswith(("obl", "nmod"))
