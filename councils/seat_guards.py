"""Guards of a seat's steps. One argument asks "can it?"; two ask "may they?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils.guards import certifies, is_office
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

# --- can it, now? -------------------------------------------------------------------------------------


@because(_("No substitute is registered for this seat. Register one first."))
def has_a_substitute(one):
    return one.substitutes.filter(state="named").exists()


@because(_("This seat has a substitute already. Strike that one off first."))
def has_no_substitute(one):
    return not one.has_substitute


@because(_("A substitute gives the seat back to its member and passes it on to nobody else."))
def is_no_substitute(one):
    return one.in_place_of_id is None


@because(_("The member of this seat is there. A substitute sits only while the member is away, or has left."))
def has_a_free_seat(one):
    return not one.seat.holders.filter(state="serving").exclude(pk=one.pk).exists()


@because(_("The term of this seat is over. It is filled by an election."))
def has_a_running_term(one):
    return one.ends_on is None or one.ends_on >= clock.today()


@because(_("The member of this seat has left. Then the substitute takes the seat for the rest of the term."))
def has_a_member(one):
    return one.in_place_of_id is not None and one.in_place_of.state in ("serving", "substituted")


@because(_("The member of this seat still holds it."))
def has_lost_its_member(one):
    return one.in_place_of_id is not None and one.in_place_of.state == "left"


@because(_("A representative declares a relation to types other than that of their own firm, and needs a firm for it."))
def has_a_firm(one):
    return one.enterprise_id is not None


# --- may they, ever? ----------------------------------------------------------------------------------


def gives_the_seat(one, actor):
    """Whoever sits in it; the office records what a member has said on paper."""
    return is_person(actor) and (actor.pk == one.person_id or is_office(actor) or certifies(one, actor))


def returns(one, actor):
    """Who hands over; and the house, where the substitute has left."""
    return actor == CLOCK or gives_the_seat(one, actor)


def moves_the_substitute(one, actor):
    """The member whose seat it is, the substitute, or the office that records it."""
    member = one.in_place_of.person_id if one.in_place_of_id else None
    return gives_the_seat(one, actor) or (is_person(actor) and actor.pk == member)


def resigns(one, actor):
    """Oneself alone; who is asked to go is removed by those who certify."""
    return is_person(actor) and actor.pk == one.person_id
