"""Names of the reports on sanctions lists: as a page, with its twins, in the API, on the command line, and exported."""

import csv
import io
import json
import zipfile

import msgspec
import pytest
from dossiers import article, listing, meeting
from web_sites import CLOCK, client_of

from dragoman.cli import main
from dragoman.store import ListingFilter, Store
from dragoman.web.answers import Listings

DOSSIER = msgspec.structs.replace(
    meeting(),
    listings=(
        listing(meeting().article, "Norland", score=0.97),
        listing(meeting().article, "Sudonia", list_name="Other List", entry="OT.7", score=0.8),
    ),
)


@pytest.fixture
def listed(tmp_path):
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: CLOCK) as opened:
        opened.add(DOSSIER)
        opened.add(msgspec.structs.replace(meeting(article(url="https://news.example/2")), listings=()))
        yield opened


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Norland", "Sudonia"]),
        ({"lists": ("Other List",)}, ["Sudonia"]),
        ({"search": "rockets"}, ["Norland", "Sudonia"]),
        ({"search": "tanks"}, []),
        ({"since": "2024-05-05"}, []),
        ({"since": "2024-05-01", "until": "2024-05"}, ["Norland", "Sudonia"]),
    ],
)
def test_the_store_is_asked_for_them(listed, asked, names):
    found = listed.listings(ListingFilter(**asked))
    assert ([one.name for one in found], found.total) == (names, len(names))


def test_the_page_shows_what_agrees_and_what_does_not(listed):
    client = client_of(listed)
    page = client.get("/listings").text
    for part in ("born 1965", "country", "Example List, 2024-01-15", "0.97", "Leaders meet"):
        assert part in page, part
    told = Listings.from_json(client.get("/api/v1/listings?sort=likeness&limit=1").content)
    assert [one.name for one in told.data] == ["Norland"]
    assert {one.value: one.count for one in told.facets["list"]} == {"Example List": 1, "Other List": 1}
    again = Listings.from_json(client.get("/api/v1/listings", params={"sort": "likeness", "cursor": told.next}).content)
    assert [one.name for one in again.data] == ["Sudonia"]
    rows = list(csv.DictReader(io.StringIO(client.get("/listings.csv?list=Other List").text)))
    assert [(row["name"], row["entry"], row["agreed"]) for row in rows] == [("Sudonia", "OT.7", "name;born 1965")]


def test_they_are_exported_with_the_filters_of_the_address(listed):
    with zipfile.ZipFile(io.BytesIO(client_of(listed).get("/listings.dataset?list=Other List").content)) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("listings.csv"), encoding="utf-8")))
    assert [row["list_name"] for row in rows] == ["Other List"]


def test_a_rejected_listing_is_not_among_the_reviewed_ones(listed):
    listed.review(DOSSIER.listings[0].id, "reject", "ada", why="another man")
    kept = client_of(listed).get("/listings.dataset?reviews=applied").content
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert b"Norland" not in archive.read("listings.csv")


def test_the_command_lists_them(listed, capsys):
    assert main(["listings", "--json", "--store", str(listed.where), "--list", "Other List"]) == 0
    assert [json.loads(line)["entry"] for line in capsys.readouterr().out.splitlines()] == ["OT.7"]
