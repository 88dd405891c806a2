"""Forms at the desk: the list, a new one, its questions, its steps, what was answered."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, override, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import addresses, flow, idempotency, pdf, qr, states
from requests_flow.models import Questionnaire
from requests_flow.models.outreach import writes_to_firms
from requests_flow.outreach import asking, counting, sheets
from requests_flow.outreach.form_forms import STEPS, ActForm, FormForm
from requests_flow.outreach.form_poster import poster
from requests_flow.views.filters import desk_word

SHOWN = 100
ANSWERS_SHOWN = 20
WORK: dict[str, Callable[..., Any]] = {"erase": asking.erase}
SAID = {
    "open": gettext_lazy("It is open. Print its poster, or send it along with a notice."),
    "close": gettext_lazy("It is closed."),
    "erase": gettext_lazy("The answers are gone."),
}


@login_required
@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """All forms, the newest first."""
    facts = {
        "rows": asking.counted(Questionnaire.objects.visible_to(request.user))[:SHOWN],
        "may_write": writes_to_firms(None, request.user),
        "crumbs": crumbs()[:1],
    }
    return render(request, "requests_flow/outreach/forms.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_new(request: HttpRequest) -> HttpResponse:
    """A new form, without questions yet."""
    form = FormForm(request.POST if request.method == "POST" else None, by=request.user, initial=asking.usual_days())
    if form.is_bound and form.is_valid():
        pk, _is_new = idempotency.once(
            f"questionnaire:{request.user.pk}",
            form.cleaned_data["key"],
            lambda: str(asking.write(form.columns(), by=form.by).pk),
        )
        return redirect("requests_flow:questionnaire", pk=int(pk))
    facts = {"form": form, "home": reverse("requests_flow:questionnaires"), "crumbs": crumbs()}
    return render(request, "requests_flow/outreach/act.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, days and who answers, as long as nobody has."""
    one = find(request, pk)
    flow.refuse_unless_open(one, states.find(one, "change"))
    initial = {"title_zh": one.title} | {name: getattr(one, name) for name in asking.COLUMNS}
    form = FormForm(request.POST if request.method == "POST" else None, by=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        asking.change(one, form.columns(), by=request.user)
        return redirect(one)
    facts = {"form": form, "questionnaire": one, "home": one.get_absolute_url(), "crumbs": crumbs()}
    return render(request, "requests_flow/outreach/act.html", facts)


@login_required
@require_safe
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """Its questions with what was answered, its code, what can be done."""
    one = find(request, pk)
    questions, answers = list(one.questions.all()), list(one.answers.select_related("enterprise"))
    with override(settings.LANGUAGE_CODE):  # whoever copies it: the reader's own phone knows the language
        link = addresses.absolute(request, one.get_public_url())
    facts = {
        "questionnaire": one,
        "results": counting.results(questions, answers),
        "count": len(answers),
        "answers": asking.listed(questions, answers[:ANSWERS_SHOWN]),
        "open": (steps := flow.open_steps(one, request.user)),
        "may_change": "change" in steps,
        "has_room": len(questions) < asking.MOST_QUESTIONS,
        "link": link,
        "qr": qr.data_uri(link),
        "crumbs": crumbs(),
    }
    return render(request, "requests_flow/outreach/form.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Opened, closed, its answers deleted."""
    one = find(request, pk)
    if verb not in STEPS:
        raise Http404
    form = STEPS[verb](request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"questionnaire:{verb}:{one.pk}", form.cleaned_data["key"], lambda: _take(one, verb, form))
        messages.success(request, str(SAID[verb]))
        return redirect(one)
    flow.refuse_unless_open(one, states.find(one, verb))
    facts = {"form": form, "questionnaire": one, "home": one.get_absolute_url(), "crumbs": crumbs()}
    return render(request, "requests_flow/outreach/act.html", facts)


@login_required
@require_safe
def questionnaire_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every answer, a row each."""
    one = find(request, pk)
    heads, rows = asking.table(one)
    return sheets.answer(f"form-{one.code}", one.title, heads, rows)


@login_required
@require_safe
def questionnaire_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """One A4 page with its code."""
    one = find(request, pk)
    return pdf.answer(lambda: poster(one, public_url=settings.PUBLIC_URL), f"form-{one.code}")


def find(request: HttpRequest, pk: int) -> Questionnaire:
    """One form of those that this person may see."""
    return get_object_or_404(Questionnaire.objects.visible_to(request.user).select_related("by"), pk=pk)


def crumbs() -> list[tuple[str, str]]:
    return [
        (desk_word(), reverse("requests_flow:desk")),
        (pgettext("questionnaires", "Forms"), reverse("requests_flow:questionnaires")),
    ]


def _take(one: Questionnaire, verb: str, form: ActForm) -> str:
    if verb in WORK:
        return str(WORK[verb](one, by=form.by).pk)
    return str(flow.advance(one, verb, by=form.by, **form.facts()).pk)
