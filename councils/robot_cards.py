"""What group chats hear of supervision orders: number, park, light, link; never what a landlord must not know."""

from django.utils.translation import gettext_lazy as _

from councils.models import SupervisionOrder
from parkdesk.core.models import Entry
from parkdesk.core.robots import Card, announces

ORDER = "councils.supervisionorder."


def card(entry: Entry) -> Card | None:
    """None where the matter behind it is protected or personal (decisions 5, 6)."""
    along = ("park", "need", "resolution__case__need")
    order = SupervisionOrder.objects.select_related(*along).filter(pk=entry.subject_id).first()
    if order is None or _is_kept_quiet(order):
        return None
    return Card(
        reference=order.reference,
        url=order.get_absolute_url(),
        park=str(order.park or ""),
        park_code=order.park.code if order.park else "",
        light=order.light.words() if order.light else "",
    )


def _is_kept_quiet(order: SupervisionOrder) -> bool:
    case = order.resolution.case if order.resolution else None
    needs = [order.need, case.need if case else None]
    return any(need.is_protected or need.is_personal for need in needs if need is not None)


for _step, _label in (
    ("register", _("Supervision order registered")),
    ("turn_red", _("Supervision order overdue")),
    ("strike_off", _("Supervision order struck off")),
):
    announces(ORDER + _step, _label)(card)
