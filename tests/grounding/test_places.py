"""Places of a report: which words, which place, and where an act was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.grounding.gazetteer import Gazetteer
from dragoman.grounding.places import find_places, locate, resolve
from dragoman.records import Article, Maker, Name, Reading, Sentence, Word

GAZETTEER = Gazetteer.open()


def places_of(text: str, *names: str):
    """The places of the given names, each found by its first standing in the text."""
    return resolve(text, [(text.index(name), text.index(name) + len(name)) for name in names], GAZETTEER)


def word(text: str, at: int, form: str, upos: str, head: int = -1, deprel: str = "dep") -> Word:
    start = text.index(form, at)
    return Word(start=start, end=start + len(form), text=form, lemma=form.lower(), upos=upos, head=head, deprel=deprel)


def reading_of(
    text: str, rows: list[tuple[str, str, int, str]], names: tuple[Name, ...] = ()
) -> tuple[Article, Reading]:
    words, at = [], 0
    for form, upos, head, deprel in rows:
        words.append(word(text, at, form, upos, head, deprel))
        at = words[-1].end
    sentence = Sentence(start=words[0].start, end=words[-1].end, words=tuple(words), names=names)
    made_by = Maker(stage="reading", rule="by hand")
    return Article(id="ar_1", text=text), Reading(article="ar_1", sentences=(sentence,), made_by=made_by)


def name(first: int, last: int, label: str = "place") -> Name:
    return Name(first=first, last=last, label=label, score=0.9)


CONTEXT = (
    "Berlin",
    "London",
    "Armenia",
    "Tbilisi",
    "Florida",
    "Atlanta",
    "Benghazi",
    "Misrata",
    "Libya",
    "Sidon",
    "Lebanon",
    "Beirut",
)


@pytest.mark.parametrize(
    ("text", "asked", "country", "kind"),
    [
        ("Talks in Paris went on as Berlin and London watched.", "Paris", "FRA", "city"),
        ("A fire in Paris, Texas, killed two.", "Paris", "USA", "city"),
        ("The mayor of Springfield, Ill., resigned.", "Springfield", "USA", "city"),
        ("Georgia and Armenia closed the road; Tbilisi protested.", "Georgia", "GEO", "country"),
        ("Voters in Georgia and Florida went to Atlanta.", "Georgia", "USA", "admin1"),
        ("Fighting in Tripoli spread to Benghazi and Misrata in Libya.", "Tripoli", "LBY", "city"),
        ("Fighting in Tripoli spread to Sidon; Lebanon's army left Beirut.", "Tripoli", "LBN", "city"),
        ("They met in Washington, D.C., on Monday.", "Washington", "USA", "city"),
        ("Shells fell in southern Afghanistan near Kandahar.", "southern Afghanistan", "AFG", "country"),
        ("Troops entered Helmand province.", "Helmand", "AFG", "admin1"),
        ("Snow fell in Orange County, California.", "Orange County", "USA", "region"),
        ("Kim went to the Vostochny Cosmodrome.", "Vostochny Cosmodrome", "RUS", "facility"),
        ("Ships left the Black Sea.", "Black Sea", None, "water"),
        ("A Syrian convoy left.", "Syrian", "SYR", "country"),
    ],
)
def test_a_name_means_the_place_that_fits_the_report(text, asked, country, kind):
    around = [word for word in CONTEXT if word in text and word not in asked]
    place = places_of(text, asked, *around)[0]
    assert (place.country, place.kind) == (country, kind)


def test_the_unit_beside_a_name_wins_over_size():
    (place,) = places_of("A storm hit Moscow, Idaho, overnight.", "Moscow")
    assert place.geonames == 5601538
    assert "Idaho" in place.made_by.reasons[0]


def test_one_sense_for_a_report():
    text = "Fire in Cambridge, Mass., spread. Later Cambridge burned."
    first, second = resolve(text, [(8, 17), (40, 49)], GAZETTEER)
    assert first.geonames == second.geonames == 4931972


def test_a_place_keeps_its_rivals_and_says_why():
    (place,) = places_of("Talks in Paris went on.", "Paris")
    assert place.candidates[0].name.startswith("Paris (FRA, city)")
    assert place.candidates[0].score > place.candidates[1].score
    assert place.made_by.runner_up == place.candidates[1].name
    assert "fits best" in place.made_by.reasons[0]
    assert "next is" in place.made_by.reasons[1]


def test_facilities_and_disputed_places_have_precision_and_claimants():
    cosmodrome, kashmir = places_of("From Vostochny Cosmodrome to Kashmir", "Vostochny Cosmodrome", "Kashmir")
    assert cosmodrome.precision_km == 5
    assert cosmodrome.geonames is None
    assert set(kashmir.claimants) == {"IND", "PAK", "CHN"}
    assert kashmir.kind == "disputed"


def test_what_no_gazetteer_knows_is_none():
    assert places_of("He went to Qwrtzpolis.", "Qwrtzpolis") == (None,)


ROWS = [
    ("Troops", "NOUN", 1, "nsubj"),
    ("shelled", "VERB", -1, "root"),
    ("a", "DET", 3, "det"),
    ("village", "NOUN", 1, "obj"),
    ("near", "ADP", 5, "case"),
    ("Aleppo", "PROPN", 1, "obl"),
    ("Syria", "PROPN", 1, "dep"),
]
TEXT = "Troops shelled a village near Aleppo Syria"


def test_names_of_the_model_and_of_the_gazetteer_are_found():
    article, reading = reading_of(TEXT, ROWS, (name(5, 5),))
    assert [(place.text, place.country) for place in find_places(article, reading, GAZETTEER)] == [("Aleppo", "SYR")]
    article, reading = reading_of("Japan spoke.", [("Japan", "PROPN", 1, "nsubj"), ("spoke", "VERB", -1, "root")])
    assert [place.kind for place in find_places(article, reading, GAZETTEER)] == ["country"]


def test_persons_and_adjectives_are_no_places():
    rows = [("Paris", "PROPN", 2, "nsubj"), ("Hilton", "PROPN", 0, "flat"), ("met", "VERB", -1, "root"), ("Syrian", "ADJ", 4, "amod"),
            ("envoys", "NOUN", 2, "obj")]  # fmt: skip
    article, reading = reading_of(
        "Paris Hilton met Syrian envoys", rows, (name(0, 1, "person"), name(3, 3, "nationality"))
    )
    assert find_places(article, reading, GAZETTEER) == ()
    assert [one.text for one in find_places(article, reading, GAZETTEER, adjectives=True)] == ["Syrian"]


def test_a_town_without_a_model_name_needs_its_unit_beside_it():
    rows = [("Fire", "NOUN", -1, "root"), ("in", "ADP", 2, "case"), ("Mobile", "PROPN", 0, "nmod"), (",", "PUNCT", 2, "punct"),
            ("Ala.", "PROPN", 2, "appos")]  # fmt: skip
    article, reading = reading_of("Fire in Mobile, Ala.", rows)
    assert [one.text for one in find_places(article, reading, GAZETTEER)] == ["Mobile", "Ala."]


def test_the_place_of_an_act_hangs_on_it_by_a_preposition_of_place():
    article, reading = reading_of(TEXT, ROWS, (name(5, 5),))
    places = find_places(article, reading, GAZETTEER)
    assert locate(reading.sentences[0], 1, places).name == "Aleppo"


@pytest.mark.parametrize(("case", "deprel"), [("from", "obl"), ("in", "nsubj"), ("with", "obl")])
def test_origins_and_governments_are_not_where_an_act_was(case, deprel):
    rows = [
        ("Envoys", "NOUN", 1, "nsubj"),
        ("spoke", "VERB", -1, "root"),
        (case, "ADP", 3, "case"),
        ("Paris", "PROPN", 1, deprel),
    ]
    article, reading = reading_of(f"Envoys spoke {case} Paris", rows, (name(3, 3),))
    assert locate(reading.sentences[0], 1, find_places(article, reading, GAZETTEER)) is None


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5))
def test_no_spans_break_it(text, spans):
    inside = [(start, min(start + size, len(text))) for start, size in spans if start < len(text)]
    for place, (start, end) in zip(resolve(text, inside, GAZETTEER), inside, strict=True):
        assert place is None or place.span.quote == text[start:end]


def test_an_empty_report_has_no_places():
    article = Article(id="ar_1", text="")
    assert (
        find_places(
            article, Reading(article="ar_1", sentences=(), made_by=Maker(stage="reading", rule="by hand")), GAZETTEER
        )
        == ()
    )


@pytest.mark.parametrize(("second", "found"), [("Square", []), ("Street", []), (",", ["Freedom"])])
def test_a_square_is_not_the_town_of_its_name(second: str, found: list[str]) -> None:
    rows = [
        ("Freedom", "PROPN", 1, "compound"),
        (second, "PROPN" if second != "," else "PUNCT", 2, "nsubj"),
        ("burned", "VERB", -1, "root"),
    ]
    article, reading = reading_of(f"Freedom {second} burned", rows, (name(0, 1),))
    assert [place.span.quote for place in find_places(article, reading, GAZETTEER) if place.span] == found
