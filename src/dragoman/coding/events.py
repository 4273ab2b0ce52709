"""Triggers to PLOVER events: which are events, of what type, by whom, when, where, how sure, on whose word."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from dragoman.grounding.times import report_date
from dragoman.records import (
    Article,
    Claim,
    Event,
    Grounding,
    Maker,
    Place,
    Reading,
    Span,
    When,
    anchored_id,
    span_of,
)
from dragoman.records.ranges import Ranges
from dragoman.records.reading import Sentence, Trigger

from .act_words import act_words, acts_in, chance_read, marks_of, weighed
from .auxiliaries import NO_AUXILIARY, Told, auxiliary_words, marks_of_time, ranked_auxiliaries
from .certainty import HEDGED_SPEECH, RANK, certainty_of, head_of, hedges, judge, spans_of
from .conventions import Convention, convention_for
from .merging import merge_events
from .modes import NO_MODE, ranked_modes
from .ontology import plover
from .party_roles import Act, Cast
from .sides import find_sides, settle
from .structure import Clauses, first_joined, relation
from .timing import time_of

EVENT_CHANCE = 0.33  # an event from here on: on held-out training texts type F1 is level (.71) from 0.3 to 0.36
TYPE_CHANCE = 0.3  # and its type from here on: of 0 to 0.36 as good there as any, with fewer false events
CONTEXT_CHANCE = 0.5
WITH_CONTENT = frozenset(
    {"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE", "CONCEDE"}
)  # told by a verb whose clause is not yet done
TOPIC = 3  # steps below a protest or a conviction within which an act is what it is about
APART = (
    "conj",
    "advcl",
    "parataxis",
)  # what hangs on a protest otherwise is no event of its own in 42 of 48 labelled cases
MERE_FORM = frozenset({"PART", "DET", "AUX", "PUNCT", "PRON", "CCONJ", "SCONJ"})  # words that tell no act by themselves
CODER = "2026.11"

Locate = Callable[[Sentence, int, Sequence[Place]], Place | None]


class Scene:
    """One report as its coder sees it: sentences as trees, each made once, who is in it, and who says what."""

    def __init__(self, article: Article, reading: Reading, grounding: Grounding, claims: Sequence[Claim]) -> None:
        self.text, self.sentences, self.grounding = article.text, reading.sentences, grounding
        self.claims = Ranges((part.start, part.end, claim) for claim in claims for part in claim.content)
        self.times = Ranges((one.span.start, one.span.end, one) for one in grounding.times if one.span)
        self.places = Ranges((one.span.start, one.span.end, one) for one in grounding.places if one.span)
        self.items = Ranges((one.span.start, one.span.end, one) for one in grounding.items)
        self.begins, self.cast = article.body_start, Cast(grounding)
        reference = report_date(article.published)
        self.published = reference.day if reference else None
        self.named = {
            number: {word for one in found for word in range(one.first, one.last + 1)}
            for number, found in self.cast.by_sentence.items()
        }
        self._clauses: dict[int, Clauses] = {}
        self._acts: dict[int, dict[int, str]] = {}

    def clauses(self, number: int) -> Clauses:
        """The tree of a sentence."""
        if number not in self._clauses:
            self._clauses[number] = Clauses(self.sentences[number])
        return self._clauses[number]

    def acts(self, number: int) -> dict[int, str]:
        """What the model reads as acts in a sentence."""
        if number not in self._acts:
            self._acts[number] = acts_in(self.clauses(number))
        return self._acts[number]


class Candidate:
    """A trigger with its types, likeliest first, and what they rest on."""

    def __init__(self, scene: Scene, number: int, trigger: Trigger) -> None:
        self.number, self.trigger, self.clauses = number, trigger, scene.clauses(number)
        self.head = head_of(trigger, self.clauses)
        self.over = claims_over(self.clauses.sentence, trigger, scene.claims)
        named, acts = scene.named.get(number, ()), scene.acts(number)
        self.marks = tuple(marks_of(self.clauses, self.head, named, acts, bool(self.over)))
        self.ranked = weighed(trigger, self.marks)

    @property
    def chance(self) -> float:
        """How likely the words tell any event at all."""
        return 1.0 - dict(self.ranked)["NONE"]


class Draft:
    """One trigger on its way to an event, with everything that was asked of it."""

    def __init__(self, scene: Scene, one: Candidate) -> None:
        self.text, self.clauses, self.sentence, self.trigger = (
            scene.text,
            one.clauses,
            one.clauses.sentence,
            one.trigger,
        )
        self.head, self.ranked, self.over = one.head, one.ranked, one.over
        self.reasons = told_by(one)
        self.ruled = self.by_convention = (
            False  # a convention of the codebook fits; it decided otherwise than the model
        )
        self.rule: Convention | None = None
        self.when = time_of(self.clauses, self.head, scene.times.inside(self.sentence.start, self.sentence.end))
        self.time_marks = tuple(marks_of_time(self.clauses, self.head, told_as(scene, self)))
        self.auxiliaries = ranked_auxiliaries(self.trigger.auxiliary, self.time_marks)
        self.type, self.mode, self.score = decide_type(self)
        act = Act(type=self.type, head=self.head, sentence=one.number, over=tuple(self.over))
        previous = scene.clauses(one.number - 1) if one.number else None
        sides = find_sides(self.text, self.clauses, previous, act, self.trigger, scene.cast)
        self.actors, self.recipients = sides

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest PLOVER type and its chance."""
        return next(pair for pair in self.ranked if pair[0] != "NONE")

    @property
    def words(self) -> str:
        """The trigger as written."""
        inside = self.sentence.words[self.trigger.first : self.trigger.last + 1]
        return self.text[inside[0].start : inside[-1].end]


