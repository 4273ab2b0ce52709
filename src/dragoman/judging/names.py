"""A name made ready to be compared: its parts with their sounds, what each part does, how much it tells.

A part is what one person would call one name: `Abd al-Rahman`, `Abdulrahman` and `عبد الرحمن` each give one part; `Jong-un` of a Korean
gives two. Titles, articles and `bin` fall away; legal forms of companies are set apart.
"""

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from dragoman.grounding.actor_tables import states

from .name_tables import (
    company_forms,
    frequencies,
    honorifics,
    korean_surnames,
    numbers,
    organisation_words,
    particles,
    person_names,
    read_table,
)
from .romanising import Piece, pieces
from .sounds import bones, korean, other_sound, sound

KINDS = ("person", "organisation", "vessel")
WORD_CLASSES = 10_000_000  # classes of organisations' words are numbered from here, those of persons' names below
RARE = 12.0  # bearers in 100,000 below which a part is not rarer still; the lists are too small to tell
LEAST_WEIGHT = 0.08
INITIAL_WEIGHT = 0.25
TITLE_WEIGHT = 0.15
WORD_WEIGHT = 0.35  # at most, for a word such as "bank" that any organisation may bear
FORM_WEIGHT = 0.1  # for "company" and "group", which come and go like legal forms
FORM_WORDS = frozenset(("co", "corp", "grp", "holding", "enterprise"))  # as organisation_words.csv calls them
COMPANY_WORDS = frozenset(("co", "corp"))
MAX_CLASSES = 12
LONG_WORD = 5  # letters from which a word of an organisation's name may be another form of a person's name in it
SERVANT = re.compile(r"abd(?:[aeiou]{1,2}(?:l|([rsnzdt])(?=\1))?|l)?(?P<rest>[a-z]{3,})")
FAITH = re.compile(r"(?P<stem>[a-z]{3,}?)[aeiou]?d?d(?:i|ee|ie|ey|e)ne?")
GOD = re.compile(r"(?P<stem>[a-z]{3,}?)[aou]l{1,2}ah?")
FATHER = re.compile(r"ab(?:ou|u|oo|o)(?:l)?(?P<rest>[a-z]{3,})")
GLUED_ARTICLE = re.compile(r"(?:al|el)(?P<rest>[a-z]{4,})")
ACRONYM_IN_BRACKETS = re.compile(r"\(\W*([A-Z]{2,10})\W*\)")
OTHER_SCRIPT_IN_BRACKETS = re.compile(r"\(([^()a-zA-Z]*[^\W\d_a-zA-Z\u00c0-\u024f][^()a-zA-Z]*)\)")
SON_OF = re.compile(r"\b(?:son|daughter) of\b", re.IGNORECASE)
SHIP_PREFIXES = frozenset(("mv", "mt", "ms", "ss", "mvt", "fv", "my", "lpg", "lng"))


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One part of a name. `role`: name, title, initial, number, place, word. `weight` 0..1: how much it tells of who bears it."""

    form: str
    sound: str
    other: str
    bones: str
    role: str
    script: str
    weight: float
    classes: tuple[int, ...] = ()
    korean: str = ""
    place: str = ""


class Name(msgspec.Struct, frozen=True, array_like=True):
    """A name as written and its parts; `legal` are the families of its legal forms, `letters` its first letters as an acronym has them."""

    text: str
    kind: str
    parts: tuple[Part, ...]
    legal: tuple[str, ...] = ()
    letters: str = ""

    @property
    def weight(self) -> float:
        """How much the parts tell, together."""
        return sum(part.weight for part in self.parts)


@lru_cache(maxsize=1 << 12)
def name_of(text: str, kind: str) -> Name:
    """The name made ready, as that of a person, organisation or vessel. A text without letters has no parts."""
    if kind == "person":
        return Name(text, kind, person_parts(pieces(given_first(text))))
    return organisation_name(text, kind, pieces(text))


def given_first(text: str) -> str:
    """`Haniya, Ismail` as `Ismail Haniya`, `son of` as `bin`."""
    family, comma, given = text.partition(",")
    ordered = f"{given} {family}" if comma and "," not in given and given.strip() else text
    return SON_OF.sub("bin", ordered)


def kind_of(text: str) -> str:
    """Whose name it looks like: an organisation's where it has a legal form, a word such as "bank" or a number, else a person's."""
    found = pieces(text)
    words = [piece.form for piece in found]
    if any(piece.written in organisation_words() or piece.form in organisation_words() for piece in found):
        return "organisation"
    if len(legal_spans(words)) > 0 or any(any(letter.isdigit() for letter in word) for word in words):
        return "organisation"
    return "person"


# Persons


def person_parts(found: Sequence[Piece]) -> tuple[Part, ...]:
    """The parts of a person's name."""
    found = without_titles(found)
    if is_korean(found):
        return korean_parts(found)
    words = joined(found)
    return tuple(person_part(word, script, lookup) for word, script, lookup in words)


