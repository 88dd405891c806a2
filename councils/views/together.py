"""Several councils called at once, by the office that keeps all their papers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from councils import meetings_together
from councils.forms.meetings_in_depth import TogetherForm
from councils.guards import is_office, is_party_committee
from parkdesk.core.flow import NotNow
from parkdesk.core.idempotency import once


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Choose councils, day, place and first item; all are called, or none."""
    if not (is_office(request.user) or is_party_committee(request.user)):
        raise PermissionDenied
    form = TogetherForm(request.POST or None, thing=None, by=request.user)
    if form.is_bound and form.is_valid() and _call(request, form):
        return redirect("councils:mine")
    home = reverse("councils:mine")
    facts = {"form": form, "home": home, "crumbs": [(_("Park councils"), home)]}
    return render(request, "councils/meeting_act.html", facts)


def _call(request: HttpRequest, form: TogetherForm) -> bool:
    """Whether they were called; if not, the form says why and nobody was told."""

    def work() -> str:
        return str(len(meetings_together.call(form.plan(), by=request.user)))

    try:
        count, _is_new = once("meetings:together", form.cleaned_data["key"], work)
    except NotNow as refusal:
        form.add_error(None, refusal.reason)
        return False
    said = ngettext("%(count)s meeting is called.", "%(count)s meetings are called.", int(count))
    messages.success(request, said % {"count": count})
    return True
