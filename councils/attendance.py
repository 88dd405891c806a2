"""Who was at a meeting: invited, coming in and going out, excused, guests; the quorum follows every arrival."""

from django.db import transaction
from django.utils.translation import gettext as _

from councils import doors, presence
from councils.meeting_guards import sitting
from councils.models import Attendance, Meeting, Representative
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance

Kind = Attendance.Kind


def invite(meeting: Meeting) -> None:
    """A row for everybody who holds a seat today; none for who has left it and was not there.

    Asked again whenever somebody comes: a substitute may have stepped in since the call.
    """
    serving = {one.pk for council in sitting(meeting) for one in council.members()}
    known = set(meeting.attendances.members().values_list("representative", flat=True))
    meeting.attendances.filter(kind=Kind.INVITED).exclude(representative__in=serving).delete()
    rows = [Attendance(meeting=meeting, representative_id=pk) for pk in sorted(serving - known)]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def arrive(meeting: Meeting, representative: Representative, *, by: Actor) -> Attendance:
    """A member comes in; pressed twice, it stays the first time. Who went out and is back was not there in full."""
    meeting = advance(meeting, "arrive", by=by, representative=representative)
    invite(meeting)
    return _come_in(_row(meeting, representative, "arrive"))


@transaction.atomic
def check_in(meeting: Meeting, *, code: str, by: Person) -> list[Attendance]:
    """A member comes in by the code on the door, in every seat that they hold here; late, too.

    Raises NotNow for a code that is not this meeting's. Tries are counted by the page that asks for it.
    """
    meeting = advance(meeting, "check_in", by=by)
    invite(meeting)
    rows = meeting.attendances.filter(representative__person=by).select_related("representative__seat")
    if not rows:
        raise NotNow(meeting, "check_in", _("This person was not invited: only who holds a seat of the council is."))
    if not doors.opens(meeting.door_code, code):
        raise NotNow(
            meeting, "check_in", _("This is not the code on the door. It has six signs; ask whoever presides.")
        )
    return [_come_in(row) for row in rows]


def _come_in(row: Attendance) -> Attendance:
    if not row.is_here:
        row.was_away = row.left_at is not None
        row.arrived_at, row.left_at, row.kind = row.arrived_at or clock.now(), None, Kind.PRESENT
        row.save(update_fields=["arrived_at", "left_at", "kind", "was_away"])
    return row


@transaction.atomic
def leave(meeting: Meeting, representative: Representative, *, by: Actor) -> Attendance:
    """A member goes out. When that takes the quorum away, the session is suspended by the same press."""
    meeting = advance(meeting, "leave", by=by, representative=representative)
    row = _row(meeting, representative, "leave")
    if row.is_here:
        row.left_at = clock.now()
        row.save(update_fields=["left_at"])
        _suspend_without_quorum(meeting)
    return row


@transaction.atomic
def excuse(meeting: Meeting, representative: Representative, *, by: Actor) -> Attendance:
    """A member has said that they cannot come (请假)."""
    meeting = advance(meeting, "excuse", by=by, representative=representative)
    invite(meeting)
    row = _row(meeting, representative, "excuse")
    if row.kind == Kind.PRESENT:
        raise NotNow(meeting, "excuse", _("They have been here; press “goes out” when they leave."))
    row.kind = Kind.EXCUSED
    row.save(update_fields=["kind"])
    return row


@transaction.atomic
def accompany(meeting: Meeting, guest: str, *, by: Actor) -> Attendance:
    """A guest without a vote (列席): unit and name, as they are printed in the minutes."""
    meeting = advance(meeting, "accompany", by=by)
    return Attendance.objects.create(meeting=meeting, guest=guest, kind=Kind.OBSERVER, arrived_at=clock.now())


def close_the_list(meeting: Meeting) -> None:
    """At the end: who was invited and neither came nor said so was absent."""
    meeting.attendances.filter(kind=Kind.INVITED).update(kind=Kind.ABSENT)


def _row(meeting: Meeting, representative: Representative, step: str) -> Attendance:
    row = meeting.attendances.filter(representative=representative).select_related("representative__seat").first()
    if row is None:
        raise NotNow(meeting, step, _("This person was not invited: only who holds a seat of the council is."))
    return row


def _suspend_without_quorum(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.IN_SESSION and not presence.quorum(meeting).is_reached:
        advance(meeting, "suspend", by=CLOCK)
