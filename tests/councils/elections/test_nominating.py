"""Who stands: by oneself or named by two firms, in time, checked by two people with reasons."""

import pytest

from councils.elections import nominating, planning, vetting, waits
from councils.elections.planning import SeatsOf
from councils.models import Candidacy, Election
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours
from tests.councils.elections.campaign import WORDS
from tests.factories import EnterpriseFactory, MembershipFactory, ParkFactory, PersonFactory

State = Candidacy.State


# --- by oneself ---------------------------------------------------------------------------------------
def test_somebody_of_a_firm_of_the_park_stands_in_their_own_words(campaign):
    election = campaign.nominating()
    one = nominating.stand(election.groups.get(), by=campaign.somebody(0), **WORDS)
    assert (one.state, one.is_self_nominated, one.statement) == (State.STANDING, True, WORDS["statement"])
    assert one.represents == [campaign.firms()[0].sector]


def test_somebody_of_another_park_does_not_stand_here(campaign):
    election = campaign.nominating()
    stranger = MembershipFactory(enterprise=EnterpriseFactory(park=ParkFactory())).person
    with pytest.raises(NotNow, match="本园区"):
        nominating.stand(election.groups.get(), by=stranger, **WORDS)


def test_nobody_stands_twice(campaign):
    election = campaign.nominating()
    one = campaign.somebody(0)
    nominating.stand(election.groups.get(), by=one, **WORDS)
    with pytest.raises(NotNow, match="已参加"):
        nominating.stand(election.groups.get(), by=one, **WORDS)
    assert Candidacy.objects.count() == 1


def test_nobody_stands_before_the_window_or_after_it_even_if_no_job_has_run(campaign):
    election = campaign.announced()
    with pytest.raises(NotNow, match="提名期"):
        nominating.stand(election.groups.get(), by=campaign.somebody(0), **WORDS)
    election = campaign.after(election, "nominations_open_at")
    for place in (1, 4):
        nominating.stand(election.groups.get(), by=campaign.somebody(place), **WORDS)
    campaign.now.shift(election.nominations_close_at - clock.now())
    with pytest.raises(NotNow, match="提名期"):
        nominating.stand(election.groups.get(), by=campaign.somebody(7), **WORDS)


def test_in_a_group_of_one_type_only_people_of_that_type_stand(campaign):
    election = campaign.nominating(SeatsOf("enterprise", 1, ("BIO",)))
    with pytest.raises(NotNow):
        nominating.stand(election.groups.get(), by=campaign.somebody(0), **WORDS)
    biotech = next(place for place, firm in enumerate(campaign.firms()) if firm.sector == "BIO")
    assert nominating.stand(election.groups.get(), by=campaign.somebody(biotech), **WORDS).state == State.STANDING


def test_a_party_member_stands_when_they_are_on_the_register(campaign):
    election = campaign.drafted(SeatsOf("party_member", 1))
    member, other = campaign.somebody(0), campaign.somebody(1)
    vetting.register(election.groups.get(), [member], by=campaign.office)
    planning.announce(planning.put_forward(election, by=campaign.office), by=campaign.committee)
    election = campaign.after(election, "nominations_open_at")
    with pytest.raises(NotNow, match="名册"):
        nominating.stand(election.groups.get(), by=other, **WORDS)
    assert nominating.stand(election.groups.get(), by=member, **WORDS).state == State.STANDING


def test_who_sits_in_the_council_does_not_stand_in_its_by_election(campaign, chair):
    MembershipFactory(enterprise=campaign.firms()[0], person=chair)
    election = campaign.nominating(kind=Election.Kind.BY_ELECTION)
    with pytest.raises(NotNow, match="已是"):
        nominating.stand(election.groups.get(), by=chair, **WORDS)


# --- named by two firms -------------------------------------------------------------------------------
@pytest.fixture
def named(campaign):
    """Somebody whom one firm has named."""
    election = campaign.nominating()
    return nominating.propose(election.groups.get(), campaign.somebody(0), by=campaign.delegate(campaign.firms()[3]))


def test_two_firms_name_somebody_who_agrees(campaign, named):
    assert named.state == State.PROPOSED
    second = nominating.second(named, by=campaign.delegate(campaign.firms()[4]))
    assert second.state == State.ASKED
    one = nominating.consent(second, by=named.person, **WORDS)
    assert (one.state, one.is_self_nominated) == (State.STANDING, False)


def test_the_same_firm_does_not_count_twice(campaign, named):
    with pytest.raises(NotNow, match="另一家"):
        nominating.second(named, by=campaign.delegate(campaign.firms()[3]))


def test_somebody_without_a_firm_names_nobody(campaign, named):
    with pytest.raises(NotYours):
        nominating.second(named, by=PersonFactory())


def test_nobody_agrees_for_somebody_else_and_whoever_was_named_may_decline(campaign, named):
    second = nominating.second(named, by=campaign.delegate(campaign.firms()[4]))
    with pytest.raises(NotYours):
        nominating.consent(second, by=campaign.office, **WORDS)
    assert nominating.decline(second, by=named.person).state == State.DECLINED


