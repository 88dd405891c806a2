"""Every act on an election, on a candidacy, on an objection: who has a button for it, its form, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councils.elections import candidacy_guards, guards, planning, ripening
from councils.elections.deed_tables import OF_CANDIDACIES, OF_ELECTIONS, OF_OBJECTIONS
from councils.elections.deeds import Deed
from councils.forms.elections import NewForm
from councils.guards import is_office
from councils.models import Candidacy, Election, ElectionObjection
from parkdesk.core import flow, idempotency
from parkdesk.core.actors import is_person
from requests_flow.views.buttons import Button


def buttons(election: Election, person: Any) -> list[Button]:
    """What this person can do with the election now."""
    return _buttons(
        election, person, OF_ELECTIONS, lambda verb: reverse("councils:election_act", args=[election.pk, verb])
    )


def _buttons(thing: Any, person: Any, deeds: dict[str, Deed], url: Callable[[str], str]) -> list[Button]:
    found = [(verb, deed) for verb, deed in deeds.items() if is_person(person) and deed.is_open(thing, person)]
    return [
        Button(
            verb=verb,
            label=deed.form.label,
            url=url(verb),
            is_page=True,
            is_final=deed.form.is_final,
            is_main=number == 0 and not deed.form.is_final,
        )
        for number, (verb, deed) in enumerate(found)
    ]


def of_mine(election: Election, person: Any) -> list[dict[str, Any]]:
    """The own candidacies with what one can do."""
    if not is_person(person):
        return []
    mine = election.candidacies.filter(person=person).select_related("group", "enterprise", "person").order_by("pk")
    return [_with_buttons(one, election, person) for one in mine if one.state != Candidacy.State.PROPOSED]


def to_check(election: Election, person: Any) -> list[dict[str, Any]]:
    """Whoever stands, for those who check: with what was found and what is to do."""
    rows = election.candidacies.filter(state__in=("standing", "accepted", "refused"))
    rows = rows.select_related("group", "enterprise", "person").order_by("group__number", "pk")
    return [_with_buttons(one, election, person) for one in rows]


def _with_buttons(one: Candidacy, election: Election, person: Any) -> dict[str, Any]:
    one.election = election
    found = _buttons(one, person, OF_CANDIDACIES, lambda verb: reverse("councils:candidacy_act", args=[one.pk, verb]))
    return {"one": one, "buttons": found}


def objections(election: Election, person: Any) -> list[dict[str, Any]]:
    """Objections: for those who answer them and for whoever raised them; everybody else sees the answer alone."""
    found = []
    for one in election.objections.select_related("by", "decided_by"):
        one.election = election
        is_seen = is_person(person) and (
            one.by_id == person.pk or candidacy_guards.answers(one, person) or is_office(person)
        )
        url = lambda verb, one=one: reverse("councils:election_objection", args=[one.pk, verb])  # noqa: E731
        found.append({"one": one, "is_seen": is_seen, "buttons": _buttons(one, person, OF_OBJECTIONS, url)})
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A plan for one council; what is in it is filled in on the next page."""
    if not is_office(request.user):
        raise flow.NotYours(Election(), "draft")
    by: Any = request.user
    form = NewForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        council, seats = form.cleaned_data["council"], [planning.SeatsOf("enterprise", 1)]
        kind, key = form.cleaned_data["kind"], form.cleaned_data["key"]
        made, _is_new = idempotency.once(
            f"election:{request.user.pk}",
            key,
            lambda: str(planning.draft(council, seats, by=by, kind=kind).pk),
        )
        return redirect("councils:election_act", int(made), "plan")
    facts = {"form": form, "back": reverse("councils:elections"), "crumbs": _crumbs()}
    return render(request, "councils/election_act.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act on an election."""
    seen = get_object_or_404(Election.objects.visible_to(request.user), pk=pk)
    with transaction.atomic():  # what the clock has brought about is recorded first
        one = ripening.locked(seen.pk)
    return _take(request, one, verb, OF_ELECTIONS, one)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def candidacy(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act on a candidacy: the person's own, or of those who check."""
    one = get_object_or_404(Candidacy.objects.select_related(*Candidacy.LOCK_WITH, "election__rule_set"), pk=pk)
    if one.person_id != request.user.pk and not guards.may_see_candidacies(request.user):
        raise Http404
    return _take(request, one, verb, OF_CANDIDACIES, one.election)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The answer to an objection."""
    one = get_object_or_404(ElectionObjection.objects.select_related("election__council__park", "by"), pk=pk)
    if not candidacy_guards.answers(one, request.user):
        raise Http404
    return _take(request, one, verb, OF_OBJECTIONS, one.election)


@dataclass(frozen=True)
class _Press:
    """One press of one person: the thing, the deed, the form."""

    thing: Any
    verb: str
    deed: Deed
    form: Any


def _take(request: HttpRequest, thing: Any, verb: str, deeds: dict[str, Deed], home: Election) -> HttpResponse:
    deed = deeds.get(verb)
    if deed is None:
        raise Http404
    if request.method != "POST":
        deed.refuse_unless_open(thing, request.user)
    form = _form(request, thing, deed)
    if form.is_bound and form.is_valid():
        said = _do(request, _Press(thing, verb, deed, form))
        messages.success(request, said or _("%(deed)s: done.") % {"deed": deed.form.label})
        return redirect(home)
    facts = {
        "form": form,
        "back": home.get_absolute_url(),
        "crumbs": [*_crumbs(), (home.title, home.get_absolute_url())],
    }
    return render(
        request, "councils/election_act.html", facts | {"about": thing if isinstance(thing, Candidacy) else None}
    )


def _form(request: HttpRequest, thing: Any, deed: Deed) -> Any:
    if request.method == "POST":
        return deed.form(request.POST, thing=thing, by=request.user)
    return deed.form(thing=thing, by=request.user, initial=deed.initial(thing))


def _do(request: HttpRequest, press: _Press) -> str:
    """Do it once per person, key and thing; what is said once (a code) is not kept with the claim."""
    key, told = press.form.cleaned_data.get("key"), []

    def work() -> str:
        told.append(press.deed.do(press.thing, by=request.user, **press.form.facts()))
        return "done"

    scope = f"{press.thing._meta.model_name}:{press.verb}"
    idempotency.once(scope, f"{request.user.pk}:{press.thing.pk}:{key}" if key else "", work)
    return press.deed.says(told[0]) if told else ""


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Park councils"), reverse("councils:mine")), (_("Elections"), reverse("councils:elections"))]
