"""How like two parts of names are, and how: the same, one name in two forms, one sound, a slip of the pen, an initial."""

import math
from functools import cache, lru_cache
from operator import mul

import msgspec
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from .name_tables import nicknames, other_names, weights
from .names import Part
from .sounds import sound, vowelled

INITIAL = 0.55
EDITS = 0.4  # of the letters of the longer part: with more edits than this it is another name
FLOOR = 0.25  # below this two parts are two names


class Like(msgspec.Struct, frozen=True, array_like=True):
    """`share` 0..1; `how`: same, form, sound, near, initial, none."""

    share: float
    how: str


SAME = Like(1.0, "same")
FORM = Like(0.94, "form")
SOUND = Like(0.92, "sound")
SHORT = Like(0.85, "form")
START = Like(INITIAL, "initial")
NONE = Like(0.0, "none")


ALPHABETS = frozenset(("latin", "other"))
SHORT_SOUND = 4
KNOWN: dict[tuple[str, ...], Like] = {}
KNOWN_AT_MOST = 1 << 17


def like(one: Part, two: Part) -> Like:
    """How like two parts are."""
    if one.form == two.form:
        return SAME
    key = (one.form, two.form, one.role, two.role, one.korean, two.korean)
    found = KNOWN.get(key)
    if found is None:
        if len(KNOWN) >= KNOWN_AT_MOST:
            KNOWN.clear()
        found = KNOWN[key] = judged(one, two)
    return found


def judged(one: Part, two: Part) -> Like:
    """How like two parts of different spelling are."""
    if "number" in (one.role, two.role):
        return NONE
    if "place" in (one.role, two.role):
        return places(one, two)
    if len(one.form) == 1 or len(two.form) == 1:
        return START if one.form[0] == two.form[0] else NONE
    if one.korean and two.korean:
        return koreans(one, two)
    if (one.sound, two.sound) in others():
        return NONE
    if one.classes and two.classes and not set(one.classes).isdisjoint(two.classes) and not parted(one, two):
        return FORM
    if two.form in nicknames().get(one.form, ()):
        return SHORT
    return spelt(one, two)


@cache
def others() -> frozenset[tuple[str, str]]:
    """The pairs of other_names.csv by their sounds."""
    return frozenset((sound(one), sound(two)) for one, two in other_names())


def parted(one: Part, two: Part) -> bool:
    """Whether two forms of one class are most likely two names all the same: short, and beginning with another sound."""
    short = min(len(one.sound), len(two.sound)) <= SHORT_SOUND and one.sound[0] != two.sound[0]
    return short and {one.script, two.script} <= ALPHABETS


def places(one: Part, two: Part) -> Like:
    """Countries are one or they are not: Iran and Iranian are, Korea may be either."""
    if one.role == two.role:
        return FORM if set(one.place.split(";")) & set(two.place.split(";")) else NONE
    return SOUND if one.sound == two.sound else NONE


def koreans(one: Part, two: Part) -> Like:
    """Syllables of Korean names: a surname by its Hangul, another by its class of sounds."""
    if one.classes and two.classes and set(one.classes) & set(two.classes):
        return FORM
    if one.korean == two.korean:
        return (
            SOUND
            if one.form[0] == two.form[0] or Levenshtein.normalized_similarity(one.form, two.form) >= 0.4
            else Like(0.8, "sound")
        )
    if one.korean[0] == two.korean[0] and Levenshtein.distance(one.form, two.form) == 1 and len(one.form) > 3:
        return Like(0.45, "near")
    return NONE


def spelt(one: Part, two: Part) -> Like:
    """Parts by their letters alone."""
    arabic = (one.script == "arabic") + (two.script == "arabic")
    if arabic == 1:
        return read_arabic(one, two) if one.script == "arabic" else read_arabic(two, one)
    if one.sound == two.sound or (one.other or one.sound) == two.sound or one.sound == (two.other or two.sound):
        return SOUND if min(len(one.form), len(two.form)) > 2 else Like(0.7, "sound")
    share = chance(one, two)
    return Like(share, "near") if share >= FLOOR else NONE


def read_arabic(arabic: Part, latin: Part) -> Like:
    """A word in Arabic letters against one with vowels."""
    if vowelled(arabic.form, latin.sound):
        return SOUND
    if arabic.bones == latin.bones and len(arabic.bones) > 1:
        return Like(0.8, "sound") if len(arabic.bones) > 2 else Like(0.5, "near")
    nearness = Levenshtein.normalized_similarity(arabic.bones, latin.bones)
    return (
        Like(round(0.7 * nearness, 3), "near")
        if nearness >= 0.6 and min(len(arabic.bones), len(latin.bones)) > 2
        else NONE
    )


def nearness(one: Part, two: Part) -> tuple[float, ...]:
    """What tells whether two spellings are one name: how near letters, sounds and consonants are, in shares and in edits."""
    letters = OSA.distance(one.form, two.form)
    sounds = OSA.distance(one.sound, two.sound)
    if one.other or two.other:
        sounds = min(
            sounds, OSA.distance(one.other or one.sound, two.sound), OSA.distance(one.sound, two.other or two.sound)
        )
    frame = OSA.distance(one.bones, two.bones)
    longest = max(len(one.form), len(two.form))
    shortest = min(len(one.form), len(two.form))
    return (
        1.0,
        letters / longest,
        sounds / max(len(one.sound), len(two.sound)),
        frame / max(len(one.bones), len(two.bones), 1),
        JaroWinkler.similarity(one.form, two.form),
        float(one.form[0] == two.form[0]),
        float(one.sound[0] == two.sound[0]),
        min(letters, 4) / 4,
        1.0 if letters == 1 else 0.0,
        math.log(shortest),
        (longest - shortest) / longest,
        1.0 if frame == 0 else 0.0,
        1.0 if frame == 0 and len(one.bones) > 2 else 0.0,
    )


@lru_cache(maxsize=1)
def part_weights() -> tuple[float, ...]:
    """The learned weights of `nearness`."""
    return tuple(weights()["part"]["weights"])


def chance(one: Part, two: Part) -> float:
    """The learned share: how often two such spellings are one name."""
    most = max(1, int(max(len(one.form), len(two.form)) * EDITS))
    if OSA.distance(one.form, two.form, score_cutoff=most) > most:
        return 0.0
    total = sum(map(mul, part_weights(), nearness(one, two)))
    return round(0.9 / (1 + math.exp(-total)), 3)
