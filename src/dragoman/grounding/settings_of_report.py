"""Which country a report, or a passage of it, is about: what `police` or `the government` without a country then belong to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from dragoman.records import Place, Reading, Sentence

from .actor_tables import placing
from .drafts import Draft, case_of, deprel, of_sentences

EARLY = 2  # the first sentences set the scene and count double
BEYOND = 9  # a place without words stands in no sentence
SOME_LENGTH = 6  # mentions of countries
ABOUT_ONE = 0.6  # of its mentions; above, 39 of 41 people unknown otherwise were of that country in training reports
WITHIN = ("in", "from", "at", "near", "of")
BODIES = frozenset(("UNO", "IGO", "EUR", "NGO", "IMG", "MNC"))


def own_place(
    sentence: Sentence, below: Sequence[Sequence[int]], draft: Draft, drafts: Sequence[Draft]
) -> Draft | None:
    """The place that hangs on the phrase itself: `police in Baghdad`; none for those who stand for another state there."""
    if draft.lemma in placing().abroad:
        return None
    for other in of_sentences(drafts, draft.sentence, draft.sentence):
        if not other.country or other.head <= draft.head:
            continue
        word = sentence.words[other.head]
        if (
            word.head == draft.head
            and deprel(word) in ("nmod", "obl")
            and case_of(sentence, below, other.head) in WITHIN
        ):
            return other
    return None


def scenery(reading: Reading, places: Iterable[Place], drafts: Sequence[Draft]) -> list[Draft]:
    """Grounded places that no mention covers, as drafts that only set the scene. A place without words counts for the whole report."""
    taken = {(draft.sentence, at) for draft in drafts for at in range(draft.first, draft.last + 1)}
    found = []
    for place in places:
        at = word_at(reading, place) if place.span is not None else (-BEYOND, 0)
        if place.country is None or at is None or at in taken:
            continue
        draft = Draft("place", at[0], at[1], at[1], at[1])
        draft.country, draft.name, draft.place = place.country, place.name, True
        found.append(draft)
    return found


def word_at(reading: Reading, place: Place) -> tuple[int, int] | None:
    """Sentence and word of a place's last word."""
    assert place.span is not None
    number = bisect_right(reading.sentences, place.span.start, key=lambda sentence: sentence.start) - 1
    if number < 0 or place.span.start >= reading.sentences[number].end:
        return None
    words = reading.sentences[number].words
    inside = [at for at, word in enumerate(words) if place.span.start <= word.start < place.span.end]
    return (number, inside[-1]) if inside else None


def report_weights(drafts: Sequence[Draft]) -> dict[str, float]:
    """How often the report names each country, places and the opening sentences more."""
    weights: dict[str, float] = defaultdict(float)
    for draft in drafts:
        if names_country(draft):
            weights[draft.country] += (1.5 if draft.place else 1.0) * (2 if draft.sentence < EARLY else 1)
    return weights


def names_country(draft: Draft) -> bool:
    """Whether the mention itself names a country or a place in one."""
    return (
        bool(draft.country)
        and draft.country not in BODIES
        and draft.kind in ("state", "place", "adjective", "people", "role", "person", "organisation")
    )


def home_of(drafts: Sequence[Draft], whole: dict[str, float]) -> tuple[str, float]:
    """The one country that a report of some length is about, with its share of all that the report names; empty where there is none."""
    naming = islice(filter(names_country, drafts), SOME_LENGTH)
    if len(list(naming)) < SOME_LENGTH:
        return "", 0.0
    country = max(whole, key=lambda one: (whole[one], one))
    share = whole[country] / sum(whole.values())
    return (country, share) if share >= ABOUT_ONE else ("", 0.0)
