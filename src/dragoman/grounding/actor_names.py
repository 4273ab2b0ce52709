"""Names of people made comparable: accents, hyphens, order and transliteration taken out in steps of rising boldness."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "e",
        "’": "'",
        "ʻ": "'",
        "‘": "'",
    }
)
PARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "ad",
        "ar",
        "az",
        "ul",
        "ur",
        "bin",
        "ibn",
        "bint",
        "ben",
        "von",
        "van",
        "de",
        "da",
        "del",
        "della",
        "der",
        "den",
        "di",
        "du",
        "dos",
        "das",
        "la",
        "le",
        "y",
    ]
)
APART = re.compile(r"[^a-z0-9]+")
SOUNDS = (
    (re.compile(r"sch|sh|sz"), "s"),
    (re.compile(r"tsch|tch|ch|cz|dzh|dj|zh"), "0"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th|dh|tt|dd"), "d"),
    (re.compile(r"kh|gh|ck|q|g"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"t"), "d"),
    (re.compile(r"p"), "b"),
)
VOWELS = re.compile(r"(?<=.)[aeiouyj']+")
TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Small letters without accents: `Recep Tayyip Erdoğan` gives `recep tayyip erdogan`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 14)
def name_parts(text: str) -> tuple[str, ...]:
    """The parts of a name without accents; hyphens and spaces part alike, apostrophes not: `N'Djamena` is one part."""
    return tuple(part for part in APART.split(plain(text).replace("'", "")) if part)


def solid(parts: tuple[str, ...]) -> str:
    """The name in one word, in its order: `Kim Jong Un`, `Kim Jong-un` and `Kim Jongun` are the same."""
    return "".join(parts)


def unordered(parts: tuple[str, ...]) -> str:
    """The parts that tell people apart, sorted: `Abe Shinzo` and `Shinzo Abe` are the same, initials and particles fall away."""
    telling = [part for part in parts if len(part) > 1 and part not in PARTICLES]
    return " ".join(sorted(telling or parts))


@lru_cache(maxsize=1 << 14)
def sound(part: str) -> str:
    """What is left of a part when spellings of one sound are one and inner vowels are gone: Gaddafi, Qadhafi, Kadafi are `kdf`."""
    for pattern, letter in SOUNDS:
        part = pattern.sub(letter, part)
    return TWICE.sub(r"\1", VOWELS.sub("", part))


def sounds(parts: tuple[str, ...]) -> str:
    """The sounds of the telling parts, sorted."""
    telling = [part for part in parts if len(part) > 1 and part not in PARTICLES]
    return " ".join(sorted(sound(part) for part in telling or parts))
