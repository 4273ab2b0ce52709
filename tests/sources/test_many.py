"""Folders, tables and lists of addresses: everything in order, and what is bad is a record of its own."""

import gzip
import io
import json

import pytest
from local_site import PAGE, SENTENCE, served

from dragoman.errors import SourceError
from dragoman.records import Article, Skipped
from dragoman.sources import Limits, Target, fetch_article, find_sources, read_articles

SECOND = "Both sides called the talks useful, and a second round is planned for the autumn in Geneva or Oslo."


def report(number: int) -> str:
    return f"{SENTENCE} This is report number {number}."


def kinds(found):
    return [type(one) for one in found]


def test_a_folder_is_read_by_name_and_what_is_no_report_is_left_out(tmp_path):
    for name in ("b/z.txt", "b/a.html", "a.TXT", ".hidden.txt", ".git/x.txt", "c.pdf", "d.jsonl.gz", "README"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(report(1), encoding="utf-8")
    found = list(find_sources(str(tmp_path)))
    assert [(one.name.removeprefix(f"{tmp_path}/"), one.kind) for one in found] == [
        ("a.TXT", "file"), ("d.jsonl.gz", "table"), ("b/a.html", "file"), ("b/z.txt", "file"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("-", "stdin"),
        ("https://courier.example/a", "url"),
        ("ftp://x/a", "url"),
        ("a.csv", "table"),
        ("a.NDJSON.gz", "table"),
        ("a.txt", "file"),
    ],
)
def test_a_target_is_known_by_its_name(target, kind):
    assert list(find_sources(target)) == [Target(name=target, kind=kind)]


def test_one_bad_report_stops_no_other(tmp_path):
    (tmp_path / "a.txt").write_text(report(1), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.html").write_text(PAGE, encoding="utf-8")
    found = list(
        read_articles([str(tmp_path), str(tmp_path / "none.txt"), "http://127.0.0.1:1/a", str(tmp_path / "a.txt")])
    )
    assert kinds(found) == [Article, Skipped, Article, Skipped, Skipped, Article]
    assert [one.source for one in found if isinstance(one, Skipped)] == [
        str(tmp_path / "b.txt"),
        str(tmp_path / "none.txt"),
        "http://127.0.0.1:1/a",
    ]
    assert "is empty" in found[1].reason
    assert {one.stage for one in found if isinstance(one, Skipped)} == {"sources"}
    assert found[0] == found[-1]


def test_rows_of_json_lines_are_read_and_each_bad_one_says_why(tmp_path):
    rows = [
        {
            "text": report(1),
            "title": "One",
            "date": "2021-03-03",
            "url": "https://courier.example/1",
            "source": "The Courier",
            "licence": "CC0",
        },
        {"title": "no text"},
        {"text": "  "},
        {"text": ["First.", report(2)]},
        {"body": report(3), "published_at": "2021-03-04T10:00:00Z"},
        {"text": report(4), "date": "the other day"},
        {"html": PAGE},
        [1, 2],
        {
            "text": "Die beiden Minister trafen sich am Dienstag in Wien und vereinbarten, Beobachter an die Grenze zu schicken, sagte er."
        },
    ]
    (tmp_path / "a.jsonl").write_text("\ufeff" + "\n".join(map(json.dumps, rows)) + "\n\nnot json\n", encoding="utf-8")
    found = list(read_articles([str(tmp_path / "a.jsonl")]))
    assert kinds(found) == [Article, Skipped, Skipped, Article, Article, Article, Article, Skipped, Skipped, Skipped]
    one = found[0]
    assert (one.title, one.published, one.published_from, one.url, one.publisher, one.licence) == (
        "One", "2021-03-03", "given", "https://courier.example/1", "The Courier", "CC0",
    )  # fmt: skip
    assert [found[n].published for n in (4, 5)] == ["2021-03-04T10:00:00Z", None]
    assert found[6].title == "Ministers meet"
    assert "no column for the text" in found[1].reason
    assert "empty text" in found[2].reason
    assert "not a JSON object" in found[7].reason
    assert "German" in found[8].reason
    assert found[9].source == f"{tmp_path / 'a.jsonl'}:11"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_of_csv_are_read_with_line_ends_in_their_fields(tmp_path, separator):
    lines = separator.join(["Body", "Headline", "Date"]) + "\r\n"
    lines += (
        separator.join([f'"{report(1)}\n\n{SECOND}"', "One", "2021-03-03"])
        + "\r\n"
        + separator.join([f'"{report(2)}"', "Two", ""])
        + "\r\n"
    )
    (tmp_path / "a.csv").write_bytes(lines.encode())
    one, two = read_articles([str(tmp_path / "a.csv")])
    assert (one.text, one.title, one.published) == (f"{report(1)}\n\n{SECOND}", "One", "2021-03-03")
    assert (two.text, two.published) == (report(2), None)


def test_a_csv_file_of_windows_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(f"text;date\n“{report(1)}” Zürich;2021-03-03\n".encode("cp1252"))
    (one,) = read_articles([str(tmp_path / "a.csv")])
    assert one.text == f"“{report(1)}” Zürich"


def test_columns_can_be_told(tmp_path):
    (tmp_path / "a.csv").write_text(f'was,wann,text\n"{report(1)}",2021-03-03,no\n', encoding="utf-8")
    (one,) = read_articles([str(tmp_path / "a.csv")], columns={"text": "WAS", "published": "wann"})
    assert (one.text, one.published) == (report(1), "2021-03-03")
    (wrong,) = read_articles([str(tmp_path / "a.csv")], columns={"colour": "was"})
    assert "no field 'colour'" in wrong.reason


def test_a_packed_table_is_read_and_a_damaged_one_told_after_what_could_be_read(tmp_path):
    data = gzip.compress("\n".join(json.dumps({"text": report(n)}) for n in range(3)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(data)
    assert kinds(read_articles([str(tmp_path / "a.jsonl.gz")])) == [Article] * 3
    (tmp_path / "b.jsonl.gz").write_bytes(data[:-12])
    found = list(read_articles([str(tmp_path / "b.jsonl.gz")]))
    assert isinstance(found[-1], Skipped)
    assert "damaged gzip" in found[-1].reason


def test_a_row_beyond_the_cap_is_passed_over(tmp_path):
    rows = [{"text": report(1)}, {"text": "word " * 100_000}, {"text": report(2)}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = list(read_articles([str(tmp_path / "a.jsonl")], limits=Limits(bytes=100_000)))
    assert kinds(found) == [Article, Skipped, Article]
    assert "larger than" in found[1].reason


def test_a_list_of_addresses_is_read_address_by_address(tmp_path):
    with served() as site:
        (tmp_path / "list.txt").write_text(
            f"# of today\n{site}/story\n\n{site}/missing\n{site}/packed\n", encoding="utf-8"
        )
        found = list(read_articles([str(tmp_path / "list.txt")], limits=Limits(allow_private=True)))
    assert kinds(found) == [Article, Skipped, Article]
    assert found[1].source == f"{site}/missing"


def test_standard_input_is_one_of_the_targets():
    (one,) = read_articles(["-"], stdin=io.BytesIO(report(1).encode()))
    assert one.text == report(1)


def test_articles_are_read_one_at_a_time(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": report(1)}) + "\n" + "not json\n", encoding="utf-8")
    assert isinstance(next(read_articles([str(tmp_path / "a.jsonl")])), Article)


def test_reading_twice_gives_the_same_bytes(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    once, twice = (list(read_articles([str(tmp_path)])) for _ in range(2))
    assert [one.to_json() for one in once] == [one.to_json() for one in twice]


def test_a_target_that_is_no_address_is_skipped_not_raised():
    (one,) = read_articles(["gopher://courier.example/a"])
    assert isinstance(one, Skipped)
    with pytest.raises(SourceError):
        fetch_article("gopher://courier.example/a")
