"""Who says what: the attributions of a reading, with speakers grounded and the stance of the words of saying."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dragoman.reading.tables import speech_words
from dragoman.records import (
    Article,
    Attribution,
    Certainty,
    Claim,
    Grounding,
    Maker,
    Party,
    PartyMention,
    Reading,
    Span,
    anchored_id,
    span_of,
    with_revision,
)
from dragoman.records.ranges import Ranges
from dragoman.records.reading import Word

from .structure import first_joined
from .unknown import unknown_party

VALUE = {  # what a word of saying leaves of its content's truth: asserted 3, likely 2, possible 0.5, denied -2.5
    "known": (3.0, "asserted"), "neutral": (3.0, "asserted"), "promised": (2.0, "likely"), "believed": (2.0, "likely"),
    "unproved": (2.0, "likely"), "possible": (0.5, "possible"), "warned": (0.5, "possible"), "wanted": (0.5, "possible"),
    "asked": (0.5, "possible"), "judged": (3.0, "asserted"), "denied": (-2.5, "denied"),
}  # fmt: skip


NOUNS = ("NOUN", "PROPN")
RELATIVE = ("who", "whom", "which", "that")
TELLING = ("VERB", "NOUN", "ADJ")
NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")  # words that can name who speaks


class Speaker(NamedTuple):
    """Who says it, None where nobody is named; `further` is empty for the first of several speakers, else tells this one from them."""

    party: Party | None
    further: tuple[str, ...] = ()


def find_claims(article: Article, reading: Reading, grounding: Grounding) -> tuple[Claim, ...]:
    """Statements the article puts in someone's mouth, in reading order; one for each of several speakers. Narration gives none."""
    ids = [claim_id(article, one) for one in reading.attributions]
    stances = cue_stances(reading)
    telling = [word.start for sentence in reading.sentences for word in sentence.words if can_tell_speech(word)]
    nominal = [word.start for sentence in reading.sentences for word in sentence.words if word.upos in NAMING]
    meant = antecedents(reading)
    mentions = Ranges((one.span.start, one.span.end, one) for one in grounding.mentions if one.party is not None)
    found: list[Claim] = []
    for one in reading.attributions:
        if one.content and (one.kind == "direct" or not one.cue or tells_speech(one, telling)):
            source = spans(article.text, (part for part in one.source if begins_in(nominal, part)))
            who = spans(article.text, sorted(meant.get(part.start, (part.start, part.end)) for part in source))
            for speaker in speakers_of(article.text, who, reading, grounding.parties, mentions):
                found.append(with_revision(claim_of(article, one, ids, source, speaker, stances)))
    return tuple({claim.id: claim for claim in found}.values())


def can_tell_speech(word: Word) -> bool:
    """Whether a word can be what marks speech: a verb, a noun, an adjective, "according"; no auxiliary, preposition or name."""
    return (word.upos in TELLING and word.lemma not in ("be", "have", "do")) or word.text.lower() == "according"


def tells_speech(one: Attribution, telling: Sequence[int]) -> bool:
    """Whether the cue holds a word that can mark speech; "the president has" alone marks none."""
    return any(begins_in(telling, part) for part in one.cue)


def begins_in(words: Sequence[int], part: tuple[int, int]) -> bool:
    """Whether one of these words, told by where they begin, in order, stands in a range of characters."""
    at = bisect_left(words, part[0])
    return at < len(words) and words[at] < part[1]


def antecedents(reading: Reading) -> dict[int, tuple[int, int]]:
    """The noun that each relative pronoun stands for, as a range of characters, by where the pronoun begins."""
    return {
        word.start: (meant.start, meant.end)
        for sentence in reading.sentences
        for at, word in enumerate(sentence.words)
        if word.lemma in RELATIVE and word.upos == "PRON" and (meant := antecedent(sentence.words, at)) is not None
    }


