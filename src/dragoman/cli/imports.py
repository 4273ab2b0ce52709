"""The command import: tables of one's own, sanctions lists, and event data and series into the store."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dragoman.errors import UsageError

from .options import open_store, settings_now, store_option
from .output import plural, say
from .progress import progress

if TYPE_CHECKING:
    from dragoman.analysis.importing import Taken

HISTORY = ("polecat", "icews", "gdelt", "phoenix", "acled", "ucdp", "cow", "atop", "unga", "gpr")
TABLE = ".csv"
MOST_SHOWN = 5  # reasons, and codes that no table knows, named in the summary


Step = Callable[[int, int], None]


class Kind(NamedTuple):
    """A kind of table that can be imported: how its files may be named (nothing for any way), and what takes them in and says so."""

    suffixes: tuple[str, ...]
    take: Callable[[Sequence[Path], bool, Step], list[str]]


def folder_of(kind: str) -> Path:
    """Where the user's own files of a kind are kept."""
    from dragoman.settings import own_folder

    return own_folder(settings_now(), kind)


def actors(files: Sequence[Path], _: bool, step: Step) -> list[str]:
    """Tables of people, states or organisations, or Wikidata entities, beside the built-in ones."""
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.grounding.wikidata import write_leaders

    tables = [file for file in files if file.suffix == TABLE]
    if tables:
        ActorIndex.load(tables)
    said = [installed(file, "actors") for file in tables]
    for file in files:
        if file.suffix != TABLE:
            target = folder_of("actors") / f"{file.name.partition('.')[0]}.csv"
            done = write_leaders(file, target, lambda read: step(read, 0))
            said.append(
                f"{file.name}: {plural(done.terms, 'term')} of office, {plural(done.people, 'holder')}, now {target}"
            )
            said.extend(f"  left out: {plural(count, 'term')} {why}" for why, count in done.left_out.items())
    return said


def gazetteer(files: Sequence[Path], _: bool, step: Step) -> list[str]:
    """All of GeoNames in the place of the shipped gazetteer, whose rows it keeps."""
    from dragoman.grounding.gazetteer import FILE
    from dragoman.grounding.gazetteer_import import import_gazetteer

    if len(files) > 1:
        raise UsageError("a gazetteer is one file", hint="give allCountries.zip from GeoNames, or one country's zip")
    target = folder_of("gazetteer") / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    done = import_gazetteer(files[0], target, lambda rows: step(rows, 0))
    skipped = f"; {plural(done.skipped, 'row')} left out as no GeoNames rows" if done.skipped else ""
    return [
        f"{plural(done.places, 'place')} under {plural(done.names, 'name')}, {done.megabytes} MB, now {target}{skipped}"
    ]


def provisions(files: Sequence[Path], _: bool, __: Step) -> list[str]:
    """Treaties, resolutions, rules; checked together with what was imported before, as they will be read."""
    from dragoman.judging.register_files import add_file, read_packaged
    from dragoman.settings import own_tables

    names = {file.name for file in files}
    kept = [path for path in own_tables(settings_now(), "provisions") if path.name not in names]
    register = read_packaged()
    for file in (*kept, *files):
        register = add_file(register, file)
    return [installed(file, "provisions") for file in files]


def lists(files: Sequence[Path], force: bool, _: Step) -> list[str]:
    """Sanctions lists, each put in force whole or not at all."""
    from dragoman.judging.lists import import_lists

    taken = import_lists(files, folder_of("lists"), force=force)
    return [
        f"{one.head.name} of {one.head.date}: {plural(one.entries, 'entry').replace('entrys', 'entries')}"
        + (f" ({one.entries_before} before)" if one.entries_before else "")
        for one in taken
    ]


KINDS = {
    "actors": Kind((TABLE, ".json", ".jsonl", ".gz", ".bz2"), actors),
    "gazetteer": Kind((".zip",), gazetteer),
    "lists": Kind((), lists),
    "provisions": Kind((".toml",), provisions),
}


def history(kind: str, files: Sequence[Path], where: str | None) -> None:
    """Event data and series into the store, a file at a time, each said when it is in."""
    from dragoman.analysis.importing import take_file

    with open_store(where, create=True) as store:
        for file in files:
            with progress(f"importing {file.name}") as state:
                taken = take_file(store, kind, file, state.step)
            for line in summary(taken):
                say(line)


