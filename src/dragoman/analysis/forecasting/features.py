"""What a country's past says in a few numbers, and which outcomes followed such pasts, in all countries."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .quantiles import Floats

Bools = npt.NDArray[np.bool_]

FIRST = 6  # months of past from which on an earlier moment is learnt from
FIRST_SHORT = 3  # the same while there is hardly more than a year of data
SHORT_PAST = 15


class Trait(NamedTuple):
    """What is asked of a past. `level` (of log deaths), `share` (of months with any) and its `root` are means in which a month counts for
    half after `months`; `quarter`, `three quarters` and `highest` are the quantiles of log deaths in the last `months`.
    """

    kind: str
    months: float


QUANTILE_OF = {"quarter": 0.25, "three quarters": 0.75, "highest": 1.0}


class Lessons(NamedTuple):
    """Earlier moments: traits (moments, traits), deaths that followed (moments, months ahead; NaN where not yet known), and whose they are."""

    traits: Floats
    followed: Floats
    whose: npt.NDArray[np.int64]


def traits_of(history: Floats, wanted: Sequence[Trait]) -> Floats:
    """The traits of each country at the end of (countries, months); months not known count as nothing."""
    known = np.isfinite(history)
    logs = np.log1p(np.where(known, history, 0.0))
    return np.column_stack([_trait(logs, known, one) for one in wanted])


def _trait(logs: Floats, known: Bools, wanted: Trait) -> Floats:
    months = logs.shape[1]
    if wanted.kind in QUANTILE_OF:
        last = int(min(wanted.months, months))
        return np.asarray(np.quantile(logs[:, -last:], QUANTILE_OF[wanted.kind], axis=1))
    weights = known * 0.5 ** (np.arange(months)[::-1] / wanted.months)
    of = logs if wanted.kind == "level" else logs > 0
    mean = (of * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    return np.asarray(np.sqrt(mean) if wanted.kind == "root" else mean)


def lessons(history: Floats, wanted: Sequence[Trait], ahead: Sequence[int]) -> Lessons:
    """All earlier moments from which something followed, `ahead` months later, that is known by the last month of `history`."""
    countries, months = history.shape
    first = FIRST if months > SHORT_PAST else FIRST_SHORT
    traits, followed = [], []
    for end in range(first, months - min(ahead) + 1):
        traits.append(traits_of(history[:, :end], wanted))
        later = np.full((countries, len(ahead)), np.nan)
        for column, step in enumerate(ahead):
            if end - 1 + step < months:
                later[:, column] = history[:, end - 1 + step]
        followed.append(later)
    moments = len(traits)
    return Lessons(np.concatenate(traits), np.concatenate(followed), np.tile(np.arange(countries), moments))
