"""Which earlier mention a pronoun or a phrase like `the group` or `both nations` refers to: rules with scores, read left to right.

Weights were set by hand on training reports and the entity chains of UD GUM; docs/decisions/actors.md gives the measured accuracy.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from dragoman.records import Attribution, Reading, Sentence
from dragoman.records.ranges import Ranges

from .drafts import Draft, deprel, of_sentences

REACH = 4  # sentences a pronoun looks back
FAR_REACH = 30  # ... a definite noun
PER_SENTENCE = 0.22
SUBJECT = 0.3
LATE = 0.12  # for words nearer to the end of what went before, within a sentence
SAME_SUBJECT = 0.15  # a subject goes on being the subject
TOPIC = 0.05  # for each earlier mention, up to TOPIC_LIMIT
TOPIC_LIMIT = 4
OWN_CLAUSE = 0.25
PLACE = 0.7
POSSESSOR = 0.08
GOOD_ENOUGH = 0.25
OPEN_NOUNS = frozenset(("agency", "body", "institution", "bloc", "alliance", "union", "watchdog", "mission", "force"))


class Cluster:
    """Mentions of one party. `key` names it; the first draft that tells most stands for it."""

    __slots__ = ("drafts", "key")

    def __init__(self, key: str) -> None:
        self.key = key
        self.drafts: list[Draft] = []


Fits = Callable[[Draft], float]


def resolve(draft: Draft, before: Sequence[Draft], reading: Reading) -> list[tuple[float, Draft]]:
    """Candidates for the antecedent of a pronoun or a word that refers back, best first, one per party."""
    sentence = reading.sentences[draft.sentence]
    fits = fit_of(draft)
    reach = REACH if draft.kind == "pronoun" else FAR_REACH
    best: dict[int, tuple[float, Draft]] = {}
    for other in reversed(before):
        away = draft.sentence - other.sentence
        if away > reach:
            break
        several_meant = len(other.antecedents) > 1
        if (other.cluster is None and not several_meant) or contains(draft, other) or bound(sentence, draft, other):
            continue
        agreement = fits(other)
        if agreement <= 0:
            continue
        score = agreement + salience(sentence, draft, other, away)
        key = id(other) if several_meant else id(other.cluster)
        if key not in best or best[key][0] < score:
            best[key] = (score, other)
    return sorted(best.values(), key=lambda pair: (-pair[0], -pair[1].sentence, -pair[1].first))


def salience(sentence: Sentence, draft: Draft, other: Draft, away: int) -> float:
    """How much a mention is in the reader's mind: near, a subject, often named, not a mere place."""
    far = PER_SENTENCE if draft.kind == "pronoun" else PER_SENTENCE / 3
    score = SUBJECT * other.subject - far * away - PLACE * other.place
    if away == 0:
        score += LATE * other.first / max(draft.first, 1)
    if draft.subject and other.subject:
        score += SAME_SUBJECT
    if away == 0 and other.subject and own_clause(sentence, draft, other):
        score += OWN_CLAUSE
    if other.kind == "adjective":
        score -= POSSESSOR * 3
    known = len(other.cluster.drafts) if isinstance(other.cluster, Cluster) else 2
    return score + TOPIC * min(known, TOPIC_LIMIT)


def own_clause(sentence: Sentence, draft: Draft, other: Draft) -> bool:
    """Whether the other is the subject of the nearest verb above the pronoun (`Seoul says Pyongyang keeps its rockets`: Pyongyang)."""
    words = sentence.words
    at = draft.head
    for _ in range(8):
        at = words[at].head
        if at < 0:
            return False
        if words[at].upos == "VERB" or deprel(words[at]) in ("root", "ccomp", "advcl", "acl", "parataxis"):
            subjects = [child for child, word in enumerate(words) if word.head == at and deprel(word) == "nsubj"]
            if subjects:
                return other.head in subjects and draft.head not in subjects
    return False


def contains(draft: Draft, other: Draft) -> bool:
    """Whether one phrase holds the other."""
    same = draft.sentence == other.sentence
    return same and (draft.first <= other.first <= draft.last or other.first <= draft.first <= other.last)


def bound(sentence: Sentence, draft: Draft, other: Draft) -> bool:
    """Whether both depend on one verb, so that they cannot be the same (`He met him`) unless the pronoun owns something."""
    if draft.sentence != other.sentence or draft.lemma.endswith(("self", "selves")):
        return False
    words = sentence.words
    if deprel(words[draft.head]) in ("nmod:poss", "det"):
        return False
    return words[draft.head].head == words[other.head].head and deprel(words[draft.head]) in (
        "nsubj",
        "obj",
        "obl",
        "iobj",
    )


def fit_of(draft: Draft) -> Fits:
    """The agreement test for a pronoun or a noun that refers back."""
    if draft.kind == "anaphor":
        return {"state": fits_state, "person": fits_person, "group": fits_group, "body": fits_body(draft.lemma)}.get(
            draft.told, fits_any
        )
    if draft.gender in ("m", "f"):
        return fits_gender(draft.gender)
    if draft.gender == "n":
        return fits_it
    return fits_they


def fits_gender(gender: str) -> Fits:
    """He or she: one person of no other gender."""

    def fits(other: Draft) -> float:
        if (
            other.number != 1
            or other.kind not in ("person", "role", "pronoun")
            or (other.gender and other.gender != gender)
        ):
            return 0.0
        if other.kind == "role" and other.entry is not None and other.entry.group == "body":
            return 0.0
        known = 0.25 if other.gender == gender else 0.0
        return 0.5 + known + (0.2 if other.kind == "person" else 0.0)

    return fits


