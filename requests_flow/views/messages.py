"""Messages about one need to a reporter without an account: no more of them, or again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parkdesk.core import limits, notices
from requests_flow import links
from requests_flow.device import HOUR

CHOICES_AN_HOUR = 60


@require_POST
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """`wanted=no` stops e-mail and text messages about this need at once, `wanted=yes` lets them come again."""
    need = links.by_token(token)
    said = request.POST.get("wanted", "")
    if said not in {"yes", "no"}:
        raise Http404
    limits.hit(f"messages:{need.pk}", limit=CHOICES_AN_HOUR, window=HOUR)
    notices.keep_wishes(f"need:{need.pk}", is_stopped=said == "no")
    done = {"no": _("No more messages about this need."), "yes": _("You get messages about this need again.")}
    messages.success(request, done[said])
    return HttpResponseRedirect(f"{need.get_tracking_url()}#messages", status=303)
