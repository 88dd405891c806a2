"""A need as one line of the desk's list: the few values that stand there, read without making a record of each.

Three records a row (need, park, owner) were a fifth of the time that the list took; the bench watches it.
"""

from datetime import datetime
from typing import Any, NamedTuple

from parkdesk.core.clock import Light
from requests_flow.models.need import light_of
from requests_flow.words import ENDS, State, Tier


class Row(NamedTuple):
    """One line. Its fields are the columns that the query asks for."""

    pk: int
    reference: str
    title: str
    state: str
    tier: str
    is_protected: bool
    due_from: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    submitted_at: datetime
    extension_days_asked: int
    park__name: str | None
    owner__name: str | None
    owner__username: str | None

    def __getitem__(self, place: Any) -> Any:
        """By name too: a template asks so first, and answering spares it an exception for each value."""
        return getattr(self, place) if isinstance(place, str) else tuple.__getitem__(self, place)

    @property
    def is_open(self) -> bool:
        return self.state not in ENDS

    @property
    def light(self) -> Light | None:
        return light_of(self)

    @property
    def state_word(self) -> str:
        return str(State(self.state).label)

    @property
    def tier_word(self) -> str:
        """Empty until somebody has sorted it."""
        return str(Tier(self.tier).label) if self.tier else ""

    @property
    def owner(self) -> str:
        return self.owner__name or self.owner__username or ""


COLUMNS = Row._fields
