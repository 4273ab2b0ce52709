"""Dragoman reads news of international affairs and says who did what to whom, on whose word, and what it would breach."""

__version__ = "0.1.0"
