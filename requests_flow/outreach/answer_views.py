"""A form as people meet it behind its code: filled in, checked for personal data, stored, changed until its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Enterprise
from parkdesk.core import idempotency
from parkdesk.core.actors import is_person
from parkdesk.core.flow import NotNow
from requests_flow import device as devices
from requests_flow import masking
from requests_flow.models import CircularCopy, Questionnaire
from requests_flow.outreach.answering import Said, answer, earlier
from requests_flow.outreach.form_forms import AnswerForm
from requests_flow.outreach.questions import name_of
from requests_flow.views.checking import EDIT, HIDE, KEEP

PER_DEVICE, PER_ADDRESS = 20, 300


@require_http_methods(["GET", "HEAD", "POST"])
def fill_in(request: HttpRequest, code: str) -> HttpResponse:
    """The form; what a firm has answered before stands in it for whoever proves to be of the firm."""
    one = _find(code)
    firm = None if one.is_anonymous else _firm(request, one)
    if not one.takes_answers:
        return render(request, "requests_flow/outreach/closed.html", {"questionnaire": one})
    if request.method != "POST":
        before = earlier(one, firm)
        form = AnswerForm(questionnaire=one, firm=firm, initial=_as_before(one, before.values if before else {}))
        return _page(request, one, form, is_changed=before is not None)
    form = AnswerForm(request.POST, questionnaire=one, firm=firm)
    if not form.is_valid() or request.POST.get("personal") == EDIT:
        return _page(request, one, form)
    if request.POST.get("personal") not in (HIDE, KEEP) and _personal(form):
        return _check(request, form)
    return _stored(request, one, form)


@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """It is stored; and how long it can be changed."""
    one = _find(code)
    has_own_way = not one.is_anonymous and _firm(request, one) is not None
    facts = {
        "questionnaire": one,
        "may_change": has_own_way and one.asks == Questionnaire.Asks.ONCE and one.takes_answers,
        "change_url": _address("requests_flow:answer", one, request),
    }
    return render(request, "requests_flow/outreach/done.html", facts)


def _stored(request: HttpRequest, one: Questionnaire, form: AnswerForm) -> HttpResponse:
    device = devices.of(request)
    said = Said(_as_chosen(request, form), form.whose, is_proven=form.firm is not None)

    def work() -> str:
        device.count("forms", per_device=PER_DEVICE, per_address=PER_ADDRESS)
        return str(answer(one, said).pk)

    try:
        idempotency.once(f"form:{one.pk}", form.cleaned_data["key"], work)
    except NotNow as not_now:
        form.add_error(None, not_now.reason)
        return _page(request, one, form)
    return HttpResponseRedirect(_address("requests_flow:answer_done", one, request), status=303)


def _page(request: HttpRequest, one: Questionnaire, form: AnswerForm, is_changed: bool = False) -> HttpResponse:
    facts = {"questionnaire": one, "form": form, "is_changed": is_changed}
    response = render(request, "requests_flow/outreach/answer.html", facts)
    device = devices.of(request)
    if not device.is_known:
        devices.keep(response, device)
    return response


# --- personal data in free text (domain.md 11) -------------------------------------------------------
def _personal(form: AnswerForm) -> bool:
    return any(masking.found(text, masking.OFFERED) for text in form.written.values())


def _check(request: HttpRequest, form: AnswerForm) -> HttpResponse:
    """What was found, marked where it stands; nothing is stored yet."""
    text = "\n".join(form.written.values())
    kept = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    facts = {"pieces": masking.pieces(text), "found": masking.found(text, masking.OFFERED), "kept": kept}
    return render(request, "requests_flow/check.html", facts)


def _as_chosen(request: HttpRequest, form: AnswerForm) -> dict[str, Any]:
    values = form.values()
    if request.POST.get("personal") != HIDE:
        return values
    hidden = {name: masking.masked(text, masking.OFFERED) for name, text in form.written.items()}
    return values | {name.removeprefix("q"): text for name, text in hidden.items()}


# --- who answers -------------------------------------------------------------------------------------
def _find(code: str) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.shown(), code=code.upper())


def _firm(request: HttpRequest, one: Questionnaire) -> Enterprise | None:
    """The firm that proves itself: by the link of its notice, or by somebody of it who signed in."""
    if token := request.GET.get("from", ""):
        copies = CircularCopy.objects.behind(token).filter(circular__questionnaire=one, circular__state="sent")
        copy = copies.select_related("enterprise").first()
        return copy.enterprise if copy else None
    if not is_person(request.user) or not request.user.firms:
        return None
    return Enterprise.objects.filter(pk__in=request.user.firms).order_by("pk").first()


def _as_before(one: Questionnaire, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name_of(question): values[str(question.pk)] for question in one.questions.all() if str(question.pk) in values
    }


def _address(name: str, one: Questionnaire, request: HttpRequest) -> str:
    token = request.GET.get("from", "")
    query = f"?{urlencode({'from': token})}" if token else ""
    return reverse(name, args=[one.code]) + query