def without_titles(found: Sequence[Piece]) -> list[Piece]:
    """The pieces without titles at either end; a title that is also a name stays where little else would be left."""
    titles, kept = honorifics(), list(found)
    for at in (0, -1):
        while len(kept) > 1 and kept[at].form in titles and (not titles[kept[at].form] or len(kept) > 3):
            kept.pop(at)
    return kept


def joined(found: Sequence[Piece]) -> list[tuple[str, str, str]]:
    """Words with their script and the spelling to look up, servants and fathers joined with what follows, faiths with what precedes."""
    roles, prefix = particles(), ""
    words: list[tuple[str, str, str]] = []
    last = len(found) - 1
    for at, piece in enumerate(found):
        role = roles.get(piece.written) or roles.get(piece.form, "")
        if role in ("of_faith", "of_god") and words and not prefix:
            word, script, _ = words.pop()
            words.append(
                (
                    word + ("din" if role == "of_faith" else "lah"),
                    script,
                    word + ("uddin" if role == "of_faith" else "ullah"),
                )
            )
        elif role in ("servant", "father", "mother") and at < last:
            prefix = {"servant": "abd", "father": "abu", "mother": "um"}[role]
        elif (role == "article" and at < last) or (role in ("son", "daughter", "joiner") and 0 < at < last):
            continue
        else:
            words.append(one_word(piece, prefix))
            prefix = ""
    return words


def one_word(piece: Piece, prefix: str) -> tuple[str, str, str]:
    """A piece as a word: glued articles, servants, faiths spelt one way; with what it is looked up as."""
    form = piece.form
    if piece.script == "arabic":
        return arabic_word(form, piece.written, prefix)
    if prefix:
        rest = form[2:] if form[:2] in ("al", "ul", "el", "ol") and len(form) > 4 else form
        return prefix + rest, piece.script, prefix + ("ul" if prefix == "abd" else "") + rest
    return unglued(form), piece.script, piece.written


def arabic_word(form: str, written: str, prefix: str) -> tuple[str, str, str]:
    """A word in Arabic letters without its article; `bd`, `abw` glued before it are spelt as in Latin names."""
    if form.startswith("bdal") and len(form) > 6:
        form, prefix = form[4:], "abd"
    if form.startswith("al") and len(form) > 3:
        form, written = form[2:], written[2:]
    return ("bd" + form if prefix == "abd" else prefix + form), "arabic", written


@lru_cache(maxsize=1 << 14)
def unglued(form: str) -> str:
    """Names written in one word, spelt one way: `abdurrahman` is `abdrahman`, `nureddine` is `nurdin`, `habibullah` is `habiblah`."""
    if found := SERVANT.fullmatch(form):
        rest = found.group("rest")
        return "abd" + ("lah" if rest in ("lah", "allah", "ullah", "llah", "lahi") else rest)
    if found := FAITH.fullmatch(form):
        return found.group("stem") + "din"
    if found := GOD.fullmatch(form):
        return found.group("stem") + "lah"
    if found := FATHER.fullmatch(form):
        return "abu" + found.group("rest")
    return form


def person_part(word: str, script: str, lookup: str) -> Part:
    """A part of a person's name. `lookup` is the spelling as the tables have it."""
    titles = honorifics()
    heard = sound(word)
    role = "initial" if len(word) == 1 else "title" if word in titles else "name"
    classes = classes_of(lookup if script in ("arabic", "han", "hangul", "kana") else heard)
    telling = "~" + bones(heard) if script == "arabic" else heard
    weight = {"initial": INITIAL_WEIGHT, "title": TITLE_WEIGHT}.get(role) or rarity(telling, person=True)
    glued = GLUED_ARTICLE.fullmatch(word) if script == "latin" else None
    other = sound(glued.group("rest")) if glued else other_sound(word) or ""
    return Part(word, heard, other, bones(heard), role, script, round(weight, 3), classes)


