"""What group chats hear of needs: reference, tier, park, light, date, link. Nothing protected, nothing personal."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core.models import Entry
from parkdesk.core.robots import Card, announces
from requests_flow.models import Need

NEED = "requests_flow.need."


def card(entry: Entry) -> Card | None:
    """None for protected and personal needs: nobody knows who reads a group (decisions 5, 6)."""
    need = Need.objects.select_related("park").filter(pk=entry.subject_id).first()
    if need is None or need.is_protected or need.is_personal:
        return None
    return Card(
        reference=str(need.reference),
        url=need.get_absolute_url(),
        tier=need.get_tier_display() if need.tier else "",
        park=str(need.park or ""),
        park_code=need.park_code,
        line=need.line,
        light=need.light.words() if need.light else "",
    )


for _step, _label in (
    ("submit", _("New need")),
    ("dispatch", _("Order to a unit")),
    ("return", _("Returned to the desk")),
    ("ask_extension", _("More time asked for")),
    ("resolve", _("Completed")),
    ("reopen", _("Opened again")),
):
    announces(NEED + _step, _label)(card)
