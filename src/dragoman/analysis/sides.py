"""Who is meant by the name of a side: a state, a group of states as it was on a day, or several of them joined by `+`."""

import csv
import difflib
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.errors import UsageError
from dragoman.grounding.actor_tables import states


class Spell(NamedTuple):
    """A member of a side and the days of its membership, both ends included; an open end is empty."""

    member: str
    start: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        """Whether the member belonged on an ISO day."""
        return self.start <= day and (not self.end or day <= self.end)


class Side(NamedTuple):
    """A side: how it is called and who belongs to it."""

    name: str
    spells: tuple[Spell, ...]

    def holds(self, country: str, day: str) -> bool:
        """Whether a country belonged to the side on an ISO day."""
        return any(spell.member == country and spell.holds(day) for spell in self.spells)

    @property
    def members(self) -> tuple[str, ...]:
        """Everyone who ever belonged, in alphabetical order."""
        return tuple(sorted({spell.member for spell in self.spells}))


def side_named(name: str) -> Side:
    """The side of a name: `RUS`, `Russia`, `NATO`, `USA+GBR+FRA`. Raises UsageError where no table knows it."""
    parts = [_part(part.strip()) for part in name.split("+") if part.strip()]
    if not parts:
        raise UsageError(
            f"{name!r} names no side", hint="give a state (RUS, Russia), a group (NATO) or several: USA+GBR"
        )
    return Side("+".join(part.name for part in parts), tuple(spell for part in parts for spell in part.spells))


def _part(name: str) -> Side:
    plain = name.casefold().removeprefix("the ")
    found = _blocs().get(plain) or _states().get(plain)
    if found is None:
        known = sorted({*_blocs(), *_states()})
        near = difflib.get_close_matches(plain, known, n=1)
        meant = f"did you mean {near[0]}?" if near else "give a state (RUS, Russia) or a group of knowledge/blocs"
        raise UsageError(f"no state and no group of states is called {name!r}", hint=meant)
    return found


def is_state(code: str) -> bool:
    """Whether a code is that of a state or land of its own, not of a body of states (IGO, EUR) or none."""
    return code.casefold() in _states()


@cache
def _blocs() -> dict[str, Side]:
    spells: dict[str, list[Spell]] = {}
    named: dict[str, str] = {}
    path = resources.files("dragoman.knowledge") / "blocs" / "members.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        spells.setdefault(row["bloc"], []).append(Spell(row["member"], row["from"], row["to"]))
        named |= {name.casefold(): row["bloc"] for name in row["names"].split(";")}
    return {name: Side(bloc, tuple(spells[bloc])) for name, bloc in named.items()}


@cache
def _states() -> dict[str, Side]:
    """States by code and by every name; a name of two states is that of the first in the table."""
    found: dict[str, Side] = {}
    for state in states():
        if state.country == state.code:
            side = Side(state.code, (Spell(state.code),))
            found |= {name: side for name in map(str.casefold, (state.code, *state.names)) if name not in found}
    return found
