"""Notices to firms at the desk: the list, a new one, one with whom it reaches and who has confirmed, its steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parkdesk.core import files, flow, idempotency, states
from parkdesk.core.idempotency import new_key
from requests_flow.models import Circular
from requests_flow.models.outreach import writes_to_firms
from requests_flow.outreach import sending, sheets
from requests_flow.outreach.copies import figures_of, listed
from requests_flow.outreach.notice_forms import STEPS, ActForm, WriteForm, as_written
from requests_flow.outreach.notice_pages import crumbs, lines, standing

SHOWN = 100
WORK: dict[str, Callable[..., Any]] = {"send": sending.send, "remind": sending.remind}
SAID = {
    "send": gettext_lazy("Sent. Here you see who has read and confirmed it."),
    "remind": gettext_lazy("The reminder is on its way."),
    "withdraw": gettext_lazy("Withdrawn; the firms are told."),
    "discard": gettext_lazy("The draft is gone."),
}


@login_required
@require_safe
def circulars(request: HttpRequest) -> HttpResponse:
    """All that this person may see, the newest first, each with its figures."""
    seen = list(Circular.objects.visible_to(request.user)[:SHOWN])
    figures = figures_of(seen, request.user)
    facts = {
        "rows": [(one, figures.get(one.pk)) for one in seen],
        "may_write": writes_to_firms(None, request.user),
        "crumbs": crumbs(request.user)[:1],
    }
    return render(request, "requests_flow/outreach/notices.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circular_new(request: HttpRequest) -> HttpResponse:
    """A new draft; `?corrects=` begins with what the notice in force says."""
    before = _to_correct(request)
    form = _form(request, as_written(before) if before else {})
    if form.is_bound and form.is_valid():
        pk, _is_new = idempotency.once(
            f"circular:{request.user.pk}", form.cleaned_data["key"], lambda: _write(form, before)
        )
        return redirect("requests_flow:circular", pk=int(pk))
    return _page(request, form, before, reverse("requests_flow:circulars"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circular_change(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft, written anew."""
    one = _find(request, pk)
    flow.refuse_unless_open(one, states.find(one, "change"))
    form = _form(request, as_written(one))
    if form.is_bound and form.is_valid():
        sending.change(one, form.letter(), by=request.user, pictures=form.cleaned_data["pictures"])
        return redirect(one)
    return _page(request, form, one.corrects, one.get_absolute_url())


@login_required
@require_safe
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with whom it would reach; what was sent with who has confirmed it."""
    one = _find(request, pk)
    facts = standing(one, request) | {
        "circular": one,
        "pictures": files.shown(files.of(one)),
        "places": [*one.parks.all(), *one.buildings.select_related("park")],
        "lines": lines(one),
        "key": new_key(),
        "open": flow.open_steps(one, request.user),
        "crumbs": crumbs(request.user),
    }
    return render(request, "requests_flow/outreach/notice.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def circular_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Sent, reminded, withdrawn, discarded: once per press."""
    one = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    form = STEPS[verb](request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"circular:{verb}:{one.pk}", form.cleaned_data["key"], lambda: _take(one, verb, form))
        messages.success(request, str(SAID[verb]))
        return redirect("requests_flow:circulars") if verb == "discard" else redirect(one)
    flow.refuse_unless_open(one, states.find(one, verb))
    facts = {"form": form, "circular": one, "home": one.get_absolute_url(), "crumbs": crumbs(request.user)}
    return render(request, "requests_flow/outreach/act.html", facts)


@login_required
@require_POST
def copy_tell(request: HttpRequest, pk: int, firm: int) -> HttpResponse:
    """Somebody rang them, or went there: marked by hand."""
    one = _find(request, pk)
    copy = get_object_or_404(one.copies.visible_to(request.user), enterprise=firm)
    flow.advance(copy, "tell", by=request.user, teller=request.user)
    messages.success(request, _("%(firm)s: told.") % {"firm": copy.enterprise})
    return redirect(f"{one.get_absolute_url()}?{request.GET.urlencode()}#firms")


@login_required
@require_safe
def circular_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every firm with what became of it."""
    one = _find(request, pk)
    return sheets.of_notice(one, listed(one.copies.visible_to(request.user), "all"))


def _find(request: HttpRequest, pk: int) -> Circular:
    seen = Circular.objects.visible_to(request.user).select_related("by", "corrects", "questionnaire")
    return get_object_or_404(seen, pk=pk)


def _to_correct(request: HttpRequest) -> Circular | None:
    number = request.GET.get("corrects", "")
    if not number.isdecimal():
        return None
    one = get_object_or_404(Circular.objects.visible_to(request.user), pk=int(number[:18]))
    flow.refuse_unless_open(one, states.find(one, "correct"))
    return one


def _form(request: HttpRequest, initial: dict[str, Any]) -> WriteForm:
    is_sent = request.method == "POST"
    files_ = request.FILES if is_sent else None
    return WriteForm(request.POST if is_sent else None, files_, by=request.user, initial=initial)


def _write(form: WriteForm, before: Circular | None) -> str:
    return str(sending.write(form.letter(), by=form.by, pictures=form.cleaned_data["pictures"], corrects=before).pk)


def _take(one: Circular, verb: str, form: ActForm) -> str:
    if verb in WORK:
        return str(WORK[verb](one, by=form.by).pk)
    return str(flow.advance(one, verb, by=form.by, **form.facts()).pk)


def _page(request: HttpRequest, form: WriteForm, before: Circular | None, back: str) -> HttpResponse:
    facts = {"form": form, "before": before, "home": back, "crumbs": crumbs(request.user)}
    return render(request, "requests_flow/outreach/write.html", facts)
