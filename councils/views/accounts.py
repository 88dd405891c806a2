"""Shared accounts of a park: the list of quarters, a new one, one with its lines and comments, every act on it."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import account_guards, account_page, accounts
from councils.forms import accounts as forms
from councils.models import Council, QuarterAccount
from councils.views.acts import Act, Place, buttons, take
from parkdesk.core import flow, idempotency, spreadsheets
from parkdesk.core.money import figure

State = QuarterAccount.State
PILLS = {State.DRAFT: "wait", State.PRESENTED: "going", State.DISCLOSED: "going", State.AUDITED: "done"}
ACTS = {
    "present": Act(forms.PresentForm, None, "present", is_asked=False, is_main=True),
    "disclose": Act(forms.DiscloseForm, accounts.disclose, "disclose", is_main=True),
    "audit": Act(forms.AuditForm, None, "audit", is_main=True),
    "comment": Act(forms.CommentForm, accounts.comment, "comment", is_main=True),
    "send_back": Act(forms.SendBackForm, None, "send_back"),
}
LINES = {
    "write": Act(forms.LinesForm, accounts.write, "write"),
    "correct": Act(forms.CorrectForm, accounts.correct, "correct"),
}
# Beside a comment, not among the buttons of the page.
ANSWERS = {"answer": Act(forms.AnswerForm, accounts.answer, "answer")}
SHOWN = 40


@login_required
@require_safe
def quarters(request: HttpRequest, park: str) -> HttpResponse:
    """All quarters that this reader may see, the newest first, each with its two bars."""
    council = _council(park)
    found = QuarterAccount.objects.visible_to(request.user).filter(council=council).newest_first()
    facts = {
        "council": council,
        "rows": account_page.rows(found.select_related("council__park").prefetch_related("lines")[:SHOWN]),
        "may_start": account_guards.keeps_account(QuarterAccount(council=council), request.user),
        "crumbs": _crumbs(council),
    }
    return render(request, "councils/accounts.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, park: str) -> HttpResponse:
    """The next quarter, once a press; it carries on from the one before."""
    council = _council(park)
    if not account_guards.keeps_account(QuarterAccount(council=council), request.user):
        raise flow.NotYours(QuarterAccount(council=council), "begin")
    form = forms.StartForm(request.POST if request.method == "POST" else None, thing=council, by=request.user)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data.get("key")
        once = f"{request.user.pk}:{council.pk}:{key}" if key else ""
        made, _is_new = idempotency.once(
            "account:new", once, lambda: str(accounts.start(council, by=form.by, **form.facts()).pk)
        )
        return redirect("councils:account", park, int(made))
    home = reverse("councils:accounts", args=[park])
    facts = {"form": form, "home": home, "crumbs": _crumbs(council, is_list=True)}
    return render(request, "councils/meeting_act.html", facts)


@login_required
@require_safe
def account(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One quarter: its arithmetic, kinds against the quarter before, lines, comments, audit note, versions."""
    one = _find(request, park, pk)
    before = one.before()
    written = [(line.kind, line.amount_fen, line.text) for line in one.lines.all()]
    facts = {
        "account": one,
        "pill": PILLS[State(one.state)],
        "picture": account_page.rows([one])[0],
        "balance": account_page.balance(one),
        "heads": account_page.heads(),
        "rows": account_page.by_kind(one, before),
        "line_heads": account_page.line_heads(),
        "lines": account_page.lines(written),
        "comments": account_page.comments(one),
        "may_answer": account_guards.discloses_account(one, request.user),
        "versions": one.versions.all() if one.version > 1 else [],
        "buttons": [*buttons(one, request.user, PLACE), *buttons(one, request.user, WRITING)],
        "crumbs": _crumbs(one.council, is_list=True),
    }
    return render(request, "councils/account.html", facts)


@login_required
@require_safe
def version(request: HttpRequest, park: str, pk: int, number: int) -> HttpResponse:
    """A version that was corrected since, as it stood."""
    one = _find(request, park, pk)
    old = get_object_or_404(one.versions, version=number)
    record = json.loads(old.record)
    facts = {
        "account": one,
        "old": old,
        "audit_note": record["audit_note"],
        "balance": [
            (_("Opening balance"), figure(record["opening_fen"])),
            (_("Closing balance"), figure(record["closing_fen"])),
        ],
        "heads": account_page.line_heads(),
        "rows": account_page.lines(record["lines"]),
        "crumbs": [*_crumbs(one.council, is_list=True), (one.term.spoken, one.get_absolute_url())],
    }
    return render(request, "councils/account_version.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every act on a quarter."""
    place = WRITING if verb in LINES else PLACE if verb in ACTS else ANSWERED
    return take(request, _find(request, park, pk), verb, place)


@login_required
@require_safe
def export(request: HttpRequest, park: str, pk: int, kind: str) -> HttpResponseBase:
    """The lines and the arithmetic as .csv, .xlsx or .docx."""
    one = _find(request, park, pk)
    return spreadsheets.answer(account_page.sheet(one), kind, f"accounts-{park}-{one.term}")


# --- what the views share -----------------------------------------------------------------------------
def _council(park: str) -> Council:
    return get_object_or_404(Council.objects.select_related("park"), park__code=park)


def _find(request: HttpRequest, park: str, pk: int) -> QuarterAccount:
    found = QuarterAccount.objects.visible_to(request.user).select_related("council__park").prefetch_related("lines")
    one = found.filter(pk=pk, council__park__code=park).first()
    if one is None:
        raise Http404
    return one


def _url(one: QuarterAccount, verb: str) -> str:
    return reverse("councils:account_act", args=[one.council.park.code, one.pk, verb])


def _beside(one: QuarterAccount) -> dict[str, Any]:
    return {"crumbs": [*_crumbs(one.council, is_list=True), (one.term.spoken, one.get_absolute_url())]}


def _crumbs(council: Council, *, is_list: bool = False) -> list[tuple[str, str]]:
    first = [(council.name, council.get_absolute_url())]
    return (
        [*first, (_("Shared accounts"), reverse("councils:accounts", args=[council.park.code]))] if is_list else first
    )


PLACE = Place("account", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside)
ANSWERED = Place("account", ANSWERS, _url, lambda one: f"{one.get_absolute_url()}#comments", facts=_beside)
WRITING = Place(
    "account", LINES, _url, lambda one: one.get_absolute_url(), facts=_beside, page="councils/account_lines.html"
)
