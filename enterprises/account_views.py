"""An account on the way to a firm: name, number or mailbox, six digits. Who has one already signs in instead."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enterprises import opening
from enterprises.claim_forms import AccountForm, DigitsForm, shown_in_demonstration
from parkdesk.core import codes, limits
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message

KEPT, PURPOSE, WAY_ON = "account_asked", "account", "account_next"
HOUR = timedelta(hours=1)
# A whole park may share one address (quality 15).
CODES_A_MAILBOX, CODES_AN_ADDRESS, TRIES = 5, 200, 5
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Say who one is; a code is sent. `?next=` is where it goes on."""
    next_url = _next(request)
    if request.user.is_authenticated:
        return redirect(next_url)
    form = AccountForm(request.POST if request.method == "POST" else None, by=None)
    if form.is_bound and form.is_valid() and _send(request, form, next_url):
        return redirect("enterprises:claim_account_code")
    facts = {"form": form, "sign_in": f"{reverse('account_login')}?{urlencode({'next': next_url})}"}
    return render(request, "enterprises/account.html", facts | {"home": reverse("enterprises:claim")})


def _next(request: HttpRequest) -> str:
    # The form posts to the bare address, so the way on is kept when the page is opened with it.
    if "next" in request.GET:
        request.session[WAY_ON] = request.GET["next"]
    wanted = request.session.get(WAY_ON, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("enterprises:claim")


def _send(request: HttpRequest, form: AccountForm, next_url: str) -> bool:
    address, digits = form.cleaned_data["to"], codes.new_digits()
    hits = {
        f"account:{codes.mark_of(codes.where(address))}": CODES_A_MAILBOX,
        f"account:at:{_from(request)}": CODES_AN_ADDRESS,
    }
    limits.hit_each(hits, window=HOUR)
    words = _("%(code)s is your code for the service desk. It lasts 10 minutes; tell it to nobody.") % {"code": digits}
    try:
        asked = codes.ask(PURPOSE, address, digits, Message(words, ""))
    except codes.NotSent:
        form.add_error("to", _("The message did not go out. Try again later."))
        return False
    kept = {"asked": asked.keep(), "name": form.cleaned_data["name"], "is_phone": bool(address.phone)}
    request.session[KEPT] = kept | {"next": next_url}
    if codes.is_shown_here():
        messages.info(request, shown_in_demonstration(digits))
    return True


def _from(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


@require_http_methods(["GET", "HEAD", "POST"])
def account_code(request: HttpRequest) -> HttpResponse:
    """Type the digits; then the account is there, or the sign-in page where one was already."""
    kept = request.session.get(KEPT) or {}
    asked = codes.Asked.read(kept.get("asked"), PURPOSE)
    if asked is None:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("enterprises:claim_account")
    form = DigitsForm(request.POST if request.method == "POST" else None, by=None)
    if form.is_bound and form.is_valid() and _is_theirs(form, asked):
        return _enter(request, kept, asked)
    return render(request, "enterprises/act.html", {"form": form, "home": reverse("enterprises:claim_account")})


def _is_theirs(form: DigitsForm, asked: codes.Asked) -> bool:
    limits.hit(f"accounttry:{codes.mark_of(asked.to)}", limit=TRIES, window=codes.LASTS)
    if asked.is_right(form.cleaned_data["code"]):
        limits.forgive(f"accounttry:{codes.mark_of(asked.to)}")
        return True
    form.add_error("code", _("This is not the code that was sent."))
    return False


def _enter(request: HttpRequest, kept: dict[str, Any], asked: codes.Asked) -> HttpResponse:
    address = Address(phone=asked.to) if kept["is_phone"] else Address(email=asked.to)
    del request.session[KEPT]
    if opening.owner_of(address):
        messages.info(request, _("You have an account already: sign in with it."))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': kept['next']})}")
    login(request, opening.open_account(kept["name"], address), backend=BACKEND)
    return redirect(kept["next"])
