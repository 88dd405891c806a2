"""Saved views of the desk's list, and the list as a table to take away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Person
from parkdesk.core import clock, idempotency, spreadsheets
from requests_flow import exporting
from requests_flow.forms.saved import ViewForm
from requests_flow.lists import Asked, Listing
from requests_flow.models import SavedView
from requests_flow.views.filters import chips, desk_word

KEPT_AT_MOST = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the view in the address under a name."""
    asked = Asked.of(request.GET, request.user)
    form = ViewForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        idempotency.once(f"view:{request.user.pk}", form.cleaned_data["key"], lambda: _keep(form, asked))
        return redirect(reverse("requests_flow:desk") + asked.address())
    return _page(request, form, asked)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename one's own view, share it or not, choose other columns."""
    view = get_object_or_404(SavedView.objects.of(request.user), pk=pk)
    form = ViewForm(request.POST if request.method == "POST" else None, by=request.user, view=view)
    if form.is_bound and form.is_valid():
        for name in ("name", "is_shared", "columns"):
            setattr(view, name, form.cleaned_data[name])
        view.save()
        return redirect(reverse("requests_flow:desk") + view.query)
    return _page(request, form, asked_by(view, request.user))


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own view; the needs in it stay as they are."""
    SavedView.objects.of(request.user).filter(pk=pk).delete()
    messages.success(request, _("The view is deleted."))
    return redirect("requests_flow:desk")


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All rows of the list in the address; `view` names the saved view whose columns are taken."""
    listing = Listing(Asked.of(request.GET, request.user), request.user, clock.now())
    table = exporting.Table.of(listing, _columns(request))
    return spreadsheets.answer(table.sheet(), kind, "needs")


def beside_the_list(asked: Asked, person: Person) -> dict[str, Any]:
    """The saved views as chips, and where the list as it stands is kept and exported. One query."""
    here, views = asked.address(), list(SavedView.objects.visible_to(person)[:KEPT_AT_MOST])
    current = next((one for one in views if one.query == here), None)
    columns = f"&view={current.pk}" if current else ""
    desk = reverse("requests_flow:desk")
    return {
        "views": views,
        "current": current,
        "is_own": current is not None and current.owner_id == person.pk,
        "keep_url": reverse("requests_flow:view_keep") + here,
        "exports": [(kind, f"{desk}export.{kind}{here}{columns}") for kind in ("xlsx", "csv", "docx")],
    }


def asked_by(view: SavedView, person: Person) -> Asked:
    """What a saved view asks for."""
    return Asked.of(QueryDict(view.query.removeprefix("?")), person)


def _keep(form: ViewForm, asked: Asked) -> str:
    facts = form.facts()
    view = SavedView.objects.create(owner=form.by, query=asked.address()[:400], created_at=clock.now(), **facts)
    return str(view.pk)


def _columns(request: HttpRequest) -> list[str]:
    named = request.GET.get("view", "")
    if not named.isdecimal():
        return request.GET.getlist("column")
    view = SavedView.objects.visible_to(request.user).filter(pk=int(named[:18])).first()
    return view.columns if view else []


def _page(request: HttpRequest, form: ViewForm, asked: Asked) -> HttpResponse:
    facts = {
        "form": form,
        "view": form.view,
        "chips": chips(asked),
        "home": reverse("requests_flow:desk") + asked.address(),
        "crumbs": [(desk_word(), reverse("requests_flow:desk"))],
    }
    return render(request, "requests_flow/view.html", facts)
