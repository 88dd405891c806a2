"""Following an incident with one tap: a need of one's own, from the page of the place."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from enterprises import places
from parkdesk.core.actors import is_person
from requests_flow import device as devices
from requests_flow import incidents
from requests_flow.forms.incidents import FollowForm
from requests_flow.intake import TERMINAL, Place
from requests_flow.models import Incident, Need
from requests_flow.views.intake import PER_ADDRESS, PER_DEVICE


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """A press on the page of a place follows at once; the page of its own takes a number to be told at, too."""
    incident = get_object_or_404(Incident.objects.open().select_related("park", "building"), pk=pk)
    device = devices.of(request)
    form = FollowForm(request.POST if request.method == "POST" else None, initial={"key": device.form_key})
    if form.is_bound and form.is_valid():
        need = _hand_in(request, form, incident, device)
        response = HttpResponseRedirect(reverse("requests_flow:received", args=[need.token]), status=303)
        devices.renew(response, device)
        return response
    response = render(request, "requests_flow/follow.html", {"form": form, "incident": incident})
    if not device.is_known:
        devices.keep(response, device)
    return response


def _hand_in(request: HttpRequest, form: FollowForm, incident: Incident, device: devices.Device) -> Need:
    key = device.once_key(form.cleaned_data["key"], "incident", str(incident.pk))
    by = request.user if is_person(request.user) else TERMINAL

    def admit() -> None:
        device.count("needs", per_device=PER_DEVICE, per_address=PER_ADDRESS)

    report = form.report(incident, _place(request, incident))
    return incidents.follow(incident, report, by=by, key=key, admit=admit)


def _place(request: HttpRequest, incident: Incident) -> Place:
    """The scanned place, when it lies in the park of the incident; else where the incident is."""
    text = request.GET.get("place", "").strip().upper()
    code = places.as_of_late(text) if text else None
    if code is None or code.park_id != incident.park_id:
        return Place(incident.park, incident.building)
    return Place(code.park, code.building, code)
