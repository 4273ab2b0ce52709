"""Who stands with whom: groups of a signed network, and the triangles in which it is strained."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from dragoman.records import Member, Tie, Triangle

from .ties import strength

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

LEAST_GAIN = 1e-9  # differences of rounding are none
WEAK = 0.1  # a tie nearer to nothing than this is none: it is within what a handful of acts may come to by chance


def groups_of(ties: Sequence[Tie], power: Mapping[str, float] | None = None) -> dict[str, str]:
    """The group of each state with a tie; a group bears the name of its most powerful member, else of the one with most ties.

    Groups maximise the modularity of a signed network (Gómez, Jensen and Arenas 2009): more friendship within, and less enmity, than
    the states' own numbers of friends and foes let expect. States are moved one by one, then groups as a whole (Blondel et al. 2008),
    in alphabetical order, so that equal ties give equal groups.
    """
    told = [tie for tie in ties if abs(tie.value) >= WEAK]
    states = sorted({state for tie in told for state in (tie.a, tie.b)})
    if not states:
        return {}
    weight = _matrix(told, states)
    labels = communities(gain_matrix(weight))
    size = {state: (power or {}).get(state, 0.0) for state in states}
    ties_of = dict(zip(states, np.abs(weight).sum(axis=1), strict=True))
    named = {}
    for label in sorted(set(labels.tolist())):
        members = [state for state, of in zip(states, labels, strict=True) if of == label]
        named[label] = max(members, key=lambda state: (size[state], ties_of[state], state))
    return {state: named[int(label)] for state, label in zip(states, labels, strict=True)}


def _matrix(ties: Sequence[Tie], states: Sequence[str]) -> Floats:
    at = {state: number for number, state in enumerate(states)}
    weight = np.zeros((len(states), len(states)))
    for tie in ties:
        weight[at[tie.a], at[tie.b]] = weight[at[tie.b], at[tie.a]] = tie.value
    return weight


def gain_matrix(weight: Floats) -> Floats:
    """What it adds to signed modularity, but for a constant, to put two nodes into one group."""
    gain = weight.copy()
    for sign in (1.0, -1.0):
        of_sign = np.maximum(sign * weight, 0.0)
        degrees, total = of_sign.sum(axis=1), of_sign.sum()
        if total:
            gain -= sign * np.outer(degrees, degrees) / total
    return gain


def communities(gain: Floats) -> Labels:
    """Group numbers that raise the sum of `gain` within groups until neither a node nor a whole group gains by moving."""
    labels: Labels = np.arange(len(gain))
    while True:
        labels = np.unique(_moved(gain, labels), return_inverse=True)[1]
        count = int(labels.max()) + 1
        inside = (labels[:, None] == np.arange(count)[None, :]).astype(float)
        joined = _moved(inside.T @ gain @ inside, np.arange(count))
        if len(set(joined.tolist())) == count:
            return labels
        labels = joined[labels]


def _moved(gain: Floats, labels: Labels) -> Labels:
    """Nodes moved one by one to the group, or to none, where they gain most, until none gains."""
    labels = labels.copy()
    apart = gain - np.diag(np.diag(gain))
    changed = True
    while changed:
        changed = False
        for node in range(len(gain)):
            sums = np.bincount(labels, apart[node], minlength=len(gain))
            best = int(np.argmax(sums))
            if sums[best] > sums[labels[node]] + LEAST_GAIN:
                labels[node], changed = best, True
    return labels


def members_of(
    year: int, ties: Sequence[Tie], groups: Mapping[str, str], power: Mapping[str, tuple[int, float]]
) -> list[Member]:
    """Each state with its group, how firmly it stands there, and where it would stand next; by group and power."""
    to: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for tie in ties:
        for state, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if other in groups:
                to[state][groups[other]].append(tie.value)
    found = [_member(year, state, groups[state], to[state], power.get(state)) for state in groups]
    weight: dict[str, float] = defaultdict(float)
    for one in found:
        weight[one.group] += one.power or 0.0
    return sorted(found, key=lambda one: (-weight[one.group], one.group, -(one.power or 0.0), one.state))


def _member(
    year: int, state: str, group: str, to: Mapping[str, Sequence[float]], power: tuple[int, float] | None
) -> Member:
    means = {name: float(np.mean(values)) for name, values in to.items()}
    others = sorted((name for name in means if name != group), key=lambda name: (-means[name], name))
    return Member(
        year=year,
        state=state,
        group=group,
        own=round(means[group], 3) if group in means else None,
        second=others[0] if others else None,
        second_tie=round(means[others[0]], 3) if others else None,
        power=power[1] if power else None,
        power_year=power[0] if power else None,
    )


KINDS = {3: "friends", 2: "divided friends", 1: "common foe", 0: "three foes"}  # by how many of the ties are friendly


def triangles_of(ties: Sequence[Tie]) -> list[Triangle]:
    """Every triangle of ties that are not weak, the strained and strongest first (Cartwright and Harary 1956)."""
    told = {(tie.a, tie.b): tie for tie in ties if abs(tie.value) >= WEAK}
    found = sorted(_triangles(told), key=lambda one: (not one.strained, -one.strength, one.a, one.b, one.c))
    return found


def _triangles(told: Mapping[tuple[str, str], Tie]) -> Iterator[Triangle]:
    above: dict[str, set[str]] = defaultdict(set)
    for a, b in told:
        above[a].add(b)
    for a in sorted(above):
        for b, c in combinations(sorted(above[a]), 2):
            if (b, c) in told:
                yield _triangle(told[a, b], told[a, c], told[b, c])


def _triangle(ab: Tie, ac: Tie, bc: Tie) -> Triangle:
    values = (ab.value, ac.value, bc.value)
    kind = KINDS[sum(value > 0 for value in values)]
    return Triangle(
        year=ab.year,
        a=ab.a,
        b=ab.b,
        c=ac.b,
        ab=ab.value,
        ac=ac.value,
        bc=bc.value,
        kind=kind,
        strained=kind == "divided friends",
        strength=round(strength(values), 3),
    )


def balance(triangles: Sequence[Triangle]) -> float | None:
    """The share of triangles, by strength, that are not strained; None where there is none."""
    whole = sum(one.strength for one in triangles)
    return sum(one.strength for one in triangles if not one.strained) / whole if whole else None
