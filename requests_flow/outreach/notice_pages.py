"""What the page of one notice shows beside its text: for a draft its reach, afterwards who has confirmed."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from enterprises.roles import DESK
from parkdesk.core.models import Entry
from requests_flow.models import Circular
from requests_flow.outreach import reach
from requests_flow.outreach.copies import HEAPS, SHOWN, Figures, by_place, figures, listed
from requests_flow.timeline import Line
from requests_flow.views.filters import desk_word

TITLES = {
    "write": gettext_lazy("Written"),
    "change": gettext_lazy("Changed"),
    "send": gettext_lazy("Sent to the firms"),
    "remind": gettext_lazy("Reminded those who had not confirmed"),
    "correct": gettext_lazy("Corrected by another notice"),
    "withdraw": gettext_lazy("Withdrawn"),
    "discard": gettext_lazy("Discarded"),
}


def crumbs(person: Person) -> list[tuple[str, str]]:
    """From the desk, or for a park leader from their own page."""
    is_desk = person.wears(*DESK)
    home = (desk_word(), reverse("requests_flow:desk")) if is_desk else (_("On site"), reverse("requests_flow:visits"))
    return [home, (_("Notices to firms"), reverse("requests_flow:circulars"))]


def standing(circular: Circular, request: HttpRequest) -> dict[str, Any]:
    """The reach of a draft; figures, places and one heap of firms of what went out."""
    if circular.sent_at is None:
        return {"reach": reach.addressed(circular)[1]}
    copies = circular.copies.visible_to(request.user)
    heap, park = request.GET.get("show", ""), request.GET.get("park", "")
    heap = heap if heap in HEAPS else "missing"
    here = copies.filter(enterprise__park__code=park) if park else copies
    rows = list(listed(here, heap)[: SHOWN + 1])
    is_desk = request.user.wears(*DESK)
    return {
        "figures": figures(copies),
        "by_place": by_place(copies),
        "tabs": _tabs(figures(here), heap, park),
        "heap": heap,
        "firms": rows[:SHOWN],
        "is_cut": len(rows) > SHOWN,
        "is_desk": is_desk,
        "to_remind": reach.ways_to(copies.missing().values_list("enterprise", flat=True)) if is_desk else None,
    }


def lines(circular: Circular) -> list[Line]:
    """What was done with the notice, newest first; its text stands beside it."""
    entries = Entry.objects.about(circular).select_related("text", "actor")
    return [
        Line(
            step=entry.step,
            title=str(TITLES[entry.step]),
            by=str(entry.actor or ""),
            at=entry.at.replace(microsecond=0),
            words=[entry.words["reason"]] if entry.words.get("reason") else [],
        )
        for entry in reversed(entries)
    ]


def _tabs(counted: Figures, heap: str, park: str) -> list[dict[str, Any]]:
    words = {
        "missing": (_("Not confirmed yet"), counted.missing),
        "read": (_("Only read"), counted.read),
        "confirmed": (_("Confirmed or told"), counted.confirmed + counted.told),
        "all": (_("All firms"), counted.firms),
    }
    return [
        {
            "label": label,
            "url": f"?{urlencode({'show': one} | ({'park': park} if park else {}))}#firms",
            "count": count,
            "is_current": one == heap,
        }
        for one, (label, count) in words.items()
    ]
