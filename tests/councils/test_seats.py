"""Seats through their doors: substitutes, resignations, who leaves the firm, and the alarm that follows."""

from datetime import date, timedelta

import pytest

from councils import (
    alarms,
    ballots,
    by_election,
    composition,
    declare,
    membership,
    seat_ticking,
    seating,
    substitutes,
    terms,
)
from councils.models import CompositionAlarm, Elector, Party, Representative
from enterprises.models import Appointment, Membership
from enterprises.roles import Role
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Notice
from tests.councils import voting
from tests.councils.voting import seat
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory
from tests.requests_flow.conftest import MORNING

pytestmark = pytest.mark.usefixtures("morning")
State = Representative.State


def anew(one):
    return type(one).objects.get(pk=one.pk)


@pytest.fixture
def now(morning):
    """A clock that stands still until it is moved."""
    return morning(MORNING)


@pytest.fixture
def substitute(council, members, party_supervisor) -> Representative:
    """Registered for the fourth seat, of trade."""
    return substitutes.register(seat(council, 3), PersonFactory(name="倪若川"), by=party_supervisor)


# --- terms --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 7, 1), date(2028, 6, 30)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2027, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_term_lasts_two_years(first, last):
    assert terms.last_day(first) == last


def test_a_seat_without_a_last_day_ends_after_two_years(council, leader):
    today = clock.today()
    one = seating.seat(council, Party.ENTERPRISE, PersonFactory(), term=seating.Term(today), by=leader)
    assert one.ends_on == terms.last_day(today)
    assert one.appointment.ends_on == one.ends_on
    assert one.standing == terms.Standing.ACTIVE


def test_a_term_stands_as_the_calendar_says():
    first, last = date(2026, 7, 1), date(2028, 6, 30)
    said = [
        terms.standing(first, last, day) for day in (date(2026, 6, 30), first, date(2028, 5, 1), date(2028, 5, 2), last)
    ]
    assert said == ["planned", "active", "active", "expiring", "expiring"]
    assert terms.standing(first, last, date(2028, 7, 1)) == "closed"


# --- substitutes --------------------------------------------------------------------------------------
def test_a_substitute_waits_and_changes_nothing_yet(council, members, substitute):
    assert substitute.state == State.NAMED
    assert membership.seat_of(substitute.person, council) is None
    assert len(council.members()) == 8
    assert not substitute.person.appointments.exists()


def test_the_substitute_sits_while_the_member_is_away(council, members, substitute):
    member = seat(council, 3)
    sits = substitutes.hand_over(member, by=member.person)
    assert membership.seat_of(sits.person, council).seat == member.seat
    assert membership.seat_of(member.person, council) is None
    assert composition.faults(council) == []
    assert anew(sits.person).wears(Role.REPRESENTATIVE)
    back = substitutes.give_back(anew(member), by=member.person)
    assert back.state == State.SERVING
    assert anew(substitute).state == State.NAMED
    assert [one.person for one in council.members()] == members


def test_without_a_substitute_nobody_hands_over(council, members):
    member = seat(council, 4)
    with pytest.raises(NotNow, match="替补"):
        substitutes.hand_over(member, by=member.person)


def test_only_those_who_certify_register_a_substitute(council, members, office, leader):
    member = seat(council, 4)
    for stranger in (member.person, office, members[5]):
        with pytest.raises(NotYours):
            substitutes.register(member, PersonFactory(), by=stranger)
    assert substitutes.register(member, PersonFactory(), by=leader)
    with pytest.raises(NotNow):
        substitutes.register(anew(member), PersonFactory(), by=leader)


def test_nobody_of_the_council_is_a_substitute_in_it(council, members, leader):
    with pytest.raises(NotNow):
        substitutes.register(seat(council, 4), members[5], by=leader)


def test_a_substitute_passes_the_seat_on_to_nobody(council, members, substitute, leader):
    sits = substitutes.hand_over(seat(council, 3), by=leader)
    with pytest.raises(NotNow):
        substitutes.register(sits, PersonFactory(), by=leader)


def test_a_stranger_does_not_hand_over_somebody_elses_seat(council, members, substitute):
    with pytest.raises(NotYours):
        substitutes.hand_over(seat(council, 3), by=members[5])


