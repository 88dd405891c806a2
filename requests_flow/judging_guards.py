"""Guards of the steps after an answer (models/judging_steps.py): calls, and what follows a low rating."""

from django.utils.translation import gettext_lazy as _

from enterprises.roles import Role
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from requests_flow.draw import is_drawn
from requests_flow.models.mending import Mending

JUDGES = (Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.SPECIALIST)


@because(_("This handling has been called about already."))
def is_not_yet_called(need):
    return not need.is_called_about


@because(_("We do not call about this one, or have called already."))
def is_call_ahead(need):
    return (is_drawn(need) or need.low_rating is not None) and is_not_yet_called(need)


@because(_("There is no low rating of this handling, or its reporter was spoken to already."))
def is_rater_to_be_contacted(need):
    low = need.low_rating
    return low is not None and low.contacted_at is None


@because(_("There is no low rating of this handling, or it was examined already."))
def is_rating_to_be_examined(need):
    low = need.low_rating
    return low is not None and not low.verdict


@because(_("A low rating is mended once it was examined and upheld, and only once."))
def is_rating_upheld(need):
    low = need.low_rating
    return low is not None and low.verdict == Mending.Verdict.UPHELD and low.mended_at is None


@because(_("A second rating is for what was mended after a low one, once."))
def is_time_to_rate_again(need):
    low = need.low_rating
    return low is not None and low.mended_at is not None and low.second_at is None


def judges_ratings_of_others(need, actor):
    """Manager, leader or specialist, and another person than who handled it (decisions 28)."""
    return is_person(actor) and actor.wears(*JUDGES) and actor.pk not in {need.resolved_by_id, need.handler_id}
