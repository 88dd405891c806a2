"""Who looked at the contact that a reporter left, and why; the reporter reads it beside what happened."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkdesk.core.access import looks_at
from parkdesk.core.models import AccessLog
from requests_flow.models import Need
from requests_flow.timeline import Line
from requests_flow.who import hat_of, titled

CONTACT_READ = "contact.read"
# Between the choice and the words of a reason, as it is stored.
BETWEEN = "|"


class Why(models.TextChoices):
    """What somebody needs a contact for; read by the person concerned in their own language."""

    ASK = "ask", gettext_lazy("to ask something back")
    MEET = "meet", gettext_lazy("to agree on a time on site")
    TELL = "tell", gettext_lazy("to tell you how it stands")
    HEAR = "hear", gettext_lazy("to hear whether it is solved")
    OTHER = "other", gettext_lazy("another reason")


def reason_of(look: AccessLog) -> str:
    """Why somebody looked: the choice in the reader's language, and their words."""
    code, mark, said = look.reason.partition(BETWEEN)
    if not mark or code not in Why.values:
        return look.reason
    label = str(Why(code).label)
    return _("%(why)s: %(words)s") % {"why": label, "words": said} if said else label


def looker(look: AccessLog) -> str:
    """Who looked: by surname and title, as on a tracking page."""
    return titled(look.actor, hat) if (hat := hat_of(look.actor)) else _("the desk")


def with_looks(need: Need, lines: Iterable[Line]) -> list[Line]:
    """The lines of a need's timeline, newest first, and among them each look at the contact."""
    looks = [
        Line(
            step=CONTACT_READ,
            title=_("Your contact was looked at"),
            by=looker(look),
            at=look.at.replace(microsecond=0),
            words=[reason_of(look)],
        )
        for look in looks_at(need, CONTACT_READ)
    ]
    return sorted([*looks, *lines], key=lambda line: line.at, reverse=True)