# --- votes --------------------------------------------------------------------------------------------
def vote(round_, one, choice="yes"):
    return ballots.cast(round_, one, choice, by=one.person, key="")


def test_a_substituted_member_does_not_vote_and_the_substitute_does(council, office, now, members, substitute):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    sits = substitutes.hand_over(member, by=member.person)
    with pytest.raises(NotNow, match="倪若川"):
        vote(round_, anew(member))
    declare.declare(round_.case, sits, has_interest=False, by=sits.person)
    vote(round_, sits)
    assert ballots.count(round_).box.cast == 1
    assert Elector.objects.filter(round=round_).count() == 8


def test_a_seat_votes_once_whoever_sits_in_it(council, office, now, members, substitute):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    vote(round_, member, "no")
    sits = substitutes.hand_over(member, by=member.person)
    declare.declare(round_.case, sits, has_interest=False, by=sits.person)
    with pytest.raises(NotNow):
        vote(round_, sits)
    assert ballots.count(round_).box.no == 1


def test_a_substitute_who_has_an_interest_takes_the_seat_out_of_the_vote(council, office, now, members, substitute):
    round_ = voting.voted_on(council, office, now)
    sits = substitutes.hand_over(seat(council, 3), by=office)
    declare.recuse(round_.case, sits, category="trade", by=sits.person)
    assert ballots.count(round_).roll.base == 7
    with pytest.raises(NotNow):
        vote(round_, sits)


def test_a_substitute_who_steps_back_does_not_undo_what_the_member_voted(council, office, now, members, substitute):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    vote(round_, member, "no")
    sits = substitutes.hand_over(member, by=member.person)
    with pytest.raises(NotNow):
        declare.recuse(round_.case, sits, category="trade", by=sits.person)
    assert (ballots.count(round_).box.no, ballots.count(round_).roll.base) == (1, 8)


def told(verb) -> set[str]:
    outbox.drain()
    return set(Notice.objects.filter(entry__verb=verb).values_list("recipient", flat=True))


def test_of_a_vote_that_runs_whoever_sits_in_the_seat_is_told(council, office, now, members, substitute):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    sits = substitutes.hand_over(member, by=member.person)
    round_ = ballots.extend(round_, by=office, until=round_.closes_at + timedelta(days=2))
    others = {f"person:{one.pk}" for one in members if one.pk != member.person_id}
    assert told("councils.round.extend") == others | {f"person:{sits.person_id}"}
    substitutes.give_back(anew(member), by=office)
    voting.counted(round_, now, office)
    assert told("councils.round.close") == others | {f"person:{member.person_id}"}


def test_whoever_is_made_to_step_back_is_told(council, office, now, members):
    round_ = voting.voted_on(council, office, now)
    declare.recuse(round_.case, seat(council, 4), category="trade", by=office)
    assert told("councils.case.exclude") == {f"person:{members[4].pk}"}


def test_who_resigns_while_a_vote_runs_votes_no_more_and_what_was_voted_stays(council, office, now, members):
    round_ = voting.voted_on(council, office, now)
    early, late = seat(council, 4), seat(council, 5)
    vote(round_, early)
    for one in (early, late):
        seating.resign(one, by=one.person, reason="调离")
    with pytest.raises(NotYours):
        vote(round_, anew(late))
    counted = ballots.count(round_)
    assert (counted.roll.seats, counted.box.cast) == (8, 1)


def test_who_took_the_seat_over_votes_for_it_in_a_vote_that_runs(council, office, now, members, substitute, leader):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    seating.resign(member, by=member.person)
    heir = substitutes.take_over(anew(substitute), by=leader)
    declare.declare(round_.case, heir, has_interest=False, by=heir.person)
    vote(round_, heir)
    assert ballots.count(round_).box.cast == 1


def test_a_member_who_left_is_told_so_on_the_page_of_the_ballot(council, office, now, members, as_):
    round_ = voting.voted_on(council, office, now)
    late = seat(council, 5)
    seating.resign(late, by=late.person)
    answer = as_(late.person).get(f"/en{round_.get_absolute_url().removeprefix('/en')}")
    assert answer.status_code == 409
    assert "Nothing was recorded." in answer.content.decode()


def test_a_member_who_is_away_reads_who_votes_instead(council, office, now, members, substitute, as_):
    round_ = voting.voted_on(council, office, now)
    member = seat(council, 3)
    substitutes.hand_over(member, by=member.person)
    shown = as_(member.person).get(round_.get_absolute_url())
    assert shown.status_code == 200
    assert "倪若川" in shown.content.decode()


