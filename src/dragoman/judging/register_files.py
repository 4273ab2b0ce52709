"""Reads the files of knowledge/provisions into a Register, checks every row, and keeps a compiled copy for a fast start."""

import csv
import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..errors import KnowledgeError
from ..records import Record
from .provisions import (
    ANYONE,
    EVERY_PARTY,
    EVERY_STATE,
    Contested,
    Exemption,
    Frame,
    Group,
    Instrument,
    ObjectCode,
    Period,
    Provision,
    Register,
    Term,
    Vocabulary,
    Wording,
)

COMPILED = "compiled.msgpack"
TRANSFER = "transfer"  # a frame's word for "something changes hands"; the object says which act that is
HINT = "docs/adding-a-provision.md explains every field"
R = TypeVar("R", bound=Record)


def read_packaged() -> Register:
    """The package's register: from the compiled copy while it belongs to the files as they stand, else from the files."""
    folder = files("dragoman").joinpath("knowledge", "provisions")
    sources = _sources(folder)
    digest = _digest(sources)
    copy = folder.joinpath(COMPILED)
    if copy.is_file():
        compiled = copy.read_bytes()
        if compiled.startswith(digest.encode()):
            return msgspec.msgpack.decode(compiled[len(digest) :], type=Register)
    return _build(sources, digest)


def compiled_copy() -> bytes:
    """The bytes that `compiled.msgpack` has to hold for the files as they stand."""
    sources = _sources(files("dragoman").joinpath("knowledge", "provisions"))
    digest = _digest(sources)
    return digest.encode() + msgspec.msgpack.encode(_build(sources, digest), order="deterministic")


