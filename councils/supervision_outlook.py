"""What is due on an order and by when, in words (look.md: the date is the hero)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from councils.models import SupervisionOrder
from councils.supervision_words import State
from parkdesk.core.lights import Light
from parkdesk.core.words_of_time import day_time


@dataclass(frozen=True)
class Outlook:
    """`over` says what the date `due` means, `what` the next thing on the way there."""

    over: str
    due: datetime | None
    what: str = ""
    light: Light | None = None


def outlook(order: SupervisionOrder) -> Outlook | None:
    """What comes next; None when nothing is due any more."""
    light = order.light
    if light is None or light.due is None:
        return None
    due = light.due.replace(microsecond=0)
    if order.state in {State.REPORTED, State.CHECKED, State.STRUCK_OFF}:
        return Outlook(_last_words(order), due, light=light)
    if order.due_at is None:
        return Outlook(_("To be assigned by"), due, light=light)
    return Outlook(_("To be done by"), due, _on_the_way(order), light)


def _last_words(order: SupervisionOrder) -> str:
    words = {
        State.REPORTED: _("To be checked by"),
        State.CHECKED: _("To be struck off by"),
        State.STRUCK_OFF: _("Second call to the reporter by"),
    }
    return str(words[State(order.state)])


def _on_the_way(order: SupervisionOrder) -> str:
    if order.suspended_at:
        return _("Suspended with the committee's approval since %(moment)s.") % {"moment": day_time(order.suspended_at)}
    if order.next_due_at is None:
        return ""
    return next_words(order) % {"moment": day_time(order.next_due_at)}


def next_words(order: SupervisionOrder) -> str:
    """The next obligation before the limit, with a place for its moment."""
    if order.state == State.REGISTERED:
        return _("Before that: assign it by %(moment)s.")
    if order.state == State.ASSIGNED:
        return _("Before that: sign for it by %(moment)s.")
    if order.feedbacks:
        return _("Before that: the next note on progress by %(moment)s.")
    return _("Before that: the plan by %(moment)s.")
