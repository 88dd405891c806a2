"""The till: scan or type, look at what it is worth, one press takes it. Two taps."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parkdesk.core import clock, flow, states
from points import settlements, till_day
from points import till as work
from points.forms.till import CodeForm, TakeForm, UndoForm
from points.models import Merchant, Voucher

# So long may a ticket lie on the screen before somebody presses.
SALT, PRESSED_WITHIN = "points.till.ticket", 600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def till(request: HttpRequest) -> HttpResponse:
    """The first page of a shop: the field for a code, and what was taken today."""
    merchant = _shop(request)
    form = CodeForm(request.POST or None)
    if merchant and form.is_bound and form.is_valid():
        return _look(request, merchant, form.cleaned_data["code"])
    return _show(request, merchant, form=form, status=422 if form.is_bound else 200)


@login_required
@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """A voucher's QR code was scanned: what it is worth, and the button."""
    return _look(request, _shop_or_404(request), code)


@login_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The press."""
    merchant, form = _shop_or_404(request), TakeForm(request.POST)
    if not form.is_valid():
        return redirect("points:till")
    try:
        pk = signing.loads(form.cleaned_data["ticket"], salt=SALT, max_age=PRESSED_WITHIN)
        voucher = get_object_or_404(Voucher, pk=pk)
        taken = work.take(voucher, merchant=merchant, by=request.user, key=form.cleaned_data["key"])
    except signing.BadSignature:
        messages.info(request, _("This ticket has lain here too long. Please scan it once more."))
        return redirect("points:till")
    except work.NotTaken as refused:
        return _refuse(request, merchant, refused)
    return redirect("points:till_taken", taken.pk)


@login_required
@require_safe
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    """It is taken: what, when, how many points, and for half an hour the way back."""
    merchant = _shop_or_404(request)
    voucher = _taken_here(merchant, pk)
    return _show(request, merchant, taken=voucher)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """A wrong take is taken back: asks first, and says who is told."""
    merchant = _shop_or_404(request)
    voucher = _taken_here(merchant, pk)
    form = UndoForm(request.POST or None)
    if form.is_bound and form.is_valid():
        work.undo(voucher, by=request.user, **form.cleaned_data)
        messages.success(request, _("Undone. The guest has the points again."))
        return redirect("points:till")
    flow.refuse_unless_open(voucher, states.find(voucher, "undo"))
    facts = {"voucher": voucher, "form": form, "merchant": merchant, "crumbs": [(_("Till"), reverse("points:till"))]}
    return render(request, "points/till_undo.html", facts)


def _shop(request: HttpRequest) -> Merchant | None:
    """The shop at whose till this person stands today; who helps out elsewhere stands where they began last."""
    return Merchant.objects.served_by(request.user).first()


def _shop_or_404(request: HttpRequest) -> Merchant:
    shop = _shop(request)
    if shop is None:
        raise Http404
    return shop


def _taken_here(merchant: Merchant, pk: int) -> Voucher:
    rows = Voucher.objects.filter(merchant=merchant).select_related("product", "merchant")
    return get_object_or_404(rows, pk=pk)


def _look(request: HttpRequest, merchant: Merchant, code: str) -> HttpResponse:
    try:
        voucher = work.check(code, merchant=merchant, by=request.user)
    except work.NotTaken as refused:
        return _refuse(request, merchant, refused)
    form = TakeForm(initial={"ticket": signing.dumps(voucher.pk, salt=SALT)})
    return _show(request, merchant, voucher=voucher, take_form=form)


def _refuse(request: HttpRequest, merchant: Merchant, refused: work.NotTaken) -> HttpResponse:
    return _show(request, merchant, refused=refused, status=409)


def _show(request: HttpRequest, merchant: Merchant | None, *, status: int = 200, **facts: Any) -> HttpResponse:
    """The till with today's list; without a shop it says whom to ask."""
    if merchant:
        since = datetime.combine(clock.today(), time(), tzinfo=clock.SHANGHAI)
        facts |= {"day": till_day.of(merchant, since), "settles_on": settlements.next_day(clock.today())}
    facts.setdefault("form", CodeForm())
    return render(request, "points/till.html", facts | {"merchant": merchant}, status=status)
