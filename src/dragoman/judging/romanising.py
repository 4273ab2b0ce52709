"""Words of a name in any script, in Latin letters without accents."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from .name_tables import arabic_letters, organisation_words, person_names

# In a name these join what belongs together (O'Neil, Mi'ad, Co.); other signs part words.
SILENT = re.compile(r"[’'`´ʿʾʻʼ‘ʹʺ׳״\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
DOTTED = re.compile(r"(?<!\w)(?:\w\.){2,}(?:\w(?!\w))?")
# Vowel signs of these scripts are part of a word, though \w does not hold them: Indic, Thai and Lao, Tibetan, Burmese, Khmer.
SIGNS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0fbc\u102b-\u103e\u17b4-\u17d3"
PIECES = re.compile(f"(?:[^\\W_]|[{SIGNS}])+")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff々]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
KANA = re.compile(r"[\u3040-\u30ff]")
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
JAMO = re.compile(r"[\u1100-\u11ff\u3130-\u318f]")
MARKS = re.compile(r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u06d6-\u06ed]")
MAX_CHARACTERS = 300  # the longest names on the lists have about 200
MAX_WORDS = 24
KOREAN_NAME = 4  # syllables that a Korean name has at most; a longer run of Hangul is one foreign word


class Piece:
    """A word of a name: as written, in ASCII, and the script it was written in (latin, arabic, han, hangul, kana, other)."""

    __slots__ = ("form", "script", "written")

    def __init__(self, written: str, form: str, script: str) -> None:
        self.written = written
        self.form = form
        self.script = script


def script_of(word: str) -> str:
    """The script of a word's first telling letter."""
    if word.isascii():
        return "latin"
    for name, pattern in (("arabic", ARABIC), ("hangul", HANGUL), ("kana", KANA), ("han", HAN)):
        if pattern.search(word):
            return name
    return "latin" if "LATIN" in unicodedata.name(word[0], "") else "other"


def tidy(text: str) -> str:
    """The name in compatible small letters, silent signs gone, dotted letters joined: `S.p.A.` is `spa`."""
    text = unicodedata.normalize("NFKC", text[: MAX_CHARACTERS * 2])[:MAX_CHARACTERS]
    text = MARKS.sub("", SILENT.sub("", text)).casefold()
    text = unicodedata.normalize("NFC", text)
    return DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)


def pieces(text: str) -> list[Piece]:
    """The words of a name in their order, romanised. Han and Hangul runs are cut into the names and syllables they hold."""
    found: list[Piece] = []
    for word in PIECES.findall(tidy(text)):
        found.extend(_cut(word))
    return [piece for piece in found if piece.form][:MAX_WORDS]


def _cut(word: str) -> list[Piece]:
    script = script_of(word)
    if script == "hangul" and word not in person_names() and len(word) <= KOREAN_NAME:
        return [Piece(syllable, romanise(syllable), script) for syllable in word]
    if script == "han":
        return [Piece(part, romanise(part), script) for part in segments(word)]
    return [Piece(word, romanise(word), script)]


@lru_cache(maxsize=1 << 14)
def segments(word: str) -> tuple[str, ...]:
    """A run of Han cut into the longest known names and words, else into single characters."""
    names, words, parts, at = person_names(), organisation_words(), [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            part = word[at:end]
            if end == at + 1 or part in words or (part in names and end - at > 1):
                parts.append(part)
                at = end
                break
    return tuple(parts)


@lru_cache(maxsize=1 << 15)
def romanise(word: str) -> str:
    """One word in ASCII letters and digits. Arabic keeps its long vowels: محمود is `mhmwd`."""
    if word.isascii():
        return word
    if ARABIC.search(word):
        word = word.translate(arabic_letters())
    latin = anyascii(word).lower()
    return "".join(letter for letter in latin if letter.isalnum() and letter.isascii())
