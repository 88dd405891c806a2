"""My notices: what I want to be told, by which channel, when; and the proof that a mobile number is mine."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.models import Person
from parkdesk.core import channels, codes, limits, notices
from parkdesk.core.models import Notice
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message
from parkdesk.views.wishes_form import CodeForm, PhoneForm, WishesForm

ASKED, PURPOSE = "phone_asked", "phone"
CODES_AN_HOUR, TRIES = 5, 5
HOUR = timedelta(hours=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """My wishes; they hold for what waits already, too."""
    person: Person = request.user
    mine = notices.wishes_of(f"person:{person.pk}")
    form = WishesForm(request.POST if request.method == "POST" else None, by=person, mine=mine)
    if form.is_bound and form.is_valid():
        notices.keep_wishes(mine.recipient, **form.said())
        Person.objects.filter(pk=person.pk).update(language=form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        return redirect("me_wishes")
    facts = {"form": form, "crumbs": [(_("My page"), reverse("me"))], **_ways(person)}
    return render(request, "parkdesk/wishes.html", facts)


def _ways(person: Person) -> dict[str, Any]:
    """Where I can be reached, and what is missing."""
    open_now = channels.open_now()
    plain = (person.phone or "").removeprefix("+86")
    return {
        "has_sms": Notice.Channel.SMS in open_now,
        "has_email": Notice.Channel.EMAIL in open_now,
        "email": person.email or "",
        "phone": f"{plain[:3]}****{plain[-4:]}" if plain else "",
        "is_verified": bool(plain and person.phone_verified),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Say my number; a code is sent to it."""
    if Notice.Channel.SMS not in channels.open_now():
        messages.error(request, _("Text messages are not set up here."))
        return redirect("me_wishes")
    form = PhoneForm(request.POST if request.method == "POST" else None, initial=_known(request.user))
    if form.is_bound and form.is_valid() and _send_code(request, form.cleaned_data["phone"]):
        return redirect("me_phone_code")
    return _page(request, form, _("My mobile number"), _("We send six digits to it, to see that it is yours."))


def _known(person: Person) -> dict[str, str]:
    return {"phone": (person.phone or "").removeprefix("+86")}


def _send_code(request: HttpRequest, number: str) -> bool:
    """Send six digits; the session keeps what is needed to know them again, not the digits."""
    for key in (f"phonecode:{request.user.pk}", f"phonecode:{codes.mark_of(number)}"):
        limits.hit(key, limit=CODES_AN_HOUR, window=HOUR)
    digits = codes.new_digits()
    words = _("%(code)s is your code for the service desk. It lasts 10 minutes; tell it to nobody.") % {"code": digits}
    try:
        asked = codes.ask(PURPOSE, Address(phone=number), digits, Message(words, ""))
    except codes.NotSent:
        messages.error(request, _("The text message did not go out. Try again later."))
        return False
    request.session[ASKED] = asked.keep()
    if codes.is_shown_here():
        messages.info(request, _("In this demonstration the text message reads: %(text)s") % {"text": words})
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Type the code; then the number is mine."""
    asked = codes.Asked.read(request.session.get(ASKED), PURPOSE)
    if asked is None:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("me_phone")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_mine(request, form, asked):
        return redirect("me_wishes")
    return _page(request, form, _("Enter the code"), _("It has six digits and lasts 10 minutes."))


def _is_mine(request: HttpRequest, form: CodeForm, asked: codes.Asked) -> bool:
    limits.hit(f"phonetry:{request.user.pk}", limit=TRIES, window=codes.LASTS)
    if not asked.is_right(form.cleaned_data["code"]):
        form.add_error("code", _("This is not the code that was sent."))
        return False
    if Person.objects.filter(phone=asked.to).exclude(pk=request.user.pk).exists():
        form.add_error(None, _("This number belongs to another account. Ask the desk to change it."))
        return False
    Person.objects.filter(pk=request.user.pk).update(phone=asked.to, phone_verified=True)
    del request.session[ASKED]
    limits.forgive(f"phonetry:{request.user.pk}")
    messages.success(request, _("The number is verified."))
    return True


@login_required
@require_POST
def phone_forget(request: HttpRequest) -> HttpResponse:
    """Take my number out again."""
    Person.objects.filter(pk=request.user.pk).update(phone=None, phone_verified=False)
    messages.success(request, _("The number is removed."))
    return redirect("me_wishes")


def _page(request: HttpRequest, form: Any, title: str, lede: str) -> HttpResponse:
    crumbs = [(_("My page"), reverse("me")), (_("My notices"), reverse("me_wishes"))]
    facts = {"form": form, "title": title, "lede": lede, "crumbs": crumbs}
    return render(request, "parkdesk/phone.html", facts)
