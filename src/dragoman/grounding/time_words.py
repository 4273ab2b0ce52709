"""A text cut into the tokens that the date rules look at, each with the kinds of time word it may be."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<word>(?![¼½¾])(?:(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:\.[A-Za-z]+)*(?:['’](?:t|ll|re|ve|d|m|clock)\b)?\.?))
    | (?P<isodate>\b\d{4}-\d\d-\d\d(?!\d)) | (?P<slashdate>\b(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d\d-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})(?![\d/-]))
    | (?P<compactdate>\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b)
    | (?P<decade>\b(?:1[0-9]|20)\d0['’]?s\b | (?:(?<=\s)['‘’`])?(?<![\d.,])[2-9]0['’]?s\b)
    | (?P<clock>(?<![\d:.])(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?=\s?[ap]\.?m\b)
        |(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:]))
    | (?P<shortyear>(?<![A-Za-z0-9])['‘’`]\d\d(?![\d'’%A-Za-z]))
    | (?P<ordinal>\b\d{1,3}(?:st|nd|rd|th)\b)
    | (?P<number>\d+[ -]\d/\d\b|\d*[¼½¾]|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)
    | (?P<genitive>['’]s?\b)
    | (?P<break>\n\s*\n) | (?P<sign>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75}
LONGEST_NUMBER = 15  # digits; what has more is a code, and too much to count with
_PAUSES = frozenset(".,;:!?)\"”'’—–[]")


class TimeToken(NamedTuple):
    """A token: where it stands, its lower-case form, what it may be (class to value), and the sign that stands for those classes.

    `stop`: a full stop that is no part of the word follows it.
    """

    start: int
    end: int
    form: str
    values: dict[str, Any]
    sign: str
    stop: bool = False


class _Known(NamedTuple):
    """What is known of a written token wherever it stands: how many characters it has, and the rest as in TimeToken."""

    length: int
    form: str
    values: dict[str, Any]
    sign: str


@cache
def read_table(name: str) -> dict[str, Any]:
    """The TOML table `name` of knowledge/times."""
    return tomllib.loads((files("dragoman.knowledge") / "times" / name).read_text(encoding="utf-8"))


def number_classes(form: str) -> dict[str, Any]:
    """What a number written in digits may be: a count, a day of the month, a year, a clock time."""
    plain = form.replace(",", "")
    value: float | int = int(plain) if plain.isdecimal() else _fractional(plain)
    classes: dict[str, Any] = {"NUM": value}
    if not form.isdecimal():
        return classes
    if len(form) <= 2 and 1 <= value <= 31:
        classes["DD"] = value
    if len(form) == 2:
        classes["TWODIGITS"] = value
    if len(form) == 4:
        if 1900 <= value <= 2039:
            classes["YEAR"] = value
        elif 1000 <= value < 1900:
            classes["OLDYEAR"] = value
        if value // 100 < 24 and value % 100 < 60:
            classes["HHMM"] = f"{form[:2]}:{form[2:]}"
    return classes


def _fractional(plain: str) -> float:
    """5.5 of `5.5`, `5 1/2` and `5½`."""
    parts = [part for part in re.split(r"[ -]|(?=[¼½¾])", plain) if part]
    return sum(
        _FRACTIONS.get(part) or (int(part[0]) / (int(part[2]) or 1) if part[1:2] == "/" else float(part))
        for part in parts
    )


def _iso_of_slashes(form: str) -> str | None:
    """The ISO date of 09/13/2024 (month first, unless only the day can be first), 13.09.2024 or 02-27-98."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", form))
    if year < 100:
        year += 1900 if year >= 40 else 2000
    month, day = (second, first) if "." in form or first > 12 else (first, second)
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _shape_values(kind: str, form: str) -> dict[str, Any]:
    digits = re.sub(r"\D", "", form)
    if len(digits) > LONGEST_NUMBER:
        return {}
    match kind:
        case "isodate":
            return {"ISODATE": form} if "01" <= form[5:7] <= "12" and "01" <= form[8:] <= "31" else {}
        case "compactdate":
            return {"ISODATE": f"{form[:4]}-{form[4:6]}-{form[6:]}"}
        case "slashdate":
            iso = _iso_of_slashes(form)
            return {"SLASHDATE": iso} if iso else {}
        case "decade":
            return {"DECADE": int(digits[:3])} if len(digits) == 4 else {"SHORTDECADE": 190 + int(digits[0])}
        case "clock":
            hour, minute = re.split(r"[:.]", form)[:2]
            return {"CLOCK": f"{int(hour):02d}:{minute}"}
        case "shortyear":
            return {"SHORTYEAR": int(digits) + (1900 if int(digits) >= 30 else 2000)}
        case "ordinal":
            return {"ORD": int(digits)}
        case "number":
            return number_classes(form)
    return {}


