"""The codebook: what each table, column and code means. Made from the columns and the ontology, so that it cannot lag behind them."""

from collections.abc import Iterable, Iterator, Sequence

from dragoman.coding.ontology import plover

from .tables import TABLES, Table

CERTAINTY = (
    ("asserted", "told as a fact, by the report or by whoever is named in `according_to`"),
    ("likely", "told as probable: reportedly, unnamed reports"),
    ("possible", "might, could, hinted at, on a condition"),
    ("denied", "told as not happening or not so"),
)

VERDICTS = (
    ("breach", "the act as told would breach the provision"),
    ("possible_breach", "it would if what the report leaves open is so"),
    ("exempt", "an exemption of the provision holds"),
    ("none", "the provision does not forbid it"),
    ("not_assessed", "what the provision asks cannot be told from a report"),
)

NOTE = (
    "An empty cell is an unknown value, never a default. In CSV several values stand in one cell with `;` between them, and text that "
    "a spreadsheet would take for a formula has an apostrophe before it. Days are ISO 8601; positions are Unicode code points, "
    "half-open."
)


def codebook(tables: Iterable[Table] = TABLES.values()) -> str:
    """The codebook as Markdown."""
    parts = ["# Codebook", NOTE]
    for table in tables:
        rows = [(f"`{one.name}`", one.kind, one.about) for one in table.columns]
        parts += [f"## {table.name}", table.about, grid(("column", "kind", "meaning"), rows)]
    return "\n\n".join([*parts, *codes()]) + "\n"


def codes() -> Iterator[str]:
    """The values that columns may take."""
    ontology = plover()
    yield "## Event types (PLOVER 2.0)"
    types = [
        (name, f"{one.quad} {ontology.quads[one.quad]}", f"{one.score:g}", one.meaning, modes_of(one.modes))
        for name, one in ontology.types.items()
    ]
    yield grid(("type", "quad class", "intensity", "meaning", "modes, with their intensity"), types)
    yield "## Auxiliary modes"
    yield grid(("auxiliary", "meaning"), ontology.auxiliary.items())
    yield "## Certainty"
    yield grid(("certainty", "meaning"), CERTAINTY)
    yield "## Sectors"
    yield grid(("sector", "meaning"), ontology.sectors.items())
    yield "## Contexts"
    yield ", ".join(f"`{one}`" for one in ontology.contexts)
    yield "## Verdicts"
    yield grid(("verdict", "meaning"), VERDICTS)


def modes_of(modes: dict[str, float]) -> str:
    """Modes with their intensities."""
    return ", ".join(f"{name} {score:g}" for name, score in modes.items()) or "none"


def grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
