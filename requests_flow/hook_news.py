"""What other systems hear of needs: reference, state, park, moments. Nothing protected, nothing personal, no words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core.hooks import News, reports
from parkdesk.core.models import Entry
from requests_flow.models import Need

NEED = "requests_flow.need."


def news(entry: Entry) -> News | None:
    """The need as it stood after this step. None for what is protected or personal (decisions 5, 6)."""
    need = Need.objects.filter(pk=entry.subject_id).first()
    if need is None or need.is_protected or need.is_personal:
        return None
    state = str(entry.facts.get("to", need.state))
    moments = {"submitted": need.submitted_at, "due": entry.dates.get("due")}
    return News(str(need.reference), state, need.park_code, moments)


for _step, _label in (
    ("submit", _("New need")),
    ("acknowledge", _("Acknowledged")),
    ("dispatch", _("Order to a unit")),
    ("resolve", _("Completed")),
    ("decline", pgettext_lazy("webhook", "Declined")),
    ("reopen", _("Opened again")),
    ("close", pgettext_lazy("webhook", "Closed")),
    ("confirm", pgettext_lazy("webhook", "Confirmed by the reporter")),
):
    reports(NEED + _step, _label)(news)
