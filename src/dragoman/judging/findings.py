"""From acts to findings: candidates, what speaks against them, the verdict, and why, in words for people."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..records import (
    Article,
    Claim,
    Defeater,
    Event,
    Finding,
    Grounding,
    Maker,
    Reading,
    Record,
    Sentence,
    Span,
    anchored_id,
    with_revision,
)
from .acts import Act, Finder
from .defeaters import Surroundings, try_defeaters
from .matching import Candidate, find_candidates
from .passing import lawful_acts, netted_acts, passing_acts
from .provisions import Instrument, Provision, Register
from .sides import Side

VERSION = "1"
GRAVITY = {"exempt": 1, "possible_breach": 2, "breach": 3}
DENIAL_NEAR = 1  # sentences between an act and a denial that speaks of it
PAYING = frozenset(("finance", "pay"))
LEAVE = "approval"  # an exemption that needs the committee's leave frees the act from the whole regime


class Judged(NamedTuple):
    """A candidate with what was tried against it and the verdict."""

    candidate: Candidate
    provision: Provision
    act: Act
    defeaters: tuple[Defeater, ...]
    verdict: str
    denial: tuple[Span, ...]


def find_findings(
    article: Article,
    reading: Reading,
    grounding: Grounding,
    events: Sequence[Event],
    claims: Sequence[Claim],
    register: Register | None = None,
) -> tuple[Finding, ...]:
    """The obligations that acts of the report would breach, gravest first, each provision and party once.

    Meetings, praise, travel of people who are on no list, goods that no provision names and acts that are only denied or imagined give
    nothing. A provision that asks without binding is never breached. A later paragraph that widens or replaces an earlier one takes the
    headline and keeps it as `root`.
    """
    register = register or Register.load()
    finder = Finder(article, reading, grounding, events, claims, register)
    told = tuple(finder.acts())
    acts = (*told, *passing_acts(finder, told))
    denials = tuple(finder.denied())
    found = judge_acts(article, reading.sentences, acts, denials, register)
    found = found or judge_acts(article, reading.sentences, tuple(netted_acts(finder, told)), denials, register)
    return found or judge_acts(article, reading.sentences, tuple(lawful_acts(finder)), denials, register)


def judge_acts(
    article: Article,
    sentences: Sequence[Sentence],
    acts: Sequence[Act],
    denials: Sequence[tuple[int, Span]],
    register: Register,
) -> tuple[Finding, ...]:
    """The findings of acts already told apart; `denials` are sentence numbers with the words that deny."""
    judged = [
        _judge(one, acts, register, article, sentences, denials)
        for one in find_candidates(acts, register, article.text)
        if register.provisions[one.provision].force == "binding" and register.provisions[one.provision].kind != "call"
    ]
    judged = [one for one in judged if one.verdict != "none"]
    kept = [one for group in _grouped(judged) for one in _headlines(_freed_together(group, register), register)]
    merged = _merged(_without_price(kept, register))
    return tuple(sorted((_finding(article, group, judged, register) for group in merged), key=_order))


def _order(finding: Finding) -> tuple[int, int, str]:
    return -GRAVITY.get(finding.verdict, 0), finding.evidence_for[0].start, finding.provision


def _judge(
    candidate: Candidate,
    acts: Sequence[Act],
    register: Register,
    article: Article,
    sentences: Sequence[Sentence],
    denials: Sequence[tuple[int, Span]],
) -> Judged:
    provision, act = register.provisions[candidate.provision], acts[candidate.act]
    near = Surroundings(article.text, sentences, act.sentence, register.wording.lists)
    defeaters = try_defeaters(candidate, provision, near, register)
    against = tuple(span for number, span in denials if abs(number - act.sentence) <= DENIAL_NEAR)
    against = tuple(span for span in against if span not in act.sure.words)
    if _only_denied(act, denials):
        return Judged(candidate, provision, act, defeaters, "none", against)
    return Judged(
        candidate, provision, act, defeaters, _verdict(candidate, provision, act, defeaters, against), against
    )


def _only_denied(act: Act, denials: Sequence[tuple[int, Span]]) -> bool:
    """Told in no other way than as what someone denies ("called claims that it had trained them nonsense")."""
    names = {side.name for side in act.givers}
    nobody_else = act.sure.source is None or act.sure.source in names
    return act.sure.label == "reported" and nobody_else and any(number == act.sentence for number, _ in denials)


def _verdict(
    candidate: Candidate, provision: Provision, act: Act, defeaters: Iterable[Defeater], denial: Sequence[Span]
) -> str:
    held = {one.name for one in defeaters if one.held}
    if held - {"contested exemption"}:
        return "exempt"
    if candidate.only_exempt:
        return "none"
    sure = act.sure
    doubtful = sure.label in ("possible", "future") or sure.rumour or sure.threat
    if doubtful or held or candidate.contested or denial or provision.disputed:
        return "possible_breach"
    return "breach"


def _grouped(judged: Sequence[Judged]) -> Iterator[list[Judged]]:
    """The candidates of one act, together."""
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.candidate.act, []).append(one)
    yield from groups.values()


def _freed_together(group: Sequence[Judged], register: Register) -> list[Judged]:
    """A committee's leave told for an act frees it from every provision of the regime."""
    freed = {
        _regime(one, register): defeater
        for one in group
        for defeater in one.defeaters
        if defeater.held and defeater.name == "exemption" and LEAVE in defeater.why
    }
    return [
        one._replace(verdict="exempt", defeaters=(*one.defeaters, freed[_regime(one, register)]))
        if one.verdict != "exempt" and _regime(one, register) in freed
        else one
        for one in group
    ]


