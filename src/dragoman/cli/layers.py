"""What one pass of the model read of a report, aligned under its words, one block a sentence."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import UsageError
from dragoman.records import Article, Reading
from dragoman.records.base import Record
from dragoman.records.reading import Attribution, Name, Quotation, Sentence, Trigger, Word

from .output import console
from .terminal import clean, width

if TYPE_CHECKING:
    from rich.console import Console

LAYERS = ("words", "names", "speech", "factuality", "triggers")
LABELS = 11  # columns at the left for what a row is
LINE = "─"
LONGEST = 24  # letters of a word that are shown; a longer one is cut with an ellipsis


class Row(NamedTuple):
    """One line under the words: its label and a cell for each word; a cell that ends with a line runs on into the next."""

    label: str
    cells: tuple[str, ...]
    style: str = ""


class Layered(Record, frozen=True, kw_only=True):
    """One sentence with the layers that were asked for, the others None; spans of speech are offsets into the text of the report."""

    article: str
    start: int
    end: int
    text: str
    words: tuple[Word, ...] | None = None
    names: tuple[Name, ...] | None = None
    speech: tuple[Attribution, ...] | None = None
    quotations: tuple[Quotation, ...] | None = None
    factuality: tuple[tuple[str, float], ...] | None = None
    triggers: tuple[Trigger, ...] | None = None


def layers_of(asked: str) -> tuple[str, ...]:
    """The layers of `words,names`, in the order of LAYERS. Raises UsageError for a name that is none."""
    names = {name.strip() for name in asked.split(",") if name.strip()}
    wrong = sorted(names - {*LAYERS, "all"})
    if wrong or not names:
        raise UsageError(
            f"{wrong[0] if wrong else asked!r} is no layer", hint=f"write all, or some of {','.join(LAYERS)}"
        )
    return LAYERS if "all" in names else tuple(name for name in LAYERS if name in names)


def layered(article: Article, reading: Reading, layers: Sequence[str]) -> Iterator[Layered]:
    """Each sentence with its layers, for pipes."""
    for sentence in reading.sentences:
        start, end = sentence.start, sentence.end
        parts: dict[str, object] = {}
        if "speech" in layers:
            parts["speech"] = tuple(one for one in reading.attributions if touches(one, start, end))
            parts["quotations"] = tuple(
                one for one in reading.quotations if one.outer_start < end and start < one.outer_end
            )
        if "factuality" in layers:
            told = ((word.text, word.factuality) for word in sentence.words if word.factuality is not None)
            parts["factuality"] = tuple(told)
        for name in ("words", "names", "triggers"):
            if name in layers:
                parts[name] = getattr(sentence, name)
        yield Layered(article=article.id, start=start, end=end, text=article.text[start:end], **parts)  # type: ignore[arg-type]


def touches(one: Attribution, start: int, end: int) -> bool:
    """Whether any part of the attribution lies between two offsets."""
    return any(left < end and start < right for left, right in (*one.source, *one.cue, *one.content))


def print_layers(article: Article, reading: Reading, layers: Sequence[str]) -> None:
    """The report on standard output, sentence by sentence, each layer under the words it belongs to."""
    screen = console()
    for number, sentence in enumerate(reading.sentences, 1):
        rows = [row for name in layers for row in ROWS[name](sentence, reading)]
        print_block(screen, number, sentence.words, rows)
    for one in reading.skipped:
        screen.print(clean(f"{one.stage}: {one.reason}"), style="yellow")


def word_rows(sentence: Sentence, reading: Reading) -> Iterator[Row]:
    """Lemma, part of speech, and the head by number with the relation to it."""
    words = sentence.words
    yield Row("lemma", tuple(word.lemma for word in words), "dim")
    yield Row("tag", tuple(word.upos for word in words), "cyan")
    yield Row("head", tuple(f"{word.head + 1} {word.deprel}" for word in words), "dim")


def name_rows(sentence: Sentence, reading: Reading) -> Iterator[Row]:
    """Names under their words."""
    if sentence.names:
        spans = [(range(one.first, one.last + 1), one.label) for one in sentence.names]
        yield Row("names", marked(len(sentence.words), spans), "green")


def speech_rows(sentence: Sentence, reading: Reading) -> Iterator[Row]:
    """A row for each attribution that touches the sentence: source, cue, content."""
    for number, one in enumerate(reading.attributions, 1):
        if not touches(one, sentence.start, sentence.end):
            continue
        parts = (("source", one.source), ("cue", one.cue), (one.kind, one.content))
        spans = [(words_in(sentence, part), label) for label, part in parts]
        inside = f" in {one.nested_in + 1}" if one.nested_in is not None else ""
        yield Row(f"said {number}{inside}", marked(len(sentence.words), spans), "magenta")


def words_in(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[int]:
    """The words of the sentence that lie in one of the spans."""
    return [
        index
        for index, word in enumerate(sentence.words)
        if any(start < word.end and word.start < end for start, end in spans)
    ]


def factuality_rows(sentence: Sentence, reading: Reading) -> Iterator[Row]:
    """How sure the text is of each predicate and event noun, from -3 to +3."""
    told = tuple("" if word.factuality is None else f"{word.factuality:+.1f}" for word in sentence.words)
    yield Row("factuality", told, "yellow")


def trigger_rows(sentence: Sentence, reading: Reading) -> Iterator[Row]:
    """Words that may tell an event, with the likeliest type and its chance."""
    spans = []
    for one in sentence.triggers:
        best = next((scored for scored in one.types if scored.label != "NONE"), None)
        if best is not None:
            spans.append((range(one.first, one.last + 1), f"{best.label} {best.score:.2f}"))
    if spans:
        yield Row("triggers", marked(len(sentence.words), spans), "red")


ROWS: dict[str, Callable[[Sentence, Reading], Iterator[Row]]] = {
    "words": word_rows,
    "names": name_rows,
    "speech": speech_rows,
    "factuality": factuality_rows,
    "triggers": trigger_rows,
}


def marked(size: int, spans: Sequence[tuple[Sequence[int], str]]) -> tuple[str, ...]:
    """A cell for each word: the label where a run of words begins, a line where it goes on."""
    cells = [""] * size
    for words, label in spans:
        inside = set(words)
        for index in words:
            cells[index] = LINE if index - 1 in inside else label
            if index + 1 in inside:
                cells[index] += LINE
    return tuple(cells)


def print_block(screen: "Console", number: int, words: Sequence[Word], rows: Sequence[Row]) -> None:
    """One sentence: its words, and the rows under them, broken where the terminal ends."""
    from rich.text import Text

    forms = tuple(shown(word.text) for word in words)
    places = Row("", tuple(str(index) for index in range(1, len(words) + 1)), "dim")
    with_numbers = [places] if any(row.label == "head" for row in rows) else []
    sizes = [max(len(cell) for cell in cells) for cells in zip(forms, *(row.cells for row in rows), strict=True)]
    for first, last in chunks(sizes, width() - LABELS):
        top = Row(str(number) if first == 0 else "", forms, "bold")
        for row in [*with_numbers, top, *rows]:
            if any(row.cells[first:last]):
                body = "".join(padded(row.cells[i], sizes[i]) for i in range(first, last))
                screen.print(Text.assemble((row.label.ljust(LABELS), "dim"), (body.rstrip(), row.style)))
        screen.print()


def shown(word: str) -> str:
    """The word as a terminal may show it."""
    kept = clean(word) or "·"
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def padded(cell: str, size: int) -> str:
    """A cell as wide as its column and the gap after it; a cell that runs on fills both with its line."""
    return cell.ljust(size + 1, LINE if cell.endswith(LINE) else " ")


def chunks(sizes: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """(first, past the last) word of each line that fits."""
    first, taken = 0, 0
    for index, size in enumerate(sizes):
        if index > first and taken + size + 1 > room:
            yield first, index
            first, taken = index, 0
        taken += size + 1
    if sizes:
        yield first, len(sizes)
