"""Dossiers on disk: one writes, many read, and nothing is lost or stored twice."""

from .feeds import FeedBook, FeedState
from .filters import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, StoryFilter
from .history import Progress, monthly_deaths, write_series
from .reviews import QueueFilter, ReviewFilter
from .rows import coder_name, coder_of
from .runs import Run, StoredRun, runs_of
from .store import AddResult, Change, Counted, Found, Store, utc_now

__all__ = [
    "AddResult",
    "ArticleFilter",
    "Change",
    "ClaimFilter",
    "Counted",
    "EventFilter",
    "FeedBook",
    "FeedState",
    "FindingFilter",
    "Found",
    "ListingFilter",
    "Progress",
    "QueueFilter",
    "ReviewFilter",
    "Run",
    "Store",
    "StoredRun",
    "StoryFilter",
    "coder_name",
    "coder_of",
    "monthly_deaths",
    "runs_of",
    "utc_now",
    "write_series",
]
