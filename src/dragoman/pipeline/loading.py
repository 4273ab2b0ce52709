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
    """Reader, actors, gazetteer, register, and the sanctions lists in force (None where none were imported).

    The user's own tables are those of the settings' knowledge folder; without settings, or without a folder in them, there are none.
    """
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.grounding.gazetteer import Gazetteer
    from dragoman.judging.provisions import Register
    from dragoman.reading.encoder import Encoder, shared_encoder
    from dragoman.reading.reader import Reader
    from dragoman.settings import Settings, own_tables

    settings = settings or Settings()
    encoder = Encoder(Path(settings.model), settings.threads) if settings.model else shared_encoder(settings.threads)
    if not settings.knowledge:
        return Reader(encoder), ActorIndex.load(), Gazetteer.open(), Register.load(), None
    register = Register.load()
    for path in own_tables(settings, "provisions"):
        register = register.with_user_file(path)
    return (
        Reader(encoder),
        ActorIndex.load(own_tables(settings, "actors")),
        own_gazetteer(settings),
        register,
        own_lists(settings),
    )


def own_gazetteer(settings: "Settings") -> "Gazetteer":
    """The gazetteer that the user imported, with the shipped places in it; the shipped one where there is none."""
    from dragoman.grounding.gazetteer import FILE, Gazetteer
    from dragoman.settings import own_folder

    path = own_folder(settings, "gazetteer") / FILE if settings.knowledge else None
    return Gazetteer.open(path if path and path.is_file() else None)


def own_lists(settings: "Settings") -> "Screener | None":
    """The sanctions lists that the user imported, None where there are none: no list comes with the package."""
    from dragoman.judging.listings import Screener
    from dragoman.judging.lists import ENDING
    from dragoman.settings import own_folder, own_tables

    imported = any(path.name.endswith(ENDING) for path in own_tables(settings, "lists"))
    return Screener.open(own_folder(settings, "lists")) if imported else None
