"""Guards of what a park's council does to the tier of a need. One argument asks "can it?"; two ask "may they?"."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core.actors import Holder
from parkdesk.core.flow import NotNow, because
from requests_flow import tiers
from requests_flow.words import TIER_ORDER, State, Tier

# Two members together, or the convener with the party committee. Councils alone act as this holder, once they have
# asked who these people are: no person can take these steps alone, whatever role they wear.
COUNCIL = Holder("terminal", "council")


def is_its_council(need, actor):
    """The park's council, acting through the doorways of `councils`."""
    return actor == COUNCIL


@because(_("It is not simple any more: members raise simple needs alone."))
def is_simple(need):
    return need.tier == Tier.SIMPLE


@because(_("It lies before the council: its convener and the party committee lower it together."))
def lies_before_no_council(need):
    """What waits for a council is not made smaller behind its back (council.md 2)."""
    return need.state != State.DELIBERATING


RAISED = _("Members of the council raised it: its convener and the party committee lower it together.")


@because(RAISED)
def was_not_raised_by_members(need):
    """Whatever two of them asked for is not undone by one office on the way to their table (docs/adr/0037)."""
    return need.tier_rule != tiers.BY_MEMBERS.rule


def refuse_to_undo_raising(need, tier):
    """Sorting it anew is no way around them either. Raises NotNow for a tier below the one that members asked for."""
    if not was_not_raised_by_members(need) and TIER_ORDER.index(tier) < TIER_ORDER.index(need.tier):
        raise NotNow(need, "triage", RAISED)
