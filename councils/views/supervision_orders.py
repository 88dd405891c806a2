"""One supervision order: its page, every step of it, a new one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import supervise
from councils import supervision_guards as guards
from councils.forms import supervision as forms
from councils.forms import supervision_steps as plain
from councils.models import SupervisionOrder
from councils.sheet_words import listed
from councils.supervision_outlook import outlook
from councils.supervision_timeline import timeline
from councils.supervision_words import State
from councils.views.supervision import PILLS
from enterprises.models import Person
from parkdesk.core import flow, idempotency, states
from parkdesk.core.idempotency import new_key
from requests_flow.models import Need
from requests_flow.outlook import pill_of
from requests_flow.views.buttons import Button, is_one_press

# What may be asked for, the likeliest first; a verb without a use case is one `advance`.
STEPS: dict[str, type[forms.OrderForm]] = {
    "register": plain.RegisterForm,
    "assign": forms.AssignForm,
    "sign": plain.SignForm,
    "extend": plain.ExtendForm,
    "refuse_extension": plain.RefuseExtensionForm,
    "verify": plain.VerifyForm,
    "strike_off": plain.StrikeOffForm,
    "feedback": plain.FeedbackForm,
    "report": plain.ReportForm,
    "send_back": plain.SendBackForm,
    "archive": plain.ArchiveForm,
    "resume": plain.ResumeForm,
    "ask_extension": plain.AskExtensionForm,
    "suspend": plain.SuspendForm,
    "name_deputy": forms.DeputyForm,
    "drop": plain.DropForm,
}
USE_CASES: dict[str, Callable[..., Any]] = {
    "register": supervise.register,
    "assign": supervise.assign,
    "sign": supervise.sign,
    "feedback": supervise.feed_back,
    "report": supervise.report,
    "verify": supervise.verify,
    "strike_off": supervise.strike_off,
    "name_deputy": supervise.name_deputy,
    "ask_extension": supervise.ask_extension,
    "extend": supervise.extend,
    "refuse_extension": supervise.refuse_extension,
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
# Steps that carry an order on; the first open one is the filled button.
MAIN = frozenset(
    {"register", "assign", "sign", "feedback", "report", "verify", "strike_off", "extend", "archive", "resume"}
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
    one = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    if request.method != "POST":
        _refuse_unless_open(one, verb, request.user)
    form = _form(request, STEPS[verb], one)
    if form.is_bound and form.is_valid():
        _once(form, verb)
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect(one)
    crumbs = [
        (_("Supervision"), reverse("councils:supervision")),
        (str(one.reference or one.subject), one.get_absolute_url()),
    ]
    return render(request, "councils/supervision_step.html", {"form": form, "order": one, "crumbs": crumbs})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A matter of the committee's own choice; the committee registers it in the same press."""
    if not guards.may_propose(request.user):
        raise PermissionDenied
    form = _form(request, forms.ProposeForm, None)
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


def _form(request: HttpRequest, form_class: type[forms.OrderForm], one: SupervisionOrder | None) -> Any:
    if request.method != "POST":
        known = {name: value for name, value in request.GET.items() if name in form_class.base_fields}
        return form_class(order=one, by=request.user, initial=known)
    return form_class(request.POST, request.FILES, order=one, by=request.user)


def _once(form: forms.OrderForm, verb: str) -> None:
    """Take the step once per key and order (quality 5)."""
    key, one = form.cleaned_data.get("key"), form.order
    idempotency.once(f"supervision:{verb}", f"{one.pk}:{key}" if key else "", lambda: str(_take(form, verb).pk))


def _take(form: forms.OrderForm, verb: str) -> SupervisionOrder:
    if verb in USE_CASES:
        return USE_CASES[verb](form.order, by=form.by, **form.facts())
    return flow.advance(form.order, verb, by=form.by, **form.facts())


def _refuse_unless_open(one: SupervisionOrder, verb: str, person: Person) -> None:
    """Raises NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
    found = states.find(one, verb)
    if not found.may(one, person):
        raise flow.NotYours(one, verb)
    flow.refuse_unless_open(one, found)


def _buttons(one: SupervisionOrder, person: Person) -> list[Button]:
    verbs = flow.open_steps(one, person, among=STEPS)
    is_again = one.assigned_at is not None  # once more, for corrections: not what comes next
    verbs = sorted((verb for verb in STEPS if verb in verbs), key=lambda verb: _place(verb, is_again))
    return [
        Button(
            verb=verb,
            label=_("Assign to another unit") if verb == "assign" and is_again else STEPS[verb].label,
            url=reverse("councils:order_step", args=[one.pk, verb]),
            key=new_key() if is_one_press(STEPS[verb]) else "",
            is_final=STEPS[verb].is_final,
            is_main=verb == verbs[0] and verb in MAIN,
        )
        for verb in verbs
    ]


def _place(verb: str, is_again: bool) -> tuple[bool, bool]:
    return STEPS[verb].is_final, verb == "assign" and is_again


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
