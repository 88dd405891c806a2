"""What is held about me: see, take along, correct, take my agreement back, erase.

The same pages for somebody signed in (`/me/privacy/`) and for whoever holds a tracking link and has no account (only
that need). Nobody else has them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Person
from parkdesk import erasing, privacy, taking_along
from parkdesk.core import clock, limits
from parkdesk.core.actors import Actor, is_person
from parkdesk.views.privacy_forms import ContactForm, MyNameForm
from requests_flow import links
from requests_flow.agreement import change_contact, withdraw_contact
from requests_flow.device import HOUR
from requests_flow.erasing import needs_of
from requests_flow.masking import masked
from requests_flow.models import Need, ReporterContact
from requests_flow.personal import Personal

COPIES_AN_HOUR = 10
SHOWN = 10
HIDDEN = frozenset(Personal)
View = Callable[..., HttpResponse]
PAGES = ("", "export", "correct", "agreement", "erase", "really")


@dataclass(frozen=True)
class Whose:
    """Whose data a page is about: a person's, or that of the reporter of one need."""

    person: Person | None
    need: Need | None
    by: Actor

    def url(self, page: str = "") -> str:
        name = f"privacy_{page}" if page else "privacy"
        if self.need:
            return reverse(f"track_{name}", args=[self.need.token])
        return reverse(f"me_{name}")

    @property
    def key(self) -> str:
        return f"need:{self.need.pk}" if self.need else f"person:{self.by.pk}"  # type: ignore[union-attr]

    def held(self) -> list[privacy.Held]:
        return privacy.of_need(self.need) if self.need else privacy.of_person(self.person)  # type: ignore[arg-type]

    def needs(self) -> Any:
        """The needs behind it, newest first."""
        return [self.need] if self.need else needs_of(self.person).order_by("-pk")  # type: ignore[arg-type]

    def crumbs(self) -> list[tuple[str, str]]:
        home = (str(self.need.reference), self.need.get_tracking_url()) if self.need else (_("My page"), reverse("me"))
        return [home]


def about_me(view: View) -> View:
    """Find whose page it is before the view runs; a need under an account has its page at `/me/` alone."""

    @wraps(view)
    def find(request: HttpRequest, token: str = "") -> HttpResponse:  # nosec B107 (no link, but an account)
        if token:
            need = links.by_token(token)
            if need.reporter_id:
                raise Http404
            return view(request, Whose(None, need, links.holder_of(need, None)))
        if not is_person(request.user):
            return redirect_to_login(request.get_full_path())
        return view(request, Whose(request.user, None, request.user))  # type: ignore[arg-type]

    return never_cache(find)


@require_safe
@about_me
def mine(request: HttpRequest, whose: Whose) -> HttpResponse:
    """What is held about me, kind by kind, with what I can do about it."""
    facts = {
        "held": [_shown(one) for one in whose.held()],
        "agreed": list(ReporterContact.objects.filter(need__in=whose.needs()).select_related("need")),
        "version": settings.PRIVACY_VERSION,
        "whose": whose,
    }
    return _page(request, whose, "parkdesk/my_privacy.html", facts)


def _shown(one: privacy.Held) -> dict[str, Any]:
    """The newest rows, numbers and addresses masked: others may look over a shoulder. The copy has them whole."""
    rows = [{label: masked(value, HIDDEN) for label, value in row.items()} for row in one.rows[:SHOWN]]
    return {"holding": one.holding, "rows": rows, "more": max(0, len(one.rows) - SHOWN)}


@require_POST
@about_me
def take_along(request: HttpRequest, whose: Whose) -> HttpResponse:
    """A copy of all of it, as one file."""
    limits.hit(f"copy:{whose.key}", limit=COPIES_AN_HOUR, window=HOUR)
    answer = HttpResponse(taking_along.copy_of(whose.held(), whose.needs()), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="my-data-{clock.today():%Y%m%d}.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@about_me
def correct(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Mend what is wrong: my name and language, or the contact of my need."""
    sent = request.POST if request.method == "POST" else None
    form = _contact_form(whose.need, sent) if whose.need else MyNameForm(sent, instance=_fresh(whose.person))
    if sent is not None and form.is_valid():
        _keep(form, whose)
        messages.success(request, _("Saved."))
        return redirect(whose.url())
    return _page(request, whose, "parkdesk/privacy_correct.html", {"form": form, "whose": whose})


def _fresh(person: Person | None) -> Person:
    """A row of its own: what was typed and refused is not shown as my name at the top of the page."""
    return Person.objects.get(pk=person.pk)  # type: ignore[union-attr]


def _contact_form(need: Need, sent: Any) -> ContactForm:
    contact = ReporterContact.objects.filter(need=need).first()
    if contact is None:
        raise Http404
    return ContactForm(sent, contact=contact)


def _keep(form: Any, whose: Whose) -> None:
    if whose.need:
        change_contact(whose.need, by=whose.by, **form.cleaned_data)
    else:
        Person.objects.filter(pk=whose.by.pk).update(**form.cleaned_data)  # type: ignore[union-attr]


@require_POST
@about_me
def take_back(request: HttpRequest, whose: Whose) -> HttpResponse:
    """I agree no more: the contact of one need goes, the work on it goes on."""
    need = next((one for one in whose.needs() if one.reference == request.POST.get("need")), None)
    if need is None:
        raise Http404
    withdraw_contact(need, by=whose.by)
    messages.success(request, _("Your contact is erased. The work on your need goes on."))
    return redirect(whose.url())


@require_safe
@about_me
def erase(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Asked once: what goes, what stays and why, what must end first."""
    stays = privacy.stays_of_need() if whose.need else privacy.stays_of_person()
    facts = {"stays": stays, "obstacles": _obstacles(whose), "whose": whose}
    return _page(request, whose, "parkdesk/privacy_erase.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@about_me
def really(request: HttpRequest, whose: Whose) -> HttpResponse:
    """Asked again, then done."""
    if request.method != "POST":
        if _obstacles(whose):
            return redirect(whose.url("erase"))
        return _page(request, whose, "parkdesk/privacy_really.html", {"whose": whose})
    if whose.need:
        erasing.erase_own_need(whose.need, by=whose.by)
        home = whose.need.get_tracking_url()
    else:
        erasing.erase_person(whose.person, by=whose.by)  # type: ignore[arg-type]
        logout(request)
        home = reverse("privacy")
    messages.success(request, _("Your data is erased. What stays is named on the page about personal data."))
    return redirect(home)


def _obstacles(whose: Whose) -> list[str]:
    if whose.need:
        return [one for one in [erasing.obstacle_of(whose.need)] if one]
    return list(erasing.obstacles(whose.person))  # type: ignore[arg-type]


def _page(request: HttpRequest, whose: Whose, template: str, facts: dict[str, Any]) -> HttpResponse:
    """In no index, and no address of a tracking link goes to others."""
    urls = {page or "home": whose.url(page) for page in PAGES}
    answer = render(request, template, facts | {"crumbs": whose.crumbs(), "urls": urls})
    answer["X-Robots-Tag"] = "noindex"
    return answer