def told_as(scene: Scene, draft: Draft) -> Told:
    """What is known of a draft beside its sentence that its auxiliary mode may rest on."""
    share = draft.sentence.start / max(1, len(scene.text))
    return Told(type=draft.best[0], when=draft.when, published=scene.published, said=bool(draft.over), share=share)


def told_by(one: Candidate) -> list[str]:
    """How likely the words are an event, and what says so: the model's own reading, and the heaviest marks of the words."""
    marks = "; ".join(act_words().leading(one.marks))
    return [
        f"an event at {one.chance:.2f}: the model alone says {chance_read(one.trigger):.2f}"
        + (f", the words say {marks}" if marks else "")
    ]


def decide_type(draft: Draft) -> tuple[str, str | None, float]:
    """Type and mode: the model's, unless a convention of the codebook or the future tense decides otherwise."""
    trigger, clauses, ontology = draft.trigger, draft.clauses, plover()
    name, score = draft.best
    draft.reasons.append(f"\u201c{draft.words}\u201d reads as {name} at {score:.2f}")
    mode = choose_mode(draft, name)
    rule = convention_for(clauses, range(trigger.first, trigger.last + 1), name)
    if rule is not None:
        draft.ruled, draft.rule = True, rule
        name, mode = _by_rule(draft, rule, name, mode)
    later = ontology.types[name].future_as
    tomorrow = hedges(clauses, draft.head, "future")
    if later and tomorrow and draft.auxiliaries[0][0] != "historical":
        draft.reasons.append(
            f"\u201c{clauses.words[tomorrow[0]].text}\u201d puts it in the future, where {name} is coded {later}"
        )
        return later, None, score
    return name, ontology.mode_of(name, mode), score


def choose_mode(draft: Draft, type_name: str) -> str | None:
    """The likeliest mode of the type, None where none at all is likelier."""
    ranked = ranked_modes(type_name, draft.clauses, draft.trigger, draft.head)
    if len(ranked) > 1:
        first, second = (f"{mode.lower()} at {chance:.2f}" for mode, chance in ranked[:2])
        draft.reasons.append(f"mode: {first}, then {second}")
    mode = ranked[0][0]
    return None if mode == NO_MODE else mode


def _by_rule(draft: Draft, rule: Convention, name: str, mode: str | None) -> tuple[str, str | None]:
    if rule.type != name or (rule.mode and rule.mode != mode):
        draft.by_convention = True
        draft.reasons.append(
            f"codebook: {rule.name} are {rule.type}{'/' + rule.mode if rule.mode else ''} ({rule.source})"
        )
    return rule.type, rule.mode or (mode if rule.type == name else None)


