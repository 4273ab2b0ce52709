"""What one pass of the model knows of a text: words, structure, names, speech, factuality, event triggers.

Only later rooms use a Reading; nobody stores it. Word indices are within their sentence, character offsets within Article.text.
"""

from .article import Skipped
from .base import Maker, Record


class Word(Record, frozen=True, kw_only=True):
    """One syntactic word (Universal Dependencies). `head` is a word index of the sentence, -1 for the root.

    `factuality` is -3 (certainly not) to 3 (certainly so), None where the word is no predicate or event noun.
    """

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    head: int
    deprel: str
    factuality: float | None = None


class Name(Record, frozen=True, kw_only=True):
    """A name: words `first` to `last` (inclusive). Labels: person, organisation, place, nationality, other."""

    first: int
    last: int
    label: str
    score: float


class SpeechFrame(Record, frozen=True, kw_only=True):
    """One attribution inside a sentence: the words of cue, source and content, each in order, source and content maybe empty."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float


class Scored(Record, frozen=True, kw_only=True):
    """A label with its probability."""

    label: str
    score: float


class Trigger(Record, frozen=True, kw_only=True):
    """Words `first` to `last` (inclusive) that may tell an event, with what the heads think of it.

    `types`, `modes`, `certainty`, `auxiliary` are the best few labels, best first (`NONE` is a label like others: a trigger is listed
    wherever a PLOVER type has a real chance, also below one half); `contexts` those above their threshold; `actors` and
    `recipients` are word index with probability, best first.
    """

    first: int
    last: int
    types: tuple[Scored, ...]
    modes: tuple[Scored, ...] = ()
    certainty: tuple[Scored, ...] = ()
    auxiliary: tuple[Scored, ...] = ()
    contexts: tuple[Scored, ...] = ()
    actors: tuple[tuple[int, float], ...] = ()
    recipients: tuple[tuple[int, float], ...] = ()


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence with all that was read of it; `start` and `end` are those of its first and last word."""

    start: int
    end: int
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    speech: tuple[SpeechFrame, ...] = ()
    triggers: tuple[Trigger, ...] = ()


class Quotation(Record, frozen=True, kw_only=True):
    """Words between quotation marks: `start`/`end` without the marks, `outer_start`/`outer_end` with them.

    `group` joins the parts of one broken or continued quotation. `scare` marks a few words set off but not said as a sentence.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    group: int
    scare: bool = False


class Attribution(Record, frozen=True, kw_only=True):
    """Who says what: character spans (start, end) of source, cue and content; the source may be empty.

    `kind` is direct, indirect or mixed; `nested_in` is the index, in Reading.attributions, of the attribution whose content
    holds this one.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    kind: str
    nested_in: int | None = None
    score: float | None = None


class Reading(Record, frozen=True, kw_only=True):
    """A text, read once."""

    article: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    made_by: Maker
