"""Related documents of a need at the desk: link one, show it to the enterprise or not, take it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parkdesk.core import idempotency
from parkdesk.core.flow import advance
from requests_flow import documents, guards
from requests_flow import reference as references
from requests_flow.forms.documents import AttachForm, RemoveForm
from requests_flow.models import Need, RelatedDocument
from requests_flow.views.filters import desk_word


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Link a document with a need."""
    need = need_at_the_desk(request, ref)
    form = AttachForm(request.POST, request.FILES, by=request.user) if request.POST else AttachForm(by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"document:{need.pk}:{request.user.pk}"
        idempotency.once(scope, form.cleaned_data["key"], lambda: _attach(need, form))
        messages.success(request, _("The document is linked."))
        return redirect(need)
    return render(request, "requests_flow/step.html", _page(need, form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a document away, with a reason that stays."""
    need = need_at_the_desk(request, ref)
    one = get_object_or_404(RelatedDocument.objects.standing(), need=need, pk=pk)
    form = RemoveForm(request.POST or None, by=request.user)
    if form.is_bound and form.is_valid():
        documents.remove(one, by=request.user, **form.facts())
        messages.success(request, _("The document is taken away."))
        return redirect(need)
    return render(request, "requests_flow/step.html", _page(need, form))


@login_required
@require_POST
def document_turn(request: HttpRequest, ref: str, pk: int, verb: str) -> HttpResponse:
    """Show it to the enterprise, or hide it."""
    need = need_at_the_desk(request, ref)
    one = get_object_or_404(RelatedDocument.objects.standing(), need=need, pk=pk)
    advance(one, verb, by=request.user)
    messages.success(request, _("The enterprise sees it.") if verb == "show" else _("Only staff see it."))
    return redirect(need)


def need_at_the_desk(request: HttpRequest, ref: str) -> Need:
    """A need whose papers this person keeps. Raises Http404."""
    seen = Need.objects.at_the_desk(request.user).select_related("park", "building", "enterprise", "unit")
    need = get_object_or_404(seen, reference=references.tidy(ref))
    if not guards.sits_at_the_desk(need, request.user):
        raise Http404
    return need


def crumbs_of(need: Need) -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (need.reference or "", need.get_absolute_url())]


def _attach(need: Need, form: AttachForm) -> str:
    pictures = form.cleaned_data["pictures"] if form.cleaned_data["kind"] == RelatedDocument.Kind.SCAN else []
    return str(documents.attach(need, form.paper(), pictures=pictures, by=form.by).pk)


def _page(need: Need, form: object) -> dict[str, object]:
    return {"form": form, "need": need, "home": need.get_absolute_url(), "crumbs": crumbs_of(need)}