# --- leaving ------------------------------------------------------------------------------------------
def test_who_resigns_gives_seat_and_appointment_back_and_an_alarm_sounds(council, members):
    one = seat(council, 4)
    left = seating.resign(one, by=one.person, reason="调离")
    assert (left.state, left.left_for) == (State.LEFT, "resigned")
    assert Appointment.objects.get(pk=left.appointment_id).ends_on < clock.today()
    alarm = CompositionAlarm.objects.sounding().get(council=council)
    assert alarm.figures["types_missing"] == ["BIO"]
    (proposal,) = by_election.proposals(alarm, composition.look(council))
    assert (proposal.gap.party, proposal.gap.kinds) == (Party.ENTERPRISE, ("BIO",))


def test_nobody_resigns_for_somebody_else(council, members, leader, office):
    for other in (leader, office, members[2]):
        with pytest.raises(NotYours):
            seating.resign(seat(council, 4), by=other)


def test_the_alarm_ends_when_the_substitute_takes_the_seat(council, members, substitute, leader):
    member = seat(council, 3)
    seating.resign(member, by=member.person)
    assert CompositionAlarm.objects.sounding().count() == 1
    substitutes.take_over(anew(substitute), by=leader)
    alarm = CompositionAlarm.objects.first()
    assert (alarm.state, alarm.ended_at) == ("ended", clock.now())
    assert composition.faults(council) == []


def test_the_substitute_does_not_take_a_seat_whose_member_is_there(council, members, substitute, leader):
    with pytest.raises(NotNow):
        substitutes.take_over(substitute, by=leader)


def test_a_substitute_who_leaves_while_sitting_gives_the_member_the_seat_back(council, members, substitute):
    member = seat(council, 3)
    sits = substitutes.hand_over(member, by=member.person)
    seating.resign(sits, by=sits.person)
    assert membership.seat_of(member.person, council) == member


def test_who_no_longer_belongs_to_the_firm_sits_for_it_no_longer(council, members, leader, office):
    from enterprises import colleagues

    one = seat(council, 4)
    held = Membership.objects.create(person=one.person, enterprise=one.enterprise, starts_on=date(2026, 1, 1))
    colleagues.end(held, by=office)
    outbox.drain()
    assert (anew(one).state, anew(one).left_for) == (State.LEFT, "left_firm")
    assert CompositionAlarm.objects.sounding().exists()


def test_a_firm_that_takes_its_move_back_keeps_its_seat(council, members, leader, office):
    from enterprises import relocating

    one = seat(council, 4)
    Membership.objects.create(person=one.person, enterprise=one.enterprise, starts_on=date(2026, 1, 1))
    told = relocating.move_out(one.enterprise, by=office)
    outbox.drain()
    assert anew(one).state == State.SERVING
    relocating.undo(told, by=office)
    outbox.drain()
    assert anew(one).state == State.SERVING


# --- relations ----------------------------------------------------------------------------------------
def test_a_declared_relation_gives_a_type_a_voice_and_is_counted_apart(council, members, leader):
    EnterpriseFactory.create_batch(2, park=council.park, sector="IC")
    assert alarms.check(council)
    seating.declare_relation(seat(council, 4), "IC", "chain", by=leader)
    found = composition.coverage_of(council)
    assert (found.types_covered, found.types_direct, found.types_doubled) == (8, 6, 2)
    assert not CompositionAlarm.objects.sounding().exists()
    seating.drop_relation(seat(council, 4), "IC", by=leader)
    assert CompositionAlarm.objects.sounding().exists()


def test_a_member_does_not_declare_a_relation_alone(council, members):
    with pytest.raises(NotYours):
        seating.declare_relation(seat(council, 4), "IC", "chain", by=members[4])


# --- the clock ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("runs", [1, 2, 5])
def test_the_clock_notices_firms_that_moved_in_however_often_it_looks(council, members, runs):
    EnterpriseFactory(park=council.park, sector="IC")
    for _ in range(runs):
        seat_ticking.watch_composition()
    alarm = CompositionAlarm.objects.sounding().get()
    assert alarm.figures["types_missing"] == ["IC"]


