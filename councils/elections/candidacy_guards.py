"""Guards of candidacies and objections. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.elections import guards
from councils.guards import is_office, is_party_committee, may_certify
from enterprises.models import Membership
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because

is_the_clock = guards.is_the_clock


@because(_("Nominations are not open now."))
def is_nominating(candidacy):
    """By the clock, whatever a job did or did not."""
    election = candidacy.election
    return election.stage == "nominating" and clock.now() < election.nominations_close_at


@because(_("The ballot has begun; nobody is taken off it any more."))
def has_voting_not_begun(candidacy):
    return guards.has_voting_not_begun(candidacy.election)


@because(_("Candidates are checked after nominations close and before they are published."))
def is_vetting(candidacy):
    return candidacy.election.stage == "vetting"


@because(_("One person has checked it; it waits for the second."))
def is_not_assessed(candidacy):
    return candidacy.is_fit is None


@because(_("Nobody has checked it yet."))
def is_assessed(candidacy):
    return candidacy.is_fit is not None


@because(_("Objections are taken from the day the result is published until their last day."))
def is_window_open(objection):
    return objection.election.state == "declared" and not guards.is_window_over(objection.election)


# --- may they, ever? ----------------------------------------------------------------------------------
def is_themself(candidacy, actor):
    return is_person(actor) and actor.pk == candidacy.person_id


def speaks_for_a_firm(candidacy, actor):
    """Delegate or administrator of a firm of the park."""
    return is_person(actor) and bool(firms_of(actor, candidacy.election.council.park_id))


def firms_of(person, park):
    """Ids of the firms of this park for which this person may speak today, the smallest first."""
    speaking = Membership.objects.running(clock.today()).filter(person=person, enterprise__park=park)
    active = speaking.filter(enterprise__status="active").order_by("enterprise")
    return [one.enterprise_id for one in active if one.is_delegate or one.is_admin]


def assesses(candidacy, actor):
    return is_office(actor) and not guards.stands_in(candidacy.election, actor)


def confirms(candidacy, actor):
    """The party committee; the second of two people."""
    is_other = getattr(actor, "pk", None) != candidacy.assessed_by_id
    return is_party_committee(actor) and is_other and not guards.stands_in(candidacy.election, actor)


def is_concerned(objection, actor):
    """Anybody of a firm of the park, and whoever stood."""
    if not is_person(actor):
        return False
    mine = Membership.objects.running(clock.today()).filter(
        person=actor, enterprise__park=objection.election.council.park
    )
    return mine.exists() or objection.election.candidacies.filter(person=actor).exists()


def answers(objection, actor):
    """Party committee or community leader; never whoever stood, nor whoever objects."""
    is_other = getattr(actor, "pk", None) != objection.by_id
    return may_certify(actor) and is_other and not guards.stands_in(objection.election, actor)
