"""Speech frames by rule: who says what in one sentence, from its parse and the words of saying in knowledge/language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ..records.reading import Quotation, Sentence, SpeechFrame, Word
from .tables import speech_words

SUBJECTS = ("nsubj", "csubj")
BORROWS = ("conj", "xcomp", "advcl")  # a verb without a subject takes the one of the verb it hangs on
OBJECTS = ("denied", "promised", "known", "wanted", "possible", "unproved")  # "denied the attack", "demanded talks"
TOPICS = ("of", "for", "against", "on", "with")
AROUND = 12  # quotations that one sentence may touch
SCORE = 0.5  # a rule does not know how sure it is


class Parse:
    """The words of one sentence with their dependents at hand."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._relations = [word.deprel.partition(":")[0] for word in words]
        self.below: list[list[int]] = [[] for _ in words]
        for index, word in enumerate(words):
            if 0 <= word.head < len(words) and word.head != index:
                self.below[word.head].append(index)

    def relation(self, index: int) -> str:
        """The universal part of the relation: `nsubj` of `nsubj:pass`."""
        return self._relations[index]

    def children(self, index: int, *relations: str) -> list[int]:
        """The dependents with one of these relations."""
        return [child for child in self.below[index] if self._relations[child] in relations]

    def subtree(self, index: int, without: Iterable[int] = ()) -> list[int]:
        """The word and all below it, less the subtrees of `without`; in order."""
        left, waiting = set(without), [index]
        found: list[int] = []
        while waiting:
            at = waiting.pop()
            if at not in left and len(found) <= len(self.words):
                found.append(at)
                waiting.extend(self.below[at])
        return sorted(found)

    def is_passive(self, index: int) -> bool:
        """Whether the verb has a passive auxiliary or subject."""
        return any(self.words[child].deprel in ("aux:pass", "nsubj:pass") for child in self.below[index])


def speech_frames(words: Sequence[Word]) -> tuple[SpeechFrame, ...]:
    """The attributions of a parsed sentence: verbs and nouns of saying with their subject and their clause, `according to`.

    Quotation marks are not looked at here; see attributions.join_speech.
    """
    parse = Parse(words)
    found = [*verb_frames(parse), *noun_frames(parse), *phrase_frames(parse)]
    return tuple(sorted(found, key=lambda frame: (frame.cue, frame.content)))


