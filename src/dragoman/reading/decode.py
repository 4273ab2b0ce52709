"""From the heads' numbers to words, trees, names, speech frames and triggers of sentences."""

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import accumulate, chain, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..records.reading import Name, Scored, SpeechFrame, Trigger
from .encoder import Numbers

Scores = NDArray[np.float64]
Places = NDArray[np.int64]

TRIGGER_CHANCE = (
    0.12  # a word is listed as a trigger from this chance on; the coder decides, and can say why it did not
)
TOLD = 0.3  # a context is listed from this chance on
ROLE_CHANCE = 0.2  # an actor or recipient word is listed from this chance on
NAME_LABELS = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
NEWS_LABELS = {"per": "person", "geo": "place", "org": "organisation", "gpe": "nationality", "tim": "time"}
LEFT_HEADED = frozenset({"conj", "fixed", "flat", "goeswith", "appos"})  # UD guidelines: the first word heads these
# words left out inside what is said, up to which they belong to it; of 1, 2, 3, 6 the best on held-out reports
HOLE = 3
SURE = 0.6  # a name that only the news head finds counts from this chance on


def softmax(scores: Numbers, axis: int = -1) -> Numbers:
    """Chances that sum to one along the axis, by default in each row."""
    raised = scores - np.maximum.reduce(scores, axis=axis, keepdims=True)
    np.exp(raised, out=raised)
    raised /= np.add.reduce(raised, axis=axis, keepdims=True)
    return raised


def sigmoid(scores: Numbers) -> Numbers:
    """Chances each on its own."""
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)


def tree(arcs: Numbers) -> list[int]:
    """The head of each word (-1 the root) in the best tree with one root. `arcs` [W, W+1]: column 0 is the root."""
    size = arcs.shape[0]
    others = arcs.copy()
    others.reshape(-1)[1 :: size + 2] = -np.inf  # no word is its own head
    likeliest: list[int] = [0, *others.argmax(axis=1).tolist()]
    if _is_tree(likeliest):
        return [head - 1 for head in likeliest[1:]]
    scores = np.full((size + 1, size + 1), -np.inf, dtype=np.float64)
    scores[1:, :] = others
    best, best_sum = np.array(likeliest), -np.inf
    for bound, rooted in sorted(_rooted(scores), key=lambda pair: -pair[0]):
        if bound <= best_sum:
            break
        found = _spanning(rooted)
        total = float(rooted[np.arange(1, size + 1), found[1:]].sum())
        if total > best_sum:
            best, best_sum = found, total
    return [head - 1 for head in best[1:].tolist()]


def _rooted(scores: Scores) -> Iterator[tuple[float, Scores]]:
    """The scores with only one word allowed under the root, for the three likeliest; before each, the most that any tree of it can have."""
    for root in np.argsort(-scores[1:, 0], kind="stable")[:3] + 1:
        only = scores.copy()
        only[1:, 0] = -np.inf
        only[root, 0] = scores[root, 0]
        yield float(only[1:].max(axis=1).sum()), only


def _is_tree(heads: list[int]) -> bool:
    return heads[1:].count(0) == 1 and _cycle(heads) is None