@dataclass
class _NumberReader:
    """Joins the words of one number: `twenty-five`, `a hundred and two`, `three million`."""

    words: dict[str, int]

    def read(self, forms: list[str], at: int) -> tuple[int, int] | None:
        """Value and number of tokens of the number word that begins at `at`."""
        if forms[at] not in self.words and not (forms[at] == "a" and self._big(forms, at + 1)):
            return None
        total = part = 0
        step = at
        while step < len(forms):
            part, total, taken = self._take(forms, step, part, total, first=step == at)
            if not taken:
                break
            step += taken
        return (total + part, step - at) if step > at else None

    def _big(self, forms: list[str], at: int) -> bool:
        return at < len(forms) and self.words.get(forms[at], 0) in (100, 1000)

    def _take(self, forms: list[str], at: int, part: int, total: int, *, first: bool) -> tuple[int, int, int]:
        form = forms[at]
        value = self.words.get(form)
        if first:
            return (1, 0, 1) if form == "a" else (value or 0, 0, 1)
        if form in ("-", "and") and at + 1 < len(forms):
            following = self.words.get(forms[at + 1])
            fits = following is not None and (
                (form == "-" and part % 100 in range(20, 100, 10) and 0 < following < 10)
                or (form == "and" and part >= 100 and following < 100)
            )
            return (part + (following or 0), total, 2) if fits else (part, total, 0)
        if value in (100, 1000, 1000000):
            return (part * 100, total, 1) if value == 100 else (0, total + part * (value or 1), 1)
        if value is not None and ((part % 100 == 0 and part) or (part % 100 in range(20, 100, 10) and 0 < value < 10)):
            return part + value, total, 1
        return part, total, 0


