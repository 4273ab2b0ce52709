"""Joins the rooms: one report to its dossier."""

from .report import Desk

__all__ = ["Desk"]
