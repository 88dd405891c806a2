"""Who takes a seat, who gives it back, and who presides."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from councils import guards, membership, seating
from councils.models import Council, Party, Representative, RuleSet, Seat
from enterprises.access import employers
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotYours, advance
from parkdesk.core.models import Entry
from tests.factories import PersonFactory, a_term

pytestmark = pytest.mark.usefixtures("morning")


def anew(person: Person) -> Person:
    """The same person on the next request."""
    return Person.objects.get(pk=person.pk)


def test_a_council_has_its_five_parties_in_their_order(council, members):
    assert [one.party for one in council.members()] == [
        "community", "operator", "enterprise", "enterprise", "enterprise", "enterprise", "party_member", "mass_org",
    ]  # fmt: skip
    assert council.seats_total == 8
    assert [one.seat.number for one in council.members() if one.party == Party.ENTERPRISE] == [1, 2, 3, 4]


def test_taking_a_seat_makes_an_appointment_and_an_entry(council, members):
    seat = membership.seat_of(members[3], council)
    hat = anew(members[3]).appointments.get()
    assert (hat.role, hat.park, hat.starts_on) == (Role.REPRESENTATIVE, council.park, seat.starts_on)
    entry = Entry.objects.get(verb="councils.representative.certify", subject_id=seat.pk)
    assert entry.beneficiaries == [members[3].pk]
    assert entry.park_code == council.park.code


def test_only_the_party_committee_and_the_community_leader_certify(council, office, leader, chair):
    for stranger in (office, chair):
        with pytest.raises(NotYours):
            seating.seat(council, Party.ENTERPRISE, PersonFactory(), term=a_term(), by=stranger)
    assert council.seats_total == 8
    assert seating.seat(council, Party.ENTERPRISE, PersonFactory(), term=a_term(), by=leader).seat.number == 5


def test_nobody_sits_twice_in_one_council(council, members, leader):
    with pytest.raises(IntegrityError), transaction.atomic():
        seating.seat(council, Party.MASS_ORG, members[2], term=a_term(), by=leader)


def test_a_seat_has_one_holder(council):
    taken = Seat.objects.get(council=council, party=Party.OPERATOR)
    second = Representative(seat=taken, person=PersonFactory(), starts_on=clock.today())
    second.__dict__["state"] = Representative.State.SERVING
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_who_leaves_gives_seat_and_appointment_back(council, members, leader):
    left = seating.unseat(membership.seat_of(members[4], council), by=leader, reason="企业搬出园区")
    assert membership.seat_of(members[4], council) is None
    assert not anew(members[4]).wears(Role.REPRESENTATIVE)
    assert left.ends_on < clock.today()
    assert not guards.is_member(council, members[4])
    successor = seating.seat(council, Party.ENTERPRISE, PersonFactory(), term=a_term(), by=leader)
    assert successor.seat == left.seat
    assert len(council.members()) == 8


def test_a_member_may_not_unseat_another(council, members, chair):
    with pytest.raises(NotYours):
        seating.unseat(membership.seat_of(members[4], council), by=chair)
    assert membership.seat_of(members[4], council)


def test_a_term_that_is_over_gives_no_seat(council, members, at):
    Representative.objects.filter(person=members[4]).update(ends_on="2027-06-30")
    at("2027-06-30 16:00")
    assert guards.is_member(council, members[4])
    at("2027-07-01 09:00")
    assert not guards.is_member(council, members[4])


def test_the_community_presides_until_a_convener_is_elected(council, community_member, chair, leader):
    assert membership.presides(council).person == chair
    advance(membership.seat_of(chair, council), "stand_down", by=leader)
    assert membership.presides(council).person == community_member
    assert guards.presides(council, community_member)
    assert not guards.presides(council, chair)


def test_a_new_convener_takes_the_place_of_the_old_one(council, members, chair, office):
    seating.elect_convener(council, membership.seat_of(members[6], council), by=office)
    assert membership.presides(council).person == members[6]
    assert not membership.seat_of(chair, council).is_convener


def test_a_plain_member_does_not_record_the_convener(council, members):
    with pytest.raises(NotYours):
        seating.elect_convener(council, membership.seat_of(members[6], council), by=members[6])


def test_the_operators_member_is_paid_by_the_landlord(council, operator_member, members):
    assert employers(anew(operator_member)) == {council.park.operator_id}
    assert not employers(anew(members[3]))


def test_my_councils_are_those_where_i_sit_today(council, members, outsider):
    assert list(Council.objects.of(members[0])) == [council]
    assert council not in Council.objects.of(outsider)
    assert membership.seat_of(outsider, council) is None


def test_the_rules_are_written_down_once_and_never_changed(db):
    rules = RuleSet.current(clock.today())
    assert rules == RuleSet.current(clock.today())
    assert (rules.quorum_of, rules.quorum_out_of, rules.quorum_parties, rules.coverage_percent) == (2, 3, 4, 95)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RuleSet.objects.update(quorum_of=1)


def test_later_rules_hold_from_their_day_on(db):
    first = RuleSet.current(clock.today())
    later = RuleSet.objects.create(version=2, valid_from="2027-01-01", vote_days=5)
    assert RuleSet.current(clock.today()) == first
    assert RuleSet.current(date(2027, 1, 1)) == later
