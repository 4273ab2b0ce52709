"""The table of who is meant: sentences of our own, written before the code from what real reports do."""

import csv
from datetime import date
from pathlib import Path

import pytest

from dragoman.grounding.actor_index import ActorIndex
from dragoman.grounding.actors import ground_parties
from dragoman.reading.reader import Reader
from dragoman.records import Article, article_id

TABLE = Path(__file__).with_name("actors.csv")
AT_LEAST = 0.90


def cases() -> list[dict[str, str]]:
    """The rows of actors.csv; the mention stands in brackets."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def grounded(row: dict[str, str], reader: Reader) -> tuple[set[str | None], set[bool]]:
    """The codes that the marked words got, and whether they were taken as a place."""
    marked = row["sentence"]
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    article = Article(id=article_id(text, None), text=text)
    on = date.fromisoformat(row["date"]) if row["date"] else None
    parties, mentions = ground_parties(article, reader.read(article), on, ActorIndex.load())
    over = [one for one in mentions if one.span.start < end and start < one.span.end]
    if not over:
        return set(), set()
    fullest = max(
        over,
        key=lambda one: (
            (min(end, one.span.end) - max(start, one.span.start))
            / (max(end, one.span.end) - min(start, one.span.start))
        ),
    )
    same = [one for one in over if one.span == fullest.span]
    return {parties[one.party].code if one.party is not None else None for one in same}, {one.as_place for one in same}


def right(row: dict[str, str], codes: set[str | None], place: set[bool]) -> bool:
    """Whether the codes are those of the row: all of `A;B`, one of `A|B`; and a place exactly where the row says so."""
    if (row["use"] == "place") is not (place == {True}):
        return False
    if ";" in row["code"]:
        return codes == set(row["code"].split(";"))
    return bool(codes) and {code or "---" for code in codes} <= set(row["code"].split("|"))


def test_nine_tenths_of_the_table_are_right(reader: Reader) -> None:
    rows = cases()
    wrong = [(row, *got) for row in rows if not right(row, *(got := grounded(row, reader)))]
    shown = "\n".join(
        f"{row['phenomenon']}: {row['sentence']} ({row['date']}) is {row['code']}, not {codes} {place}"
        for row, codes, place in wrong
    )
    print(f"{len(wrong)} of {len(rows)} wrong\n{shown}")
    assert 1 - len(wrong) / len(rows) >= AT_LEAST, shown
