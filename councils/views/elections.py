"""Elections for everybody: what is on, who stands, how to vote, the ballot on a phone, the result."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.elections import page, papers, problems, voting, waits
from councils.forms.election_ballots import BallotForm, TypedCodeForm
from councils.guards import is_office, is_party_committee
from councils.models import Candidacy, Election, ElectionVoter
from councils.views import election_acts
from parkdesk.core import limits, paging, pdf
from parkdesk.core.actors import Actor, is_person
from parkdesk.core.idempotency import new_key

A_PAGE = 20
TRIES, WINDOW = 10, timedelta(hours=1)
CODE, RECEIPT = "election_code", "election_receipt"


@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    """Those that are on first, then those that are over."""
    seen = Election.objects.visible_to(request.user).with_all()
    over = Paginator(seen.filter(ended_at__isnull=False).newest_first(), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "running": [page.row(one) for one in seen.open().newest_first()],
        "over": [page.row(one) for one in over],
        "waits": waits.of(request.user) if is_person(request.user) else [],
        "may_plan": is_office(request.user),
        "pages": paging.around(over, {}),
        "crumbs": [(_("Park councils"), reverse("councils:mine"))],
    }
    return render(request, "councils/elections.html", facts)


@require_safe
def election(request: HttpRequest, pk: int) -> HttpResponse:
    """One election: the course, what one can do now, who stands, what came out."""
    one, person = _find(request, pk), request.user
    is_inside = is_office(person) or is_party_committee(person)
    facts = {
        "election": one,
        "says": page.says_now(one),
        "light": waits.light_of(one),
        "look": page.LOOKS.get(one.stage, ""),
        "course": page.course(one),
        "groups": page.groups(one),
        "votes": _votes(request, one),
        "has_code_door": one.stage == "voting",
        "buttons": election_acts.buttons(one, person),
        "mine": election_acts.of_mine(one, person),
        "problems": problems.of(one) if is_inside and one.state == Election.State.DRAFT else [],
        "to_check": election_acts.to_check(one, person) if is_inside else [],
        "objections": election_acts.objections(one, person),
        "is_inside": is_inside,
        "crumbs": _crumbs()[:2],
    }
    return render(request, "councils/election.html", facts)


def _votes(request: HttpRequest, one: Election) -> list[dict[str, Any]]:
    """The votes of whoever looks: a ballot to open, or why not."""
    if not is_person(request.user) or one.stage != "voting":
        return []
    found = voting.voters_of(request.user, one)
    return [
        {
            "voter": voter,
            "url": reverse("councils:election_ballot", args=[one.pk, voter.pk]),
            "says": voting.why_not(voter, one),
        }
        for voter in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, pk: int, voter: int) -> HttpResponse:
    """One screen: who stands, at most so many, one press. The receipt code is shown once."""
    one = _find(request, pk)
    held = get_object_or_404(
        ElectionVoter.objects.select_related("group", "enterprise", "person"), pk=voter, group__election=one
    )
    actor = _actor(request, one, held)
    standing = list(Candidacy.objects.filter(group=held.group).accepted().select_related("person", "enterprise"))
    form = BallotForm(
        request.POST if request.method == "POST" else None, group=held.group, standing=standing, new_key=new_key
    )
    if form.is_bound and form.is_valid():
        picks = [int(pick) for pick in form.cleaned_data["picks"]]
        done = voting.cast(held, picks, by=actor, key=form.cleaned_data["key"])
        if done.code:
            request.session[RECEIPT] = done.code
        return redirect("councils:election_voted", pk=one.pk)
    facts = {
        "election": one, "voter": held, "form": form, "standing": standing, "refusal": voting.why_not(held, one),
        "light": waits.light_of(one), "crumbs": [*_crumbs()[:2], (one.title, one.get_absolute_url())],
    }  # fmt: skip
    return render(request, "councils/election_ballot.html", facts)


def _actor(request: HttpRequest, one: Election, held: ElectionVoter) -> Actor:
    """Who casts it: the holder of a code, or whoever signed in and has this vote. Raises Http404 for others."""
    code = one.codes.filter(pk=request.session.get(CODE) or 0, enterprise=held.enterprise_id).first()
    if code is not None:
        return voting.holder_of(code)
    person: Any = request.user
    if is_person(person) and (held.enterprise_id in person.firms or held.person_id == person.pk):
        return person
    raise Http404


@require_safe
def voted(request: HttpRequest, pk: int) -> HttpResponse:
    """That the vote is recorded, with the receipt code this once."""
    one = _find(request, pk)
    facts = {"election": one, "code": request.session.pop(RECEIPT, ""), "more": _open_votes(request, one)}
    return render(request, "councils/election_voted.html", facts)


def _open_votes(request: HttpRequest, one: Election) -> list[tuple[str, str]]:
    """What is left to vote on, for a person or for the holder of a code."""
    code = one.codes.filter(pk=request.session.get(CODE) or 0).first()
    held = list(voting.voters_of(request.user, one)) if is_person(request.user) else []
    if code is not None:
        held += ElectionVoter.objects.filter(group__election=one, enterprise=code.enterprise_id).select_related("group")
    left = [voter for voter in held if not voting.why_not(voter, one)]
    return [(voter.group.name, reverse("councils:election_ballot", args=[one.pk, voter.pk])) for voter in left]


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of a firm that has named nobody leads to its ballot. Ten tries an hour."""
    one = _find(request, pk)
    form = TypedCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limits.hit(f"election-code:{one.pk}:{request.META.get('REMOTE_ADDR', '')}", limit=TRIES, window=WINDOW)
        found = voting.by_code(one, form.cleaned_data["code"])
        if found is not None:
            request.session[CODE] = found.pk
            left = _open_votes(request, one)
            if left:
                return redirect(left[0][1])
            messages.info(request, _("This firm has voted already."))
            return redirect(one)
        form.add_error(
            "code", _("No firm has this code. Look at the sheet again, or ask the park leader for a new one.")
        )
    facts = {"election": one, "form": form, "crumbs": [*_crumbs()[:2], (one.title, one.get_absolute_url())]}
    return render(request, "councils/election_code.html", facts)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice for the wall."""
    one = _find(request, pk)
    return pdf.answer(lambda: papers.notice(one), f"election-{one.pk}")


@login_required
@require_safe
def ballot_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot paper for the box, once the candidates are published."""
    one = _find(request, pk)
    if one.stage not in page.SHOWN_STAGES or not one.has_paper:
        raise Http404
    return pdf.answer(lambda: papers.ballot_paper(one), f"ballot-{one.pk}")


def _find(request: HttpRequest, pk: int) -> Election:
    return get_object_or_404(Election.objects.visible_to(request.user).with_all(), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Park councils"), reverse("councils:mine")), (_("Elections"), reverse("councils:elections"))]
