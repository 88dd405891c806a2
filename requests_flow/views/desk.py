"""The desk: the list, the need beside it or on its own page, and every step that the desk takes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from enterprises.models import Person
from enterprises.roles import DESK, Role
from parkdesk.core import access, clock, files
from requests_flow import beside, lists, suggesting
from requests_flow import reference as references
from requests_flow.forms import desk as forms
from requests_flow.forms.bulk import FORMS as MANY_STEPS
from requests_flow.looks import CONTACT_READ
from requests_flow.models import Need
from requests_flow.views import filters
from requests_flow.views.advice import everything, suggestions
from requests_flow.views.counter import IN_ITS_PLACE, STANDS_BESIDE, STEPS, facts_of
from requests_flow.views.saved import beside_the_list
from requests_flow.views.steps import Counter, take_step

ALONG = (
    "park", "park__operator", "park__property_manager", "building", "enterprise", "service", "unit", "owner",
    "handler", "first_contact", "merged_into", "contact", "incident",
)  # fmt: skip
WRITERS = (Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER)
READS_ALOUD = frozenset({Role.DISCIPLINE_AUDITOR})


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The list that eight people work from all day, red first."""
    asked = lists.Asked.of(request.GET, request.user)
    listing = lists.Listing(asked, request.user, clock.now())
    facts = {
        "asked": asked,
        "page": listing.page,
        "tabs": filters.tabs(listing),
        "chips": filters.chips(asked),
        "panel": filters.panel(asked) if "conditions" in request.GET else None,
        "pages": filters.pages(listing),
        "is_found_by_number": bool(asked.number),
        "may_enter": request.user.wears(*DESK),
        "saved": beside_the_list(asked, request.user),
        "many_steps": [(name, form.label) for name, form in MANY_STEPS.items()],
        "may_write_templates": request.user.wears(*WRITERS),
    }
    return render(request, "requests_flow/desk.html", facts)


@login_required
@require_safe
def need(request: HttpRequest, ref: str) -> HttpResponse:
    """One need as the desk sees it; beside the list when htmx asks for it."""
    one = _find(request, ref)
    _write_down(request.user, one)
    if request.htmx:
        return render(request, _part(request), facts_of(request, one))
    return render(request, "requests_flow/need.html", facts_of(request, one))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def need_step(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Every step of a need at the desk, and the look at its reporter's contact."""
    one = _find(request, ref)
    if not request.user.wears(*DESK):
        raise Http404
    if verb == "contact":
        return _contact(request, one)
    return take_step(request, one, verb, COUNTER)


def _find(request: HttpRequest, ref: str) -> Need:
    """The need with this reference, if this person may know of it. Raises Http404."""
    number = references.tidy(ref)
    seen = beside.with_marks(Need.objects.at_the_desk(request.user).select_related(*ALONG)).annotate(**STANDS_BESIDE)
    return get_object_or_404(seen, reference=number)


def _write_down(person: Person, one: Need) -> None:
    """An auditor's look at a need is itself on record (domain.md 3)."""
    if person.wears(*READS_ALOUD) and not person.wears(*DESK):
        access.looked_at(one, by=person, action="need.read")


def _part(request: HttpRequest) -> str:
    return "requests_flow/_pane.html" if "pane" in request.GET else "requests_flow/_need.html"


def _contact(request: HttpRequest, one: Need) -> HttpResponse:
    """Show the contact once, for a reason that is written down (quality 18)."""
    contact = getattr(one, "contact", None)
    if contact is None:
        raise Http404
    form = forms.ContactForm(request.POST or None, need=one, by=request.user)
    shown = None
    if form.is_bound and form.is_valid():
        access.looked_at(one, by=request.user, action=CONTACT_READ, reason=form.said)
        shown = contact
    facts = {"form": form, "need": one, "verb": "contact", "home": one.get_absolute_url(), "shown": shown}
    return render(request, "requests_flow/contact.html", facts)


def _answer(request: HttpRequest, one: Need) -> HttpResponse:
    """After a step: the need as it stands now, in the place where it was; the list beside it looks again."""
    fresh = _find(request, one.reference)
    answer = render(request, _part(request), facts_of(request, fresh) | {"is_answer": True})
    return trigger_client_event(answer, "needchanged")


def _beside(request: HttpRequest, one: Need) -> dict[str, Any]:
    """What stands beside the form of a step on its own page: the need, and what could be adopted."""
    verb = request.resolver_match.kwargs["verb"]
    sorts = verb in {"triage", "settle"}
    advice = suggesting.advise(one, by=request.user) if sorts else None
    return {
        "suggestions": suggestions(one, advice, ["triage"]) if advice else [],
        "adopt_all": everything(advice) if advice else "",
        "suggested_by": advice.version if advice else "",
        "pictures": files.shown(files.of(one).filter(step="submit")),
        "crumbs": [(filters.desk_word(), reverse("requests_flow:desk")), (one.reference, one.get_absolute_url())],
    }


COUNTER = Counter(
    name="desk",
    forms=STEPS | IN_ITS_PLACE,
    page="requests_flow/step.html",
    part="requests_flow/_step.html",
    home=lambda one: one.get_absolute_url(),
    answer=_answer,
    facts=_beside,
)
