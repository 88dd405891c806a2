"""Supervision for everybody concerned: the register, letters of reminder."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from councils import supervise, supervision_papers, supervision_units
from councils import supervision_guards as guards
from councils.models import ReminderLetter, SupervisionOrder
from councils.quarters import Quarter
from councils.supervision_bulletin import Standing
from councils.supervision_lists import LIGHTS, Asked, Register
from councils.supervision_words import State
from councils.views.supervision_papers import reads_the_bulletin
from parkdesk.core import paging, pdf
from requests_flow import came_back
from requests_flow import reference as references
from requests_flow.models import Need

PILLS = {
    State.DRAFTED: "wait", State.REGISTERED: "wait", State.ASSIGNED: "wait", State.IN_HAND: "going",
    State.REPORTED: "wait", State.CHECKED: "wait", State.STRUCK_OFF: "done",
}  # fmt: skip


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The list that the committee works from: what waits for me, what runs by its light, what is over."""
    asked = Asked.of(request.GET)
    one = Register(asked, request.user, request.GET.get("page", ""))
    facts = {
        "asked": asked,
        "tabs": _tabs(one),
        "lights": _lights(one),
        "rows": [] if asked.tab == "ended" else [(row, PILLS.get(State(row.order.state), "")) for row in one.rows],
        "ended": one.ended if asked.tab == "ended" else None,
        "pages": paging.around(one.ended, asked.query) if asked.tab == "ended" else {},
        "letters": ReminderLetter.objects.visible_to(request.user).select_related("unit")[:5],
        "may_propose": guards.may_propose(request.user),
        "reads_the_bulletin": reads_the_bulletin(request.user),
        "standings": _standings(one),
        "definition": came_back.DEFINITION,
    }
    return render(request, "councils/supervision.html", facts)


def _standings(one: Register) -> list[Standing]:
    """Below the orders that run: their units with what came back; not below a search or the other heaps."""
    if one.asked.tab != "running" or one.asked.q:
        return []
    orders = [row.order for row in one.heaps["running"] if row.order.is_open]
    return supervision_units.standings(orders, sees_all=reads_the_bulletin(one.person), person=one.person)


def _tabs(one: Register) -> list[dict[str, Any]]:
    words = {
        "turn": _("My turn"),
        "running": pgettext("supervision orders", "Running"),
        "proposed": pgettext("supervision orders", "Proposed"),
        "ended": pgettext("supervision orders", "Over"),
    }
    heaps = one.heaps
    shown = [name for name in words if name != "proposed" or heaps["proposed"] or guards.may_propose(one.person)]
    instructions = {"label": _("Instructions"), "url": reverse("councils:instructions"), "count": None}
    tabs = [
        {
            "label": words[name],
            "url": Asked(tab=name, q=one.asked.q).address(),
            "count": len(heaps[name]) if name in heaps else None,
            "is_current": name == one.asked.tab,
        }
        for name in shown
    ]
    return [*tabs, instructions]


def _lights(one: Register) -> list[dict[str, Any]]:
    """The lights of this heap with their counts, each a link; none where there is only one kind."""
    words = {"red": _("overdue"), "amber": _("due soon"), "green": _("on time"), "grey": _("clock stopped")}
    asked, counts = one.asked, one.lights
    shown = [light for light in LIGHTS if counts[light] or light == asked.light]
    if len(shown) < 2 and not asked.light:
        return []
    return [
        {
            "light": light,
            "label": words[light],
            "count": counts[light],
            "is_on": light == asked.light,
            "url": asked.address(light="" if light == asked.light else light),
        }
        for light in shown
    ]


@login_required
@require_safe
def for_need(request: HttpRequest, ref: str) -> HttpResponse:
    """From a need to its order; the desk links here by name without knowing councils."""
    number = references.tidy(ref)
    if number is None:
        raise Http404
    orders = SupervisionOrder.objects.visible_to(request.user).filter(need__reference=number)
    order = orders.order_by("-pk").first()
    if order is not None:
        return redirect(order)
    # The trail is followed within seconds; until then the register says what will stand there.
    need = get_object_or_404(Need.objects.at_the_desk(request.user), reference=number)
    messages.info(request, _("There is no order about %(number)s yet.") % {"number": need.reference})
    return redirect("councils:supervision")


@login_required
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter of reminder, to read and, for the committee, to send."""
    one = _letter(request, pk)
    facts = {
        **supervision_papers.letter_facts(one),
        "may_send": one.state == one.State.DRAFTED and guards.sends_letters(one, request.user),
        "crumbs": [(_("Supervision"), reverse("councils:supervision"))],
    }
    return render(request, "councils/supervision_letter.html", facts)


@login_required
@require_POST
def send_letter(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(supervise.send_letter(_letter(request, pk), by=request.user))


@login_required
@require_safe
def letter_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    one = _letter(request, pk)
    return pdf.answer(lambda: supervision_papers.letter_sheet(one), f"reminder-{Quarter(one.year, one.quarter)}")


def _letter(request: HttpRequest, pk: int) -> ReminderLetter:
    return get_object_or_404(ReminderLetter.objects.visible_to(request.user).select_related("unit"), pk=pk)
