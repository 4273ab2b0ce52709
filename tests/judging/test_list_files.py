"""Reading the lists of six publishers, and refusing what is broken."""

import sqlite3

import list_samples as samples
import pytest

from dragoman.errors import DragomanError, KnowledgeError, SourceError, StoreError
from dragoman.judging.list_countries import countries_named, country_of, date_of
from dragoman.judging.list_formats import sources
from dragoman.judging.list_formats.followthemoney import lines_of, read_entities
from dragoman.judging.list_formats.readers import read_list
from dragoman.judging.listings import Screener
from dragoman.judging.lists import import_lists


@pytest.fixture
def write(tmp_path):
    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def ofac(write):
    write("alt_2021-07-07.csv", samples.OFAC_ALT)
    write("add_2021-07-07.csv", samples.OFAC_ADD)
    return write("sdn_2021-07-07.csv", samples.OFAC_SDN)


def read(path):
    head, entries = read_list(path)
    return head, {entry.ref: entry for entry in entries}


def named(entry, quality):
    return [name.text for name in entry.names if name.quality == quality]


def test_un_xml_gives_names_births_countries_and_numbers(write):
    head, entries = read(write("consolidated.xml", samples.UN_XML))
    person = entries["TEi.001"]
    assert (head.key, head.date, head.date_from) == ("un", "2025-03-04", "content")
    assert person.name == "KHALID OMAR BARAKZAI"
    assert (named(person, "strong"), named(person, "weak")) == (["Khaled Barekzay"], ["Tariq"])
    assert named(person, "script") == ["خالد عمر برکزی"]
    assert (person.kind, person.births, person.gender) == ("person", ("~1971",), "m")
    assert (person.countries, person.linked_countries) == (("AFG",), ("PAK",))
    assert (person.offices, person.ids) == (("Governor of Helmand Province",), (("passport", "OA 454-922"),))
    assert entries["TEi.002"].births == ("1958/1963",)
    assert named(entries["TEe.001"], "strong") == ["HERONKO"]
    assert entries["TEe.001"].countries == ("PRK",)


def test_ofac_csv_joins_aliases_addresses_and_remarks(ofac):
    head, entries = read(ofac)
    person = entries["101"]
    assert (head.key, head.date, head.date_from) == ("ofac-sdn", "2021-07-07", "file name")
    assert [name.text for name in person.names] == ["BARAKZAI, Khalid Omar", "BAREKZAY, Khaled", "THE FALCON"]
    assert named(person, "weak") == ["THE FALCON"]
    assert (person.births, person.countries) == (("1971-08-26", "1972"), ("AFG",))
    assert (person.gender, person.programmes) == ("m", ("SDGT", "IFSR"))
    assert ("passport", "OA454922") in person.ids
    assert (entries["102"].countries, named(entries["102"], "former")) == (("CUB",), ["GAZELA COMERCIO"])
    assert (entries["103"].kind, entries["103"].ids) == ("vessel", (("imo", "9187629"),))
    assert "104" not in entries


def test_ofac_xml_marks_weak_aliases_and_writes_the_month_first(write):
    head, entries = read(write("sdn.xml", samples.OFAC_XML))
    person = entries["101"]
    assert (head.key, head.date) == ("ofac-sdn", "2024-12-09")
    assert (person.name, named(person, "weak")) == ("Khalid Omar BARAKZAI", ["THE FALCON"])
    assert (person.births, person.countries, person.linked_countries) == (("~1971",), ("AFG",), ("PAK",))
    assert (person.gender, entries["103"].ids) == ("m", (("imo", "9187629"),))


@pytest.mark.parametrize(("name", "content"), [("eu.xml", samples.EU_XML), ("eu.csv", samples.EU_CSV)])
def test_both_eu_files_give_the_same_entries(write, name, content):
    head, entries = read(write(name, content))
    person = entries["EU.1.10"]
    assert (head.key, head.date) == ("eu", "2025-01-15")
    assert [one.text for one in person.names] == ["Khalid Omar Barakzai", "Khaled Barekzay"]
    assert (person.births, person.countries, person.linked_countries) == (("1971-08-26",), ("AFG",), ("PAK",))
    assert set(person.ids) == {("passport", "OA454922"), ("un", "TEi.001")}
    assert (person.gender, person.offices, person.listed_on) == ("m", ("Governor",), "2013-01-02")
    assert (entries["EU.2.20"].kind, entries["EU.2.20"].countries) == ("organisation", ("CUB",))


