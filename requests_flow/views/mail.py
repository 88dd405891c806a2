"""Mails that were dropped, with the reason of each: nothing that somebody sent goes without a trace."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parkdesk.core import clock, paging
from requests_flow.models import ReceivedMail
from requests_flow.views.filters import desk_word

A_PAGE = 25
WEEK = timedelta(days=7)


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What was dropped, newest first, and how much of a week became needs."""
    rows = Paginator(ReceivedMail.objects.dropped(), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "rows": rows,
        "pages": paging.around(rows, {}),
        "taken": ReceivedMail.objects.taken().filter(at__gte=clock.now() - WEEK).count(),
        "crumbs": [(desk_word(), reverse("requests_flow:desk"))],
    }
    return render(request, "requests_flow/mail.html", facts)
