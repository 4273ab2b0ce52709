"""Reading whole articles with the shipped weights."""

import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading.reader import Reader
from dragoman.records import Article, Reading

REPORT = """Seoul expels envoy

SEOUL (Reuters) - South Korea expelled the Russian ambassador on Monday, Foreign Minister Cho Tae-yul said.

"We will not accept this," Cho told reporters in Seoul. Moscow may answer in kind, he added.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str, name: str = "ar_1") -> Reading:
    return reader.read(Article(id=name, text=text))


def words_of(reading: Reading) -> list[str]:
    return [word.text for sentence in reading.sentences for word in sentence.words]


def test_words_are_the_text_at_their_offsets(reader: Reader) -> None:
    reading = read(reader, REPORT)
    for sentence in reading.sentences:
        assert (sentence.start, sentence.end) == (sentence.words[0].start, sentence.words[-1].end)
        for word in sentence.words:
            assert REPORT[word.start : word.end] == word.text


def test_a_plain_sentence_is_parsed(reader: Reader) -> None:
    (sentence,) = read(reader, "South Korea expelled the Russian ambassador on Monday.").sentences
    verb = next(at for at, word in enumerate(sentence.words) if word.text == "expelled")
    assert sentence.words[verb].head == -1
    assert sentence.words[verb].lemma == "expel"
    relations = {word.text: (word.head, word.deprel) for word in sentence.words}
    assert relations["ambassador"] == (verb, "obj")
    assert relations["Korea"] == (verb, "nsubj")


def test_names_speech_and_factuality_are_read(reader: Reader) -> None:
    (sentence,) = read(reader, "Foreign Minister Sergei Lavrov said that Poland had closed the consulate.").sentences
    words = [word.text for word in sentence.words]
    assert ("person", "Lavrov") in {(name.label, words[name.last]) for name in sentence.names}
    assert ("place", "Poland") in {(name.label, words[name.last]) for name in sentence.names}
    frame = next(one for one in sentence.speech if words[one.cue[0]] == "said")
    assert "Lavrov" in [words[at] for at in frame.source]
    assert "closed" in [words[at] for at in frame.content]
    assert next(word for word in sentence.words if word.text == "closed").factuality > 1.0  # type: ignore[operator]


def test_what_did_not_happen_is_less_sure_than_what_did(reader: Reader) -> None:
    values = [
        next(word.factuality for word in read(reader, text).sentences[0].words if word.text.startswith("attack"))
        for text in ("The army attacked the village.", "The army did not attack the village.")
    ]
    assert values[0] > 1.0 > values[1]  # type: ignore[operator]


def test_an_article_gives_the_same_reading_alone_and_in_a_crowd(reader: Reader) -> None:
    crowd = [Article(id=f"ar_{at}", text=REPORT[at * 7 :]) for at in range(20)]
    assert [one.to_json() for one in reader.read_many(crowd)] == [reader.read(one).to_json() for one in crowd]


def test_readings_come_in_the_order_of_the_articles(reader: Reader) -> None:
    assert [one.article for one in reader.read_many(Article(id=str(at), text="Yes.") for at in range(70))] == [
        str(at) for at in range(70)
    ]


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "\u200b", ".", "😀😀 😀", "مرحبا بالعالم. كيف حالك؟", "<<<>>>", "a" * 10_000]
)
def test_odd_text_is_read_without_harm(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert "".join(words_of(reading)) == "".join(text.split())


def test_a_sentence_of_a_thousand_words_is_cut_and_the_cut_is_recorded(reader: Reader) -> None:
    reading = read(reader, "The minister and " * 333 + "left.")
    assert len(words_of(reading)) == 1001
    assert len(reading.skipped) == 1
    assert "read in 7 pieces" in reading.skipped[0].reason
    assert (reading.skipped[0].start, reading.skipped[0].end) == (0, reading.sentences[-1].end)


def test_a_sentence_without_end_is_read_to_its_limit_and_what_is_left_is_recorded(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.reading.reader.LONGEST_RUN", 300)
    reading = read(reader, "The minister and " * 333 + "left.")
    assert len(words_of(reading)) == 300
    cut, left = reading.skipped
    assert "1001 words was read in 2 pieces" in cut.reason
    assert "the last 701 words" in left.reason
    assert (left.start, left.end) == (reading.sentences[-1].end + 1, cut.end)


def test_capitals_without_stops_are_read(reader: Reader) -> None:
    reading = read(reader, "PUTIN MEETS KIM AT SPACE CENTRE TALKS ON ARMS EXPECTED")
    assert any(word.upos == "VERB" for sentence in reading.sentences for word in sentence.words)


def test_a_long_table_keeps_within_memory(reader: Reader) -> None:
    table = "\n".join("\t".join(f"{row}.{column}" for column in range(40)) for row in range(200))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(words_of(read(reader, table))) >= 8_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=300))
def test_every_text_gives_trees_over_its_words(text: str) -> None:
    for sentence in Reader().read(Article(id="ar_x", text=text)).sentences:
        assert sum(word.head == -1 for word in sentence.words) == 1
        for word in sentence.words:
            assert (word.head == -1) == (word.deprel == "root")
        for at in range(len(sentence.words)):
            steps = 0
            while at >= 0 and steps <= len(sentence.words):
                at, steps = sentence.words[at].head, steps + 1
            assert at == -1
