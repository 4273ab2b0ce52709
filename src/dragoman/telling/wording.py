"""Parts of records in words: parties, times, places, how sure."""

from collections import Counter

from dragoman.records import Certainty, Claim, Defeater, Event, Finding, Party, Place, Skipped, When

UNTOLD_COUNTRY = "---"

VERDICTS = {
    "breach": "breach",
    "possible_breach": "possible breach",
    "exempt": "exempt",
    "none": "no breach",
    "not_assessed": "not assessed",
}
VOTES = {
    "for": "voted for it",
    "against": "voted against it",
    "abstained": "abstained",
    "absent": "was absent from the vote",
    "not_member": "was not in the Council",
}
FROM_MEMORY = "(number from memory)"
AUXILIARY = {
    "historical": "told as past",
    "future": "told as to come",
    "hypothetical": "told as hypothetical",
    "negation": "told as not done",
}


def party(one: Party) -> str:
    """`Kim Jong Un (PRKGOV)`; an unnamed source and a bloc say so."""
    marks = (
        [one.code]
        if one.country != UNTOLD_COUNTRY
        else [f"country untold, {one.sector}"]
        if one.sector
        else ["country untold"]
    )
    marks += ["unnamed"] * one.unnamed + ["a bloc"] * one.bloc
    return f"{one.name} ({', '.join(marks)})"


def parties(some: tuple[Party, ...]) -> str:
    """Several, with a comma."""
    return ", ".join(party(one) for one in some)


def sides(event: Event) -> str:
    """Who to whom; between all where nobody is clearly the doer."""
    if not event.recipients:
        return " ↔ ".join(party(one) for one in event.actors) or "nobody named"
    return f"{parties(event.actors) or 'someone not named'} → {parties(event.recipients)}"


def when(one: When) -> str:
    """The time as far as it is told."""
    if one.value is None:
        return "day untold"
    return one.value if one.precision in ("day", "time", None) else f"{one.value} ({one.precision})"


def where(one: Place | None) -> str:
    """The place, with its country."""
    return f"{one.name} ({one.country or 'no country'})" if one else "place untold"


def certainty(one: Certainty) -> str:
    """How sure the text is, and on whose word."""
    source = f" on the word of {one.source}" if one.source else " on another's word" if one.according_to else ""
    return one.label + source


def told_as(event: Event) -> tuple[str, ...]:
    """How sure, when, where, and whether the act is past, to come, hypothetical or not done."""
    aside = [AUXILIARY.get(event.auxiliary, event.auxiliary)] if event.auxiliary else []
    items = [f"of {', '.join(item.name for item in event.items)}"] if event.items else []
    untold = event.when.value is None and event.where is None
    setting = ["day and place untold"] if untold else [when(event.when), where(event.where)]
    return certainty(event.certainty), *aside, *setting, *items


def meant(claim: Claim) -> list[str]:
    """How a speaker stands to what is said, where the words tell it; negative where it is said not to be so."""
    stance = [claim.stance] if claim.stance not in ("", "neutral") else []
    return stance + ([claim.polarity] if claim.polarity == "negative" and claim.stance != "denied" else [])


def speaker(claim: Claim) -> str:
    """Who speaks, as far as the report tells."""
    if claim.speaker:
        return party(claim.speaker)
    return quoted(claim.source) or "nobody named"


def quoted(spans: tuple[object, ...]) -> str:
    """The words of several spans, with an ellipsis between those that do not touch."""
    return " … ".join(getattr(span, "quote", "") for span in spans)


def verdict(finding: Finding) -> str:
    """The verdict without an underscore."""
    return VERDICTS.get(finding.verdict, finding.verdict)


def bound(finding: Finding) -> str:
    """Who would breach what, towards whom."""
    name = finding.party_name or finding.party or "a party not named"
    code = f" ({finding.party})" if finding.party and finding.party != name else ""
    towards = f" towards {finding.target}" if finding.target else ""
    return f"{name}{code}{towards}"


def vote(finding: Finding) -> str:
    """How the bound party voted on the instrument; empty where unknown."""
    said = VOTES.get(finding.vote or "")
    return f"{finding.party_name or finding.party} {said}" if said else ""


def tried(finding: Finding) -> str:
    """What was tried against a finding: what holds with its reason, and what does not by name; empty where nothing was."""
    held = [f"{_plain(one)} holds: {one.why}" for one in finding.defeaters if one.held]
    failed = Counter(_plain(one) for one in finding.defeaters if not one.held)
    lost = [f"{name}{f' ({number} of them)' if number > 1 else ''}" for name, number in failed.items()]
    said = [*held, *([f"{', '.join(lost)}, without success"] if lost else [])]
    return f"tried against it: {'; '.join(said)}" if said else ""


def _plain(defeater: Defeater) -> str:
    return defeater.name.replace("_", " ")


def day_of(finding: Finding) -> str:
    """The day of the act and where it is known from."""
    return f"{finding.date} ({finding.date_from})" if finding.date else "day untold"


def cited(finding: Finding) -> str:
    """The provision by its id, marked where its number rests on memory."""
    return finding.provision if finding.verified == "source" else f"{finding.provision} {FROM_MEMORY}"


def checked(finding: Finding) -> str:
    """Whether the paragraph number was seen in the text of the instrument."""
    return (
        "paragraph number checked in the text"
        if finding.verified == "source"
        else "paragraph number not checked in the text"
    )


def left_out(skipped: Skipped) -> str:
    """A skip in words."""
    place = f" at {skipped.start}:{skipped.end}" if skipped.start is not None else ""
    source = f"{skipped.source}: " if skipped.source else ""
    return f"left out ({skipped.stage}){place}: {source}{skipped.reason}"
