"""Low ratings (差评整改) with their limits, and the figures of ratings; what is done about one is done on its need."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from parkdesk.core import clock
from requests_flow import measures
from requests_flow.measures import Span
from requests_flow.models import Mending
from requests_flow.views.filters import desk_word

ENDED_SHOWN = 20


@login_required
@require_safe
def low_ratings(request: HttpRequest) -> HttpResponse:
    """What is owed after low ratings, the most urgent first; below it what was mended lately."""
    seen = Mending.objects.visible_to(request.user).select_related("need__park", "rating")
    still = sorted(seen.open()[:200], key=lambda one: one.next_due_at)
    ended = seen.exclude(pk__in=[one.pk for one in still]).order_by("-pk")[:ENDED_SHOWN]
    facts = {
        "still": still,
        "ended": ended,
        "figures": measures.of_ratings(_this_quarter()),
        "crumbs": [(desk_word(), reverse("requests_flow:desk"))],
    }
    return render(request, "requests_flow/low_ratings.html", facts)


def _this_quarter() -> Span:
    today = clock.today()
    return Span(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today)
