"""One view's work for every step of a need: find the form, show it, take the step once, answer.

`Counter` says what differs between the desk, the tasks of a unit and the visits on site.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from enterprises.models import Person
from parkdesk.core import flow, idempotency, states
from requests_flow import calls, checklist, correcting, desk, escalating, incidents, mending, parts, together
from requests_flow.forms.replying import TemplateMixin
from requests_flow.forms.steps import StepForm
from requests_flow.models import Need
from requests_flow.words import State

UseCase = Callable[..., Any]
# Steps that change more than one record; all others are one `advance`.
USE_CASES: dict[str, UseCase] = {
    "acknowledge": desk.acknowledge,
    "triage": desk.sort,
    "settle": desk.settle,
    "accept": desk.accept,
    "resolve": desk.resolve,
    "inform": desk.inform,
    "follow_up": calls.follow_up,
    "correct": correcting.correct,
    "allow_correction": correcting.allow_correction,
    "tick": checklist.tick,
    "explain": escalating.explain,
    "ask_support": parts.ask_support,
    "hand_down": parts.hand_down,
    "transfer": parts.transfer,
    "call_back": calls.follow_up,
    "call_again": calls.call_again,
    "confirm_facts": desk.confirm_facts,
    "decline": desk.decline,
    "merge": together.merge,
    "link": together.link,
    "unlink": together.unlink,
    "split": together.split,
    "join": incidents.join,
    "miss_call": calls.miss_call,
    "contact_rater": mending.contact_rater,
    "uphold": mending.uphold,
    "mark_mistaken": mending.mark_mistaken,
    "mend": mending.mend,
}
# Two pages of the desk stand for a step of another name; sorting acknowledges what nobody has acknowledged yet.
STANDS_FOR = {"settle": "triage"}


@dataclass(frozen=True)
class Counter:
    """A place where steps are taken: its name, its forms, its pages, and where one is after a step."""

    name: str
    forms: Mapping[str, type[StepForm]]
    page: str
    part: str
    home: Callable[[Need], str]
    answer: Callable[[HttpRequest, Need], HttpResponse] | None = None
    facts: Callable[[HttpRequest, Need], dict[str, Any]] = field(default=lambda request, need: {})


def step_behind(need: Need, verb: str) -> str:
    """The step of the table that this page of the desk takes first."""
    step = STANDS_FOR.get(verb, verb)
    return "acknowledge" if step == "triage" and need.state == State.SUBMITTED else step


def open_verbs(need: Need, person: Person, forms: Mapping[str, type[StepForm]]) -> list[str]:
    """What this person may do with the need now, in the order of `forms`."""
    taken = set(flow.open_steps(need, person, among=[step_behind(need, verb) for verb in forms]))
    return [verb for verb in forms if step_behind(need, verb) in taken and _has_what_it_takes(verb, person)]


def _has_what_it_takes(verb: str, person: Person) -> bool:
    """Answering at once is done for a unit of one's own."""
    return verb != "settle" or bool(person.units())


def refuse_unless_open(need: Need, verb: str, person: Person) -> None:
    """Raises NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
    name = step_behind(need, verb)
    step = states.find(need, name)
    if not step.may(need, person) or not _has_what_it_takes(verb, person):
        raise flow.NotYours(need, name)
    flow.refuse_unless_open(need, step)


def take_step(request: HttpRequest, need: Need, verb: str, counter: Counter) -> HttpResponse:
    """Show the form of a step, or take it. Raises Http404 for a verb that this counter does not know."""
    if verb not in counter.forms:
        raise Http404
    adopted = request.POST.get("adopt") if request.method == "POST" else None
    if request.method != "POST" or adopted:
        refuse_unless_open(need, verb, request.user)
    form = _form(request, need, counter.forms[verb], is_fresh=request.method != "POST" or bool(adopted))
    if form.is_bound and TemplateMixin.FILL in request.POST and isinstance(form, TemplateMixin):
        form.fill()
        return _show(request, form, verb, counter)
    if form.is_bound and form.is_valid():
        _once(form, verb, counter)
        messages.success(request, _("%(deed)s: done.") % {"deed": counter.forms[verb].label})
        return _done(request, need, counter)
    return _show(request, form, verb, counter)


def _form(request: HttpRequest, need: Need, form_class: type[StepForm], *, is_fresh: bool) -> StepForm:
    """A fresh form takes over what an address, or a press on “adopt”, brings along."""
    if is_fresh:
        brought = dict((request.POST if request.method == "POST" else request.GET).items())
        brought |= dict(parse_qsl(brought.get("adopt", "")))
        initial = {name: value for name, value in brought.items() if name in form_class.base_fields and value}
        return form_class(need=need, by=request.user, initial=initial)
    return form_class(request.POST, request.FILES, need=need, by=request.user)


def _once(form: StepForm, verb: str, counter: Counter) -> None:
    """Take the step once per key and need (quality 5)."""
    key = form.cleaned_data.get("key")
    idempotency.once(
        f"{counter.name}:{verb}", f"{form.need.pk}:{key}" if key else "", lambda: _take(form, verb).reference or ""
    )


def _take(form: StepForm, verb: str) -> Need:
    facts: dict[str, Any] = form.facts()
    if verb in USE_CASES:
        return USE_CASES[verb](form.need, by=form.by, **facts)
    return flow.advance(form.need, verb, by=form.by, **facts)


def _done(request: HttpRequest, need: Need, counter: Counter) -> HttpResponse:
    if request.htmx and counter.answer:
        return counter.answer(request, need)
    return redirect(counter.home(need))


def _show(request: HttpRequest, form: StepForm, verb: str, counter: Counter) -> HttpResponse:
    facts = {"form": form, "need": form.need, "verb": verb, "home": counter.home(form.need)}
    if request.htmx:
        return reswap(retarget(render(request, counter.part, facts), "#step"), "innerHTML")
    return render(request, counter.page, facts | counter.facts(request, form.need))


def pictures_of(lines: list[Any], step: str = "submit") -> list[Any]:
    """The pictures of a step out of a timeline that was read already."""
    return [picture for line in lines if line.step == step for picture in line.pictures]
