"""Loads what a desk works with: the shipped parts and the user's own."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.grounding.gazetteer import Gazetteer
    from dragoman.judging.listings import Screener
    from dragoman.judging.provisions import Register
    from dragoman.reading.reader import Reader
    from dragoman.settings import Settings


def load_parts(settings: "Settings | None") -> "tuple[Reader, ActorIndex, Gazetteer, Register, Screener | None]":
    """Reader, actors, gazetteer, register and the sanctions lists in force (None where none were imported). The user's tables are those of the settings' knowledge folder, where there is one."""
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.grounding.gazetteer import Gazetteer
    from dragoman.judging.provisions import Register
    from dragoman.reading.encoder import Encoder, shared_encoder
    from dragoman.reading.reader import Reader

    threads = settings.threads if settings else 1
    encoder = Encoder(Path(settings.model), threads) if settings and settings.model else shared_encoder(threads)
    own = Path(settings.knowledge) if settings and settings.knowledge else None
    return (
        Reader(encoder),
        ActorIndex.load(own_tables(own, "actors")),
        Gazetteer.open(),
        own_register(Register.load(), own),
        own_lists(own),
    )


def own_lists(folder: Path | None) -> "Screener | None":
    """The sanctions lists that the user imported, None where there are none: no list comes with the package."""
    from dragoman.judging.lists import ENDING

    place = folder / "lists" if folder else None
    if place is None or not any(place.glob(f"*{ENDING}")):
        return None
    from dragoman.judging.listings import Screener

    return Screener.open(place)


def own_tables(folder: Path | None, kind: str) -> list[Path]:
    """The user's tables of one kind, by name."""
    return sorted((folder / kind).glob("*.csv")) if folder else []


def own_register(register: "Register", folder: Path | None) -> "Register":
    """The register with the user's provisions in it."""
    for path in sorted((folder / "provisions").glob("*.toml")) if folder else []:
        register = register.with_user_file(path)
    return register
