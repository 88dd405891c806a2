"""The registered contact of a firm: masked, shown once for a reason, and the firm reads who looked (domain.md 3)."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Contact, Person
from enterprises.roles import Line, Role
from parkdesk import firm_contact
from parkdesk.core.models import AccessLog
from requests_flow.words import State
from tests.factories import AppointmentFactory, EnterpriseFactory, MembershipFactory, PersonFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

MOBILE, NAME, MAIL = "+8615473912846", "欧阳鹤雏", "front@example.com"
MEET = {"why": "meet", "reason": "约周三上门"}


@pytest.fixture
def firm(park, building):
    firm = EnterpriseFactory(park=park, building=building)
    Contact.objects.create(enterprise=firm, name=NAME, role="行政", mobile=MOBILE, email=MAIL, landline="0571-56009001")
    return firm


def wearing(role, **terms) -> Person:
    return AppointmentFactory(role=role, person__name="高远", **terms).person


def page(firm, name="firm"):
    return reverse(name, args=[firm.pk])


def browser_of(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def asked(person, firm, **said):
    return browser_of(person).post(page(firm, "firm_contact"), said or MEET)


def shows(answer) -> bool:
    return MOBILE in answer.content.decode()


WHOLE = [Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR]


@pytest.mark.parametrize("role", WHOLE)
def test_the_contact_is_masked_until_somebody_says_why_and_is_then_shown_once(firm, role):
    person = wearing(role, line=Line.PARTY_MASS if role == Role.SPECIALIST else "")
    browser = browser_of(person)
    text = browser.get(page(firm)).content.decode()
    assert "154****2846" in text
    for hidden in (MOBILE, MOBILE.removeprefix("+86"), NAME, MAIL):
        assert hidden not in text
    assert not shows(browser.post(page(firm, "firm_contact"), {"why": ""}))
    assert not AccessLog.objects.exists()
    answer = browser.post(page(firm, "firm_contact"), MEET)
    assert shows(answer)
    assert NAME in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = AccessLog.objects.get()
    assert (look.actor, look.action, look.subject_id) == (person, "firm_contact.read", firm.pk)
    assert look.reason == "meet|约周三上门"
    assert not shows(browser.get(page(firm, "firm_contact")))


def test_the_window_sees_it_for_a_case_and_not_without_one(firm, a_need):
    clerk = wearing(Role.WINDOW_CLERK)
    assert asked(clerk, firm).status_code == 409
    a_need(State.CLOSED, enterprise=firm)
    assert asked(clerk, firm).status_code == 409
    assert not AccessLog.objects.exists()
    a_need(State.IN_PROGRESS, enterprise=firm)
    assert shows(asked(clerk, firm))


def test_a_leader_sees_it_in_the_own_park_and_of_a_building_in_the_own_building(firm, park, building):
    assert shows(asked(wearing(Role.PARK_LEADER, park=park), firm))
    assert shows(asked(wearing(Role.PARK_LEADER, park=park, building=building), firm))
    elsewhere = EnterpriseFactory(park=park)
    Contact.objects.create(enterprise=elsewhere, mobile=MOBILE)
    assert asked(wearing(Role.PARK_LEADER, park=park, building=building), elsewhere).status_code == 403
    assert asked(wearing(Role.PARK_LEADER, park=EnterpriseFactory().park), firm).status_code == 404


@pytest.mark.parametrize("background", ["运营商招商经理", "物业公司经理"])
def test_a_leader_who_is_paid_by_the_landlord_never_sees_it(firm, park, background):
    """Not even without a protected need: a refusal for that alone would tell that there is one (decisions 5)."""
    park.operator, park.property_manager = UnitFactory(kind="operator"), UnitFactory(kind="property")
    park.save()
    leader = wearing(Role.PARK_LEADER, park=park, background=background)
    text = browser_of(leader).get(page(firm)).content.decode()
    assert page(firm, "firm_contact") not in text
    assert asked(leader, firm).status_code == 403
    assert not AccessLog.objects.exists()


NOBODY = [
    Role.OPERATOR_STAFF, Role.DEPT_LIAISON, Role.SUBDISTRICT, Role.REPRESENTATIVE, Role.VOLUNTEER, Role.SYSTEM_ADMIN,
    Role.PARTY_COMMITTEE, Role.EDITOR, Role.MERCHANT,
]  # fmt: skip


@pytest.mark.parametrize("role", NOBODY)
def test_nobody_else_knows_of_the_page(firm, park, role):
    person = wearing(role, park=park)
    assert browser_of(person).get(page(firm)).status_code == 404
    assert asked(person, firm).status_code == 404
    assert not AccessLog.objects.exists()


def test_people_of_a_firm_do_not_look_at_another_one(firm):
    stranger = MembershipFactory(is_admin=True).person
    assert asked(stranger, firm).status_code == 404


def test_an_auditor_says_in_words_what_the_audit_is_about(firm):
    auditor = wearing(Role.DISCIPLINE_AUDITOR)
    assert browser_of(auditor).get(reverse("enterprises:directory")).status_code == 200
    for kind in ("xlsx", "csv"):
        assert browser_of(auditor).get(reverse("enterprises:directory_export", args=[kind])).status_code == 404
    assert not shows(asked(auditor, firm, why="ask", reason=""))
    assert not AccessLog.objects.exists()
    assert shows(asked(auditor, firm, why="other", reason="核查走访记录"))


def test_another_reason_is_said_and_numbers_in_it_are_masked(firm):
    specialist = wearing(Role.SPECIALIST, line=Line.PARTY_MASS)
    answer = asked(specialist, firm, why="other", reason="")
    assert not shows(answer)
    assert asked(specialist, firm, why="other", reason="打15400001201核实").status_code == 200
    assert AccessLog.objects.get().reason == "other|打154****1201核实"


def test_whoever_copies_the_directory_look_by_look_is_stopped(firm):
    specialist = wearing(Role.SPECIALIST, line=Line.PARTY_MASS)
    for _ in range(firm_contact.AN_HOUR):
        assert shows(asked(specialist, firm))
    answer = asked(specialist, firm)
    assert answer.status_code == 429
    assert not shows(answer)
    assert AccessLog.objects.count() == firm_contact.AN_HOUR
    assert shows(asked(wearing(Role.DESK_MANAGER), firm))


def test_the_people_of_the_firm_read_who_looked_and_why_and_others_do_not(firm):
    keeper = MembershipFactory(enterprise=firm, is_admin=True).person
    empty = browser_of(keeper).get(reverse("company")).content.decode()
    assert "约周三上门" not in empty
    asked(wearing(Role.SPECIALIST, line=Line.PARTY_MASS, title="党群专员"), firm)
    for somebody in (keeper, MembershipFactory(enterprise=firm).person):
        text = browser_of(somebody).get(reverse("company")).content.decode()
        assert "约周三上门" in text
        assert "高专员" in text
        assert "高远" not in text
    stranger = MembershipFactory(is_admin=True).person
    assert "约周三上门" not in browser_of(stranger).get(reverse("company")).content.decode()


def test_whom_the_number_is_proven_to_belong_to_reads_it_on_the_page_of_own_data(firm):
    asked(wearing(Role.SPECIALIST, line=Line.PARTY_MASS), firm)
    theirs = PersonFactory(phone=MOBILE, phone_verified=True)
    assert "约周三上门" in browser_of(theirs).get(reverse("me_privacy")).content.decode()
    Person.objects.filter(pk=theirs.pk).update(phone_verified=False)
    for other in (Person.objects.get(pk=theirs.pk), PersonFactory()):
        assert "约周三上门" not in browser_of(other).get(reverse("me_privacy")).content.decode()


def test_a_firm_without_a_contact_has_nothing_to_show_and_nothing_is_logged(park):
    bare = EnterpriseFactory(park=park)
    answer = asked(wearing(Role.DESK_MANAGER), bare)
    assert answer.status_code == 200
    assert not AccessLog.objects.exists()
