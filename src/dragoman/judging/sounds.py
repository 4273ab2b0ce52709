"""What a word of a name sounds like, so that spellings of one sound are one."""

import re
from functools import cache, lru_cache

from .name_tables import korean_sounds, sounds

TWICE = re.compile(r"(.)\1+")
VOWELS = "aiu"
BONES = str.maketrans({"z": "s", "v": "f", "g": "k", "c": "x", "a": None, "i": None, "u": None})


@cache
def _rules() -> tuple[re.Pattern[str], dict[tuple[str, str], str]]:
    anchored = {"start": r"\A{}", "end": r"{}\Z", "any": "{}"}
    parts = [
        f"(?P<{where}{number}>{anchored[where].format(letters)})" for number, (letters, _, where) in enumerate(sounds())
    ]
    table = {(where, letters): sound for letters, sound, where in sounds()}
    return re.compile("|".join(parts)), table


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The sound of an ASCII word: `mohammed`, `muhamad` are both `muhamad`; vowels fall into a, i, u."""
    pattern, table = _rules()

    def heard(found: re.Match[str]) -> str:
        return table[(found.lastgroup or "").rstrip("0123456789"), found.group()]

    return TWICE.sub(r"\1", pattern.sub(heard, word))


@lru_cache(maxsize=1 << 16)
def bones(heard: str) -> str:
    """The consonants of a sound, those that spellings often swap made one; a first vowel is gone, a last h too."""
    skeleton = heard.translate(BONES)
    return skeleton.rstrip("h") or skeleton or heard[:1]


@lru_cache(maxsize=1 << 15)
def other_sound(word: str) -> str | None:
    """The sound where j is y, as German, Slavic and Nordic spellings have it; None where there is no j."""
    if "j" not in word or "dj" in word:
        return None
    return sound(word.replace("j", "y"))


@lru_cache(maxsize=1 << 15)
def vowelled(arabic: str, heard: str) -> bool:
    """Whether a Latin sound is a reading of an Arabic form: `mhmwd` of `mahmud`, not of `muhamad`.

    Consonants must agree in order; a long vowel (w, y, a) must be heard as u, i, a or its consonant; short vowels are free.
    """
    letters = _consonants_and_long(arabic)
    reached = {0}
    for number, symbol in enumerate(letters):
        reached = {after for at in reached for after in _step(symbol, heard, at, edge=number in (0, len(letters) - 1))}
        if not reached:
            return False
    return any(heard[at:].strip(VOWELS + "h") == "" and len(heard) - at <= 2 for at in reached)


@lru_cache(maxsize=1 << 15)
def _consonants_and_long(arabic: str) -> str:
    return TWICE.sub(r"\1", _latin_consonants(arabic))


def _latin_consonants(arabic: str) -> str:
    for digraph, letter in (
        ("kh", "h"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("sh", "x"),
        ("zh", "j"),
        ("ch", "c"),
        ("q", "k"),
    ):
        arabic = arabic.replace(digraph, letter)
    return arabic


LONG = {"w": "uv", "y": "i", "a": "a"}
NEAR = {
    "d": "dz",
    "t": "ts",
    "z": "zd",
    "s": "sz",
    "g": "gk",
    "k": "kg",
    "j": "jg",
    "c": "cx",
    "x": "xc",
    "v": "vf",
    "f": "fv",
    "b": "bp",
}


def _step(symbol: str, heard: str, at: int, *, edge: bool) -> set[int]:
    """Where in `heard` one may stand after reading `symbol` from `at`; at most two short vowels may lie between.

    At the edge of the word a first a may be any vowel, a last a, h or y may be unheard.
    """
    found = set()
    wanted = VOWELS if symbol == "a" and at == 0 else LONG.get(symbol) or NEAR.get(symbol, symbol)
    for skipped in range(3):
        place = at + skipped
        if place < len(heard) and heard[place] in wanted:
            found.add(place + 1)
        if place >= len(heard) or heard[place] not in VOWELS:
            break
    if edge and symbol in "ahy" and at >= len(heard) - 1:
        found.add(at)
    return found


@lru_cache(maxsize=1 << 14)
def korean(word: str) -> tuple[str, ...]:
    """The classes of a word's Korean syllables (one or two), empty where it cannot be Korean: `jong` and `chung` are both `cong`."""
    return tuple(_syllables(word, 2) or ())


def _syllables(word: str, left: int) -> list[str] | None:
    if not word:
        return []
    if left == 0:
        return None
    for end in range(min(len(word), 7), 0, -1):
        heard = _korean_syllable(word[:end])
        if heard is not None:
            rest = _syllables(word[end:], left - 1)
            if rest is not None:
                return [heard, *rest]
    return None


@cache
def _korean_pattern() -> re.Pattern[str]:
    parts = korean_sounds()
    alternatives = ["|".join(sorted(parts[part], key=len, reverse=True)) for part in ("initial", "vowel", "final")]
    return re.compile("({})({})({})".format(*alternatives))


@lru_cache(maxsize=1 << 14)
def _korean_syllable(syllable: str) -> str | None:
    found = _korean_pattern().fullmatch(syllable)
    if not found:
        return None
    parts = korean_sounds()
    initial, vowel, final = (parts[part][found[group]] for part, group in (("initial", 1), ("vowel", 2), ("final", 3)))
    if initial in ("r", "n") and vowel[0] in "yi":
        initial = ""
    return (initial or "-") + vowel + final
