"""Indexes for the orders of a list of events of one type, and for the friendliest first: a page is read without sorting all that fit."""

CREATE = (
    "CREATE INDEX IF NOT EXISTS events_of_type_newest ON events (type, first_day DESC, article, position)",
    "CREATE INDEX IF NOT EXISTS events_of_type_hostile ON events (type, intensity, article, position)",
    "CREATE INDEX IF NOT EXISTS events_of_type_friendly ON events (type, intensity DESC, article, position)",
    "CREATE INDEX IF NOT EXISTS events_friendly ON events (intensity DESC, article, position)",
)
