"""The people of a firm: invited, named as delegate, handing over, leaving (decisions 7, 8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from enterprises import belonging, colleagues
from enterprises.models import Invitation, Membership
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from tests.factories import AppointmentFactory, EnterpriseFactory, MembershipFactory, PersonFactory


@pytest.fixture
def firm(db):
    return EnterpriseFactory()


@pytest.fixture
def keeper(firm):
    """The administrator's membership."""
    return MembershipFactory(enterprise=firm, is_admin=True, person__name="罗以安")


@pytest.fixture
def colleague(firm):
    return MembershipFactory(enterprise=firm, person__name="乔晨遥")


@pytest.fixture
def invitation(firm, keeper):
    return colleagues.invite(firm, meant_for="小乔", by=keeper.person)


def test_an_invitation_lets_one_colleague_in_once(client, invitation, firm):
    newcomer = PersonFactory()
    client.force_login(newcomer)
    page = client.get(invitation.get_absolute_url())
    assert firm.name in page.content.decode()
    assert not belonging.membership_of(newcomer, firm)
    assert client.post(invitation.get_absolute_url(), {})["Location"] == reverse("company")
    one = belonging.membership_of(newcomer, firm)
    assert one
    assert not one.is_admin
    client.force_login(PersonFactory())
    assert client.post(invitation.get_absolute_url(), {}).status_code == 404


def test_the_code_can_be_typed_in_any_case_and_with_spaces(client, invitation):
    client.force_login(PersonFactory())
    typed = f" {invitation.code[:5].lower()} {invitation.code[5:].lower()}"
    assert client.post(reverse("enterprises:join_by_code"), {"code": typed})["Location"].endswith(f"{invitation.code}/")
    assert "7 " in client.post(reverse("enterprises:join_by_code"), {"code": "2222222222"}).content.decode()


def test_after_seven_days_an_invitation_is_over(client, invitation):
    Invitation.objects.update(until=clock.now() - timedelta(seconds=1))
    invitation = Invitation.objects.get()
    with pytest.raises(NotNow):
        colleagues.join(invitation, by=PersonFactory())
    client.force_login(PersonFactory())
    assert client.get(invitation.get_absolute_url()).status_code == 404
    assert Membership.objects.count() == 1


def test_a_withdrawn_invitation_lets_nobody_in(client, invitation, keeper):
    client.force_login(keeper.person)
    assert client.post(reverse("enterprises:invitation_withdraw", args=[invitation.pk]), {}).status_code == 302
    with pytest.raises(NotNow):
        colleagues.join(invitation, by=PersonFactory())


def test_only_an_administrator_invites_or_sees_the_code(client, firm, invitation, colleague):
    with pytest.raises(NotYours):
        colleagues.invite(firm, by=colleague.person)
    for somebody in (colleague.person, MembershipFactory(is_admin=True).person):
        client.force_login(somebody)
        assert client.get(reverse("enterprises:invitation", args=[invitation.pk])).status_code == 404
        assert client.get(reverse("enterprises:invite", args=[firm.pk])).status_code == 404
        with pytest.raises(NotYours):
            advance(invitation, "withdraw", by=somebody)


def test_one_press_makes_one_invitation(client, firm, keeper):
    client.force_login(keeper.person)
    for _ in range(2):
        client.post(reverse("enterprises:invite", args=[firm.pk]), {"meant_for": "甲", "key": "k"})
    assert Invitation.objects.count() == 1


def test_a_firm_has_exactly_one_delegate(firm, keeper, colleague):
    colleagues.name_delegate(colleague, by=keeper.person)
    colleagues.name_delegate(keeper, by=keeper.person)
    assert [one.person for one in belonging.members(firm).filter(is_delegate=True)] == [keeper.person]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=colleague.pk).update(is_delegate=True)


def test_a_plain_member_names_nobody(colleague, keeper):
    for act in (colleagues.name_delegate, colleagues.end):
        with pytest.raises(NotYours):
            act(keeper, by=colleague.person)


def test_the_last_administrator_hands_over_before_leaving(keeper, colleague, firm):
    with pytest.raises(NotNow):
        colleagues.leave(keeper, by=keeper.person)
    colleagues.hand_over(colleague, is_leaving=True, by=keeper.person)
    assert [one.person for one in belonging.administrators(firm)] == [colleague.person]
    assert belonging.membership_of(keeper.person, firm) is None
    keeper.refresh_from_db()
    assert [entry.verb for entry in Entry.objects.about(keeper)] == ["enterprises.membership.leave"]


def test_who_hands_over_and_stays_is_a_plain_member(keeper, colleague, firm):
    colleagues.hand_over(colleague, is_leaving=False, by=keeper.person)
    own = belonging.membership_of(keeper.person, firm)
    assert own
    assert not own.is_admin


def test_nobody_hands_over_to_oneself_or_to_another_firm(keeper):
    with pytest.raises(NotNow):
        colleagues.hand_over(keeper, is_leaving=False, by=keeper.person)
    with pytest.raises(NotYours):
        colleagues.hand_over(MembershipFactory(), is_leaving=False, by=keeper.person)


def test_the_desk_makes_an_administrator_where_nobody_is_left(colleague, firm):
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    colleagues.appoint_administrator(colleague, by=clerk)
    assert belonging.administrators(firm).get() == colleague
    with pytest.raises(NotYours):
        colleagues.appoint_administrator(colleague, by=MembershipFactory(is_admin=True).person)


def test_an_ended_membership_ends_every_right_at_once(client, keeper, colleague, firm):
    colleagues.name_delegate(colleague, by=keeper.person)
    client.force_login(keeper.person)
    assert client.post(reverse("enterprises:member_step", args=[colleague.pk, "end"]), {}).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.is_delegate, colleague.ends_on < clock.today()) == (False, True)
    client.force_login(colleague.person)
    assert firm.name not in client.get(reverse("company")).content.decode()


def test_people_of_another_firm_find_nobody_here(client, colleague):
    client.force_login(MembershipFactory(is_admin=True).person)
    for verb in ("delegate", "hand-over", "end", "leave", "appoint"):
        assert client.get(reverse("enterprises:member_step", args=[colleague.pk, verb])).status_code == 404
