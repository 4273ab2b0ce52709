"""Makes the larger tables of knowledge/names out of public data; run once, look at the diff, commit.

    python training/name_tables.py WHEEL_FOLDER OFAC_SDN OFAC_ALT...

WHEEL_FOLDER is an unpacked wheel of `rigour` (MIT, OpenSanctions; its person names are Wikidata's, CC0), whose compiled core holds the data as
zstd frames. From it: person_names.csv.gz, company_forms.csv, organisation_words.csv, numbers.csv, nicknames.csv. From OFAC's lists (US
public domain): frequencies.csv.
"""

import collections
import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from dragoman.grounding.actor_tables import leader_rows
from dragoman.judging import name_tables
from dragoman.judging.names import name_of, unglued, word_classes
from dragoman.judging.romanising import HAN, PIECES, pieces, romanise, script_of, segments, tidy
from dragoman.judging.sounds import sound, vowelled

OUT = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "knowledge" / "names"
ZSTD = b"\x28\xb5\x2f\xfd"
RIGOUR = "rigour 2.6 (MIT, OpenSanctions)"
WIKIDATA = "Wikidata (CC0) through rigour 2.6"
SCRIPTS_KEPT = ("latin", "arabic", "han", "hangul", "CYRILLIC", "HEBREW", "GREEK", "GEORGIAN", "ARMENIAN")
LEGAL_MIN = 2
ENGLISH_SHORT = ("one", "two", "six", "ten")
KNOWN_SCRIPTS = 4  # a name written in fewer scripts is too little known for its Han form to be worth its room


def frames(core: bytes) -> Iterator[bytes]:
    """Every zstd frame of a compiled module that unpacks."""
    for found in re.finditer(re.escape(ZSTD), core):
        try:
            yield zstandard.ZstdDecompressor().decompressobj().decompress(core[found.start() :])
        except zstandard.ZstdError:
            continue


