"""The firm's own page for its people: what it is, who belongs to it, what it asked for and what became of it.

Nothing personal and nothing protected is counted or named here, not even to whoever reported it (decisions 5, 6).
"""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from councils.models import Representative
from enterprises import belonging, claiming
from enterprises.models import Amendment, DataCheck, Enterprise, FirmClaim, Invitation, Membership, Person, Relocation
from parkdesk import firm_contact
from parkdesk.core import clock
from requests_flow import measures
from requests_flow.models import CircularCopy, Need, Sparing, Visit

EVER = date(2000, 1, 1)
SHOWN = 5


@login_required
@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """My firm; with several, `?firm=` says which. Who has none is shown the way to one."""
    person: Person = request.user
    firms = list(belonging.firms_of(person))
    firm = next((one for one in firms if str(one.pk) == request.GET.get("firm")), firms[0] if firms else None)
    facts: dict[str, Any] = {"firm": firm, "tabs": _tabs(firms, firm), "undoable": _undoable(person)}
    if firm is None:
        return render(request, "parkdesk/company_none.html", facts)
    own = belonging.membership_of(person, firm)
    facts |= {"own": own, "tiles": _tiles(firm), **_people(firm, own), **_dues(firm), **_plans(firm)}
    facts |= {"looks": firm_contact.shown_looks(firm)}
    return render(request, "parkdesk/company.html", facts)


def _tabs(firms: list[Enterprise], here: Enterprise | None) -> list[dict[str, Any]]:
    if len(firms) < 2:
        return []
    path = reverse("company")
    return [
        {"label": one.short_name or one.name, "url": f"{path}?firm={one.pk}", "count": None, "is_current": one == here}
        for one in firms
    ]


def _undoable(person: Person) -> Any:
    """What this person told by mistake, perhaps: an administrator whose firm left has no page but this line."""
    told = Relocation.objects.filter(by=person, state=Relocation.State.TOLD).select_related("enterprise", "to_park")
    return [one for one in told if one.undone_until > clock.now()]


def _tiles(firm: Enterprise) -> list[dict[str, Any]]:
    """Open, solved, on time, satisfied: each with the numbers that it is made of (decisions 33)."""
    span = measures.Span(EVER, clock.today())
    known = {
        name: rows.known_to([firm]).count()
        for name, rows in {
            "open": Need.objects.open(),
            "all": measures.collected(span),
            "solved": measures.solved(span),
            "completed": measures.completed(span),
            "on_time": measures.on_time(span),
            "rated": measures.rated(span),
            "satisfied": measures.satisfied(span),
        }.items()
    }
    return [
        {
            "label": pgettext("needs of a firm", "Open"),
            "number": known["open"],
            "unit": "",
            "url": reverse("requests_flow:mine"),
        },
        _share(_("Solved"), known["solved"], known["all"]),
        _share(_("On time"), known["on_time"], known["completed"]),
        _share(_("Satisfied"), known["satisfied"], known["rated"]),
    ]


def _share(label: str, number: int, base: int) -> dict[str, Any]:
    return {"label": label, "number": number, "unit": _("of %(base)s") % {"base": base}, "url": ""}


def _people(firm: Enterprise, own: Membership | None) -> dict[str, Any]:
    """Colleagues, and for an administrator who was invited and who asks to be let in."""
    keeps = bool(own and own.is_admin)
    claims = FirmClaim.objects.waiting().filter(enterprise=firm, way=FirmClaim.Way.ADMINISTRATOR)
    return {
        "keeps": keeps,
        "members": belonging.members(firm),
        "invitations": Invitation.objects.live().filter(enterprise=firm) if keeps else [],
        "claims": claims.select_related("person", "enterprise__park") if keeps else [],
        "seats": Representative.objects.serving(clock.today()).filter(enterprise=firm).select_related(
            "person", "council__park"
        ),
    }  # fmt: skip


def _dues(firm: Enterprise) -> dict[str, Any]:
    """What the firm should do: confirm notices, confirm its data, know of its proposals."""
    address = claiming.address_of(firm)
    return {
        "to_confirm": CircularCopy.objects.filter(enterprise=firm).to_confirm().count(),
        "check": DataCheck.objects.waiting().filter(enterprise=firm).first(),
        "proposals": Amendment.objects.waiting().filter(enterprise=firm).select_related("by"),
        "hint": claiming.hint_of(address) if address else "",
    }


def _plans(firm: Enterprise) -> dict[str, Any]:
    """Visits: the last one, and whether the firm wants to be left in peace."""
    last = Visit.objects.standing().filter(enterprise=firm).order_by("-visited_on").first()
    return {
        "last_visit": last.visited_on if last else None,
        "spared": Sparing.objects.on(clock.today()).filter(enterprise=firm).first(),
    }
