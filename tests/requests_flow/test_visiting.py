"""Visits to firms, put on record in a minute (domain.md 9)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Claim, Entry
from requests_flow import visiting
from requests_flow.models import Need, Sparing, Visit
from requests_flow.visiting import Call, Wish
from tests.factories import EnterpriseFactory, ParkFactory, PlaceCodeFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

NEW, MADE = "requests_flow:visit_new", "requests_flow:visit_made"
NOTHING_HEARD = {"heard-TOTAL_FORMS": 4, "heard-INITIAL_FORMS": 0}


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


@pytest.fixture
def park_leader(park):
    return somebody("夏知行", Role.PARK_LEADER, park=park)


def call(firm, **more):
    return Call(**({"enterprise": firm, "visited_on": clock.today()} | more))


def test_a_leaders_visit_earns_the_leader_something(enterprise, park_leader):
    visit, need = visiting.log(call(enterprise), by=park_leader)
    entry = Entry.objects.about(visit).get()
    assert (entry.verb, entry.beneficiaries) == ("requests_flow.visit.log", [park_leader.pk])
    assert (entry.park_code, entry.occurred_on, need) == (enterprise.park.code, clock.today(), [])


def test_a_volunteer_logs_a_visit_and_earns_nothing_by_it(enterprise, volunteer):
    visit, _ = visiting.log(call(enterprise), by=volunteer)
    assert Entry.objects.about(visit).get().beneficiaries == []


def test_what_was_heard_becomes_a_need_of_the_firm(enterprise, park_leader):
    visit, (need,) = visiting.log(
        call(enterprise, wishes=(Wish("想申请研发费用加计扣除", hint="TAX"),)), by=park_leader
    )
    assert (need.channel, need.enterprise, need.park, need.state) == ("visit", enterprise, enterprise.park, "submitted")
    assert (need.heard.visit, need.heard.hint) == (visit, "TAX")


def test_one_visit_a_day_and_firm_counts(enterprise, park_leader):
    visiting.log(call(enterprise), by=park_leader)
    with pytest.raises(NotNow):
        visiting.log(call(enterprise, wishes=(Wish("又说了一件事"),)), by=park_leader)
    assert (Visit.objects.count(), Need.objects.count()) == (1, 0)
    visiting.log(call(enterprise, visited_on=clock.today() - timedelta(days=1)), by=park_leader)
    assert Visit.objects.count() == 2


def test_nobody_logs_a_visit_in_another_park(park_leader, enterprise, clerk):
    with pytest.raises(NotYours):
        visiting.log(call(EnterpriseFactory(park=ParkFactory())), by=park_leader)
    with pytest.raises(NotYours):
        visiting.log(call(enterprise), by=clerk)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("days", [1, -15])
def test_a_visit_of_tomorrow_or_of_long_ago_is_refused(enterprise, park_leader, days):
    with pytest.raises(NotNow):
        visiting.log(call(enterprise, visited_on=clock.today() + timedelta(days=days)), by=park_leader)


def test_the_page_logs_a_visit_once(client, enterprise, park_leader):
    client.force_login(park_leader)
    facts = {
        "enterprise": enterprise.pk,
        "visited_on": "2026-11-24",
        "purpose": "new",
        "key": "k",
        "leader": 1,
    } | NOTHING_HEARD
    for _ in range(3):
        assert client.post(reverse(NEW), facts).status_code == 302
    visit = Visit.objects.get()
    assert (visit.leader, visit.purpose, visit.visited_on) == (park_leader, "new", date(2026, 11, 24))
    assert enterprise.name in client.get(reverse("requests_flow:visits")).content.decode()


def test_a_second_visit_is_refused_at_the_field_and_what_was_typed_stays(client, enterprise, park_leader):
    visiting.log(call(enterprise), by=park_leader)
    client.force_login(Person.objects.get(pk=park_leader.pk))
    facts = {
        "enterprise": enterprise.pk,
        "visited_on": "2026-11-24",
        "purpose": "routine",
        "note": "招了十个人",
    } | NOTHING_HEARD
    answer = client.post(reverse(NEW), facts)
    assert answer.status_code == 200
    assert "招了十个人" in answer.content.decode()


def test_the_page_offers_firms_of_the_own_park_alone(client, enterprise, park_leader):
    other = EnterpriseFactory(park=ParkFactory(), name="别处的公司")
    client.force_login(park_leader)
    page = client.get(reverse(NEW)).content.decode()
    assert enterprise.name in page
    assert other.name not in page
    facts = facts_of(other)
    assert client.post(reverse(NEW), facts).status_code == 200
    assert not Visit.objects.exists()


def test_nobody_else_reads_what_was_heard_on_a_visit(client, enterprise, park_leader, volunteer):
    visiting.log(call(enterprise, note="经营有困难"), by=park_leader)
    client.force_login(volunteer)
    assert "经营有困难" not in client.get(reverse("requests_flow:visits")).content.decode()
    assert not Visit.objects.of(volunteer).exists()


def facts_of(firm, **more):
    """What the form of a visit sends."""
    plain = {"enterprise": firm.pk, "visited_on": "2026-11-24", "purpose": "routine", "key": "5b1f0000"}
    return plain | NOTHING_HEARD | more


def test_everything_that_was_seen_and_heard_is_kept(client, enterprise, park_leader):
    client.force_login(park_leader)
    said = facts_of(
        enterprise, purpose="safety", minutes="20", met="office", met_name="乔女士", business="at_risk", staff="17",
        plans=["move", "recruit"], safety=["exits"], policies="研发加计扣除一页纸", answer_by="2026-11-27",
        confirmation="signed", signed_by="乔女士", photo=[photo()],
        **{"heard-0-text": "货梯太慢", "heard-0-hint": "PRO", "heard-2-text": "孩子上学", "heard-2-is_personal": "on"},
    )  # fmt: skip
    answer = client.post(reverse(NEW), said)
    visit = Visit.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (visit.minutes, visit.met, visit.business, visit.staff) == (20, "office", "at_risk", 17)
    assert (visit.plans, visit.safety, visit.answer_by) == (["move", "recruit"], ["exits"], date(2026, 11, 27))
    assert (visit.signed_by, visit.is_confirmed_by_phone, files.of(visit).count()) == ("乔女士", False, 1)
    lift, school = Need.objects.order_by("pk")
    assert (lift.channel, lift.enterprise, lift.heard.hint) == ("visit", enterprise, "PRO")
    assert (school.is_personal, school.enterprise, school.enterprise_name, school.room) == (True, None, "", "")
    assert enterprise.name in client.get(answer.url).content.decode()


def test_a_contact_is_kept_with_consent_and_refused_without(client, enterprise, park_leader):
    client.force_login(park_leader)
    said = facts_of(enterprise, contact_name="乔", contact_phone="15400001201", **{"heard-0-text": "货梯太慢"})
    assert set(client.post(reverse(NEW), said).context["form"].errors) == {"contact_consent"}
    assert not Visit.objects.exists()
    client.post(reverse(NEW), said | {"contact_consent": "on"})
    contact = Need.objects.get().contact
    assert (contact.name, contact.phone, bool(contact.consent_version)) == ("乔", "+8615400001201", True)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"confirmation": "signed"}, "signed_by"),
        ({"answer_by": "2026-11-20"}, "answer_by"),
        ({"visited_on": "2026-11-01"}, "visited_on"),
        ({"enterprise": ""}, "enterprise"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, enterprise, park_leader, said, wrong):
    client.force_login(park_leader)
    assert set(client.post(reverse(NEW), facts_of(enterprise, **said)).context["form"].errors) == {wrong}


def test_a_category_without_words_is_no_need(client, enterprise, park_leader):
    client.force_login(park_leader)
    answer = client.post(reverse(NEW), facts_of(enterprise, **{"heard-0-hint": "PRO"}))
    assert answer.status_code == 200
    assert answer.context["heard"].errors[0]
    assert not Visit.objects.exists()


def test_what_a_phone_sends_again_days_later_is_the_same_visit(client, enterprise, park_leader, at):
    key = "0f0e0d0c0b0a49088706050403020100"
    client.force_login(park_leader)
    said = facts_of(enterprise, key=key, **{"heard-0-text": "货梯太慢"})
    first = client.post(reverse(NEW), said).url
    Claim.objects.all().delete()  # kept for 24 hours only
    at("2026-11-27 09:00")
    assert client.post(reverse(NEW), said).url == first
    assert (Visit.objects.count(), Need.objects.count(), str(Visit.objects.get().uid)) == (1, 1, str(UUID(key)))


def test_a_door_code_chooses_the_firm_behind_it(client, park_leader, park, building):
    here = EnterpriseFactory(park=park, building=building, room="1205")
    EnterpriseFactory(park=park, building=building, room="708")
    EnterpriseFactory(park=park, name="别的楼")
    code = PlaceCodeFactory(park=park, building=building, spot="12楼 1205")
    client.force_login(park_leader)
    form = client.get(reverse(NEW), {"place": code.code}).context["form"]
    assert form.initial["enterprise"] == here
    assert list(form.fields["enterprise"].queryset)[-1].name == "别的楼"
    lobby = PlaceCodeFactory(park=park, building=building, spot="大堂")
    assert not client.get(reverse(NEW), {"place": lobby.code}).context["form"].initial.get("enterprise")


def test_the_firm_confirms_by_its_link_once_and_sees_nothing_of_what_was_thought(client, enterprise, park_leader):
    wishes = (Wish("货梯太慢"), Wish("孩子上学", is_personal=True), Wish("投诉物业乱收费", is_protected=True))
    seen = {"business": "at_risk", "note": "在看房子", "plans": ["move"], "staff": 17}
    visit, _ = visiting.log(call(enterprise, wishes=wishes, **seen), by=park_leader)
    link = visit.get_confirmation_url()
    page = client.get(link).content.decode()
    assert "货梯太慢" in page
    for hidden in ("孩子上学", "乱收费", "在看房子", "有风险", "at risk", "夏知行"):
        assert hidden not in page
    for _press in range(2):
        assert client.post(link).status_code == 302
    entry = Entry.objects.get(verb="requests_flow.visit.confirm")
    assert (entry.actor, entry.actor_kind) == (None, "confirmation")
    assert Visit.objects.get().state == "confirmed"


@pytest.mark.parametrize("token", ["1", "1:x", "x:y", "999999999:abc"])
def test_a_forged_link_opens_nothing(client, enterprise, park_leader, token):
    visiting.log(call(enterprise), by=park_leader)
    assert client.get(reverse("requests_flow:visit_confirm", args=[token])).status_code == 404


def test_a_link_rests_after_two_weeks(client, enterprise, park_leader, at):
    visit, _ = visiting.log(call(enterprise), by=park_leader)
    at("2026-12-20 09:00")
    assert not client.get(visit.get_confirmation_url()).context["may_confirm"]
    assert client.post(visit.get_confirmation_url()).status_code == 409


def test_a_visit_is_taken_back_with_its_points_and_the_day_is_free_again(client, enterprise, park_leader):
    visit, (need,) = visiting.log(call(enterprise, wishes=(Wish("货梯太慢"),)), by=park_leader)
    client.force_login(park_leader)
    client.post(reverse("requests_flow:visit_withdraw", args=[visit.pk]))
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert Need.objects.get() == need
    again, _ = visiting.log(call(enterprise), by=park_leader)
    assert Visit.objects.standing().get() == again


def test_nobody_takes_back_anothers_visit(client, enterprise, park_leader, volunteer, clerk):
    visit, _ = visiting.log(call(enterprise), by=park_leader)
    for other, status in ((volunteer, 404), (clerk, 404)):
        client.force_login(other)
        assert client.post(reverse("requests_flow:visit_withdraw", args=[visit.pk])).status_code == status
    with pytest.raises(NotYours):
        advance(visit, "withdraw", by=volunteer)


def test_the_desk_reads_how_a_firm_is_doing_and_nobody_of_the_landlord_does(client, enterprise, park, clerk):
    tied = somebody("魏临乔", Role.PARK_LEADER, park=park, background="园区运营商员工")
    visit, _ = visiting.log(call(enterprise, business="at_risk", note="在看房子", plans=["move"]), by=tied)
    client.force_login(tied)
    own = client.get(visit.get_absolute_url()).content.decode()
    assert enterprise.name in own
    assert "在看房子" not in own
    client.force_login(clerk)
    read = client.get(visit.get_absolute_url()).content.decode()
    assert "在看房子" in read
    assert "有风险" in read


@pytest.mark.parametrize("who", ["volunteer", "operator_person", "enterprise_person", "leader_elsewhere"])
def test_a_visit_is_read_by_whoever_made_it_and_the_desk_alone(client, request, enterprise, park_leader, who):
    visit, _ = visiting.log(call(enterprise, business="at_risk"), by=park_leader)
    client.force_login(request.getfixturevalue(who))
    assert client.get(visit.get_absolute_url()).status_code == 404


@pytest.fixture
def leader_elsewhere(db):
    return somebody("宋星简", Role.PARK_LEADER, park=ParkFactory())


def test_whoever_the_landlord_pays_takes_on_nothing_in_confidence(client, enterprise, park):
    tied = somebody("魏临乔", Role.PARK_LEADER, park=park, background="园区运营商员工")
    client.force_login(tied)
    assert "is_protected" not in client.get(reverse(NEW)).content.decode()
    client.post(reverse(NEW), facts_of(enterprise, **{"heard-0-text": "运营费", "heard-0-is_protected": "on"}))
    assert not Need.objects.get().is_protected


def test_a_firm_that_asked_for_peace_is_not_visited_uninvited(enterprise, park_leader, clerk):
    Sparing.objects.create(enterprise=enterprise, until=clock.today() + timedelta(days=9), reason="搬家", by=clerk)
    with pytest.raises(NotNow, match="暂不走访"):
        visiting.log(call(enterprise), by=park_leader)
    visiting.log(call(enterprise, purpose="safety"), by=park_leader)
    assert Visit.objects.count() == 1


def test_what_the_visitor_takes_it_to_be_is_a_suggestion_at_the_desk(client, enterprise, park_leader, clerk):
    _, (need,) = visiting.log(call(enterprise, wishes=(Wish("他们说机器老停", hint="PRO"),)), by=park_leader)
    client.force_login(clerk)
    found = client.get(reverse("requests_flow:need_step", args=[need.reference, "triage"])).context["suggestions"]
    assert "category=PRO" in [one.query for one in found]


def test_whoever_walks_the_park_is_led_from_a_scanned_door_to_the_form_of_a_visit(
    client, place_code, park_leader, enterprise_person
):
    door = f"{reverse('requests_flow:new')}?place={place_code.code}"
    assert not client.get(door).context["visit_url"]
    client.force_login(enterprise_person)
    assert not client.get(door).context["visit_url"]
    client.force_login(park_leader)
    assert client.get(client.get(door).context["visit_url"]).status_code == 200