def test_uk_csv_joins_the_rows_of_one_number(write):
    head, entries = read(write("UK-Sanctions-List.csv", samples.UK_CSV))
    person, ship = entries["AFG0001"], entries["RUS0002"]
    assert (head.key, head.date) == ("uk", "2025-08-18")
    assert [name.text for name in person.names] == ["Khalid Omar BARAKZAI", "Khaled BAREKZAY", "خالد"]
    assert named(person, "weak") == ["Khaled BAREKZAY"]
    assert (person.births, person.countries, person.linked_countries) == (("1971-08-26",), ("AFG",), ("PAK",))
    assert (ship.kind, ship.countries, ship.ids) == ("vessel", ("CUB",), (("imo", "9187629"),))


def test_followthemoney_gives_those_who_are_sanctioned(write):
    head, entries = read(write("entities.ftm.json", samples.FTM))
    person = entries["ofac-101"]
    assert (head.key, head.date) == ("ftm-us_ofac_sdn", "2025-02-03")
    assert set(entries) == {"ofac-101", "v1"}
    assert (named(person, "primary"), named(person, "weak")) == (["Khalid Omar Barakzai"], ["Tariq"])
    assert (person.countries, person.linked_countries) == (("AFG",), ("PAK",))


def test_followthemoney_out_and_in_again_keeps_what_screening_needs(write, tmp_path):
    head, entries = read_list(write("consolidated.xml", samples.UN_XML))
    before = list(entries)
    path = tmp_path / "out.ftm.json"
    path.write_bytes(b"".join(lines_of(before, head)))
    after = {entry.ref: entry for entry in read_entities(path)}
    for entry in before:
        again = after[entry.ref]
        assert {name.text for name in again.names} == {name.text for name in entry.names}
        assert (again.kind, again.countries, again.gender) == (entry.kind, entry.countries, entry.gender)


def cut(text):
    return text[: len(text) * 2 // 3]


BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><CONSOLIDATED_LIST><INDIVIDUALS>&a;</INDIVIDUALS></CONSOLIDATED_LIST>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.xml", cut(samples.UN_XML)),
        ("cut_ofac.xml", cut(samples.OFAC_XML)),
        ("cut_eu.xml", cut(samples.EU_XML)),
        ("bomb.xml", BOMB),
        ("charset.xml", samples.UN_XML.replace("UTF-8", "EUC-JP")),
        ("no_charset.xml", samples.UN_XML.replace("UTF-8", "rot13")),
        ("nameless.xml", samples.UN_XML.replace("<FIRST_NAME>CHOE SONG MIN</FIRST_NAME>", "")),
        ("numberless.xml", samples.UN_XML.replace("<REFERENCE_NUMBER>TEi.002</REFERENCE_NUMBER>", "")),
        ("fewer_than_stated.xml", samples.OFAC_XML.replace("<Record_Count>2<", "<Record_Count>9<")),
        ("columns.csv", samples.EU_CSV.replace("NameAlias_WholeName", "NameAlias_Whole")),
        ("short_row.csv", samples.UK_CSV + "04/08/2025,RUS0003,91\n"),
        ("kind.csv", samples.UK_CSV.replace(",Individual,", ",Thing,")),
        ("line.ftm.json", samples.FTM + '{"id": 7}\n'),
        ("cut.ftm.json", cut(samples.FTM)),
        ("empty_list.xml", "<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>"),
        ("other.txt", "nothing of the kind"),
        ("empty.xml", ""),
        ("zeros.xml", b"\0" * 200),
    ],
)
def test_a_broken_file_is_refused_whole_and_the_list_in_force_stays(write, tmp_path, name, content):
    good = write("consolidated.xml", samples.UN_XML)
    import_lists([good], tmp_path / "lists")
    for key in ("ofac-sdn", "eu", "uk"):
        assert not (tmp_path / "lists" / f"{key}.list.db").exists()
    with pytest.raises((SourceError, KnowledgeError)) as refused:
        import_lists([write(name, content)], tmp_path / "lists")
    assert refused.value.hint
    assert [head.key for head in Screener.open(tmp_path / "lists").heads] == ["un"]
    assert {path.name for path in (tmp_path / "lists").iterdir()} == {"un.list.db"}


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("sdn_2021-07-07.csv", samples.OFAC_SDN.replace(',"CUBA",-0- ,-0- ,', ',"CUBA",-0- ,', 1)),
        ("alt_2021-07-07.csv", samples.OFAC_ALT.replace(',"aka"', "")),
        ("alt_2021-07-07.csv", samples.OFAC_ALT + '999,13,"aka","NOBODY",-0- \r\n'),
        ("add_2021-07-07.csv", '102,21,"Calle 1"\r\n'),
    ],
)
def test_ofac_files_of_wrong_shape_or_different_days_are_refused(ofac, write, part, content):
    write(part, content)
    with pytest.raises(KnowledgeError):
        list(read_list(ofac)[1])


