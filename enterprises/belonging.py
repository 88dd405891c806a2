"""Who belongs to which firm, and whose data somebody keeps."""

from datetime import timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet

from enterprises.models import Enterprise, Membership, Person
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import Actor, is_person
from parkdesk.core.flow import NotNow, begin

Thing = TypeVar("Thing", bound=models.Model)


def members(firm: Enterprise) -> QuerySet[Membership]:
    """Who belongs to a firm today: administrators first, then in the order in which they came."""
    running = Membership.objects.running(clock.today()).filter(enterprise=firm, person__is_active=True)
    return running.select_related("person").order_by("-is_admin", "starts_on", "pk")


def administrators(firm: Enterprise) -> QuerySet[Membership]:
    return members(firm).filter(is_admin=True)


def membership_of(person: Person, firm: Enterprise) -> Membership | None:
    """The running membership of this person in this firm."""
    return members(firm).filter(person=person).first()


def firms_of(person: Person) -> QuerySet[Enterprise]:
    """The firms that this person belongs to today, by name."""
    return Enterprise.objects.filter(pk__in=person.firms).select_related("park", "building").order_by("name", "pk")


def kept_by(person: Person) -> QuerySet[Enterprise]:
    """The firms whose data this person corrects: an administrator the own ones, the desk all of them."""
    everything = Enterprise.objects.select_related("park", "building")
    if not is_person(person):
        return everything.none()
    if person.wears(*DESK):
        return everything
    own = person.memberships.running(clock.today()).filter(is_admin=True)
    return everything.filter(pk__in=own.values("enterprise"))


def movable_by(person: Person) -> QuerySet[Enterprise]:
    """The firms of which this person may say that they move: those kept, and a leader's whole park."""
    kept = Enterprise.objects.filter(pk__in=kept_by(person).values("pk"))
    led = Enterprise.objects.filter(park__in=person.parks(Role.PARK_LEADER)) if is_person(person) else kept.none()
    return (kept | led).select_related("park", "building")


def readable_by(person: Person) -> QuerySet[Enterprise]:
    """The firms whose changes this person may read: those that they may move, and their own."""
    ids = Enterprise.objects.filter(Q(pk__in=movable_by(person).values("pk")) | Q(pk__in=person.firms))
    return ids.select_related("park", "building")


def enrol(person: Person, firm: Enterprise, *, is_admin: bool) -> Membership:
    """Make somebody a member from today on; inside the caller's transaction, which writes the trail.

    Who is a member already stays what they are, and may become administrator by it.
    """
    known = Membership.objects.filter(person=person, enterprise=firm, ends_on=None).first()
    if known is None:
        return Membership.objects.create(person=person, enterprise=firm, is_admin=is_admin, starts_on=clock.today())
    if is_admin and not known.is_admin:
        known.is_admin = True
        known.save(update_fields=["is_admin"])
    return known


def end(membership: Membership) -> None:
    """Yesterday was the last day, so that every right ends at once; the vote of the firm is free again."""
    membership.ends_on, membership.is_admin, membership.is_delegate = clock.today() - timedelta(days=1), False, False
    membership.save(update_fields=["ends_on", "is_admin", "is_delegate"])


def lock(firm: Enterprise | int) -> Enterprise:
    """The firm's row, locked: whoever asks for its first administrator, or its last, waits here."""
    rows = Enterprise.objects.select_for_update(of=("self",)).select_related("park", "building")
    return rows.get(pk=firm if isinstance(firm, int) else firm.pk)


def begin_once(thing: Thing, step: str, sentence: str, *, by: Actor, **facts: Any) -> Thing:
    """The first step of a thing of which only one can stand. Raises NotNow with the sentence where one does."""
    try:
        with transaction.atomic():
            return begin(thing, step, by=by, **facts)
    except IntegrityError as error:
        raise NotNow(thing, step, sentence) from error
