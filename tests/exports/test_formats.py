"""Each format reads back with the tool it is meant for, says what the records say, and is the same each time."""

import io
import json
import re
import tracemalloc
import zipfile
from pathlib import Path

import bibtexparser
import geojson
import msgspec
import networkx
import pytest
from dossiers import meeting, plain

from dragoman.coding.ontology import plover
from dragoman.errors import UsageError
from dragoman.exports.chosen import Chosen, Wanted, wanted_of
from dragoman.exports.citations import view_bibtex, view_csl
from dragoman.exports.followthemoney import _alpha2
from dragoman.exports.formats import FORMATS, format_named, stream, write
from dragoman.store import ArticleFilter, EventFilter, Store


def lines(chosen, name):
    return "".join(FORMATS[name].lines(chosen))


def rows(chosen, name):
    return [json.loads(line) for line in lines(chosen, name).splitlines()]


# -- PLOVER JSON ----------------------------------------------------------------------------------------------------

PLOVER_FIELDS = """id date enddate actor recipient event mode context event_loc event_text quad_code event_scale link text text_info
    cite_info coder coded_date comment""".split()  # noqa: SIM905
ENTITY_FIELDS = {"code", "sector", "entity_text", "identifier_id", "identifier_text", "office"}


def test_plover_has_the_fields_of_the_codebook_and_only_its_values(everything):
    found = rows(everything, "plover")
    assert len(found) == 6
    for row in found:
        assert list(row) == [*PLOVER_FIELDS, "certainty"]
        assert all(set(entity) == ENTITY_FIELDS for entity in row["actor"] + row["recipient"])
        kind = plover().types[row["event"][0]]
        assert set(row["mode"]) <= set(kind.modes) | set(plover().auxiliary)
        assert set(row["context"]) <= set(plover().contexts)


def test_plover_never_tells_a_denied_or_possible_event_as_a_fact(everything):
    by_certainty = {row["certainty"]["label"]: row for row in rows(everything, "plover")}
    assert by_certainty["denied"]["mode"] == ["negation"]
    assert by_certainty["denied"]["comment"].startswith("denied")
    assert by_certainty["possible"]["mode"] == ["hypothetical"]
    assert "on the word of Envoys" in by_certainty["possible"]["comment"]


def test_plover_tells_who_where_and_where_it_stands(everything):
    (row,) = [row for row in rows(everything, "plover") if "visit" in row["mode"]]
    assert (row["date"], row["event_loc"]["name"], row["link"]) == (
        "2024-05-03",
        "Port Lilly",
        "https://news.example/1",
    )
    assert row["actor"][0] == {
        "code": "NOR",
        "sector": ["GOV"],
        "entity_text": "The president of Norland",
        "identifier_id": None,
        "identifier_text": "Ada Nord",
        "office": "president",
    }
    (start, end) = row["text_info"]["spans"][0]
    assert meeting().article.text[start:end] == row["text"]


# -- FollowTheMoney -------------------------------------------------------------------------------------------------

# Facts of FollowTheMoney's schema: the properties used here, and what may stand in those that name other entities.
SCHEMA = {
    "Article": "title publisher author sourceUrl publishedAt language",
    "Person": "name country sector wikidataId position",
    "PublicBody": "name country sector wikidataId",
    "LegalEntity": "name country sector wikidataId",
    "Event": "name startDate endDate organizer involved country location summary description keywords proof recordId",
}


