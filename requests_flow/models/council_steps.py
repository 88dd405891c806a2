"""Steps that a park's council takes with the tier of a need: two members raise it, convener and committee lower it."""

from parkdesk.core.states import STAYS, step
from requests_flow import council_guards, guards
from requests_flow.words import HANDLED, State


class CouncilSteps:
    """Beside `Steps`, in the same table (docs/adr/0037)."""

    @step(HANDLED, STAYS, council_guards.is_its_council, guards.is_sorted, council_guards.is_simple)
    def raise_for_members(self, tier, rule):
        self._change_tier(tier, rule, upward=True)

    @step([State.DELIBERATING], STAYS, council_guards.is_its_council, guards.is_sorted, guards.can_be_lowered)
    def lower_together(self, tier, rule):
        self._change_tier(tier, rule, upward=False)
