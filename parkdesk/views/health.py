"""Is the house alive, is it ready, and do its deliveries arrive?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from parkdesk import condition
from parkdesk.core import notices, outbox
from parkdesk.core.models import Delivery, Notice

SHOWN = 50


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What a listener or a channel failed at, and how much waits."""
    failed = outbox.waiting().filter(state=Delivery.State.FAILED).select_related("entry").order_by("due_at")
    unsent = Notice.objects.filter(state=Notice.State.FAILED).select_related("entry").order_by("due_at")
    facts = {
        "findings": condition.at_home(),
        "failed": failed[:SHOWN],
        "unsent": unsent[:SHOWN],
        "waiting": outbox.waiting().count(),
        "unsent_count": unsent.count(),
    }
    return render(request, "parkdesk/health.html", facts)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Let everything that failed be tried at once."""
    outbox.try_again_now(outbox.waiting())
    notices.try_again_now()
    return redirect("health")
