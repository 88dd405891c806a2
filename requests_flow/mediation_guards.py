"""Guards of mediations. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import because
from requests_flow.guards import sits_at_the_desk

# Notices so many days before the limit of judicial confirmation.
MARKS = (14, 7, 3)


def mediates(mediation, actor):
    """The desk that serves the need's line."""
    return sits_at_the_desk(mediation.need, actor)


def is_the_clock(mediation, actor):
    return actor == CLOCK


@because(_("Name both sides first."))
def has_two_parties(mediation):
    return mediation.parties.values("role").distinct().count() > 1


@because(_("Put the sitting on record first."))
def was_heard(mediation):
    return mediation.sittings.exists()


@because(_("Everything that was agreed is done, or no day was set."))
def has_open_duties(mediation):
    return mediation.duties.filter(done_on__isnull=True).exists()


@because(_("It is settled already whether the court is asked."))
def is_confirmation_open(mediation):
    return mediation.applied_on is None and not mediation.is_unwanted


@because(_("No notice is due, or it has gone out."))
def is_time_to_remind(mediation):
    mark = mark_of(mediation)
    return mark is not None and (mediation.reminded_at_days is None or mark < mediation.reminded_at_days)


def mark_of(mediation):
    """Which notice is due: 14, 7 or 3 days before the limit; None before the first and after the limit."""
    if mediation.confirm_until is None:
        return None
    left = (mediation.confirm_until - clock.today()).days
    return min((mark for mark in MARKS if 0 <= left <= mark), default=None)
