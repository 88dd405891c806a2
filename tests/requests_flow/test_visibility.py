"""Who may know that a need exists: everybody what is theirs, nobody what is not."""

import pytest
from django.contrib.auth.models import AnonymousUser

from enterprises.models import Unit
from enterprises.roles import Line, Role
from parkdesk.core import clock
from requests_flow.models import Need
from requests_flow.words import State, Tier
from tests.factories import (
    AppointmentFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PersonFactory,
    UnitFactory,
)
from tests.requests_flow.conftest import somebody


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


def sees(person, need):
    return Need.objects.visible_to(person).filter(pk=need.pk).exists()


def draft():
    need = Need(title="电梯", text="停了", channel="qr", token_digest="0")
    need.save()
    return need


# --- nobody and everybody ----------------------------------------------------------------------------
def test_a_visitor_and_somebody_without_a_role_see_nothing(a_need):
    need = a_need()
    assert not sees(AnonymousUser(), need)
    assert not sees(PersonFactory(), need)


@pytest.mark.parametrize("flags", [{}, {"is_superuser": True, "is_staff": True}])
def test_a_system_administrator_reads_no_need(a_need, flags):
    admin = AppointmentFactory(role=Role.SYSTEM_ADMIN, person=PersonFactory(**flags)).person
    for state in (State.SUBMITTED, State.IN_PROGRESS, State.CLOSED):
        assert not sees(admin, a_need(state))
    assert not Need.objects.visible_to(admin).exists()


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR])
def test_the_desk_and_the_auditor_read_everything(a_need, enterprise, role):
    person = somebody("沈知微", role)
    for said in ({}, {"is_personal": True}, {"is_protected": True}, {"enterprise": enterprise}):
        assert sees(person, a_need(State.TRIAGED, **said))


def test_nobody_sees_a_draft(a_need, clerk, specialist, manager):
    need = draft()
    assert not any(sees(person, need) for person in (clerk, specialist, manager))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REPRESENTATIVE, Role.VISITOR])
def test_other_roles_read_nothing_by_themselves(a_need, park, role):
    assert not sees(somebody("夏知行", role, park=park), a_need())


def test_a_role_that_is_over_opens_nothing(a_need):
    assert not sees(somebody("夏知行", Role.DESK_MANAGER, ends_on="2026-11-23"), a_need())
    assert not sees(somebody("夏知遥", Role.DESK_MANAGER, starts_on="2026-11-25"), a_need())


# --- the desk ----------------------------------------------------------------------------------------
def test_a_specialist_reads_the_own_line_and_what_has_none_yet(a_need, specialist):
    assert sees(specialist, a_need())
    assert sees(specialist, a_need(State.TRIAGED, category="PRO"))
    assert not sees(specialist, a_need(State.TRIAGED, category="TAX"))


def test_a_specialist_keeps_what_they_own(a_need, specialist, clerk):
    need = a_need(State.TRIAGED, category="TAX")
    Need.objects.filter(pk=need.pk).update(owner=specialist)
    assert sees(specialist, need)


def test_the_sub_district_reads_major_needs_alone(a_need):
    official = somebody("周言", Role.SUBDISTRICT, unit=UnitFactory(kind=Unit.Kind.SUBDISTRICT))
    assert sees(official, a_need(State.TRIAGED, tier=Tier.MAJOR))
    for tier in (Tier.SIMPLE, Tier.COMPLEX):
        assert not sees(official, a_need(State.TRIAGED, tier=tier))
    assert not sees(official, a_need(State.TRIAGED, tier=Tier.MAJOR, is_protected=True))


# --- firms -------------------------------------------------------------------------------------------
def test_a_firm_reads_its_own_needs_and_not_its_neighbours(a_need, enterprise, enterprise_person, park):
    neighbour = MembershipFactory(enterprise=EnterpriseFactory(park=park)).person
    need = a_need(enterprise=enterprise)
    assert sees(enterprise_person, need)
    assert not sees(neighbour, need)


@pytest.mark.parametrize("is_admin", [False, True])
def test_a_personal_need_never_appears_in_a_firms_list_even_when_it_names_the_firm(a_need, enterprise, is_admin):
    boss = MembershipFactory(enterprise=enterprise, is_admin=is_admin).person
    need = a_need(enterprise=enterprise, is_personal=True, enterprise_name=enterprise.name)
    assert not sees(boss, need)
    assert need not in Need.objects.of_firms(boss)


