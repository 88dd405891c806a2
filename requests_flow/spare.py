"""Leaving a firm in peace, at its own wish or the desk's, and the safety rounds that the desk calls."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from enterprises.models import Enterprise, Park, Person
from enterprises.roles import DESK
from parkdesk.core import clock
from requests_flow.models import SafetyRound, Sparing
from requests_flow.noted import note_change

# Nobody is forgotten for ever: a wish is renewed.
SPARED_AT_MOST = timedelta(days=183)
ROUND_AT_MOST = timedelta(days=31)


def may_spare(person: Person, firm: Enterprise) -> bool:
    """The desk for every firm, people of a firm for their own."""
    return person.wears(*DESK) or firm.pk in person.firms


@transaction.atomic
def spare(firm: Enterprise, *, until: date, reason: str, by: Person) -> Sparing:
    """Nobody calls uninvited until that day. A wish that stands already is replaced. Raises PermissionDenied."""
    if not may_spare(by, firm):
        raise PermissionDenied
    firm = Enterprise.objects.select_for_update(of=("self",)).select_related("park").get(pk=firm.pk)
    Sparing.objects.filter(enterprise=firm, ended_at=None).update(ended_at=clock.now())
    wish = Sparing.objects.create(enterprise=firm, until=until, reason=reason, by=by)
    note_change(wish, "spare", by, park=firm.park, words={"reason": reason}, until=until)
    return wish


@transaction.atomic
def welcome(wish: Sparing, *, by: Person) -> Sparing:
    """The firm may be visited again; a second time changes nothing. Raises PermissionDenied."""
    if not may_spare(by, wish.enterprise):
        raise PermissionDenied
    if Sparing.objects.filter(pk=wish.pk, ended_at=None).update(ended_at=clock.now()):
        note_change(wish, "welcome", by, park=wish.enterprise.park)
    wish.refresh_from_db()
    return wish


@transaction.atomic
def call_round(*, title: str, park: Park | None, ends_on: date, by: Person) -> SafetyRound:
    """From today every firm of the park, or of all parks, is looked at before that day. Raises PermissionDenied."""
    if not by.wears(*DESK):
        raise PermissionDenied
    one = SafetyRound.objects.create(title=title, park=park, starts_on=clock.today(), ends_on=ends_on, by=by)
    note_change(one, "call", by, park=park, ends_on=ends_on, title=title)
    return one
