"""Polls of a park: the list, a new one, one with its answers, closing it, its totals as a table."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils import guards, polling
from councils.forms.polls import AnswerForm, AskForm
from councils.models import Council, Poll
from parkdesk.core import idempotency, spreadsheets
from parkdesk.core.flow import NotYours

WIDTH = 100


@login_required
@require_safe
def polls(request: HttpRequest, park: str) -> HttpResponse:
    """What the people of a park are asked now, and what they were asked."""
    council = _council(park)
    found = Poll.objects.visible_to(request.user).filter(park=council.park).newest_first().select_related("park")
    facts = {"council": council, "polls": list(found[:50]), "may_ask": guards.asks_polls(None, request.user)}
    return render(request, "councils/polls.html", facts | {"crumbs": _crumbs(council)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, park: str) -> HttpResponse:
    """A new question; once a press."""
    council = _council(park)
    if not guards.asks_polls(None, request.user):
        raise NotYours(Poll(park=council.park), "ask")
    form = AskForm(request.POST if request.method == "POST" else None, thing=council.park, by=request.user)
    if request.method == "POST" and form.is_valid():
        made, _is_new = idempotency.once("poll:ask", _press(request, form, council.pk), lambda: _asked(form))
        return redirect("councils:poll", park, int(made))
    facts = {"form": form, "home": reverse("councils:polls", args=[park]), "crumbs": _crumbs(council, is_list=True)}
    return render(request, "councils/meeting_act.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One question: answered here once, or read with its totals as bars and as a table."""
    one = _find(request, park, pk)
    mine = one.answers.filter(person=request.user).first()
    form = AnswerForm(
        request.POST if request.method == "POST" else None, thing=one, by=request.user,
        initial={"option": mine.option_id if mine else None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        polling.answer(one, form.cleaned_data["option"], by=request.user)
        messages.success(request, _("Your answer is recorded."))
        return redirect(one)
    return render(request, "councils/poll.html", _facts(request, one, form, mine))


@login_required
@require_POST
def close(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """No more answers from now on."""
    one = _find(request, park, pk)
    polling.close(one, by=request.user)
    messages.success(request, _("The poll is closed."))
    return redirect(one)


@login_required
@require_safe
def export(request: HttpRequest, park: str, pk: int, kind: str) -> HttpResponseBase:
    """The totals as .csv, .xlsx or .docx."""
    return spreadsheets.answer(polling.sheet(_find(request, park, pk)), kind, f"poll-{pk}")


# --- what the views share -----------------------------------------------------------------------------
def _council(park: str) -> Council:
    return get_object_or_404(Council.objects.select_related("park"), park__code=park)


def _find(request: HttpRequest, park: str, pk: int) -> Poll:
    return get_object_or_404(Poll.objects.visible_to(request.user).select_related("park"), pk=pk, park__code=park)


def _asked(form: AskForm) -> str:
    return str(polling.ask(form.thing, by=form.by, **form.facts()).pk)


def _press(request: HttpRequest, form: AskForm, council: int) -> str:
    key = form.cleaned_data.get("key")
    return f"{request.user.pk}:{council}:{key}" if key else ""


def _facts(request: HttpRequest, one: Poll, form: AnswerForm, mine: Any) -> dict[str, Any]:
    found = polling.results(one)
    may_answer = one.takes_answers and polling.may_answer(one, request.user)
    is_done = mine is not None or not may_answer
    heads = [pgettext("poll", "Answer"), pgettext("poll", "People"), *([_("With weights")] if one.is_weighted else [])]
    return {
        "poll": one,
        "form": form if may_answer else None,
        "mine": mine,
        "found": found,
        "is_shown": is_done and found.may_show,
        "is_too_few": is_done and not found.may_show,
        "heads": heads,
        "rows": [[line.text, line.count, *([line.weighed] if one.is_weighted else [])] for line in found.lines],
        "may_close": one.state == Poll.State.OPEN and guards.asks_polls(one, request.user),
        "crumbs": _crumbs(one.park.council, is_list=True),
    }


def _crumbs(council: Council, *, is_list: bool = False) -> list[tuple[str, str]]:
    first = [(council.name, council.get_absolute_url())]
    return [*first, (_("Polls"), reverse("councils:polls", args=[council.park.code]))] if is_list else first
