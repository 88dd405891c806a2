"""Accounts that nobody uses any more: told beforehand, then closed as by erasure (domain.md 11).

Kept are accounts of whoever holds or will hold an office or a seat, has an open need, points or a voucher, or keeps the
house itself. A second run, or a run that comes late, finds nothing that was not told in time.
"""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from councils.models import Representative
from enterprises.models import Appointment, Person
from parkdesk import erasing
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, record
from parkdesk.core.models import Entry
from points.models import Account, Voucher
from requests_flow.models import Need

TELL = "warn_unused"
# Told so many days before; a word older than half a year counts no more, it is said again.
AHEAD, FORGOTTEN = timedelta(days=30), timedelta(days=180)


def _unused(since: datetime) -> QuerySet[Person]:
    """Accounts without a sign of life since that moment that nothing keeps; `last` is the last sign-in."""
    me = OuterRef("pk")
    people = Person.objects.filter(is_active=True, is_staff=False, is_superuser=False)
    people = people.annotate(last=Coalesce("last_login", "date_joined")).filter(last__lt=since, date_joined__lt=since)
    alive = (
        UserSession.objects.filter(user=me, last_seen_at__gte=since),
        Entry.objects.filter(actor=me, at__gte=since),
    )
    for rows in (*alive, *_keeping()):
        people = people.filter(~Exists(rows))
    return people.order_by("pk")


def _keeping() -> list[QuerySet]:
    """What keeps an account: an office, a seat, an open need under its name or contact, points, a voucher."""
    me = OuterRef("pk")
    by_contact = Q(contact__phone=OuterRef("phone")) | Q(contact__email__iexact=OuterRef("email"))
    return [
        Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), person=me),
        Representative.objects.filter(person=me).exclude(state=Representative.State.LEFT),
        Need.objects.open().filter(Q(reporter=me) | Q(by_contact, reporter=None)),
        Account.objects.filter(owner_type="person", owner_id=me).exclude(balance=0, held=0),
        Voucher.objects.usable().filter(person=me),
    ]


def _words(after: datetime, before: datetime) -> QuerySet[Entry]:
    """Entries that somebody was told between these moments, after they last signed in."""
    told = Entry.objects.filter(subject_type=Person._meta.label_lower, subject_id=OuterRef("pk"))
    return told.filter(verb=f"enterprises.person.{TELL}", at__gt=OuterRef("last"), at__gte=after, at__lte=before)


def to_tell() -> QuerySet[Person]:
    """Whoever has to be told that the account is closed in 30 days."""
    now = clock.now()
    unused = _unused(now - timedelta(days=settings.ACCOUNT_UNUSED_DAYS) + AHEAD)
    return unused.filter(~Exists(_words(now - FORGOTTEN, now)))


def tell(at_most: int) -> int:
    """Tell them, each once. Returns how many."""
    people = list(to_tell().values_list("pk", flat=True)[:at_most])
    return sum(_tell(pk) for pk in people)


@transaction.atomic
def _tell(pk: int) -> bool:
    person = Person.objects.select_for_update().get(pk=pk)
    if not to_tell().filter(pk=pk).exists():
        return False
    record(person, TELL, by=CLOCK, facts={"days": AHEAD.days})
    return True


def old(before: datetime) -> QuerySet[Person]:
    """Accounts unused since then that were told at least 30 days ago and have not come back."""
    now = clock.now()
    return _unused(min(before, now - AHEAD)).filter(Exists(_words(now - FORGOTTEN, now - AHEAD)))


def close(person: Person) -> None:
    """Erase it as its owner could; whoever came back meanwhile, or has something open, stays."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        still = old(clock.now() - AHEAD).filter(pk=person.pk).first()
        if still is None:
            return
        try:
            erasing.erase_person(still, by=CLOCK)
        except NotNow:
            return