def classes_of(form: str) -> tuple[int, ...]:
    """The classes of person_names.csv.gz that hold a sound, or a form of another script."""
    return person_names().get(form, ())[:MAX_CLASSES]


def is_korean(found: Sequence[Piece]) -> bool:
    """Whether all pieces are Korean syllables and the first or last is a Korean surname."""
    if any(piece.script == "hangul" for piece in found):
        return all(len(piece.written) == 1 for piece in found)
    if not 2 <= len(found) <= 4 or any(piece.script not in ("latin", "han") for piece in found):
        return False
    surnames = korean_surnames()
    return all(korean(piece.form) for piece in found) and (found[0].form in surnames or found[-1].form in surnames)


def korean_parts(found: Sequence[Piece]) -> tuple[Part, ...]:
    """The syllables of a Korean name as parts; all bearers of a surname's Hangul count as one spelling."""
    parts, ranks = [], list(korean_surnames())
    bearers = [piece.written if piece.written in ranks else piece.form for piece in (found[0], found[-1])]
    first = bearers[0] in ranks and (
        bearers[1] not in ranks or ranks.index(bearers[0]) <= ranks.index(bearers[1]) or len(found) < 3
    )
    for at, piece in enumerate(found):
        surname = at == (0 if first else len(found) - 1)
        syllables = korean(piece.form) or (piece.form,)
        spelt = split_like(piece.form, len(syllables))
        for syllable, form in zip(syllables, spelt, strict=True):
            parts.append(korean_part(form, syllable, piece, surname))
    return tuple(parts)


@lru_cache(maxsize=1 << 12)
def split_like(form: str, count: int) -> tuple[str, ...]:
    """A spelling cut into as many Korean syllables, the first as long as can be."""
    if count == 1:
        return (form,)
    for end in range(len(form) - 1, 0, -1):
        if len(korean(form[:end])) == 1 and len(korean(form[end:])) == 1:
            return form[:end], form[end:]
    return (form,) * count


def korean_part(form: str, syllable: str, piece: Piece, surname: bool) -> Part:
    heard = sound(form)
    surnames = korean_surnames()
    hangul = (surnames.get(piece.written) or surnames.get(piece.form, frozenset())) if surname else frozenset()
    classes = tuple(sorted(WORD_CLASSES * 2 + ord(sign) for sign in hangul))
    weight = 0.25 if surname else 0.5
    return Part(form, heard, "", bones(heard), "name", piece.script, weight, classes, syllable)


# Organisations and ships


def organisation_name(text: str, kind: str, found: Sequence[Piece]) -> Name:
    """An organisation's or a ship's name: legal forms set apart, countries known as such, small words gone."""
    if kind == "organisation" and (bracketed := ACRONYM_IN_BRACKETS.search(text)) and len(found) > 2:
        found = [piece for piece in found if piece.written != bracketed[1].lower()]
    if kind == "vessel" and len(found) > 2 and found[0].form + found[1].form in SHIP_PREFIXES:
        found = found[2:]
    words = [piece.form for piece in found]
    legal = legal_spans(words) if kind == "organisation" else []
    gone = {at for start, end, _ in legal for at in range(start, end)}
    if len(gone) == len(words):
        gone, legal = set(), []
    places = {start: (end, code) for start, end, code in place_spans(words)} if kind == "organisation" else {}
    parts, at = [], 0
    while at < len(found):
        if at in places and at not in gone:
            end, code = places[at]
            parts.append(place_part("".join(words[at:end]), code))
            at = end
            continue
        if at not in gone and not small(found, at, kind):
            parts.append(word_part(found[at]))
        at += 1
    letters = "".join(word[0] for at, word in enumerate(words) if particles().get(word) not in ("joiner", "article"))
    if not parts:
        parts = [word_part(piece) for piece in found]
    return Name(text, kind, tuple(parts), tuple(sorted({family for _, _, family in legal if family})), letters)


