"""What shared accounts wait for from somebody: to be laid before the council, disclosed, answered, audited."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from councils.models import Council, QuarterAccount
from enterprises.roles import DESK, Role
from parkdesk.core import clock, flow

# What is asked of whom, by the step that is open to them.
TODO = {
    "present": lambda: _("look through it, then lay it before the council"),
    "disclose": lambda: _("disclose it to the people of the park"),
    "answer": lambda: _("answer what people of the park say about it"),
    "audit": lambda: _("write the audit note"),
}
State = QuarterAccount.State


def waiting(person: Any) -> list[tuple[QuarterAccount, str]]:
    """Quarters in which this person has the next word, the oldest first, each with what is to be done."""
    asked = Q(state=State.DRAFT, lines__isnull=False, council__in=Council.objects.of(person))
    if person.wears(*DESK, Role.DISCIPLINE_AUDITOR):
        asked |= Q(state=State.PRESENTED) | Q(comments__isnull=False, comments__answered_at=None)
        asked |= Q(state=State.DISCLOSED, comments_until__lt=clock.today())
    found = QuarterAccount.objects.filter(asked).distinct().select_related("council__park").order_by("year", "quarter")
    steps = ((one, next(iter(flow.open_steps(one, person, among=TODO)), None)) for one in found)
    return [(one, TODO[step]()) for one, step in steps if step]
