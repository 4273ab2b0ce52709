"""Files as their publishers give them, in small: what becomes of a row, of a bad one, of the same file again, of a broken import."""

import gzip
import zipfile

import pytest

from dragoman.analysis.importing import kinds, take_file, taking
from dragoman.analysis.importing.layouts import layouts
from dragoman.analysis.importing.reading import Unusable, day_of_parts, year_of
from dragoman.analysis.importing.tables import country_codes, csv_rows
from dragoman.cli import imports
from dragoman.errors import UsageError
from dragoman.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db", create=True, clock=lambda: "2026-01-01T00:00:00Z") as opened:
        yield opened


def layout(name):
    return next(one for one in layouts() if one.name.startswith(name))


def written(path, name, rows, mark="\t"):
    """A file with the columns that a layout asks for (all of them for one without a header), each row given by what differs from empty."""
    known = layout(name)
    columns = known.without_header or (*known.columns, *sorted({key for row in rows for key in row} - {*known.columns}))
    head = [] if known.without_header else [mark.join(columns)]
    path.write_text("\n".join([*head, *(mark.join(str(row.get(name, "")) for name in columns) for row in rows)]) + "\n")
    return path


POLECAT = {
    "event_id": "E1",
    "event_date": "2023-01-05",
    "event_type": "ACCUSE",
    "event_mode": "allege",
    "intensity": "-3.5",
    "quad_code": "VERBAL CONFLICT",
    "actor_name": "Norway",
    "actor_country": "NOR",
    "primary_actor_sector": "GOV",
    "recipient_name": "Sweden",
    "recipient_country": "SWE",
    "publication_date": "2023-01-06",
}
GDELT = {
    "globaleventid": "11",
    "sqldate": "20230105",
    "actor1name": "NORWAY",
    "actor1countrycode": "NOR",
    "actor2name": "ROMANIA",
    "actor2countrycode": "ROM",
    "eventcode": "112",
    "quadclass": "3",
    "goldsteinscale": "-2.0",
    "actiongeo_countrycode": "SW",
    "dateadded": "20230106120000",
}
GED = {
    "id": "7",
    "type_of_violence": "1",
    "side_a": "Government of Ethiopia",
    "side_b": "A front",
    "country_id": "530",
    "date_start": "2020-01-30 00:00:00.000",
    "date_end": "2020-02-02 00:00:00.000",
    "best": "12",
    "gwnoa": "530",
    "gwnob": "",
}


def test_polecat_is_plover_already_and_known_from_its_publication(store, tmp_path):
    taken = take_file(store, "polecat", written(tmp_path / "p.txt", "POLECAT", [POLECAT]))
    (one,) = store.pair_events()
    assert (taken.rows, taken.events, taken.left_out, taken.unknown) == (1, 1, {}, {})
    assert (one.type, one.mode, one.quad, one.intensity) == ("ACCUSE", "allege", 3, -3.5)
    assert (one.day, one.known, one.actor, one.recipient, one.actor_sector) == (
        "2023-01-05", "2023-01-06", "NOR", "SWE", "GOV",
    )  # fmt: skip
    assert (one.origin, one.certainty, one.auxiliary) == ("polecat", "asserted", None)


def test_several_countries_on_a_side_are_an_act_for_each_two(store, tmp_path):
    take_file(store, "polecat", written(tmp_path / "p.txt", "POLECAT", [POLECAT | {"recipient_country": "SWE;FIN"}]))
    assert {(one.actor, one.recipient, one.source) for one in store.pair_events()} == {
        ("NOR", "SWE", "E1"),
        ("NOR", "FIN", "E1"),
    }


def test_icews_is_mapped_by_the_official_table_and_its_names(store, tmp_path):
    row = {
        "event_id": "3",
        "event_date": "2018-02-01",
        "source_name": "Police (Russia)",
        "source_sectors": "Government,Police",
        "source_country": "Russian Federation",
        "cameo_code": "1041",
        "intensity": "-5.0",
        "target_name": "Seoul",
        "target_country": "South Korea",
        "story_id": "900",
        "sentence_number": "2",
    }
    take_file(store, "icews", written(tmp_path / "i.tab", "ICEWS", [row]))
    (one,) = store.pair_events()
    assert (one.actor, one.recipient, one.type, one.quad, one.story) == ("RUS", "KOR", "REQUEST", 3, "900")