def test_followthemoney_uses_only_its_schema_and_every_reference_is_there(everything):
    found = rows(everything, "ftm")
    ids = {row["id"]: row["schema"] for row in found}
    assert len(ids) == len(found)
    assert all(re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", one) for one in ids)
    for row in found:
        assert set(row["properties"]) <= set(SCHEMA[row["schema"]].split())
        assert all(values and all(values) for values in row["properties"].values())
        for name in ("organizer", "involved"):
            assert all(ids[one] in ("Person", "PublicBody", "LegalEntity") for one in row["properties"].get(name, []))
        assert all(ids[one] == "Article" for one in row["properties"].get("proof", []))


def test_followthemoney_reads_it_back_without_changing_a_value(everything):
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed").model
    for row in rows(everything, "ftm"):
        proxy = model.get_proxy(row, cleaned=False)
        model.get(row["schema"]).validate(row)
        cleaned = {name: sorted(proxy.get(name)) for name in proxy.properties if proxy.get(name)}
        assert cleaned == {name: sorted(values) for name, values in row["properties"].items()}


def test_codes_of_states_are_those_of_followthemoney():
    types = pytest.importorskip("followthemoney.types", reason="followthemoney is not installed")
    assert {code for code in _alpha2().values() if types.registry.country.clean(code) != code} == set()


def test_followthemoney_says_in_the_name_what_is_not_just_asserted(everything):
    names = [row["properties"]["name"][0] for row in rows(everything, "ftm") if row["schema"] == "Event"]
    assert [name for name in names if name.endswith("(denied)")]
    assert [name for name in names if name.endswith("(possible, hypothetical)")]


# -- GeoJSON and GraphML --------------------------------------------------------------------------------------------


def test_geojson_is_valid_and_counts_what_has_no_place(everything):
    collection = geojson.loads(lines(everything, "geojson"))
    assert collection.is_valid
    placed = [feature for feature in collection["features"] if feature["geometry"]]
    assert (len(collection["features"]), len(placed)) == (6, 2)
    assert sorted(feature["geometry"]["coordinates"] for feature in placed) == [[-7.25, -61.12346], [7.25, 61.5]]
    assert all(feature["properties"]["where_precision_km"] == 5.0 for feature in placed)


def test_an_empty_answer_is_a_valid_file_too(store):
    nothing = Chosen(store, wanted_of(("articles", "events"), {"search": "nowhere"}))
    assert geojson.loads(lines(nothing, "geojson"))["features"] == []
    assert networkx.read_graphml(io.BytesIO(lines(nothing, "graphml").encode())).number_of_nodes() == 0
    assert json.loads(lines(nothing, "csl")) == []
    assert json.loads(lines(nothing, "annotations"))["items"] == []
    assert lines(nothing, "plover") == lines(nothing, "bibtex") == ""


def test_graphml_is_a_network_of_who_acts_on_whom(everything):
    graph = networkx.read_graphml(io.BytesIO(lines(everything, "graphml").encode()))
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert {data["label"] for _, data in graph.nodes(data=True)} == {
        "Ada Nord",
        "Bo Sud",
        "Norland",
        "Sudonia",
        "Norland & <Co>",
    }
    edges = [data for *_, data in graph.edges(data=True)]
    assert len(edges) == 6
    (fight,) = [data for data in edges if data["mutual"]]
    assert (fight["type"], fight["quad"], fight["intensity"], fight["day"]) == ("ASSAULT", 4, -9.5, "2024-05-09")
    assert sorted(data["certainty"] for data in edges) == ["asserted"] * 4 + ["denied", "possible"]


# -- bibliography ---------------------------------------------------------------------------------------------------


def test_bibtex_parses_whole_and_keeps_the_words(everything):
    library = bibtexparser.parse_string(lines(everything, "bibtex"))
    assert library.failed_blocks == []
    by_title = {entry.fields_dict["title"].value: entry for entry in library.entries}
    plainly = by_title["{Leaders meet}"]
    assert (plainly.fields_dict["year"].value, plainly.fields_dict["month"].value) == ("2024", "5")
    (hostile,) = [entry for title, entry in by_title.items() if "HYPERLINK" in title]
    title = hostile.fields_dict["title"].value
    assert title.count("{") == title.count("}")
    assert r"\{50\%\} \& <b>\_\#\textasciitilde{}\textasciicircum{}\textbackslash{}" in title
    assert hostile.fields_dict["url"].value == "https://news.example/a%20b?%7Bx%7D"
    assert "year" not in by_title["{Report 2}"].fields_dict


def test_csl_has_dates_as_far_as_they_are_known(everything):
    items = {item.get("title"): item for item in json.loads(lines(everything, "csl"))}
    assert items["Leaders meet"]["issued"] == {"date-parts": [[2024, 5, 4]]}
    assert items["Report 3"]["issued"] == {"date-parts": [[2024, 3]]}
    assert "issued" not in items["Report 2"]


def test_a_view_can_be_cited():
    entry = bibtexparser.parse_string(
        view_bibtex("view", "Events of {x}", "http://127.0.0.1/events?a=b c", "2026-01-02")
    )
    assert entry.entries[0].fields_dict["urldate"].value == "2026-01-02"
    assert view_csl("view", "Events", "http://127.0.0.1/", "2026-01-02")["accessed"] == {"date-parts": [[2026, 1, 2]]}


# -- annotations ----------------------------------------------------------------------------------------------------


def test_web_annotations_find_their_passages_by_position_and_by_quote(everything):
    page = json.loads(lines(everything, "annotations"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    texts = {article.url: article.text for article in everything.articles()}
    ids = [one["id"] for one in page["items"]]
    assert len(ids) == len(set(ids)) == 10
    for one in page["items"]:
        assert one["type"] == "Annotation"
        assert one["motivation"] in ("classifying", "describing", "assessing")
        assert {body["purpose"] for body in one["body"]} == {"tagging", "describing"}
        for target in one["target"]:
            position, quote = target["selector"]
            (text,) = {t for url, t in texts.items() if url == target["source"]}
            whole = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert whole in text
            if text.count(whole) == 1:
                assert text[position["start"] : position["end"]] == quote["exact"]


BRAT_LINES = r"T\d+\t[A-Za-z_-]+ \d+ \d+(;\d+ \d+)*\t[^\n]+|E\d+\t[A-Z]+:T\d+( [A-Za-z]+\d*:[TE]\d+)*|A\d+\t\w+ E\d+ [a-z-]+|#\d+\tAnnotatorNotes E\d+\t[^\n]+"


def test_brat_files_keep_its_grammar_and_their_words(everything, tmp_path):
    write(everything, FORMATS["brat"], tmp_path / "brat")
    conf = (tmp_path / "brat" / "annotation.conf").read_text()
    assert all(f"\n{name}\t" in conf for name in plover().types)
    notes = list((tmp_path / "brat").glob("*.ann"))
    assert len(notes) == 4
    for path in notes:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        bound, names = {}, []
        for line in path.read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(BRAT_LINES, line), line
            names.append(line.split("\t")[0])
            if line[0] == "T":
                name, where, words = line.split("\t")
                label, _, offsets = where.partition(" ")
                pieces = [tuple(map(int, piece.split())) for piece in offsets.split(";")]
                assert " ".join(text[start:end] for start, end in pieces) == words
                assert not any("\n" in text[start:end] for start, end in pieces)
                bound[name] = label
            elif line[0] == "E":
                (kind, hook), *roles = (part.split(":") for part in line.split("\t")[1].split())
                assert bound[hook] == kind
                assert all(filler in bound for _, filler in roles)
        assert len(names) == len(set(names))


def test_label_studio_tasks_fit_their_interface(everything, tmp_path):
    from xml.etree import ElementTree

    write(everything, FORMATS["label-studio"], tmp_path / "ls")
    root = ElementTree.parse(tmp_path / "ls" / "interface.xml").getroot()
    labels = {one.get("value") for one in root.find("Labels")}
    choices = {one.get("name"): {choice.get("value") for choice in one} for one in root.iter("Choices")}
    arrows = {one.get("value") for one in root.iter("Relation")}
    tasks = json.loads((tmp_path / "ls" / "tasks.json").read_text())
    assert len(tasks) == 4
    for task in tasks:
        text = task["data"]["text"]
        result = task["predictions"][0]["result"]
        regions = {one["id"] for one in result if one["type"] == "labels"}
        for one in result:
            if one["type"] == "relation":
                assert {one["from_id"], one["to_id"]} <= regions
                assert set(one["labels"]) <= arrows
                continue
            value = one["value"]
            assert one["to_name"] == root.find("Text").get("name")
            assert text[value["start"] : value["end"]] == value["text"]
            assert set(value.get("labels", [])) <= labels
            assert set(value.get("choices", [])) <= choices.get(one["from_name"], set())


# -- all of them ----------------------------------------------------------------------------------------------------


def content(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of the files of a folder."""
    files = [path] if path.is_file() else sorted(path.iterdir())
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_records_give_the_same_bytes(everything, tmp_path, name):
    form = FORMATS[name]
    write(everything, form, tmp_path / "one" / f"x{form.suffix}")
    write(everything, form, tmp_path / "two" / f"x{form.suffix}")
    first = content(tmp_path / "one" / f"x{form.suffix}")
    assert first == content(tmp_path / "two" / f"x{form.suffix}")
    assert all(first.values())


@pytest.mark.parametrize("name", ["plover", "csv"])
def test_what_is_there_is_not_written_over_unless_told(everything, tmp_path, name):
    form, out = FORMATS[name], tmp_path / "out"
    write(everything, form, out)
    before = content(out)
    with pytest.raises(UsageError, match="exists already"):
        write(everything, form, out)
    write(Chosen(everything.store, wanted_of(form.of, {"search": "nowhere"})), form, out, replace=True)
    assert content(out) != before


def test_replacing_leaves_other_files_of_a_folder_alone(everything, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    write(everything, FORMATS["csv"], tmp_path / "out", replace=True)
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    with pytest.raises(UsageError, match="cannot be written"):
        write(everything, FORMATS["plover"], tmp_path / "out", replace=True)


@pytest.mark.parametrize("name", ["csv", "brat"])
def test_a_folder_is_one_file_where_asked_and_the_same_each_time(everything, tmp_path, name):
    for out in ("a.zip", "b.zip"):
        write(everything, FORMATS[name], tmp_path / out)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    write(everything, FORMATS[name], tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert {one: archive.read(one) for one in archive.namelist()} == content(tmp_path / "folder")


def test_an_export_that_fails_leaves_nothing(everything, tmp_path):
    def broken(chosen):
        yield "half"
        raise UsageError("broken off")

    with pytest.raises(UsageError, match="broken off"):
        write(everything, FORMATS["plover"]._replace(lines=broken), tmp_path / "x.jsonl")
    assert list(tmp_path.glob("*x*")) == []


def test_folders_and_files_are_no_streams(everything):
    with pytest.raises(UsageError, match="piped"):
        stream(everything, FORMATS["csv"], io.StringIO())
    with pytest.raises(UsageError, match="no export"):
        format_named("word")


def test_what_a_kind_of_record_cannot_be_asked_is_refused():
    assert wanted_of(("events",), {"types": ("AID",), "since": None, "undated": False}).events == EventFilter(
        types=("AID",)
    )
    assert wanted_of(("claims",), {"unnamed": False}).claims.unnamed is False
    with pytest.raises(UsageError, match="articles cannot be asked for their types") as caught:
        wanted_of(("articles", "events"), {"types": ("AID",)})
    assert caught.value.hint == "export events only"


def test_memory_stays_flat(tmp_path, monkeypatch):
    """Ten times the events do not take twice the memory."""
    monkeypatch.setattr("dragoman.store.store.BATCH", 20)
    monkeypatch.setattr("dragoman.exports.chosen.AT_ONCE", 20)
    peaks = []
    for number in (60, 600):
        with Store.open(tmp_path / f"{number}.db", create=True) as store:
            for one in range(number):
                store.add(plain(one))
            chosen = Chosen(store, Wanted(ArticleFilter(), EventFilter(limit=10**9)))
            for _ in FORMATS["plover"].lines(chosen):
                pass
            tracemalloc.start()
            for _ in FORMATS["plover"].lines(chosen):
                pass
            for _ in FORMATS["geojson"].lines(chosen):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_revisions_and_ids_leave_as_they_are(everything):
    ids = {event.id: event.revision for event in everything.events()}
    assert {row["id"] for row in rows(everything, "plover")} == set(ids)
    features = geojson.loads(lines(everything, "geojson"))["features"]
    assert {one["id"]: one["properties"]["revision"] for one in features} == ids
    assert msgspec.json.decode(lines(everything, "csl"))
