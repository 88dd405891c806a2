"""The desk erases a reporter who asked for it at the window, on the phone or by letter (PIPL 47)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parkdesk import erasing
from parkdesk.views.privacy_forms import EraseForm
from requests_flow import reference as references
from requests_flow.erasing import with_the_same_number
from requests_flow.models import Need


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, ref: str) -> HttpResponse:
    """This need, and others that came under the same number: each can be left out."""
    seen = Need.objects.at_the_desk(request.user)
    need = get_object_or_404(seen, reference=references.tidy(ref), reporter=None)
    same = seen.filter(pk__in=with_the_same_number(need).filter(reporter=None).values("pk")).order_by("pk")
    form = EraseForm(request.POST if request.method == "POST" else None, by=request.user, needs=same)
    if form.is_bound and form.is_valid():
        gone = erasing.erase_reporter(form.cleaned_data["needs"], by=request.user, reason=form.reason)
        messages.success(request, _("Erased in %(count)s needs.") % {"count": gone["needs"]})
        return redirect(need)
    return render(request, "parkdesk/desk_erase.html", {"form": form, "need": need, "home": need.get_absolute_url()})