def code_events(
    article: Article, reading: Reading, grounding: Grounding, claims: Sequence[Claim], locate: Locate
) -> tuple[Event, ...]:
    """The events of a report, each happening once, in reading order.

    Raises nothing on odd text: a trigger that cannot be resolved is an event with unknown parties, never a guess.
    """
    scene = Scene(article, reading, grounding, claims)
    found = list(drafts(scene))
    for draft in found:
        by_its_fighters(draft, found)
    return merge_events([event_of(article, draft, scene, locate) for draft in found])


def by_its_fighters(draft: Draft, found: Sequence[Draft]) -> None:
    """A call to end a fight that comes from those who fight is what the convention says of them (an offer); anyone else's stays a request."""
    if draft.rule is None or not draft.rule.of_fighters or draft.type != draft.rule.type:
        return
    fights = [one for one in found if one.type == "ASSAULT"]
    fighters = {party.country for one in fights for side in (one.actors, one.recipients) for party in side.parties}
    callers = {party.country for party in draft.actors.parties}
    if callers and callers <= fighters - {"---"}:
        draft.reasons.append(f"codebook: those who fight call for an end, which is {draft.rule.of_fighters}")
        draft.type, draft.mode, draft.by_convention = draft.rule.of_fighters, None, True


def drafts(scene: Scene) -> Iterator[Draft]:
    """Triggers that tell an event."""
    for number, sentence in enumerate(scene.sentences):
        if sentence.end <= scene.begins:
            continue
        told = [one for one in candidates(scene, number) if is_told(one)]
        yield from (one for one in without_twins([Draft(scene, one) for one in told]) if coded(one))


def is_told(one: Candidate) -> bool:
    """Whether the words are likely enough an event, and of one type: words that could tell any of several mostly tell none."""
    likeliest = next(chance for name, chance in one.ranked if name != "NONE")
    least = least_chance(one.clauses, one.trigger)
    return one.chance >= least and likeliest >= min(least, TYPE_CHANCE)


def doubt_of(one: Candidate) -> str:
    """What speaks against an event: that there is none, or that its type is open."""
    if one.chance < least_chance(one.clauses, one.trigger):
        return f"{1 - one.chance:.2f} for no event at all"
    others = ", ".join(f"{name} {chance:.2f}" for name, chance in one.ranked if name != "NONE")
    return f"its type is open ({others})"


def candidates(scene: Scene, number: int) -> Iterator[Candidate]:
    """The words of a sentence that may tell an event."""
    sentence = scene.sentences[number]
    for trigger in sentence.triggers:
        if sentence.words[trigger.first].upos not in MERE_FORM:
            yield Candidate(scene, number, trigger)


def least_chance(clauses: Clauses, trigger: Trigger) -> float:
    """From which chance on the words are an event: the usual one, or that of the convention that decides them."""
    likeliest = next((one.label for one in trigger.types if one.label != "NONE"), "")
    rule = convention_for(clauses, range(trigger.first, trigger.last + 1), likeliest)
    return EVENT_CHANCE if rule is None or rule.least is None else rule.least


def without_twins(found: Sequence[Draft]) -> list[Draft]:
    """One draft of each act: a verb and the noun it carries out tell the same one ("sanctions imposed on", "launched a raid")."""
    return [
        one
        for one in found
        if not any(is_twin(one, other) or is_content(one, other) or is_topic(one, other) for other in found)
    ]


def is_twin(one: Draft, other: Draft) -> bool:
    """Whether another draft tells the same act more surely: its word is the object of this one's, or this one's describes it."""
    if one is other or (one.type != other.type and one.ruled == other.ruled):
        return False
    linked = carries(one, other) or carries(other, one)
    return linked and strength(one) < strength(other)


def is_content(one: Draft, other: Draft) -> bool:
    """Whether an act is only what another one asks, promises, threatens, refuses or blames ("demanded that it detain suspects")."""
    if one is other or other.type not in WITH_CONTENT:
        return False
    word = one.clauses.words[first_joined(one.clauses.words, one.head)]
    return word.head == other.head and word.deprel in ("xcomp", "ccomp")


