"""Venues of a case: how long members have in each, and the way from one to another (decisions 34; domain.md 6).

What was said, who stepped back and what was voted before goes along: it hangs on the case, not on the venue.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from councils.models import Case
from councils.models.venue import Venue
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance

# The quick venue gives members its days for everything: the last one is for the vote.
QUICK_VOTE_DAYS = 1


def talk_days(case: Case, venue: str) -> int:
    """Working days for a discussion in this venue, by the case's own rules; at least one."""
    if venue == Venue.QUICK:
        return max(1, case.rule_set.quick_days - QUICK_VOTE_DAYS)
    return case.rule_set.discussion_days


def vote_days(case: Case) -> int:
    """Working days for the vote in the venue where the case is."""
    return QUICK_VOTE_DAYS if case.venue == Venue.QUICK else case.rule_set.vote_days


def talk_end(case: Case, venue: str) -> datetime:
    """When a discussion that begins now in this venue is over."""
    return clock.due_at(clock.calendar(), clock.now(), clock.working_days(talk_days(case, venue)))


@transaction.atomic
def discuss(case: Case, *, by: Actor, until: datetime | None = None, venue: str = Venue.JOINT) -> Case:
    """Open the discussion; without a date it ends after the working days of the rules.

    Raises NotNow for shared money, prices and rules in the quick venue.
    """
    case = advance(case, "discuss", by=by, until=until or talk_end(case, venue), venue=venue)
    return refuse_what_is_too_big(case, "discuss")


@transaction.atomic
def move(case: Case, venue: str, *, by: Actor, until: datetime | None = None, reason: str = "") -> Case:
    """Go on with a case elsewhere: online until a day, or on the agenda of the next meeting.

    Raises NotNow where it is now already, for what is too big for the quick venue, and while a meeting talks about it.
    """
    if venue == case.venue:
        raise NotNow(case, "move", _("It is there already. Choose another venue."))
    if venue == Venue.MEETING:
        return advance(case, "refer", by=by, reason=reason)
    case = advance(case, "move", by=by, venue=venue, until=until or talk_end(case, venue), reason=reason)
    return refuse_what_is_too_big(case, "move")


def refuse_what_is_too_big(case: Case, step: str) -> Case:
    """The case as it is after a step, in its transaction. Raises NotNow for shared money in the quick venue."""
    if case.venue == Venue.QUICK and case.is_about_shared:
        raise NotNow(case, step, too_big())
    return case


def too_big() -> str:
    """Why something is not for the quick venue."""
    return _("Shared money, prices and rules are talked over in a joint session or a meeting, not in the quick venue.")
