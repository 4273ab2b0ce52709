"""A list in the formats of other tools, from its page and from the API."""

import io
import json
import zipfile

import openpyxl
import pytest
from dossiers import meeting

from dragoman.evaluation.stages import STAGES
from dragoman.exports.formats import ending_of, offered

LISTS = ("articles", "events", "claims", "findings", "listings")
ALL = [(kind, form) for kind in LISTS for form in offered(kind)]


@pytest.mark.parametrize(("kind", "form"), ALL, ids=lambda one: getattr(one, "name", one))
@pytest.mark.parametrize("base", ["", "/api/v1"])
def test_every_list_can_be_had_in_every_format_that_holds_it(asked, base, kind, form):
    answer = asked.get(f"{base}/{kind}.{ending_of(form)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == form.media_type.partition(";")[0]
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{kind}-{ending_of(form)}')
    assert len(answer.content) > 20


def test_the_filters_are_those_of_the_address(asked):
    features = asked.get("/events.geojson?type=AID").json()["features"]
    assert [one["properties"]["type"] for one in features] == ["AID"]
    book = openpyxl.load_workbook(io.BytesIO(asked.get("/events.xlsx?mode=visit").content))
    assert len(list(book["events"].iter_rows())) == 2
    with zipfile.ZipFile(io.BytesIO(asked.get("/claims.dataset").content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
    assert [one["name"] for one in package["resources"]] == ["claims"]


def test_corrections_are_laid_over_where_asked(filled, site):
    met, _ = meeting().events
    filled.review(met.id, "reject", "ada")
    client = site(filled)
    told = [json.loads(line)["id"] for line in client.get("/events.plover").text.splitlines()]
    assert met.id in told
    told = [json.loads(line)["id"] for line in client.get("/events.plover?reviews=applied").text.splitlines()]
    assert met.id not in told
    assert told


def test_pages_link_to_the_formats_with_their_filters(asked):
    page = asked.get("/events?actor=NOR").text
    assert 'href="/events.geojson?actor=NOR"' in page
    assert 'href="/articles.bibtex"' in asked.get("/articles").text
    assert ".geojson" not in asked.get("/about").text


@pytest.mark.parametrize("address", ["/events.bibtex", "/articles.geojson", "/events.word"])
def test_what_a_list_cannot_be_is_not_there(asked, address):
    assert asked.get(address).status_code == 404


def test_what_cannot_be_asked_is_a_problem(asked):
    answer = asked.get("/api/v1/events.geojson?since=yesterday")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert asked.get("/api/v1/events.geojson?reviews=some").status_code == 422


def test_the_api_describes_them(asked):
    paths = asked.get("/api/v1/openapi.json").json()["paths"]
    answer = paths["/api/v1/events.geojson"]["get"]["responses"]["200"]
    assert list(answer["content"]) == ["application/geo+json"]


@pytest.mark.parametrize(
    "address", ["/events.geojson", "/api/v1/articles.brat", "/claims.xlsx", "/events.csv", "/gold.jsonl"]
)
def test_who_has_an_export_is_not_sent_it_again(asked, address):
    first = asked.get(address)
    again = asked.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert asked.get(address, headers={"if-none-match": '"other"'}).content == first.content


def test_a_long_table_leaves_as_it_is_read(asked, monkeypatch):
    whole = asked.get("/events.csv")
    monkeypatch.setattr("dragoman.web.showing.AT_ONCE", 100)
    monkeypatch.setattr("dragoman.web.showing.BATCH", 1)
    streamed = asked.get("/events.csv")
    assert "etag" not in streamed.headers
    assert streamed.content == whole.content


def test_what_reviewers_decided_leaves_as_gold(filled, site, tmp_path):
    client = site(filled)
    assert client.get("/gold.jsonl").content == b""
    for one in meeting().events:
        filled.review(one.id, "accept", "ada")
    (row,) = [json.loads(line) for line in client.get("/api/v1/gold.jsonl?of=events").text.splitlines()]
    assert (row["id"], len(row["events"]), row["reviewers"]) == (meeting().article.id, 2, ["ada"])
    assert client.get("/gold.jsonl?of=listings").status_code == 422
    path = tmp_path / "gold.jsonl"
    path.write_bytes(client.get("/gold.jsonl").content)
    assert len(STAGES["events"].read_gold([path])) == 1
    assert 'href="/gold.jsonl"' in client.get("/review").text
