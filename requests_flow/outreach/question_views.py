"""The questions of a form, one on a page: written, moved, taken out, until somebody has answered."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from parkdesk.core import flow, idempotency, states
from requests_flow.models import Question, Questionnaire
from requests_flow.outreach import asking
from requests_flow.outreach.form_forms import QuestionForm, options_in_lines
from requests_flow.outreach.form_views import crumbs, find


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """A new question, or one to change."""
    one = find(request, pk)
    flow.refuse_unless_open(one, states.find(one, "change"))
    old = get_object_or_404(one.questions, pk=number) if number else None
    form = QuestionForm(request.POST if request.method == "POST" else None, by=request.user, initial=_initial(old))
    if form.is_bound and form.is_valid():
        idempotency.once(f"question:{one.pk}:{number}", form.cleaned_data["key"], lambda: _put(one, form, old))
        return redirect(f"{one.get_absolute_url()}#questions")
    facts = {"form": form, "questionnaire": one, "home": one.get_absolute_url(), "crumbs": crumbs()}
    return render(request, "requests_flow/outreach/act.html", facts)


@login_required
@require_POST
def question_act(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Moved up, or with `out` taken out."""
    one = find(request, pk)
    found = get_object_or_404(one.questions.select_related("questionnaire"), pk=number)
    work = asking.take_out if "out" in request.POST else asking.move_up
    work(found, by=request.user)
    return redirect(f"{one.get_absolute_url()}#questions")


def _put(one: Questionnaire, form: QuestionForm, old: Question | None) -> str:
    return str(asking.put(one, form.facts(), by=form.by, question=old).pk)


def _initial(old: Question | None) -> dict[str, object]:
    if old is None:
        return {}
    same = ("kind", "text", "text_en", "is_required")
    return {name: getattr(old, name) for name in same} | {"options": options_in_lines(old)}
