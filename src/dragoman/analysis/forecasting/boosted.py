"""The fourth design: quantiles of log deaths by gradient boosting over all countries that have seen deaths (scikit-learn)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dragoman.errors import MissingExtra

from .features import Trait, lessons, traits_of
from .quantiles import LEVELS, Floats, counts

TRAITS = (
    *(Trait("level", half_life) for half_life in (1, 3, 9, 24)),
    *(Trait("share", half_life) for half_life in (3, 9, 24)),
    *(Trait(kind, 12) for kind in ("quarter", "three quarters", "highest")),
    Trait("highest", np.inf),
)
QUANTILES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
SHALLOW = {"max_iter": 60, "learning_rate": 0.06, "max_leaf_nodes": 6, "min_samples_leaf": 60, "l2_regularization": 1.0}


class Boosted:
    """Models fitted on what followed in (countries, months) of history, `ahead` months later; a quiet country has no place in them."""

    def __init__(self, history: Floats, ahead: Sequence[int]) -> None:
        learnt = lessons(history, TRAITS, ahead)
        moment, column = np.nonzero(np.isfinite(learnt.followed) & _active(learnt.traits)[:, None])
        inputs = np.column_stack([learnt.traits[moment], np.asarray(ahead)[column]])
        logs = np.log1p(learnt.followed[moment, column])
        self.own = traits_of(history, TRAITS)
        with _one_thread():
            self.models = [_model(quantile).fit(inputs, logs) for quantile in QUANTILES] if len(logs) else []

    def draws(self, ahead: int, otherwise: Floats) -> Floats:
        """Draws for a month so many ahead; `otherwise` for countries that have seen no deaths."""
        active = np.flatnonzero(_active(self.own))
        if not len(active) or not self.models:
            return otherwise
        inputs = np.column_stack([self.own[active], np.full(len(active), ahead)])
        with _one_thread():
            logs = np.sort(np.stack([model.predict(inputs) for model in self.models]), axis=0)
        out = otherwise.copy()
        out[active] = counts(np.stack([np.interp(LEVELS, QUANTILES, column) for column in logs.T]))
        return out


def _active(traits: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray(traits[:, -1] > 0)


def _one_thread() -> Any:
    """The tables are small: several threads only wait for one another. Raises MissingExtra where scikit-learn is not installed.

    The limit reaches only libraries that are loaded, so that scikit-learn comes first.
    """
    try:
        import sklearn.ensemble  # noqa: F401
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise MissingExtra(
            "forecasts of deaths need scikit-learn", hint="pip install 'dragoman[forecast]' brings it"
        ) from None
    return threadpool_limits(limits=1)


def _model(quantile: float) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        loss="quantile", quantile=quantile, early_stopping=False, random_state=0, **SHALLOW
    )
