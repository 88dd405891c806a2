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
from parkdesk.core.idempotency import new_key
from requests_flow import checklist, guards, lists, outlook, suggesting, together
from requests_flow import reference as references
from requests_flow.forms import desk as forms
from requests_flow.forms import handling, judging
from requests_flow.forms import steps as shared
from requests_flow.forms import together as kin
from requests_flow.forms.bulk import FORMS as MANY_STEPS
from requests_flow.guards import UNDONE_WITHIN
from requests_flow.looks import CONTACT_READ
from requests_flow.models import Mending, Need, UpwardRequest
from requests_flow.timeline import Line, timeline
from requests_flow.views import filters
from requests_flow.views.advice import everything, suggestions
from requests_flow.views.buttons import buttons, kinds
from requests_flow.views.saved import beside_the_list
from requests_flow.views.steps import Counter, open_verbs, pictures_of, take_step
from requests_flow.who import who_answers

ALONG = (
    "park", "park__operator", "park__property_manager", "building", "enterprise", "service", "unit", "owner",
    "handler", "first_contact", "merged_into", "contact", "incident",
)  # fmt: skip
# What may be asked for at the desk, the likeliest first. The first open one is the main button.
STEPS: dict[str, type[shared.StepForm]] = {
    "triage": forms.SortForm,
    "dispatch": forms.DispatchForm,
    "deliberate": shared.DeliberateForm,
    "accept": shared.AcceptForm,
    "extend": shared.ExtendForm,
    "refuse_extension": shared.RefuseExtensionForm,
    "resolve": shared.ResolveForm,
    "follow_up": judging.FollowUpForm,
    "call_back": judging.CallBackForm,
    "call_again": judging.CallAgainForm,
    "uphold": judging.UpholdForm,
    "mend": judging.MendForm,
    "contact_rater": judging.ContactRaterForm,
    "mark_mistaken": judging.MarkMistakenForm,
    "miss_call": judging.MissCallForm,
    "close": shared.CloseForm,
    "resume": shared.ResumeForm,
    "settle": forms.SettleForm,
    "acknowledge": shared.AcknowledgeForm,
    "inform": shared.InformForm,
    "ask": shared.AskForm,
    "correct": handling.CorrectForm,
    "allow_correction": handling.AllowCorrectionForm,
    "explain": handling.ExplainForm,
    "ask_support": handling.AskSupportForm,
    "hand_down": handling.HandDownForm,
    "transfer": handling.TransferForm,
    "wait": shared.WaitForm,
    "ask_extension": shared.AskExtensionForm,
    "note": shared.NoteForm,
    "hand_back": shared.HandBackForm,
    "retier": forms.RetierForm,
    "lower_tier": forms.LowerTierForm,
    "reopen": shared.ReopenForm,
    "return": shared.ReturnForm,
    "unmerge": kin.UnmergeForm,
    "merge": forms.MergeForm,
    "split": kin.SplitForm,
    "link": kin.LinkForm,
    "join": kin.JoinForm,
    "leave": kin.LeaveForm,
    "unlink": kin.UnlinkForm,
    "decline": forms.DeclineForm,
    "invalidate": forms.InvalidateForm,
}
# Forms that need room, or photos, open as pages of their own.
OWN_PAGE = frozenset({"triage", "settle", "resolve", "inform", "split", "correct"})
# Pressed beside what they are about, not among the steps.
ELSEWHERE = frozenset({"unmerge", "unlink", "leave"})
# Taken from a piece of the page, without a button among the others.
IN_ITS_PLACE = {"tick": handling.TickForm}
# The buttons beside the list; the need's page has them all.
IN_THE_PANE = 5
KINDS = ("public", "internal")
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
        return render(request, _part(request), _facts(request, one))
    return render(request, "requests_flow/need.html", _facts(request, one))


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
    return get_object_or_404(Need.objects.at_the_desk(request.user).select_related(*ALONG), reference=number)