def antecedent(words: Sequence[Word], at: int) -> Word | None:
    """What the clause of the pronoun hangs on; where the parse does not say, the head of the noun phrase that ends before "who" or "which"."""
    clause = words[words[at].head] if words[at].head >= 0 else None
    if clause is not None and clause.deprel == "acl:relcl" and clause.head >= 0:
        return words[clause.head]
    before = next((one for one in range(at - 1, -1, -1) if words[one].upos != "PUNCT"), -1)
    if before < 0 or words[at].lemma == "that" or words[before].upos not in NOUNS:
        return None
    while 0 <= words[before].head < at and words[words[before].head].upos in NOUNS:
        before = words[before].head
    return words[before]


def claim_id(article: Article, one: Attribution, *further: str) -> str:
    """The id of a claim: article, cue and content, and the name of a speaker beyond the first."""
    return anchored_id("cl", article.id, one.cue, one.content, *further)


def claim_of(
    article: Article,
    one: Attribution,
    ids: Sequence[str],
    source: tuple[Span, ...],
    speaker: Speaker,
    stances: Mapping[int, str],
) -> Claim:
    """One claim of one speaker with its stance; `ids` are those of the attributions, `source` the words that name who speaks."""
    cue, content = spans(article.text, one.cue), spans(article.text, one.content)
    stance = next(
        (stances[place] for start, end in one.cue for place in range(start, end) if place in stances), "neutral"
    )
    value, label = VALUE[stance]
    return Claim(
        id=claim_id(article, one, *speaker.further), article=article.id, speaker=speaker.party, source=source, cue=cue, content=content,
        kind=one.kind, polarity="negative" if label == "denied" else "positive", stance=stance,
        nested_in=ids[one.nested_in] if one.nested_in is not None else None,
        certainty=Certainty(value=value, label=label, words=cue),
        made_by=Maker(stage="coding", rule="attribution", score=one.score, reasons=reasons_of(speaker.party, cue, stance)),
    )  # fmt: skip


def reasons_of(speaker: Party | None, cue: Sequence[Span], stance: str) -> tuple[str, ...]:
    """Why this is a claim, in words."""
    said = " ".join(span.quote for span in cue) or "quotation marks"
    who = f"the speaker is {speaker.name}" if speaker else "no speaker is named"
    return (f"\u201c{said}\u201d marks speech; {who}", f"words of this kind leave the content {stance}")


def spans(text: str, parts: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans of character ranges."""
    return tuple(span_of(text, start, end) for start, end in parts)


def cue_stances(reading: Reading) -> dict[int, str]:
    """What each word of saying tells of its content, by the character where the word begins."""
    entries = speech_words("noun") | speech_words("verb")
    return {
        word.start: entries[word.lemma]["certainty"]
        for sentence in reading.sentences
        for word in sentence.words
        if word.lemma in entries
    }


def speakers_of(
    text: str, source: Sequence[Span], reading: Reading, known: Sequence[Party], mentions: Ranges[PartyMention]
) -> list[Speaker]:
    """The parties that the words of a source mean, those joined by "and" each; an unnamed one where they mean nobody known."""
    if not source:
        return [Speaker(None)]
    whole = span_of(text, source[0].start, source[-1].end)
    here = mentions.meeting(whole.start, whole.end)
    lead = best_mention(here, whole.start, whole.end)
    if lead is None:
        return [Speaker(unknown_party(whole, f"nothing known is called \u201c{whole.quote}\u201d"))]
    numbers = list(
        dict.fromkeys(
            one.party
            for one in here
            if one.party is not None
            and (
                one is lead
                or (whole.start <= one.span.start and one.span.end <= whole.end and are_joined(one, lead, reading))
            )
        )
    )
    parties = [known[number] for number in numbers]
    return [Speaker(parties[0]), *(Speaker(party, (party.name,)) for party in parties[1:])]


def are_joined(one: PartyMention, other: PartyMention, reading: Reading) -> bool:
    """Whether two mentions stand in one coordination: "France and Germany"."""
    if one.sentence != other.sentence:
        return False
    words = reading.sentences[one.sentence].words
    return first_joined(words, one.head) == first_joined(words, other.head)


def best_mention(mentions: Iterable[PartyMention], start: int, end: int) -> PartyMention | None:
    """Of the mentions that meet a range the one that covers most of it, the first where two cover the same."""
    return max(
        mentions, key=lambda one: (min(end, one.span.end) - max(start, one.span.start), -one.span.start), default=None
    )
