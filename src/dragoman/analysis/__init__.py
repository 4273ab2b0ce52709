"""Answers over many reports and imported event data: each a number with its evidence, its coverage and how sure it is."""
