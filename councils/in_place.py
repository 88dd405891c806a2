"""Who votes for a seat: its member, or the substitute in the member's place (council.md 2, cast).

An electorate is frozen by seat: whoever it was written down for, the member and the registered substitute are one
elector, and one receipt. A successor who was elected later is another representative and has no part in it.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from councils.models import Elector, Representative, Round
from councils.models.seat_steps import HELD
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import NotNow
from parkdesk.core.words_of_time import day

State = Representative.State


def electors_of(round_: Round, representative: Representative) -> QuerySet[Elector]:
    """The line of this seat in an electorate, whichever of the two it bears."""
    return round_.electors.filter(same_seat(representative.pk, representative.in_place_of_id or 0))


def same_seat(pk: Any, member: Any) -> Q:
    """Lines of a seat: of the representative with this key, of their substitute, of the `member` they sit for (0)."""
    return Q(representative=pk) | Q(representative__in_place_of=pk) | Q(representative=member)


def away(person: object, council_id: int) -> Representative | None:
    """The seat of a member in whose place a substitute sits today, if any."""
    if not is_person(person):
        return None
    rows = Representative.objects.inside(clock.today()).of(person).filter(council=council_id, state=State.SUBSTITUTED)
    return rows.select_related("seat", "person").first()


def substitute_of(member: Representative) -> Representative | None:
    """Who sits in this member's place now."""
    return member.substitutes.filter(state=State.SERVING).select_related("person").first()


def votes_for(one: Representative) -> Person:
    """Who votes today for a seat that was frozen under this name: the substitute, or the member who is there again."""
    if one.state == State.SERVING:
        return one.person
    other = one.in_place_of if one.state == State.NAMED else substitute_of(one)
    return (other or one).person


def fresh(elector: Elector | None, representative: Representative) -> Representative:
    """The representative as the database has them now; without a query where the electorate brought them along."""
    if elector is not None and elector.representative_id == representative.pk:
        return elector.representative
    return Representative.objects.get(pk=representative.pk)


def speaks(one: Representative, by: object) -> bool:
    """Their own seat: they sit in it, or somebody sits in their place and they are told so."""
    return one.state in HELD and getattr(by, "pk", None) == one.person_id


def bar(elector: Any, one: Representative) -> str:
    """What keeps one of the two who may sit in a seat from voting for it; `elector` knows whether it has voted."""
    gone = why_no_vote(one)
    if not gone and elector.has_voted and elector.representative_id != one.pk:
        return _("This seat has voted already, before you sat in it. Its vote stands.")
    return gone


def why_no_vote(one: Representative) -> str:
    """Why somebody who is no longer in the seat does not vote; empty for whoever sits."""
    if one.state == State.SUBSTITUTED:
        other = substitute_of(one)
        name = str(other.person) if other else ""
        return _("%(name)s sits in your place and votes for your seat. Nothing was recorded.") % {"name": name}
    if one.state == State.NAMED:
        return _("You are a substitute, and the member is there and votes. Nothing was recorded.")
    if one.state == State.LEFT:
        left = _("You gave the seat back; your last day was %(day)s. Nothing was recorded.")
        return left % {"day": day(one.ends_on)} if one.ends_on else ""
    return ""


def refuse_who_left(case_id: int, person: object) -> None:
    """Raise NotNow, with the reason, for somebody whose seat is in an open electorate and who has left it since."""
    if not is_person(person):
        return
    rows = Elector.objects.filter(round__case__pk=case_id, round__state=Round.State.OPEN, representative__person=person)
    one = rows.filter(representative__state=State.LEFT).select_related("representative", "round").first()
    if one is not None:
        raise NotNow(one.round, "cast", why_no_vote(one.representative))
