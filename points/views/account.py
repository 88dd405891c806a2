"""My points: what there is, what it can become, why each point came, and the seal on the record."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises.models import Person
from parkdesk.core import clock, spreadsheets
from points import accounts, audit, reasons, statement
from points.models import Account, Award, Voucher
from points.shelf import on_the_shelf

ON_THE_WAY = (Award.State.EXPECTED, Award.State.IN_REVIEW, Award.State.ON_NOTICE)
ON_THE_SHELF = 3
LINES_SHOWN = 12
# What ends later than this is no news.
SOON = timedelta(days=92)
READY_SHOWN, PENDING_SHOWN = 10, 10
# Excel in Chinese offices takes a file without this mark for GBK.


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The page people come back for."""
    account = accounts.of_person(request.user)
    standing = accounts.standing(account)
    ready = Voucher.objects.visible_to(request.user).usable().select_related("product").order_by("expires_at", "pk")
    facts = {
        "available": standing.available,
        "held": standing.held,
        "expiring": _ends_soon(standing),
        "ready": ready[:READY_SHOWN],
        "pending": _on_the_way(request.user),
        "shelf": on_the_shelf(standing.available, ON_THE_SHELF),
        "page": _page(account, request.GET.get("before", "")),
        "seal": _seal(account),
    }
    return render(request, "points/points.html", facts)


@login_required
@require_safe
def statement_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole statement as a table, oldest line first, with the seal of each line."""
    account = accounts.of_person(request.user)
    lines = reversed(reasons.explain(statement.lines(account, limit=max(account.seq, 1)).lines))
    heads = [_("Number"), _("Date"), _("Why"), _("Dimension"), _("Points"), _("Balance"), _("Seal (SHA-256)")]
    sheet = spreadsheets.Sheet(_("Points"), heads, lambda: map(_cells, lines))
    return spreadsheets.answer(sheet, "csv", "points")


def _cells(one: Any) -> list[Any]:
    why = f"{one.why} {one.more}".strip()
    return [one.seq, one.day, why, one.dimension, one.amount, one.balance_after, one.hash]


def _ends_soon(standing: accounts.Standing) -> tuple[date, int] | None:
    """The next points to end, with their day, when that is near enough to do something about it."""
    soonest = standing.next_to_expire
    return soonest if soonest and soonest[0] <= clock.today() + SOON else None


def _on_the_way(person: Person) -> list[dict[str, Any]]:
    """Earned and not in the balance yet: waiting for an outcome, in review, on public notice."""
    awards = Award.objects.filter(person=person, state__in=ON_THE_WAY).select_related("rule_version")
    return [{"award": one, "points": one.points or one.asked} for one in awards.order_by("-pk")[:PENDING_SHOWN]]


def _page(account: Account, before: str) -> dict[str, Any]:
    cursor = int(before) if before.isdecimal() else None
    page = statement.lines(account, cursor, limit=LINES_SHOWN)
    lines = reasons.explain(page.lines)
    return {
        "lines": lines,
        "first": lines[0].seq if lines else 0,
        "last": lines[-1].seq if lines else 0,
        "total": account.seq,
        "newer": "?#origin" if cursor else "",
        "older": f"?before={page.cursor}#origin" if page.cursor else "",
    }


def _seal(account: Account) -> dict[str, Any]:
    """Every line of this account is hashed anew, now."""
    broken = next(audit.verify(account), None)
    place = str(broken.place).rpartition("#")[2] if broken and "#" in broken.place else ""
    return {"is_whole": broken is None, "count": account.seq, "at": clock.now(), "broken_at": place}
