"""The parse of a sentence as a tree that questions can be asked of."""

from collections.abc import Iterator, Sequence

from dragoman.records.reading import Sentence, Word

CORE = frozenset({"nsubj", "obj", "iobj", "csubj"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "conj", "parataxis", "csubj"})


def relation(word: Word) -> str:
    """The relation without its subtype: `nsubj` of `nsubj:pass`."""
    return word.deprel.partition(":")[0]


def first_joined(words: Sequence[Word], at: int) -> int:
    """The first word of the coordination that a word stands in: itself where it stands in none."""
    while words[at].deprel == "conj" and words[at].head >= 0:
        at = words[at].head
    return at


class Clauses:
    """One sentence with the children of every word."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.relations = [relation(word) for word in self.words]
        self.below: list[list[int]] = [[] for _ in self.words]
        for place, word in enumerate(self.words):
            if word.head >= 0:
                self.below[word.head].append(place)

    def children(self, at: int, *relations: str) -> list[int]:
        """The children of a word, all or those of the given relations (without subtype)."""
        return [one for one in self.below[at] if not relations or self.relations[one] in relations]

    def preposition(self, at: int) -> str:
        """The preposition of a phrase, as its lemma; empty where it has none."""
        return next((self.words[one].lemma.lower() for one in self.children(at, "case")), "")

    def ancestors(self, at: int) -> Iterator[int]:
        """The heads above a word, nearest first."""
        at = self.words[at].head
        while at >= 0:
            yield at
            at = self.words[at].head

    def clause(self, at: int) -> list[int]:
        """The words of a word's own clause: its subtree without other clauses in it."""
        found, todo = [], [at]
        while todo:
            one = todo.pop()
            found.append(one)
            todo += [child for child in self.below[one] if self.relations[child] not in CLAUSES]
        return sorted(found)

    def governor(self, at: int) -> int:
        """The predicate that a word belongs to: the word itself if a verb, else the nearest verb or root above it."""
        if self.words[at].upos == "VERB":
            return at
        for above in self.ancestors(at):
            if self.words[above].upos == "VERB" or self.words[above].head < 0:
                return above
        return at

    def lemmas(self, places: Sequence[int]) -> set[str]:
        """The lower-case lemmas of some words."""
        return {self.words[place].lemma.lower() for place in places}
