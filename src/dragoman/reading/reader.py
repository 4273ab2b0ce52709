"""Article to Reading: every sentence read once."""

from collections.abc import Iterable, Iterator, Sequence

from ..records import Article, Maker, Reading, Skipped
from ..records.reading import Sentence, Word
from . import decode
from .attributions import join_speech
from .encoder import Encoder, Numbers, shared_encoder
from .factuality import with_factuality
from .frames import with_frames
from .lemmas import lemma
from .quotations import find_quotations
from .words import Offsets, split

TOGETHER = 32  # sentences decoded at once: most reports in one go, and bounded memory for a book
LONGEST_SENTENCE = 160  # words read in one pass; a longer "sentence" (a table, text without stops) is read in pieces
LONGEST_RUN = 4000  # words of one "sentence" that are read at all: about a second; a book page without a stop has 500


class Reader:
    """Reads articles. Holds the one encoder; `read` is pure: the same article gives the same Reading."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or shared_encoder()

    def read(self, article: Article) -> Reading:
        """The reading of one article. Never raises on odd text; what was cut is in `skipped`."""
        text, skipped = article.text, []
        whole: list[Sequence[Offsets]] = []
        for offsets in split(text):
            pieces = list(self.pieces(text, offsets[:LONGEST_RUN]))
            if len(pieces) > 1:
                skipped.append(cut_note(article, offsets, len(pieces)))
            if len(offsets) > LONGEST_RUN:
                skipped.append(end_note(article, offsets[LONGEST_RUN:]))
            whole += pieces
        read = [one for at in range(0, len(whole), TOGETHER) for one in self.read_some(text, whole[at : at + TOGETHER])]
        sentences = with_factuality(
            [one for one, _, _ in read], [said for _, said, _ in read], [looks for _, _, looks in read]
        )
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

    def read_some(self, text: str, some: Sequence[Sequence[Offsets]]) -> Iterator[tuple[Sentence, Numbers, float]]:
        """Sentences as all heads see them, but for their factuality: of each what the head says of that, and how far it looks like news, 0..1.

        Each goes through the graph alone; what the heads say of all of them is decoded at once.
        """
        said: list[dict[str, Numbers]] = []
        words: list[tuple[Word, ...]] = []
        for offsets in some:
            forms = [text[start:end] for start, end in offsets]
            said.append(self.encoder.run(forms))
            words.append(self.words(forms, offsets, said[-1]))
            del said[-1]["arcs"], said[-1]["relations"]  # large, and told
        tables, pairs = self.encoder.weights.tables, self.encoder.weights.pairs
        own, news, cues = (
            decode.tagged([one[head] for one in said], tags)
            for head, tags in (("names", tables["names"]), ("news_names", tables["news_names"]), ("cues", "OBI"))
        )
        triggers = decode.triggers(said, pairs["sides"], tables)
        for at, (offsets, numbers) in enumerate(zip(some, said, strict=True)):
            sentence = Sentence(
                start=offsets[0][0],
                end=offsets[-1][1],
                words=words[at],
                names=decode.names(own[at], news[at], tables["names"], tables["news_names"]),
                speech=decode.speech(cues[at], numbers["speech_left"], numbers["speech_right"], pairs["speech"]),
                triggers=triggers[at],
            )
            yield sentence, numbers["factuality"], float(numbers["news"][0, 0])

    def words(self, forms: Sequence[str], offsets: Sequence[Offsets], numbers: dict[str, Numbers]) -> tuple[Word, ...]:
        """The words with part of speech, lemma, head and relation."""
        tables = self.encoder.weights.tables
        heads = decode.tree(numbers["arcs"])
        tags = [tables["upos"][tag] for tag in numbers["upos"].argmax(axis=1).tolist()]
        rels = decode.relations(numbers["relations"], numbers["label_right"], heads, tables["deprels"])
        return tuple(
            [
                Word(start=start, end=end, text=form, lemma=lemma(form, tag), upos=tag, head=head, deprel=rel)
                for form, (start, end), tag, head, rel in zip(forms, offsets, tags, heads, rels, strict=True)
            ]
        )


def cut_note(article: Article, offsets: Sequence[Offsets], pieces: int) -> Skipped:
    """The record of a sentence too long for one pass."""
    reason = f"a sentence of {len(offsets)} words was read in {pieces} pieces; what links the pieces is not seen"
    return Skipped(stage="reading", reason=reason, article=article.id, start=offsets[0][0], end=offsets[-1][1])


def end_note(article: Article, unread: Sequence[Offsets]) -> Skipped:
    """The record of what was not read of a sentence without end."""
    reason = f"the last {len(unread)} words of a sentence of more than {LONGEST_RUN} were not read: no prose runs on so long without a stop"
    return Skipped(stage="reading", reason=reason, article=article.id, start=unread[0][0], end=unread[-1][1])
