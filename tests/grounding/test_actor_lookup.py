"""Looking up who a name means on a day."""

import csv
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.grounding.actor_index import ActorIndex
from dragoman.grounding.actor_names import name_parts, solid, sounds, unordered
from dragoman.grounding.actor_tables import LEADER_COLUMNS, folder, leader_rows
from dragoman.grounding.people import People, people_of, tables_digest, write_index
from dragoman.grounding.phrase_trie import Phrases


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return ActorIndex.load()


@pytest.mark.parametrize(
    ("one", "other", "form"),
    [
        ("Kim Jong Un", "Kim Jong-un", solid),
        ("Abe Shinzo", "Shinzō Abe", unordered),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", unordered),
        ("Bashar Assad", "Bashar al-Assad", unordered),
        ("Moammar Gadhafi", "Muammar al-Qaddafi", sounds),
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky", sounds),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other, form):
    assert form(name_parts(one)) == form(name_parts(other))


def test_different_names_do_not_share_a_sound():
    assert sounds(name_parts("Richard Boucher")) != sounds(name_parts("Pierre Reid"))


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Antony Blinken", date(2024, 2, 5), "USAGOV"),
        ("Antony Blinken", date(2025, 6, 1), "USAELI"),
        ("Hillary Clinton", date(2006, 5, 1), "USALEG"),
        ("Hillary Clinton", date(2010, 5, 1), "USAGOV"),
        ("Hillary Clinton", date(2016, 7, 1), "USAPTY"),
        ("Muammar al-Qaddafi", date(2003, 12, 19), "LBYGOV"),
        ("Orban Viktor", date(2023, 12, 14), "HUNGOV"),
        ("former Peruvian president Alberto Fujimori", date(2007, 9, 22), "PERELI"),
        ("the French foreign minister", date(2015, 6, 24), "FRAGOV"),
        ("then-Secretary of State Colin Powell", date(2012, 5, 1), "USAGOV"),
        ("ex-president Nicolas Sarkozy", date(2018, 3, 20), "FRAELI"),
        ("Taliban", date(2010, 6, 7), "AFGREB"),
        ("Taliban", date(2022, 12, 20), "AFGGOV"),
        ("Kremlin", date(2020, 1, 1), "RUSGOV"),
        ("Russian troops", date(2022, 4, 8), "RUSMIL"),
        ("Abkhazia", date(2008, 8, 10), "GEOPRE"),
    ],
)
def test_the_best_candidate_is_what_the_name_meant_on_that_day(index, name, on, code):
    assert index.who(name, on)[0].code == code


def test_an_office_without_a_name_lists_who_held_it(index):
    assert "Laurent Fabius" in [one.name for one in index.who("the French foreign minister", date(2015, 6, 24))]


def test_a_surname_of_many_keeps_the_others_as_candidates(index):
    found = index.who("Kim", date(2018, 5, 27))
    assert found[0].name.startswith("Kim Jong")
    assert len(found) > 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_terms_open_at_the_last_look_are_trusted_less_with_every_year(index):
    then = index.roles("Volodymyr Zelenskyy", date(2025, 10, 1))[0]
    later = index.roles("Volodymyr Zelenskyy", date(2028, 10, 1))[0]
    assert later.score < then.score
    assert "leaders are known to 2025-10-31" in later.why


def test_without_a_day_the_reasons_say_that_no_term_was_checked(index):
    assert "no date is known" in index.roles("Jacques Chirac", None)[0].why


def test_a_name_nobody_bears_has_no_candidates(index):
    assert index.who("Zzyzx Qwertyuiop", date(2020, 1, 1)) == ()


def test_the_shipped_index_is_the_one_its_tables_give(tmp_path):
    write_index(tmp_path / "people.sqlite", leader_rows())
    fresh = People(tmp_path / "people.sqlite")
    shipped = People(Path(str(folder().joinpath("people.sqlite"))))
    about = "SELECT layout, digest, people, terms FROM about"
    assert shipped.base.execute(about).fetchone() == fresh.base.execute(about).fetchone()
    assert shipped.base.execute("SELECT digest FROM about").fetchone()[0] == tables_digest()
    everything = "SELECT key, people FROM name ORDER BY key"
    assert shipped.base.execute(everything).fetchall() == fresh.base.execute(everything).fetchall()


def test_rows_of_one_wikidata_id_or_one_name_and_country_are_one_person():
    blank = dict.fromkeys(LEADER_COLUMNS, "")
    rows = [
        blank | {"person": "Ana Sol", "country": "PRT", "office": "Minister", "wikidata": "Q1", "confidence": "0.9"},
        blank | {"person": "Ana Sol", "country": "PRT", "office": "President", "confidence": "0.9"},
        blank | {"person": "Ana Sol", "country": "BRA", "office": "Judge", "confidence": "0.9"},
    ]
    assert sorted(len(person.terms) for person in people_of(rows)) == [1, 2]


def test_a_users_own_table_stands_beside_the_built_in_ones(tmp_path):
    own = tmp_path / "own.csv"
    row = dict.fromkeys(LEADER_COLUMNS, "") | {
        "person": "Edda Vintner", "country": "ISL", "office": "Trade Minister", "office_class": "other_minister", "sector": "GOV",
        "from": "2020-01-01", "to_status": "open", "as_of": "2026-01-01", "confidence": "0.9",
    }  # fmt: skip
    with own.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, LEADER_COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    mine = ActorIndex.load((own,))
    assert mine.who("Edda Vintner", date(2024, 1, 1))[0].code == "ISLGOV"
    assert mine.who("Vladimir Putin", date(2024, 1, 1))[0].code == "RUSGOV"


def test_a_table_with_other_columns_is_refused_with_a_hint(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(KnowledgeError) as refused:
        ActorIndex.load((wrong,))
    assert "columns" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the US sent us a letter", ["US"]),
        ("al - Qaeda - linked rebels", ["al - Qaeda"]),
        ("the People 's Liberation Army", ["People 's Liberation Army"]),
        ("turkey for dinner in Turkey", ["Turkey"]),
        ("the North Atlantic Treaty Organization", ["North Atlantic Treaty Organization"]),
    ],
)
def test_phrases_are_found_whatever_the_cut_and_only_with_their_capitals(text, found):
    phrases: Phrases[int] = Phrases()
    for phrase in (
        "US",
        "al-Qaeda",
        "People's Liberation Army",
        "Turkey",
        "the North",
        "North Atlantic Treaty Organization",
    ):
        phrases.add(phrase, 1)
    words = text.split()
    assert [" ".join(words[hit.first : hit.last + 1]) for hit in phrases.find(words)] == found
