"""What other systems hear of supervision orders: number, state, park; never what a landlord must not know."""

from django.utils.translation import gettext_lazy as _

from councils import robot_cards
from councils.models import SupervisionOrder
from parkdesk.core.hooks import News, reports
from parkdesk.core.models import Entry


def news(entry: Entry) -> News | None:
    """None where the matter behind it is protected or personal, as for groups (decisions 5, 6)."""
    card = robot_cards.card(entry)
    if card is None:
        return None
    order = SupervisionOrder.objects.get(pk=entry.subject_id)
    return News(card.reference, str(entry.facts.get("to", order.state)), card.park_code)


for _step, _label in (
    ("register", _("Supervision order registered")),
    ("strike_off", _("Supervision order struck off")),
):
    reports(robot_cards.ORDER + _step, _label)(news)
