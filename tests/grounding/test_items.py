"""Equipment and goods: names, spellings, calibres, dual use, and words in another sense."""

import pytest

from dragoman.grounding.item_phrases import PhraseTable, key_of, tokens_of
from dragoman.grounding.items import find_items, fits, kits, lookup_item
from dragoman.judging.provisions import Register
from dragoman.reading.reader import Reader
from dragoman.records import Article, Item


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def items(reader: Reader, text: str) -> tuple[Item, ...]:
    article = Article(id="a", text=text)
    return find_items(article, reader.read(article))


def names(reader: Reader, text: str) -> list[str]:
    return [item.text for item in items(reader, text)]


@pytest.mark.parametrize("text", ["152mm shells", "152 mm shells", "152-mm shells", "152mm rounds"])
def test_calibres_are_read_however_they_are_written(reader: Reader, text: str) -> None:
    (item,) = items(reader, f"Pyongyang sent {text} to Moscow.")
    assert item.objects == ("ammunition",)
    assert item.compatible_with == ("cal:152mm-soviet",)


def test_a_shell_fits_every_gun_of_its_family() -> None:
    (shells,) = lookup_item("152 mm shells")
    assert {"D-20", "2S3 Akatsiya", "M2018 self-propelled howitzer"} <= set(fits(shells))
    assert "M777" not in fits(shells)


def test_the_longest_name_wins(reader: Reader) -> None:
    (item,) = items(reader, "It launched an intercontinental ballistic missile.")
    assert item.text == "intercontinental ballistic missile"
    assert (item.un_register, item.mtcr) == ("VIIa", "1.A.1")


def test_space_launch_is_ballistic_missile_technology() -> None:
    lineage = Register.load().vocabulary.lineage
    (engine,) = lookup_item("rocket engine")
    assert "ballistic_missile" in lineage(engine.objects[0])


def test_air_defence_is_outside_the_register_class_unless_man_portable() -> None:
    (s300,), (igla,) = lookup_item("S-300"), lookup_item("Igla")
    assert s300.un_register is None
    assert igla.un_register == "VIIb"
    assert "missiles" in igla.objects
    assert "missiles" not in s300.objects


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Russia sold tanks to Syria.", "tanks"),
        ("The smelter bought lead ore.", "lead ore"),
        ("Germany sent a Patriot battery to Ukraine.", "Patriot battery"),
        ("The army fired shells at the town.", "shells"),
        ("It sold drones to Libya.", "drones"),
        ("They imported copper and coal.", "coal"),
    ],
)
def test_the_thing_itself_is_found(reader: Reader, text: str, word: str) -> None:
    assert word in names(reader, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("She is the lead negotiator at the talks.", "lead"),
        ("He filled a tank of water.", "tank"),
        ("A think tank in Seoul published the study.", "tank"),
        ("Congress renewed the Patriot Act.", "Patriot"),
        ("They met at the space centre.", "space"),
        ("A shell company paid the bill.", "shell"),
        ("The first round of talks ended.", "round"),
        ("She won gold medals in Paris.", "gold"),
        ("He is a fan of the Arrow of time.", "Arrow"),
        ("The satellite images show a ship.", "satellite"),
    ],
)
def test_a_word_in_another_sense_is_not(reader: Reader, text: str, word: str) -> None:
    assert word.lower() not in [name.lower() for name in names(reader, text)]


def test_people_and_houses_are_no_equipment(reader: Reader) -> None:
    assert names(reader, "Civilians fled from the school and the hospital.") == []


def test_every_quote_is_the_text(reader: Reader) -> None:
    text = "North Korean artillery shells and guns, S-400 systems and 9K720 Iskander-M missiles."
    for item in items(reader, text):
        assert text[item.span.start : item.span.end] == item.span.quote == item.text


def test_every_object_of_a_row_is_in_the_vocabulary() -> None:
    known = Register.load().vocabulary.objects
    rows = {kit for values in (lookup_item("a"), lookup_item("o"), lookup_item("e")) for kit in values}
    assert rows
    assert {code for kit in rows for code in kit.objects} <= set(known)


def test_lookup_without_an_exact_name_offers_what_is_near() -> None:
    assert "Hwasong-11A" in [kit.name for kit in lookup_item("KN-23")]
    assert len(lookup_item("hwasong")) > 5
    assert lookup_item("nothing of the kind") == ()


def test_plural_possessive_and_case_give_one_key() -> None:
    assert key_of("Missiles") == key_of("missile's") == key_of("missile")
    assert key_of("batteries") == "battery"


def test_capitals_in_a_name_are_demanded() -> None:
    table = PhraseTable([("SAM", 1), ("Grad", 2), ("coal", 3)])
    assert [one.values for one in table.find(tokens_of("Sam saw a grad eat Coal"))] == [(3,)]
    assert [one.values for one in table.find(tokens_of("SAMs and Grads"))] == [(1,), (2,)]


def test_tables_load() -> None:
    assert len(kits().senses) > 100
