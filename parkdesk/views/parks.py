"""The parks for staff and their leaders: a list, and one page each. A leader's page is that of the own park."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enterprises import party_cover
from enterprises.models import Enterprise, Park, Person
from enterprises.roles import DESK, Role
from parkdesk import park_page


def _seen_by(person: Person) -> QuerySet[Park]:
    """All of them for the desk, their own for a leader."""
    if person.wears(*DESK):
        return Park.objects.all()
    return Park.objects.filter(pk__in=person.parks(Role.PARK_LEADER))


@require_safe
def parks(request: HttpRequest) -> HttpResponse:
    """All parks that this person looks after, with how many firms are there."""
    here = ~Q(enterprises__status=Enterprise.Status.MOVED_OUT)
    rows = _seen_by(request.user).annotate(firms=Count("enterprises", filter=here))
    return render(request, "parkdesk/parks.html", {"parks": rows.order_by("code")})


@require_safe
def park(request: HttpRequest, code: str) -> HttpResponse:
    """One park, house by house and floor by floor."""
    one = get_object_or_404(_seen_by(request.user).select_related("operator", "property_manager", "liaison"), code=code)
    found, homeless = park_page.houses(one)
    is_desk = request.user.wears(*DESK)
    facts: dict[str, Any] = {"park": one, "houses": found, "homeless": homeless, "is_desk": is_desk}
    facts |= park_page.people(one)
    facts |= {"tiles": park_page.tiles(one, request.user), "coverage": park_page.coverage(one)}
    facts["without_branch"] = party_cover.without_branch(one) if is_desk else []
    return render(request, "parkdesk/park.html", facts | {"crumbs": [(_("Parks"), reverse("parks"))]})