def _write_down(person: Person, one: Need) -> None:
    """An auditor's look at a need is itself on record (domain.md 3)."""
    if person.wears(*READS_ALOUD) and not person.wears(*DESK):
        access.looked_at(one, by=person, action="need.read")


def _facts(request: HttpRequest, one: Need) -> dict[str, Any]:
    """What the need's page and the pane beside the list show."""
    verbs = open_verbs(one, request.user, STEPS) if request.user.wears(*DESK) else []
    lines = timeline(one, public=False)
    kind = request.GET.get("lines", "") if request.GET.get("lines") in KINDS else ""
    advice = suggesting.advise(one, by=request.user) if {"triage", "retier", "merge"} & set(verbs) else None
    return _together(one, request.user, verbs) | {
        "need": one,
        "buttons": buttons(one, _among_the_steps(verbs), STEPS, route="requests_flow:need_step", own_page=OWN_PAGE),
        "in_the_pane": IN_THE_PANE,
        "pill": outlook.pill_of(one),
        "who": who_answers(one),
        "checklist": checklist.of(one),
        "upwards": _upwards(request.user, one),
        "may_ask": one.is_open and bool(one.triaged_at) and guards.sits_at_the_desk(one, request.user),
        "parts": one.parts_given,
        "tick_at": "requests_flow:need_step" if open_verbs(one, request.user, IN_ITS_PLACE) else "",
        "lines": _of_kind(lines, kind),
        "kinds": kinds(lines, kind),
        "pictures": pictures_of(lines),
        "suggestions": suggestions(one, advice, verbs) if advice else [],
        "adopt_all": everything(advice) if advice and "triage" in verbs else "",
        "suggested_by": advice.version if advice else "",
        "contact": getattr(one, "contact", None) if request.user.wears(*DESK) else None,
        "mendings": _mendings(request.user, one),
        "crumbs": [(filters.desk_word(), reverse("requests_flow:desk"))],
    }


def _together(one: Need, person: Person, verbs: list[str]) -> dict[str, Any]:
    """What the need has to do with others, and what this person may do about that."""
    return {
        "kin": together.kin_of(one, person),
        "undo_until": one.closed_at + UNDONE_WITHIN if "unmerge" in verbs else None,
        "may_tie": "link" in verbs,
        "opens_incident": "join" in verbs and one.park_id is not None,
        "key": new_key(),
    }


def _among_the_steps(verbs: list[str]) -> list[str]:
    return [verb for verb in verbs if verb not in ELSEWHERE]
def _upwards(person: Person, one: Need) -> list[UpwardRequest]:
    """What was asked upwards; nothing is asked before the need is sorted."""
    return list(one.upward_requests.select_related("need")) if one.triaged_at and person.wears(*DESK) else []


def _mendings(person: Person, one: Need) -> list[Mending]:
    """What follows its low ratings; there is none before it was answered once."""
    was_answered = one.resolved_at is not None or one.handling > 1
    return list(one.mendings.select_related("rating")) if was_answered and person.wears(*DESK) else []


def _of_kind(lines: list[Line], kind: str) -> list[Line]:
    return [line for line in lines if line.is_internal == (kind == "internal")] if kind in KINDS else lines


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
        access.looked_at(one, by=request.user, action=CONTACT_READ, reason=form.cleaned_data["reason"])
        shown = contact
    facts = {"form": form, "need": one, "verb": "contact", "home": one.get_absolute_url(), "shown": shown}
    return render(request, "requests_flow/contact.html", facts)


def _answer(request: HttpRequest, one: Need) -> HttpResponse:
    """After a step: the need as it stands now, in the place where it was; the list beside it looks again."""
    fresh = _find(request, one.reference)
    answer = render(request, _part(request), _facts(request, fresh) | {"is_answer": True})
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
        "pictures": [
            {"url": files.link(p), "thumb": files.link(p, thumb=True)} for p in files.of(one).filter(step="submit")
        ],
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
