"""What a run rests on."""

from .base import Record


class Manifest(Record, frozen=True, kw_only=True):
    """What a run was made with: the version, and 32 hex digits each of code, model, knowledge (own tables included) and settings.

    Two runs with the same four hashes give the same dossiers of the same reports. `sources` are as they were given, a long list cut.
    """

    dragoman: str
    code: str
    model: str
    knowledge: str
    settings: str
    python: str
    machine: str
    workers: int = 1
    sources: tuple[str, ...] = ()