def _regime(one: Judged, register: Register) -> str:
    return register.instruments[one.provision.instrument].regime


def _headlines(group: Sequence[Judged], register: Register) -> list[Judged]:
    """The provisions worth a headline for one act: the nearest object of each, without what a later or plainer one of them covers."""
    best: dict[tuple[str, str | None], Judged] = {}
    for one in group:
        key = (one.provision.id, one.candidate.actor.state if one.candidate.actor else None)
        if key not in best or one.candidate.distance < best[key].candidate.distance:
            best[key] = one
    by_id = {one.provision.id: one for one in sorted(best.values(), key=lambda one: -one.candidate.distance)}
    return [one for one in best.values() if not _covered(one, by_id)]


def _without_price(kept: Sequence[Judged], register: Register) -> list[Judged]:
    """Findings without the payment for goods whose purchase is itself one: the goods say more."""
    bought = {
        (one.act.trigger.start, _regime(one, register))
        for one in kept
        if one.candidate.kind not in PAYING and one.verdict != "exempt"
    }
    return [
        one
        for one in kept
        if one.candidate.kind not in PAYING or (one.act.trigger.start, _regime(one, register)) not in bought
    ]


def _covered(one: Judged, by_id: dict[str, Judged]) -> bool:
    """Whether another provision of the same act takes the headline."""
    mine = one.provision
    if any(other in by_id for other in mine.superseded_by):
        return True
    for other in by_id.values():
        if mine.id in other.provision.widens and other.candidate.distance <= one.candidate.distance:
            return True
        if other.provision.id in mine.echoes and other.candidate.distance <= one.candidate.distance:
            return True
    return False


def _merged(kept: Sequence[Judged]) -> list[list[Judged]]:
    """What several passages tell of one provision and party, gravest first."""
    groups: dict[tuple[str, str | None], list[Judged]] = {}
    for one in kept:
        groups.setdefault((one.provision.id, one.candidate.actor.state if one.candidate.actor else None), []).append(
            one
        )
    merged = [sorted(group, key=lambda one: -GRAVITY[one.verdict]) for group in groups.values()]
    named = {group[0].provision.id for group in merged if group[0].candidate.actor is not None}
    return [group for group in merged if group[0].candidate.actor is not None or group[0].provision.id not in named]


# --- the record ---


def _finding(article: Article, group: Sequence[Judged], judged: Sequence[Judged], register: Register) -> Finding:
    lead = group[0]
    candidate, provision, act = lead.candidate, lead.provision, lead.act
    instrument = register.instrument_of(provision)
    party = candidate.actor.state if candidate.actor else None
    vote = register.vote_of(party, instrument)
    root = _root(lead, judged)
    return with_revision(
        Finding(
            id=anchored_id("fi", article.id, provision.id, party or ""),
            article=article.id,
            provision=provision.id,
            instrument=instrument.name,
            title=f"{instrument.name}, {provision.where}: {provision.summary}",
            event=act.event,
            claim=act.sure.claim,
            act=candidate.kind,
            object=candidate.thing.name,
            direction=candidate.direction,
            party=party,
            party_name=candidate.actor.name if candidate.actor else None,
            target=candidate.target,
            verdict=lead.verdict,
            certainty=act.sure.label,
            date=act.first.isoformat() if act.first else None,
            date_from=act.dated_by,
            vote=vote,
            verified=provision.verified,
            root=root,
            defeaters=lead.defeaters,
            evidence_for=_distinct(one.act.passage for one in group),
            evidence_against=_distinct(
                (
                    *(span for one in group for span in one.denial),
                    *(s for d in lead.defeaters if d.held for s in d.spans),
                )
            ),
            reasons=tuple(_reasons(lead, instrument, vote, root, register)),
            made_by=Maker(stage="judging", rule=act.frame, version=VERSION, runner_up=_runner_up(lead, judged)),
        )
    )


