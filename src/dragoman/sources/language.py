"""The language of a text, as far as its length allows to tell."""

import re
import threading
from functools import cache
from typing import Any

SAMPLE = 4000  # characters looked at
DOUBTFUL = 60  # letters; a shorter text is not judged
SURE = 0.9
LATIN = re.compile(r"[A-Za-z]")
_LOCK = threading.Lock()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    with _LOCK:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language, None where the text is too short or the answer too unsure."""
    sample = text[:SAMPLE]
    letters = sum(letter.isalpha() for letter in sample)
    if letters < DOUBTFUL:
        return None
    code, chance = _identifier().classify(sample)
    if code == "en":
        return "en"
    if chance >= SURE or len(LATIN.findall(sample)) < letters / 2:
        return str(code)
    return None
