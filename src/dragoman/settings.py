"""What can be set, and where each value came from: defaults, then `settings.toml`, then the environment.

The file is `~/.config/dragoman/settings.toml` (XDG_CONFIG_HOME is honoured) or the one that DRAGOMAN_CONFIG names. A key `store` of
the file is `DRAGOMAN_STORE` in the environment, which wins. A key that does not exist is an error, never ignored: a misspelt cap that
silently stays at its default is worse than a stop.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from dragoman.errors import UsageError
from dragoman.records.base import Record

PREFIX = "DRAGOMAN_"
_PASSWORD = re.compile(r"(://[^:/@]*:)[^@]*(@)")
OTHER_VARIABLES = (
    "DRAGOMAN_CONFIG",
    "DRAGOMAN_SHARED",
    "DRAGOMAN_TEST_POSTGRES",
)  # read elsewhere: the settings file; by the tests


def data_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for what dragoman keeps: `~/.local/share/dragoman`, or under XDG_DATA_HOME."""
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dragoman"


class Settings(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set. Units are in the names."""

    store: Annotated[str, Meta(description="The store: a path to an SQLite file, or a database URL.")] = ""
    knowledge: Annotated[str, Meta(description="Folder of your own tables, as `dragoman import` fills it.")] = ""
    model: Annotated[
        str, Meta(description="Folder of other weights than the ones that come with the package; empty for those.")
    ] = ""
    threads: Annotated[
        int, Meta(gt=0, description="Threads the model may use; one is best for many reports side by side.")
    ] = 1
    workers: Annotated[int, Meta(ge=0, description="Processes that read many reports; 0 for one per core.")] = 0
    article_timeout_s: Annotated[
        float, Meta(gt=0, description="How long one of many reports may take before it is left out.")
    ] = 300.0
    article_max_mb: Annotated[
        int, Meta(gt=0, description="Memory that one of many reports may take on top of the model (Linux).")
    ] = 1000
    reviewer: Annotated[
        str, Meta(description="Your name as a reviewer; empty for the name you are logged in with.")
    ] = ""
    busy_timeout_s: Annotated[
        float, Meta(ge=0, description="How long to wait for another process that writes to the store.")
    ] = 30.0
    fetch_timeout_s: Annotated[
        float, Meta(gt=0, description="How long a page may take to come, redirects included.")
    ] = 30.0
    fetch_max_mb: Annotated[float, Meta(gt=0, description="The largest page or file that is read as one report.")] = (
        20.0
    )
    fetch_archive_max_mb: Annotated[
        float, Meta(gt=0, description="The largest web archive or table that is fetched from an address.")
    ] = 5000.0
    fetch_gap_s: Annotated[float, Meta(ge=0, description="The pause between two pages of one site, of many.")] = 1.0
    fetch_patience_s: Annotated[
        float, Meta(ge=0, description="How long one of many pages is waited for when its site answers that it is busy.")
    ] = 120.0
    fetch_max_redirects: Annotated[int, Meta(ge=0, description="How many redirects are followed.")] = 5
    fetch_private: Annotated[
        bool, Meta(description="Whether pages of private and loopback addresses may be fetched.")
    ] = False
    user_agent: Annotated[
        str, Meta(description="How dragoman names itself to the sites it reads; empty for name and version.")
    ] = ""


class Setting(Record, frozen=True, kw_only=True):
    """One value with its meaning and where it came from: `default`, the file, or the variable."""

    name: str
    value: str | int | float | bool
    origin: str
    variable: str
    meaning: str


class Loaded(Record, frozen=True, kw_only=True):
    """The settings in force and, for each in the order of the fields, where it came from."""

    settings: Settings
    origins: tuple[Setting, ...]
    file: str
    file_found: bool


def settings_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where `settings.toml` is looked for."""
    if named := environ.get("DRAGOMAN_CONFIG"):
        return Path(named)
    return Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "dragoman" / "settings.toml"


def load_settings(environ: Mapping[str, str] = os.environ) -> Loaded:
    """The settings in force, with the origin of each. Raises UsageError for an unknown key, a wrong type or an unreadable file."""
    file = settings_file(environ)
    values: dict[str, Any] = {
        "store": str(data_home(environ) / "dragoman.db"),
        "knowledge": str(data_home(environ) / "knowledge"),
    }
    origins: dict[str, str] = {}
    from_file = _read_file(file, required="DRAGOMAN_CONFIG" in environ)
    for name, value in from_file.items():
        values[_known(name, f"{file}")] = value
        origins[name] = str(file)
    for variable, text in sorted(environ.items()):
        if variable.startswith(PREFIX) and variable not in OTHER_VARIABLES:
            name = _known(variable.removeprefix(PREFIX).lower(), "the environment", variable)
            values[name] = _from_text(name, text, variable)
            origins[name] = variable
    settings = _settled(values, origins)
    listed = tuple(
        _setting(name, getattr(settings, name), origins.get(name, "default")) for name in Settings.__struct_fields__
    )
    return Loaded(settings=settings, origins=listed, file=str(file), file_found=file.is_file())


def without_password(where: str) -> str:
    """A path or database URL as it may be shown.

    >>> without_password("postgresql://desk:secret@host/reports")
    'postgresql://desk:***@host/reports'
    """
    return _PASSWORD.sub(r"\1***\2", where)


def _setting(name: str, value: Any, origin: str) -> Setting:
    shown = without_password(value) if isinstance(value, str) else value
    return Setting(name=name, value=shown, origin=origin, variable=PREFIX + name.upper(), meaning=meaning_of(name))


def meaning_of(name: str) -> str:
    """What the setting is for, in one sentence."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    return next(str(meta.description) for meta in hint.__metadata__ if isinstance(meta, Meta))


def _read_file(file: Path, *, required: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise UsageError(
                f"there is no settings file {file}", hint="DRAGOMAN_CONFIG names it; unset it or write the file"
            ) from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} is not TOML: {error}", hint='write lines such as  store = "/data/reports.db"'
        ) from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", hint="check the file's permissions") from error


def _known(name: str, place: str, shown: str | None = None) -> str:
    if name in Settings.__struct_fields__:
        return name
    near = difflib.get_close_matches(name, Settings.__struct_fields__, n=1, cutoff=0.5)
    meant = (PREFIX + near[0].upper() if shown else near[0]) if near else ""
    hint = f"did you mean {meant}?" if meant else "`dragoman settings` lists what can be set"
    raise UsageError(f"{place} sets {shown or name}, which does not exist", hint=hint)


def _from_text(name: str, text: str, variable: str) -> Any:
    """The value a variable means; msgspec reads numbers, and yes/no words are understood for switches."""
    wanted = type(getattr(Settings(), name))
    if wanted is bool:
        if text.strip().lower() in ("1", "true", "yes", "on"):
            return True
        if text.strip().lower() in ("0", "false", "no", "off", ""):
            return False
        raise UsageError(f"{variable} is {text!r}, not yes or no", hint=f"set {variable}=yes or {variable}=no")
    try:
        return msgspec.convert(text, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{variable} is {text!r}: {error}", hint=meaning_of(name)) from error


def _settled(values: dict[str, Any], origins: dict[str, str]) -> Settings:
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].rstrip("`")
        place = origins.get(name, "a setting")
        hint = meaning_of(name) if name in Settings.__struct_fields__ else "`dragoman settings` lists what can be set"
        raise UsageError(f"{place}: {error}", hint=hint) from error


def own_folder(settings: Settings, kind: str) -> Path:
    """Where the user's own files of a kind (`actors`, `provisions`, `lists`, …) are kept."""
    return Path(settings.knowledge).expanduser() / kind


def own_tables(settings: Settings, kind: str) -> tuple[Path, ...]:
    """The user's own files of a kind, by name; none where nothing was imported."""
    folder = own_folder(settings, kind)
    return (
        tuple(sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != "."))
        if folder.is_dir()
        else ()
    )
