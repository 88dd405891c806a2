"""A meeting in a calendar: one UID for its whole life, a SEQUENCE that grows, cancelled instead of deleted."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from councils.models import Meeting
from parkdesk.core import ical

# What a calendar shows before anybody knows how long it takes.
USUALLY = timedelta(minutes=90)


def event(meeting: Meeting) -> ical.Event:
    """A called meeting is confirmed, one being prepared tentative, one called off cancelled."""
    status = {"draft": ical.TENTATIVE, "cancelled": ical.CANCELLED}.get(meeting.state, ical.CONFIRMED)
    return ical.Event(
        uid=ical.uid("meeting", meeting.pk),
        sequence=meeting.sequence,
        starts=meeting.starts_at,
        ends=meeting.ended_at or meeting.starts_at + USUALLY,
        title=_("%(council)s: %(kind)s") % {"council": meeting.council.name, "kind": meeting.get_kind_display()},
        place=meeting.place_name,
        text="\n".join(f"{one.order}. {one.name_for_all}" for one in meeting.items.order_by("order")),
        url=f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}",
        status=status,
        changed=meeting.changed_at,
    )


def of(meeting: Meeting) -> bytes:
    """The calendar file of one meeting."""
    return ical.calendar(meeting.council.name, [event(meeting)])
