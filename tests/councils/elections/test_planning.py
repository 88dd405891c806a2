"""An election is planned, confirmed and announced; every open problem is said in words."""

from datetime import date, timedelta

import pytest

from councils.elections import planning, problems, ticking, vetting
from councils.elections.planning import SeatsOf
from councils.models import Election
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Notice
from tests.factories import PersonFactory


def test_an_election_is_announced_when_the_office_put_it_forward_and_the_party_committee_confirmed(campaign):
    election = campaign.announced()
    assert election.state == Election.State.ANNOUNCED
    assert Election.objects.public().get() == election


def test_the_office_does_not_confirm_its_own_plan(campaign):
    election = planning.put_forward(campaign.drafted(), by=campaign.office)
    with pytest.raises(NotYours):
        planning.announce(election, by=campaign.office)


def test_a_plan_that_changed_is_put_forward_again(campaign):
    election = planning.put_forward(campaign.drafted(), by=campaign.office)
    planning.plan(election, by=campaign.office, voting_days=4)
    with pytest.raises(NotNow, match="提交"):
        planning.announce(election, by=campaign.committee)


def test_a_representative_does_not_plan_an_election(campaign, chair):
    with pytest.raises(NotYours):
        planning.draft(campaign.council, [SeatsOf("enterprise", 1)], by=chair)
    assert not Election.objects.exists()


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"scrutineer": None}, "监票人"),
        ({"voting_days": 1}, "投票"),
        ({"publication_days": 0}, "公示"),
        ({"nominations_open_at": "soon"}, "公告"),
        ({"nominations_close_at": "at once"}, "提名"),
    ],
)
def test_an_open_problem_is_said_and_nothing_is_announced(campaign, plan, word):
    election = campaign.drafted()
    if "nominations_open_at" in plan:
        plan = {"nominations_open_at": clock.now() + timedelta(days=2)}
    if "nominations_close_at" in plan:
        plan = {"nominations_close_at": election.nominations_open_at + timedelta(hours=5)}
    election = planning.plan(election, by=campaign.office, **plan)
    with pytest.raises(NotNow, match=word):
        planning.put_forward(election, by=campaign.office)


def test_a_scrutineer_who_works_for_the_office_is_a_problem(campaign):
    election = campaign.drafted(scrutineer=campaign.office)
    assert len(problems.of(election)) == 1


def test_an_election_without_seats_or_with_too_many_is_a_problem(campaign):
    election = campaign.drafted(SeatsOf("enterprise", 7))
    assert any("10" in one for one in problems.of(election))
    election = planning.plan(election, by=campaign.office, groups=[])
    assert len(problems.of(election)) == 1


def test_where_no_firm_votes_somebody_has_to_stand_on_a_register(campaign):
    election = campaign.drafted(SeatsOf("party_member", 1))
    assert len(problems.of(election)) == 1
    vetting.register(election.groups.get(), [campaign.somebody(0)], by=campaign.office)
    assert problems.of(election) == []


def test_the_seats_of_community_and_operator_are_appointed(campaign):
    for party in ("community", "operator"):
        with pytest.raises(NotNow, match="委派"):
            campaign.drafted(SeatsOf(party, 1))


def test_a_council_has_one_open_election(campaign):
    campaign.drafted()
    with pytest.raises(NotNow):
        campaign.drafted()


def test_a_notice_that_waited_too_long_for_the_party_committee_is_too_short(campaign):
    election = planning.put_forward(campaign.drafted(), by=campaign.office)
    campaign.now.shift(timedelta(days=9))
    with pytest.raises(NotNow, match="公告"):
        planning.announce(election, by=campaign.committee)


# --- by-elections -------------------------------------------------------------------------------------
def test_a_by_election_is_planned_for_one_vacant_seat_and_only_once(campaign):
    one = planning.start_by_election(campaign.council, "enterprise")
    again = planning.start_by_election(campaign.council, "enterprise")
    assert one == again
    assert one.kind == Election.Kind.BY_ELECTION
    assert [(group.party, group.seats) for group in one.groups.all()] == [("enterprise", 1)]


