"""What may be asked for at the desk's counter, and what the page of a need shows there."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from enterprises.models import Person
from enterprises.roles import DESK
from parkdesk.core.idempotency import new_key
from requests_flow import beside, checklist, guards, outlook, suggesting, together
from requests_flow.forms import desk as forms
from requests_flow.forms import handling, judging
from requests_flow.forms import steps as shared
from requests_flow.forms import together as kin
from requests_flow.guards import UNDONE_WITHIN
from requests_flow.joint_guards import may_open
from requests_flow.models import Joint, Mediation, Mending, Need
from requests_flow.timeline import Line, timeline
from requests_flow.views import filters
from requests_flow.views.advice import everything, suggestions
from requests_flow.views.buttons import buttons, kinds
from requests_flow.views.steps import open_verbs, pictures_of
from requests_flow.who import who_answers

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
# Read along with the need, so that its page asks for what stands beside it only where there is something.
STANDS_BESIDE = {
    "is_mediated": Exists(Mediation.objects.filter(need=OuterRef("pk"))),
    "has_team": Exists(Joint.objects.filter(need=OuterRef("pk"))),
}


def facts_of(request: HttpRequest, one: Need) -> dict[str, Any]:
    """What the need's page and the pane beside the list show."""
    verbs = open_verbs(one, request.user, STEPS) if request.user.wears(*DESK) else []
    lines = timeline(one, public=False)
    kind = request.GET.get("lines", "") if request.GET.get("lines") in KINDS else ""
    return {
        **_together(one, request.user, verbs),
        **_upwards(one, request.user),
        "beside": _beside(one, request.user),
        **beside.at_the_desk(one, request.user),
        **_advised(one, request.user, verbs),
        "need": one,
        "buttons": buttons(one, _among_the_steps(verbs), STEPS, route="requests_flow:need_step", own_page=OWN_PAGE),
        "in_the_pane": IN_THE_PANE,
        "pill": outlook.pill_of(one),
        "who": who_answers(one),
        "checklist": checklist.of(one),
        "parts": one.parts_given,
        "tick_at": "requests_flow:need_step" if open_verbs(one, request.user, IN_ITS_PLACE) else "",
        "lines": _of_kind(lines, kind),
        "kinds": kinds(lines, kind),
        "pictures": pictures_of(lines),
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


def _advised(one: Need, person: Person, verbs: list[str]) -> dict[str, Any]:
    """What the engine suggests to whoever may sort, raise or merge."""
    advice = suggesting.advise(one, by=person) if {"triage", "retier", "merge"} & set(verbs) else None
    return {
        "suggestions": suggestions(one, advice, verbs) if advice else [],
        "adopt_all": everything(advice) if advice and "triage" in verbs else "",
        "suggested_by": advice.version if advice else "",
    }


def _among_the_steps(verbs: list[str]) -> list[str]:
    return [verb for verb in verbs if verb not in ELSEWHERE]


def _upwards(one: Need, person: Person) -> dict[str, Any]:
    """What was asked upwards; nothing is asked before the need is sorted."""
    asked = one.upward_requests.select_related("need") if one.triaged_at and person.wears(*DESK) else []
    may_ask = one.is_open and bool(one.triaged_at) and guards.sits_at_the_desk(one, person)
    return {"upwards": list(asked), "may_ask": may_ask}


def _beside(one: Need, person: Person) -> dict[str, Any]:
    """Mediations and the team of an emergency, and who may begin one."""
    if not person.wears(*DESK):
        return {}
    may_act = one.is_open and guards.sits_at_the_desk(one, person)
    joint = Joint.objects.visible_to(person).filter(need=one).select_related("need").last() if one.has_team else None
    mediations = Mediation.objects.visible_to(person).filter(need=one) if one.is_mediated else ()
    return {
        "mediations": list(mediations),
        "joint": joint,
        "may_mediate": may_act and bool(one.triaged_at),
        "may_call": one.is_open and may_open(person) and (joint is None or joint.closed_at is not None),
    }


def _mendings(person: Person, one: Need) -> list[Mending]:
    """What follows its low ratings; there is none before it was answered once."""
    was_answered = one.resolved_at is not None or one.handling > 1
    return list(one.mendings.select_related("rating")) if was_answered and person.wears(*DESK) else []


def _of_kind(lines: list[Line], kind: str) -> list[Line]:
    return [line for line in lines if line.is_internal == (kind == "internal")] if kind in KINDS else lines
