"""A case and its ballot: the page that all members read, every step of it, and the one vote of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import (
    advising,
    ballot_rows,
    ballots,
    case_list,
    case_news,
    case_page,
    case_papers,
    case_work,
    cases,
    declare,
    discussion,
    in_place,
    membership,
    option_page,
    vote_page,
)
from councils.forms import options as option_votes
from councils.forms.case_votes import ProposeForm
from councils.forms.cases import CaseForm
from councils.guards import is_office
from councils.models import Case, Council, Representative, Round
from enterprises.roles import DESK
from parkdesk.core import flow, idempotency, states
from requests_flow import reference
from requests_flow.models import Need


@login_required
@require_safe
def case_for(request: HttpRequest, ref: str) -> HttpResponse:
    """From a need to its case. The office that has just put it before the council need not wait for the trail."""
    number = reference.tidy(ref)
    need = Need.objects.filter(reference=number).first() if number else None
    seen = Case.objects.visible_to(request.user).filter(need=need).select_related("council__park").newest_first()
    case = seen.first() if need else None
    if case is None and need and _may_open(need, request.user):
        case = cases.open_for(need)
    if case is None:
        raise Http404
    return redirect(case)


def _may_open(need: Need, person: Any) -> bool:
    waits = need.state == Need.State.DELIBERATING and Council.objects.filter(park_id=need.park_id).exists()
    return waits and is_office(person) and Need.objects.at_the_desk(person).filter(pk=need.pk).exists()


@login_required
@require_safe
def case(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """The question, the facts, what each of the five parties says, the vote: in one column."""
    one = _find(request, park, pk)
    return render(request, "councils/case.html", _facts(request, one))


@login_required
@require_safe
def news(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """What an open page of a case asks every 4 s: 304 while nothing happened, 286 (do not ask again) once it ended."""
    if case_news.is_unchanged(pk, request.user, request.GET.get("since", "")):
        return HttpResponse(status=304)
    one = _find(request, park, pk)
    return render(request, "councils/_case_news.html", {"case": one}, status=200 if one.is_open else 286)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_step(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every step that a page may ask for: its form, then the step, once a press."""
    one = _find(request, park, pk)
    if verb not in case_page.STEPS:
        raise Http404
    seat = membership.seat_of(request.user, one.council)
    if verb in case_page.OF_THE_SEAT and seat is None:
        raise flow.NotYours(one, verb)
    if request.method != "POST":
        _refuse_unless_open(request, one, verb)
    kind = case_page.STEPS[verb]
    brought = {name: request.GET[name] for name in kind.from_address if name in request.GET}
    form = kind(_posted(request), request.FILES or None, case=one, by=request.user, seat=seat, initial=brought)
    if request.method == "POST" and form.is_valid():
        _once(f"case:{verb}", one, form, lambda: case_work.take(verb, form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        if form.advice:
            messages.warning(request, form.advice)
        return redirect(one)
    return render(request, "councils/case_step.html", {"form": form, "case": one, "crumbs": _crumbs(one)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One vote, three taps from the message that asked for it."""
    one, seat = _find_to_vote(request, park, pk)
    round_ = ballot_rows.latest_round(one)
    if round_ is None:
        raise Http404
    mine = case_page.Standing(seat, one, round_)
    form = option_votes.ballot_form(
        round_, _posted(request), case=one, by=request.user, seat=seat, has_declared=mine.has_declared,
        initial={"choice": request.GET.get("choice", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        case_work.cast(round_, form)
        messages.success(request, _("Your vote is recorded."))
        return redirect(one)
    facts = {"form": form, "case": one, "round": round_, "mine": mine, "refusal": ballots.why_not(round_, seat)}
    return render(request, "councils/ballot.html", facts | {"crumbs": _crumbs(one)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest, park: str) -> HttpResponse:
    """A case without a need."""
    council = get_object_or_404(Council.objects.visible_to(request.user).select_related("park"), park__code=park)
    blank = Case(council=council)
    if not states.find(blank, "open").may(blank, request.user):
        raise flow.NotYours(blank, "open")
    form = ProposeForm(_posted(request), case=blank, by=request.user, seat=None)
    if request.method == "POST" and form.is_valid():
        title, key = form.cleaned_data["title"], form.cleaned_data["key"]
        press = f"{council.pk}:{key}" if key else ""
        made, _is_new = idempotency.once(
            "case:new", press, lambda: str(cases.propose(council, title, by=request.user).pk)
        )
        return redirect("councils:case_step", park, int(made), "prepare")
    facts = {"form": form, "council": council, "crumbs": [_of_the_council(council)]}
    return render(request, "councils/case_step.html", facts)


def _posted(request: HttpRequest) -> Any:
    """What was sent, however little; None for a look at the page."""
    return request.POST if request.method == "POST" else None


# --- what the views share -----------------------------------------------------------------------------
def _find(request: HttpRequest, park: str, pk: int, *, along: tuple[str, ...] = ("need", "rule_set", "work")) -> Case:
    seen = Case.objects.visible_to(request.user).select_related("council__park", *along)
    return get_object_or_404(seen, pk=pk, council__park__code=park)


def _find_to_vote(request: HttpRequest, park: str, pk: int) -> tuple[Case, Representative]:
    """A case with the seat of whoever asks; whoever has given back the seat since is told so (NotNow)."""
    plain = ballot_rows.plain_case(pk, park)
    try:
        one = plain or _find(request, park, pk, along=())
        seat = membership.seat_of(request.user, one.council) or in_place.away(request.user, one.council_id)
        if seat is None:
            raise Http404
    except Http404:
        in_place.refuse_who_left(pk, request.user)
        raise
    return one, seat


def _facts(request: HttpRequest, one: Case) -> dict[str, Any]:
    members = case_page.remember(one)
    round_ = one.rounds.exclude(state=Round.State.CANCELLED).select_related("rule_set").order_by("number").last()
    seat = membership.seat_of(request.user, one.council)
    mine = case_page.Standing(seat, one, round_)
    vote = vote_page.vote(round_) if round_ else None
    verbs = case_page.open_verbs(one, request.user, mine, round_)
    return {
        "case": one,
        "look": case_list.LOOKS.get(one.state, ""),
        **dict(zip(("pairs", "plain"), case_page.facts(one), strict=True)),
        "mine": mine,
        "vote": vote,
        "may_vote": bool(round_ and round_.takes_ballots and mine.is_voter),
        "since": case_news.token(one, request.user) if one.is_open else "",
        "options": option_page.options(one, round_, vote),
        **_beside(one, verbs),
        "speakers": case_page.speakers(one, members, vote),
        "recusals": one.recusals.all(),
        "silent": declare.undeclared(one, members),
        "resolutions": list(one.resolutions.select_related("unit", "council__park")),
        "buttons": case_page.buttons(one, verbs),
        "need_url": _need_url(request, one),
        "crumbs": _crumbs(one)[:-1],
    }


def _beside(one: Case, verbs: list[str]) -> dict[str, Any]:
    """What was asked of units, laid before the council, said, and proposed about its tier."""
    return {
        "advices": advising.listed(one),
        "papers": case_papers.listed(one),
        "lowerings": one.lowerings.all() if one.need_id else (),
        "said": discussion.thread(one),
        "may_speak": "contribute" in verbs,
    }


def _need_url(request: HttpRequest, one: Case) -> str:
    """The need behind it, for those at the desk alone: it says who reported."""
    if one.need is None or not request.user.wears(*DESK):
        return ""
    return reverse("requests_flow:need", args=[one.need.reference])


def _of_the_council(council: Council) -> tuple[str, str]:
    return council.name, council.get_absolute_url()


def _crumbs(one: Case) -> list[tuple[str, str]]:
    return [_of_the_council(one.council), (one.reference, one.get_absolute_url())]


def _refuse_unless_open(request: HttpRequest, one: Case, verb: str) -> None:
    """Raises NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
    thing: Any = one
    if verb in case_page.OF_THE_ROUND:
        thing = one.rounds.open().first()
        if thing is None:
            raise flow.NotNow(one, verb, _("This vote is counted already."))
    step = states.find(thing, case_page.OF_THE_ROUND.get(verb, verb))
    if not step.may(thing, request.user):
        raise flow.NotYours(thing, step.name)
    flow.refuse_unless_open(thing, step)


def _once(scope: str, one: Case, form: CaseForm, work: Callable[[], object]) -> None:
    key = form.cleaned_data.get("key")

    def do() -> str:
        work()
        return "done"

    idempotency.once(scope, f"{one.pk}:{form.by.pk}:{key}" if key else "", do)