def write(name: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """A table of knowledge/names; packed without a date where the name says .gz, so that equal rows give equal bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    content = text.getvalue().encode()
    (OUT / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)


def plain_words(text: str) -> str:
    """A phrase as the words that names are cut into."""
    return " ".join(piece.form for piece in pieces(text))


def person_names(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Classes of forms: spellings of alphabets as their sound, other scripts as written where no spelling rule leads to a sound of the class."""
    for line in lines:
        listed = line.rpartition(" => ")[0].split(", ")
        scripts = {first_script(form) for form in listed if form}
        forms = [form for form in listed if usable(form) and (len(scripts) >= KNOWN_SCRIPTS or script_of(form) != "han")]
        kept = distinct(forms)
        if len(kept) > 1:
            yield " ".join(kept), WIKIDATA


def usable(form: str) -> bool:
    """One word of one kept script; family signs of Chinese and spelled tones are no forms."""
    if not PIECES.fullmatch(form) or re.search(r"[0-9¹²³⁴⁵⁶⁷⁸⁹姓氏]", form):
        return False
    return script_kept(form) and len(romanise(form)) > 1


def script_kept(form: str) -> bool:
    return first_script(form) in SCRIPTS_KEPT


def first_script(form: str) -> str:
    """The script of a form by its first letter, finer than the package's."""
    script = script_of(form)
    return unicodedata.name(form[0], "?").split()[0] if script == "other" else script


def distinct(forms: list[str]) -> list[str]:
    """The sounds of a class, then the forms of other scripts. A class of single Han characters has too many readings to be of use."""
    if any(HAN.fullmatch(form) for form in forms):
        return []
    spelt = [form for form in forms if script_of(form) in ("latin", "other")]
    heard = {sound(unglued(romanise(form))) for form in spelt}
    others = (tidy(form) for form in forms if script_of(form) not in ("latin", "other") and not told(form, heard))
    return list(dict.fromkeys((*sorted(heard), *others)))


def told(form: str, heard: set[str]) -> bool:
    """Whether a form in Arabic letters can be read as one of the sounds without a table."""
    return script_of(form) == "arabic" and any(vowelled(romanise(form), one) for one in heard)


def company_forms(rows: list[dict[str, object]]) -> Iterator[tuple[str, str, str, str]]:
    """Legal forms as words, shortest name and family."""
    seen = set()
    for row in rows:
        aliases = [str(alias) for alias in row["aliases"]]  # type: ignore[union-attr]
        short = plain_words(str(row.get("compare") or row.get("display") or aliases[0])) or plain_words(aliases[0])
        for alias in (*aliases, str(row.get("display") or "")):
            words = plain_words(alias)
            if len(words) >= LEGAL_MIN and words not in seen and words not in name_tables.particles() and not HAN.fullmatch(alias):
                seen.add(words)
                yield words, short, str(row.get("generic") or ""), RIGOUR


def organisation_words(data: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """Single words of organisations' names in many languages."""
    seen = set()
    for kind in ("org_symbols", "org_domains"):
        for word, forms in sorted(data[kind].items()):
            for form in forms:
                written = tidy(form)
                if " " in plain_words(form) and not HAN.fullmatch(written):
                    continue
                key = written if HAN.fullmatch(written) else plain_words(form)
                if len(key) > 1 and key not in seen:
                    seen.add(key)
                    yield key, word.lower(), RIGOUR


def numbers(rows: list[dict[str, object]]) -> Iterator[tuple[str, int, str]]:
    """Single words that tell a number, not digits themselves."""
    seen = set()
    for row in rows:
        for form in (str(form) for form in row["forms"]):  # type: ignore[union-attr]
            words = [piece.form for piece in pieces(form)]
            if len(words) == 1 and words[0] not in seen and tells_number(words[0]):
                seen.add(words[0])
                yield words[0], int(str(row["number"])), RIGOUR


def tells_number(word: str) -> bool:
    """Whether a word is a number wherever it stands: with a digit in it, Roman, or too long to be a syllable of a name (san, go, un)."""
    if word.isdigit() or len(word) < 2:
        return False
    return any(letter.isdigit() for letter in word) or set(word) <= set("ivx") or len(word) > 3 or word in ENGLISH_SHORT


def nicknames(data: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """Short form and full form, the longest of each group being the full one."""
    for _, forms in sorted(data["person_nick"].items()):
        full = max(forms, key=len).lower()
        for form in forms:
            if form.lower() != full:
                yield form.lower(), full, RIGOUR


def frequencies(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, float, float, str]]:
    """Per 100,000 names: how many persons, how many organisations and ships bear a part, by its sound and, after ~, by its consonants."""
    counts: tuple[collections.Counter[str], collections.Counter[str]] = (collections.Counter(), collections.Counter())
    totals = [0, 0]
    for text, kind in names:
        side = int(kind != "person")
        totals[side] += 1
        parts = name_of(text, kind).parts
        counts[side].update({part.sound for part in parts} | {"~" + part.bones for part in parts})
    for word in sorted(counts[0] | counts[1]):
        if counts[0][word] > 2 or counts[1][word] > 2:
            shares = [round(counts[side][word] / totals[side] * 100_000, 1) for side in (0, 1)]
            yield word, *shares, "OFAC lists of 2021 and 2025, knowledge/actors"


def listed_names(primary: list[Path]) -> Iterator[tuple[str, str]]:
    """Names of OFAC's lists, and of the people in office of knowledge/actors, so that the world's common names count as common."""
    kinds = {"individual": "person", "-0-": "organisation", "vessel": "vessel"}
    for path in primary:
        with path.open(encoding="latin-1", newline="") as lines:
            for row in csv.reader(lines):
                if len(row) > 2 and row[2].strip() in kinds:
                    yield row[1], kinds[row[2].strip()]
    people = {row["person"] for row in leader_rows()}
    yield from ((person, "person") for person in sorted(people))


def main() -> None:
    """Writes the tables."""
    wheel, *lists = map(Path, sys.argv[1:])
    core = next(wheel.rglob("_core*.so")).read_bytes()
    ordinals, names, words, forms = None, None, None, None
    for frame in frames(core):
        if frame.startswith(b"[") and b'"number"' in frame[:2000]:
            ordinals = json.loads(frame)
        elif b" => Q" in frame[:2000]:
            names = frame.decode().splitlines()
        elif b'"org_domains"' in frame[:100]:
            words = json.loads(frame)
        elif b'"aliases"' in frame[:100] and b"Public Limited" in frame[:500]:
            forms = json.loads(frame)
    assert ordinals and names and words and forms, "the wheel does not hold the expected tables"
    write("person_names.csv.gz", ("forms", "source"), [])
    write("organisation_words.csv", ("form", "word", "source"), [])
    for cached in (name_tables.person_names, name_tables.organisation_words):
        cached.cache_clear()
    write("company_forms.csv", ("form", "short", "family", "source"), company_forms(forms))
    write("numbers.csv", ("form", "number", "source"), numbers(ordinals))
    write("nicknames.csv", ("form", "name", "source"), nicknames(words))
    write("organisation_words.csv", ("form", "word", "source"), organisation_words(words))
    write("person_names.csv.gz", ("forms", "source"), person_names(names))
    for table in (name_tables.person_names, name_tables.organisation_words, name_tables.company_forms, name_tables.numbers, segments, word_classes):
        table.cache_clear()
    write("frequencies.csv", ("word", "persons", "organisations", "source"), frequencies(listed_names(lists)))


if __name__ == "__main__":
    main()