def test_whoever_handed_in_a_personal_need_sees_it_themselves(a_need, enterprise, enterprise_person):
    need = a_need(enterprise=enterprise, is_personal=True, by=enterprise_person)
    assert sees(enterprise_person, need)
    assert not sees(MembershipFactory(enterprise=enterprise).person, need)


def test_whoever_left_a_firm_does_not_read_on(a_need, enterprise):
    former = MembershipFactory(enterprise=enterprise, ends_on="2026-11-23").person
    assert not sees(former, a_need(enterprise=enterprise))


def test_a_need_without_a_firm_belongs_to_no_firm(a_need, enterprise_person):
    assert not sees(enterprise_person, a_need())


# --- units and landlords -----------------------------------------------------------------------------
def test_a_unit_reads_what_is_dispatched_to_it(a_need, operator_person):
    assert not sees(operator_person, a_need(State.TRIAGED))
    assert sees(operator_person, a_need(State.TRANSFERRED))
    assert not sees(operator_person, a_need(State.TRANSFERRED, unit=UnitFactory()))


def test_a_unit_does_not_read_on_after_it_came_back(a_need, clerk, operator_person):
    assert not sees(operator_person, a_need(State.REOPENED))


@pytest.mark.parametrize("kind", [Unit.Kind.OPERATOR, Unit.Kind.PROPERTY])
def test_a_landlord_never_reads_what_is_protected_even_if_it_was_sent_there_by_mistake(a_need, kind):
    landlord = UnitFactory(kind=kind)
    person = somebody("程子言", Role.OPERATOR_STAFF, unit=landlord)
    assert sees(person, a_need(State.TRANSFERRED, unit=landlord))
    assert not sees(person, a_need(State.TRANSFERRED, unit=landlord, is_protected=True))


def test_a_unit_of_the_community_reads_what_is_protected(a_need, reception):
    person = somebody("罗晓", Role.DEPT_LIAISON, unit=reception)
    assert sees(person, a_need(State.TRANSFERRED, unit=reception, is_protected=True))


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.PARK_LEADER])
def test_whoever_walks_a_park_reads_its_needs_but_nothing_private(a_need, park, role):
    walker = somebody("魏临乔", role, park=park)
    assert sees(walker, a_need())
    assert not sees(walker, a_need(is_personal=True))
    assert not sees(walker, a_need(is_protected=True))
    assert not sees(somebody("江望", role, park=ParkFactory()), a_need())


def test_a_park_leader_employed_by_the_operator_sees_nothing_protected_by_either_hat(a_need, park, operator_unit):
    leader = somebody("魏临乔", Role.PARK_LEADER, park=park, background="运营方员工")
    AppointmentFactory(person=leader, role=Role.OPERATOR_STAFF, unit=operator_unit)
    assert sees(leader, a_need(State.TRANSFERRED))
    assert not sees(leader, a_need(State.TRANSFERRED, is_protected=True))


def test_two_hats_show_what_either_shows(a_need, park, enterprise, specialist):
    other_line = somebody("许一鸣", Role.SPECIALIST, line=Line.PARTY_MASS)
    MembershipFactory(person=other_line, enterprise=enterprise)
    need = a_need(State.TRIAGED, enterprise=enterprise)
    assert not sees(somebody("许二鸣", Role.SPECIALIST, line=Line.PARTY_MASS), need)
    assert sees(other_line, need)


# --- questions of the park ---------------------------------------------------------------------------
def test_open_needs_are_those_whose_state_is_no_end(a_need):
    states = [state for state in State if state not in (State.DRAFT, State.FOLLOWED_UP, State.MERGED)]
    needs = {state: a_need(state) for state in states}
    assert set(Need.objects.open()) == {need for need in needs.values() if need.is_open}
    assert set(Need.objects.ended()) == {need for need in needs.values() if not need.is_open}
    assert set(Need.objects.stopped()) == {need for need in needs.values() if need.is_stopped}


def test_the_overdue_ones_are_those_whose_light_is_red(a_need, morning):
    for state in (State.SUBMITTED, State.IN_PROGRESS, State.WAITING_ENTERPRISE, State.RESOLVED, State.CLOSED):
        a_need(state)
    morning("2026-11-26 10:00")
    red = {need for need in Need.objects.all() if need.light and need.light.colour == "red"}
    assert set(Need.objects.overdue(clock.now())) == red
    assert red
