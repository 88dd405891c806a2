"""Calendars as files and feeds (RFC 5545): what people subscribe to on their phones.

A date that is moved keeps its UID and gets a higher SEQUENCE; one that is called off stays in the file with
STATUS:CANCELLED, because a calendar that never hears of it again goes on showing the old date. Nobody is named:
public feeds have no ATTENDEE and no ORGANIZER.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from parkdesk.core import clock

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//parkdesk//councils//ZH"
# How often a subscriber may look again.
REFRESH = timedelta(hours=1)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


def uid(kind: str, pk: int) -> str:
    """`meeting-7@desk.example.org`: the same for one thing in every calendar of this house (RFC 7986, 5.3)."""
    return f"{kind}-{pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'parkdesk'}"


@dataclass(frozen=True)
class Event:
    """One date. `starts`, `ends`, `changed` are aware moments; `status` is CONFIRMED, TENTATIVE or CANCELLED.

    `uid` never changes and never comes back; `sequence` counts the changes of time, place or status from 0;
    `ends` None: it is not known how long it takes.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime | None
    title: str
    place: str = ""
    text: str = ""
    url: str = ""
    status: str = CONFIRMED
    changed: datetime | None = None


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """One VCALENDAR in UTF-8 with CRLF, folded at 75 octets, of the events in their order.

    Times are written in Asia/Shanghai with its VTIMEZONE, stamps in UTC. The same events give the same bytes, so that
    a feed can say that nothing has changed.
    """
    found = list(events)
    book = icalendar.Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        book.add(key, value)
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", clock.SHANGHAI.key)
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    if found:
        book.add_component(icalendar.Timezone.from_tzid(clock.SHANGHAI.key))
    for one in found:
        book.add_component(_entry(one))
    return book.to_ical()


def _entry(one: Event) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", one.uid)
    entry.add("sequence", one.sequence)
    # The stamp is that of the last change: a new one at every look would tell every phone that something changed.
    stamp = (one.changed or one.starts).astimezone(UTC)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    entry.add("dtstart", one.starts.astimezone(clock.SHANGHAI))
    if one.ends is not None:
        entry.add("dtend", one.ends.astimezone(clock.SHANGHAI))
    entry.add("summary", one.title)
    entry.add("status", one.status)
    for key, value in (("location", one.place), ("description", one.text), ("url", one.url)):
        if value:
            entry.add(key, value)
    return entry
