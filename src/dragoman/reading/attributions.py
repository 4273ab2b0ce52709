"""Who says what: the speech frames of sentences joined with the quotations that run through and over them.

Frames come from the model's head (Sentence.speech) or, without a model, from frames.speech_frames.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ..records.reading import Attribution, Quotation, Sentence, SpeechFrame, Word
from .frames import speech_frames, tag_frames
from .quotations import within

Offsets = tuple[int, int]

DIRECT = 0.9  # share of the content inside quotation marks from which an attribution is direct (score_attribution does the same)
SAME = 0.9  # Dice of two contents from which two cues are one; of none, .95, .9, .8: best on PolNeAR, train documents held out
NEAR = 3  # words between a tag and the quotation that follows it; twice as many where the tag follows ("…," the envoy to Rome said)
FAR = 80  # characters that so many words may take
PARAGRAPH = 20_000  # characters of a long paragraph


@dataclass
class Said:
    """An attribution while it is being joined."""

    sentence: int
    source: list[Offsets]
    cue: list[Offsets]
    content: list[Offsets]
    score: float | None


def join_speech(text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Everything that somebody is said to say, in reading order, as character spans.

    A direct quotation is content as a whole, over sentences and paragraphs, with all parts of its group; its speaker is that of
    the frame that reaches into it, else of a tag that the parse shows, else of one beside it ("…," she said; She said: "…"), else,
    where the quotation fills its paragraph or follows one in it, the speaker before. Frames with their cue inside a quotation are
    nested.
    """
    quotes = [quote for quote in outermost(quotations) if not quote.scare]
    said = {number: list(said_in(number, sentence)) for number, sentence in enumerate(sentences)}
    groups: dict[int, list[int]] = {}
    for part, quote in enumerate(quotes):
        groups.setdefault(quote.group, []).append(part)
    owners = owners_of(quotes, sentences, said)
    for group, parts in groups.items():
        owner = (
            owners.get(group)
            or speaker_by_rule(text, sentences, quotes, parts, said)
            or speaker_before(text, sentences, quotes, parts[0], said, owners)
        )
        if owner is not None:
            owners[group] = owner
            take(text, owner, quotes, parts)
    complete = [one for ones in said.values() for one in ones if one.content and (one.cue or one.source)]
    return finished(sentences, list(outermost(quotations)), complete)


