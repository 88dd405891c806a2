"""The fixed words and limits of supervision orders (domain.md 4.2 and 7)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from enterprises.models.unit import Unit
from parkdesk.core.clock import working_days
from requests_flow import promises
from requests_flow.words import Tier


class State(models.TextChoices):
    """Where an order stands, each named after what it waits for."""

    DRAFTED = "drafted", pgettext_lazy("supervision order", "proposed")
    REGISTERED = "registered", pgettext_lazy("supervision order", "to be assigned")
    ASSIGNED = "assigned", pgettext_lazy("supervision order", "to be signed for")
    IN_HAND = "in_hand", pgettext_lazy("supervision order", "in hand")
    REPORTED = "reported", pgettext_lazy("supervision order", "to be checked")
    CHECKED = "checked", pgettext_lazy("supervision order", "to be struck off")
    STRUCK_OFF = "struck_off", pgettext_lazy("supervision order", "struck off")
    ARCHIVED = "archived", pgettext_lazy("supervision order", "archived")
    DROPPED = "dropped", pgettext_lazy("supervision order", "dropped")


ENDS = (State.STRUCK_OFF, State.ARCHIVED, State.DROPPED)
# What can still be dropped, or handed to somebody else.
BEFORE_THE_REPORT = (State.REGISTERED, State.ASSIGNED, State.IN_HAND)
AT_WORK = (State.ASSIGNED, State.IN_HAND)
# Nobody here orders these about: a line of ours asks them (decisions 31).
NOT_OURS_TO_ORDER = (Unit.Kind.DEPARTMENT, Unit.Kind.SUBDISTRICT)

_MAJOR = promises.TABLE[Tier.MAJOR]
# Sorting and assigning is one row of the table, half a working day.
ASSIGN = _MAJOR.triage
SIGN = working_days(0.5)
PLAN, PROGRESS = _MAJOR.plan, _MAJOR.progress
# A plan is due with the promise to the reporter, but nobody is asked for it on the day of the assignment.
PLAN_AT_LEAST = working_days(1)
CHECK = _MAJOR.follow_up
STRIKE_OFF = working_days(1)
EXTENSIONS, EXTENSION_DAYS = _MAJOR.extensions, _MAJOR.extension_days
# An order that is struck off stays at hand for a week of work before it goes to the archive by itself.
ARCHIVE_AFTER_DAYS = 5
# That many red orders of one unit in one quarter are answered with a letter (domain.md 7).
REDS_FOR_A_LETTER = 2
