"""One view's work for every act on a meeting, on minutes, on a resolution: ask first, do it once, go back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from councils.forms.acts import ActForm
from parkdesk.core import flow, idempotency, states
from parkdesk.core.idempotency import new_key
from requests_flow.views.buttons import Button

Do = Callable[..., Any]


@dataclass(frozen=True)
class Act:
    """One act: its form, what it does (None: that step alone), and the step of the thing's table that it takes first.

    `is_asked`: it opens a page that says what follows, even when there is nothing to fill in. `makes_sense`: whether
    this person has a use for its button on this thing, where the step is open to them.
    """

    form: type[ActForm]
    do: Do | None
    step: str
    is_asked: bool = True
    is_main: bool = False
    makes_sense: Callable[[Any, Any], bool] = lambda thing, person: True


@dataclass(frozen=True)
class Place:
    """Where acts are done: their names, the address of one, where one is afterwards, what stands beside the form."""

    name: str
    acts: Mapping[str, Act]
    url: Callable[[Any, str], str]
    home: Callable[[Any], str]
    facts: Callable[[Any], dict[str, Any]] = field(default=lambda thing: {})
    initial: Callable[[Any], dict[str, Any]] = field(default=lambda thing: {})
    page: str = "councils/meeting_act.html"
    # Whose table holds the steps: an item's are those of its meeting.
    stepped: Callable[[Any], Any] = field(default=lambda thing: thing)


def take(request: HttpRequest, thing: Any, verb: str, place: Place) -> HttpResponse:
    """Show the form of an act, or do it. Raises Http404 for one that this place does not know."""
    act = place.acts.get(verb)
    if act is None:
        raise Http404
    if request.method != "POST":
        _refuse_unless_open(place.stepped(thing), act, request.user)
    form = _form(request, thing, act, place)
    if form.is_bound and form.is_valid():
        _once(request, form, act, f"{place.name}:{verb}")
        messages.success(request, _("%(deed)s: done.") % {"deed": act.form.label})
        if form.advice:
            messages.warning(request, form.advice)
        return redirect(place.home(thing))
    facts = {"form": form, "home": place.home(thing), "thing": thing, **place.facts(thing)}
    return render(request, place.page, facts)


def buttons(thing: Any, person: Any, place: Place) -> list[Button]:
    """A button for each act that is open now to this person and needs nothing but the thing itself."""
    open_now = set(flow.open_steps(place.stepped(thing), person, among=[act.step for act in place.acts.values()]))
    found = [(verb, act) for verb, act in place.acts.items() if act.step in open_now and act.makes_sense(thing, person)]
    return [
        Button(
            verb=verb,
            label=act.form.label,
            url=place.url(thing, verb),
            key="" if act.is_asked else new_key(),
            is_page=True,
            is_final=act.form.is_final,
            is_main=act.is_main and not any(other.is_main for _verb, other in found[:number]),
        )
        for number, (verb, act) in enumerate(found)
    ]


def _form(request: HttpRequest, thing: Any, act: Act, place: Place) -> ActForm:
    if request.method == "POST":
        return act.form(request.POST, request.FILES, thing=thing, by=request.user)
    brought = {name: value for name, value in request.GET.items() if name in act.form.base_fields}
    return act.form(thing=thing, by=request.user, initial=place.initial(thing) | brought)


def _refuse_unless_open(thing: Any, act: Act, person: Any) -> None:
    """Raises NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
    step = states.find(thing, act.step)
    if not step.may(thing, person):
        raise flow.NotYours(thing, act.step)
    flow.refuse_unless_open(thing, step)


def _once(request: HttpRequest, form: ActForm, act: Act, scope: str) -> None:
    """Do it once per person, key and thing (quality 5)."""
    key = form.cleaned_data.get("key")

    def work() -> str:
        do = act.do or partial(flow.advance, step=act.step)
        do(form.thing, by=request.user, **form.facts())
        return str(form.thing.pk)

    idempotency.once(scope, f"{request.user.pk}:{form.thing.pk}:{key}" if key else "", work)
