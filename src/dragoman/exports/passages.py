"""What the annotation formats share: the labels of certainty, and which mention of a party stands for it."""

from dragoman.records import Party, Span

CERTAINTY = ("asserted", "likely", "possible", "denied")


def nearest(party: Party, trigger: Span) -> Span:
    """The mention of a party that is nearest to the word that tells the event; the party must have one."""
    return min(party.spans, key=lambda span: abs(span.start - trigger.start))
