"""Equipment and goods a report names, with where each stands in the lists that sanctions use."""

import csv
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

from ..errors import KnowledgeError
from ..records import Article, Item, Maker, Reading, Record, Sentence, Word, span_of
from .item_phrases import Phrase, PhraseTable, Token, phrase_key, text_tokens

VERSION = "1"
NEAR = 1  # sentences before and after in which a word that settles the sense may stand


class Kit(Record, frozen=True, kw_only=True):
    """A row of the tables: one piece of equipment or kind of goods under all its names."""

    name: str
    kind: str
    named: bool = False
    maker: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    un_register: str | None = None
    mtcr: str | None = None
    unsc_items: tuple[str, ...] = ()
    compatible_with: tuple[str, ...] = ()
    source: str = ""


class Sense(Record, frozen=True, kw_only=True):
    """When a word is not the thing it looks like."""

    upos: tuple[str, ...] = ()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


class Kits:
    """The tables of equipment and goods, read once."""

    def __init__(self, rows: Sequence[tuple[str, Kit]], senses: Mapping[str, Sense]) -> None:
        self.table = PhraseTable(rows)
        self.senses = senses

    def find(self, article: Article, reading: Reading) -> Iterator[tuple[Phrase[Kit], Kit]]:
        """Phrases with the row they stand for, in reading order; words in another sense are left out."""
        tokens = text_tokens(article.text)
        for phrase in self.table.find(tokens):
            if not self._misleads(phrase, tokens, reading.sentences):
                yield phrase, merged(phrase.values)

    def _misleads(self, phrase: Phrase[Kit], tokens: Sequence[Token], sentences: Sequence[Sentence]) -> bool:
        """Whether the neighbours, the part of speech or the company say that the thing is not meant."""
        number = bisect_right(sentences, phrase.start, key=attrgetter("start")) - 1
        head = _word_at(sentences, tokens[phrase.last].start)
        opens = number >= 0 and sentences[number].start == phrase.start
        if phrase.first == phrase.last and not phrase.cased and not opens and _is_name(head, tokens[phrase.first]):
            return True
        sense = self.senses.get(phrase.key)
        if sense is None:
            return False
        before = tokens[phrase.first - 1].text.lower() if phrase.first else ""
        after = tokens[phrase.last + 1].text.lower() if phrase.last + 1 < len(tokens) else ""
        if before in sense.not_before or after in sense.not_after:
            return True
        if sense.upos and head is not None and head.upos not in (*sense.upos, "PROPN"):
            return True
        return bool(sense.needs) and sense.needs.isdisjoint(_company(sentences, number, tokens))


def find_items(article: Article, reading: Reading) -> tuple[Item, ...]:
    """Equipment and goods in reading order; the longest name wins.

    `objects` are codes of the provisions' vocabulary, the named ones first; parents are not repeated. A plain noun that means something
    else here ("lead talks", "a tank of water") gives nothing.
    """
    return tuple(_item(article.text, phrase, kit) for phrase, kit in kits().find(article, reading))


def lookup_item(name: str) -> tuple[Kit, ...]:
    """What a name stands for, as a person types it, its rows as one; without an exact name, those whose names begin with it or hold it."""
    exact = kits().table.lookup(name)
    if exact:
        return (merged(exact),)
    key = phrase_key(name)
    near = [kit for phrase, kit in table_rows() if key and f" {key}" in f" {phrase_key(phrase)}"]
    return tuple(dict.fromkeys(near))


def fits(kit: Kit) -> tuple[str, ...]:
    """Names of what shares a calibre family with this, other than itself: which guns a shell fits, and the other way round."""
    families = {family for mark in kit.compatible_with if mark.startswith("cal:") for family in mark[4:].split(",")}
    families.discard("generic")
    same = [
        other.name
        for _, other in table_rows()
        if other.name != kit.name
        and families & {f for mark in other.compatible_with if mark.startswith("cal:") for f in mark[4:].split(",")}
    ]
    return tuple(dict.fromkeys(same))


def merged(rows: Sequence[Kit]) -> Kit:
    """The rows that share a name as one: the first one's description, the objects of all."""
    if len(rows) == 1:
        return rows[0]
    objects = tuple(dict.fromkeys(code for row in rows for code in row.objects))
    return Kit.from_dict({**rows[0].to_dict(), "objects": objects})


@cache
def kits() -> Kits:
    """Equipment and goods. Raises KnowledgeError where a table of the package is broken."""
    return Kits(table_rows(), senses())


