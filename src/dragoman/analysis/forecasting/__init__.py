"""What may come: deaths by country and month, escalation by pair and week, from what the store holds, always beside simple rules."""

from .escalation import escalation, escalations
from .fatalities import fatalities
from .panels import Panel, daily_tension, monthly, weekly

__all__ = ["Panel", "daily_tension", "escalation", "escalations", "fatalities", "monthly", "weekly"]
