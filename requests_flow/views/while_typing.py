"""What the form shows while somebody types: what may answer it, firms of that name.

The words come by POST, so that they stand in no address and no log, and are stored nowhere. Without script the form
is whole without either.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from enterprises import finding, places
from enterprises.models import Park
from requests_flow import device as devices
from requests_flow.forms.intake import PERSONAL, TEXT_AT_MOST
from requests_flow.suggesting import answers_for

# Requests an hour. Somebody who writes slowly makes about twenty for one need.
PER_DEVICE = 200
PER_ADDRESS = 6000
NAMES_PER_DEVICE = 60
NAMES_PER_ADDRESS = 1800
NOTHING_NEW = 204


@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """Up to three services and one class case that may answer it before it is sent; 204 when they are shown already."""
    devices.of(request).count("answers", per_device=PER_DEVICE, per_address=PER_ADDRESS)
    is_private = request.POST.get("for_whom") == PERSONAL or "is_protected" in request.POST
    found = answers_for(request.POST.get("text", "")[:TEXT_AT_MOST], park=_park(request), is_private=is_private)
    codes = " ".join([one.code for one in found.services] + ([f"/{found.class_case.pk}"] if found.class_case else []))
    if codes == request.POST.get("answered", ""):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "requests_flow/_answers.html", {"found": found, "codes": codes})


@require_POST
def firms(request: HttpRequest) -> HttpResponse:
    """Up to five names of firms, those of the scanned park alone where one was scanned; never more than the name."""
    devices.of(request).count("names", per_device=NAMES_PER_DEVICE, per_address=NAMES_PER_ADDRESS)
    typed = request.POST.get("enterprise_name", "")[:120]
    names = [name for name in finding.namesakes(typed, _park(request)) if name != typed.strip()]
    return render(request, "requests_flow/_namesakes.html", {"names": names})


def _park(request: HttpRequest) -> Park | None:
    code = places.as_of_late(request.GET.get("place", "").strip().upper())
    return code.park if code else None