@cache
def senses() -> dict[str, Sense]:
    """The words with misleading senses, by the key they are found under."""
    tables = _toml("equipment", "senses.toml")
    lists = tables.pop("lists")
    return {phrase_key(word): _sense(word, table, lists) for word, table in tables.items()}


def rows_of_objects(*, things: bool) -> Iterator[tuple[str, Kit]]:
    """The words of the provisions' objects: goods, or (`things=False`) people, places, services and money."""
    for code, table in _toml("provisions", "vocabulary", "objects.toml").items():
        if table.get("thing", True) is things:
            kit = Kit(name=table["gloss"], kind=table["gloss"], objects=(code,), source="CUR")
            yield from ((word, kit) for word in table.get("words", ()))


@cache
def table_rows() -> tuple[tuple[str, Kit], ...]:
    """Every name of the tables with its row. Raises KnowledgeError where a row is broken."""
    folder = files("dragoman").joinpath("knowledge", "equipment")
    rows: list[tuple[str, Kit]] = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".csv"):
            for number, row in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), 2):
                rows += _named(row, f"{path.name} row {number}")
    return (*rows, *rows_of_objects(things=True))


def _named(row: dict[str, str], place: str) -> list[tuple[str, Kit]]:
    if not row.get("name") or row.get("named") not in ("yes", "no"):
        raise KnowledgeError(f"{place}: a row needs a name, and `named` must be yes or no")
    kit = Kit(
        name=row["name"],
        kind=row["kind"],
        named=row["named"] == "yes",
        maker=_parts(row["maker"]),
        objects=_parts(row["objects"]),
        un_register=row["un_register"] or None,
        mtcr=row["mtcr"] or None,
        unsc_items=_parts(row["unsc_items"]),
        compatible_with=_parts(row["compatible_with"]),
        source=row["source"],
    )
    return [(name, kit) for name in (row["name"], *_parts(row["aliases"]))]


def _parts(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split(";") if part)


def _sense(word: str, table: dict[str, list[str]], lists: dict[str, list[str]]) -> Sense:
    needs: list[str] = []
    for one in table.get("needs", ()):
        if one.startswith("@") and one[1:] not in lists:
            raise KnowledgeError(f"senses.toml, [{word}]: there is no list {one}")
        needs += lists[one[1:]] if one.startswith("@") else [one]
    return Sense(
        upos=tuple(table.get("upos", ())),
        not_before=frozenset(table.get("not_before", ())),
        not_after=frozenset(table.get("not_after", ())),
        needs=frozenset(one.lower() for one in needs),
    )


def _toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(files("dragoman").joinpath("knowledge", *parts).read_text(encoding="utf-8"))


def _word_at(sentences: Sequence[Sentence], start: int) -> Word | None:
    """The word that begins at a place of the text."""
    number = bisect_right(sentences, start, key=attrgetter("start")) - 1
    words = sentences[number].words if number >= 0 else ()
    at = bisect_left(words, start, key=attrgetter("start"))
    return words[at] if at < len(words) and words[at].start == start else None


def _company(sentences: Sequence[Sentence], number: int, tokens: Sequence[Token]) -> Iterator[str]:
    """The lower-case words of a sentence and its neighbours."""
    near = sentences[max(0, number - NEAR) : number + NEAR + 1]
    first = bisect_left(tokens, near[0].start, key=attrgetter("start"))
    for token in tokens[first : bisect_left(tokens, near[-1].end, key=attrgetter("start"))]:
        yield token.text.lower()


def _is_name(head: Word | None, token: Token) -> bool:
    """A plain noun written as part of a proper name ("Mr Crane", "Gold Coast") is not the thing."""
    return head is not None and head.upos == "PROPN" and token.text[0].isupper() and not token.text.isupper()


def _item(text: str, phrase: Phrase[Kit], kit: Kit) -> Item:
    reason = f"“{text[phrase.start : phrase.end]}” is {kit.name} ({kit.kind}) in the tables of equipment and goods"
    return Item(
        text=text[phrase.start : phrase.end],
        name=kit.name,
        kind=kit.kind,
        objects=kit.objects,
        un_register=kit.un_register,
        mtcr=kit.mtcr,
        unsc_items=kit.unsc_items,
        compatible_with=kit.compatible_with,
        span=span_of(text, phrase.start, phrase.end),
        made_by=Maker(stage="items", rule="longest-name", version=VERSION, reasons=(reason,)),
    )
