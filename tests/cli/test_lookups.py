"""Looking up what is known, and adding tables of one's own."""

import json
import zipfile

import pytest


def test_an_actor_is_looked_up_on_a_day(run):
    said = run("actors", "the Security Council", "--on", "2020-01-01")
    assert said.code == 0
    first = json.loads(said.out.splitlines()[0])
    assert first["code"]
    assert 0 < first["score"] <= 1
    assert first["code"] in run("actors", "the Security Council", "--table").out


def test_an_unknown_name_is_told_and_fails(run):
    said = run("actors", "Zzyzx Qwfp")
    assert (said.code, said.out) == (1, "")
    assert "nothing is known by the name 'Zzyzx Qwfp'" in said.err
    assert run("items", "zzyzx").code == 1


def test_equipment_is_looked_up_with_its_lists(run):
    said = run("items", "artillery shells")
    assert said.code == 0
    assert json.loads(said.out.splitlines()[0])["objects"]
    assert "kind" in run("items", "artillery shells", "--table").out


OWN = "name,aliases,kind,code,source\nThe Ninth Lodge,Ninth Lodge,organisation,NGO,own\n"


def test_a_table_of_ones_own_is_used_after_its_import(run, home):
    assert run("actors", "The Ninth Lodge").code == 1
    (home / "own.csv").write_text(OWN, encoding="utf-8")
    said = run("import", "actors", home / "own.csv")
    assert said.code == 0
    assert (home / "data" / "dragoman" / "knowledge" / "actors" / "own.csv").read_text(encoding="utf-8") == OWN
    assert json.loads(run("actors", "The Ninth Lodge").out.splitlines()[0])["code"] == "NGO"


@pytest.mark.parametrize(
    ("kind", "name", "content", "code", "said"),
    [
        ("actors", "own.csv", "a,b\n1,2\n", 1, "neither a column"),
        ("actors", "own.txt", OWN, 2, "no .csv or .json"),
        ("actors", "own.json", "[]", 1, "no Wikidata entity"),
        ("gazetteer", "own.zip", "no zip", 1, "no GeoNames dump"),
        ("provisions", "own.toml", "nonsense = ", 1, "own.toml"),
        ("nonsense", "own.csv", OWN, 2, "Invalid value"),
        ("lists", "own.xml", "<no", 1, "own.xml"),
    ],
)
def test_a_wrong_table_is_refused_whole(run, home, kind, name, content, code, said):
    (home / name).write_text(content, encoding="utf-8")
    answer = run("import", kind, home / name)
    assert answer.code == code
    assert said in answer.err
    assert not list((home / "data" / "dragoman").rglob("*.*"))


def test_a_place_is_looked_up_and_the_nearest_goes_first_where_asked(run):
    rows = [json.loads(line) for line in run("places", "Springfield").out.splitlines()]
    assert len(rows) > 1
    last = rows[-1]
    nearest = json.loads(
        run("places", "Springfield", "--near", f"{last['latitude']},{last['longitude']}").out.splitlines()[0]
    )
    assert (nearest["latitude"], nearest["longitude"]) == (last["latitude"], last["longitude"])
    assert run("places", "Springfield", "--near", "here").code == 2
    assert run("places", "Qwfpgj").code == 1


LISTED = {
    "id": "x-1",
    "schema": "Person",
    "properties": {
        "name": ["Bodrum Ozgur Wexler"],
        "birthDate": ["1965"],
        "nationality": ["tr"],
        "topics": ["sanction"],
    },
}


