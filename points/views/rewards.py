"""What points can become: the shelf, and one reward with the button that turns points into a voucher."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from points import redeem
from points.forms.rewards import OrderForm
from points.models import Product
from points.shelf import available_to, on_the_shelf, open_shops


@login_required
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Everything that is offered, the cheapest first."""
    available = available_to(request.user)
    facts = {"products": on_the_shelf(available), "available": available, "crumbs": crumbs()}
    return render(request, "points/rewards.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reward(request: HttpRequest, code: str) -> HttpResponse:
    """One reward: what it is, where it can be used, what remains; POST makes the voucher."""
    product = get_object_or_404(Product.objects.offered(), code=code)
    form = OrderForm(request.POST or None, initial={"price": product.price})
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        try:
            voucher = redeem.order(product, by=request.user, key=facts["key"], price=facts["price"])
        except NotNow as not_now:
            product.refresh_from_db()
            form = OrderForm(initial={"price": product.price})
            return render(request, "points/reward.html", _facts(request, product, form, not_now.reason), status=409)
        messages.success(request, _("Here is your voucher. Show it at the till."))
        return redirect(voucher)
    return render(request, "points/reward.html", _facts(request, product, form))


def crumbs() -> list[tuple[str, str]]:
    return [(_("My points"), reverse("points:points"))]


def _facts(request: HttpRequest, product: Product, form: OrderForm, refusal: str = "") -> dict[str, Any]:
    available = available_to(request.user)
    return {
        "product": product,
        "form": form,
        "refusal": refusal,
        "shops": open_shops(product),
        "available": available,
        "left": available - product.price,
        "missing": max(product.price - available, 0),
        "is_sold_out": product.stock == 0,
        "valid_until": clock.today() + timedelta(days=product.valid_days),
        "crumbs": [*crumbs(), (_("Rewards"), reverse("points:rewards"))],
    }