class TimeLexicon:
    """All time words, and a sign (one character) for each set of classes a token may have.

    So a rule is a regular expression over signs.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        self._entries: dict[str, list[tuple[str, Any, str | None]]] = {}
        for table in read_table("words.toml")["words"]:
            for form, value in table["entries"].items():
                self._entries.setdefault(form, []).append((table["class"], value, table.get("case")))
        self._literals = frozenset(literals)
        self._numbers = _NumberReader(
            {f: v for f, entries in self._entries.items() for c, v, _ in entries if c == "NUMWORD"}
        )
        self._signs: dict[frozenset[str], str] = {}
        self._cache: dict[tuple[str, str], _Known] = {}
        self._enumerate()

    def _enumerate(self) -> None:
        """Meets every set of classes once, so that signs are complete before rules are compiled."""
        for number in range(2400):
            for form in (str(number), f"{number:04d}", f"{number:02d}"):
                self._classified(form, "number")
        for kind, form in _SAMPLES:
            self._classified(form, kind)
        for form in [*self._entries, *self._literals, "xyzzy", "xyzzys"]:
            for written in (form, form.capitalize(), form.upper()):
                self._classified(written, "word")
        for sign in [*"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—“”‘’£€", "\n\n"]:
            self._classified(sign, "sign")
        for count in (1, 2, 3, 12, 21, 99):
            self._sign_of({"NUM": count, "NUMWORD": count, **({"DD": count} if count <= 31 else {})}, frozenset())
        self._sign_of({"HOLIDAY": None}, frozenset())

    def classes_with(self, name: str) -> str:
        """All signs of tokens that may be `name` (a class, or a literal word)."""
        return "".join(sign for classes, sign in self._signs.items() if name in classes)

    def _sign_of(self, values: dict[str, Any], extra: frozenset[str]) -> str:
        key = frozenset(values) | extra
        return self._signs.setdefault(key, chr(0x4E00 + len(self._signs)))

    def _classified(self, written: str, kind: str) -> _Known:
        found = self._cache.get((written, kind))
        if found is None:
            found = self._classify(written, kind)
            if len(self._cache) < 50_000:
                self._cache[written, kind] = found
        return found

    def _classify(self, written: str, kind: str) -> _Known:
        if kind == "word" and written.endswith(".") and not self._known_with_dot(written):
            written = written[:-1]
        form = written.lower().replace("’", "'")
        extra = {f"w:{form}"} if form in self._literals else set()
        values = _shape_values(kind, form.replace("‘", "'"))
        if kind == "word":
            case = "capital" if written[:1].isupper() else "lower"
            values = {c: v for c, v, needed in self._entries.get(form, ()) if needed in (None, case)}
            if "NUMWORD" in values:
                values = {
                    **values,
                    "NUM": values["NUMWORD"],
                    **({"DD": values["NUMWORD"]} if 1 <= values["NUMWORD"] <= 31 else {}),
                }
            if not values:
                extra |= self._word_shape(written)
        if kind in ("sign", "genitive", "break"):
            extra |= {"PAUSE"} if form in _PAUSES or kind == "break" else set()
            extra |= {"LPAREN"} if form == "(" else set()
            extra |= {"w:'s"} if kind == "genitive" else set()
            extra |= {"w:-"} if form in "‐‑" and kind == "sign" else set()
        return _Known(len(written), form, values, self._sign_of(values, frozenset(extra)))

    def _word_shape(self, written: str) -> set[str]:
        if written[:1].isupper():
            return {"NAMECAP"}
        return {"NAMELESS", "PLURAL"} if written.endswith("s") and not written.endswith("ss") else {"NAMELESS"}

    def tokens(self, text: str) -> list[TimeToken]:
        """The tokens of `text` in order; the words of a spelt-out number are one token."""
        raw = []
        for match in _TOKEN.finditer(text):
            length, form, values, sign = self._classified(match.group(), match.lastgroup or "sign")
            start, whole = match.span()
            raw.append(TimeToken(start, start + length, form, values, sign, start + length < whole))
        return self._join_numbers(raw)

    def _known_with_dot(self, written: str) -> bool:
        form = written.lower()
        return form in self._entries or form in self._literals or "." in form[:-1]

    def _join_numbers(self, tokens: list[TimeToken]) -> list[TimeToken]:
        if not any("NUMWORD" in token.values for token in tokens):
            return tokens
        forms = [token.form for token in tokens]
        out: list[TimeToken] = []
        at = 0
        while at < len(tokens):
            read = self._numbers.read(forms, at) if "NUMWORD" in tokens[at].values or forms[at] == "a" else None
            if read is None or read[1] == 1:
                out.append(tokens[at])
                at += 1
                continue
            value, taken = read
            values = {"NUM": value, "NUMWORD": value, **({"DD": value} if 1 <= value <= 31 else {})}
            joined = " ".join(forms[at : at + taken])
            out.append(
                TimeToken(
                    tokens[at].start, tokens[at + taken - 1].end, joined, values, self._sign_of(values, frozenset())
                )
            )
            at += taken
        return out


_SAMPLES = (
    ("isodate", "2024-01-01"), ("slashdate", "01/02/2024"), ("decade", "1990s"), ("decade", "'80s"), ("clock", "10:30"),
    ("shortyear", "'98"),     ("ordinal", "13th"), ("genitive", "'s"), ("genitive", "'"), ("number", "2.5"), ("number", "3,000"),
)  # fmt: skip