def variants(text: str, kind: str) -> list[str]:
    """A listed name, and what stands in brackets after it where that is an acronym or the name in its own script."""
    found = ACRONYM_IN_BRACKETS.search(text) if kind == "organisation" else OTHER_SCRIPT_IN_BRACKETS.search(text)
    if not found or text.strip() == found[0]:
        return [text]
    return [text if kind == "organisation" else OTHER_SCRIPT_IN_BRACKETS.sub(" ", text), found[1]]


def small(found: Sequence[Piece], at: int, kind: str) -> bool:
    """Whether a word of an organisation's or ship's name tells nothing: of, and, the; company; MV before a ship."""
    form = found[at].form
    if kind == "vessel":
        return at == 0 and form in SHIP_PREFIXES and len(found) > 1
    return len(found) > 1 and (
        particles().get(form) in ("joiner", "article") or (organisation_words().get(form) in COMPANY_WORDS and at > 0)
    )


def legal_spans(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where legal forms stand, longest first, with their family: at the end, at the start, or before more of them."""
    forms, found, at = company_forms(), [], 0
    while at < len(words):
        for end in range(min(len(words), at + 7), at, -1):
            form = forms.get(tuple(words[at:end]))
            if form and (at > 0 or end < len(words)):
                found.append((at, end, form[1]))
                at = end - 1
                break
        at += 1
    return found


@cache
def place_words() -> dict[tuple[str, ...], str]:
    """Names of states and their peoples as words, with the state's code; several codes, parted by ;, where the word does not tell."""
    found: dict[tuple[str, ...], str] = {}
    for row in read_table("place_words.csv"):
        found[tuple(row["words"].split(" "))] = row["countries"]
    for state in states():
        for name in (*state.names, *state.demonyms):
            words = tuple(piece.form for piece in pieces(name))
            if words and len("".join(words)) > 2:
                found.setdefault(words, state.country)
    return found


def place_spans(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where states and peoples are named, the longest first."""
    table, found, at = place_words(), [], 0
    while at < len(words):
        for end in range(min(len(words), at + 6), at, -1):
            if code := table.get(tuple(words[at:end])):
                found.append((at, end, code))
                at = end - 1
                break
        at += 1
    return found


def place_part(form: str, code: str) -> Part:
    heard = sound(form)
    weight = min(0.5, rarity(heard, person=False))
    return Part(form, heard, "", bones(heard), "place", "latin", round(weight, 3), (), "", code)


def word_part(piece: Piece) -> Part:
    """A word of an organisation's name, an Arabic one without its article."""
    form = piece.form
    if piece.script == "arabic" and form.startswith("al") and len(form) > 4:
        form = form[2:]
    heard = sound(form)
    if number := number_of(form):
        return Part(number, number, "", number, "number", "latin", 0.5)
    word = organisation_words().get(piece.written) or organisation_words().get(form)
    weight = rarity(heard, person=False)
    if word:
        least = FORM_WEIGHT if word in FORM_WORDS else WORD_WEIGHT
        return Part(
            form, heard, "", bones(heard), "word", piece.script, round(min(weight, least), 3), (word_class(word),)
        )
    weight = INITIAL_WEIGHT if len(form) == 1 else weight
    spelt = piece.script in ("latin", "other")
    classes = classes_of(heard if spelt else piece.written) if len(form) >= LONG_WORD or not spelt else ()
    return Part(form, heard, other_sound(form) or "", bones(heard), "name", piece.script, round(weight, 3), classes)


def number_of(form: str) -> str:
    """The number a word tells, as digits; empty where it tells none."""
    if form.isdigit():
        return form.lstrip("0") or "0"
    found = numbers().get(form)
    return str(found) if found is not None else ""


@cache
def word_classes() -> dict[str, int]:
    """A number for each English word that organisation_words.csv translates to."""
    return {word: WORD_CLASSES + at for at, word in enumerate(sorted(set(organisation_words().values())))}


def word_class(word: str) -> int:
    """The class of an organisation's word."""
    return word_classes()[word]


@lru_cache(maxsize=1 << 15)
def rarity(heard: str, *, person: bool) -> float:
    """How much a part tells, LEAST_WEIGHT (everybody bears it) to 1 (next to nobody does), from the table of frequencies."""
    bearers = frequencies().get(heard, (0.0, 0.0))[0 if person else 1]
    return max(LEAST_WEIGHT, math.log(100_000 / (bearers + RARE)) / math.log(100_000 / RARE))
