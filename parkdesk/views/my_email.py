"""My e-mail address: changed once somebody has read six digits there."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enterprises.models import Person
from parkdesk.core import clock, limits
from parkdesk.views.privacy_forms import MailForm
from parkdesk.views.wishes_form import CodeForm

ASKED = "email_asked"
CODE_LASTS = timedelta(minutes=10)
CODES_AN_HOUR, TRIES = 5, 5
HOUR = timedelta(hours=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Say my address; a code is sent to it."""
    form = MailForm(request.POST if request.method == "POST" else None, initial={"email": request.user.email})
    if form.is_bound and form.is_valid() and _send_code(request, form.cleaned_data["email"]):
        return redirect("me_email_code")
    return _page(request, form, _("My e-mail address"), _("We send six digits to it, to see that it is yours."))


def _send_code(request: HttpRequest, to: str) -> bool:
    """The session keeps what is needed to know the digits again, not the digits."""
    for key in (f"mailcode:{request.user.pk}", f"mailcode:{_digest(to, '')[:32]}"):
        limits.hit(key, limit=CODES_AN_HOUR, window=HOUR)
    code = f"{secrets.randbelow(1_000_000):06d}"
    words = _("%(code)s is your code for the service desk. It lasts 10 minutes; tell it to nobody.") % {"code": code}
    try:
        send_mail(_("Your code for the service desk"), words, None, [to])
    except OSError:
        messages.error(request, _("The e-mail did not go out. Try again later."))
        return False
    until = (clock.now() + CODE_LASTS).timestamp()
    request.session[ASKED] = {"email": to, "digest": _digest(to, code), "until": until}
    return True


def _digest(to: str, code: str) -> str:
    return salted_hmac("parkdesk.my_email", f"{to.lower()}:{code}", algorithm="sha256").hexdigest()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Type the code; then the address is mine."""
    asked = request.session.get(ASKED)
    if not asked or clock.now().timestamp() > asked["until"]:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("me_email")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_mine(request, form, asked):
        return redirect("me_privacy")
    return _page(request, form, _("Enter the code"), _("It has six digits and lasts 10 minutes."))


def _is_mine(request: HttpRequest, form: CodeForm, asked: dict[str, Any]) -> bool:
    limits.hit(f"mailtry:{request.user.pk}", limit=TRIES, window=CODE_LASTS)
    if not constant_time_compare(_digest(asked["email"], form.cleaned_data["code"]), asked["digest"]):
        form.add_error("code", _("This is not the code that was sent."))
        return False
    if Person.objects.filter(email__iexact=asked["email"]).exclude(pk=request.user.pk).exists():
        form.add_error(None, _("This address belongs to another account. Ask the desk to change it."))
        return False
    Person.objects.filter(pk=request.user.pk).update(email=asked["email"])
    del request.session[ASKED]
    messages.success(request, _("Stored."))
    return True


def _page(request: HttpRequest, form: Any, title: str, lede: str) -> HttpResponse:
    crumbs = [(_("My page"), reverse("me")), (_("My personal data"), reverse("me_privacy"))]
    facts = {"form": form, "title": title, "lede": lede, "crumbs": crumbs}
    return render(request, "parkdesk/phone.html", facts)
