"""Reports on conduct: what firms say was asked of them outside the rules. Each look is on record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import access, idempotency
from parkdesk.core.flow import advance
from requests_flow.forms.conduct import SettleReportForm
from requests_flow.models import ConductReport

SHOWN = 100
READ = "conduct.read"


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The register, the newest first; what was said stands on each report's own page."""
    found = ConductReport.objects.visible_to(request.user).select_related("need__park")[:SHOWN]
    return render(request, "requests_flow/conduct_reports.html", {"reports": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and the finding that settles it."""
    one = get_object_or_404(ConductReport.objects.visible_to(request.user).select_related("need__park"), pk=pk)
    form = SettleReportForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"conduct:{one.pk}:{request.user.pk}"
        idempotency.once(scope, form.cleaned_data["key"], lambda: _settle(one, form))
        messages.success(request, _("The report is settled."))
        return redirect("requests_flow:conduct_reports")
    access.looked_at(one, by=request.user, action=READ)
    crumbs = [(_("Reports on conduct"), reverse("requests_flow:conduct_reports"))]
    return render(request, "requests_flow/conduct_report.html", {"report": one, "form": form, "crumbs": crumbs})


def _settle(one: ConductReport, form: SettleReportForm) -> str:
    return str(advance(one, "settle", by=form.by, **form.facts()).pk)
