"""Bytes to Article: files, addresses, standard input, folders, rows of JSON lines and CSV."""

from .articles import Given, article_from_html, article_from_text, frozen_article
from .fetch import article_from_bytes, fetch_article
from .intake import Memory, Target
from .limits import Limits, limits_of
from .pages import extract_text
from .targets import expected, find_sources, read_articles
from .web import Fetcher

__all__ = [
    "Fetcher",
    "Given",
    "Limits",
    "Memory",
    "Target",
    "article_from_bytes",
    "article_from_html",
    "article_from_text",
    "expected",
    "extract_text",
    "fetch_article",
    "find_sources",
    "frozen_article",
    "limits_of",
    "read_articles",
]
