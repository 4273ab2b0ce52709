"""From the heads' numbers to words, trees, names, speech frames and triggers of one sentence."""

from collections.abc import Iterator, Sequence

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
NEWS_LABELS = {"per": "person", "geo": "place", "org": "organisation", "gpe": "nationality"}
SURE = 0.6  # a name that only the news head finds counts from this chance on


def softmax(scores: Numbers) -> Numbers:
    """Rows of chances that sum to one."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def tree(arcs: Numbers) -> list[int]:
    """The head of each word (-1 the root) in the best tree with one root. `arcs` [W, W+1]: column 0 is the root."""
    size = arcs.shape[0]
    scores = np.full((size + 1, size + 1), -np.inf, dtype=np.float64)
    scores[1:, :] = arcs
    np.fill_diagonal(scores, -np.inf)
    heads: Places = np.asarray(scores.argmax(axis=1), dtype=np.int64)
    heads[0] = 0
    if _is_tree(heads):
        return [int(head) - 1 for head in heads[1:]]
    roots = np.argsort(-scores[1:, 0], kind="stable")[:3] + 1
    best, best_sum = heads, -np.inf
    for root in roots:
        only = scores.copy()
        only[1:, 0] = -np.inf
        only[root, 0] = scores[root, 0]
        found = _spanning(only)
        total = float(only[np.arange(1, size + 1), found[1:]].sum())
        if total > best_sum:
            best, best_sum = found, total
    return [int(head) - 1 for head in best[1:]]


def _is_tree(heads: Places) -> bool:
    return sum(1 for head in heads[1:] if head == 0) == 1 and _cycle(heads) is None


def _cycle(heads: Places) -> list[int] | None:
    """The words of one cycle, None where every word leads to the root."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for one in path:
            state[one] = 2
    return None


def _spanning(scores: Scores) -> Places:
    """Chu-Liu-Edmonds: the heads of the best tree rooted at node 0. `scores[dependent, head]`."""
    heads: Places = np.asarray(scores.argmax(axis=1), dtype=np.int64)
    heads[0] = 0
    found = _cycle(heads)
    if found is None:
        return heads
    loop: Places = np.array(found, dtype=np.int64)
    inside = np.zeros(len(scores), dtype=bool)
    inside[loop] = True
    outside = np.flatnonzero(~inside)
    kept = scores[loop, heads[loop]]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    entering = scores[np.ix_(loop, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, loop)]
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


def relations(left: Numbers, right: Numbers, heads: Sequence[int], weight: Numbers, labels: Sequence[str]) -> list[str]:
    """The relation of each word to its head; the root's is always `root`, and nothing else is."""
    size, count, width = len(heads), weight.shape[0], weight.shape[1]
    flat = left @ weight.transpose(1, 0, 2).reshape(width, count * width)
    chosen = right[[head + 1 for head in heads]]
    scores = (flat.reshape(size, count, width) * chosen[:, None, :]).sum(axis=-1)
    root = labels.index("root")
    scores[:, root] = -np.inf
    best = scores.argmax(axis=1)
    return ["root" if head < 0 else labels[int(label)] for head, label in zip(heads, best, strict=True)]


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


def names(own: Numbers, news: Numbers, tags: Sequence[str], news_tags: Sequence[str]) -> tuple[Name, ...]:
    """Names in order: those of the general head, and what only the news head knows (nationalities, names it is sure of)."""
    found = list(_name_runs(own, tags, NAME_LABELS))
    taken = {place for one in found for place in range(one.first, one.last + 1) if one.label != "other"}
    for one in _name_runs(news, news_tags, NEWS_LABELS):
        places = set(range(one.first, one.last + 1))
        if one.label == "nationality" and not places & taken:
            found = [other for other in found if not places & set(range(other.first, other.last + 1))] + [one]
        elif one.score >= SURE and not any(places & set(range(other.first, other.last + 1)) for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.first))