def outermost(quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """The quotations that are in no other."""
    end = -1
    for quote in quotations:
        if quote.outer_start >= end:
            end = quote.outer_end
            yield quote


def said_in(number: int, sentence: Sentence) -> Iterator[Said]:
    """The frames of a sentence as character spans."""
    for frame in united(sentence.speech):
        source, cue, content = (spans(sentence.words, role) for role in (frame.source, frame.cue, frame.content))
        yield Said(number, source, cue, content, frame.score)


def united(frames: Sequence[SpeechFrame]) -> list[SpeechFrame]:
    """The frames, those made one that say nearly the same of the same speaker: a cue in two pieces ("has … said") is one cue."""
    kept: list[SpeechFrame] = []
    for frame in frames:
        at = next((at for at, one in enumerate(kept) if is_same(one, frame)), None)
        if at is None:
            kept.append(frame)
            continue
        one = kept[at]
        cue = {*one.cue, *frame.cue}
        kept[at] = msgspec.structs.replace(
            one,
            cue=tuple(sorted(cue)),
            source=one.source or frame.source,
            content=tuple(sorted({*one.content, *frame.content} - cue)),
            score=max(one.score, frame.score),
        )
    return kept


def is_same(one: SpeechFrame, other: SpeechFrame) -> bool:
    """Whether two frames share speaker and content."""
    shared = len(set(one.content) & set(other.content))
    alike = 2 * shared >= SAME * (len(one.content) + len(other.content))
    return bool(one.content) and alike and (not one.source or not other.source or set(one.source) == set(other.source))


def spans(words: Sequence[Word], indices: Iterable[int]) -> list[Offsets]:
    """The words as character spans, neighbours joined."""
    found: list[Offsets] = []
    last = -2
    for index in sorted(indices):
        if index == last + 1 and found:
            found[-1] = (found[-1][0], words[index].end)
        else:
            found.append((words[index].start, words[index].end))
        last = index
    return found


def overlap(some: Iterable[Offsets], start: int, end: int) -> int:
    """How many characters of the spans lie in the range."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in some)


def holds(quote: Quotation, some: Sequence[Offsets]) -> bool:
    """Whether all of the spans lie in the quotation."""
    return bool(some) and all(quote.outer_start <= a and b <= quote.outer_end for a, b in some)


def owners_of(
    quotes: Sequence[Quotation], sentences: Sequence[Sentence], said: Mapping[int, list[Said]]
) -> dict[int, Said]:
    """Group of a quotation to the frame that reaches into it from outside; the one with most content inside wins."""
    best: dict[int, tuple[int, Said]] = {}
    for quote in quotes:
        for one in (one for number in within(sentences, quote.start, quote.end) for one in said[number]):
            if not (one.cue or one.source) or holds(quote, one.cue or one.source):
                continue
            inside = overlap(one.content, quote.start, quote.end)
            if inside and (quote.group not in best or inside > best[quote.group][0]):
                best[quote.group] = (inside, one)
    return {group: one for group, (_, one) in best.items()}


def take(text: str, owner: Said, quotes: Sequence[Quotation], parts: Iterable[int]) -> None:
    """Gives the owner the whole of the quotations in place of what its content has inside them."""
    for part in parts:
        quote = quotes[part]
        if any(start <= quote.start and quote.end <= end for start, end in owner.content):
            continue
        kept = [(quote.start, quote.end)]
        for start, end in owner.content:
            kept += [(start, min(end, quote.outer_start))] if start < quote.outer_start else []
            kept += [(max(start, quote.outer_end), end)] if end > quote.outer_end else []
        owner.content = merged(text, sorted(kept))


def merged(text: str, some: Sequence[Offsets]) -> list[Offsets]:
    """The spans, those joined between which stand only marks and blanks; none of marks alone."""
    found: list[Offsets] = []
    for start, end in some:
        gap = text[found[-1][1] : start] if found else ""
        if found and len(gap) <= NEAR and not any(mark.isalnum() or mark == "\n" for mark in gap):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif any(mark.isalnum() for mark in text[start:end]):
            found.append((start, end))
    return found


def speaker_by_rule(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    parts: Sequence[int],
    said: Mapping[int, list[Said]],
) -> Said | None:
    """A frame that the parse shows and the head has missed: a verb of saying with its subject, in a sentence of the quotation."""
    for part in parts:
        quote = quotes[part]
        colon = text[last_ink(text, quote.outer_start) - 1 : quote.outer_start].startswith(":")
        for number in within(sentences, quote.start, quote.end):
            known = {cue for one in said[number] for cue in one.cue}
            words = sentences[number].words
            for frame in (*speech_frames(words), *tag_frames(words)):
                source, cue, content = (spans(words, role) for role in (frame.source, frame.cue, frame.content))
                introduces = colon and cue[-1][1] <= quote.outer_start
                tagged = overlap(content, quote.start, quote.end) or introduces or beside(text, quote, cue)
                if source and tagged and not holds(quote, cue) and not known & set(cue):
                    made = Said(number, source, cue, content, frame.score)
                    said[number].append(made)
                    return made
    return None


def speaker_before(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    part: int,
    said: Mapping[int, list[Said]],
    owners: Mapping[int, Said],
) -> Said | None:
    """The attribution that a quotation without a frame of its own goes on with, or None.

    A tag whose content is empty beside the quotation; the last frame of the sentence before, where a colon ends that or the
    quotation follows it as a sentence in the same paragraph; the owner of the quotation before in the same paragraph; for a
    quotation that fills its paragraph, the last speaker of the paragraph before.
    """
    quote = quotes[part]
    around = within(sentences, max(0, quote.outer_start - 1), quote.outer_end + 2)
    for one in (
        one for number in range(max(0, around.start - 1), min(len(sentences), around.stop + 1)) for one in said[number]
    ):
        if not one.content and one.cue and beside(text, quote, one.cue):
            return one
    here = paragraph_start(text, quote.outer_start)
    ink = last_ink(text, quote.outer_start)
    last = bisect_left(sentences, ink, key=lambda sentence: sentence.start) - 1
    told = [one for one in said.get(last, []) if one.source and one.cue and one.cue[0][0] < quote.outer_start]
    told = [one for one in told if not (part > 0 and holds(quotes[part - 1], one.cue)) and not is_told(told, one)]
    if told and (text[ink - 1] == ":" or (begins_sentence(sentences, quote) and ink > here)):
        return told[-1]
    alone = fills_paragraph(text, quote)
    since = paragraph_start(text, ink) if alone else here
    if part > 0 and quotes[part - 1].outer_start >= since and quotes[part - 1].group in owners:
        return owners[quotes[part - 1].group]
    return told[-1] if alone and told else None


def is_told(said: Sequence[Said], one: Said) -> bool:
    """Whether the cue stands in the content of another."""
    return any(overlap(other.content, *one.cue[0]) for other in said if other is not one)


def paragraph_start(text: str, at: int) -> int:
    """Where the paragraph of this place begins; not farther back than a long paragraph."""
    floor = max(0, at - PARAGRAPH)
    found = text.rfind("\n\n", floor, at)
    return found + 2 if found >= 0 else floor


def last_ink(text: str, at: int) -> int:
    """The end of what is written before this place."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def begins_sentence(sentences: Sequence[Sentence], quote: Quotation) -> bool:
    """Whether the quotation stands at the start of a sentence."""
    number = bisect_left(sentences, quote.start + 1, key=lambda sentence: sentence.start) - 1
    return number >= 0 and sentences[number].start >= quote.outer_start


def beside(text: str, quote: Quotation, cue: Sequence[Offsets]) -> bool:
    """Whether a cue stands next to the quotation, but for a few words, in the same sentence."""
    first, last = cue[0][0], cue[-1][1]
    if quote.outer_end <= first:
        between, words = text[quote.outer_end : min(first, quote.outer_end + FAR)], 2 * NEAR
    else:
        between, words = text[max(last, quote.outer_start - FAR) : quote.outer_start], NEAR
    return last - first < FAR and "\n" not in between and "." not in between and len(between.split()) <= words


def fills_paragraph(text: str, quote: Quotation) -> bool:
    """Whether nothing but the quotation stands in its paragraph."""
    start, end = quote.outer_start, quote.outer_end
    while start > 0 and text[start - 1] in " \t\xa0":
        start -= 1
    while end < len(text) and text[end] in " \t\xa0":
        end += 1
    return (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")


def finished(
    sentences: Sequence[Sentence], quotes: Sequence[Quotation], said: Sequence[Said]
) -> tuple[Attribution, ...]:
    """The records, in reading order, each with its kind and the innermost attribution that holds it."""
    ordered = sorted(said, key=lambda one: (min(a for a, _ in [*one.source, *one.cue, *one.content]), one.content))
    holding: dict[int, list[int]] = {}
    for number, one in enumerate(ordered):
        for sentence in sorted({at for start, end in one.content for at in within(sentences, start, end)}):
            holding.setdefault(sentence, []).append(number)
    return tuple(
        Attribution(
            source=tuple(one.source),
            cue=tuple(one.cue),
            content=tuple(one.content),
            kind=kind_of(quotes, one),
            nested_in=holder(ordered, number, holding.get(one.sentence, [])),
            score=one.score,
        )
        for number, one in enumerate(ordered)
    )


def kind_of(quotes: Sequence[Quotation], one: Said) -> str:
    """direct, mixed or indirect, by the share of the content in quotation marks."""
    size = sum(b - a for a, b in one.content)
    quoted = 0
    for start, end in one.content:
        at = max(0, bisect_right(quotes, start, key=lambda quote: quote.outer_start) - 1)
        while at < len(quotes) and quotes[at].outer_start < end:
            quoted += overlap([(start, end)], quotes[at].outer_start, quotes[at].outer_end)
            at += 1
    return "direct" if quoted > DIRECT * size else "mixed" if quoted else "indirect"


def holder(said: Sequence[Said], number: int, candidates: Iterable[int]) -> int | None:
    """Of the candidates the one with the shortest content that has the cue (without one, the content) of this one inside."""
    inner = said[number].cue or said[number].content
    own = sum(b - a for a, b in said[number].content)  # a holder says more than what it holds: no circles
    best: tuple[int, int] | None = None
    for other in candidates:
        one = said[other]
        size = sum(b - a for a, b in one.content)
        if (
            size > own
            and (best is None or size < best[0])
            and all(any(s <= a and b <= e for s, e in one.content) for a, b in inner)
        ):
            best = (size, other)
    return best[1] if best else None
