"""What the floor remembers: the trail, its deliveries, notices, look-ups, days off, files, presses, counts."""

from parkdesk.core.models.floor import Attachment, CalendarDay, Claim, ClockShift, Tally
from parkdesk.core.models.telling import Delivery, Notice
from parkdesk.core.models.trail import AccessLog, Entry, EntryQuerySet, EntryText

__all__ = [
    "AccessLog",
    "Attachment",
    "CalendarDay",
    "Claim",
    "ClockShift",
    "Delivery",
    "Entry",
    "EntryQuerySet",
    "EntryText",
    "Notice",
    "Tally",
]
