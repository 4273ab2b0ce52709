"""The formats that records leave in, by name, and how one is written to a file, a folder or a stream."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from dragoman.errors import UsageError
from dragoman.telling.columns import csv_lines

from .annotations import annotation_lines
from .brat import brat_files, configuration
from .cameo import CAMEO_COLUMNS, cameo_rows
from .chosen import Chosen
from .citations import bibtex_lines, csl_lines
from .datasets import CSV, PARQUET, arrow, write_dataset
from .followthemoney import followthemoney_lines
from .geojson import geojson_lines
from .graphml import graphml_lines
from .label_studio import interface, label_studio_lines
from .plover_json import plover_lines
from .workbook import write_workbook

ZIP = ".zip"
EVENTS, ARTICLES = ("events",), ("articles",)
TABLES = ("articles", "events", "claims", "findings", "listings")


class Format(NamedTuple):
    """A way to write records: the kinds of record it can hold, and one of three ways to have it.

    `lines` gives text as it is read; `file` writes one file; `folder` fills a folder that is there.
    """

    name: str
    about: str
    of: tuple[str, ...]
    suffix: str
    media_type: str
    lines: Callable[[Chosen], Iterator[str]] | None = None
    file: Callable[[Chosen, Path], None] | None = None
    folder: Callable[[Chosen, Path], None] | None = None


def _annotations(chosen: Chosen) -> Iterator[str]:
    return annotation_lines((dossier, chosen.reviews(dossier.article.id)) for dossier in chosen.dossiers())


def _csv_folder(chosen: Chosen, folder: Path) -> None:
    write_dataset(chosen, folder, CSV)


def _parquet_folder(chosen: Chosen, folder: Path) -> None:
    arrow()
    write_dataset(chosen, folder, PARQUET)


def _brat_folder(chosen: Chosen, folder: Path) -> None:
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
    for dossier in chosen.dossiers():
        for name, content in brat_files(dossier):
            (folder / name).write_text(content, encoding="utf-8", newline="")


def _label_studio_folder(chosen: Chosen, folder: Path) -> None:
    (folder / "interface.xml").write_text(interface(), encoding="utf-8")
    with (folder / "tasks.json").open("w", encoding="utf-8") as file:
        reviewed = chosen.wanted.reviews != "machine"
        file.writelines(label_studio_lines(chosen.dossiers(), reviewed=reviewed))


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("plover", "PLOVER JSON, one event a line", EVENTS, ".jsonl", "application/jsonl", lambda chosen: plover_lines(chosen.told())),
        Format("cameo", "CSV with CAMEO codes, one row for each pair of parties", EVENTS, ".csv", "text/csv", lambda chosen: csv_lines(cameo_rows(chosen.events()), CAMEO_COLUMNS)),
        Format("csv", "a folder of CSV with datapackage.json and codebook", TABLES, "", "application/zip", folder=_csv_folder),
        Format("parquet", "a folder of Parquet with datapackage.json and codebook", TABLES, "", "application/zip", folder=_parquet_folder),
        Format("xlsx", "an Excel workbook", TABLES, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file=write_workbook),
        Format("ftm", "FollowTheMoney entities, one a line", EVENTS, ".ftm.json", "application/jsonl", lambda chosen: followthemoney_lines(chosen.told())),
        Format("geojson", "a map: a feature for each event", EVENTS, ".geojson", "application/geo+json", lambda chosen: geojson_lines(chosen.events())),
        Format("graphml", "a network: parties, and an edge for each act", EVENTS, ".graphml", "application/graphml+xml", lambda chosen: graphml_lines(chosen.events())),
        Format("bibtex", "reports as BibTeX", ARTICLES, ".bib", "application/x-bibtex", lambda chosen: bibtex_lines(chosen.articles())),
        Format("csl", "reports as CSL-JSON", ARTICLES, ".json", "application/vnd.citationstyles.csl+json", lambda chosen: csl_lines(chosen.articles())),
        Format("annotations", "W3C Web Annotation, one page", ARTICLES, ".jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', _annotations),
        Format("brat", "a folder of brat standoff", ARTICLES, "", "application/zip", folder=_brat_folder),
        Format("label-studio", "a folder with Label Studio tasks and their interface", ARTICLES, "", "application/zip", folder=_label_studio_folder),
    )
}  # fmt: skip


def offered(kind: str) -> Iterator[Format]:
    """The formats that can hold a kind of record."""
    return (form for form in FORMATS.values() if kind in form.of)


def ending_of(form: Format) -> str:
    """What stands after the dot of an address; `.csv` is a list itself, the folder of tables is `.dataset`."""
    return "dataset" if form.name == "csv" else form.name


def format_named(name: str) -> Format:
    """The format of a name. Raises UsageError listing the names."""
    if name not in FORMATS:
        raise UsageError(f"there is no export {name!r}", hint=f"there are {', '.join(FORMATS)}")
    return FORMATS[name]


def write(chosen: Chosen, form: Format, out: Path, *, replace: bool = False) -> None:
    """An export at a path: whole, or not there at all. A folder becomes one file where the path ends in .zip.

    Raises UsageError where something is there already (unless `replace`) or it cannot be written, MissingExtra where the format wants
    an extra.
    """
    if out.exists() and not replace:
        raise UsageError(f"{out} exists already", hint="name another place, or say --replace")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as working:
            made = Path(working) / "made"
            _fill(chosen, form, made)
            _move(_packed(made) if made.is_dir() and out.suffix == ZIP else made, out)
    except OSError as error:
        raise UsageError(
            f"{out} cannot be written: {error.strerror}", hint="choose another place with --out"
        ) from error


def _fill(chosen: Chosen, form: Format, made: Path) -> None:
    if form.folder is not None:
        made.mkdir()
        form.folder(chosen, made)
    elif form.file is not None:
        form.file(chosen, made)
    elif form.lines is not None:
        with made.open("w", encoding="utf-8", newline="") as file:
            file.writelines(form.lines(chosen))


def _packed(folder: Path) -> Path:
    """A folder as a ZIP file beside it; the same files give the same bytes."""
    packed = folder.with_suffix(ZIP)
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name)  # of 1980, whenever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packing:
                shutil.copyfileobj(source, packing)
    return packed


def _move(made: Path, out: Path) -> None:
    """Puts what was made in its place. In a folder that is there, files of the same names are replaced and others stay."""
    if not made.is_dir():
        made.replace(out)
        return
    out.mkdir(exist_ok=True)
    for one in sorted(made.iterdir()):
        one.replace(out / one.name)


def stream(chosen: Chosen, form: Format, file: IO[str]) -> None:
    """An export as text into a stream. Raises UsageError for formats that are files or folders."""
    if form.lines is None:
        raise UsageError(f"{form.name} is no text that can be piped", hint="name a file or folder with --out")
    file.writelines(form.lines(chosen))
