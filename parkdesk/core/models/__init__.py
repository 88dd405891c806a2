"""What the floor remembers: the trail, its deliveries, notices, look-ups, days off, files, presses, counts."""

from parkdesk.core.models.floor import Attachment, CalendarDay, Claim, ClockShift, Tally
from parkdesk.core.models.hooks import Hook, HookMessage
from parkdesk.core.models.robots import Robot, RobotLine, RobotMessage
from parkdesk.core.models.running import Erased, Pulse
from parkdesk.core.models.telling import ChannelState, Delivery, Notice, Wishes
from parkdesk.core.models.trail import AccessLog, Entry, EntryQuerySet, EntryText, LookWords

__all__ = [
    "AccessLog",
    "Attachment",
    "CalendarDay",
    "ChannelState",
    "Claim",
    "ClockShift",
    "Delivery",
    "Entry",
    "EntryQuerySet",
    "EntryText",
    "Erased",
    "Hook",
    "HookMessage",
    "LookWords",
    "Notice",
    "Pulse",
    "Robot",
    "RobotLine",
    "RobotMessage",
    "Tally",
    "Wishes",
]
