"""The lemma of a word, from its part of speech: tables of words and endings first, spelling rules where they are silent."""

import re
from functools import lru_cache

from .tables import table

Change = tuple[int, str]
LONGEST = 6  # letters of the longest ending in the table (training/lemmas.py)
ENDED = frozenset({"NOUN", "VERB", "ADJ", "ADV"})

VOWELS = "aeiou"
INFLECTED = re.compile(r"(.*[aeiouy].*?)(ing|ed)")
DOUBLED = re.compile(r"..+[aeiou]([bdgkmnprtz])\1|[^aeiou]+[aeiou]([bdgkmnprt])\2|.*[aeiou].*[eo](l)l")
# What loses an e before -ed and -ing: one short syllable, or an ending that English hardly spells without it.
SILENT_E = re.compile(
    r"(?:[^aeiou]*|.?qu)[aeiouy][^aeiouwxy]|.*(?:[aeiou][cgsvz]|[lrnpd][cgsv]|[ae]ng(?<=[^aeiou]..ng)|u|[bcdfgkpt]l"
    r"|(?<![eo])at|cre-?at|(?<![aeiou])[ou]t|[cv]it|(?<![ae])[iu]d|[iu]ad|(?<![aeiou])[ao]d|(?<![aeo])[iu]l|ib"
    r"|(?<![aeo])in|[vz]en|pon|qu?ir|(?<![aeo])[iu]r|(?<![aeiou])ar|[pnt]or|[aiou]k|(?<![aeiou])ap|(?<![aeiou])[aiu]m)"
)
PLURAL = re.compile(r"(.*[^aeiou])ies|(.*(?:ss|sh|ch|x|zz))es|(.*[^sui])s")


@lru_cache(maxsize=1)
def changes() -> dict[str, dict[str, Change]]:
    """Part of speech to ending (or `^word`) to letters to cut and letters to add."""
    found: dict[str, dict[str, Change]] = {}
    for row in table("lemmas"):
        found.setdefault(row["upos"], {})[row["ending"]] = (int(row["cut"]), row["add"])
    for row in table("irregular"):  # last: treebanks hold a few slips, such as `flead` for fled
        found.setdefault(row["upos"], {})["^" + row["form"]] = (len(row["form"]), row["lemma"])
    return found


@lru_cache(maxsize=1 << 16)
def lemma(word: str, upos: str) -> str:
    """The dictionary form, as UD English treebanks give it: `talks` NOUN is talk, `n't` PART is not.

    Names keep their letters; every other word comes back in lower case. A word that no row and no rule covers is its own lemma.
    """
    lower = word.lower().replace("’", "'")
    if upos == "NUM" and lower[0].isdigit():
        return lower.replace(",", "")
    known = changes().get(upos, {})
    if upos == "PROPN" and "^" + lower not in known:
        return word
    made = known.get("^" + lower)
    if made is None and upos in ENDED:
        made = next(
            (known[lower[-n:]] for n in range(min(LONGEST, len(lower) - 1), 0, -1) if lower[-n:] in known), None
        )
        if made is None or made == (0, ""):
            return spelled(lower, upos)
    cut, add = made or (0, "")
    return lower[: len(lower) - cut] + add


def spelled(word: str, upos: str) -> str:
    """The lemma by the spelling rules of English alone."""
    if not word.isalpha():
        return word
    if upos in ("VERB", "NOUN") and (plural := PLURAL.fullmatch(word)):
        stem = plural.group(1)
        return stem + "y" if stem else plural.group(2) or plural.group(3)
    if upos == "VERB" and word.endswith("eed"):
        return word if (len(word) < 6 and word[1] != "r") or word.endswith("ceed") else word[:-1]
    if upos == "VERB" and (inflected := INFLECTED.fullmatch(word)):
        return restored(inflected.group(1))
    return word


def restored(stem: str) -> str:
    """The verb whose -ed or -ing form was cut to this stem: `stopp` is stop, `declin` decline, `carri` carry."""
    if DOUBLED.fullmatch(stem):
        return stem[:-1]
    if stem.endswith("i"):
        return stem[:-1] + "y"
    return stem + "e" if SILENT_E.fullmatch(stem) else stem
