"""The table of stories: for each report its story and why, and what later reports are compared with.

`place` counts the reports in the order in which they were grouped. `words` are all words of the report, each once,
`terms` the heaviest with their weights, as JSON; `signature` is its print, as hexadecimal digits, with `runs` different runs of words.
"""

from sqlalchemy import Column, Float, ForeignKey, Integer, Text

from .schema import table

story_reports = table(
    "story_reports",
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, nullable=False, index=True),
    Column("story", Text, nullable=False, index=True),
    Column("cosine", Float),
    Column("at_home", Float),
    Column("runner_up", Text),
    Column("runner_up_cosine", Float),
    Column("copy_of", Text),
    Column("shared", Float),
    Column("words", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("runs", Integer, nullable=False),
)

CREATE = (
    """CREATE TABLE IF NOT EXISTS story_reports (article TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, story TEXT NOT NULL, cosine FLOAT, at_home FLOAT, runner_up TEXT, runner_up_cosine FLOAT, copy_of TEXT,
    shared FLOAT, words TEXT NOT NULL, terms TEXT NOT NULL, signature TEXT NOT NULL, runs INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS ix_story_reports_place ON story_reports (place)",
    "CREATE INDEX IF NOT EXISTS ix_story_reports_story ON story_reports (story)",
)
