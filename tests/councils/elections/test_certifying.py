"""Objections, certification by two, annulment with a linked new round."""

import pytest

from councils import seating, substitutes
from councils.elections import certifying, planning
from councils.models import Election, Representative
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours
from tests.factories import AppointmentFactory, PersonFactory


@pytest.fixture
def declared(campaign):
    election = campaign.voting()
    campaign.cast_all(election, (0, 1), (0, 1), (0,), (2,), (1,), (0,), (1,))
    return campaign.declared(election)


def test_community_leader_and_party_committee_certify_and_seat_whoever_was_elected(campaign, declared):
    done = campaign.after(declared, "objections_close_at")
    certifying.endorse(done, by=campaign.leader, remedy="缺的类型由补选补足")
    assert certifying.certify(done, by=campaign.committee).state == Election.State.CERTIFIED
    seats = {one.person: one for one in campaign.council.members() if one.party == "enterprise"}
    assert set(seats) == set(campaign.people[:2])
    first = seats[campaign.people[0]]
    assert (first.votes, first.selected_by) == (4, "self_nomination")
    assert first.ends_on.year == first.starts_on.year + 2
    assert Appointment.objects.running(clock.today()).filter(person=first.person, role=Role.REPRESENTATIVE).exists()


def test_the_term_of_a_member_who_is_away_ends_with_that_of_the_substitute(campaign, declared, party_supervisor):
    """Even where whoever is away was elected again."""
    again = Person.objects.get(pk=campaign.people[0].pk)
    away, idle = [one for one in campaign.council.members() if one.party == "enterprise"][:2]
    Representative.objects.filter(pk=away.pk).update(person=again)
    for one in (away, idle):
        substitutes.register(Representative.objects.get(pk=one.pk), PersonFactory(), by=party_supervisor)
    substitutes.hand_over(Representative.objects.get(pk=away.pk), by=again)
    done = campaign.after(declared, "objections_close_at")
    certifying.endorse(done, by=campaign.leader, remedy="缺的类型由补选补足")
    certifying.certify(done, by=campaign.committee)
    seats = [one.person for one in campaign.council.members() if one.party == "enterprise"]
    assert set(seats) == set(campaign.people[:2])
    assert len(seats) == 2
    left = campaign.council.representatives.filter(state=Representative.State.LEFT, seat__party="enterprise")
    assert set(left.values_list("left_for", flat=True)) == {Representative.LeftFor.TERM}
    assert not campaign.council.representatives.filter(state=Representative.State.NAMED).exists()


def test_it_is_not_certified_before_the_time_for_objections_is_over(campaign, declared):
    with pytest.raises(NotNow, match="异议"):
        certifying.endorse(declared, by=campaign.leader)


def test_one_person_does_not_certify_alone(campaign, declared):
    done = campaign.after(declared, "objections_close_at")
    with pytest.raises(NotNow, match="负责人"):
        certifying.certify(done, by=campaign.committee)
    with pytest.raises(NotYours):
        certifying.endorse(done, by=campaign.committee)
    with pytest.raises(NotYours):
        certifying.certify(done, by=campaign.leader)


def test_a_council_that_would_not_be_as_the_rules_ask_needs_a_remedy(campaign, declared):
    Election.objects.update(remedy="")
    done = campaign.after(declared, "objections_close_at")
    with pytest.raises(NotNow, match="补足"):
        certifying.endorse(done, by=campaign.leader)


def test_the_party_whose_seats_stay_empty_keeps_its_members(campaign):
    election = campaign.voting(1)
    election = campaign.certified(election)
    assert sum(one.party == "enterprise" for one in campaign.council.members()) == 4
    assert election.groups.get().result == "nobody"


# --- objections ---------------------------------------------------------------------------------------
def test_somebody_of_the_park_objects_in_time_and_reads_the_reasons(campaign, declared):
    objection = certifying.lodge(declared, text="有一家企业被漏发投票码", by=campaign.people[2])
    done = campaign.after(declared, "objections_close_at")
    with pytest.raises(NotNow, match="异议"):
        certifying.endorse(done, by=campaign.leader, remedy="x")
    answered = certifying.dismiss(objection, reasons="名单已公示，该企业已指定代表。", by=campaign.leader)
    assert answered.state == "dismissed"
    certifying.endorse(done, by=campaign.leader, remedy="x")


def test_nobody_objects_too_late_or_from_outside(campaign, declared):
    with pytest.raises(NotYours):
        certifying.lodge(declared, text="x", by=PersonFactory())
    campaign.after(declared, "objections_close_at")
    with pytest.raises(NotNow, match="异议"):
        certifying.lodge(declared, text="x", by=campaign.people[2])


def test_nobody_objects_twice_at_once_and_nobody_answers_their_own(campaign, declared):
    one = certifying.lodge(declared, text="票数有误", by=campaign.people[2])
    with pytest.raises(NotNow, match="已记录"):
        certifying.lodge(declared, text="票数有误", by=campaign.people[2])
    with pytest.raises(NotYours):
        certifying.uphold(one, reasons="x", by=campaign.people[2])


def test_an_upheld_objection_annuls_the_election_and_plans_a_linked_new_round(campaign, declared):
    one = certifying.lodge(declared, text="票箱曾被打开", by=campaign.people[2])
    certifying.uphold(one, reasons="情况属实", by=campaign.leader)
    with pytest.raises(NotNow):
        certifying.endorse(campaign.after(declared, "objections_close_at"), by=campaign.leader, remedy="x")
    with pytest.raises(NotYours):
        certifying.annul(declared, by=campaign.leader)
    assert certifying.annul(declared, by=campaign.committee, reason="情况属实").state == "annulled"
    again = Election.objects.get(follows=declared)
    assert (again.state, again.groups.get().seats) == ("draft", 2)
    assert not Representative.objects.filter(person__in=campaign.people).exists()


def test_nothing_is_annulled_without_an_upheld_objection(campaign, declared):
    with pytest.raises(NotNow):
        certifying.annul(declared, by=campaign.committee)


def test_whoever_stands_does_not_certify(campaign, declared):
    AppointmentFactory(person=campaign.people[0], role=Role.COMMUNITY_LEADER)
    with pytest.raises(NotYours):
        certifying.endorse(campaign.after(declared, "objections_close_at"), by=campaign.people[0], remedy="x")


def test_a_by_election_fills_the_vacant_seat_and_unseats_nobody(campaign, party_supervisor):
    gone = campaign.council.members()[3]
    seating.unseat(gone, by=party_supervisor)
    draft = planning.start_by_election(campaign.council, "enterprise")
    planning.plan(draft, by=campaign.office, scrutineer=campaign.scrutineer)
    planning.cancel(draft, by=campaign.office)
    election = campaign.voting(1, planning.SeatsOf("enterprise", 1), kind=Election.Kind.BY_ELECTION)
    campaign.cast_all(election, *[(0,)] * 7)
    campaign.certified(election)
    assert campaign.council.members().count() == 8
    assert campaign.council.seat_of(campaign.people[0]).seat.number == gone.seat.number