def _cycle(heads: list[int]) -> list[int] | None:
    """The words of one cycle, None where every word leads to the root."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:
            return path[path.index(at) :]
        for one in path:
            state[one] = 2
    return None


def _spanning(scores: Scores) -> Places:
    """Chu-Liu-Edmonds: the heads of the best tree rooted at node 0. `scores[dependent, head]`."""
    heads: Places = np.asarray(scores.argmax(axis=1), dtype=np.int64)
    heads[0] = 0
    found = _cycle(heads.tolist())
    if found is None:
        return heads
    loop: Places = np.array(found, dtype=np.int64)
    inside = np.zeros(len(scores), dtype=bool)
    inside[loop] = True
    outside = np.flatnonzero(~inside)
    kept = scores[loop, heads[loop]]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[outside[:, None], outside]
    entering = scores[loop[:, None], outside] - kept[:, None]
    leaving = scores[outside[:, None], loop]
    small[-1, :-1] = entering.max(axis=0)
    small[:-1, -1] = leaving.max(axis=1)
    small[0, :] = -np.inf
    solved = _spanning(small)
    loop_at = len(outside)
    final = heads.copy()
    for place, node in enumerate(outside):
        if node:
            chosen = solved[place]
            final[node] = loop[int(leaving[place].argmax())] if chosen == loop_at else outside[chosen]
    entry = int(solved[-1])
    broken = loop[int(entering[:, entry].argmax())]
    final[broken] = outside[entry]
    return final


@cache
def _left_headed(labels: tuple[str, ...]) -> Places:
    """The numbers of the relations that are never hung on a word to their right."""
    return np.array([at for at, label in enumerate(labels) if label.partition(":")[0] in LEFT_HEADED])


def relations(flat: Numbers, right: Numbers, heads: Sequence[int], labels: Sequence[str]) -> list[str]:
    """The relation of each word to its head; the root's is always `root`, and nothing else is.

    What Universal Dependencies always hang on a word to their left is never hung on one to their right. `flat` [W, labels * F] is each word as a dependent, already multiplied with the matrix of each label; `right` [W, F] as a head.
    """
    above = np.array(heads)
    towards = right[np.maximum(above, 0)][:, :, None]
    scores = (flat.reshape(len(heads), -1, right.shape[1]) @ towards)[:, :, 0]
    scores[:, labels.index("root")] = -np.inf
    forward = (above > np.arange(len(heads))).nonzero()[0]
    scores[forward[:, None], _left_headed(tuple(labels))] = -np.inf
    best = scores.argmax(axis=1).tolist()
    return ["root" if head < 0 else labels[label] for head, label in zip(heads, best, strict=True)]


class Tagged(NamedTuple):
    """The likeliest BIO tags of a sentence by their numbers, of which 0 is O, and the chance of each."""

    path: list[int]
    chances: list[float]


def tagged(scores: Sequence[Numbers], tags: Sequence[str]) -> list[Tagged]:
    """The likeliest tags of sentences. `scores` [W, tags] of each."""
    together, bounds = np.concatenate(scores), bounds_of(scores)
    greedy: list[int] = together.argmax(axis=1).tolist()
    paths = [_whole(greedy[start:end], one, tags) for one, (start, end) in zip(scores, bounds, strict=True)]
    chosen = list(chain.from_iterable(paths))
    chances: list[float] = softmax(together)[np.arange(len(chosen)), chosen].tolist()
    return [Tagged(path, chances[start:end]) for path, (start, end) in zip(paths, bounds, strict=True)]


def bounds_of(some: Sequence[Numbers]) -> list[tuple[int, int]]:
    """Where the rows of each array begin and end when all stand one behind the other."""
    return list(pairwise(accumulate(map(len, some), initial=0)))


def tag_path(scores: Numbers, tags: Sequence[str]) -> list[int]:
    """The likeliest BIO tags of a sentence in which every I goes on with a B or an I of its label (Viterbi). `scores` [W, tags]."""
    return _whole(scores.argmax(axis=1).tolist(), scores, tags)


def _whole(greedy: list[int], scores: Numbers, tags: Sequence[str]) -> list[int]:
    """The likeliest tag of each word where those fit together, else the likeliest path of tags that do."""
    first, begins, broken = _continued(tuple(tags))
    if broken.isdisjoint(pairwise([first, *greedy])):
        return greedy
    rows: list[list[float]] = scores.tolist()
    reached = [-math.inf if tag in begins else score for tag, score in enumerate(rows[0])]
    came: list[list[int]] = []
    for row in rows[1:]:
        likeliest = reached.index(max(reached))
        back = [likeliest] * len(row)
        for tag, begin in begins.items():
            back[tag] = tag if reached[tag] > reached[begin] else begin
        reached = [reached[before] + score for before, score in zip(back, row, strict=True)]
        came.append(back)
    path = [reached.index(max(reached))]
    for back in reversed(came):
        path.append(back[path[-1]])
    return path[::-1]


@cache
def _continued(tags: tuple[str, ...]) -> tuple[int, dict[int, int], frozenset[tuple[int, int]]]:
    """The number of `O`; of each I the number of its B; and the pairs of tags in which an I follows neither its B nor itself."""
    begins = {number: tags.index("B" + tag[1:]) for number, tag in enumerate(tags) if tag[0] == "I"}
    broken = frozenset(
        (before, tag) for tag, begin in begins.items() for before in range(len(tags)) if before not in (tag, begin)
    )
    return tags.index("O"), begins, broken


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, label) of each run of BIO tags; an I that continues nothing opens a run."""
    start, label = None, ""
    for place, tag in enumerate([*tags, "O"]):
        kind = tag[2:]
        if start is not None and (tag[0] != "I" or kind != label):
            yield start, place - 1, label
            start = None
        if tag[0] != "O" and start is None:
            start, label = place, kind


def names(own: Tagged, news: Tagged, tags: Sequence[str], news_tags: Sequence[str]) -> tuple[Name, ...]:
    """Names in order: those of the general head, and what only the news head knows (nationalities, names it is sure of).

    A person that the news head is sure is a time is none: `May 7`.
    """
    told = list(_name_runs(news, news_tags, NEWS_LABELS))
    days = {
        place for one in told if one.label == "time" and one.score >= SURE for place in range(one.first, one.last + 1)
    }
    found = [one for one in _name_runs(own, tags, NAME_LABELS) if one.label != "person" or one.first not in days]
    taken = {place for one in found for place in range(one.first, one.last + 1) if one.label != "other"}
    for one in told:
        places = set(range(one.first, one.last + 1))
        if one.label == "nationality" and not places & taken:
            found = [other for other in found if not places & set(range(other.first, other.last + 1))] + [one]
        elif (
            one.label != "time"
            and one.score >= SURE
            and not any(places & set(range(other.first, other.last + 1)) for other in found)
        ):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.first))


def _name_runs(told: Tagged, tags: Sequence[str], labels: dict[str, str]) -> Iterator[Name]:
    for first, last, label in runs([tags[tag] for tag in told.path]) if any(told.path) else ():
        if label in labels:
            score = sum(told.chances[first : last + 1]) / (last + 1 - first)
            yield Name(first=first, last=last, label=labels[label], score=round(score, 4))


