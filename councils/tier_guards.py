"""Guards of raising and lowering a tier together. One argument asks "can it, now?"; two ask "may they?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils import within_reach
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because
from requests_flow.models import Need
from requests_flow.words import HANDLED, TIER_ORDER, State, Tier

# --- two members raise a simple need ------------------------------------------------------------------


@because(_("It is done, or not simple any more: members raise what is simple and still being handled."))
def can_be_raised(voice):
    return voice.need.tier == Tier.SIMPLE and voice.need.state in HANDLED


@because(_("You have asked for it already. A second member raises it."))
def has_not_asked(voice):
    mine = type(voice).objects.standing().filter(need=voice.need, representative=voice.representative)
    return not mine.exclude(pk=voice.pk).exists()


def speaks_for_the_seat(voice, actor):
    """Whoever sits there today, about a need of which they may know; nobody speaks for another seat."""
    if not is_person(actor):
        return False
    council = voice.representative.council
    if not any(one.pk == voice.representative_id and one.person_id == actor.pk for one in council.seated()):
        return False
    return Need.objects.filter(within_reach.of_park(actor, council), pk=voice.need_id).exists()


def is_the_clock(voice, actor):
    return actor == CLOCK


# --- convener and party committee lower what lies before a council ------------------------------------


@because(_("There is no need behind it whose tier could be lowered here."))
def can_be_lowered(case):
    """A need that lies before the council, above the lowest tier."""
    return case.need is not None and case.need.state == State.DELIBERATING and case.need.tier != Tier.SIMPLE


@because(_("Lowering is proposed already; the party committee has not answered yet."))
def is_not_proposed(case):
    return proposal(case) is None


@because(_("Whoever presides over the council has not proposed to lower it."))
def is_proposed(case):
    """A proposal waits, and still leads downwards."""
    one = proposal(case)
    return one is not None and is_below(one.tier, case.need)


def proposal(case):
    """The proposal that waits for the party committee, or None. Reads none where they were read before."""
    return next((one for one in case.lowerings.all() if one.answered_at is None), None)


def is_below(tier, need):
    """Whether this tier is lower than the need's."""
    return TIER_ORDER.index(tier) < TIER_ORDER.index(need.tier)