def test_ofac_without_its_aliases_is_refused(ofac):
    (ofac.parent / "alt_2021-07-07.csv").unlink()
    with pytest.raises(SourceError, match="alt"):
        list(read_list(ofac)[1])


def test_a_list_that_lost_most_of_its_entries_needs_force(write, tmp_path):
    import_lists([write("a.xml", samples.UN_XML)], tmp_path / "lists")
    start = samples.UN_XML.index("    <ENTITY>\n      <FIRST_NAME>OVERSEAS")
    shrunk = (
        samples.UN_XML[: samples.UN_XML.index("    <ENTITY>")] + samples.UN_XML[samples.UN_XML.index("  </ENTITIES>") :]
    )
    assert start > 0
    path = write("b.xml", shrunk)
    with pytest.raises(KnowledgeError, match="in force"):
        import_lists([path], tmp_path / "lists")
    (done,) = import_lists([path], tmp_path / "lists", force=True)
    assert (done.entries, done.entries_before) == (2, 4)


def test_a_file_larger_than_any_list_is_refused(write, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    with pytest.raises(SourceError, match="more than any"):
        read_list(write("large.xml", samples.UN_XML))


def test_importing_replaces_the_list_while_a_reader_keeps_the_old_one(write, tmp_path):
    import_lists([write("a.xml", samples.UN_XML)], tmp_path / "lists")
    reader = Screener.open(tmp_path / "lists")
    import_lists([write("b.xml", samples.UN_XML.replace("2025-03-04", "2025-04-05"))], tmp_path / "lists")
    assert [head.date for head in reader.heads] == ["2025-03-04"]
    assert [head.date for head in Screener.open(tmp_path / "lists").heads] == ["2025-04-05"]


def test_a_folder_without_lists_or_with_a_foreign_file_says_so(tmp_path):
    with pytest.raises(StoreError, match="no sanctions lists"):
        Screener.open(tmp_path)
    sqlite3.connect(tmp_path / "un.list.db").close()
    (tmp_path / "un.list.db").write_bytes(b"not a list")
    with pytest.raises(StoreError):
        Screener.open(tmp_path)


def test_errors_tell_the_next_step(write):
    with pytest.raises(DragomanError) as refused:
        read_list(write("x.csv", "a,b\n1,2\n"))
    assert "UN XML" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iran (Islamic Republic of)", "IRN"),
        ("Korea, North", "PRK"),
        ("af", "AFG"),
        ("Türkiye", "TUR"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Atlantis", None),
    ],
)
def test_countries_as_lists_spell_them(text, code):
    assert country_of(text) == code


def test_a_phrase_names_the_people_it_speaks_of():
    assert countries_named("Iranian general") == ("IRN",)
    assert countries_named("South Korean footballer") == ("KOR",)
    assert countries_named("Korean minister") == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("26 Aug 1988", "1988-08-26"),
        ("26/08/1988", "1988-08-26"),
        ("00/00/1954", "1954"),
        ("00/11/1965", "1965-11"),
        ("circa 1962", "~1962"),
        ("1958 to 1963", "1958/1963"),
        ("18-Aug-2026", "2026-08-18"),
        ("Sep 1971", "1971-09"),
        ("unknown", None),
    ],
)
def test_dates_as_lists_write_them(text, date):
    assert date_of(text) == date
