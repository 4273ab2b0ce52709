"""Who codes: what tells one coder from another, known without loading the model, and all that a run rests on, as hashes."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import __version__
from dragoman.records import Maker, Manifest

from .reach import knowledge_reach

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dragoman.settings import Settings

OWN_KINDS = ("actors", "provisions", "lists")  # the user's own tables that a dossier rests on
OF_NO_ACCOUNT = ("store", "threads", "busy_timeout_s")  # settings that change no dossier


def maker_of(model: str, own: str = "") -> Maker:
    """Who makes a dossier: this version with a model, and the digest of the user's own tables where there are some."""
    version = "/".join(part for part in (__version__, model, own) if part)
    return Maker(stage="pipeline", rule="one report", version=version)


def coder_now(settings: "Settings") -> "tuple[Maker, tuple[tuple[str, str], ...]]":
    """`made_by` and `knowledge` of the dossiers that a desk on these settings makes; the model is not loaded."""
    return maker_of(model_version(settings), own_digest(settings)), knowledge_reach()


def model_version(settings: "Settings") -> str:
    """The version of the weights in force, "" where there are none."""
    try:
        return str(json.loads(_weights(settings).joinpath("manifest.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError):
        return ""


def _weights(settings: "Settings") -> "Traversable":
    return Path(settings.model) if settings.model else resources.files("dragoman.reading") / "weights"


def own_digest(settings: "Settings | None") -> str:
    """`own-` and 8 hex digits of the user's own tables, "" where there are none."""
    files = _own_files(settings) if settings else []
    return f"own-{digest((path.name, path.read_bytes()) for path in files)[:8]}" if files else ""


def _own_files(settings: "Settings") -> list[Path]:
    from dragoman.settings import own_tables

    return [path for kind in OWN_KINDS for path in own_tables(settings, kind)] if settings.knowledge else []


def digest(named: Iterable[tuple[str, bytes]]) -> str:
    """32 hex digits of named contents, whatever their order."""
    whole = hashlib.blake2b(digest_size=16)
    for name, content in sorted(named):
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def manifest_of(settings: "Settings", sources: Iterable[str], workers: int) -> Manifest:
    """All that a run rests on: code, model, knowledge and settings as hashes, the machine, and what it was given."""
    package = list(_files(resources.files("dragoman"), ""))
    own = [(f"own/{path.parent.name}/{path.name}", path.read_bytes()) for path in _own_files(settings)]
    kept = {name: value for name, value in settings.to_dict().items() if name not in OF_NO_ACCOUNT}
    return Manifest(
        dragoman=__version__,
        code=digest((name, file.read_bytes()) for name, file in package if name.endswith(".py")),
        model=digest([("manifest.json", _weights(settings).joinpath("manifest.json").read_bytes())]),
        knowledge=digest([*((name, file.read_bytes()) for name, file in package if "/knowledge/" in name), *own]),
        settings=digest((name, json.dumps(value).encode()) for name, value in kept.items()),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
        workers=workers,
        sources=tuple(sources),
    )


def _files(folder: "Traversable", path: str) -> "Iterator[tuple[str, Traversable]]":
    """Every file of a folder and of those in it, with its path."""
    for one in folder.iterdir():
        if one.is_dir():
            if one.name != "__pycache__":
                yield from _files(one, f"{path}/{one.name}")
        else:
            yield f"{path}/{one.name}", one
