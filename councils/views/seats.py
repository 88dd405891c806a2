"""The seats of a council, the history of one, and every step of whoever holds it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import guards, seat_page, seating, substitutes
from councils.forms import seats as forms
from councils.models import Council, Representative, Seat
from councils.views.acts import Act, Place, buttons, take


def _is_substitute(one: Representative, person: object) -> bool:
    return one.state == "named"


def _is_member(one: Representative, person: object) -> bool:
    return one.state != "named"


def _is_double(one: Representative, person: object) -> bool:
    return bool(one.doubled)


ACTS = {
    "hand-over": Act(forms.HandOverForm, substitutes.hand_over, "hand_over", is_main=True),
    "come-back": Act(forms.GiveBackForm, substitutes.give_back, "come_back", is_main=True),
    "take-over": Act(forms.TakeOverForm, substitutes.take_over, "take_over", is_main=True),
    "register": Act(forms.RegisterForm, substitutes.register, "take_substitute"),
    "relation": Act(forms.DeclareRelationForm, seating.declare_relation, "declare_relation"),
    "drop-relation": Act(forms.DropRelationForm, seating.drop_relation, "drop_relation", makes_sense=_is_double),
    "resign": Act(forms.ResignForm, seating.resign, "resign"),
    "leave": Act(forms.LeaveForm, seating.unseat, "leave", makes_sense=_is_member),
    "strike-off": Act(forms.StrikeOffForm, seating.unseat, "leave", makes_sense=_is_substitute),
}


@require_safe
def seats(request: HttpRequest, park: str) -> HttpResponse:
    """All seats by party, what the council lacks, and what may be done about it."""
    council = _council(request, park)
    members = council.remember()
    facts = {
        "council": council,
        "groups": seat_page.groups(council, members),
        "may_give": guards.may_certify(request.user),
        "crumbs": _crumbs(council)[:2],
        **seat_page.at_a_glance(council, members),
    }
    return render(request, "councils/seats.html", facts)


@require_safe
def seat(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One seat: everybody who held it, and the steps that are open to whoever reads."""
    council = _council(request, park)
    one = get_object_or_404(Seat, pk=pk, council=council)
    holders = seat_page.history(one)
    standing = [holder.one for holder in holders if not holder.is_over]
    facts = {
        "council": council,
        "seat": one,
        "holders": holders,
        "acts": [(who, buttons(who, request.user, PLACE)) for who in standing],
        "crumbs": _crumbs(council),
    }
    return render(request, "councils/seat.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every step of a representative or a registered substitute."""
    council = _council(request, park)
    rows = Representative.objects.select_related("seat", "person", "enterprise", "council__park", "in_place_of")
    return take(request, get_object_or_404(rows, pk=pk, council=council), verb, PLACE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, park: str) -> HttpResponse:
    """Give somebody a seat."""
    council = _council(request, park)
    return take(request, Representative(council=council), "give", GIVE)


def _give(one: Representative, *, by: Any, party: str, person: Any, **facts: Any) -> Representative:
    return seating.seat(one.council, party, person, by=by, **facts)


GIVING = {"give": Act(forms.CertifyForm, _give, "certify")}


def _council(request: HttpRequest, park: str) -> Council:
    return get_object_or_404(Council.objects.visible_to(request.user).select_related("park"), park__code=park)


def _crumbs(council: Council) -> list[tuple[str, str]]:
    here = reverse("councils:seats", args=[council.park.code])
    start = [(_("Park councils"), reverse("councils:mine")), (council.park.name, council.get_absolute_url())]
    return [*start, (_("Seats"), here)]


def _url(one: Representative, verb: str) -> str:
    return reverse("councils:seat_act", args=[one.council.park.code, one.pk, verb])


def _beside(one: Representative) -> dict[str, Any]:
    if one.seat_id is None:
        return {"crumbs": _crumbs(one.council)}
    return {"crumbs": [*_crumbs(one.council), (str(one.seat), one.get_absolute_url())], "who": one}


PLACE = Place("seat", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside, page="councils/seat_act.html")
GIVE = Place(
    "seat-give", GIVING, _url, lambda one: reverse("councils:seats", args=[one.council.park.code]),
    facts=_beside, initial=lambda one: forms.next_term(), page="councils/seat_act.html",
)  # fmt: skip