def test_a_seat_of_another_party_joins_the_by_election_that_is_being_planned(campaign):
    planning.start_by_election(campaign.council, "enterprise")
    one = planning.start_by_election(campaign.council, "party_member")
    assert one.groups.count() == 2


def test_a_by_election_waits_for_an_election_that_runs(campaign):
    campaign.announced()
    with pytest.raises(NotNow):
        planning.start_by_election(campaign.council, "enterprise")


# --- calling off --------------------------------------------------------------------------------------
def test_an_election_is_called_off_before_the_ballot_and_not_after(campaign):
    election = campaign.published()
    campaign.after(election, "voting_opens_at")
    with pytest.raises(NotNow, match="投票"):
        planning.cancel(election, by=campaign.office, reason="x")


def test_a_candidate_does_not_call_off_the_election_they_stand_in(campaign, park):
    election = campaign.published()
    with pytest.raises(NotYours):
        planning.cancel(election, by=campaign.people[0])
    assert planning.cancel(election, by=campaign.office, reason="章程修订，推迟").state == "cancelled"


def test_who_stood_on_a_register_hears_that_it_is_called_off_and_is_forgotten_the_day_after(campaign):
    election = campaign.drafted(SeatsOf("mass_org", 1))
    voter = PersonFactory()
    vetting.register(election.groups.get(), [voter], by=campaign.office)
    election = planning.announce(planning.put_forward(election, by=campaign.office), by=campaign.committee)
    planning.cancel(election, by=campaign.office, reason="章程修订，推迟")
    assert ticking.forget_registers() == 0
    outbox.drain()
    assert Notice.objects.filter(recipient=f"person:{voter.pk}", entry__verb="councils.election.cancel").exists()
    campaign.now.shift(timedelta(days=1, minutes=1))
    assert [ticking.forget_registers() for _ in range(2)] == [1, 0]
    assert list(election.groups.get().voters.values_list("person", flat=True)) == [None]


def test_each_seat_group_keeps_a_register_of_its_own(campaign, as_):
    election = campaign.drafted(SeatsOf("mass_org", 1), SeatsOf("party_member", 1))
    first, second = (campaign.somebody(place) for place in (0, 3))
    mass, party = election.groups.order_by("number")
    vetting.register(mass, [first], by=campaign.office)
    page, said = (
        f"/elections/{election.pk}/register/",
        {f"people_{mass.pk}": [first.pk], f"people_{party.pk}": [second.pk]},
    )
    form = as_(campaign.office).get(page).context["form"]
    assert [list(form[name].initial) for name in said] == [[first.pk], []]
    assert as_(campaign.office).post(page, said).status_code == 302
    assert [list(one.voters.values_list("person", flat=True)) for one in (mass, party)] == [[first.pk], [second.pk]]


def test_a_window_that_begins_on_a_make_up_saturday_begins_that_day_and_on_a_day_off_the_next_working_day(campaign, at):
    at("2026-09-14 09:00")
    saturday, holiday = date(2026, 10, 10), date(2026, 10, 3)
    assert planning.opening_of(saturday).date() == saturday
    assert planning.closing_of(saturday).date() == saturday
    assert planning.opening_of(holiday).date() == date(2026, 10, 8)


def test_a_nomination_on_the_last_day_a_make_up_saturday_is_taken_until_its_evening(campaign, at):
    at("2026-09-14 09:00")
    saturday = date(2026, 10, 10)
    opens = planning.opening_of(date(2026, 9, 28))
    window = {"nominations_open_at": opens, "nominations_close_at": planning.closing_of(saturday)}
    election = planning.plan(campaign.drafted(), by=campaign.office, **window)
    planning.announce(planning.put_forward(election, by=campaign.office), by=campaign.committee)
    at("2026-10-10 17:29")
    assert campaign.fresh(election).stage == "nominating"
    at("2026-10-10 17:31")
    assert campaign.fresh(election).are_nominations_extended  # nobody stands: it ended, and is open once more
