"""What the coder says: claims, certainty, events, findings, listings, and the dossier that holds them."""

from .article import Article, Skipped
from .base import Maker, Record, Span
from .grounded import Item, Party, Place, When


class Certainty(Record, frozen=True, kw_only=True):
    """What the text commits to. `value` -3..3; `label` asserted, likely, possible or denied.

    `according_to` is the id of the claim it rests on, None where the report itself or the actor's own words say so; `source` repeats
    that claim's speaker as written.
    """

    value: float
    label: str
    according_to: str | None = None
    source: str | None = None
    words: tuple[Span, ...] = ()


class Claim(Record, frozen=True, kw_only=True):
    """Something the article puts in someone's mouth. `kind` direct, indirect or mixed; `polarity` positive or negative.

    `speaker` is None where nobody is named; `nested_in` the id of the claim whose content holds this one.
    """

    id: str
    revision: str = ""
    article: str
    speaker: Party | None
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    polarity: str
    stance: str
    nested_in: str | None = None
    certainty: Certainty
    made_by: Maker

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything the claim rests on, in reading order."""
        return tuple(sorted((*self.source, *self.cue, *self.content), key=lambda span: (span.start, span.end)))


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom, as one passage tells it (PLOVER).

    Where nobody is clearly the doer all parties are actors. `auxiliary`: historical, future, hypothetical, negation or None.
    `spans[0]` is the best passage; further ones tell the same happening again. `trigger` is the word that tells it.
    """

    id: str
    revision: str = ""
    article: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    items: tuple[Item, ...]
    when: When
    where: Place | None
    certainty: Certainty
    auxiliary: str | None
    quad: int
    intensity: float
    trigger: Span
    spans: tuple[Span, ...]
    made_by: Maker


class Defeater(Record, frozen=True, kw_only=True):
    """Something tried against a finding: what it was, whether it held, and the words or facts it rests on."""

    name: str
    held: bool
    why: str
    spans: tuple[Span, ...] = ()


class Finding(Record, frozen=True, kw_only=True):
    """An international obligation an act in the report would breach.

    `verdict`: breach, possible_breach, exempt, none, not_assessed. `certainty`: asserted, reported, possible, denied, future.
    `vote` is how the bound party voted on the instrument (for, against, abstained, absent, not_member), None where unknown.
    `verified` is `source` or `memory`: whether the paragraph number was seen in the text named by the register.
    """

    id: str
    revision: str = ""
    article: str
    provision: str
    instrument: str
    title: str
    event: str | None = None
    claim: str | None = None
    act: str
    object: str | None
    direction: str
    party: str | None
    party_name: str | None = None
    target: str | None
    verdict: str
    certainty: str
    date: str | None
    date_from: str
    vote: str | None = None
    verified: str
    root: str | None = None
    defeaters: tuple[Defeater, ...] = ()
    evidence_for: tuple[Span, ...]
    evidence_against: tuple[Span, ...] = ()
    reasons: tuple[str, ...]
    made_by: Maker

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every passage the finding rests on."""
        return self.evidence_for + self.evidence_against


class Listing(Record, frozen=True, kw_only=True):
    """A name of the report that stands on a sanctions list: the entry, the score, what agreed and what did not."""

    id: str
    article: str | None
    name: str
    span: Span | None
    list_name: str
    list_date: str | None
    entry: str
    entry_name: str
    score: float
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]
    made_by: Maker


class Dossier(Record, frozen=True, kw_only=True):
    """All that was read out of one article, and what was skipped and why. `knowledge` says how far each table reaches."""

    article: Article
    parties: tuple[Party, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[When, ...] = ()
    items: tuple[Item, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()
    listings: tuple[Listing, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    knowledge: tuple[tuple[str, str], ...] = ()
    made_by: Maker
