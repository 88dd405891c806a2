"""A council of eight seats from five parties, with the office, the party committee and everybody of the desk beside it.

Characters are people: `members` (all eight, in the order of their seats), `community_member`, `operator_member`,
`chair` (the convener, of an enterprise), `party_member`, `mass_member`, `office`, `party_supervisor`, `outsider`;
`membership.seat_of(person, council)` gives the seat. Needs come from `a_need`.
"""

import pytest

from councils import seating
from councils.models import Council, Party
from enterprises.models import Enterprise, Park, Person
from enterprises.roles import Role
from tests.councils.meeting_cases import MeetingWalk
from tests.councils.small_works import Site
from tests.councils.supervision_stage import Stage
from tests.factories import CouncilFactory, EnterpriseFactory, PersonFactory, a_term
from tests.requests_flow.conftest import *  # noqa: F403
from tests.requests_flow.conftest import MORNING, somebody

# Who sits for what: party, name, and the types of enterprise that they speak for, their own first.
SEATS = (
    (Party.COMMUNITY, "秦安和", []),
    (Party.OPERATOR, "程子言", []),
    (Party.ENTERPRISE, "许晨溪", ["SW", "COM"]),
    (Party.ENTERPRISE, "董若渝", ["TRD"]),
    (Party.ENTERPRISE, "唐亦青", ["BIO"]),
    (Party.ENTERPRISE, "韩星乔", ["MFG"]),
    (Party.PARTY_MEMBER, "钟语白", ["FIN"]),
    (Party.MASS_ORG, "万书溪", ["SVC"]),
)


@pytest.fixture
def party_supervisor(db) -> Person:
    return somebody("周明远", Role.PARTY_COMMITTEE, title="党工委督办专员")


@pytest.fixture
def office(manager) -> Person:
    """Whoever at the desk keeps the councils' papers."""
    return manager


@pytest.fixture
def firms(park) -> dict[str, Enterprise]:
    """Three firms of every type that the members come from, and one of a type that nobody comes from."""
    kinds = [code for _, _, codes in SEATS for code in codes]
    return {kind: EnterpriseFactory.create_batch(3, park=park, sector=kind)[0] for kind in kinds}


@pytest.fixture
def council(park: Park, firms, party_supervisor) -> Council:
    """Eight seats, all filled; the third member, of an enterprise, is its convener."""
    found = seating.found(park)
    for party, name, kinds in SEATS:
        person, firm = PersonFactory(name=name), firms[kinds[0]] if kinds else None
        seating.seat(found, party, person, term=a_term(represents=kinds), by=party_supervisor, enterprise=firm)
    seating.elect_convener(found, found.members()[2], by=party_supervisor)
    return found


@pytest.fixture
def members(council) -> list[Person]:
    return [one.person for one in council.members()]


@pytest.fixture
def community_member(members) -> Person:
    return members[0]


@pytest.fixture
def operator_member(members) -> Person:
    """Paid by the landlord of the park."""
    return members[1]


@pytest.fixture
def chair(members) -> Person:
    """The convener (召集人)."""
    return members[2]


@pytest.fixture
def party_member(members) -> Person:
    return members[6]


@pytest.fixture
def mass_member(members) -> Person:
    return members[7]


@pytest.fixture
def outsider(party_supervisor) -> Person:
    """Sits in the council of another park."""
    person = PersonFactory(name="田语渝")
    seating.seat(CouncilFactory(), Party.ENTERPRISE, person, term=a_term(), by=party_supervisor)
    return person


@pytest.fixture
def walk(council, office, morning, operator_unit) -> MeetingWalk:
    """Meetings that take the real steps: `walk.called()`, `walk.running()`, `walk.ended()`, `walk.issued(leader)`."""
    morning(MORNING)
    return MeetingWalk(council, office, morning, operator_unit)


@pytest.fixture
def site(council, office, chair, operator_person, operator_unit, morning) -> Site:
    """Small works that take the real steps: `site.proposed()`, `site.voted("YYYYYYNN")`, `site.finished()`."""
    return Site(council, office, chair, operator_person, operator_unit, morning(MORNING))


@pytest.fixture
def stage(morning, a_need, party_supervisor, operator_unit, operator_person, park) -> Stage:
    """Supervision orders that take the real steps: `stage.to(State.IN_HAND)`."""
    return Stage(a_need, party_supervisor, operator_unit, operator_person, park)


@pytest.fixture
def as_(client):
    """A client that is signed in as this person, read anew."""

    def sign_in(person):
        client.force_login(Person.objects.get(pk=person.pk))
        return client

    return sign_in
