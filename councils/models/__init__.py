"""Park councils: one file a noun."""

from councils.models.council import Council, Party, Representative, Seat
from councils.models.rule_set import RuleSet

__all__ = ["Council", "Party", "Representative", "RuleSet", "Seat"]
