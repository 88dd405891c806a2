"""Deeds on a thing that stands beside a need (a mediation, a team): ask, do it once, go back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import files, flow, idempotency, states
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry
from requests_flow.forms.beside import BesideForm
from requests_flow.timeline import Line
from requests_flow.views.buttons import Button


@dataclass(frozen=True)
class Deed:
    """One deed: its form, the use case (None: that step alone), the step of the thing's table that it takes."""

    form: type[BesideForm]
    do: Callable[..., Any] | None
    step: str
    is_main: bool = False


def take(
    request: HttpRequest, thing: Any, verb: str, deeds: Mapping[str, Deed], facts: Mapping[str, Any]
) -> HttpResponse:
    """Show the form of a deed, or do it. Raises Http404 for one that is not known, NotYours and NotNow."""
    deed = deeds.get(verb)
    if deed is None:
        raise Http404
    step = states.find(thing, deed.step)
    if not step.may(thing, request.user):
        raise flow.NotYours(thing, deed.step)
    if request.method != "POST":
        flow.refuse_unless_open(thing, step)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = deed.form(*sent, thing=thing, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"{thing._meta.model_name}:{thing.pk}:{verb}:{request.user.pk}"
        idempotency.once(scope, form.cleaned_data["key"], lambda: _do(deed, form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect(thing.get_absolute_url())
    shown = {"form": form, "home": thing.get_absolute_url(), **facts}
    return render(request, "requests_flow/beside_step.html", shown)


def _do(deed: Deed, form: BesideForm) -> str:
    do = deed.do or partial(flow.advance, step=deed.step)
    return str(do(form.thing, by=form.by, **form.facts()).pk)


def buttons(thing: Any, person: Person, deeds: Mapping[str, Deed], url: Callable[[str], str]) -> list[Button]:
    """A button for each deed that is open now to this person."""
    open_now = set(flow.open_steps(thing, person, among=[one.step for one in deeds.values()]))
    found = [(verb, deed) for verb, deed in deeds.items() if deed.step in open_now]
    return [
        Button(
            verb=verb,
            label=deed.form.label,
            url=url(verb),
            is_final=deed.form.is_final,
            is_page=True,
            is_main=deed.is_main and not any(other.is_main for _verb, other in found[:number]),
        )
        for number, (verb, deed) in enumerate(found)
    ]


def lines(thing: Any, titles: Mapping[str, Any], said: tuple[str, ...]) -> list[Line]:
    """What happened to it, newest first; of what was written only the words named in `said`."""
    entries = Entry.objects.about(thing).select_related("text", "actor")
    return [
        Line(
            step=one.step,
            title=str(titles.get(one.step, one.step)),
            by=_("automatically") if one.actor_kind == CLOCK.kind else str(one.actor or ""),
            at=one.at.replace(microsecond=0),
            words=[one.words[name] for name in said if one.words.get(name)],
        )
        for one in reversed(list(entries))
    ]


def pictures_of(thing: Any) -> list[files.Shown]:
    """What was photographed or scanned and belongs to it."""
    return files.shown(files.of(thing))