def summary(taken: "Taken") -> Iterator[str]:
    """What became of a file, in words."""
    if taken.again:
        yield f"{taken.file} is in the store already ({taken.layout}, {plural(taken.rows, 'row')})"
        return
    given = [plural(n, noun) for n, noun in ((taken.events, "act"), (taken.points, "figure")) if n]
    yield f"{taken.file}: {taken.layout}, {plural(taken.rows, 'row')}, {' and '.join(given) or 'nothing of use'}"
    for reason, count in list(taken.left_out.items())[:MOST_SHOWN]:
        yield f"  left out: {plural(count, 'row')} that {'each ' if count > 1 else ''}{reason}"
    if taken.unknown:
        named = [f"{code} ({count})" for code, count in list(taken.unknown.items())[:MOST_SHOWN]]
        more = len(taken.unknown) - len(named)
        yield f"  kept as words, known to no table: {', '.join(named)}{f' and {more} more' if more > 0 else ''}"


@click.command(
    "import",
    epilog="\b\nExamples:\n  dragoman import actors my-actors.csv\n  dragoman import actors office-holders.json.gz\n"
    "  dragoman import gazetteer allCountries.zip\n  dragoman import provisions company-policy.toml\n"
    "  dragoman import lists consolidated.xml sdn.csv\n  dragoman import polecat ngecEvents.DV.2023.txt.zip\n"
    "  dragoman import ucdp ged231-csv.zip",
)
@click.argument("kind", type=click.Choice([*sorted(KINDS), *HISTORY, "dossiers"]))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--force", is_flag=True, help="lists: take a list also where it has lost many entries.")
@store_option
def import_(kind: str, files: tuple[Path, ...], force: bool, where: str | None) -> None:
    """Add tables of your own, or sanctions lists, to the knowledge; or event data, series and coded dossiers to the store.

    Tables and lists are checked first and refused whole where a row is wrong; one of the same name, or of the same list, is replaced.
    Event data and series are taken row by row as their publishers give them (zip, gz, csv, tsv): rows that cannot be used are counted with
    the reason, the same file again changes nothing, and an import that was broken off goes on where it stopped.

    \b
    actors      CSV with the columns of knowledge/actors/leaders or organisations.csv, or Wikidata entities as JSON (also gz, bz2)
    gazetteer   allCountries.zip, or one country's zip, from GeoNames
    provisions  a treaty, resolution or rule as TOML, like those of knowledge/provisions
    lists       UN XML, OFAC CSV or XML, EU CSV or XML, UK CSV, FollowTheMoney JSON lines
    polecat     POLECAT events        acled   ACLED export
    icews       ICEWS coded events    ucdp    GED or Candidate events, or deaths by country and month
    gdelt       GDELT 2 events        cow     disputes (MID), national capabilities (NMC)
    phoenix     Phoenix events        atop    alliances, dyad-years
    gpr         Geopolitical Risk     unga    votes or agreement in the General Assembly
    dossiers    a folder that `dragoman code` wrote
    """
    if kind == "dossiers":
        from .coding import take_dossiers

        take_dossiers([str(file) for file in files], where)
        return
    refuse_folders(files)
    if kind in HISTORY:
        history(kind, files, where)
        return
    wanted = KINDS[kind]
    wrong = next((file for file in files if wanted.suffixes and file.suffix not in wanted.suffixes), None)
    if wrong:
        raise UsageError(
            f"{wrong.name} is no {' or '.join(wanted.suffixes)} file",
            hint=f"dragoman import --help tells what {kind} are given as",
        )
    with progress(f"importing {kind}") as state:
        messages = wanted.take(files, force, state.step)
    for message in messages:
        say(message)


def refuse_folders(files: Sequence[Path]) -> None:
    """Raises UsageError where a folder is given for a file."""
    folder = next((file for file in files if file.is_dir()), None)
    if folder:
        raise UsageError(f"{folder} is a folder", hint="give files; only dossiers are imported from a folder")


def installed(file: Path, kind: str) -> str:
    """Copies a checked file to the user's own tables, whole or not at all, and says where it is."""
    target = folder_of(kind) / file.name
    partial = target.with_name(f".{file.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(file.read_bytes())
        partial.replace(target)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror}", hint="set another folder: DRAGOMAN_KNOWLEDGE"
        ) from error
    return f"{file.name} is now {target}"


COMMANDS = {"import": import_}
