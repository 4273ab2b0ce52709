"""Article to Reading: every sentence read once."""

from collections.abc import Iterable, Iterator, Sequence

from ..records import Article, Maker, Reading, Skipped
from ..records.reading import Sentence, Word
from . import decode
from .attributions import join_speech
from .encoder import Encoder, Numbers, shared_encoder
from .frames import with_frames
from .lemmas import lemma
from .quotations import find_quotations
from .words import Offsets, split

PREDICATES = frozenset({"VERB", "NOUN", "ADJ", "AUX", "ADV", "PROPN", "NUM"})  # what may carry a factuality
LONGEST_SENTENCE = 160  # words read in one pass; a longer "sentence" (a table, text without stops) is read in pieces


class Reader:
    """Reads articles. Holds the one encoder; `read` is pure: the same article gives the same Reading."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or shared_encoder()

    def read(self, article: Article) -> Reading:
        """The reading of one article. Never raises on odd text; what was cut is in `skipped`."""
        text, skipped = article.text, []
        sentences = []
        for offsets in split(text):
            pieces = list(self.pieces(text, offsets))
            if len(pieces) > 1:
                skipped.append(cut_note(article, offsets, len(pieces)))
            sentences += [self.read_sentence(text, piece) for piece in pieces]
        quotations = find_quotations(text, sentences)
        full = with_frames(sentences, quotations)
        return Reading(
            article=article.id,
            sentences=full,
            quotations=quotations,
            attributions=join_speech(text, full, quotations),
            skipped=tuple(skipped),
            made_by=Maker(stage="reading", rule="one pass", version=self.encoder.weights.version),
        )

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """The readings of many articles, in their order; the session is shared."""
        return map(self.read, articles)

    def pieces(self, text: str, offsets: Sequence[Offsets]) -> Iterator[Sequence[Offsets]]:
        """A sentence whole, or in pieces that fit the encoder."""
        rest = offsets
        while rest:
            words = [text[start:end] for start, end in rest[:LONGEST_SENTENCE]]
            size = max(1, self.encoder.fits(words))
            yield rest[:size]
            rest = rest[size:]

    def read_sentence(self, text: str, offsets: Sequence[Offsets]) -> Sentence:
        """One sentence as all heads see it."""
        forms = [text[start:end] for start, end in offsets]
        numbers, tables, pairs = self.encoder.run(forms), self.encoder.weights.tables, self.encoder.weights.pairs
        words = self.words(forms, offsets, numbers)
        return Sentence(
            start=offsets[0][0],
            end=offsets[-1][1],
            words=words,
            names=decode.names(numbers["names"], numbers["news_names"], tables["names"], tables["news_names"]),
            speech=decode.speech(numbers["cues"], numbers["speech_left"], numbers["speech_right"], pairs["speech"]),
            triggers=decode.triggers(numbers, pairs["sides"], tables),
        )

    def words(self, forms: Sequence[str], offsets: Sequence[Offsets], numbers: dict[str, Numbers]) -> tuple[Word, ...]:
        """The words with part of speech, lemma, head, relation and factuality."""
        tables = self.encoder.weights.tables
        heads = decode.tree(numbers["arcs"])
        tags = [tables["upos"][tag] for tag in numbers["upos"].argmax(axis=1).tolist()]
        rels = decode.relations(numbers["relations"], numbers["label_right"], heads, tables["deprels"])
        sure = numbers["factuality"][:, 0].clip(-3.0, 3.0).tolist()
        return tuple(
            Word(
                start=start, end=end, text=form, lemma=lemma(form, tag), upos=tag, head=head, deprel=rel,
                factuality=round(value, 2) if tag in PREDICATES else None,
            )
            for form, (start, end), tag, head, rel, value in zip(forms, offsets, tags, heads, rels, sure, strict=True)
        )  # fmt: skip


def cut_note(article: Article, offsets: Sequence[Offsets], pieces: int) -> Skipped:
    """The record of a sentence too long for one pass."""
    reason = f"a sentence of {len(offsets)} words was read in {pieces} pieces; what links the pieces is not seen"
    return Skipped(stage="reading", reason=reason, article=article.id, start=offsets[0][0], end=offsets[-1][1])