def test_gdelt_has_no_header_and_its_own_codes(store, tmp_path):
    take_file(store, "gdelt", written(tmp_path / "20230106.export.CSV", "GDELT 2", [GDELT]))
    (one,) = store.pair_events()
    assert (one.actor, one.recipient, one.type, one.known, one.country) == ("NOR", "ROU", "ACCUSE", "2023-01-06", "SWE")


def test_a_statement_has_no_type_and_keeps_the_quad_class_of_its_source(store, tmp_path):
    row = GDELT | {"eventcode": "010", "quadclass": "1", "goldsteinscale": "0.0"}
    take_file(store, "gdelt", written(tmp_path / "g.csv", "GDELT 2", [row]))
    (one,) = store.pair_events()
    assert (one.type, one.quad, one.intensity) == (None, 1, 0.0)


def test_a_code_no_table_knows_is_kept_as_a_word_and_counted(store, tmp_path):
    row = GDELT | {"actor1countrycode": "QQQ"}
    taken = take_file(store, "gdelt", written(tmp_path / "g.csv", "GDELT 2", [row]))
    with store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT actor, actor_name FROM imported_events").all()
    assert taken.unknown == {"cameo QQQ": 1}
    assert kept == [("---", "NORWAY")]


def test_a_region_is_no_country_and_no_mistake(store, tmp_path):
    taken = take_file(store, "gdelt", written(tmp_path / "g.csv", "GDELT 2", [GDELT | {"actor1countrycode": "EUR"}]))
    assert taken.unknown == {}
    assert list(store.pair_events("EUR")) == []


def test_both_kinds_of_phoenix(store, tmp_path):
    old = {
        "eid": "NYT1", "year": "1999", "month": "3", "day": "24", "source": "USAGOV", "source_root": "USA", "source_agent": "GOV",
        "target": "YUG", "target_root": "YUG", "code": "190", "quad_class": "4", "goldstein": "-10",
    }  # fmt: skip
    new = {
        "eventid": "5", "date": "20150601", "year": "2015", "month": "6", "day": "1", "sourceactorfull": "USAGOV", "sourceactorentity": "USA",
        "sourceactorrole": "GOV", "targetactorfull": "CUB", "targetactorentity": "CUB", "eventcode": "040", "pentaclass": "1", "goldsteinscore": "1",
    }  # fmt: skip
    take_file(store, "phoenix", written(tmp_path / "old.csv", "Historical", [old], mark=","))
    take_file(store, "phoenix", written(tmp_path / "new.txt", "Phoenix of", [new]))
    found = [(one.day, one.actor, one.recipient, one.type, one.actor_sector) for one in store.pair_events()]
    assert found == [("1999-03-24", "USA", "SRB", "ASSAULT", "GOV"), ("2015-06-01", "USA", "CUB", "CONSULT", "GOV")]


def test_acled_tells_states_by_the_names_of_its_actors(store, tmp_path):
    row = {
        "event_id_cnty": "UKR1", "event_date": "24 February 2022", "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
        "actor1": "Military Forces of Russia (2000-)", "actor2": "Military Forces of Ukraine (2019-)", "country": "Ukraine", "fatalities": "4",
    }  # fmt: skip
    lone = row | {"event_id_cnty": "UKR2", "actor2": ""}
    other = row | {"event_id_cnty": "UKR3", "sub_event_type": "Change to group/activity"}
    taken = take_file(store, "acled", written(tmp_path / "a.csv", "ACLED", [row, lone, other], mark=","))
    (one,) = store.pair_events()
    assert (one.actor, one.recipient, one.type, one.mode) == ("RUS", "UKR", "ASSAULT", "aerial")
    assert (one.actor_sector, one.deaths, one.country) == ("MIL", 4.0, "UKR")
    assert sum(taken.left_out.values()) == 2
    assert "names one side only" in taken.left_out


