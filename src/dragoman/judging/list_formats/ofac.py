"""What both OFAC formats share: kinds of parties, kinds of numbers, the list's name."""

from pathlib import Path

from ..listed import ListHead

KINDS = {
    "individual": "person",
    "": "organisation",
    "entity": "organisation",
    "vessel": "vessel",
}  # aircraft bear numbers, not names
NUMBERS = (
    ("imo", "imo"),
    ("vessel registration", "imo"),
    ("passport", "passport"),
    ("national id", "national"),
    ("national foreign id", "national"),
    ("cedula", "national"),
    ("personal id", "national"),
    ("tax id", "tax"),
    ("registration", "registration"),
    ("company number", "registration"),
)


def number_kind(written: str) -> str:
    """What a number is, by the words before it."""
    lowered = written.lower()
    return next((kind for word, kind in NUMBERS if word in lowered), "other")


def ofac_head(path: Path, date: str, date_from: str, form: str, *, sdn: bool) -> ListHead:
    """The SDN list, or the list of those who are not SDNs."""
    return ListHead(
        key="ofac-sdn" if sdn else "ofac-non-sdn",
        name="OFAC SDN List" if sdn else "OFAC Consolidated Non-SDN List",
        publisher="US Department of the Treasury, OFAC",
        date=date,
        date_from=date_from,
        format=form,
    )
