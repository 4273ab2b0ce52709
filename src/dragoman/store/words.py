"""What people type to search with, and the words of a text, for databases that want to be told both.

SQLite's FTS5 cuts and folds by itself; the same is done here for others, so that a search finds the same on any of them: letters and
digits make words, accents and case do not count, nothing is stemmed or left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

QUERY = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
WORD = re.compile(r"[^\W_]+")
LONGEST = 500  # characters of a word that count; what is longer is no word anyone looks for


class Term(NamedTuple):
    """Words that must stand side by side, the last of them perhaps only begun; `unwanted` where they must not."""

    words: tuple[str, ...]
    begun: bool
    unwanted: bool


def terms_of(typed: str) -> list[Term]:
    """The terms of words, "phrases", word* and -without; what has no letter or digit is no term.

    >>> terms_of('arms "North Korea" missile* -satellite')[1:3]
    [Term(words=('north', 'korea'), begun=False, unwanted=False), Term(words=('missile',), begun=True, unwanted=False)]
    """
    found = []
    for minus, phrase, word in QUERY.findall(typed):
        words = tuple(words_of(phrase or word))
        if words:
            found.append(Term(words, word.endswith("*"), bool(minus)))
    return found


def words_of(text: str) -> Iterator[str]:
    """The words of a text in order, folded."""
    return (word.group()[:LONGEST] for word in WORD.finditer(folded(text)))


def folded(text: str) -> str:
    """Small letters without accents: Erdogan and Erdoğan are one."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).lower()
