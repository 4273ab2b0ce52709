"""Pages and the API over a store: every number one click from its sentence.

One function answers each question; the page, its `.json` and `.csv` twins and `/api/v1` show the same answer.
"""
