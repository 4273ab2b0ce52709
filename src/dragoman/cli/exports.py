"""The command export."""

import sys
from pathlib import Path
from typing import Any

import click

from dragoman.errors import UsageError

from .options import day_options, limit_option, open_store, store_option
from .output import say
from .progress import progress
from .queries import many

KINDS = (
    "plover",
    "cameo",
    "csv",
    "parquet",
    "xlsx",
    "ftm",
    "geojson",
    "graphml",
    "bibtex",
    "csl",
    "annotations",
    "brat",
    "label-studio",
)
STDOUT = "-"


@click.command(
    epilog="\b\nExamples:\n  dragoman export csv --out dataset/ --since 2024-09\n"
    "  dragoman export geojson --in UKR --out ukraine.geojson\n"
    "  dragoman export plover --actor PRK > prk.jsonl\n"
    "  dragoman export xlsx --of events --type SANCTION --out sanctions.xlsx"
)
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--out",
    metavar="PATH",
    default=STDOUT,
    help="File or folder to write, a folder as one file where it ends in .zip; - is standard output, for text.",
)
@click.option("--replace", is_flag=True, help="Write over what is there under the same name.")
@many(
    "--of",
    "of",
    metavar="RECORDS",
    help="articles, events, claims, findings, listings; by default all that KIND can hold.",
)
@click.option(
    "--reviews",
    type=click.Choice(["machine", "applied", "only"]),
    default="machine",
    show_default=True,
    help="As the coder made it; with people's corrections over it and without what they rejected; or only what they went over.",
)
@many("--type", "types", metavar="TYPE", help="Events: PLOVER type.")
@many("--mode", "modes", metavar="MODE", help="Events: mode.")
@many("--quad", "quads", metavar="1-4", help="Events: quad class.", type=click.IntRange(1, 4))
@many("--party", "parties", metavar="WHO", help="Events: on either side; findings: who is bound.")
@many("--actor", "actors", metavar="WHO", help="Events: who acts.")
@many("--recipient", "recipients", metavar="WHO", help="Events: who is acted on.")
@many("--in", "countries", metavar="COUNTRY", help="Events: where, ISO alpha-3.")
@many("--auxiliary", "auxiliary", metavar="NAME", help="Events: historical, future, hypothetical, negation, or none.")
@click.option("--published-since", metavar="DAY", help="Events: in reports published from this day on.")
@click.option("--published-until", metavar="DAY", help="Events: in reports published to this day.")
@many("--speaker", "speakers", metavar="WHO", help="Claims: a country, a code or a part of a name.")
@many("--about", "about", metavar="WHO", help="Claims: of whom.")
@many("--kind", "kinds", metavar="KIND", help="Claims: direct, indirect or mixed.")
@many("--stance", "stances", metavar="STANCE", help="Claims: how the speaker stands to what is said.")
@click.option("--unnamed/--named", default=None, help="Claims: only of unnamed sources, or only of named ones.")
@many("--provision", "provisions", metavar="ID", help="Findings: a provision or an instrument.")
@many("--target", "targets", metavar="STATE", help="Findings: towards whom.")
@many("--verdict", "verdicts", metavar="VERDICT", help="Findings: breach, possible_breach, exempt, none, not_assessed.")
@many("--list", "lists", metavar="NAME", help="Listings: the name of a sanctions list.")
@many("--certainty", "certainty", metavar="LABEL", help="Events, claims, findings.")
@click.option("--publisher", metavar="NAME", help="Reports: a part of the publisher's name.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--search", metavar="WORDS", help='Reports with words that all occur, "phrases", word* and -without.')
@day_options("Happened, or reports published,")
@limit_option
@store_option
def export(
    kind: str, out: str, replace: bool, of: tuple[str, ...], reviews: str, where: str | None, **asked: Any
) -> None:
    """Write records in the format of another tool; the filters are those of the listing commands.

    \b
    plover        PLOVER JSON, one event a line
    cameo         CSV with CAMEO codes where the official table maps back
    csv, parquet  a folder of tables with datapackage.json and codebook
    xlsx          an Excel workbook
    ftm           FollowTheMoney entities, one a line
    geojson       events as features, unplaced ones without geometry
    graphml       parties and what they do to each other
    bibtex, csl   reports as a bibliography
    annotations   W3C Web Annotation (JSON-LD)
    brat          a folder of standoff files
    label-studio  a folder with tasks and their interface
    """
    from dragoman.exports.chosen import Chosen, wanted_of
    from dragoman.exports.formats import format_named, stream, write

    form = format_named(kind)
    wrong = [one for one in of if one not in form.of]
    if wrong:
        raise UsageError(f"{kind} cannot hold {', '.join(wrong)}", hint=f"it holds {', '.join(form.of)}")
    asked["types"] = tuple(name.upper() for name in asked["types"])
    wanted = wanted_of(of or form.of, asked, reviews)
    with open_store(where) as store:
        chosen = Chosen(store, wanted)
        if out == STDOUT:
            stream(chosen, form, sys.stdout)
            return
        with progress(f"writing {out}"):
            write(chosen, form, Path(out).expanduser(), replace=replace)
    say(f"written to {out}")


COMMANDS = {"export": export}