def test_ucdp_events_make_months_of_deaths_with_the_zeros_that_are_known(store, tmp_path):
    later = GED | {"id": "8", "date_start": "2020-04-01", "date_end": "2020-04-01", "best": "3"}
    civilians = GED | {"id": "9", "type_of_violence": "3", "side_b": "Civilians", "best": "50"}
    groups = GED | {"id": "10", "type_of_violence": "2", "side_a": "One group", "gwnoa": "", "best": "70"}
    take_file(store, "ucdp", written(tmp_path / "g.csv", "UCDP Geo", [GED, later, civilians, groups], mark=","))
    found = {point.start: point.value for point in store.series("ucdp_state_deaths", keys=("ETH",))}
    assert found == {"2020-02-01": 12.0, "2020-03-01": 0.0, "2020-04-01": 3.0}
    assert {point.value for point in store.series("ucdp_state_deaths", keys=("NOR",))} == {0.0}


def test_a_war_between_states_is_a_pair_in_ucdp(store, tmp_path):
    row = GED | {"side_b": "Government of Eritrea", "gwnob": "531"}
    take_file(store, "ucdp", written(tmp_path / "g.csv", "UCDP Geo", [row], mark=","))
    (one,) = store.pair_events()
    assert (one.actor, one.recipient, one.deaths, one.day_from, one.known) == ("ETH", "ERI", 12.0, "span", "2020-02-02")


def test_country_months_of_ucdp(store, tmp_path):
    rows = [
        {"gwcode": "530", "month": "2020-01", "fatalities": "7"},
        {"gwcode": "12345", "month": "2020-01", "fatalities": "7"},
    ]
    taken = take_file(store, "ucdp", written(tmp_path / "c.csv", "UCDP state", rows, mark=","))
    assert [(one.key, one.start, one.value) for one in store.series("ucdp_state_deaths")] == [
        ("ETH", "2020-01-01", 7.0)
    ]
    assert taken.left_out == {"is of a country that no table knows": 1}
    assert taken.unknown == {"gw 12345": 1}


def test_the_sides_of_a_dispute_act_on_each_other_with_their_own_acts(store, tmp_path):
    common = {"dispnum": "1", "stday": "-9", "stmon": "5", "styear": "1995"}
    rows = [
        common | {"ccode": "2", "stabb": "USA", "sidea": "1", "hiact": "7", "hostlev": "3"},
        common | {"ccode": "365", "stabb": "RUS", "sidea": "0", "hiact": "0", "hostlev": "1"},
        common | {"ccode": "710", "stabb": "CHN", "sidea": "0", "hiact": "16", "hostlev": "4"},
    ]
    take_file(store, "cow", written(tmp_path / "MIDB 5.0.csv", "Militarized Interstate Disputes, part", rows, mark=","))
    found = {(one.actor, one.recipient, one.type, one.day, one.day_from) for one in store.pair_events()}
    assert found == {
        ("USA", "RUS", "MOBILIZE", "1995-05-01", "span"),
        ("USA", "CHN", "MOBILIZE", "1995-05-01", "span"),
        ("CHN", "USA", "ASSAULT", "1995-05-01", "span"),
    }


def test_dyads_of_disputes(store, tmp_path):
    dyad = {
        "disno": "9", "statea": "2", "stateb": "70", "strtday": "3", "strtmnth": "4", "strtyr": "1914",
        "hihosta": "4", "hihostb": "1", "highacta": "14", "highactb": "0",
    }  # fmt: skip
    take_file(store, "cow", written(tmp_path / "d.csv", "Militarized Interstate Disputes, dyads", [dyad], mark=","))
    assert [(one.actor, one.recipient, one.type, one.day) for one in store.pair_events()] == [
        ("USA", "MEX", "COERCE", "1914-04-03")
    ]


def test_capabilities_that_are_not_known_have_no_point(store, tmp_path):
    row = {"ccode": "700", "year": "1991", "milex": "-9", "milper": "45", "tpop": "16276", "cinc": "0.001"}
    take_file(store, "cow", written(tmp_path / "n.csv", "National Material Capabilities", [row], mark=","))
    assert list(store.series("nmc_milex")) == []
    assert [(one.key, one.start, one.value) for one in store.series("nmc_milper")] == [("AFG", "1991-01-01", 45.0)]


def test_alliances_by_year_and_by_spell(store, tmp_path):
    owed = {"defense": "1", "offense": "0", "neutral": "0", "nonagg": "1", "consul": "0"}
    take_file(
        store,
        "atop",
        written(
            tmp_path / "y.csv", "ATOP directed", [{"statea": "2", "stateb": "20", "year": "1990"} | owed], mark=","
        ),
    )
    take_file(
        store,
        "atop",
        written(
            tmp_path / "s.csv", "spells", [{"a": "NOR", "b": "DNK", "start": "1990", "end": "1991"} | owed], mark=","
        ),
    )
    assert {(one.key, one.start) for one in store.series("atop_defense")} == {
        ("USA-CAN", "1990-01-01"), ("NOR-DNK", "1990-01-01"), ("DNK-NOR", "1990-01-01"), ("NOR-DNK", "1991-01-01"), ("DNK-NOR", "1991-01-01"),
    }  # fmt: skip


