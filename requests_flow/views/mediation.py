"""Mediation at the desk: those of a need, a new one, one with its deeds, its record as PDF and .docx."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from parkdesk.core import form_sheet, idempotency, pdf
from requests_flow import guards, mediating
from requests_flow import reference as references
from requests_flow.forms import mediation as forms
from requests_flow.mediation_paper import points_of, record
from requests_flow.models import Mediation, Need
from requests_flow.views.beside import Deed, buttons, lines, pictures_of, take
from requests_flow.views.filters import desk_word

DEEDS = {
    "hear": Deed(forms.HearForm, mediating.hear, "hear", is_main=True),
    "conclude": Deed(forms.ConcludeForm, mediating.conclude, "conclude"),
    "party": Deed(forms.PartyForm, mediating.name_party, "name_party"),
    "apply": Deed(forms.ApplyForm, None, "apply", is_main=True),
    "waive": Deed(forms.WaiveForm, None, "waive"),
    "plan": Deed(forms.PlanForm, mediating.plan, "plan"),
    "perform": Deed(forms.PerformForm, mediating.perform, "perform"),
    "attach": Deed(forms.AttachForm, mediating.attach, "attach"),
}
TITLES = {
    "open": gettext_lazy("The mediation was opened"),
    "name_party": gettext_lazy("A side was named"),
    "hear": gettext_lazy("A sitting was held"),
    "conclude": gettext_lazy("Concluded"),
    "plan": gettext_lazy("A day of performance was set"),
    "perform": gettext_lazy("Something was performed"),
    "attach": gettext_lazy("The signed record came in"),
    "apply": gettext_lazy("The court was asked to confirm it"),
    "waive": gettext_lazy("Confirmation is not wanted"),
    "remind": gettext_lazy("Reminded of the 30 days"),
}


@login_required
@require_safe
def mediations(request: HttpRequest, ref: str) -> HttpResponse:
    """Those of a need; a single one opens itself."""
    need = _need(request, ref)
    found = list(Mediation.objects.visible_to(request.user).filter(need=need).select_related("need"))
    may_open = guards.sits_at_the_desk(need, request.user)
    if len(found) == 1 and found[0].ended_at is None:
        return redirect(found[0])
    facts = {"need": need, "mediations": found, "may_open": may_open, "crumbs": _crumbs(need)}
    return render(request, "requests_flow/mediations.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin one between two sides."""
    need = _need(request, ref)
    if not guards.sits_at_the_desk(need, request.user):
        raise Http404
    form = forms.OpenMediationForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"mediation:{need.pk}:{request.user.pk}"
        pk, _is_new = idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(mediating.open_for(need, by=form.by, **form.facts()).pk)
        )
        messages.success(request, _("The mediation is open."))
        return redirect("requests_flow:mediation", ref=need.reference, pk=int(pk))
    facts = {"form": form, "need": need, "home": need.get_absolute_url(), "crumbs": _crumbs(need)}
    return render(request, "requests_flow/step.html", facts)


@login_required
@require_safe
def one(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The record as it stands, and what can be done about it now."""
    found = _find(request, ref, pk)
    facts = {
        "one": found,
        "parties": found.parties.all(),
        "sittings": found.sittings.all(),
        "points": points_of(found),
        "duties": list(found.duties.select_related("mediation")),
        "pictures": pictures_of(found),
        "buttons": buttons(found, request.user, DEEDS, lambda verb: _url(found, "mediation_step", verb)),
        "lines": lines(found, TITLES, ()),
        "pdf": _url(found, "mediation_pdf"),
        "docx": _url(found, "mediation_docx"),
        "crumbs": _crumbs(found.need),
    }
    return render(request, "requests_flow/mediation.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, pk: int, verb: str) -> HttpResponse:
    """A sitting, an agreement, a duty, the court."""
    found = _find(request, ref, pk)
    here = (_("Mediation"), found.get_absolute_url())
    facts = {"crumbs": [*_crumbs(found.need), here], "over": found.need.reference, "about": found.matter}
    return take(request, found, verb, DEEDS, facts)


@login_required
@require_safe
def as_pdf(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    found = _find(request, ref, pk)
    return pdf.answer(lambda: form_sheet.pdf_of(record(found)), _name(found))


@login_required
@require_safe
def as_docx(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    found = _find(request, ref, pk)
    return form_sheet.answer_docx(form_sheet.docx_of(record(found)), _name(found))


def _name(found: Mediation) -> str:
    return f"mediation-{found.need.reference}-{found.pk}"


def _need(request: HttpRequest, ref: str) -> Need:
    needs = Need.objects.at_the_desk(request.user).select_related("park", "building")
    return get_object_or_404(needs, reference=references.tidy(ref))


def _find(request: HttpRequest, ref: str, pk: int) -> Mediation:
    """The mediation, if this person may know of it. Raises Http404."""
    seen = Mediation.objects.visible_to(request.user).select_related("need__park", "opened_by")
    return get_object_or_404(seen, need__reference=references.tidy(ref), pk=pk)


def _url(found: Mediation, name: str, *more: Any) -> str:
    return reverse(f"requests_flow:{name}", args=[found.need.reference, found.pk, *more])


def _crumbs(need: Need) -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk")), (str(need.reference), need.get_absolute_url())]
