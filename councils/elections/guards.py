"""Guards of elections. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from councils.guards import is_office, is_party_committee, may_certify
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

LAST_DAY = timedelta(hours=24)
BEFORE_VOTING = ("draft", "announced", "nominating", "vetting", "published")

# --- can it, now? -------------------------------------------------------------------------------------


@because(_("The office has not put this plan forward yet, or changed it since."))
def is_put_forward(election):
    return election.put_forward_at is not None


@because(_("Nominations do not open yet."))
def is_time_to_nominate(election):
    return clock.now() >= election.nominations_open_at


@because(_("Nominations are still open."))
def is_nominating_over(election):
    return clock.now() >= election.nominations_close_at


@because(_("Nominations were extended once already."))
def may_wait_for_more(election):
    return not election.are_nominations_extended


@because(_("Somebody who stands has not been checked by two people yet."))
def is_vetted(election):
    return not election.candidacies.filter(state="standing").exists()


@because(_("Nobody stands in this election. Call it off, with the reason; a new one can begin at once."))
def has_somebody(election):
    return election.candidacies.filter(state="accepted").exists()


@because(_("The candidates are still on display; the ballot has not opened."))
def is_time_to_vote(election):
    return election.voting_opens_at is not None and clock.now() >= election.voting_opens_at


@because(_("The ballot is still open."))
def is_voting_over(election):
    return election.voting_closes_at is not None and clock.now() >= election.voting_closes_at


@because(_("The ballot was extended once already."))
def is_poll_extended_once(election):
    return not election.is_poll_extended


@because(_("A reminder went out already, or the ballot is too short for one."))
def is_time_to_remind(election):
    """Once, in the last day of a ballot that lasts longer than one (council.md, async specials)."""
    opens, closes = election.voting_opens_at, election.voting_closes_at
    is_last_day = closes - LAST_DAY <= clock.now() < closes
    return election.reminded_at is None and closes - opens > LAST_DAY and is_last_day


@because(_("It is counted already."))
def is_not_counted(election):
    return election.counted_at is None


@because(_("It is not counted yet."))
def is_counted(election):
    return election.counted_at is not None


@because(_("The scrutineer has signed the count already."))
def is_not_attested(election):
    return election.attested_at is None


@because(_("The scrutineer has not signed the count yet."))
def is_attested(election):
    return election.attested_at is not None


@because(_("Objections can still be raised; wait until their time is over."))
def is_window_over(election):
    return election.objections_close_at is not None and clock.now() >= election.objections_close_at


@because(_("An objection is not answered yet, or it was upheld."))
def has_no_objection(election):
    return not election.objections.exclude(state="dismissed").exists()


@because(_("No objection was upheld, so there is nothing to annul it for."))
def is_an_objection_upheld(election):
    return election.objections.filter(state="upheld").exists()


@because(_("The community leader has signed already."))
def is_not_endorsed(election):
    return election.endorsed_at is None


@because(_("The community leader has not signed yet."))
def is_endorsed(election):
    return election.endorsed_at is not None


@because(_("The ballot has begun. It can no longer be called off, only annulled after an upheld objection."))
def has_voting_not_begun(election):
    """Asked of the clock; where everybody has withdrawn no ballot ever opens."""
    return election.stage in BEFORE_VOTING or (election.state == "published" and not has_somebody(election))


# --- may they, ever? ----------------------------------------------------------------------------------
def stands_in(election, actor):
    """Whoever stands takes no part in running it."""
    return is_person(actor) and election.candidacies.live().filter(person=actor).exists()


def is_the_clock(election, actor):
    return actor == CLOCK


def keeps(election, actor):
    """The office that runs it."""
    return is_office(actor) and not stands_in(election, actor)


def keeps_or_is_the_clock(election, actor):
    return actor == CLOCK or keeps(election, actor)


def confirms(election, actor):
    """The party committee, and never whoever put it forward."""
    is_other = getattr(actor, "pk", None) != election.put_forward_by_id
    return is_party_committee(actor) and is_other and not stands_in(election, actor)


def scrutinises(election, actor):
    """The one scrutineer that the notice names."""
    is_theirs = is_person(actor) and actor.pk == election.scrutineer_id
    return is_theirs and not stands_in(election, actor)


def endorses(election, actor):
    is_leader = is_person(actor) and actor.wears(Role.COMMUNITY_LEADER)
    return is_leader and not stands_in(election, actor)


def certifies(election, actor):
    """The party committee, after the community leader and never the same person (decisions 36)."""
    is_other = getattr(actor, "pk", None) != election.endorsed_by_id
    return is_party_committee(actor) and is_other and not stands_in(election, actor)


def annuls(election, actor):
    """Party committee and community leader: whichever of the two did not uphold the objection (decisions 36)."""
    if not may_certify(actor) or stands_in(election, actor):
        return False
    upheld = [one.decided_by for one in election.objections.filter(state="upheld").select_related("decided_by")]
    return not upheld or any(_are_both(actor, one) for one in upheld)


def _are_both(one, other):
    """Two people, one of them of the party committee and the other the community leader."""
    pairs = ((one, other), (other, one))
    both = any(a.wears(Role.PARTY_COMMITTEE) and b.wears(Role.COMMUNITY_LEADER) for a, b in pairs)
    return both and one.pk != other.pk


def calls_off(election, actor):
    return (is_office(actor) or is_party_committee(actor)) and not stands_in(election, actor)


def hands_out_codes(election, actor):
    """A park leader of this park, or the office (decisions 8)."""
    if not is_person(actor) or stands_in(election, actor):
        return False
    park = election.council.park_id
    leads = any(hat.role == Role.PARK_LEADER and hat.park_id == park for hat in actor.hats)
    return leads or is_office(actor)


def may_see_candidacies(actor):
    """Whoever checks them: the office and the party committee."""
    return is_office(actor) or is_party_committee(actor)
