"""Who may do what in a council. Two arguments ask "may they, ever?" (style 6)."""

from enterprises.roles import DESK, Role
from parkdesk.core.actors import CLOCK, Holder, is_person

# The directory's table of representatives, read in from a file: they were certified on paper.
DIRECTORY = Holder("terminal", "import_directory")

# A firm has left the park: whoever sat there for it sits there no more.
RELOCATION = Holder("terminal", "relocation")


def is_member(council, actor):
    """Whether they hold a seat in this council today."""
    return is_person(actor) and any(one.person_id == actor.pk for one in council.seated())


def presides(council, actor):
    """The convener; until one is elected, whoever holds the community's seat (decisions 36)."""
    if not is_person(actor):
        return False
    first = presiding(council)
    return first is not None and first.person_id == actor.pk


def presiding(council):
    """The representative who presides today, or None where nobody can."""
    return next(presiding_first(council), None)


def presiding_first(council):
    """Who may preside: the convener, then those who hold the community's seats."""
    members = council.seated()
    yield from (one for one in members if one.is_convener)
    yield from (one for one in members if one.party == "community" and not one.is_convener)


def is_office(actor):
    """The community's office: it prepares, records and follows for all councils."""
    return is_person(actor) and actor.wears(*DESK)


def is_party_committee(actor):
    return is_person(actor) and actor.wears(Role.PARTY_COMMITTEE)


def asks_polls(poll, actor):
    """The community's office asks the people of a park."""
    return is_office(actor)


def asks_polls_or_is_the_clock(poll, actor):
    return actor == CLOCK or asks_polls(poll, actor)


def may_certify(actor):
    """The party committee and the community leader (decisions 36)."""
    return is_person(actor) and actor.wears(Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER)


def certifies(representative, actor):
    return actor in (DIRECTORY, RELOCATION) or may_certify(actor)


def records_the_choice_of_convener(representative, actor):
    """Whoever presides so far, or the office that keeps the record; it is the council that chooses."""
    return is_office(actor) or is_party_committee(actor) or presides(representative.council, actor)
