"""Class cases at the desk: what recurs, the list, one with its needs and steps, and the word that it is none."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Park, Person
from parkdesk.core import flow, idempotency, states
from requests_flow import class_proposals, classes
from requests_flow import reference as references
from requests_flow.forms import classes as forms
from requests_flow.many import Fate
from requests_flow.models import ClassCase, ClassRefusal, Need
from requests_flow.views.buttons import Button, is_one_press
from requests_flow.views.filters import desk_word

SHOWN, REFUSED_SHOWN, NEEDS_AT_MOST = 100, 20, 60
WORK: dict[str, Callable[..., Any]] = {"answer": classes.answer, "add": classes.add}


@login_required
@require_safe
def all_classes(request: HttpRequest) -> HttpResponse:
    """What recurs now and waits for a word; below it the class cases, open ones first."""
    seen = ClassCase.objects.visible_to(request.user).select_related("park", "service")
    facts = {
        "proposals": [{"is": one, "query": _query(one.references)} for one in class_proposals.proposed(request.user)],
        "rows": seen.order_by("closed_at", "-opened_at")[:SHOWN],
        "refusals": ClassRefusal.objects.select_related("by")[:REFUSED_SHOWN],
        "crumbs": _crumbs()[:1],
    }
    return render(request, "requests_flow/classes.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request: HttpRequest) -> HttpResponse:
    """`?need=N-…&need=N-…`: open a class case from these needs."""
    needs = _chosen(request)
    initial = _initial(needs, request.user)
    form = forms.OpenForm(request.POST or None, by=request.user, park=_park_of(needs), initial=initial)
    if form.is_bound and form.is_valid():
        pk, _is_new = idempotency.once(f"class:{request.user.pk}", form.cleaned_data["key"], lambda: _open(form, needs))
        messages.success(request, _("The class case is open."))
        return redirect("requests_flow:class_case", pk=int(pk))
    return render(request, "requests_flow/class_step.html", _page(form, _home(), needs=needs))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_refuse(request: HttpRequest) -> HttpResponse:
    """`?need=N-…`: these needs are not one cause."""
    needs = _chosen(request)
    form = forms.RefuseForm(request.POST or None, by=request.user)
    if needs and form.is_bound and form.is_valid():
        idempotency.once(
            f"class:refuse:{request.user.pk}",
            form.cleaned_data["key"],
            lambda: str(classes.refuse(needs, by=request.user, **form.facts()).pk),
        )
        messages.success(request, _("They stay apart until a further firm raises the same."))
        return redirect("requests_flow:classes")
    return render(request, "requests_flow/class_step.html", _page(form, _home(), needs=needs))


@login_required
@require_safe
def class_case(request: HttpRequest, pk: int) -> HttpResponse:
    """One class case: what it says, its needs, its figures, what can be done."""
    one = _find(request, pk)
    facts = {
        "case": one,
        "needs": classes.needs_of(one, request.user),
        "candidates": classes.candidates(one, request.user) if "add" in _open_verbs(one, request.user) else [],
        "figures": classes.figures(one),
        "buttons": _buttons(one, request.user),
        "may_change": "add" in _open_verbs(one, request.user),
        "key": idempotency.new_key(),
        "lines": classes.lines(one),
        "crumbs": _crumbs(),
    }
    return render(request, "requests_flow/class_case.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def class_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a class case, with a look at whom it reaches."""
    one = _find(request, pk)
    if verb not in forms.STEPS:
        raise Http404
    form = forms.STEPS[verb](request.POST if request.method == "POST" else None, case=one, by=request.user)
    if form.is_bound and form.is_valid():
        _take(request, form, verb)
        return redirect(one)
    flow.refuse_unless_open(one, states.find(one, verb))
    reach = forms.REACH[verb](one, request.user) if verb in forms.REACH else None
    return render(request, "requests_flow/class_step.html", _page(form, one.get_absolute_url(), case=one, reach=reach))