def test_agreement_in_the_assembly_given_and_counted_from_roll_calls(store, tmp_path):
    given = {"ccode1": "20", "ccode2": "2", "year": "1991", "agree": "0.7", "idealpointdistance": "0.5"}
    take_file(
        store, "unga", written(tmp_path / "a.csv", "agreement of pairs in the General Assembly", [given], mark=",")
    )
    votes = [("1", "2", 1), ("1", "20", 1), ("2", "2", 3), ("2", "20", 1), ("3", "2", 1), ("3", "20", 8)]
    rows = [{"rcid": call, "ccode": code, "year": "1992", "vote": vote} for call, code, vote in votes]
    take_file(store, "unga", written(tmp_path / "v.csv", "roll calls", rows, mark=","))
    found = [(one.key, one.start, one.value) for one in store.series("unga_agree")]
    assert found == [("CAN-USA", "1991-01-01", 0.7), ("CAN-USA", "1992-01-01", 0.5)]


def test_geopolitical_risk_of_the_world_and_of_countries(store, tmp_path):
    row = {"month": "1985M01", "gpr": "102.1", "gprt": "107.5", "gpra": "89.6", "gprc_usa": "2.5", "gprh_x": "9"}
    take_file(store, "gpr", written(tmp_path / "g.csv", "Geopolitical Risk by month", [row], mark=","))
    assert [(one.key, one.start, one.value) for one in store.series("gpr")] == [("WORLD", "1985-01-01", 102.1)]
    assert [(one.key, one.value) for one in store.series("gpr_country")] == [("USA", 2.5)]


@pytest.mark.parametrize("year", ["99999999999999999999", "1e999", "nan", "-1e18"])
def test_a_day_beyond_the_calendar_is_none(year):
    with pytest.raises(Unusable, match="has no"):
        day_of_parts(year, "1", "1")


@pytest.mark.parametrize("year", ["1e12", "10000", "0", "inf"])
def test_a_spell_ends_in_a_year_of_the_calendar(year):
    with pytest.raises(Unusable, match="as end"):
        year_of(year, "end")


def test_a_bad_row_is_counted_with_its_reason_and_stops_nothing(store, tmp_path):
    rows = [
        POLECAT,
        POLECAT | {"event_id": "2", "event_date": "soon"},
        POLECAT | {"event_id": "3", "event_type": "SING"},
    ]
    path = written(tmp_path / "p.txt", "POLECAT", rows)
    path.write_text(path.read_text() + "a\tb\n")
    taken = take_file(store, "polecat", path)
    assert taken.events == 1
    assert taken.left_out == {
        "has no day that can be read": 1,
        "has a type that PLOVER has not": 1,
        "has another number of cells than there are columns": 1,
    }
    assert {skip.source for skip in store.skipped()} == {"p.txt"}
    assert any("row 2" in skip.reason for skip in store.skipped())


@pytest.mark.parametrize("packed", ["plain", "gz", "zip"])
def test_the_same_file_again_changes_nothing_however_it_is_packed(store, tmp_path, packed):
    path = written(tmp_path / "p.txt", "POLECAT", [POLECAT])
    if packed == "gz":
        (tmp_path / "p.txt.gz").write_bytes(gzip.compress(path.read_bytes()))
        path = tmp_path / "p.txt.gz"
    if packed == "zip":
        with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
            archive.write(path, "p.txt")
        path = tmp_path / "p.zip"
    first = take_file(store, "polecat", path)
    again = take_file(store, "polecat", path)
    assert (first.again, again.again, again.events) == (False, True, 1)
    assert len(list(store.pair_events())) == 1


def test_a_newer_version_of_a_row_replaces_it(store, tmp_path):
    take_file(store, "ucdp", written(tmp_path / "a.csv", "UCDP Geo", [GED], mark=","))
    take_file(store, "ucdp", written(tmp_path / "b.csv", "UCDP Geo", [GED | {"best": "40"}], mark=","))
    assert [one.value for one in store.series("ucdp_state_deaths", keys=("ETH",))] == [40.0]


