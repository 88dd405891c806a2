"""The desk's own doors of intake: what was told, what was pasted, and what to give back for it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import addresses, qr
from requests_flow import entering
from requests_flow import reference as references
from requests_flow.forms.entering import PASTED_AT_MOST, EnterForm, PastedForm, PasteForm, proposal_set, proposed
from requests_flow.intake import Report
from requests_flow.keys import may_keep_keys
from requests_flow.models import Need
from requests_flow.views.filters import desk_word


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """One need that somebody tells; stored and acknowledged in one press."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (needs := _entered(request, form, [form.report()])):
        return _led_on(needs)
    facts = {"form": form, "crumbs": _crumbs(), "may_keep_keys": may_keep_keys(request.user)}
    return render(request, "requests_flow/enter.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """A copied text becomes proposals; the second press stores those that are ticked."""
    if "kind" in request.POST and "form-TOTAL_FORMS" in request.POST:
        return _take(request)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "requests_flow/paste.html", {"form": form, "crumbs": _crumbs()})
    initial, number, left_out = proposed(form.cleaned_data["pasted"])
    shared = PastedForm(initial={"kind": form.cleaned_data["kind"], "outside_number": number})
    return _proposals(request, shared, proposal_set(initial=initial), left_out)


def _take(request: HttpRequest) -> HttpResponse:
    shared, found = PastedForm(request.POST), proposal_set(request.POST)
    is_valid = shared.is_valid() & found.is_valid()
    ticked = [one.cleaned_data for one in found if is_valid and one.cleaned_data.get("take")]
    if ticked and (needs := _entered(request, shared, [shared.report(said) for said in ticked])):
        return _led_on(needs)
    if is_valid and not ticked:
        shared.add_error(None, _("Nothing is ticked, so nothing was entered. Tick what you want to enter."))
    return _proposals(request, shared, found, 0)


def _proposals(request: HttpRequest, shared: PastedForm, found: Any, left_out: int) -> HttpResponse:
    crumbs = [*_crumbs(), (_("Paste a text"), request.path)]
    facts = {"shared": shared, "found": found, "left_out": left_out, "most": PASTED_AT_MOST, "crumbs": crumbs}
    return render(request, "requests_flow/pasted.html", facts)


def _entered(request: HttpRequest, form: EnterForm | PastedForm, reports: list[Report]) -> list[Need]:
    """What was stored; nothing, and the reason at its field, when the ticket is on record."""
    try:
        return entering.enter(reports, by=request.user, key=form.cleaned_data["key"])
    except entering.OnRecord as known:
        form.add_error("outside_number", str(known))
        return []


def _led_on(needs: list[Need]) -> HttpResponse:
    return redirect("requests_flow:entered", ",".join(str(one.reference) for one in needs))


@login_required
@require_safe
def entered(request: HttpRequest, refs: str) -> HttpResponse:
    """Numbers, PINs and a reply to copy, for a day and for whoever entered them; then on to sorting."""
    numbers = [number for text in refs.split(",")[:PASTED_AT_MOST] if (number := references.tidy(text))]
    needs = entering.entered_by(request.user, numbers)
    if not needs:
        raise Http404
    facts = {"shown": [_shown(request, one) for one in needs], "crumbs": _crumbs()}
    return render(request, "requests_flow/entered.html", facts)


def _shown(request: HttpRequest, need: Need) -> dict[str, Any]:
    link = addresses.absolute(request, need.get_tracking_url())
    return {"need": need, "link": link, "reply": entering.reply(need, link), "qr": qr.data_uri(link)}


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk"))]