@login_required
@require_POST
def class_need(request: HttpRequest, pk: int, ref: str, verb: str) -> HttpResponse:
    """Put one need there, or take it out, by one press on either page."""
    one, need = _find(request, pk), _need(request, ref)
    work = {"add": classes.add, "remove": classes.remove}[verb]
    scope, key = f"class:{verb}:{one.pk}:{need.pk}", request.POST.get("key", "")
    idempotency.once(scope, key, lambda: str(work(one, need=need, by=request.user).pk))
    done = {"add": _("The need stands in the class case."), "remove": _("The need was taken out of the class case.")}
    messages.success(request, done[verb])
    return redirect(need if "from_need" in request.POST else one)


def _take(request: HttpRequest, form: Any, verb: str) -> None:
    """Once per key; what could not be reached is said with its reason."""
    found: list[Fate] = []

    def work() -> str:
        take = WORK.get(verb) or (lambda case, by, **facts: flow.advance(case, verb, by=by, **facts))
        fates = take(form.case, by=request.user, **form.facts())
        found.extend(fates if isinstance(fates, list) else [])
        return str(form.case.pk)

    idempotency.once(f"class:{verb}:{request.user.pk}", f"{form.case.pk}:{form.cleaned_data['key']}", work)
    messages.success(request, _said(form, found))
    for fate in found:
        if not fate.goes:
            messages.warning(request, f"{fate.need.reference}: {fate.why_not}")


def _said(form: Any, found: list[Fate]) -> str:
    if not found:
        return _("%(deed)s: done.") % {"deed": form.label}
    count = sum(one.goes for one in found)
    return ngettext("%(count)s need was reached.", "%(count)s needs were reached.", count) % {"count": count}


def _find(request: HttpRequest, pk: int) -> ClassCase:
    seen = ClassCase.objects.visible_to(request.user).select_related("park", "service", "unit", "opened_by")
    return get_object_or_404(seen, pk=pk)


def _need(request: HttpRequest, ref: str) -> Need:
    return get_object_or_404(Need.objects.at_the_desk(request.user), reference=references.tidy(ref))


def _chosen(request: HttpRequest) -> list[Need]:
    """The needs of the address that this person may read and that may stand in a class case."""
    numbers = [references.tidy(ref) for ref in request.GET.getlist("need")[:NEEDS_AT_MOST]]
    seen = Need.objects.at_the_desk(request.user).filter(reference__in=numbers, is_personal=False, is_protected=False)
    return list(seen.select_related(*classes.ALONG).order_by("submitted_at", "pk"))


def _park_of(needs: list[Need]) -> Park | None:
    """The one park of all; None where there are several."""
    parks = {one.park_id: one.park for one in needs}
    return next(iter(parks.values())) if len(parks) == 1 else None


def _initial(needs: list[Need], person: Person) -> dict[str, Any]:
    """What the first of these needs says; where they stand in a proposal, its cause."""
    if not needs:
        return {}
    chosen = {one.pk for one in needs}
    found = [one for one in class_proposals.proposed(person) if chosen & {need.pk for need in one.needs}]
    return forms.said_by(needs[0]) | (forms.initial_of(found[0]) if found else {})


def _open(form: forms.OpenForm, needs: list[Need]) -> str:
    return str(classes.open_for(form.sketch(), needs=needs, by=form.by).pk)


def _open_verbs(one: ClassCase, person: Person) -> list[str]:
    return flow.open_steps(one, person, among=forms.STEPS)


def _buttons(one: ClassCase, person: Person) -> list[Button]:
    verbs = [verb for verb in forms.STEPS if verb in _open_verbs(one, person)]
    return [
        Button(
            verb=verb,
            label=forms.STEPS[verb].label,
            url=reverse("requests_flow:class_step", args=[one.pk, verb]),
            key=idempotency.new_key() if is_one_press(forms.STEPS[verb]) and verb == "withdraw" else "",
            is_final=forms.STEPS[verb].is_final,
            is_main=verb == verbs[0],
        )
        for verb in verbs
    ]


def _query(refs: list[str]) -> str:
    return "&".join(f"need={ref}" for ref in refs)


def _page(form: Any, home: str, **facts: Any) -> dict[str, Any]:
    return {"form": form, "home": home, "crumbs": _crumbs(), **facts}


def _home() -> str:
    return reverse("requests_flow:classes")


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (_("Class cases"), _home())]
