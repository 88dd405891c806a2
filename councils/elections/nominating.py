"""Who stands: by self-nomination, or named by two firms and agreeing in time (domain.md 5.2)."""

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils.elections import ripening
from councils.elections.candidacy_guards import firms_of
from councils.models import Candidacy, Election, ElectionGroup
from enterprises.models import Enterprise, Membership, Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance, begin


@transaction.atomic
def stand(
    group: ElectionGroup, *, by: Person, position: str, statement: str, represents: Iterable[str] = ()
) -> Candidacy:
    """Put the own name forward. Raises NotNow outside the window, and for whoever is not of this electorate."""
    one = _new(group, by, represents, "stand")
    return _once_a_person(one, lambda: begin(one, "stand", by=by, position=position, statement=statement))


@transaction.atomic
def propose(group: ElectionGroup, person: Person, *, by: Person) -> Candidacy:
    """One firm names somebody; where another has named the same person, this is the second, and the person is asked.

    No list shows who was named by one firm alone: nobody is made public who has not agreed.
    """
    waiting = group.candidacies.filter(person=person, state=Candidacy.State.PROPOSED).first()
    if waiting is not None:
        return second(waiting, by=by)
    one = _new(group, person, (), "propose")
    firm = _firm(one, by, "propose")
    return _once_a_person(one, lambda: begin(one, "propose", by=by, firm=firm))


@transaction.atomic
def second(candidacy: Candidacy, *, by: Person) -> Candidacy:
    """Another firm names the same person."""
    ripening.locked(candidacy.election_id)
    firm = _firm(candidacy, by, "second")
    return advance(candidacy, "second", by=by, firm=firm)


@transaction.atomic
def consent(
    candidacy: Candidacy, *, by: Person, position: str, statement: str, represents: Iterable[str] = ()
) -> Candidacy:
    """Whoever was named agrees to stand and to have name, firm and seat published."""
    ripening.locked(candidacy.election_id)
    one = advance(candidacy, "consent", by=by, position=position, statement=statement)
    one.represents = speaks_for(one.enterprise, represents)
    one.save(update_fields=["represents"])
    return one


def decline(candidacy: Candidacy, *, by: Person) -> Candidacy:
    return advance(candidacy, "decline", by=by)


@transaction.atomic
def withdraw(candidacy: Candidacy, *, by: Actor, reason: str = "") -> Candidacy:
    """Step back before the ballot opens."""
    ripening.locked(candidacy.election_id)
    return advance(candidacy, "withdraw", by=by, reason=reason)


def speaks_for(firm: Enterprise, more: Iterable[str] = ()) -> list[str]:
    """The own type first, then those that were declared besides."""
    return list(dict.fromkeys(kind for kind in (firm.sector, *more) if kind))


def _new(group: ElectionGroup, person: Person, represents: Iterable[str], step: str) -> Candidacy:
    election = ripening.locked(group.election_id)
    one = Candidacy(election=election, group=group, person=person)
    found = home_of(group, person)
    if found is None:
        raise NotNow(one, step, _not_of_this_electorate(group))
    if election.kind == Election.Kind.BY_ELECTION and election.council.seat_of(person):
        raise NotNow(one, step, _("%(name)s sits in this council already.") % {"name": person})
    one.enterprise, one.represents = found, speaks_for(found, represents)
    return one


def home_of(group: ElectionGroup, person: Person) -> Enterprise | None:
    """The firm of the park with which this person belongs to the electorate of the group; None when to none."""
    mine = Membership.objects.running(clock.today()).filter(
        person=person, enterprise__park=group.election.council.park_id, enterprise__status=Enterprise.Status.ACTIVE
    )
    if group.kinds:
        mine = mine.filter(enterprise__sector__in=group.kinds)
    if not group.is_of_firms and not group.voters.filter(person=person).exists():
        return None
    held = mine.select_related("enterprise").order_by("-is_delegate", "-is_admin", "pk").first()
    return held.enterprise if held else None


def _not_of_this_electorate(group: ElectionGroup) -> str:
    if group.is_of_firms:
        return _("Only people of an active firm of this park can stand here: “%(group)s”.") % {"group": group.name}
    return _("Only people on the register of “%(group)s” can stand here.") % {"group": group.name}


def _firm(one: Candidacy, by: Person, step: str) -> Enterprise | None:
    """The firm for which somebody names a person: another one than the first. Raises NotNow without one."""
    mine = firms_of(by, one.election.council.park_id)
    others = [pk for pk in mine if pk != one.first_firm_id]
    if mine and not others:
        raise NotNow(one, step, _("Your firm has named this person already. A second firm has to."))
    return Enterprise.objects.get(pk=others[0]) if others else None


def _once_a_person(one: Candidacy, work: Callable[[], Candidacy]) -> Candidacy:
    try:
        with transaction.atomic():
            return work()
    except IntegrityError as error:
        told = _("%(name)s stands in this election already, or was asked to.") % {"name": one.person}
        raise NotNow(one, "stand", told) from error
