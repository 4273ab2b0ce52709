"""Which places a report names, and where an act happened.

A name is resolved with the whole report in view: what stands beside it ("Paris, Texas"), the states in play, the places near the
others, and how many people live there. The place of an act is a decision of its own (`locate`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.records import Article, Candidate, Maker, Place, Reading, Sentence, Span, span_of

from .gazetteer import Gazetteer, GazetteerRow, Names, distance_km

NEAR_KM = 300.0
WEIGHTS = {
    "population": 0.09,
    "official": 0.25,
    "country": 0.3,
    "container": 1.2,
    "near": 0.25,
    "kind": 0.5,
}  # set by hand, in this order of trust
LOCATIVE = frozenset(
    {"in", "at", "near", "off", "outside", "inside", "around", "on", "over", "across", "throughout", "along", "within"}
)
NAME_KINDS = ("place",)
PERSONAL = ("person",)


class Toponym:
    """A name in the text with what the gazetteer knows of it."""

    def __init__(self, span: Span, sentence: int, first: int, last: int, spots: tuple[GazetteerRow, ...]) -> None:
        self.span, self.sentence, self.first, self.last, self.spots = span, sentence, first, last, spots


def find_places(article: Article, reading: Reading, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places a report names, in reading order, each with its point, precision and what else it might have been."""
    names = [
        one
        for number, sentence in enumerate(reading.sentences)
        for one in toponyms(article.text, number, sentence, gazetteer)
    ]
    countries = Counter(
        spot.country for one in names for spot in one.spots[:1] if spot.kind in ("country", "facility", "admin1")
    )
    anchors = [one.spots[0] for one in names if len(one.spots) == 1 or one.spots[0].kind in ("facility", "water")]
    return tuple(resolved(one, names, countries, anchors) for one in names)