def speech(cues: Tagged, left: Numbers, right: Numbers, weight: Numbers) -> tuple[SpeechFrame, ...]:
    """A frame for each cue: the words that the role scorer gives to it as source and as content."""
    frames = []
    for first, last, _ in runs(["OBI"[tag] for tag in cues.path]) if any(cues.path) else ():
        roles = (left @ (weight @ right[first]).T).argmax(axis=1).tolist()
        cue = tuple(range(first, last + 1))
        source = tuple(word for word, role in enumerate(roles) if role == 1 and word not in cue)
        content = filled([word for word, role in enumerate(roles) if role == 2 and word not in cue], {*cue, *source})
        frames.append(SpeechFrame(cue=cue, source=source, content=content, score=round(cues.chances[first], 4)))
    return tuple(frames)


def filled(content: Sequence[int], taken: AbstractSet[int]) -> tuple[int, ...]:
    """What is said, with the words that it leaves out between two of its own, at most HOLE of them, none of which is `taken`."""
    found = list(content[:1])
    for before, after in pairwise(content):
        hole = range(before + 1, after)
        found += hole if len(hole) <= HOLE and taken.isdisjoint(hole) else ()
        found.append(after)
    return tuple(found)


def triggers(
    said: Sequence[dict[str, Numbers]], weight: Numbers, tables: dict[str, list[str]]
) -> list[tuple[Trigger, ...]]:
    """For each sentence the words that may tell an event, with type, mode, certainty, auxiliary, contexts and sides as the heads see them."""
    bounds = bounds_of([one["triggers"] for one in said])
    chances = softmax(np.concatenate([one["triggers"] for one in said]))
    event: list[float] = (1.0 - chances[:, 0]).tolist()
    spans = [list(_trigger_spans(event[start:end], chances[start:end])) for start, end in bounds]
    firsts = [[first for first, _ in found] for found in spans]
    if not any(firsts):
        return [()] * len(said)

    def at_triggers(name: str) -> Numbers:
        return np.concatenate([one[name][places] for one, places in zip(said, firsts, strict=True) if places])

    own = chances[[start + first for (start, _), places in zip(bounds, firsts, strict=True) for first in places]]
    kinds = [*(tag[2:] for tag in tables["triggers"][1::2]), "NONE"]
    types = best(kinds, np.concatenate([own[:, 1::2] + own[:, 2::2], own[:, :1]], axis=1), 4)
    modes, certainty, auxiliary = (
        best(tables[name], softmax(at_triggers(name)), 3) for name in ("modes", "certainty", "auxiliary")
    )
    contexts = best(tables["contexts"], sigmoid(at_triggers("contexts")), 4)
    sides = [side for one, places in zip(said, firsts, strict=True) if places for side in _sides(one, places, weight)]
    found = (
        Trigger(
            first=first,
            last=last,
            types=types[row],
            modes=modes[row],
            certainty=certainty[row],
            auxiliary=auxiliary[row],
            contexts=tuple(scored for scored in contexts[row] if scored.score >= TOLD),
            actors=_ranked(sides[row][1]),
            recipients=_ranked(sides[row][2]),
        )
        for row, (first, last) in enumerate(chain.from_iterable(spans))
    )
    return [tuple(islice(found, len(places))) for places in firsts]


def _sides(said: dict[str, Numbers], firsts: Sequence[int], weight: Numbers) -> list[list[list[float]]]:
    """For each trigger that begins at one of these words: the chances of every word, by side (none, actor, recipient)."""
    scores = said["sides_left"] @ (weight @ said["sides_right"][firsts].T)  # [side, word, trigger]
    found: list[list[list[float]]] = softmax(scores, axis=0).transpose(2, 0, 1).tolist()
    return found


def _trigger_spans(event: Sequence[float], chances: Numbers) -> Iterator[tuple[int, int]]:
    """First and last word of each trigger; a word that continues one is no trigger of its own. `event` is the chance that a word tells any."""
    past = -1
    for first, chance in enumerate(event):
        if chance < TRIGGER_CHANCE or first <= past:
            continue
        past = first
        while past + 1 < len(event) and event[past + 1] >= 0.3 and _continues(chances[past + 1]):
            past += 1
        yield first, past


def _continues(chances: Numbers) -> bool:
    """Whether a word goes on with a trigger rather than beginning one."""
    return bool(chances[2::2].sum() > chances[1::2].sum())


def best(labels: Sequence[str], chances: Numbers, count: int) -> list[tuple[Scored, ...]]:
    """For each row of chances the `count` likeliest labels, likeliest first."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :count].tolist()
    return [
        tuple(Scored(label=labels[at], score=round(row[at], 4)) for at in ranked)
        for ranked, row in zip(order, chances.tolist(), strict=True)
    ]


def _ranked(chances: Sequence[float]) -> tuple[tuple[int, float], ...]:
    told = [(i, round(chance, 4)) for i, chance in enumerate(chances) if chance >= ROLE_CHANCE]
    return tuple(sorted(told, key=lambda pair: -pair[1]))
