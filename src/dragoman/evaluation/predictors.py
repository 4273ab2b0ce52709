"""Predictions for gold rows, made by the rooms of this version. A stage that is not here does not exist yet.

What is heavy is imported and loaded inside, once for all rows.
"""

from .stages import Predict

PREDICTORS: dict[str, Predict] = {}