def toponyms(text: str, number: int, sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """Names of places in one sentence: the longest known phrase of capitalised words that is not inside a person's name."""
    words, at = sentence.words, 0
    people = {place for name in sentence.names if name.label in PERSONAL for place in range(name.first, name.last + 1)}
    named = {place for name in sentence.names if name.label in NAME_KINDS for place in range(name.first, name.last + 1)}
    taken = {
        place for name in sentence.names if name.label not in NAME_KINDS for place in range(name.first, name.last + 1)
    }
    while at < len(words):
        found = None
        if at not in people and words[at].text[:1].isupper():
            for last in range(min(len(words), at + gazetteer.longest) - 1, at - 1, -1):
                if last in people or words[last].upos == "PUNCT":
                    continue
                phrase = text[words[at].start : words[last].end]
                spots = gazetteer.lookup(phrase)
                if spots and believable(spots, set(range(at, last + 1)), named, taken, sentence, at):
                    found = Toponym(span_of(text, words[at].start, words[last].end), number, at, last, spots)
                    break
        if found:
            yield found
        at = found.last + 1 if found else at + 1


def believable(
    spots: Sequence[GazetteerRow], places: set[int], named: set[int], taken: set[int], sentence: Sentence, at: int
) -> bool:
    """Whether a known phrase is a place here: the model says so, or it is a country, facility or water and nothing else claims it."""
    if any(sentence.words[place].upos == "ADJ" for place in places) and len(places) == 1:
        return False
    if places & named:
        return True
    if places & taken:
        return False
    known = any(spot.kind in ("country", "facility", "water", "disputed", "admin1") for spot in spots)
    return known and all(
        sentence.words[place].upos in ("PROPN", "NOUN", "ADP", "DET", "CCONJ", "ADJ") for place in places
    )


def resolved(
    one: Toponym, names: Sequence[Toponym], countries: Counter[str | None], anchors: Sequence[GazetteerRow]
) -> Place:
    """The best of a name's places, with its rivals and the reasons."""
    beside = next((other for other in names if other.sentence == one.sentence and other.first == one.last + 2), None)
    ranked = sorted(
        ((score(spot, beside, countries, anchors), -place, spot) for place, spot in enumerate(one.spots)), reverse=True
    )
    candidates = tuple(
        Candidate(
            name=f"{spot.name} ({spot.country or 'no state'}, {spot.kind})",
            code=spot.country,
            score=round(share(total), 3),
            why=why,
        )
        for (total, why), _, spot in ranked[:5]
    )
    (total, why), _, best = ranked[0]
    second = ranked[1] if len(ranked) > 1 else None
    return Place(
        text=one.span.quote, name=best.name, country=best.country, latitude=best.latitude, longitude=best.longitude,
        geonames=best.geonames, kind=best.kind, precision_km=best.precision_km, claimants=tuple(filter(None, best.claimants.split(";"))), span=one.span,
        candidates=candidates,
        made_by=Maker(
            stage="grounding", rule="gazetteer", score=round(share(total), 3),
            runner_up=candidates[1].name if second else None, runner_up_score=candidates[1].score if second else None,
            reasons=(f"\u201c{one.span.quote}\u201d may be {len(one.spots)} places; {best.name} fits best: {why}",),
        ),
    )  # fmt: skip


def score(
    spot: GazetteerRow, beside: Toponym | None, countries: Counter[str | None], anchors: Sequence[GazetteerRow]
) -> tuple[float, str]:
    """How well a place fits the report, and what spoke for it."""
    total, why = (
        WEIGHTS["population"] * len(str(max(spot.population, 1))),
        [f"{spot.population:,} inhabitants"] if spot.kind == "city" else [f"a {spot.kind}"],
    )
    if spot.kind != "city":
        total += WEIGHTS["kind"]
    if spot.rank == Names.OFFICIAL:
        total += WEIGHTS["official"]
    if spot.country and countries[spot.country]:
        total += WEIGHTS["country"]
        why.append("its state is in the report")
    if beside and any(within(spot, other) for other in beside.spots):
        total += WEIGHTS["container"]
        why.append(f"\u201c{beside.span.quote}\u201d stands beside it")
    if any(
        other.id != spot.id and distance_km(spot.latitude, spot.longitude, other.latitude, other.longitude) < NEAR_KM
        for other in anchors
    ):
        total += WEIGHTS["near"]
        why.append("it is near another place of the report")
    return total, ", ".join(why)


def within(spot: GazetteerRow, container: GazetteerRow) -> bool:
    """True where a place lies in the country or province that stands beside it."""
    if container.kind == "country":
        return spot.country == container.country and spot.kind != "country"
    return (
        container.kind == "admin1"
        and spot.country == container.country
        and spot.admin1 == container.admin1
        and spot.kind == "city"
    )


def share(total: float) -> float:
    """A score in 0..1 from a sum of weights."""
    return total / (total + 1.0)


def locate(sentence: Sentence, at: int, places: Sequence[Place]) -> Place | None:
    """Where the act told by a word happened: a place that hangs on it, or on the verb that carries it, by "in", "at", "near" …

    A place that is merely named, that somebody comes from, or that a government is called by, is not where the act was.
    """
    here = [one for one in places if one.span and sentence.start <= one.span.start and one.span.end <= sentence.end]
    for governor in carriers(sentence, at):
        for place in here:
            head = head_in(sentence, place)
            if head is not None and sentence.words[head].head == governor and is_locative(sentence, head):
                return place
    return None


def carriers(sentence: Sentence, at: int) -> list[int]:
    """The act's word, then the words above it up to its verb."""
    found = [at]
    while sentence.words[found[-1]].head >= 0 and len(found) < 3 and sentence.words[found[-1]].upos != "VERB":
        found.append(sentence.words[found[-1]].head)
    inner = [
        place
        for place, word in enumerate(sentence.words)
        if word.head == at and word.deprel.startswith(("obj", "obl", "nmod"))
    ]
    return found + inner


def head_in(sentence: Sentence, place: Place) -> int | None:
    """The word of a place's name that hangs on something outside, or the noun that its name stands before."""
    if place.span is None:
        return None
    inside = [n for n, word in enumerate(sentence.words) if word.start < place.span.end and word.end > place.span.start]
    top = next((n for n in inside if sentence.words[n].head not in inside), None)
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
