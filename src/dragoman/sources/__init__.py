"""Bytes to Article: files, addresses, standard input, folders, rows of JSON lines and CSV."""

from .article import article_from_html, article_from_text
from .fetch import fetch_article
from .limits import Limits
from .many import read_articles
from .pages import extract_text

__all__ = ["Limits", "article_from_html", "article_from_text", "extract_text", "fetch_article", "read_articles"]