def with_frames(sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> tuple[Sentence, ...]:
    """The sentences with their speech by rule, where no head has found any; where one has, with what is reported inside it by rule.

    What a rule finds beside a head is wrong two times in three (PolNeAR, train documents held out), so the two are not mixed; only a
    quotation whose speaker the head misses asks the parse, in join_speech, and so does reported speech inside reported speech, which
    PolNeAR, and so the head, leaves out. Rule frames inside a direct quotation are left out: a rule
    cannot tell the speech that a speaker reports from what he thinks himself.
    """
    if any(sentence.speech for sentence in sentences):
        return tuple(with_nested(without_stirrers(sentence)) for sentence in sentences)
    quotes = [quote for quote in quotations if not quote.scare]
    found: list[Sentence] = []
    at = 0
    for sentence in sentences:
        while at < len(quotes) and quotes[at].outer_end <= sentence.start:
            at += 1
        near = [quote for quote in quotes[at : at + AROUND] if quote.outer_start < sentence.end]
        frames = [
            one
            for one in speech_frames(sentence.words)
            if not any(is_inside(sentence.words[one.cue[0]], quote) for quote in near)
        ]
        found.append(msgspec.structs.replace(sentence, speech=tuple(frames)))
    return tuple(found)


def without_stirrers(sentence: Sentence) -> Sentence:
    """The sentence without those speakers who only moved others to say it: "his visit sparked rumours" is nobody's word that is named."""
    kept = tuple(
        msgspec.structs.replace(one, source=()) if one.source and is_stirred(sentence.words, one) else one
        for one in sentence.speech
    )
    return sentence if kept == sentence.speech else msgspec.structs.replace(sentence, speech=kept)


def is_stirred(words: Sequence[Word], one: SpeechFrame) -> bool:
    """Whether the cue holds a noun of saying that its source stirs: the noun is the object of such a verb, the source is its subject."""
    for at in one.cue:
        verb = words[at].head
        stirs = verb >= 0 and words[at].deprel == "obj" and words[verb].lemma in speech_words("stirs")
        if stirs and words[at].lemma in speech_words("noun") and set(source_of(Parse(words), verb)) & set(one.source):
            return True
    return False


def with_nested(sentence: Sentence) -> Sentence:
    """The sentence with the speech that its reported speech reports: a named speaker, a verb of saying and a clause, all inside what is said."""
    if not sentence.speech:
        return sentence
    known = {at for one in sentence.speech for at in one.cue}
    told = {at for one in sentence.speech for at in one.content if sentence.words[at].upos == "VERB"} - known
    if not told:
        return sentence
    parse = Parse(sentence.words)
    inner = [
        one
        for one in verb_frames(parse, sorted(told))
        if one.source
        and not known & set(one.cue)
        and any({*one.source, *one.cue} <= set(outer.content) for outer in sentence.speech)
        and any(parse.children(at, "ccomp") for at in one.cue)
        and not is_own_thought(parse, one.source)
    ]
    return msgspec.structs.replace(sentence, speech=(*sentence.speech, *inner)) if inner else sentence


def is_own_thought(parse: Parse, source: Sequence[int]) -> bool:
    """Whether nobody but the writer, the reader or the speaker speaks: "I think", "you say"."""
    return " ".join(parse.words[at].text.lower() for at in source) in ("", "i", "we", "you", "people", "it")


def is_inside(word: Word, quote: Quotation) -> bool:
    """Whether the word stands between the marks."""
    return quote.outer_start <= word.start and word.end <= quote.outer_end


def verb_frames(parse: Parse, among: Iterable[int] | None = None) -> Iterator[SpeechFrame]:
    """Frames of verbs of saying that have something said; only of the verbs `among` the words of these numbers, where any are given."""
    for index in range(len(parse.words)) if among is None else among:
        if parse.words[index].upos != "VERB":
            continue
        entry, particle = entry_of(parse, index)
        if entry is None:
            continue
        content, link = content_of(parse, index, entry, particle)
        source = source_of(parse, index)
        if content and not (entry.get("weak") and is_casual(parse, index, source)):
            cue = cue_of(parse, index, particle if particle is not None else link)
            yield frame(source, cue, [at for at in content if at not in set(source) | set(cue)], parse)


def tag_frames(words: Sequence[Word]) -> tuple[SpeechFrame, ...]:
    """Frames without content: verbs that stand beside direct speech with their subject, the verb of the whole sentence last.

    What the parse does not hang on the verb, a quotation beside it may still be (`He commented, "Hoping …"`; `She gave a statement
    on it: "We …"`); whether it is, is for the caller to see in the text.
    """
    parse = Parse(words)
    found: list[SpeechFrame] = []
    for index, word in enumerate(words):
        entry, particle = entry_of(parse, index) if word.upos == "VERB" else (None, None)
        if entry is not None and entry["direct"] and (source := source_of(parse, index)):
            found.append(frame(source, cue_of(parse, index, particle), [], parse))
    root = next((index for index, word in enumerate(words) if word.head < 0), -1)
    if root >= 0 and words[root].upos == "VERB" and (source := source_of(parse, root)):
        found.append(frame(source, cue_of(parse, root, None), [], parse))
    return tuple(found)


def is_casual(parse: Parse, index: int, source: Sequence[int]) -> bool:
    """Whether a weak verb is no more than talk: no clause hangs on it, or it is what I, you or we think."""
    return is_own_thought(parse, source) or not parse.children(index, "ccomp")


def entry_of(parse: Parse, index: int) -> tuple[dict[str, object] | None, int | None]:
    """The row of the verb, with its particle or preposition where the row asks for one (`point out`, `call for`)."""
    verbs = speech_words("verb")
    lemma = parse.words[index].lemma
    near = [child for child in parse.below[index] if parse.relation(child) in ("compound", "advmod")]
    near += [case for noun in parse.children(index, "obl") for case in parse.children(noun, "case")]
    for at in sorted(near):
        row = verbs.get(f"{lemma} {parse.words[at].text.lower()}")
        if row is not None:
            return row, at
    return verbs.get(lemma), None


def content_of(
    parse: Parse, index: int, entry: Mapping[str, object], particle: int | None
) -> tuple[list[int], int | None]:
    """The words said, and the preposition before them where they hang on one; empty where nothing is said.

    A clause below the verb; else the clause that the verb is set into ("…, he said"); else its object or `about …`.
    """
    takes = "object" if entry["content"] == "object" or entry["certainty"] in OBJECTS else "clause"
    clauses = parse.children(index, "ccomp", "csubj", *(["xcomp"] if entry.get("infinitive", True) else []))
    if clauses:
        addressed = parse.children(index, "obj") if takes == "object" else []
        return sorted(at for clause in [*clauses, *addressed] for at in parse.subtree(clause)), None
    if parse.relation(index) == "parataxis":
        head = parse.words[index].head
        own = set(parse.subtree(index))
        return [at for at in parse.subtree(head) if at not in own], None
    asides = [child for child in parse.children(index, "parataxis") if len(parse.subtree(child)) > 2]
    if asides:
        return sorted(at for aside in asides for at in parse.subtree(aside)), None
    return named_content(parse, index, takes == "object", bool(entry.get("addressee")), particle)


def named_content(
    parse: Parse, index: int, takes_object: bool, addressed: bool, particle: int | None
) -> tuple[list[int], int | None]:
    """What is named rather than said in a clause: the object (with `as …`, `for …`) of a verb that takes one, `about …`.

    `addressed`: the object is who is told or accused, so only `of …` or `about …` is said.
    """
    objects = parse.children(index, *SUBJECTS) if parse.is_passive(index) else parse.children(index, "obj")
    if takes_object and objects and particle is None and not addressed:
        extra = [child for child in parse.children(index, "obl") if case_of(parse, child) in ("as", "for", "of")]
        return sorted(at for one in [*objects, *extra] for at in parse.subtree(one)), None
    for child in parse.children(index, "obl"):
        case = next(iter(parse.children(child, "case")), None)
        word = case_of(parse, child)
        if case is not None and (case == particle or word == "about" or (takes_object and word in TOPICS)):
            return parse.subtree(child, without=[case]), case
    return [], None


def case_of(parse: Parse, index: int) -> str:
    """The first preposition of a noun, in lower case, or nothing."""
    return next((parse.words[case].text.lower() for case in parse.children(index, "case")), "")


def source_of(parse: Parse, index: int) -> list[int]:
    """The words of who says it: the subject, `by …` of a passive, what a participle hangs on; empty where nobody is named."""
    for _ in range(4):
        if parse.is_passive(index):
            return next(
                (by_of(parse, child) for child in parse.children(index, "obl") if case_of(parse, child) == "by"), []
            )
        subjects = parse.children(index, "nsubj")
        if subjects:
            return parse.subtree(subjects[0], without=parse.children(subjects[0], "parataxis"))
        head, relation = parse.words[index].head, parse.relation(index)
        if head < 0 or relation == "parataxis":
            return said_by(parse, index)
        if relation == "acl":
            return parse.subtree(head, without=[index, *parse.children(head, "case")])
        if relation not in BORROWS:
            return []
        index = head
    return []


def said_by(parse: Parse, index: int) -> list[int]:
    """The name right behind a verb without a subject: "…," said Neil Sroka."""
    following = index + 1
    if following < len(parse.words) and parse.words[following].upos == "PROPN":
        top = following
        while parse.words[top].head > index and parse.words[top].upos == "PROPN":
            top = parse.words[top].head
        return [at for at in parse.subtree(top) if at > index]
    return []


def by_of(parse: Parse, index: int) -> list[int]:
    """The agent of a passive without its `by`."""
    return parse.subtree(index, without=parse.children(index, "case"))


def cue_of(parse: Parse, index: int, link: int | None) -> list[int]:
    """The verb with its auxiliaries, its negation and its particle or preposition."""
    found = [index, *parse.children(index, "aux")]
    found += [
        at
        for at in parse.children(index, "advmod", "compound")
        if parse.words[at].lemma in ("not", "never") or at == link
    ]
    return sorted({*found, *([link] if link is not None else [])})


def noun_frames(parse: Parse) -> Iterator[SpeechFrame]:
    """Frames of nouns of saying with a clause of their own: `its claim that …`, `the minister's vow to …`."""
    nouns = speech_words("noun")
    for index, word in enumerate(parse.words):
        if word.upos != "NOUN" or word.lemma not in nouns:
            continue
        clauses = [
            at
            for at in parse.children(index, "acl", "ccomp")
            if parse.words[at].deprel != "acl:relcl" and has_mark(parse, at)
        ]
        for clause in clauses[:1]:
            owners = [at for at in parse.children(index, "nmod") if owns(parse, at)]
            source = by_of(parse, owners[0]) if owners else []
            yield frame(source, [index], parse.subtree(clause), parse)


def owns(parse: Parse, index: int) -> bool:
    """Whether the dependent of a noun is its speaker: `their claim`, `a claim by them`."""
    return parse.words[index].deprel == "nmod:poss" or case_of(parse, index) in ("by", "from")


def has_mark(parse: Parse, index: int) -> bool:
    """Whether the clause begins with `that` or `to`."""
    return any(parse.words[at].text.lower() in ("that", "to") for at in parse.children(index, "mark"))


def phrase_frames(parse: Parse) -> Iterator[SpeechFrame]:
    """Frames of `according to somebody`: the rest of its clause is said."""
    for index, word in enumerate(parse.words):
        following = parse.words[index + 1].text.lower() if index + 1 < len(parse.words) else ""
        if word.text.lower() != "according" or following != "to":
            continue
        noun = word.head if 0 <= word.head < len(parse.words) else index
        if parse.relation(index) not in ("case", "fixed", "mark"):
            noun = next(iter(parse.children(index, "obl", "nmod", "obj")), -1)
        clause = parse.words[noun].head if noun >= 0 else -1
        if clause < 0 or (noun != index and clause == index and (clause := parse.words[index].head) < 0):
            continue
        cue = [index, index + 1]
        source = [at for at in parse.subtree(noun) if at not in cue]
        own = set(source) | set(cue)
        yield frame(source, cue, [at for at in parse.subtree(clause) if at not in own], parse)


def frame(source: Sequence[int], cue: Sequence[int], content: Sequence[int], parse: Parse) -> SpeechFrame:
    """The frame, its edges free of commas and full stops."""
    return SpeechFrame(
        source=tuple(bare(source, parse)), cue=tuple(sorted(cue)), content=tuple(bare(content, parse)), score=SCORE
    )


def bare(indices: Sequence[int], parse: Parse) -> Sequence[int]:
    """The words without punctuation at the two ends."""
    kept = list(indices)
    while kept and parse.words[kept[0]].upos == "PUNCT":
        kept.pop(0)
    while kept and parse.words[kept[-1]].upos == "PUNCT":
        kept.pop()
    return kept
