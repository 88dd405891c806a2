"""Duty lists (5+X) and days on duty: what stands on a list, what is ticked by hand, who has which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from enterprises.models import Park, Person
from enterprises.roles import ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import Duty, DutyDone, Watch
from requests_flow.noted import note_change

# 5+X: five are fixed, the rest are choices.
FIXED_AT_MOST = 5
# Days on duty are taken two weeks ahead.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """What a line of a duty list says; for one park, or for all when none is named."""

    name_zh: str
    name_en: str
    kind: str
    quota: int
    per: str = Duty.Per.WEEK
    is_optional: bool = False
    park: Park | None = None


def may_keep_list(person: Person) -> bool:
    """The desk manager and the community leader write the lists."""
    return person.wears(Role.DESK_MANAGER, Role.COMMUNITY_LEADER)


@transaction.atomic
def keep(line: Line, *, by: Person, duty: Duty | None = None) -> Duty:
    """A new duty, or one changed. Raises PermissionDenied, and NotNow where a park would have a sixth fixed one."""
    if not may_keep_list(by):
        raise PermissionDenied
    one = duty or Duty(by=by)
    if not line.is_optional and _fixed_beside(one, line.park) >= FIXED_AT_MOST:
        raise NotNow(one, "keep", _("Five duties are fixed already. Make this one optional."))
    for name, value in vars(line).items():
        setattr(one, name, value)
    one.save()
    note_change(one, "keep", by, park=line.park, kind=line.kind, quota=line.quota, per=line.per)
    return one


@transaction.atomic
def retire(duty: Duty, *, by: Person) -> Duty:
    """It stands on no list any more. A second time changes nothing. Raises PermissionDenied."""
    if not may_keep_list(by):
        raise PermissionDenied
    if Duty.objects.filter(pk=duty.pk, retired_at=None).update(retired_at=clock.now()):
        note_change(duty, "retire", by, park=duty.park)
    duty.refresh_from_db()
    return duty


@transaction.atomic
def tick_by_hand(duty: Duty, *, by: Person) -> DutyDone:
    """Done once more, today. Raises PermissionDenied where somebody walks no such park, NotNow for a counted one."""
    park = _park_of(duty, by)
    if duty.kind != Duty.Kind.BY_HAND or duty.retired_at:
        raise NotNow(duty, "tick", _("This duty is counted from what is on record."))
    done = DutyDone.objects.create(duty=duty, person=by, park=park, day=clock.today())
    note_change(done, "tick", by, park=park)
    return done


@transaction.atomic
def take_back(duty: Duty, *, by: Person) -> int:
    """The last tick of today was a slip. Returns how many were taken back: one, or none."""
    done = DutyDone.objects.select_for_update().filter(duty=duty, person=by, day=clock.today()).order_by("-pk").first()
    if done is None:
        return 0
    note_change(done, "take_back", by, park=done.park)
    done.delete()
    return 1


@transaction.atomic
def sign_up(park: Park, day: date, *, by: Person) -> Watch:
    """“I take this day.” Twice is once. Raises NotYours elsewhere, NotNow for a day that is over or far ahead."""
    standing = Watch.objects.standing().filter(park=park, day=day, person=by).first()
    if standing is not None:
        return standing
    watch = Watch(park=park, day=day, person=by)
    if day > clock.today() + AHEAD:
        raise NotNow(watch, "sign_up", _("Choose a day of the next two weeks."))
    return _once_a_day(watch, lambda: begin(watch, "sign_up", by=by))


@transaction.atomic
def stand_in(watch: Watch, *, by: Person) -> Watch:
    """Take a day that a colleague offered. Raises NotYours, NotNow when it is not offered or one has it already."""
    return _once_a_day(watch, lambda: advance(watch, "take", by=by, taker=by))


def _once_a_day(watch: Watch, work: Callable[[], Watch]) -> Watch:
    try:
        with transaction.atomic():
            return work()
    except IntegrityError as error:
        raise NotNow(watch, "take", _("You are on duty on this day already.")) from error


def _park_of(duty: Duty, person: Person) -> Park:
    """For which park it counts: the one of the list, else the first one that the person walks."""
    parks = Park.objects.filter(pk__in=person.parks(*ON_SITE)).order_by("code")
    found = (parks.filter(pk=duty.park_id) if duty.park_id else parks).first()
    if found is None:
        raise PermissionDenied
    return found


def _fixed_beside(duty: Duty, park: Park | None) -> int:
    """How many other fixed duties the park has; for a list of all parks, the park that has most."""
    others = Duty.objects.in_use().filter(is_optional=False).exclude(pk=duty.pk)
    shared = others.filter(park=None).count()
    own = others.filter(park=park) if park else others.exclude(park=None)
    most = own.order_by().values("park").annotate(count=Count("pk")).order_by("-count").first()
    return shared + (most["count"] if most else 0)
