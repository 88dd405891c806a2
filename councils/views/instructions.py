"""Instructions by leaders (批示): the register with its search, a new one, one with what follows from it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import instructing, supervision_guards
from councils.forms import instructions as forms
from councils.instruction_guards import leads_or_keeps, may_enter
from councils.models import Instruction, SupervisionOrder
from councils.views.acts import Act, Place, buttons, take
from enterprises.models import Appointment, Person
from parkdesk.core import clock, idempotency, paging
from requests_flow import reference as references
from requests_flow.models import Need

A_PAGE = 25
ALONG = ("need", "order", "order__need", "entered_by", "answered_by", "corrects")
ACTS = {
    "order": Act(forms.OpenOrderForm, instructing.open_order, "attach", is_main=True),
    "reply": Act(forms.ReplyForm, instructing.reply, "reply", is_main=True),
    "attach": Act(forms.AttachForm, instructing.attach, "attach"),
}


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All that one may read, the newest first, or those that wait for a reply; found by person, words or matter."""
    words = (request.GET.get("q") or "").strip()[:100]
    is_waiting = request.GET.get("tab") == "waiting"
    seen = Instruction.objects.visible_to(request.user)
    rows = seen.to_be_answered().order_by("reply_due_at") if is_waiting else seen
    page = Paginator(_found(rows, words).select_related(*ALONG), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "rows": page,
        "pages": paging.around(page, {"tab": "waiting" if is_waiting else "", "q": words}),
        "tabs": _tabs(seen, is_waiting),
        "tab": "waiting" if is_waiting else "",
        "q": words,
        "may_enter": may_enter(request.user),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "councils/instructions.html", facts)


def _found(rows: Any, words: str) -> Any:
    """By who gave it, the office, what was written, the matter, the number of the need."""
    if not words:
        return rows
    found = Q(giver__icontains=words) | Q(office__icontains=words) | Q(words__icontains=words)
    return rows.filter(found | Q(subject__icontains=words) | Q(need__reference__iexact=words))


def _tabs(seen: Any, is_waiting: bool) -> list[dict[str, Any]]:
    waiting = seen.to_be_answered().count()
    return [
        {"label": _("All"), "url": "?", "count": None, "is_current": not is_waiting},
        {"label": _("Reply awaited"), "url": "?tab=waiting", "count": waiting, "is_current": is_waiting},
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put an instruction on record: a leader's own, or what a superior wrote."""
    if not may_enter(request.user):
        raise PermissionDenied
    form = forms.EnterForm(
        request.POST if request.method == "POST" else None, by=request.user, initial=_brought(request)
    )
    if form.is_bound and form.is_valid():
        scope = f"instruction:{request.user.pk}"
        pk, _is_new = idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(instructing.enter(form.writing(), by=form.by).pk)
        )
        messages.success(request, _("The instruction is on record."))
        return redirect("councils:instruction", pk=int(pk))
    facts = {"form": form, "crumbs": _crumbs(), "back": reverse("councils:instructions")}
    return render(request, "councils/instruction_form.html", facts)


def _brought(request: HttpRequest) -> dict[str, Any]:
    """What the address says it is about, and the leader's own name and office."""
    found: dict[str, Any] = {}
    need = Need.objects.visible_to(request.user).filter(reference=references.tidy(request.GET.get("need", ""))).first()
    order = request.GET.get("order", "")
    known = SupervisionOrder.objects.visible_to(request.user).filter(pk=order if order.isdecimal() else 0).first()
    if need or known:
        found["subject"] = known.subject if known else forms.subject_of(need)
    found |= {"reference": need.reference} if need else {}
    found |= {"order": known.pk} if known else {}
    return found | _own_office(request.user)


def _own_office(person: Person) -> dict[str, str]:
    """Name and office of a leader who writes in the own name; the desk copies those of somebody else."""
    if not supervision_guards.leads_supervision(person):
        return {}
    hats = Appointment.objects.running(clock.today()).filter(person=person).exclude(title="").order_by("pk")
    return {"giver": person.name, "office": next((one.title for one in hats), "")}


@login_required
@require_safe
def instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """One instruction, verbatim, with the order and the reply that followed."""
    one = _find(request, pk)
    orders = SupervisionOrder.objects.visible_to(request.user)
    facts = {
        "one": one,
        "buttons": buttons(one, request.user, PLACE),
        "units": list(one.units.all()),
        "order": orders.filter(pk=one.order_id).first() if one.order_id else None,
        "may_correct": one.state == one.State.STANDING and leads_or_keeps(one, request.user),
        "corrected_by": Instruction.objects.visible_to(request.user).filter(corrects=one).first(),
        "crumbs": _crumbs(),
    }
    return render(request, "councils/instruction.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The order that follows, the reply."""
    return take(request, _find(request, pk), verb, PLACE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The right words beside the wrong ones."""
    old = _find(request, pk)
    if not leads_or_keeps(old, request.user):
        raise PermissionDenied
    form = forms.CorrectForm(
        request.POST if request.method == "POST" else None, by=request.user, initial=_as_it_stands(old)
    )
    if form.is_bound and form.is_valid():
        pk_, _is_new = idempotency.once(f"instruction:{old.pk}", form.cleaned_data["key"], lambda: _correct(old, form))
        messages.success(request, _("The right one is on record."))
        return redirect("councils:instruction", pk=int(pk_))
    facts = {"form": form, "crumbs": _crumbs(), "back": old.get_absolute_url()}
    return render(request, "councils/instruction_form.html", facts)


def _correct(old: Instruction, form: forms.CorrectForm) -> str:
    reason = form.cleaned_data["reason"]
    return str(instructing.correct(old, form.writing(), reason=reason, by=form.by).pk)


def _as_it_stands(old: Instruction) -> dict[str, Any]:
    names = ("giver", "office", "given_on", "words", "subject")
    return {name: getattr(old, name) for name in names} | {
        "reference": old.need.reference if old.need else "",
        "order": old.order_id,
        "units": [unit.pk for unit in old.units.all()],
        "reply_due_on": localdate(old.reply_due_at) if old.reply_due_at else None,
    }


def _find(request: HttpRequest, pk: int) -> Instruction:
    """The instruction, if this person may know of it. Raises Http404."""
    return get_object_or_404(Instruction.objects.visible_to(request.user).select_related(*ALONG), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Supervision"), reverse("councils:supervision")),
        (_("Instructions"), reverse("councils:instructions")),
    ]


PLACE = Place(
    name="instruction",
    acts=ACTS,
    url=lambda one, verb: reverse("councils:instruction_act", args=[one.pk, verb]),
    home=lambda one: one.get_absolute_url(),
    facts=lambda one: {"crumbs": _crumbs(), "back": one.get_absolute_url()},
    page="councils/instruction_form.html",
)
