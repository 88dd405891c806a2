"""Registering as a volunteer or community talent, and the desk's list of those who asked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises import registering
from enterprises.models import Park, Person, Registration
from parkdesk.core import idempotency
from parkdesk.core.act_forms import KeyForm
from parkdesk.core.flow import advance, refuse_unless_open
from parkdesk.core.idempotency import new_key
from parkdesk.core.states import find

ANSWERED_SHOWN = 20


class RegisterForm(KeyForm):
    """Three fields: as what, where, what one likes to do."""

    kind = forms.ChoiceField(label=gettext_lazy("As what"), choices=Registration.Kind.choices, widget=forms.RadioSelect)
    park = forms.ModelChoiceField(Park.objects.none(), label=gettext_lazy("In which park"))
    offer = forms.CharField(
        label=gettext_lazy("What you like to do"), required=False, max_length=400,
        help_text=gettext_lazy("For example: show newcomers round, look at a fault, give a talk."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].explanations = {
            "volunteer": _("Looks at things on site, helps in the park."),
            "talent": _("Shares know-how with other firms."),
        }
        self.fields["park"].queryset = Park.objects.order_by("name")
        mine = Park.objects.filter(enterprises__in=by.firms).first() if by.firms else None
        self.initial.setdefault("park", mine)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), help_text=gettext_lazy("The person reads this."), max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """My registration: how it stands, or the form."""
    mine = Registration.objects.filter(person=request.user).select_related("park").first()
    is_open = mine is None or mine.state in {mine.State.DECLINED, mine.State.WITHDRAWN}
    form = RegisterForm(request.POST if request.method == "POST" else None, by=request.user) if is_open else None
    if request.method == "POST" and form and form.is_valid():
        scope, said = f"registration:{request.user.pk}", form.facts()
        idempotency.once(scope, form.cleaned_data["key"], lambda: str(registering.ask(**said, by=request.user).pk))
        return redirect("enterprises:register")
    if request.method == "POST" and form is None:  # pressed twice
        return redirect("enterprises:register")
    facts = {"mine": mine, "form": form, "crumbs": [(_("My page"), reverse("me"))]}
    return render(request, "enterprises/register.html", facts)


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what was not answered yet."""
    mine = get_object_or_404(Registration.objects.waiting(), person=request.user)
    advance(mine, "withdraw", by=request.user)
    return redirect("enterprises:register")


@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """Those who asked, the oldest first, and who was answered lately."""
    seen = Registration.objects.visible_to(request.user).select_related("person", "park")
    answered = seen.filter(state__in=[Registration.State.CONFIRMED, Registration.State.DECLINED])
    waiting = [(one, new_key(), one.person_id != request.user.pk) for one in seen.waiting().order_by("asked_at", "pk")]
    facts = {"waiting": waiting, "answered": answered.order_by("-ended_at")[:ANSWERED_SHOWN]}
    return render(request, "enterprises/registrations.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm in one press; decline with a reason."""
    one = get_object_or_404(Registration.objects.visible_to(request.user).select_related("person", "park"), pk=pk)
    if verb not in STEPS:
        raise Http404
    return STEPS[verb](request, one)


def _confirm(request: HttpRequest, one: Registration) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    key = request.POST.get("key", "")
    scope = f"registration:confirm:{one.pk}"
    idempotency.once(scope, key, lambda: str(registering.confirm(one, by=request.user).pk))
    messages.success(request, _("%(name)s is registered.") % {"name": one.person})
    return redirect("enterprises:registrations")


def _decline(request: HttpRequest, one: Registration) -> HttpResponse:
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        advance(one, "decline", by=request.user, reason=form.cleaned_data["reason"])
        return redirect("enterprises:registrations")
    if not form.is_bound:
        refuse_unless_open(one, find(one, "decline"))
    crumbs = [(_("Registrations"), reverse("enterprises:registrations"))]
    return render(request, "enterprises/registration_decline.html", {"form": form, "one": one, "crumbs": crumbs})


STEPS: dict[str, Callable[[HttpRequest, Registration], HttpResponse]] = {"confirm": _confirm, "decline": _decline}
