"""Event data and series of others, as their publishers give them, into the store: by rows, resumable, with a check of columns."""

from .layouts import kinds
from .taking import Taken, take_file

__all__ = ["Taken", "kinds", "take_file"]
