"""Which ways out of the house work, what each of the others lacks, and how that is mended. For administrators."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enterprises.signing_in import houses
from parkdesk.core import channels, clock
from parkdesk.core.channels.base import Channel, Parcel
from parkdesk.core.idempotency import new_key
from parkdesk.core.models import ChannelState, Notice, Robot, RobotLine
from parkdesk.core.recipients import Recipient
from parkdesk.core.wording import Message

WAITING = (Notice.State.WAITING, Notice.State.FAILED)
POSITIONS = frozenset({"on", "off"})


@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """One card for each channel, and one for the robots of group chats."""
    states = channels.states()
    cards = [_card(one, states[one.code]) for one in channels.ALL]
    facts = {"cards": cards, "robots": _robots(), "doors": houses.ALL, "crumbs": [(_("Deliveries"), reverse("health"))]}
    return render(request, "parkdesk/setup.html", facts)


@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Switch a channel on or off; what waits for one that is off is not sent any more."""
    position = request.POST.get("position", "")
    if position not in POSITIONS:
        raise Http404
    try:
        channels.switch(code, position)
    except KeyError:
        raise Http404 from None
    return redirect("setup")


@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Send the administrator one message by this channel, and say how it went."""
    try:
        channel = channels.by_code(code)
    except KeyError:
        raise Http404 from None
    if channel.is_always_on or not channel.is_able:
        raise Http404
    _try(request, channel)
    return redirect("setup")


def _try(request: HttpRequest, channel: Channel) -> None:
    address = Recipient(f"person:{request.user.pk}", request.user.language).resolve()
    if address is None or not channel.reaches(address):
        messages.error(request, _("Your own account has no address for this channel. Enter one under “My notices”."))
        return
    words = Message(_("A test of the desk"), _("The desk can reach you this way. Nothing else has happened."))
    try:
        with channel.line() as line:
            line.send(Parcel(new_key(), address, words, settings.PUBLIC_URL))
    except Exception as error:  # a provider may fail in any way; the administrator reads which
        channels.note(channel.code, type(error).__name__)
        messages.error(request, _("It did not go out: %(error)s") % {"error": type(error).__name__})
    else:
        channels.note(channel.code)
        messages.success(request, _("It went out. Look whether it has arrived."))


def _card(channel: Channel, state: ChannelState) -> dict[str, Any]:
    waiting = Notice.objects.filter(channel=channel.code, state__in=WAITING)
    return {
        "channel": channel,
        "state": state,
        "is_on": state.is_on or channel.is_always_on,
        "is_failing": bool(state.failed_at and (not state.succeeded_at or state.failed_at > state.succeeded_at)),
        "waiting": waiting.count(),
        "late": waiting.filter(due_at__lte=clock.now()).count(),
        "may_test": channel.is_able and not channel.is_always_on,
    }


def _robots() -> dict[str, int]:
    """How many robots there are, how many work, how much they have still to tell."""
    robots = Robot.objects.filter(is_on=True)
    return {
        "count": robots.count(),
        "failing": robots.exclude(error="").count(),
        "waiting": RobotLine.objects.exclude(message__state="sent").count(),
    }
