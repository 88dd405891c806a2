"""My e-mail address: changed once somebody has read six digits there."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enterprises.models import Person
from parkdesk.core import codes, limits
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message
from parkdesk.views.privacy_forms import MailForm
from parkdesk.views.wishes_form import CodeForm

ASKED, PURPOSE = "email_asked", "email"
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
    for key in (f"mailcode:{request.user.pk}", f"mailcode:{codes.mark_of(to.lower())}"):
        limits.hit(key, limit=CODES_AN_HOUR, window=HOUR)
    digits = codes.new_digits()
    words = _("%(code)s is your code for the service desk. It lasts 10 minutes; tell it to nobody.") % {"code": digits}
    try:
        asked = codes.ask(PURPOSE, Address(email=to), digits, Message(_("Your code for the service desk"), words))
    except codes.NotSent:
        messages.error(request, _("The e-mail did not go out. Try again later."))
        return False
    request.session[ASKED] = asked.keep()
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Type the code; then the address is mine."""
    asked = codes.Asked.read(request.session.get(ASKED), PURPOSE)
    if asked is None:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("me_email")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_mine(request, form, asked):
        return redirect("me_privacy")
    return _page(request, form, _("Enter the code"), _("It has six digits and lasts 10 minutes."))


def _is_mine(request: HttpRequest, form: CodeForm, asked: codes.Asked) -> bool:
    limits.hit(f"mailtry:{request.user.pk}", limit=TRIES, window=codes.LASTS)
    if not asked.is_right(form.cleaned_data["code"]):
        form.add_error("code", _("This is not the code that was sent."))
        return False
    if Person.objects.filter(email__iexact=asked.to).exclude(pk=request.user.pk).exists():
        form.add_error(None, _("This address belongs to another account. Ask the desk to change it."))
        return False
    _change(request.user, asked.to)
    del request.session[ASKED]
    messages.success(request, _("Saved."))
    return True


@transaction.atomic
def _change(person: Person, to: str) -> None:
    """The one before goes from where the sign-in keeps it, too: it opens nothing more, and may be somebody else's."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=to).delete()
    Person.objects.filter(pk=person.pk).update(email=to)


def _page(request: HttpRequest, form: Any, title: str, lede: str) -> HttpResponse:
    crumbs = [(_("My page"), reverse("me")), (_("My personal data"), reverse("me_privacy"))]
    facts = {"form": form, "title": title, "lede": lede, "crumbs": crumbs}
    return render(request, "parkdesk/phone.html", facts)