def is_topic(one: Draft, other: Draft) -> bool:
    """Whether an act is only what a protest is about or what a convict did or is blamed for, told within the same clause."""
    if one is other or one.type == other.type or not (other.type == "PROTEST" or other.mode == "convict"):
        return False
    above = list(islice(one.clauses.ancestors(one.head), TOPIC))
    if other.head not in above:
        return False
    path = [one.head, *above[: above.index(other.head)]]
    return not any(relation(one.clauses.words[at]) in APART for at in path)


def strength(draft: Draft) -> tuple[bool, float, int]:
    """How well an act is told: by a convention of the codebook before the model's word alone."""
    return draft.ruled, draft.score, draft.trigger.first


def carries(verb: Draft, noun: Draft) -> bool:
    """Whether a verb carries out what a noun names."""
    words = verb.clauses.words
    below, above = words[noun.head], words[verb.head]
    if "NOUN" not in below.upos or above.upos != "VERB":
        return False
    return (below.head == verb.head and below.deprel in ("obj", "nsubj:pass")) or (
        above.head == noun.head and above.deprel in ("acl", "acl:relcl")
    )


def coded(draft: Draft) -> bool:
    """False where the codebook wants a recipient and the text tells of no party at all."""
    kind = plover().types[draft.type]
    return not kind.needs_recipient or bool(draft.actors.parties or draft.recipients.parties)


def event_of(article: Article, draft: Draft, scene: Scene, locate: Locate) -> Event:
    """The event of a draft."""
    ontology, trigger, text = plover(), draft.trigger, article.text
    kind = ontology.types[draft.type]
    actors, recipients = settle(kind.symmetric, draft.actors, draft.recipients)
    label, words, why = judge(trigger, draft.clauses, draft.head, draft.type)
    label, doubt = lowered_by_speech(draft.over, label)
    claim = source_of(draft, draft.over)
    when = draft.when
    where = locate(draft.sentence, draft.head, scene.places.inside(draft.sentence.start, draft.sentence.end))
    span = passage(draft, when, where)
    runner = next((pair for pair in draft.ranked if pair[0] != draft.type), (None, None))
    first, last = draft.sentence.words[trigger.first], draft.sentence.words[trigger.last]
    reasons = [
        *draft.reasons,
        *draft.actors.reasons,
        *draft.recipients.reasons,
        *why,
        *doubt,
        *told_in(draft),
        *_about(claim, when, where),
    ]
    return Event(
        id=anchored_id("ev", article.id, first.start, last.end), article=article.id, type=draft.type, mode=draft.mode,
        contexts=tuple(one.label for one in trigger.contexts if one.score >= CONTEXT_CHANCE),
        actors=actors, recipients=recipients,
        items=tuple(scene.items.inside(span.start, span.end)),
        when=when, where=where,
        certainty=certainty_of(text, label, spans_of(text, draft.clauses, words), claim),
        auxiliary=auxiliary_for(draft, label), quad=kind.quad, intensity=ontology.intensity(draft.type, draft.mode),
        trigger=span_of(text, first.start, last.end), spans=(span,),
        made_by=Maker(
            stage="coding", rule="trigger", version=f"{CODER}/{'conventions' if draft.by_convention else 'model'}", score=draft.score,
            runner_up=runner[0], runner_up_score=runner[1], reasons=tuple(reasons),
        ),
    )  # fmt: skip


def auxiliary_for(draft: Draft, label: str) -> str | None:
    """The auxiliary mode; a denied act is negation, and `future` falls away where the type itself says so (AGREE, CONCEDE, THREATEN)."""
    found = draft.auxiliaries[0][0]
    if label == "denied" and found != "hypothetical":
        return "negation"
    return (
        None
        if found == NO_AUXILIARY or (found == "future" and draft.type in ("AGREE", "CONCEDE", "THREATEN"))
        else found
    )