def _name_runs(logits: Numbers, tags: Sequence[str], labels: dict[str, str]) -> Iterator[Name]:
    chances = softmax(logits)
    best = chances.argmax(axis=1)
    for first, last, label in runs([tags[int(tag)] for tag in best]):
        if label in labels:
            score = float(np.mean([chances[place, best[place]] for place in range(first, last + 1)]))
            yield Name(first=first, last=last, label=labels[label], score=round(score, 4))


def speech(cues: Numbers, left: Numbers, right: Numbers, weight: Numbers) -> tuple[SpeechFrame, ...]:
    """A frame for each cue: the words that the role scorer gives to it as source and as content."""
    chances = softmax(cues)
    tags = ["OBI"[int(tag)] for tag in chances.argmax(axis=1)]
    frames = []
    for first, last, _ in runs(tags):
        roles = _roles(left, right[first], weight).argmax(axis=1)
        cue = tuple(range(first, last + 1))
        source = tuple(int(word) for word in np.flatnonzero(roles == 1) if word not in cue)
        content = tuple(int(word) for word in np.flatnonzero(roles == 2) if word not in cue)
        score = float(chances[first, 1])
        frames.append(SpeechFrame(cue=cue, source=source, content=content, score=round(score, 4)))
    return tuple(frames)


def _roles(left: Numbers, anchor: Numbers, weight: Numbers) -> Numbers:
    """Chances of each role, for every word, towards one anchor word: [W, labels]."""
    return softmax(left @ (weight @ anchor).T)


def triggers(numbers: dict[str, Numbers], weight: Numbers, tables: dict[str, list[str]]) -> tuple[Trigger, ...]:
    """Words that may tell an event, with type, mode, certainty, auxiliary, contexts and sides as the heads see them."""
    chances = softmax(numbers["triggers"])
    event = 1.0 - chances[:, 0]
    found, place = [], 0
    while place < len(event):
        if event[place] < TRIGGER_CHANCE:
            place += 1
            continue
        last = place
        while (
            last + 1 < len(event)
            and event[last + 1] >= 0.3
            and chances[last + 1, 2::2].sum() > chances[last + 1, 1::2].sum()
        ):
            last += 1
        found.append(_trigger(place, last, chances, numbers, weight, tables))
        place = last + 1
    return tuple(found)


def _trigger(
    first: int, last: int, chances: Numbers, numbers: dict[str, Numbers], weight: Numbers, tables: dict[str, list[str]]
) -> Trigger:
    kinds = [tag[2:] for tag in tables["triggers"][1::2]]
    types = chances[first, 1::2] + chances[first, 2::2]
    roles = _roles(numbers["sides_left"], numbers["sides_right"][first], weight)
    contexts = 1.0 / (1.0 + np.exp(-numbers["contexts"][first]))
    return Trigger(
        first=first,
        last=last,
        types=best([*kinds, "NONE"], [*types, chances[first, 0]], 4),
        modes=best(tables["modes"], softmax(numbers["modes"][first]), 3),
        certainty=best(tables["certainty"], softmax(numbers["certainty"][first]), 3),
        auxiliary=best(tables["auxiliary"], softmax(numbers["auxiliary"][first]), 3),
        contexts=tuple(one for one in best(tables["contexts"], contexts, 4) if one.score >= TOLD),
        actors=_ranked(roles[:, 1]),
        recipients=_ranked(roles[:, 2]),
    )


def best(labels: Sequence[str], chances: Sequence[float] | Numbers, count: int) -> tuple[Scored, ...]:
    """The `count` likeliest labels, likeliest first."""
    order = np.argsort(-np.asarray(chances), kind="stable")[:count]
    return tuple(Scored(label=labels[int(i)], score=round(float(chances[int(i)]), 4)) for i in order)


def _ranked(chances: Numbers) -> tuple[tuple[int, float], ...]:
    order = np.argsort(-chances, kind="stable")
    return tuple((int(i), round(float(chances[i]), 4)) for i in order if chances[i] >= ROLE_CHANCE)