def _distinct(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(dict.fromkeys(spans), key=lambda span: (span.start, span.end)))


def _root(lead: Judged, judged: Sequence[Judged]) -> str | None:
    """The earliest provision of the same act that this one widens, echoes or replaces."""
    matched = {one.provision.id for one in judged if one.candidate.act == lead.candidate.act}
    older = [other for other in (*reversed(lead.provision.widens), *lead.provision.echoes) if other in matched]
    older += [
        one.provision.id
        for one in judged
        if lead.provision.id in one.provision.superseded_by and one.candidate.act == lead.candidate.act
    ]
    return older[0] if older else None


def _runner_up(lead: Judged, judged: Sequence[Judged]) -> str | None:
    """Another provision that fits the same act, for `explain`."""
    others = [
        one.provision.id
        for one in judged
        if one.candidate.act == lead.candidate.act and one.provision.id != lead.provision.id
    ]
    return others[0] if others else None


SURE = {
    "asserted": "the report tells it as done",
    "reported": "it is told on the word of {source}",
    "possible": "the report gives it as possible, not as done",
    "future": "it is planned or promised, not done",
}


def _reasons(
    lead: Judged, instrument: Instrument, vote: str | None, root: str | None, register: Register
) -> Iterator[str]:
    candidate, provision, act = lead.candidate, lead.provision, lead.act
    gloss = register.vocabulary.acts[candidate.kind]
    yield f"“{act.trigger.quote}” with “{candidate.thing.name}” is an act of this kind: {gloss}"
    named = register.vocabulary.objects[candidate.object].gloss
    if candidate.distance:
        yield f"“{candidate.thing.name}” is {named}, which falls under what the paragraph names"
    else:
        yield f"“{candidate.thing.name}” is {named}, which the paragraph names"
    yield _who(candidate)
    if act.dated_by == "text":
        yield f"in force on {act.first}, the day the text gives"
    else:
        yield f"in force on {act.first or 'the day of reading'}, the day of the report: the text gives no day of its own"
    yield SURE[act.sure.label].format(source=act.sure.source or "an unnamed source")
    if act.sure.threat:
        yield "it is threatened, not done"
    if act.sure.rumour:
        yield "nobody stands behind the word"
    if candidate.contested:
        yield f"contested: {candidate.contested.what}"
    if provision.disputed:
        yield f"contested: {provision.disputed}"
    if lead.denial:
        yield f"the same report denies it: “{lead.denial[0].quote}”"
    if vote:
        words = {"not_member": "was not on the Council when it was adopted", "for": "voted for it"}
        yield f"{_name(candidate.actor)} {words.get(vote, f'voted {vote}' if vote == 'against' else vote)}"
    if root:
        unseen = root in register.provisions and register.provisions[root].verified != "source"
        yield f"goes back to {root}{' (number from memory)' if unseen else ''}"
    if provision.verified != "source":
        yield "the number of the paragraph is from memory: check it before you print it"
    if provision.note or instrument.note:
        yield provision.note or instrument.note


def _name(side: Side | None) -> str:
    if side is None:
        return "nobody named"
    return side.name if side.state is None or side.name == side.state else f"{side.name} ({side.state})"


WHERE: dict[str, Callable[[str, str], str]] = {
    "to": lambda actor, target: f"it goes to {target}, from {actor}, who is bound",
    "from": lambda actor, target: f"it comes from {target}, to {actor}, who is bound",
    "by_target": lambda actor, target: f"{actor} does it and is bound",
    "in_bound_state": lambda actor, target: (
        f"it happens on the ground of {actor}, who is bound; {target} has part in it"
    ),
    "against": lambda actor, target: f"{actor} does it to {target} and is bound",
    "none": lambda actor, target: f"{actor} does it and is bound",
}


def _who(candidate: Candidate) -> str:
    target = _name(candidate.target_side) if candidate.target_side else "anyone"
    return WHERE[candidate.direction](_name(candidate.actor), target)


# --- for the evaluator ---


class Row(Record, frozen=True, kw_only=True):
    """A prediction of one text: what was found in it, in the shape the scorer reads."""

    id: str
    found: tuple[dict[str, str | None], ...]


def prediction(finding: Finding) -> dict[str, str | None]:
    """A finding as the scorer reads it."""
    return {
        "provision": finding.provision,
        "actor": finding.party,
        "target": finding.target,
        "certainty": finding.certainty,
        "verdict": finding.verdict,
    }


def evaluate_obligations(
    rows: Iterable[Article], read: Callable[[Article], Sequence[Finding]]
) -> Iterator[dict[str, object]]:
    """Prediction rows `{id, found}` for articles whose ids are those of the gold rows; `read` gives the findings of one article."""
    for article in rows:
        yield {"id": article.id, "found": [prediction(finding) for finding in read(article)]}