def fits_it(other: Draft) -> float:
    """It: a state, an organisation, a body; never a person or people."""
    if other.kind == "state":
        return 0.6
    if other.kind == "organisation":
        return 0.6
    group = other.entry.group if other.entry is not None else ""
    if other.kind == "role" and other.number == 1 and group not in ("", "office", "people", "source"):
        return 0.5
    if other.kind in ("pronoun", "anaphor") and other.gender in ("n", "") and other.number == 1:
        return 0.5
    return 0.15 * (other.kind == "adjective")


def fits_they(other: Draft) -> float:
    """They: people in the plural before bodies, states last."""
    if other.kind in ("role", "people", "pronoun", "anaphor") and other.number == 2:
        return 0.65
    if other.kind == "organisation" or (
        other.kind == "role" and other.entry is not None and other.entry.group == "body"
    ):
        return 0.45
    return 0.25 if other.kind == "state" else 0.0


def fits_state(other: Draft) -> float:
    """The country, the nation."""
    return 0.7 if other.kind == "state" else 0.35 if other.kind == "adjective" and other.country else 0.0


def fits_person(other: Draft) -> float:
    """The leaders, the two men."""
    if other.number != 1:
        return 0.0
    if other.kind == "person":
        return 0.7
    return 0.5 if other.kind == "role" and other.entry is not None and other.entry.group == "office" else 0.0


def fits_group(other: Draft) -> float:
    """The group, the movement: an armed group or party before other bodies."""
    armed = other.sector in ("REB", "PRM", "UAF", "CRM", "PTY")
    if other.kind == "organisation":
        return 0.75 if armed else 0.5
    return 0.45 if other.kind == "role" and armed else 0.0


def fits_body(noun: str) -> Fits:
    """The court, the agency: an organisation whose name or kind has the word, before any other."""

    def fits(other: Draft) -> float:
        if other.kind == "role":
            return 0.8 if other.lemma.endswith(noun) and other.country else 0.0
        if other.kind != "organisation":
            return 0.0
        same = noun in other.name.lower() or (other.entry is not None and noun in other.entry.group)
        return 0.9 if same else 0.3 if noun in OPEN_NOUNS and other.sector is None else 0.0

    return fits


def fits_any(other: Draft) -> float:
    """The two sides, both parties: whoever acts."""
    if other.kind == "state":
        return 0.7
    return (
        0.6
        if other.kind in ("organisation", "person")
        else 0.45
        if other.kind == "role"
        else 0.2 * (other.kind == "adjective")
    )


def several(draft: Draft, before: Sequence[Draft]) -> list[Draft]:
    """The two parties that `both nations` or `the two leaders` mean: the last two of that kind that stand together."""
    fits = {"state": fits_state, "person": fits_person}.get(draft.told, fits_any)
    for sentence in range(draft.sentence, max(-1, draft.sentence - 6), -1):
        there = [other for other in before if other.sentence == sentence and not contains(draft, other)]
        pair = two_of(there, fits, draft.told)
        if len(pair) == 2:
            return pair
        if pair:
            earlier = [
                other for other in before if sentence - 3 <= other.sentence <= sentence and not contains(draft, other)
            ]
            wider = two_of(earlier, fits, draft.told)
            if len(wider) == 2:
                return wider
    return []


def two_of(there: Sequence[Draft], fits: Fits, kind: str) -> list[Draft]:
    """The two parties that fit best, one mention each, places only where nothing else is left."""
    best: dict[str, tuple[float, Draft]] = {}
    for other in there:
        agreement = fits(other)
        if agreement <= 0 or other.cluster is None or other.number == 2 or other.unnamed or other.effect == "former":
            continue
        key = party_key(other, kind)
        score = agreement + SUBJECT * other.subject - PLACE * other.place + 0.01 * other.sentence
        if key not in best or best[key][0] < score:
            best[key] = (score, other)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].where))[:2]
    return sorted((other for score, other in ranked if score > 0), key=lambda other: other.where)


def party_key(other: Draft, kind: str) -> str:
    """What makes two mentions the same side: for states and sides the country, else the party."""
    if kind in ("state", "any") and other.country and other.kind != "organisation":
        return other.country
    assert isinstance(other.cluster, Cluster)
    return other.cluster.key


def speaker_of(draft: Draft, reading: Reading, said: Ranges[Attribution], drafts: Sequence[Draft]) -> Draft | None:
    """Who says `I` or `we`: the source of the innermost attribution whose content holds the pronoun."""
    word = reading.sentences[draft.sentence].words[draft.head]
    holding = said.around(word.start, word.end)
    if not holding:
        return None
    innermost = min(holding, key=lambda one: sum(end - start for start, end in one.content))
    spoken = list(drafts_within(innermost.source, reading, drafts))
    order = {"person": 0, "role": 1, "state": 1, "organisation": 1}
    return min(spoken, key=lambda one: (order.get(one.kind, 2), one.where), default=None)


def drafts_within(spans: Sequence[tuple[int, int]], reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Mentions whose head lies in the character spans: people, and whatever else is settled."""
    first = bisect_right(reading.sentences, min(spans)[0], key=lambda sentence: sentence.start) - 1
    last = bisect_left(reading.sentences, max(end for _, end in spans), key=lambda sentence: sentence.start) - 1
    for draft in of_sentences(drafts, first, last):
        word = reading.sentences[draft.sentence].words[draft.head]
        known = draft.cluster is not None or draft.kind == "person"
        if known and any(start <= word.start and word.end <= end for start, end in spans):
            yield draft
