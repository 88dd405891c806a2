"""Who looked at the contact that a reporter left, and why; the reporter reads it beside what happened."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from parkdesk.core.access import looks_at
from requests_flow.models import Need
from requests_flow.timeline import Line
from requests_flow.who import hat_of, titled

CONTACT_READ = "contact.read"


def with_looks(need: Need, lines: Iterable[Line]) -> list[Line]:
    """The lines of a need's timeline, newest first, and among them each look at the contact."""
    looks = [
        Line(
            step=CONTACT_READ,
            title=_("Your contact was looked at"),
            by=titled(look.actor, hat) if (hat := hat_of(look.actor)) else _("the desk"),
            at=look.at.replace(microsecond=0),
            words=[look.reason],
        )
        for look in looks_at(need, CONTACT_READ)
    ]
    return sorted([*looks, *lines], key=lambda line: line.at, reverse=True)
