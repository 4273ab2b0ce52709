"""The gazetteer: names to places, and the import of a GeoNames dump."""

import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.grounding.gazetteer import Gazetteer, distance_km, key_of
from dragoman.grounding.gazetteer_import import import_gazetteer, kind_of


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("U.S.", "country", "USA"),
        ("Calif.", "admin1", "USA"),
        ("Kandahar", "admin1", "AFG"),
        ("Orange County", "admin2", "USA"),
        ("Qamishli", "city", "SYR"),
        ("Kiev", "city", "UKR"),
        ("the West Bank", "disputed", "PSE"),
        ("Vostochny Cosmodrome", "facility", "RUS"),
        ("Black Sea", "water", None),
        ("Middle East", "region", None),
        ("Saint Petersburg", "city", "RUS"),
        ("ST. PETERSBURG", "city", "RUS"),
    ],
)
def test_a_name_finds_its_place(gazetteer, name, kind, country):
    assert (kind, country) in {(row.kind, row.country) for row in gazetteer.lookup(name)}


def test_the_most_populous_comes_first_and_small_towns_are_there(gazetteer):
    cities = [row for row in gazetteer.lookup("Paris") if row.kind == "city"]
    assert cities[0].country == "FRA"
    assert cities[0].geonames == 2988507
    assert "USA" in {row.country for row in cities}
    assert gazetteer.lookup("no such place at all") == ()
    assert gazetteer.lookup("") == ()


def test_a_city_knows_its_units(gazetteer):
    texan = next(row for row in gazetteer.lookup("Paris") if row.kind == "city" and row.geonames == 4717560)
    assert gazetteer.place(texan.admin1).name == "Texas"
    assert gazetteer.place(texan.admin2).name == "Lamar County"
    assert gazetteer.place(-999_999) is None


def test_near_orders_by_distance(gazetteer):
    assert gazetteer.near("Springfield", 39.8, -89.6)[0].geonames in (4250542, 4250543)
    assert round(distance_km(0, 0, 0, 1)) == 111


def test_a_key_has_no_accents_points_or_article():
    assert key_of("The Hague") == "hague"
    assert key_of("São Paulo") == key_of("Sao Paulo")
    assert key_of("U.S.") == key_of("US") == "us"
    assert key_of("Saint-Louis") == key_of("St. Louis")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_name_breaks_a_lookup(name):
    assert isinstance(Gazetteer.open().lookup(name), tuple)


def test_a_lookup_made_before_takes_microseconds(gazetteer):
    names = ["Paris", "Springfield", "Washington", "Georgia", "Moscow"]
    for name in names:
        gazetteer.lookup(name)
    began = time.process_time()
    for _ in range(400):
        for name in names:
            gazetteer.lookup(name)
    assert (time.process_time() - began) / 2000 < 50e-6


def test_a_broken_file_says_what_to_do(tmp_path):
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"this is no database, only some bytes" * 40)
    with pytest.raises(KnowledgeError):
        Gazetteer.open(path)


def row(number, name, feature, *, others="", lat="10.5", lon="20.5", country="TD", codes=("01", "0101"), people="0"):
    fields = [
        str(number),
        name,
        name,
        others,
        lat,
        lon,
        *feature,
        country,
        "",
        *codes,
        "",
        "",
        people,
        "",
        "",
        "Africa/Ndjamena",
        "2024-01-01",
    ]
    return "\t".join(fields)


@pytest.fixture
def dump(tmp_path):
    lines = [
        row(900000001, "Zorbania", ("A", "ADM1"), codes=("01", "")),
        row(900000002, "Zorb District", ("A", "ADM2")),
        row(900000003, "Zorbville", ("P", "PPL"), others="Zorbstadt,Зорбград", people="4200"),
        row(900000004, "Zorb Well", ("S", "WLL")),
        "not\ta\tplace",
        row(900000005, "Badpoint", ("P", "PPL"), lat="991"),
    ]
    path = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no rows")
        archive.writestr("allCountries.txt", "\n".join(lines) + "\n")
    return path


def test_a_dump_becomes_a_gazetteer_with_units_and_the_shipped_rows(dump, tmp_path):
    heard = []
    done = import_gazetteer(dump, tmp_path / "full.sqlite", heard.append)
    full = Gazetteer.open(tmp_path / "full.sqlite")
    (town,) = full.lookup("Zorbstadt")
    assert (town.name, town.kind, town.country, town.population) == ("Zorbville", "city", "TCD", 4200)
    assert (town.admin1, town.admin2) == (900000001, 900000002)
    assert full.lookup("Zorb Well")[0].kind == "facility"
    assert full.lookup("Badpoint") == ()
    assert full.lookup("Vostochny Cosmodrome")[0].kind == "facility"
    assert (done.skipped, heard) == (2, [4])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["allCountries.zip", "full.sqlite"]


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_what_is_no_dump_is_refused_and_leaves_nothing(tmp_path, content):
    path = tmp_path / "some.zip"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError):
        import_gazetteer(path, tmp_path / "full.sqlite")
    assert not (tmp_path / "full.sqlite").exists()


def test_kinds_follow_the_feature():
    assert [
        kind_of(*feature) for feature in (("P", "PPLC"), ("A", "PCLI"), ("A", "ADM3"), ("H", "STM"), ("Z", "??"))
    ] == [
        "city",
        "country",
        "admin2",
        "water",
        "region",
    ]
