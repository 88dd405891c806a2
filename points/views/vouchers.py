"""A voucher on the phone of whoever has it: the ticket, its six digits, giving it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from parkdesk.core import clock, flow, states
from parkdesk.core.act_forms import KeyForm
from points import codes, redeem, till
from points.forms.rewards import DigitsForm
from points.models import TillCode, Voucher
from points.views.pictures import qr_of


@login_required
@require_safe
def voucher(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticket. While it can be used, the page asks every four seconds whether the shop has taken it."""
    return render(request, "points/voucher.html", _facts(request, _find(request, pk)))


@login_required
@require_safe
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What the open page asks: 204 while nothing has changed, else the page is read anew."""
    one = _find(request, pk)
    if request.GET.get("was") == one.state:
        return HttpResponse(status=204)
    return HttpResponseClientRefresh()


@login_required
@require_POST
def digits(request: HttpRequest, pk: int) -> HttpResponse:
    """Six digits for the shop somebody stands in, for two minutes."""
    one = _find(request, pk)
    form = DigitsForm(request.POST, shops=till.shops_of(one))
    if form.is_valid():
        till.say_digits(one, merchant=form.cleaned_data["merchant"], by=request.user)
        return redirect(f"{one.get_absolute_url()}#digits")
    return render(request, "points/voucher.html", _facts(request, one) | {"digits_form": form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the voucher ends, the points are free again."""
    one, form = _find(request, pk), KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        redeem.give_back(one, by=request.user, key=form.cleaned_data["key"])
        words = _("%(points)s points are back in your account.")
        messages.success(request, words % {"points": f"{one.points:,}"})
        return redirect("points:points")
    flow.refuse_unless_open(one, states.find(one, "give_back"))
    return render(request, "points/give_back.html", {"voucher": one, "form": form, "crumbs": _crumbs()})


def _find(request: HttpRequest, pk: int) -> Voucher:
    rows = Voucher.objects.visible_to(request.user).select_related("product", "merchant")
    return get_object_or_404(rows, pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("My points"), reverse("points:points"))]


def _facts(request: HttpRequest, one: Voucher) -> dict[str, Any]:
    shops = list(till.shops_of(one))
    facts = {"voucher": one, "shops": shops, "last_day": one.last_day, "crumbs": _crumbs()}
    if not one.is_usable:
        return facts
    said = TillCode.objects.filter(voucher=one, expires_at__gt=clock.now()).select_related("merchant").first()
    return facts | {
        "code": codes.grouped(one.code),
        "picture": qr_of(request, one.code),
        "said": said,
        "only_shop": shops[0] if len(shops) == 1 else None,
        "digits_form": DigitsForm(shops=till.shops_of(one)),
    }