def test_consent_after_the_window_is_too_late_and_the_nomination_lapses(campaign, named):
    second = nominating.second(named, by=campaign.delegate(campaign.firms()[4]))
    for place in (6, 9):
        nominating.stand(named.group, by=campaign.somebody(place), **WORDS)
    election = Election.objects.get()
    campaign.now.shift(election.nominations_close_at - clock.now())
    with pytest.raises(NotNow, match="失效"):
        nominating.consent(second, by=named.person, **WORDS)
    campaign.fresh(election)
    assert Candidacy.objects.get(pk=named.pk).state == State.LAPSED


# --- too few ------------------------------------------------------------------------------------------
def test_nominations_are_extended_once_where_a_group_lacks_candidates(campaign):
    election = campaign.standing(1)
    before = election.nominations_close_at
    election = campaign.after(election, "nominations_close_at")
    assert (election.state, election.are_nominations_extended) == ("nominating", True)
    assert election.nominations_close_at == clock.due_at(clock.calendar(), before, clock.working_days(3))
    election = campaign.after(election, "nominations_close_at")
    assert election.state == "vetting"


def test_an_election_without_a_candidate_ends_with_a_plain_answer(campaign):
    election = campaign.vetting(0)
    assert election.state == "vetting"
    with pytest.raises(NotNow, match="没有候选人"):
        vetting.publish(election, by=campaign.office, remedy="x")
    assert planning.cancel(election, by=campaign.office, reason="无人参选").state == "cancelled"
    assert planning.start_by_election(campaign.council, "enterprise").state == "draft"


def test_where_all_withdraw_after_publication_no_ballot_opens(campaign):
    election = campaign.published(2)
    for one in election.candidacies.accepted():
        nominating.withdraw(one, by=one.person)
    election = campaign.after(election, "voting_opens_at")
    assert (election.state, election.stage) == ("published", "published")
    with pytest.raises(NotNow):
        campaign.vote(election, 4)
    assert waits.of(campaign.delegate(campaign.firms()[4])) == []
    assert planning.cancel(election, by=campaign.office, reason="候选人全部退出").state == "cancelled"


def test_nobody_withdraws_from_an_open_ballot(campaign):
    election = campaign.voting()
    one = election.candidacies.accepted().first()
    with pytest.raises(NotNow, match="投票已经开始"):
        nominating.withdraw(one, by=one.person)


# --- checked by two people ----------------------------------------------------------------------------
@pytest.fixture
def one(campaign):
    election = campaign.vetting()
    return election.candidacies.first()


def test_two_people_check_a_candidate_and_give_reasons(campaign, one):
    vetting.assess(one, by=campaign.office, is_fit=False, reasons="企业入驻未满三个月。")
    done = vetting.confirm(one, by=campaign.committee)
    assert (done.state, done.reasons) == (State.REFUSED, "企业入驻未满三个月。")


def test_the_office_does_not_check_twice(campaign, one):
    vetting.assess(one, by=campaign.office, is_fit=True, reasons="符合")
    with pytest.raises(NotYours):
        vetting.confirm(one, by=campaign.office)


def test_the_second_may_send_it_back(campaign, one):
    vetting.assess(one, by=campaign.office, is_fit=False, reasons="不清楚")
    back = vetting.send_back(one, by=campaign.committee, reason="请补查入驻日期")
    assert (back.state, back.is_fit) == (State.STANDING, None)


def test_nobody_is_checked_while_nominations_are_open(campaign):
    election = campaign.standing()
    with pytest.raises(NotNow):
        vetting.assess(election.candidacies.first(), by=campaign.office, is_fit=True, reasons="符合")


def test_nothing_is_published_before_all_are_checked(campaign, one):
    with pytest.raises(NotNow, match="两人"):
        vetting.publish(one.election, by=campaign.office, remedy="x")


def test_types_that_nobody_can_speak_for_are_said_before_publishing(campaign):
    election = campaign.vetting()
    for candidacy in election.candidacies.standing():
        campaign.admitted(candidacy)
    with pytest.raises(NotNow, match="类型"):
        vetting.publish(election, by=campaign.office)
    done = vetting.publish(election, by=campaign.office, remedy="缺的类型由补选补足")
    assert done.remedy == "缺的类型由补选补足"


def test_publishing_freezes_one_vote_a_firm_with_a_digest(campaign):
    election = campaign.published()
    group = election.groups.get()
    assert group.voters.count() == len(campaign.firms())
    assert group.electorate_digest == vetting.digest(group)
    EnterpriseFactory(park=campaign.council.park)
    assert group.voters.count() == len(campaign.firms()) - 1


def test_candidates_are_published_for_five_working_days_and_the_ballot_is_open_for_three(campaign):
    election = campaign.published()
    cal = clock.calendar()
    shown_until = clock.due_at(cal, election.published_at, clock.working_days(5))
    assert election.voting_opens_at == clock.next_opening(cal, shown_until)
    assert election.voting_closes_at == clock.due_at(cal, election.voting_opens_at, clock.working_days(3))
