"""What a shop is owed: its months, and each month line by line, to print and file."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises.roles import Role
from parkdesk.core import clock
from points import settlements as work
from points.models import Settlement

SHOWN = 36


@login_required
@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """The months of my shop; those who oversee them see all shops."""
    rows = Settlement.objects.visible_to(request.user).select_related("merchant").annotate(count=Count("lines"))
    facts = {"settlements": rows[:SHOWN], "settles_on": work.next_day(clock.today()), "crumbs": _crumbs(request)}
    return render(request, "points/settlements.html", facts)


@login_required
@require_safe
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """One month of one shop with its vouchers."""
    one = get_object_or_404(Settlement.objects.visible_to(request.user).select_related("merchant"), pk=pk)
    lines = one.lines.select_related("voucher__product").order_by("voucher__taken_at", "voucher")
    facts = {
        "settlement": one,
        "lines": list(lines),
        "crumbs": [*_crumbs(request), (_("Settlements"), reverse("points:settlements"))],
    }
    return render(request, "points/settlement.html", facts)


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    """Those who oversee the shops have no till to go back to."""
    return [(_("Till"), reverse("points:till"))] if request.user.wears(Role.MERCHANT) else []
