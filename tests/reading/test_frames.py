"""Speech frames by rule, from a parse."""

import msgspec
import pytest

from dragoman.reading.frames import speech_frames, tag_frames, with_frames
from dragoman.records.reading import Quotation, Sentence, SpeechFrame, Word


def parsed(rows: str) -> tuple[Word, ...]:
    """Words from `text/lemma/UPOS/head/deprel` rows, heads counted from 1, 0 for the root; one blank between words."""
    words, at = [], 0
    for row in rows.split():
        text, lemma, upos, head, deprel = row.split("/")
        words.append(
            Word(start=at, end=at + len(text), text=text, lemma=lemma, upos=upos, head=int(head) - 1, deprel=deprel)
        )
        at += len(text) + 1
    return tuple(words)


def told(words: tuple[Word, ...]) -> list[tuple[str, str, str]]:
    return [(said(words, one.source), said(words, one.cue), said(words, one.content)) for one in speech_frames(words)]


def said(words: tuple[Word, ...], indices: tuple[int, ...]) -> str:
    return " ".join(words[at].text for at in indices)


SAID_THAT = (
    "Seoul/Seoul/PROPN/2/nsubj said/say/VERB/0/root that/that/SCONJ/5/mark it/it/PRON/5/nsubj fired/fire/VERB/2/ccomp"
)
PASSIVE = "It/it/PRON/3/nsubj:pass was/be/AUX/3/aux:pass criticised/criticise/VERB/0/root by/by/ADP/5/case Rome/Rome/PROPN/3/obl:agent"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (SAID_THAT, ("Seoul", "said", "that it fired")),
        (SAID_THAT.replace("said/say/", "denied/deny/"), ("Seoul", "denied", "that it fired")),
        (PASSIVE, ("Rome", "was criticised", "It")),
        (
            "It/it/PRON/2/nsubj fired/fire/VERB/0/root ,/,/PUNCT/2/punct Seoul/Seoul/PROPN/5/nsubj said/say/VERB/2/parataxis",
            ("Seoul", "said", "It fired"),
        ),
        (
            "According/accord/VERB/3/case to/to/ADP/1/fixed Seoul/Seoul/PROPN/6/obl ,/,/PUNCT/3/punct it/it/PRON/6/nsubj "
            "fired/fire/VERB/0/root",
            ("Seoul", "According to", "it fired"),
        ),
        (
            "Its/its/PRON/2/nmod:poss claim/claim/NOUN/6/nsubj that/that/SCONJ/5/mark it/it/PRON/5/nsubj won/win/VERB/2/acl "
            "failed/fail/VERB/0/root",
            ("Its", "claim", "that it won"),
        ),
        (
            "He/he/PRON/3/nsubj did/do/AUX/3/aux call/call/VERB/0/root for/for/ADP/5/case talks/talk/NOUN/3/obl",
            ("He", "did call for", "talks"),
        ),
    ],
)
def test_who_says_what(rows: str, expected: tuple[str, str, str]) -> None:
    assert told(parsed(rows)) == [expected]


def test_a_participle_takes_the_speaker_of_its_verb() -> None:
    rows = SAID_THAT + " ,/,/PUNCT/7/punct adding/add/VERB/2/advcl it/it/PRON/9/nsubj missed/miss/VERB/7/ccomp"
    assert ("Seoul", "adding", "it missed") in told(parsed(rows))


def test_doing_is_not_saying() -> None:
    assert (
        told(parsed("He/he/PRON/2/nsubj continued/continue/VERB/0/root to/to/PART/4/mark fight/fight/VERB/2/xcomp"))
        == []
    )
    assert told(parsed("I/I/PRON/2/nsubj think/think/VERB/0/root it/it/PRON/4/nsubj works/work/VERB/2/ccomp")) == []


def test_a_tag_needs_no_content() -> None:
    words = parsed("He/he/PRON/2/nsubj commented/comment/VERB/0/root ,/,/PUNCT/2/punct hoping/hope/VERB/2/dep")
    assert next((said(words, one.source), said(words, one.cue)) for one in tag_frames(words)) == ("He", "commented")
    assert told(words) == []


def test_who_is_accused_is_not_what_is_said() -> None:
    rows = "Seoul/Seoul/PROPN/2/nsubj accused/accuse/VERB/0/root Rome/Rome/PROPN/2/obj of/of/ADP/5/case theft/theft/NOUN/2/obl"
    assert told(parsed(rows)) == [("Seoul", "accused of", "theft")]


def test_a_parse_in_circles_ends() -> None:
    words = parsed("say/say/VERB/2/conj say/say/VERB/1/ccomp")
    assert all(isinstance(one, SpeechFrame) for one in speech_frames(words))


def test_speech_inside_a_quotation_is_left_to_the_model() -> None:
    sentence = Sentence(start=0, end=25, words=parsed(SAID_THAT))
    around = Quotation(start=0, end=26, outer_start=0, outer_end=26, group=0)
    assert with_frames([sentence], [around])[0].speech == ()
    assert with_frames([sentence], [msgspec.structs.replace(around, scare=True)])[0].speech != ()
    assert with_frames([sentence], [])[0].speech != ()


NESTED = (
    "Officials/official/NOUN/2/nsubj said/say/VERB/0/root Rome/Rome/PROPN/4/nsubj denied/deny/VERB/2/ccomp that/that/SCONJ/7/mark "
    "it/it/PRON/7/nsubj fired/fire/VERB/4/ccomp"
)


def test_what_is_reported_inside_a_report_is_found_beside_what_the_head_has() -> None:
    words = parsed(NESTED)
    head = SpeechFrame(source=(0,), cue=(1,), content=(2, 3, 4, 5, 6), score=0.9)
    (outer, inner) = with_frames([Sentence(start=0, end=words[-1].end, words=words, speech=(head,))], [])[0].speech
    assert outer == head
    assert (said(words, inner.source), said(words, inner.cue), said(words, inner.content)) == (
        "Rome",
        "denied",
        "that it fired",
    )


def test_what_the_head_leaves_out_beside_its_frames_stays_out() -> None:
    words = parsed(NESTED)
    head = SpeechFrame(source=(2,), cue=(3,), content=(4, 5, 6), score=0.9)
    sentence = Sentence(start=0, end=words[-1].end, words=words, speech=(head,))
    assert with_frames([sentence], []) == (sentence,)


@pytest.mark.parametrize(("verb", "heard"), [("sparked/spark", ""), ("repeated/repeat", "He")])
def test_who_sparks_a_rumour_does_not_tell_it(verb: str, heard: str) -> None:
    words = parsed(
        f"He/he/PRON/2/nsubj {verb}/VERB/0/root rumours/rumour/NOUN/2/obj of/of/ADP/5/case war/war/NOUN/3/nmod"
    )
    sentence = Sentence(
        start=0,
        end=words[-1].end,
        words=words,
        speech=(SpeechFrame(source=(0,), cue=(1, 2), content=(3, 4), score=0.9),),
    )
    assert [said(words, one.source) for one in with_frames([sentence], [])[0].speech] == [heard]