def told_in(draft: Draft) -> list[str]:
    """How likely the act is told as past, to come, supposed or not done, with the mark that says so most; nothing where it is told as it happens."""
    (name, chance), (other, less), *_ = draft.auxiliaries
    if name == NO_AUXILIARY:
        return []
    mark = auxiliary_words().leading(name, draft.time_marks)
    second = "none" if other == NO_AUXILIARY else other
    return [
        f"told as {name} at {chance:.2f}, then {second} at {less:.2f}"
        + (f"; \u201c{mark}\u201d says so most" if mark else "")
    ]


def lowered_by_speech(over: Sequence[Claim], label: str) -> tuple[str, list[str]]:
    """The label, lowered where one of the claims that tell the act denies it or only hints at it, and why."""
    for claim in over:
        said = "denied" if claim.polarity == "negative" else HEDGED_SPEECH.get(claim.stance, "asserted")
        if RANK[said] < RANK[label]:
            return said, [f"\u201c{claim.cue[0].quote if claim.cue else 'the quotation'}\u201d leaves it {said}"]
    return label, []


def claims_over(sentence: Sentence, trigger: Trigger, claims: Ranges[Claim]) -> list[Claim]:
    """The claims whose content tells the act, innermost first; none whose cue is the act itself."""
    first, last = sentence.words[trigger.first], sentence.words[trigger.last]
    over = [
        one for one in claims.around(first.start, last.end)
        if not any(part.start < last.end and first.start < part.end for part in one.cue)
    ]  # fmt: skip
    return sorted(over, key=lambda one: sum(part.end - part.start for part in one.content))


def source_of(draft: Draft, over: Sequence[Claim]) -> Claim | None:
    """The innermost of the claims that tell the act, unless its speaker is the one who acts."""
    own = {party.name for party in draft.actors.parties}
    claim = next(iter(over), None)
    return None if claim is None or (claim.speaker is not None and claim.speaker.name in own) else claim


def passage(draft: Draft, when: When, where: Place | None) -> Span:
    """The words that tell the event: the trigger with its parties, its object, its time and place."""
    clauses, inside = draft.clauses, set(range(draft.trigger.first, draft.trigger.last + 1))
    for side in (draft.actors, draft.recipients):
        inside |= set(side.words)
    for child in clauses.children(draft.head, "obj", "obl", "nsubj", "iobj", "nmod", "compound", "amod", "det", "case"):
        inside |= set(clauses.clause(child))
    words = draft.sentence.words
    start, end = words[min(inside)].start, words[max(inside)].end
    for part in (when.span, where.span if where else None):
        if part and draft.sentence.start <= part.start and part.end <= draft.sentence.end:
            start, end = min(start, part.start), max(end, part.end)
    return span_of(draft.text, start, end)


def _about(claim: Claim | None, when: When, where: Place | None) -> list[str]:
    """Reasons about source, time and place."""
    said = []
    if claim is not None:
        who = claim.speaker.name if claim.speaker else "somebody unnamed"
        said.append(f"told on the word of {who}")
    said.append(f"time: \u201c{when.span.quote}\u201d" if when.span else "time: the text does not tell")
    said.append(f"place: \u201c{where.span.quote}\u201d" if where and where.span else "place: the text does not tell")
    return said


def why_not(article: Article, reading: Reading, grounding: Grounding, claims: Sequence[Claim] = ()) -> list[str]:
    """For each sentence that gave no event, the nearest thing to one and why it was not coded."""
    said, scene = [], Scene(article, reading, grounding, claims)
    for number, sentence in enumerate(reading.sentences):
        quote = article.text[sentence.start : sentence.end]
        near = max(candidates(scene, number), key=lambda one: one.chance, default=None)
        if near is None:
            said.append(f"\u201c{quote}\u201d: no word here tells an act that PLOVER has a type for")
            continue
        draft = Draft(scene, near)
        name, score = draft.best
        if not is_told(near):
            why = f"nearest to {name} ({score:.2f}), but {doubt_of(near)}"
            said.append(f"\u201c{draft.words}\u201d: {why}; {draft.reasons[0]}")
        elif not coded(draft):
            said.append(f"\u201c{draft.words}\u201d: {draft.type} is coded only with a party, and the text names none")
    return said
