"""Which part of one name is which of another, and what that tells: the grounds on which two names are one."""

import itertools
import math
from collections.abc import Sequence

import msgspec
from rapidfuzz.distance import OSA, Indel

from .likeness import Like, like
from .names import Name, Part

JOIN_SHARE = 0.9  # two parts written as one must be the other part to the letter, or sound so
ACRONYM = 3  # letters that an acronym has at least
KEPT = 0.25


class Link(msgspec.Struct, frozen=True, array_like=True):
    """Parts `one` of the first name and `two` of the second (indices) that are taken for each other."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    share: float
    how: str
    weight: float


class Alignment(msgspec.Struct, frozen=True, array_like=True):
    """The links of two names, best first, and the parts that found none."""

    first: Name
    second: Name
    links: tuple[Link, ...]
    left_one: tuple[int, ...]
    left_two: tuple[int, ...]


def align(first: Name, second: Name) -> Alignment:
    """Each part of the first name with the part of the second it is likest, heaviest links first, no part twice."""
    one, two = first.parts, second.parts
    found = single_links(one, two)
    if len(one) != len(two) or any(link.share < JOIN_SHARE for link in found):
        found += joined_links(one, two)
    if len(found) > 1:
        found.sort(key=strength)
    used_one: set[int] = set()
    used_two: set[int] = set()
    kept = []
    for link in [
        *(link for link in found if link.how != "initial"),
        *(link for link in found if link.how == "initial"),
    ]:
        if used_one.isdisjoint(link.one) and used_two.isdisjoint(link.two):
            if link.how == "initial" and not abbreviates(one, used_one, two, used_two, link):
                continue
            kept.append(link)
            used_one.update(link.one)
            used_two.update(link.two)
    return Alignment(
        first,
        second,
        tuple(kept),
        tuple([at for at in range(len(one)) if at not in used_one]),
        tuple([at for at in range(len(two)) if at not in used_two]),
    )


def abbreviates(
    first: Sequence[Part], used_one: set[int], second: Sequence[Part], used_two: set[int], link: Link
) -> bool:
    """Whether an initial may stand for a part: not while its own name has a full part that found no counterpart.

    `Omar F. Haddad` is no `Omar Farouk`: who is called Haddad would not be called by an initial alone.
    """
    parts, used = (first, used_one) if len(first[link.one[0]].form) == 1 else (second, used_two)
    return all(at in used or len(part.form) == 1 for at, part in enumerate(parts))


def strength(link: Link) -> tuple[float, int]:
    """What makes a link come first: how like its parts are and how much they tell, then how near they stand."""
    return -link.share * (link.weight + 0.05), abs(link.one[0] - link.two[0])


def single_links(first: Sequence[Part], second: Sequence[Part]) -> list[Link]:
    """Every pair of parts that are alike at all."""
    found = []
    for at, one in enumerate(first):
        for to, two in enumerate(second):
            alike = like(one, two)
            if alike.share >= KEPT:
                found.append(Link((at,), (to,), alike.share, alike.how, max(one.weight, two.weight)))
    return found


def joined_links(first: Sequence[Part], second: Sequence[Part]) -> list[Link]:
    """Two neighbouring parts of one name that are written as one part in the other: `Chun Ryong` and `Chunryong`."""
    found = [
        Link((at, at + 1), (to,), alike.share, alike.how, second[to].weight)
        for at, to in fitting(first, second)
        if (alike := as_one(first[at], first[at + 1], second[to]))
    ]
    found += [
        Link((to,), (at, at + 1), alike.share, alike.how, first[to].weight)
        for at, to in fitting(second, first)
        if (alike := as_one(second[at], second[at + 1], first[to]))
    ]
    return found


def fitting(pairs: Sequence[Part], wholes: Sequence[Part]) -> list[tuple[int, int]]:
    """Neighbours that begin and are about as long as a part of the other name."""
    lengths = [len(part.form) for part in pairs]
    starts = [part.sound[:1] for part in pairs]
    return [
        (at, to)
        for to, whole in enumerate(wholes)
        for at in range(len(pairs) - 1)
        if starts[at] == whole.sound[:1] and -3 < lengths[at] + lengths[at + 1] - len(whole.form) < 3
    ]


def as_one(left: Part, right: Part, whole: Part) -> Like | None:
    """How like two parts, written as one, are to a third."""
    if "number" in (left.role, right.role, whole.role):
        return None
    if left.form + right.form == whole.form:
        return Like(0.99, "same")
    if left.sound + right.sound == whole.sound and len(whole.form) > 3:
        return Like(JOIN_SHARE, "sound")
    if (
        left.form[:1] == whole.form[:1]
        and len(whole.form) > 5
        and OSA.distance(left.form + right.form, whole.form) == 1
    ):
        return Like(0.8, "near")
    return None


def acronym(first: Name, second: Name) -> float:
    """How well one name, a single word, is the first letters of the other: 1 where every word gives one letter, less where some are skipped."""
    for short, long in ((first, second), (second, first)):
        letters = short.parts[0].form if len(short.parts) == 1 else ""
        if len(letters) >= ACRONYM and letters.isalpha() and len(long.letters) >= ACRONYM:
            words = [part.form for part in long.parts]
            return max(1.0 if letters == long.letters else 0.0, spelled(letters, words))
    return 0.0


def spelled(letters: str, words: Sequence[str]) -> float:
    """The share of words that letters can be read off as starts of words in order, all letters used: `komid` of korea mining development."""
    best = 0.0
    ends: dict[int, int] = {0: 0}  # letters read so far -> words that gave some
    for at, word in enumerate(words):
        after = dict(ends) if at else {}
        for read, used in ends.items():
            for taken in range(1, min(3, len(word), len(letters) - read) + 1):
                if not letters.startswith(word[:taken], read):
                    break
                after[read + taken] = max(after.get(read + taken, 0), used + 1)
        ends = after
    if len(letters) in ends:
        best = ends[len(letters)] / len(words)
    return best if best >= 0.6 else 0.0


GROUNDS = (
    "bias",
    "cover_small",  # share of the lighter name's weight that is linked
    "cover_large",
    "exact",  # share of the lighter name linked to the letter
    "form",
    "sound",
    "near",
    "doubt",  # what the links lack of being certain, as a share of the lighter name
    "left_small",  # what the lighter name has left
    "left_large",
    "conflict",  # what both names have left, as a share: another name rather than a missing one
    "near_rest",  # how near the likest parts left over are
    "evidence",  # how much the linked parts tell, in all
    "single",  # one of the names has one part only
    "single_rare",
    "initials",
    "first_differs",
    "last_differs",
    "order",
    "whole",
    "whole_square",
    "all_linked",  # the least share of a link, less twice the share of weight that is left over
    "number",  # numbers differ, or one name lacks them
    "place",  # countries named in both differ
    "legal",
    "acronym",
    "length",
    "conflict_parts",
    "unlinked",  # no part of one is a part of the other
    "telling_link",  # how much the most telling part tells that is linked
    "telling_conflict",  # how much the most telling parts tell that both names have left
)


def grounds(found: Alignment) -> tuple[float, ...]:
    """What speaks for and against two names being one, in the order of GROUNDS."""
    first, second = found.first.parts, found.second.parts
    if not first or not second:
        return (1.0,) + (0.0,) * (len(GROUNDS) - 1)
    weights_one, weights_two = [part.weight for part in first], [part.weight for part in second]
    total_one, total_two = sum(weights_one), sum(weights_two)
    light, heavy = (total_one, total_two) if total_one <= total_two else (total_two, total_one)
    linked = {"same": 0.0, "form": 0.0, "sound": 0.0, "near": 0.0, "initial": 0.0}
    got_one = got_two = doubt = evidence = 0.0
    left_one, left_two = total_one, total_two
    for link in found.links:
        side_one = (
            weights_one[link.one[0]] if len(link.one) == 1 else weights_one[link.one[0]] + weights_one[link.one[1]]
        )
        side_two = (
            weights_two[link.two[0]] if len(link.two) == 1 else weights_two[link.two[0]] + weights_two[link.two[1]]
        )
        less = side_one if side_one < side_two else side_two
        got_one += side_one * link.share
        got_two += side_two * link.share
        left_one -= side_one
        left_two -= side_two
        linked[link.how] += less
        doubt += (1 - link.share) * less
        evidence += link.weight * link.share
    left_one, left_two = max(left_one, 0.0), max(left_two, 0.0)
    if total_one <= total_two:
        cover_small, cover_large, left_small, left_large = (
            got_one / light,
            got_two / heavy,
            left_one / light,
            left_two / heavy,
        )
    else:
        cover_small, cover_large, left_small, left_large = (
            got_two / light,
            got_one / heavy,
            left_two / light,
            left_one / heavy,
        )
    fewest = min(len(first), len(second))
    single = 1.0 if fewest == 1 else 0.0
    whole = likeness_of_wholes(found)
    both_left = min(len(found.left_one), len(found.left_two))
    legal_one, legal_two = found.first.legal, found.second.legal
    return (
        1.0,
        min(cover_small, 1.0),
        min(cover_large, 1.0),
        linked["same"] / light,
        linked["form"] / light,
        linked["sound"] / light,
        linked["near"] / light,
        doubt / light,
        left_small,
        left_large,
        min(left_one, left_two) / light,
        nearest_rest(found) if both_left else 0.0,
        min(evidence, 3.0),
        single,
        single * min(evidence, 1.0),
        linked["initial"] / light,
        1.0 if both_left and differs(found, 0) else 0.0,
        1.0 if both_left and differs(found, -1) else 0.0,
        in_order(found) if len(found.links) > 1 else 1.0,
        whole,
        whole * whole,
        completeness(found, (left_one + left_two) / (total_one + total_two)),
        1.0 if found.first.kind != "person" and numbers_differ(found) else 0.0,
        1.0 if found.first.kind != "person" and places_differ(found) else 0.0,
        1.0 if legal_one and legal_two and set(legal_one).isdisjoint(legal_two) else 0.0,
        acronym(found.first, found.second) if single else 0.0,
        math.log(1 + fewest),
        min(both_left, 3) / 3,
        0.0 if found.links else 1.0,
        max([link.weight * link.share for link in found.links], default=0.0),
        telling_conflict(found, weights_one, weights_two) if both_left else 0.0,
    )


def completeness(found: Alignment, left: float) -> float:
    """How near the names come to being linked in full: the least share of a link, less the more is left over; 0 from half."""
    return min([link.share for link in found.links], default=0.0) * max(0.0, 1 - 2 * left)


def telling_conflict(found: Alignment, weights_one: Sequence[float], weights_two: Sequence[float]) -> float:
    """How much the most telling parts left over tell, on the side where they tell less."""
    return min(max(weights_one[at] for at in found.left_one), max(weights_two[at] for at in found.left_two))


def likeness_of_wholes(found: Alignment) -> float:
    """How like the names are as strings: in the order of the links, so that order does not count, and as sounds."""
    first, second = found.first.parts, found.second.parts
    order_one = [at for link in found.links for at in link.one]
    order_two = [at for link in found.links for at in link.two]
    order_one.extend(found.left_one)
    order_two.extend(found.left_two)
    sounds = Indel.normalized_similarity(
        "".join([first[at].sound for at in order_one]), "".join([second[at].sound for at in order_two])
    )
    return max(
        sounds,
        Indel.normalized_similarity("".join([part.form for part in first]), "".join([part.form for part in second])),
    )


def nearest_rest(found: Alignment) -> float:
    """How like the likest parts left over on both sides are, by letters."""
    return max(
        (
            Indel.normalized_similarity(found.first.parts[at].form, found.second.parts[to].form)
            for at in found.left_one
            for to in found.left_two
        ),
        default=0.0,
    )


def differs(found: Alignment, at: int) -> bool:
    """Whether the first (0) or last (-1) parts of both names found no link."""
    return (
        len(found.first.parts) > 1
        and len(found.second.parts) > 1
        and at % len(found.first.parts) in found.left_one
        and at % len(found.second.parts) in found.left_two
    )


def in_order(found: Alignment) -> float:
    """The share of neighbouring links whose order is the same in both names; 1 where there is one link or none."""
    pairs = sorted((link.one[0], link.two[0]) for link in found.links)
    if len(pairs) < 2:
        return 1.0
    return sum(left[1] < right[1] for left, right in itertools.pairwise(pairs)) / (len(pairs) - 1)


def numbers_differ(found: Alignment) -> bool:
    """Whether a number of either name has no counterpart."""
    return any(found.first.parts[at].role == "number" for at in found.left_one) or any(
        found.second.parts[at].role == "number" for at in found.left_two
    )


def places_differ(found: Alignment) -> bool:
    """Whether both names name a country and none of them is shared."""
    one = {code for part in found.first.parts for code in part.place.split(";") if code}
    two = {code for part in found.second.parts for code in part.place.split(";") if code}
    return bool(one and two) and not one & two
