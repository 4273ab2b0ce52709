"""Readings built by hand: a sentence as lines of "word lemma UPOS head relation", heads counted from 1."""

from dragoman.records import (
    Article,
    Grounding,
    Maker,
    Party,
    PartyMention,
    Reading,
    Scored,
    Sentence,
    Trigger,
    When,
    Word,
    span_of,
)

MADE = Maker(stage="test", rule="by hand")


def sentence(lines: str, triggers: tuple[Trigger, ...] = (), start: int = 0) -> tuple[str, Sentence]:
    """The text (words joined by blanks) and its Sentence."""
    words, at = [], start
    for line in lines.strip().splitlines():
        text, lemma, upos, head, rel = line.split()
        words.append(
            Word(start=at, end=at + len(text), text=text, lemma=lemma, upos=upos, head=int(head) - 1, deprel=rel)
        )
        at += len(text) + 1
    built = Sentence(start=start, end=words[-1].end, words=tuple(words), triggers=triggers)
    return " ".join(word.text for word in words), built


def ranked(*labels: tuple[str, float]) -> tuple[Scored, ...]:
    """Labels with chances."""
    return tuple(Scored(label=label, score=score) for label, score in labels)


def trigger(at: int, kind: str, chance: float = 0.9, **more: object) -> Trigger:
    """A trigger of one word, told as fact by the model unless said otherwise."""
    usual = {
        "certainty": ranked(("asserted", 0.95)),
        "auxiliary": ranked(("NONE", 0.95)),
        "modes": ranked(("NONE", 0.9)),
    }
    types = ranked((kind, chance), ("NONE", round(1 - chance, 4)))
    return Trigger(first=at, last=at, types=types, **{**usual, **more})


def party(text: str, quote: str, country: str, sector: str | None = "GOV", at: int | None = None) -> Party:
    """A party named by the first occurrence of some words."""
    start = text.index(quote) if at is None else at
    return Party(
        text=quote,
        name=quote,
        country=country,
        sector=sector,
        spans=(span_of(text, start, start + len(quote)),),
        made_by=MADE,
    )


def mention(
    text: str, built: Sentence, number: int, quote: str, party_index: int | None, *, as_place: bool = False
) -> PartyMention:
    """A mention of a party in sentence `number`."""
    start = text.index(quote, built.start)
    inside = [place for place, word in enumerate(built.words) if word.start < start + len(quote) and word.end > start]
    return PartyMention(
        sentence=number, first=inside[0], last=inside[-1], head=inside[-1], span=span_of(text, start, start + len(quote)),
        party=party_index, as_place=as_place, made_by=MADE,
    )  # fmt: skip


def report(text: str, sentences: tuple[Sentence, ...], **grounded: object) -> tuple[Article, Reading, Grounding]:
    """Article, Reading and Grounding of a hand-made report."""
    article = Article(id="ar_test", text=text)
    return (
        article,
        Reading(article="ar_test", sentences=sentences, made_by=MADE),
        Grounding(article="ar_test", **grounded),
    )


def told_day(text: str, quote: str, value: str) -> When:
    """A grounded day."""
    start = text.index(quote)
    return When(
        value=value,
        kind="DATE",
        start=value,
        end=value,
        precision="day",
        span=span_of(text, start, start + len(quote)),
        made_by=MADE,
    )
