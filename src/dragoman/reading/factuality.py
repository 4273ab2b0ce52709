"""How sure news leaves a predicate, told from its place in the parse: a linear model beside the head of the encoder.

Those who labelled news and those who labelled web text used the scale differently; the head has a value for each, and the report as a whole decides
which counts. In news, where a sentence looks unlike its report the head is not to be trusted, and elsewhere it is better with what stands around the predicate (auxiliaries, negation, the verbs it hangs on) than alone. Weights:
knowledge/language/factuality.csv, by training/factuality.py.
After Lotan, Stern & Dagan 2013 (TruthTeller) and Lee et al. 2015 (linear models for UW factuality), with features of our own.
"""

from collections.abc import Sequence
from functools import cache

import msgspec

from ..records.reading import Sentence, Word
from .encoder import Numbers
from .tables import table

SIGNS = frozenset(
    {"AUX", "PART", "SCONJ", "ADV", "DET"}
)  # classes whose words, hanging on a predicate, may tell how sure it is
PREDICATES = frozenset({"VERB", "NOUN", "ADJ", "AUX", "ADV", "PROPN", "NUM"})  # what may carry a factuality
PLACED = frozenset({"VERB", "NOUN", "ADJ", "AUX"})  # the classes of nearly all labelled predicates
ABOVE = 4  # heads looked at
HEAD = 0.65  # the trust in the head where a sentence of news looks like news; .6 to .7 best on held-out reports
NEWS = (
    0.15,
    0.45,
)  # a report of which less looks like news is none, one of which more does is; between held-out web texts and reports


@cache
def weights() -> dict[str, float]:
    """What each feature adds; "" is where all begin."""
    return {row["feature"]: float(row["weight"]) for row in table("factuality")}


def signs_of(words: Sequence[Word]) -> list[list[str]]:
    """For each word the function words that hang on it, as `relation form`, and a question mark."""
    found: list[list[str]] = [[] for _ in words]
    for word in words:
        if 0 <= word.head < len(words) and (word.upos in SIGNS or word.text == "?"):
            found[word.head].append(f"{word.deprel.partition(':')[0]} {word.text.lower()}")
    return found


def shape_of_verb(word: Word) -> str:
    """The part of speech, with the ending where it tells tense: `VERB ing`, `VERB s`, `VERB lemma`, `VERB other`."""
    if word.upos not in ("VERB", "AUX"):
        return word.upos
    form = word.text.lower()
    if form == word.lemma:
        return f"{word.upos} lemma"
    ending = "ing" if form.endswith("ing") else "s" if form.endswith("s") else "other"
    return f"{word.upos} {ending}"


def features(words: Sequence[Word], signs: Sequence[Sequence[str]], at: int) -> list[str]:
    """What is seen of the predicate at `at`: itself, what hangs on it, and the same of what it hangs on."""
    word = words[at]
    kind, relation = shape_of_verb(word), word.deprel.partition(":")[0]
    own = sorted(signs[at])
    found = [kind, f"lemma {word.lemma.lower()}", f"as {relation}", f"{kind}: {', '.join(own)}"]
    found += [f"has {sign}" for sign in own]
    head, near = word.head, True
    for _ in range(ABOVE):
        if not 0 <= head < len(words):
            break
        above = words[head]
        place = f"{relation} of" if near else f"under {relation} of"
        lemma = above.lemma.lower()
        found.append(f"{place} {lemma}")
        found += [f"{place} {sign}" for sign in signs[head]]
        if near:
            found.append(f"{place} {shape_of_verb(above)}")
            found += [f"{place} {lemma}, {sign}" for sign in signs[head] if sign.startswith("advmod")]
            found += [f"{kind} {place} {sign}" for sign in signs[head]]
        head, relation, near = above.head, above.deprel.partition(":")[0], False
    else:
        found.append("deep")
    return found


def with_factuality(
    sentences: Sequence[Sentence], heads: Sequence[Numbers], looks: Sequence[float]
) -> tuple[Sentence, ...]:
    """The sentences of a report with the factuality of their predicates.

    `heads` [W, 2] of each sentence is what the head says on the scale of news and on that of other text, `looks` how far each looks like news, 0..1.
    """
    news = share_of_news([len(one.words) for one in sentences], looks)
    return tuple(
        msgspec.structs.replace(
            one, words=sure_words(one.words, news * said[:, 0] + (1 - news) * said[:, 1], news * (1 - HEAD * look))
        )
        for one, said, look in zip(sentences, heads, looks, strict=True)
    )


def share_of_news(sizes: Sequence[int], looks: Sequence[float]) -> float:
    """How far a report is news, 0..1, by its sentences."""
    share = sum(size * look for size, look in zip(sizes, looks, strict=True)) / max(sum(sizes), 1)
    return min(1.0, max(0.0, (share - NEWS[0]) / (NEWS[1] - NEWS[0])))


def sure_words(words: Sequence[Word], head: Numbers, share: float) -> tuple[Word, ...]:
    """The words with their factuality: what the head says, drawn by `share`, 0..1, towards what their place says."""
    known, signs = weights() if share else {}, signs_of(words) if share else []

    def sure(at: int, value: float) -> float:
        if share and words[at].upos in PLACED:
            placed = known[""] + sum([known[feature] for feature in features(words, signs, at) if feature in known])
            value += share * (min(3.0, max(-3.0, placed)) - value)
        return round(value, 2)

    return tuple(
        msgspec.structs.replace(word, factuality=sure(at, value)) if word.upos in PREDICATES else word
        for at, (word, value) in enumerate(zip(words, head.clip(-3.0, 3.0).tolist(), strict=True))
    )