def test_a_name_is_screened_against_an_imported_list(run, home):
    said = run("screen", "Bodrum Wexler")
    assert said.code == 1
    assert "dragoman import lists" in said.err
    (home / "own.jsonl").write_text(json.dumps(LISTED) + "\n", encoding="utf-8")
    assert run("import", "lists", home / "own.jsonl").code == 0
    said = run("screen", "Bodrum O. Wexler", "--birth-date", "1965", "--kind", "person")
    (hit,) = map(json.loads, said.out.splitlines())
    assert hit["entry_name"] == "Bodrum Ozgur Wexler"
    assert hit["agreed"]
    assert "1 match on" in said.err
    assert "agrees:" in run("screen", "Bodrum Wexler", "--table").out
    assert run("screen", "Someone Else", "--csv").out.count("\n") == 1


def test_a_table_of_names_is_screened_row_by_row(run, home):
    (home / "own.jsonl").write_text(json.dumps(LISTED) + "\n", encoding="utf-8")
    assert run("import", "lists", home / "own.jsonl").code == 0
    (home / "names.csv").write_text(
        "name,birth_date,country\nSomeone Else,,\nBodrum Wexler,1965,Turkey\n", encoding="utf-8"
    )
    (hit,) = map(json.loads, run("screen", "--from", home / "names.csv").out.splitlines())
    assert (hit["query"], hit["list_age_days"] >= 0) == ("Bodrum Wexler", True)
    (home / "wrong.csv").write_text("who\nBodrum\n", encoding="utf-8")
    assert "no column name" in run("screen", "--from", home / "wrong.csv").err
    assert run("screen").code == 2
    mistaken = run("screen", home / "names.csv")
    assert (mistaken.code, "--from" in mistaken.err) == (2, True)


def geonames_row(number, name, feature, code=""):
    fields = [
        str(number),
        name,
        name,
        "",
        "10.5",
        "20.5",
        *feature,
        "TD",
        "",
        code,
        "",
        "",
        "",
        "4200",
        "",
        "",
        "",
        "2024-01-01",
    ]
    return "\t".join(fields) + "\n"


def test_a_gazetteer_of_ones_own_is_used_after_its_import(run, home):
    assert run("places", "Zorbville").code == 1
    with zipfile.ZipFile(home / "allCountries.zip", "w") as archive:
        archive.writestr("allCountries.txt", geonames_row(900000003, "Zorbville", ("P", "PPL")))
    said = run("import", "gazetteer", home / "allCountries.zip")
    assert said.code == 0
    assert "gazetteer.sqlite" in said.err + said.out
    found = json.loads(run("places", "Zorbville", "--near", "10.5,21").out.splitlines()[0])
    assert (found["geonames"], found["country"]) == (900000003, "TCD")
    assert 50 < found["distance_km"] < 60
    assert json.loads(run("places", "Paris").out.splitlines()[0])["country"] == "FRA"
    from dragoman.pipeline.loading import load_parts
    from dragoman.settings import load_settings

    assert load_parts(load_settings().settings)[2].lookup("Zorbville")


def test_two_gazetteers_at_once_are_refused(run, home):
    for name in ("a.zip", "b.zip"):
        (home / name).write_bytes(b"")
    assert run("import", "gazetteer", home / "a.zip", home / "b.zip").code == 2


def test_followthemoney_entities_are_asked_and_answered(run, home):
    (home / "own.jsonl").write_text(json.dumps(LISTED) + "\n", encoding="utf-8")
    assert run("import", "lists", home / "own.jsonl").code == 0
    asked = {"id": "q1", "schema": "Person", "properties": {"name": ["Bodrum Wexler"], "birthDate": ["1965"]}}
    (home / "asked.ftm.json").write_text(json.dumps(asked) + "\n", encoding="utf-8")
    (hit,) = map(json.loads, run("screen", "--from", home / "asked.ftm.json").out.splitlines())
    assert hit["query"] == "Bodrum Wexler"
    assert any("1965" in one for one in hit["agreed"])
    (entity,) = map(json.loads, run("screen", "--from", home / "asked.ftm.json", "--ftm").out.splitlines())
    assert entity["schema"] == "Person"
    assert entity["caption"] == "Bodrum Ozgur Wexler"
    assert entity["properties"]["topics"] == ["sanction"]
