"""The nouns of dragoman: frozen records that carry their own evidence."""

from .article import Article, Skipped, article_id
from .base import Maker, Record, Span, anchored_id, revision_of, span_of, with_revision
from .coded import Certainty, Claim, Defeater, Dossier, Event, Finding, Listing
from .grounded import Candidate, Grounding, Item, Party, PartyMention, Place, When
from .indices import BalanceYear, Counted, Efficacy, Member, Mover, TensionDay, Tie, Triangle
from .over_many import Forecast, PairEvent, Review, Rival, Series, SeriesPoint, Standing, Story, Waiting
from .reading import Attribution, Name, Quotation, Reading, Scored, Sentence, SpeechFrame, Trigger, Word
from .run import Manifest

__all__ = [
    "Article",
    "Attribution",
    "BalanceYear",
    "Candidate",
    "Certainty",
    "Claim",
    "Counted",
    "Defeater",
    "Dossier",
    "Efficacy",
    "Event",
    "Finding",
    "Forecast",
    "Grounding",
    "Item",
    "Listing",
    "Maker",
    "Manifest",
    "Member",
    "Mover",
    "Name",
    "PairEvent",
    "Party",
    "PartyMention",
    "Place",
    "Quotation",
    "Reading",
    "Record",
    "Review",
    "Rival",
    "Scored",
    "Sentence",
    "Series",
    "SeriesPoint",
    "Skipped",
    "Span",
    "SpeechFrame",
    "Standing",
    "Story",
    "TensionDay",
    "Tie",
    "Triangle",
    "Trigger",
    "Waiting",
    "When",
    "Word",
    "anchored_id",
    "article_id",
    "revision_of",
    "span_of",
    "with_revision",
]
