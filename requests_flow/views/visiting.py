"""Putting a visit on record, in a minute, on a phone in the doorway."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parkdesk.core import idempotency
from parkdesk.core.flow import NotNow
from requests_flow import visiting
from requests_flow.forms.visiting import LogVisitForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The form of a visit; `?enterprise=` chooses the firm. What was heard becomes a need of its own."""
    initial = {"enterprise": request.GET.get("enterprise", "")}
    form = LogVisitForm(request.POST if request.method == "POST" else None, by=request.user, initial=initial)
    if form.is_bound and form.is_valid() and _is_logged(request, form):
        return redirect("requests_flow:visits")
    crumbs = [(_("On site"), reverse("requests_flow:visits"))]
    return render(request, "requests_flow/visit_log.html", {"form": form, "crumbs": crumbs})


def _is_logged(request: HttpRequest, form: LogVisitForm) -> bool:
    """Store it once per press; a second visit to the same firm that day is said at the form."""
    scope = f"visit:{request.user.pk}"
    try:
        reference, _is_new = idempotency.once(scope, form.cleaned_data["key"], lambda: _store(request, form))
    except NotNow as not_now:
        form.add_error("enterprise", not_now.reason)
        return False
    said = _("The visit is on record.")
    if reference:
        said = _("The visit is on record; what you heard is need %(number)s.") % {"number": reference}
    messages.success(request, said)
    return True


def _store(request: HttpRequest, form: LogVisitForm) -> str:
    _visit, need = visiting.log(form.call(), by=request.user)
    return str(need.reference) if need else ""
