"""Guards of the overdue path. The clock passes its marks; the unit in charge explains; nobody takes a mark back."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.flow import because
from requests_flow import overdue
from requests_flow.models.escalation import Mark


@because(_("It has passed no mark that is not written down."))
def has_passed_a_mark(need):
    return bool(overdue.unwritten(need))


@because(_("Nothing asks for an explanation: it is asked 3 working days after the promised day, once."))
def is_explanation_owed(need):
    if is_within_its_limit(need):
        return False
    return need.escalations.filter(mark=Mark.THREE, promised_at=need.resolve_due_at, explained_at=None).exists()


@because(_("It has no reason to climb to another tier."))
def must_climb(need):
    return overdue.climb_of(need) is not None


@because(_("The promised day has passed: it is not moved any more. Ask before it."))
def is_within_its_limit(need):
    return need.resolve_due_at is None or clock.now() <= need.resolve_due_at
