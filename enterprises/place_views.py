"""Making codes for floors, doors and events, and sheets of small ones to cut out."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.access import may_keep_places
from enterprises.models import Building, Park, Person, PlaceCode
from enterprises.place_forms import NEW, SpotForm
from enterprises.places import make_code
from enterprises.posters import poster_sheet, small_sheet
from parkdesk.core import clock, pdf
from parkdesk.core.flow import NotNow
from parkdesk.core.idempotency import once


@require_http_methods(["GET", "HEAD", "POST"])
def place_new(request: HttpRequest, park: str, kind: str) -> HttpResponse:
    """A code for a floor, a door or an event of a park."""
    refuse_others(request)
    here = get_object_or_404(Park, code=park)
    if kind not in NEW:
        raise Http404
    form = NEW[kind](request.POST if request.method == "POST" else None, park=here)
    back = f"{reverse('enterprises:places')}?{urlencode({'q': here.code})}"
    if form.is_bound and form.is_valid() and _make(form, request.user):
        return redirect(back)
    facts = {"form": form, "park": here, "back": back, "crumbs": [(_("Place codes"), reverse("enterprises:places"))]}
    return render(request, "enterprises/place_new.html", facts)


def _make(form: SpotForm, by: Person) -> bool:
    building, spot, what = form.what()

    def make() -> str:
        return make_code(form.park, building, spot, by=by, what=what).code

    try:
        once(f"place:{by.pk}", form.cleaned_data["key"], make)
    except NotNow as refused:
        form.add_error(None, refused.reason)
    return not form.errors


@require_safe
def posters(request: HttpRequest, park: str) -> HttpResponse:
    """One A4 page for each living code of a park; `?building=` leaves those of one building."""
    refuse_others(request)
    codes = _living(request, park)
    return pdf.answer(lambda: poster_sheet(codes, public_url=settings.PUBLIC_URL), f"posters-{park}")


@require_safe
def sheet(request: HttpRequest, park: str) -> HttpResponse:
    """Small codes to cut out, six on an A4 page; `?building=` leaves those of one building."""
    refuse_others(request)
    codes = _living(request, park)
    return pdf.answer(lambda: small_sheet(codes, public_url=settings.PUBLIC_URL), f"codes-{park}")


def _living(request: HttpRequest, park: str) -> QuerySet[PlaceCode]:
    here = get_object_or_404(Park, code=park)
    codes = PlaceCode.objects.filter(park=here, revoked_at__isnull=True).select_related("park", "building")
    if asked := request.GET.get("building", ""):
        codes = codes.filter(building=get_object_or_404(Building, park=here, code=asked))
    codes = codes.exclude(ends_on__lt=clock.today()).order_by("building__code", "kind", "spot")
    if not codes:
        raise Http404
    return codes


def refuse_others(request: HttpRequest) -> None:
    """Raises PermissionDenied unless somebody of the desk asks."""
    if not may_keep_places(request.user):
        raise PermissionDenied
