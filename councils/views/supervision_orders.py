"""One supervision order: its page, every step of it, a new one."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import supervise
from councils import supervision_guards as guards
from councils.forms import supervision as forms
from councils.forms import supervision_steps as plain
from councils.instruction_guards import may_enter
from councils.models import Instruction, SupervisionOrder
from councils.sheet_words import listed
from councils.supervision_outlook import outlook
from councils.supervision_timeline import timeline
from councils.supervision_words import State
from councils.views.acts import Act, Place, buttons, take
from councils.views.supervision import PILLS
from enterprises.models import Person
from parkdesk.core import flow, idempotency
from requests_flow.models import Need
from requests_flow.outlook import pill_of
from requests_flow.views.buttons import Button

# What may be asked for, the likeliest first; an act without a use case is its step alone.
ACTS = {
    "register": Act(plain.RegisterForm, supervise.register, "register", is_asked=False, is_main=True),
    "sign": Act(plain.SignForm, supervise.sign, "sign", is_asked=False, is_main=True),
    "extend": Act(plain.ExtendForm, supervise.extend, "extend", is_asked=False, is_main=True),
    "refuse_extension": Act(plain.RefuseExtensionForm, supervise.refuse_extension, "refuse_extension"),
    "verify": Act(plain.VerifyForm, supervise.verify, "verify", is_main=True),
    "strike_off": Act(plain.StrikeOffForm, supervise.strike_off, "strike_off", is_main=True),
    "feedback": Act(plain.FeedbackForm, supervise.feed_back, "feedback", is_main=True),
    "report": Act(plain.ReportForm, supervise.report, "report", is_main=True),
    "send_back": Act(plain.SendBackForm, None, "send_back"),
    "archive": Act(plain.ArchiveForm, None, "archive", is_asked=False, is_main=True),
    "resume": Act(plain.ResumeForm, None, "resume", is_asked=False, is_main=True),
    "assign": Act(forms.AssignForm, supervise.assign, "assign", is_main=True),
    "ask_extension": Act(plain.AskExtensionForm, supervise.ask_extension, "ask_extension"),
    "suspend": Act(plain.SuspendForm, None, "suspend"),
    "name_deputy": Act(forms.DeputyForm, supervise.name_deputy, "name_deputy"),
    "drop": Act(plain.DropForm, None, "drop"),
}
ALONG = (
    "need",
    "need__park",
    "need__building",
    "park",
    "unit",
    "asked",
    "issuer",
    "signer",
    "checker",
    "deputy",
    "resolution",
)
# The way of an order as its page shows it.
STAGES = (State.REGISTERED, State.ASSIGNED, State.IN_HAND, State.REPORTED, State.CHECKED)


@login_required
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what is due, what has to be done, what was fed back."""
    one = _find(request, pk)
    leads = guards.leads_supervision(request.user) or one.deputy_id == request.user.pk
    facts = {
        "order": one,
        "pill": PILLS.get(State(one.state), ""),
        "buttons": _buttons(one, request.user),
        "outlook": outlook(one),
        "stages": [_("register"), _("assign"), _("sign for"), _("do it"), _("check"), _("strike off")],
        "stage": _stage(one),
        "supporting": listed(unit.display_name for unit in one.supporting.all()),
        "lines": timeline(one),
        "instructions": Instruction.objects.visible_to(request.user).standing().filter(order=one),
        "may_enter": one.is_open and may_enter(request.user),
        "need_url": _need_url(request.user, one.need),
        "need_pill": pill_of(one.need) if one.need else "",
        "reads_need": leads and one.need is not None,
        "crumbs": [(_("Supervision"), reverse("councils:supervision"))],
    }
    return render(request, "councils/supervision_order.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Every step of an order."""
    return take(request, _find(request, pk), verb, PLACE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A matter of the committee's own choice; the committee registers it in the same press."""
    if not guards.may_propose(request.user):
        raise PermissionDenied
    form = forms.ProposeForm(request.POST if request.method == "POST" else None, thing=None, by=request.user)
    if form.is_bound and form.is_valid():
        reference, _is_new = idempotency.once("supervision:new", form.cleaned_data["key"], lambda: _put_forward(form))
        return redirect("councils:order", pk=int(reference))
    crumbs = [(_("Supervision"), reverse("councils:supervision"))]
    return render(request, "councils/supervision_step.html", {"form": form, "order": None, "crumbs": crumbs})


def _put_forward(form: forms.ProposeForm) -> str:
    try:
        one = supervise.propose(supervise.Matter(**form.facts()), by=form.by)
    except IntegrityError as error:  # somebody else has put the same need forward since the form was checked
        raise flow.NotNow(SupervisionOrder(), "propose", _("This need has an order already.")) from error
    if guards.supervises(one, form.by):
        one = supervise.register(one, by=form.by)
    return str(one.pk)


def _find(request: HttpRequest, pk: int) -> SupervisionOrder:
    return get_object_or_404(SupervisionOrder.objects.visible_to(request.user).select_related(*ALONG), pk=pk)


def _facts(one: SupervisionOrder) -> dict[str, Any]:
    crumbs = [
        (_("Supervision"), reverse("councils:supervision")),
        (str(one.reference or one.subject), one.get_absolute_url()),
    ]
    return {"order": one, "crumbs": crumbs}


PLACE = Place(
    name="supervision",
    acts=ACTS,
    url=lambda one, verb: reverse("councils:order_step", args=[one.pk, verb]),
    home=lambda one: one.get_absolute_url(),
    facts=_facts,
    page="councils/supervision_step.html",
)


def _buttons(one: SupervisionOrder, person: Person) -> list[Button]:
    """What is open now; to assign it once more, for corrections, is not what comes next."""
    found = buttons(one, person, PLACE)
    if one.assigned_at is None:
        return found
    label = _("Assign to another unit")
    return [replace(button, label=label, is_main=False) if button.verb == "assign" else button for button in found]


def _stage(one: SupervisionOrder) -> int:
    """Which stage runs, from 1; past the last once it is struck off, 0 when it was dropped."""
    if one.state == State.DROPPED:
        return 0
    stages = {State.DRAFTED: 1, State.STRUCK_OFF: len(STAGES) + 2, State.ARCHIVED: len(STAGES) + 2}
    return stages.get(State(one.state)) or STAGES.index(State(one.state)) + 2


def _need_url(person: Person, need: Need | None) -> str:
    """Where this person reads the need itself, if they may."""
    if need is None:
        return ""
    if Need.objects.at_the_desk(person).filter(pk=need.pk).exists():
        return need.get_absolute_url()
    if Need.objects.of_units(person).filter(pk=need.pk).exists():
        return reverse("requests_flow:task", args=[need.reference])
    return ""