@pytest.mark.parametrize("kind", ["polecat", "ucdp"])
def test_a_broken_import_goes_on_and_ends_as_if_it_never_broke(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(taking, "BATCH", 2)
    start, name = (POLECAT, "POLECAT") if kind == "polecat" else (GED, "UCDP Geo")
    key = "event_id" if kind == "polecat" else "id"
    path = written(tmp_path / "f.txt", name, [start | {key: f"E{number}"} for number in range(7)])

    def break_off(done, _):
        if done >= 4:
            raise KeyboardInterrupt

    with Store.open(tmp_path / "broken.db", create=True) as store:
        with pytest.raises(KeyboardInterrupt):
            take_file(store, kind, path, break_off)
        seen = []
        taken = take_file(store, kind, path, lambda done, _: seen.append(done))
        assert seen == [6, 7]
        assert (taken.rows, taken.events) == (7, 7)
        broken = list(store.series("ucdp_state_deaths")), store.counts()
    with Store.open(tmp_path / "whole.db", create=True) as store:
        assert take_file(store, kind, path) == taken
        assert (list(store.series("ucdp_state_deaths")), store.counts()) == broken


def test_columns_are_checked_before_anything_is_stored(store, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("event_id,event_date\n1,2020-01-01\n")
    with pytest.raises(UsageError, match="lacks event_type"):
        take_file(store, "polecat", path)
    path = written(tmp_path / "g.csv", "UCDP Geo", [GED], mark=",")
    with pytest.raises(UsageError, match="no acled file") as caught:
        take_file(store, "acled", path)
    assert "dragoman import ucdp" in caught.value.hint


def test_a_workbook_and_a_torn_file_are_refused_with_advice(store, tmp_path):
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(20))
    with pytest.raises(UsageError, match="Excel") as caught:
        take_file(store, "gpr", tmp_path / "a.xls")
    assert "CSV" in caught.value.hint
    packed = gzip.compress(written(tmp_path / "p.txt", "POLECAT", [POLECAT] * 50).read_bytes())
    (tmp_path / "p.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(UsageError, match="cannot be read"):
        take_file(store, "polecat", tmp_path / "p.gz")


def test_every_row_of_the_tables_is_sound():
    known = {row["code"] for row in csv_rows("states", "actors")} | {"EUR", ""}
    assert {row["country"] for row in csv_rows("country_codes")} <= known
    assert all(row["source"] for name in ("country_codes", "acts", "actors") for row in csv_rows(name))
    assert len({(row["scheme"], row["code"]) for row in csv_rows("country_codes")}) == len(csv_rows("country_codes"))


@pytest.mark.parametrize(
    ("scheme", "code", "country"),
    [
        ("cow", "260", "DEU"),
        ("cow", "679", "YEM"),
        ("gw", "678", "YEM"),
        ("gw", "340", "SRB"),
        ("gw", "973", "TUV"),
        ("cameo", "TMP", "TLS"),
        ("fips", "UP", "UKR"),
        ("name", "russian federation", "RUS"),
        ("iso3", "kor", "KOR"),
    ],
)
def test_schemes_of_countries(scheme, code, country):
    assert country_codes(scheme)[code.casefold()] == country


def test_the_command_names_all_kinds():
    assert imports.HISTORY == ("polecat", "icews", "gdelt", "phoenix", "acled", "ucdp", "cow", "atop", "unga", "gpr")
    assert set(imports.HISTORY) == set(kinds())


REAL = [
    ("cow", "data/cow/disputes.csv", "events", 2206),
    ("cow", "data/cow/capabilities.csv", "points", 24000),
    ("unga", "data/unga/pairs.csv", "points", 7086),
    ("gpr", "data/gpr/monthly.csv", "points", 23000),
    ("ucdp", "gold/forecast/country_month.csv", "points", 10600),
]


@pytest.mark.gold
@pytest.mark.parametrize(("kind", "file", "part", "least"), REAL)
def test_real_files_are_taken_whole(store, shared, kind, file, part, least):
    taken = take_file(store, kind, shared / file)
    assert getattr(taken, part) >= least
    assert taken.left_out == {}
    assert taken.unknown == {}
