"""My councils: all on one page for somebody who sits in several, and the same as a table to take along."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councils import membership, my_councils
from parkdesk.core import clock, spreadsheets


@login_required
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """What waits for whom until when, and how each of my councils fares."""
    crumbs = [(_("Park councils"), reverse("councils:mine"))]
    return render(request, "councils/my.html", {"crumbs": crumbs, **my_councils.of(request.user)})


@login_required
@require_safe
def my_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The figures as a table."""
    councils = [one.council for one in membership.seats_of(request.user)]
    sheet = spreadsheets.Sheet(_("My councils"), _heads(), lambda: map(_cells, my_councils.rows(councils)))
    return spreadsheets.answer(sheet, "xlsx", "councils")


def _heads() -> list[str]:
    return [
        _("Council"),
        _("Next meeting"),
        _("Days to a decision (median)"),
        _("Cases decided"),
        _("Called"),
        _("Came"),
        _("Votes without a quorum"),
        _("Agreed and overdue"),
        _("Alarm"),
    ]


def _cells(one: my_councils.Row) -> list[spreadsheets.Cell]:
    return [
        one.council.name,
        _day(one.next_meeting),
        one.days_to_decide,
        one.decided,
        one.called,
        one.came,
        one.without_quorum,
        one.overdue,
        _("yes") if one.has_alarm else _("no"),
    ]


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
