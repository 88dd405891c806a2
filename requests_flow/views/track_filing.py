"""A filing as its firm reads it behind the tracking link: the letter to agree to, what is here of theirs, papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import flow, form_sheet, idempotency, limits, pdf
from requests_flow import filing_paper, filings, links
from requests_flow.device import HOUR
from requests_flow.forms.filings import OF_THE_FIRM
from requests_flow.models import Filing
from requests_flow.views.filings import SHEETS

STEPS_AN_HOUR = 60


@require_safe
def track_filing(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Where it stands, what is delegated, what is here and when it goes back."""
    one = _find(token, pk)
    return render(request, "requests_flow/track_filing.html", _facts(request, one, {}))


@require_http_methods(["POST"])
def track_filing_step(request: HttpRequest, token: str, pk: int, verb: str) -> HttpResponse:
    """The firm says yes, or calls it off."""
    one = _find(token, pk)
    if verb not in OF_THE_FIRM:
        raise Http404
    by = links.holder_of(one.need, request.user)
    form = OF_THE_FIRM[verb](request.POST, filing=one, by=by, auto_id=f"{verb}_%s")
    if not form.is_valid():
        return render(request, "requests_flow/track_filing.html", _facts(request, one, {verb: form}))
    limits.hit(f"track:{one.need_id}", limit=STEPS_AN_HOUR, window=HOUR)
    scope, key = f"filing:{verb}:{one.pk}", form.cleaned_data["key"]
    idempotency.once(scope, key, lambda: str(flow.advance(one, verb, by=by, **form.facts()).pk))
    done = {"authorise": _("Authorised. You see here how it goes on."), "call_off": _("The filing is called off.")}
    messages.success(request, done[verb])
    return HttpResponseRedirect(one.get_tracking_url(), status=303)


@require_safe
def track_sheet(request: HttpRequest, token: str, pk: int, kind: str) -> HttpResponse:
    """Letter or receipt as PDF, for whoever holds the link."""
    one = _find(token, pk)
    return pdf.answer(lambda: form_sheet.pdf_of(SHEETS[kind](one)), f"{kind}-{one.need.reference}")


@require_safe
def track_document(request: HttpRequest, token: str, pk: int, kind: str) -> HttpResponse:
    """Letter or receipt as .docx, for whoever holds the link."""
    one = _find(token, pk)
    return form_sheet.answer_docx(form_sheet.docx_of(SHEETS[kind](one)), f"{kind}-{one.need.reference}")


def _find(token: str, pk: int) -> Filing:
    need = links.by_token(token)
    seen = Filing.objects.exclude(state=Filing.State.NEW).select_related("need__park", "need__enterprise", "need__unit")
    return get_object_or_404(seen, need=need, pk=pk)


def _facts(request: HttpRequest, one: Filing, bound: dict[str, Any]) -> dict[str, Any]:
    by = links.holder_of(one.need, request.user)
    verbs = flow.open_steps(one, by, among=OF_THE_FIRM)
    fresh = {verb: OF_THE_FIRM[verb](filing=one, by=by, auto_id=f"{verb}_%s") for verb in verbs}
    return {
        "filing": one,
        "letter": filing_paper.letter(one),
        "need": one.need,
        "stage": filings.stage(one),
        "papers": filings.papers_of(one),
        "forms": fresh | bound,
    }
