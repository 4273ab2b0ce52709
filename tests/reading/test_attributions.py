"""Frames joined with quotations: whole quotations, broken ones, speakers before and after, kinds, nesting."""

import time

from dragoman.reading.attributions import join_speech
from dragoman.reading.quotations import find_quotations
from dragoman.reading.words import split
from dragoman.records.reading import Attribution, Sentence, SpeechFrame, Word


def read(text: str, *frames: tuple[str, str, str]) -> tuple[Attribution, ...]:
    """The attributions of a text whose frames are given as (source, cue, content) words; a frame stands where its cue does."""
    sentences = []
    for found in split(text):
        words = tuple(Word(start=a, end=b, text=text[a:b], lemma="", upos="", head=-1, deprel="") for a, b in found)
        speech = tuple(made for frame in frames if (made := framed(text, words, *frame)) is not None)
        sentences.append(Sentence(start=found[0][0], end=found[-1][1], words=words, speech=speech))
    return join_speech(text, sentences, find_quotations(text))


def framed(text: str, words: tuple[Word, ...], source: str, cue: str, content: str) -> SpeechFrame | None:
    roles = [indices(text, words, role) for role in (source, cue, content)]
    return SpeechFrame(source=roles[0], cue=roles[1], content=roles[2], score=0.9) if roles[1] else None


def indices(text: str, words: tuple[Word, ...], phrase: str) -> tuple[int, ...]:
    start = text.find(phrase, words[0].start, words[-1].end) if phrase else -1
    return tuple(
        at for at, word in enumerate(words) if start >= 0 and start <= word.start and word.end <= start + len(phrase)
    )


def told(text: str, found: tuple[Attribution, ...]) -> list[tuple[str, str, list[str]]]:
    return [(joined(text, one.source), joined(text, one.cue), [text[a:b] for a, b in one.content]) for one in found]


def joined(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " ".join(text[a:b] for a, b in spans)


def test_a_quotation_is_content_as_a_whole() -> None:
    text = '"We are ready. We will respond. Soon," Lee said.'
    found = read(text, ("Lee", "said", "Soon"))
    assert told(text, found) == [("Lee", "said", ["We are ready. We will respond. Soon,"])]
    assert found[0].kind == "direct"


def test_a_cue_in_two_pieces_is_one_attribution() -> None:
    text = "Lee has in Rome said that talks had failed."
    found = read(text, ("Lee", "has", "that talks had failed"), ("Lee", "said", "that talks had failed"))
    assert told(text, found) == [("Lee", "has said", ["that talks had failed"])]


def test_a_broken_quotation_is_one_attribution() -> None:
    text = '"We are ready," Lee said. "We will respond."'
    assert told(text, read(text, ("Lee", "said", "We are ready"))) == [
        ("Lee", "said", ["We are ready,", "We will respond."])
    ]


def test_a_tag_without_content_takes_the_quotation_beside_it() -> None:
    text = 'Lee said: "We are ready."'
    assert told(text, read(text, ("Lee", "said", ""))) == [("Lee", "said", ["We are ready."])]


def test_a_quotation_after_indirect_speech_has_the_same_speaker() -> None:
    text = "Rome would respond, Lee said. “We are quite ready for it.”"
    assert told(text, read(text, ("Lee", "said", "Rome would respond"))) == [
        ("Lee", "said", ["Rome would respond", "We are quite ready for it."])
    ]


def test_a_paragraph_that_is_all_quotation_belongs_to_the_speaker_before() -> None:
    text = 'Lee spoke in Rome.\n\n"We are ready," she said.\n\n"We will respond to every attack."\n\nNobody asked.'
    assert told(text, read(text, ("she", "said", "We are ready")))[0][2] == [
        "We are ready,",
        "We will respond to every attack.",
    ]


def test_a_quotation_continued_over_paragraphs_is_one_content() -> None:
    text = '"First we talk.\n\n"Then we act," Lee said.'
    assert told(text, read(text, ("Lee", "said", "Then we act"))) == [
        ("Lee", "said", ["First we talk.", "Then we act,"])
    ]


def test_mixed_speech_keeps_its_own_words() -> None:
    text = "Lee said that the talks “were never held in good faith” by Rome."
    (one,) = read(text, ("Lee", "said", "that the talks “were never held in good faith” by Rome"))
    assert one.kind == "mixed"
    assert [text[a:b] for a, b in one.content] == ["that the talks “were never held in good faith” by Rome"]


def test_mixed_speech_goes_on_to_the_end_of_its_quotation() -> None:
    text = "Lee said that the talks “were never held in good faith. Never were they so.”"
    (one,) = read(text, ("Lee", "said", "that the talks “were never held in good faith"))
    assert [text[a:b] for a, b in one.content] == ["that the talks “were never held in good faith. Never were they so."]


def test_indirect_speech_is_indirect() -> None:
    text = "Lee said the talks had failed."
    (one,) = read(text, ("Lee", "said", "the talks had failed"))
    assert (one.kind, one.nested_in) == ("indirect", None)


def test_a_speaker_that_the_head_misses_is_read_from_the_parse() -> None:
    text = '"We are ready and will respond," Lee said.'
    words = [
        Word(start=a, end=b, text=text[a:b], lemma=text[a:b].lower(), upos="X", head=3, deprel="dep")
        for a, b in split(text)[0]
    ]
    said = next(at for at, word in enumerate(words) if word.text == "said")
    changed = {said: ("say", "VERB", -1, "root"), said - 1: ("Lee", "PROPN", said, "nsubj")}
    for at, (lemma, upos, head, deprel) in changed.items():
        words[at] = Word(
            start=words[at].start,
            end=words[at].end,
            text=words[at].text,
            lemma=lemma,
            upos=upos,
            head=head,
            deprel=deprel,
        )
    found = join_speech(text, [Sentence(start=0, end=len(text), words=tuple(words))], find_quotations(text))
    assert told(text, found) == [("Lee", "said", ["We are ready and will respond,"])]


def test_speech_inside_a_quotation_is_nested() -> None:
    text = '"The minister told me that he would leave," Lee said.'
    outer = ("Lee", "said", "The minister told me that he would leave")
    found = read(text, outer, ("The minister", "told", "that he would leave"))
    assert [one.nested_in for one in found if joined(text, one.cue) == "told"] == [
        next(n for n, one in enumerate(found) if joined(text, one.cue) == "said")
    ]


def test_words_set_off_are_no_speech() -> None:
    text = "The “peace” talks failed."
    assert read(text) == ()


def test_a_quotation_without_any_speaker_gives_no_attribution() -> None:
    assert read('"We are ready to respond to all of it."') == ()


def test_work_grows_with_length_only() -> None:
    def seconds(times: int) -> float:
        text = 'Lee went. "We are ready," Lee said. "We will respond." ' * times
        started = time.perf_counter()
        read(text, ("Lee", "said", "We are ready"))
        return time.perf_counter() - started

    assert seconds(800) < 24 * seconds(100) + 0.5
