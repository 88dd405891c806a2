"""Small works of a park: the list for everybody, one with its money and its pictures, every step of it, a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import work_guards, work_page, works
from councils.forms import works as forms
from councils.models import Council, SmallWork
from councils.views.acts import Act, Place, buttons, take
from parkdesk.core import idempotency, paging, spreadsheets
from parkdesk.core.flow import NotYours

A_PAGE = 20
ALONG = ("case__council__park",)
# What may be asked for, the likeliest first.
ACTS = {
    "start": Act(forms.StartForm, works.start, "start", is_main=True),
    "claim": Act(forms.ClaimForm, works.claim, "claim", is_main=True),
    "accept": Act(forms.AcceptForm, works.accept, "accept", is_main=True),
    "contract": Act(forms.ContractForm, works.contract, "contract", is_main=True),
    "send_back": Act(forms.SendBackForm, None, "send_back"),
    "spend": Act(forms.SpendForm, works.spend, "spend", makes_sense=lambda work, person: work.left > 0),
    "revise": Act(forms.ReviseForm, works.revise, "revise"),
    "strike": Act(forms.StrikeForm, works.strike, "strike", makes_sense=lambda work, person: work.spent > 0),
    "cancel": Act(forms.CancelForm, works.cancel, "cancel"),
}


@require_safe
def listed(request: HttpRequest, park: str) -> HttpResponse:
    """The small works of one council, the last proposed on top; a table of them to take away."""
    council = _council(park)
    page = Paginator(_seen(request, council), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "council": council,
        "rows": work_page.rows(page),
        "may_propose": work_guards.proposes(council, request.user),
        "crumbs": _crumbs(council),
        **paging.around(page, request.GET.dict()),
    }
    return render(request, "councils/works.html", facts)


@require_safe
def export(request: HttpRequest, park: str, kind: str) -> HttpResponseBase:
    """The same list as .csv, .xlsx or .docx."""
    council = _council(park)
    return spreadsheets.answer(work_page.sheet(council, _seen(request, council)), kind, f"small-works-{park}")


@require_safe
def work(request: HttpRequest, park: str, pk: int) -> HttpResponse:
    """One: what it costs and who pays, what was spent, how it was and how it is; more of it for its council."""
    one = _find(request, park, pk)
    facts = {
        "work": one,
        "buttons": buttons(one, request.user, PLACE) if request.user.is_authenticated else [],
        "crumbs": _crumbs(one.case.council, is_list=True),
        **work_page.facts(one, request.user),
    }
    return render(request, "councils/work.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, park: str) -> HttpResponse:
    """A proposal, once a press; what was typed is kept when it has to be mended."""
    council = _council(park)
    if not work_guards.proposes(council, request.user):
        raise NotYours(SmallWork(), "propose")
    posted = request.POST if request.method == "POST" else None
    form = forms.ProposeForm(posted, request.FILES or None, thing=council, by=request.user)
    if request.method == "POST" and form.is_valid():
        made, _is_new = idempotency.once("work:propose", _press(form), lambda: _proposed(form))
        messages.success(request, _("%(deed)s: done.") % {"deed": form.label})
        return redirect("councils:work", park, int(made))
    facts = {"form": form, "home": _list(council), "crumbs": _crumbs(council, is_list=True)}
    return render(request, "councils/meeting_act.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, verb: str) -> HttpResponse:
    """Every act on one."""
    return take(request, _find(request, park, pk), verb, PLACE)


# --- what the views share -----------------------------------------------------------------------------
def _council(park: str) -> Council:
    return get_object_or_404(Council.objects.select_related("park"), park__code=park)


def _seen(request: HttpRequest, council: Council) -> Any:
    seen = SmallWork.objects.visible_to(request.user).filter(case__council=council)
    return seen.newest_first().select_related(*ALONG)


def _find(request: HttpRequest, park: str, pk: int) -> SmallWork:
    seen = SmallWork.objects.visible_to(request.user).select_related(*ALONG)
    return get_object_or_404(seen, pk=pk, case__council__park__code=park)


def _proposed(form: forms.ProposeForm) -> str:
    return str(works.propose(form.thing, form.plan(), by=form.by).pk)


def _press(form: forms.ProposeForm) -> str:
    key = form.cleaned_data.get("key")
    return f"{form.by.pk}:{form.thing.pk}:{key}" if key else ""


def _list(council: Council) -> str:
    return reverse("councils:works", args=[council.park.code])


def _crumbs(council: Council, *, is_list: bool = False) -> list[tuple[str, str]]:
    first = [(council.name, council.get_absolute_url())]
    return [*first, (_("Small works"), _list(council))] if is_list else first


def _url(one: SmallWork, verb: str) -> str:
    return reverse("councils:work_act", args=[one.park_code, one.pk, verb])


def _beside(one: SmallWork) -> dict[str, Any]:
    return {"crumbs": _crumbs(one.case.council, is_list=True), "quote": one.display_title}


PLACE = Place("work", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside)