def test_the_clock_notices_terms_that_ran_out(council, members, at):
    Representative.objects.filter(person=members[7]).update(ends_on="2027-06-30")
    at("2027-07-01 09:00")
    seat_ticking.watch_composition()
    assert CompositionAlarm.objects.sounding().get().figures["parties_missing"] == ["mass_org"]


def test_looking_at_whole_councils_costs_no_query_a_council(council, members, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        assert seat_ticking.watch_composition() == 0


# --- pages --------------------------------------------------------------------------------------------
def test_everybody_reads_seats_terms_and_substitutes(client, council, members, substitute):
    shown = client.get(f"/en/council/{council.park.code}/seats/").content.decode()
    assert all(person.name in shown for person in members)
    assert "Substitute: 倪若川" in shown
    assert "Give my seat back" not in shown


def test_a_member_gives_the_seat_back_on_the_page(as_, council, members):
    one = seat(council, 4)
    client = as_(members[4])
    page = f"/en{one.get_absolute_url().removeprefix('/en')}"
    assert "Give my seat back" in client.get(page).content.decode()
    asked = f"/council/{council.park.code}/seats/of/{one.pk}/resign/"
    assert client.post(asked, {"reason": "调离"}).status_code == 302
    assert anew(one).state == State.LEFT
    assert "resigned" in client.get(page).content.decode()


def test_those_who_certify_give_a_seat_on_the_page(as_, council, members, leader, firms):
    new = PersonFactory(name="邱允澜")
    said = {
        "person": new.username, "party": "enterprise", "firm": firms["SW"].code, "selected_by": "election",
        "starts_on": clock.today().isoformat(), "position": "经理",
    }  # fmt: skip
    client = as_(leader)
    assert client.post(f"/council/{council.park.code}/seats/give/", said | {"person": "nobody"}).status_code == 200
    assert client.post(f"/council/{council.park.code}/seats/give/", said).status_code == 302
    assert membership.seat_of(new, council).enterprise == firms["SW"]


def test_whoever_is_certified_again_after_the_term_takes_the_seat_anew(as_, council, members, leader, firms):
    before = seat(council, 2)
    said = {
        "person": before.person.username, "party": "enterprise", "firm": firms["SW"].code, "selected_by": "election",
        "starts_on": clock.today().isoformat(), "position": "经理",
    }  # fmt: skip
    give = f"/council/{council.park.code}/seats/give/"
    assert as_(leader).post(give, said).status_code == 200, "the term still runs"
    Representative.objects.filter(pk=before.pk).update(ends_on=clock.today() - timedelta(days=1))
    assert as_(leader).post(give, said).status_code == 302
    assert anew(before).left_for == Representative.LeftFor.TERM
    assert membership.seat_of(before.person, council).pk != before.pk


def test_whose_term_is_over_may_become_a_substitute(council, members, party_supervisor):
    before, member = seat(council, 2), seat(council, 3)
    with pytest.raises(NotNow):
        substitutes.register(member, before.person, by=party_supervisor)
    Representative.objects.filter(pk=before.pk).update(ends_on=clock.today() - timedelta(days=1))
    assert substitutes.register(member, before.person, by=party_supervisor).state == State.NAMED
    assert anew(before).left_for == Representative.LeftFor.TERM


def test_a_substitute_on_the_page_is_of_the_same_firm(as_, council, members, leader):
    one = seat(council, 3)
    page = f"/council/{council.park.code}/seats/of/{one.pk}/register/"
    assert as_(leader).post(page, {"person": PersonFactory().username}).status_code == 200
    assert not one.substitutes.exists()
    colleague = MembershipFactory(enterprise=one.enterprise).person
    assert as_(leader).post(page, {"person": colleague.username}).status_code == 302
    assert one.substitutes.get().person == colleague


def test_the_page_says_what_is_missing_and_what_mends_it(client, council, members):
    one = seat(council, 7)
    seating.resign(one, by=one.person)
    shown = client.get(f"/en/council/{council.park.code}/seats/").content.decode()
    assert "“Mass organisations” has nobody." in shown
    assert "“Mass organisations” names somebody for its seat" in shown


def test_a_stranger_is_not_asked_who_gives_seats(as_, council, members):
    assert as_(members[2]).get(f"/council/{council.park.code}/seats/give/").status_code in (403, 404)