def add_file(register: Register, path: Path) -> Register:
    """`register` with the instrument of one more file. Raises KnowledgeError as the package's own files do."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path} cannot be read: {error}", hint="give a TOML file in UTF-8") from error
    instrument, rows = _instrument(path.name, text, register.vocabulary)
    kept = {one.id: one for one in register if one.instrument != instrument.id}
    clash = [one.id for one in rows if one.id in kept]
    if clash:
        there = kept[clash[0]].instrument
        raise KnowledgeError(f"{path.name}: {clash[0]} is already a provision of {there}", hint="choose another id")
    provisions = {**kept, **{one.id: one for one in rows}}
    _check_links(provisions, {one.id: path.name for one in rows})
    return Register(
        instruments={**register.instruments, instrument.id: instrument},
        provisions=provisions,
        vocabulary=register.vocabulary,
        wording=register.wording,
        council=register.council,
        digest=_digest([("", register.digest), (path.name, text)]),
    )


def _sources(folder: Traversable) -> list[tuple[str, str]]:
    """Name and text of every file of the register, in the order of their names."""
    found: list[tuple[str, str]] = []
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            found += [(f"{one.name}/{name}", text) for name, text in _sources(one)]
        elif one.name.endswith((".toml", ".csv")):
            found.append((one.name, one.read_text(encoding="utf-8")))
    return found


def _digest(sources: Iterable[tuple[str, str]]) -> str:
    mark = blake2b(digest_size=16)
    for name, text in sources:
        mark.update(f"{name}\x1f{text}\x1e".encode())
    return mark.hexdigest()


def _build(sources: Sequence[tuple[str, str]], digest: str) -> Register:
    texts = dict(sources)
    vocabulary = _vocabulary(texts)
    instruments: dict[str, Instrument] = {}
    provisions: dict[str, Provision] = {}
    homes: dict[str, str] = {}
    for name, text in sources:
        if not name.endswith(".toml") or name.startswith("vocabulary/"):
            continue
        instrument, rows = _instrument(name, text, vocabulary)
        if instrument.id in instruments:
            raise KnowledgeError(f"{name}: {instrument.id} is also in {instruments[instrument.id].file}", hint=HINT)
        instruments[instrument.id] = instrument
        for row in rows:
            if row.id in provisions:
                raise KnowledgeError(f"{name}, {row.id}: the id is also in {homes[row.id]}", hint=HINT)
            provisions[row.id], homes[row.id] = row, name
    _check_links(provisions, homes)
    return Register(
        instruments=instruments,
        provisions={id_: provisions[id_] for id_ in sorted(provisions)},
        vocabulary=vocabulary,
        wording=_wording(texts, vocabulary),
        council=_council(texts["council.csv"]),
        digest=digest,
    )


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{name} is not TOML: {error}", hint=HINT) from error


def _as(kind: type[R], row: dict[str, Any], name: str, what: str) -> R:
    unknown = set(row) - set(kind.__struct_fields__)
    if unknown:
        raise KnowledgeError(f"{name}, {what}: there is no field {sorted(unknown)[0]!r}", hint=HINT)
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"{name}, {what}: {error}", hint=HINT) from error


def _vocabulary(texts: dict[str, str]) -> Vocabulary:
    def table(name: str) -> dict[str, Any]:
        return _parsed(f"vocabulary/{name}.toml", texts[f"vocabulary/{name}.toml"])

    acts, objects = table("acts"), table("objects")
    codes = {
        code: _as(
            ObjectCode,
            {"code": code, **{key: value for key, value in row.items() if key != "words"}},
            "objects.toml",
            code,
        )
        for code, row in objects.items()
    }
    for code, row in codes.items():
        if row.parent and row.parent not in codes:
            raise KnowledgeError(f"objects.toml, {code}: there is no parent {row.parent!r}", hint=HINT)
        _known("objects.toml", code, "acts", row.acts, acts)
    return Vocabulary(
        terms=table("terms"),
        acts={code: row["gloss"] for code, row in acts.items()},
        plover={code: tuple(row["plover"]) for code, row in acts.items()},
        also={
            code: {other: tuple(codes) for other, codes in row.get("also", {}).items()} for code, row in acts.items()
        },
        objects=codes,
        groups={name: _as(Group, {"name": name, **row}, "groups.toml", name) for name, row in table("groups").items()},
        word_lists={name: tuple(words) for name, words in table("exemption_words").items()},
        states=_states(),
    )


def _wording(texts: dict[str, str], vocabulary: Vocabulary) -> Wording:
    name = "vocabulary/frames.toml"
    table = _parsed(name, texts[name])
    frames = tuple(_frame(name, row, table.get("lists", {}), vocabulary) for row in table["frame"])
    lists = _parsed("vocabulary/wording.toml", texts["vocabulary/wording.toml"])
    return Wording(
        frames=frames,
        by_verb=_index(frames, lambda frame: frame.verbs),
        by_noun=_index(frames, lambda frame: frame.nouns),
        lists={key: frozenset(words) for key, words in lists.items()},
        companies={key: frozenset(words) for key, words in table.get("lists", {}).items()},
    )


def _frame(name: str, row: dict[str, Any], lists: dict[str, list[str]], vocabulary: Vocabulary) -> Frame:
    what = str(row.get("name", "a frame without name"))
    row = dict(row)
    for field in ("default_with", "with_words", "without_words", "not_with"):
        named = (word for one in row.get(field, ()) for word in (lists[one[1:]] if one.startswith("@") else [one]))
        row[field] = [word.lower() for word in named]
    frame = _as(Frame, row, name, what)
    _known(name, what, "act", [frame.act], {*vocabulary.acts, TRANSFER})
    objects = (
        *frame.only,
        *frame.never,
        *frame.not_things,
        *frame.implies.values(),
        *frame.as_object.values(),
        *filter(None, (frame.default, frame.adds)),
    )
    _known(name, what, "objects", objects, vocabulary.objects)
    return frame


def _index(frames: Sequence[Frame], words: Callable[[Frame], Iterable[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for word in dict.fromkeys(words(frame)):
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _states() -> frozenset[str]:
    rows = files("dragoman").joinpath("knowledge", "actors", "states.csv").read_text(encoding="utf-8")
    return frozenset(row["alpha3"] or row["code"] for row in csv.DictReader(rows.splitlines()))


def _council(text: str) -> tuple[Term, ...]:
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Term(state=row["state"], start=int(row["from"]), until=int(row["to"]) if row["to"] else None) for row in rows
    )


def _instrument(name: str, text: str, vocabulary: Vocabulary) -> tuple[Instrument, list[Provision]]:
    row = _parsed(name, text)
    rows = row.pop("provision", [])
    instrument = _as(Instrument, {**row, "file": name}, name, str(row.get("id", "instrument")))
    _check_vote(name, instrument, vocabulary)
    if not rows:
        raise KnowledgeError(f"{name}, {instrument.id}: no [[provision]]", hint=HINT)
    return instrument, [_provision(name, instrument.id, one, vocabulary) for one in rows]


def _provision(name: str, instrument: str, row: dict[str, Any], vocabulary: Vocabulary) -> Provision:
    what = str(row.get("id", "a provision without id"))
    row = dict(row)
    row["instrument"] = instrument
    row["periods"] = [_period(name, what, one) for one in row.get("periods", [])]
    row["exemptions"] = [_exemption(name, what, one, vocabulary) for one in row.pop("exemption", [])]
    row["contested"] = [_as(Contested, one, name, what) for one in row.get("contested", [])]
    built = _as(
        Provision, {**row, **{key: _plain(row[key]) for key in ("periods", "exemptions", "contested")}}, name, what
    )
    _check_codes(name, built, vocabulary)
    _check_periods(name, built)
    return built


def _plain(rows: Sequence[Record]) -> list[dict[str, Any]]:
    return [row.to_dict() for row in rows]


def _period(name: str, what: str, row: dict[str, Any]) -> Period:
    if set(row) - {"from", "until"} or not isinstance(row.get("from"), date):
        raise KnowledgeError(f"{name}, {what}: a period is {{ from = DATE, until = DATE }}", hint=HINT)
    return _as(Period, {"start": row["from"], "until": row.get("until")}, name, what)


def _exemption(name: str, what: str, row: dict[str, Any], vocabulary: Vocabulary) -> Exemption:
    words: list[str] = []
    for word in row.get("words", ()):
        if word.startswith("@") and word[1:] not in vocabulary.word_lists:
            raise KnowledgeError(f"{name}, {what}: there is no word list {word!r}", hint=HINT)
        words += vocabulary.word_lists[word[1:]] if word.startswith("@") else [word]
    if not words:
        raise KnowledgeError(
            f"{name}, {what}: the exemption {row.get('what')!r} has no words that would show it in a report",
            hint='add words = ["…"], or a list such as "@committee"',
        )
    shouting = [word for word in words if word != word.lower()]
    if shouting:
        raise KnowledgeError(f"{name}, {what}: exemption words are lower case, {shouting[0]!r} is not", hint=HINT)
    return _as(Exemption, {**row, "words": tuple(dict.fromkeys(words))}, name, what)


def _known(name: str, what: str, field: str, codes: Iterable[str], known: Iterable[str]) -> None:
    missing = [code for code in codes if code not in known]
    if missing:
        raise KnowledgeError(f"{name}, {what}: {field} has {missing[0]!r}, which the vocabulary lacks", hint=HINT)


def _check_codes(name: str, row: Provision, vocabulary: Vocabulary) -> None:
    for field in ("kind", "force", "direction", "actor_role"):
        _known(name, row.id, field, [getattr(row, field)], vocabulary.terms[field])
    parties = {*vocabulary.states, *vocabulary.groups}
    _known(name, row.id, "bound", row.bound, {*parties, EVERY_STATE, EVERY_PARTY})
    _known(name, row.id, "not_bound", row.not_bound, vocabulary.states)
    _known(name, row.id, "target", row.target, {*parties, ANYONE})
    for acts, objects in ((row.acts, row.objects), *((one.acts, one.objects) for one in row.contested)):
        _known(name, row.id, "acts", acts, vocabulary.acts)
        _known(name, row.id, "objects", objects, vocabulary.objects)
    if row.verified not in ("source", "memory"):
        raise KnowledgeError(f"{name}, {row.id}: verified is source or memory, not {row.verified!r}", hint=HINT)
    if not row.paragraph or not row.summary:
        raise KnowledgeError(f"{name}, {row.id}: paragraph and summary must not be empty", hint=HINT)


def _check_periods(name: str, row: Provision) -> None:
    for one in row.periods:
        if one.until is not None and one.until <= one.start:
            raise KnowledgeError(f"{name}, {row.id}: the period from {one.start} ends before it begins", hint=HINT)
    for earlier, later in zip(row.periods, row.periods[1:], strict=False):
        if later.start < earlier.start:
            raise KnowledgeError(f"{name}, {row.id}: periods are not in order of time", hint=HINT)
        if earlier.until is None or later.start < earlier.until:
            raise KnowledgeError(
                f"{name}, {row.id}: the periods from {earlier.start} and {later.start} overlap", hint=HINT
            )
    if not row.periods and row.force != "not_in_force":
        raise KnowledgeError(f"{name}, {row.id}: no periods, though it is {row.force}", hint=HINT)


def _check_vote(name: str, instrument: Instrument, vocabulary: Vocabulary) -> None:
    vote = instrument.vote
    if vote is None:
        return
    _known(name, instrument.id, "vote", (*vote.against, *vote.abstained), vocabulary.states)
    both = set(vote.against) & set(vote.abstained)
    if both:
        raise KnowledgeError(f"{name}, {instrument.id}: {sorted(both)[0]} both against and abstained", hint=HINT)
    parts = vote.tally.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        raise KnowledgeError(
            f"{name}, {instrument.id}: the tally is FOR-AGAINST-ABSTAINED, not {vote.tally!r}", hint=HINT
        )
    if (int(parts[1]), int(parts[2])) != (len(vote.against), len(vote.abstained)):
        raise KnowledgeError(
            f"{name}, {instrument.id}: the tally {vote.tally} contradicts {len(vote.against)} against and "
            f"{len(vote.abstained)} abstained by name",
            hint="name every state that did not vote for",
        )
    if instrument.adopted is None:
        raise KnowledgeError(f"{name}, {instrument.id}: a vote needs the day of adoption", hint=HINT)


def _check_links(provisions: dict[str, Provision], homes: dict[str, str]) -> None:
    fields: tuple[tuple[str, Callable[[Provision], tuple[str, ...]]], ...] = (
        ("superseded_by", lambda row: row.superseded_by),
        ("widens", lambda row: row.widens),
        ("echoes", lambda row: row.echoes),
    )
    for id_, home in homes.items():
        for field, get in fields:
            for other in get(provisions[id_]):
                if other not in provisions or other == id_:
                    raise KnowledgeError(
                        f"{home}, {id_}: {field} names {other!r}, which is no other provision", hint=HINT
                    )


def write_compiled(folder: Path) -> Path:
    """Writes the compiled copy for the files as they stand; `folder` is knowledge/provisions of a checkout."""
    path = folder / COMPILED
    path.write_bytes(compiled_copy())
    return path


if __name__ == "__main__":
    print(write_compiled(Path(__file__).parents[1] / "knowledge" / "provisions"))  # the one thing this module says
