"""In which language a text is.

English is told by its small words, at no cost. Only a text that does not pass goes to the recogniser of py3langid (140 languages;
a second to load and 100 MB). A text of few words is doubtful: it is believed to be in another language only where the recogniser is sure,
or the script leaves no choice; otherwise its language stays unknown and it is read.
"""

import re
from functools import cache
from typing import Any

from .tables import language_names, table

SAMPLE = 20_000  # characters; more does not change the answer
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ENOUGH_WORDS = 25  # fewer are doubtful
SMALL_WORDS = 0.25  # share of small words; English news has 0.35 to 0.45, other languages in the Latin script below 0.2
ARTICLES = 0.02  # share of "the"; English news has 0.04 to 0.08
SURE = 0.8  # of a recogniser whose probabilities are flat for short texts
LATIN = 0.5  # share of Latin letters below which a text is not English, however short
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


def language_of(text: str) -> str | None:
    """ISO 639-1 of the language, or the longer code of one that has none; None where too few words leave it open."""
    sample = text[:SAMPLE]
    words = WORD.findall(sample.lower())
    if is_plain_english(words):
        return "en"
    if not words:
        return None
    code, sure = recogniser().classify(sample)
    if len(words) >= ENOUGH_WORDS or sure >= SURE or latin_share(sample) < LATIN:
        return None if code == "zxx" else str(code)
    return None


def is_plain_english(words: list[str]) -> bool:
    """Whether the small words alone make it English."""
    small = table("english")
    if words.count(small["article"]) < max(1, ARTICLES * len(words)):
        return False
    known = set(small["words"])
    return sum(word in known for word in words) >= SMALL_WORDS * len(words)


def latin_share(text: str) -> float:
    """The share of Latin letters among the letters."""
    letters = sum(letter.isalpha() for letter in text)
    return len(LATIN_LETTER.findall(text)) / max(1, letters)


@cache
def recogniser() -> Any:
    """The recogniser, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_name(code: str) -> str:
    """The English name of a language, its code where it is not in the table."""
    return language_names().get(code, code)
