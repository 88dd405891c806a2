"""Incidents: one event of a place, many needs, one answer; and what the public may read of it."""

from datetime import timedelta

import pytest
from django.utils import translation

from enterprises.roles import Role
from parkdesk.core import clock, trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import desk, incidents
from requests_flow.incidents import Said
from requests_flow.intake import Place
from requests_flow.models import Incident, Need
from requests_flow.words import Category, Kind, State
from tests.factories import BuildingFactory, EnterpriseFactory, IncidentFactory, ParkFactory, PlaceCodeFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/desk/incidents/"
WORDS = Said("配件已到，下午两点恢复", "The part has come; it runs again at two")


@pytest.fixture
def incident(park, building, morning):
    return IncidentFactory(park=park, building=building, expected_at=clock.now() + timedelta(hours=4))


@pytest.fixture
def browser(client, clerk):
    client.force_login(clerk)
    return client


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def under(incident, *needs, by):
    return [incidents.join(need, incident, by=by) for need in needs]


# --- opened, joined ----------------------------------------------------------------------------------
def test_an_incident_is_opened_from_a_need_and_takes_it_in(browser, a_need, building):
    need = a_need(text="客梯停了，找我15400001201", title="客梯停了 15400001201")
    address = f"{LIST}new/?need={need.reference}"
    form = browser.get(address).context["form"]
    assert form["where"].value() == f"b:{building.code}"
    assert "15400001201" not in form["title_zh"].value()
    said = {"where": f"b:{building.code}", "category": "PRO", "title_zh": "客梯停运", "key": "k"}
    first = browser.post(address, said)
    assert first.status_code == 302
    incident = Incident.objects.get()
    assert now(need).incident == incident
    assert [entry.step for entry in Entry.objects.about(incident)] == ["open"]
    assert browser.get(first["Location"]).context["needs"] == [need]
    assert browser.post(f"{LIST}new/", said)["Location"] == first["Location"]


def test_a_title_that_names_a_number_of_somebody_is_not_published(browser, building):
    said = {"where": f"b:{building.code}", "category": "PRO", "title_zh": "找15400001201"}
    assert "title_zh" in browser.post(f"{LIST}new/", said).context["form"].errors
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"is_personal": True}, {"is_protected": True}, {"kind": Kind.COMPLAINT}, {"text": "投诉物业"}],
)
def test_what_concerns_persons_joins_no_incident(browser, a_need, incident, clerk, said):
    need = a_need(**said)
    with pytest.raises(NotNow):
        incidents.join(need, incident, by=clerk)
    assert browser.get(f"{LIST}new/?need={need.reference}").status_code == 409
    assert "incidents/new/" not in browser.get(need.get_absolute_url()).content.decode()


@pytest.mark.parametrize("category", sorted(set(Category) - {"PRO", "SAF", "ENV"}))
def test_only_facilities_safety_and_surroundings_have_incidents(a_need, incident, clerk, category):
    with pytest.raises(NotNow):
        incidents.join(a_need(State.TRIAGED, category=category), incident, by=clerk)


def test_a_need_of_another_park_or_after_the_end_does_not_join(a_need, incident, clerk):
    elsewhere = a_need(place=Place(ParkFactory()))
    with pytest.raises(NotNow):
        incidents.join(elsewhere, incident, by=clerk)
    over = IncidentFactory(park=incident.park, state="over", ended_at=clock.now())
    with pytest.raises(NotNow):
        incidents.join(a_need(), over, by=clerk)


def test_a_need_is_put_under_an_incident_from_its_page_and_taken_out_again(browser, a_need, incident):
    need = a_need()
    page = need.get_absolute_url()
    assert browser.post(f"{page}join/", {"incident": incident.pk}).status_code == 302
    assert incident.name in browser.get(page).content.decode()
    assert browser.post(f"{page}join/", {"incident": incident.pk}).status_code == 409
    assert browser.post(f"{page}leave/").status_code == 302
    assert now(need).incident is None
    assert browser.post(f"{LIST}{incident.pk}/add/", {"find": need.reference}).status_code == 302
    assert now(need).incident == incident


# --- one answer for all ------------------------------------------------------------------------------
def test_one_answer_reaches_every_reporter_in_their_language(client, a_need, incident, clerk):
    chinese, english = a_need(State.IN_PROGRESS), a_need(language="en")
    under(incident, chinese, english, by=clerk)
    fates = incidents.answer(incident, WORDS, by=clerk)
    assert [one.goes for one in fates] == [True, True]
    assert WORDS.chinese in client.get(chinese.get_tracking_url()).content.decode()
    with translation.override("en"):
        page = client.get(english.get_tracking_url()).content.decode()
    assert WORDS.english in page
    assert WORDS.chinese not in page
    assert now(english).state == State.ACKNOWLEDGED
    assert Entry.objects.about(incident).last().facts["reached"] == 2
    assert not list(trail.verify())


def test_the_preview_says_whom_an_answer_does_not_reach_and_why(browser, a_need, incident, clerk):
    goes, waits = a_need(State.TRIAGED), a_need(State.WAITING_ENTERPRISE)
    under(incident, goes, waits, by=clerk)
    reach = browser.get(f"{LIST}{incident.pk}/answer/").context["reach"]
    assert {one.need: one.goes for one in reach} == {goes: True, waits: False}
    assert Entry.objects.filter(verb__endswith=".inform").count() == 0
    said = {"chinese": WORDS.chinese, "key": "k"}
    for _press in range(2):
        assert browser.post(f"{LIST}{incident.pk}/answer/", said).status_code == 302
    assert Entry.objects.filter(verb__endswith=".inform").count() == 1


def test_the_end_completes_what_can_be_completed_and_says_what_not(browser, a_need, incident, clerk):
    done = [a_need(), a_need(State.ACKNOWLEDGED), a_need(State.TRIAGED), a_need(State.IN_PROGRESS)]
    left = [a_need(State.TRANSFERRED), a_need(State.TRIAGED, tier="major")]
    under(incident, *done, *left, by=clerk)
    reach = browser.get(f"{LIST}{incident.pk}/end/").context["reach"]
    assert {one.need for one in reach if one.goes} == set(done)
    assert all(one.why_not for one in reach if one.need in left)
    said = {"outcome": "solved", "chinese": "客梯已恢复", "key": "k"}
    answer = browser.post(f"{LIST}{incident.pk}/end/", said, follow=True)
    assert {now(one).state for one in done} == {State.RESOLVED}
    assert [now(one).state for one in left] == [one.state for one in left]
    assert now(incident).state == "over"
    assert left[0].reference in answer.content.decode()
    assert browser.get(f"{LIST}{incident.pk}/end/").status_code == 409
    assert not list(trail.verify())


def test_a_merged_reporter_of_an_incident_is_told_too(a_need, incident, clerk):
    lead, other = under(incident, a_need(State.IN_PROGRESS), a_need(), by=clerk)
    advance(other, "merge", by=clerk, into=lead)
    incidents.end(incident, WORDS, outcome="solved", by=clerk)
    assert Entry.objects.about(other).last().step == "pass_on"


def test_only_the_desk_runs_incidents(client, incident, volunteer, operator_person, enterprise_person):
    for person in (volunteer, operator_person, enterprise_person):
        client.force_login(person)
        for address in (LIST, f"{LIST}new/", f"{LIST}{incident.pk}/", f"{LIST}{incident.pk}/end/"):
            assert client.get(address).status_code == 404
        with pytest.raises(NotYours):
            advance(incident, "end", by=person)


def test_a_specialist_sees_the_needs_of_the_own_line_only(client, a_need, incident, manager, specialist):
    mine = a_need(State.TRIAGED)
    under(incident, mine, a_need(State.TRIAGED, category=Category.SAF), by=manager)
    other = somebody("周敏", Role.SPECIALIST, line="economic_development")
    client.force_login(other)
    assert client.get(f"{LIST}{incident.pk}/").context["needs"] == []


def test_the_list_says_what_is_going_on_and_what_is_over(browser, incident, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert incident.title in browser.get(LIST).content.decode()
    Incident.objects.filter(pk=incident.pk).update(state="over", ended_at=clock.now())
    assert incident.title not in browser.get(LIST).content.decode()
    assert incident.title in browser.get(f"{LIST}?tab=over").content.decode()


# --- what the public reads ---------------------------------------------------------------------------
def test_firms_are_counted_once_and_nothing_is_said_of_them(client, a_need, incident, clerk, enterprise, place_code):
    other = EnterpriseFactory(park=incident.park)
    needs = [a_need(enterprise=enterprise, phone="+8615400001201", consent_version="1"), a_need(enterprise=enterprise)]
    needs += [a_need(enterprise=other), a_need()]
    under(incident, *needs, by=clerk)
    assert Incident.objects.open_at(Place(incident.park, incident.building)).get().reports == 3
    text = client.get(f"/needs/new/?place={place_code.code}").content.decode()
    assert incident.title in text
    for secret in (enterprise.name, other.name, "154", needs[0].reference, str(clerk)):
        assert secret not in text


def test_incidents_are_shown_where_they_are(incident, park):
    other = BuildingFactory(park=park)
    whole = IncidentFactory(park=park, title="停水")
    at = Incident.objects.open_at
    assert set(at(Place(park, incident.building))) == {incident, whole}
    assert set(at(Place(park, other))) == {whole}
    assert set(at(Place(park))) == {incident, whole}
    assert not at(Place())
    assert not at(Place(ParkFactory()))
    Incident.objects.update(state="over", ended_at=clock.now())
    assert not at(Place(park))


def test_one_tap_follows_with_a_need_of_ones_own(client, incident, place_code):
    form = client.get(f"/needs/new/?place={place_code.code}")
    key = form.context["form"]["key"].value()
    address = f"/needs/follow/{incident.pk}/?place={place_code.code}"
    first = client.post(address, {"key": key})
    assert first.status_code == 303
    need = Need.objects.get()
    assert (need.incident, need.state, need.place_code, need.channel) == (incident, State.SUBMITTED, place_code, "qr")
    assert [entry.step for entry in Entry.objects.about(need)] == ["submit", "join"]
    assert need.reference in client.get(first["Location"]).content.decode()
    assert client.post(address, {"key": key})["Location"] == first["Location"]
    assert Need.objects.count() == 1


def test_a_number_to_be_told_at_needs_consent(client, incident):
    address = f"/needs/follow/{incident.pk}/"
    assert "consent" in client.post(address, {"phone": "15400001201"}).context["form"].errors
    assert client.post(address, {"phone": "15400001201", "consent": "on"}).status_code == 303
    assert Need.objects.get().contact.phone == "+8615400001201"


def test_a_code_of_another_park_does_not_move_the_incident(client, incident):
    code = PlaceCodeFactory()
    client.post(f"/needs/follow/{incident.pk}/?place={code.code}")
    assert Need.objects.get().park == incident.park


def test_what_is_over_or_was_never_there_cannot_be_followed(client, incident):
    Incident.objects.update(state="over", ended_at=clock.now())
    assert client.post(f"/needs/follow/{incident.pk}/").status_code == 404
    assert client.get("/needs/follow/999999/").status_code == 404


def test_following_has_the_limits_of_handing_in(client, incident, monkeypatch):
    monkeypatch.setattr("requests_flow.views.following.PER_ADDRESS", 2)
    client.get("/needs/new/")  # a phone that nobody has seen before shares what strangers may
    answers = [client.post(f"/needs/follow/{incident.pk}/", {"key": f"k{n}"}).status_code for n in range(3)]
    assert answers[-1] == 429
    assert Need.objects.count() == 2


def test_the_page_of_a_reporter_shows_the_incident_while_it_goes_on(client, a_need, incident, clerk):
    need = under(incident, a_need(), by=clerk)[0]
    assert incident.title in client.get(need.get_tracking_url()).content.decode()
    incidents.end(incident, WORDS, outcome="solved", by=clerk)
    assert incident.title not in client.get(need.get_tracking_url()).content.decode()


def test_a_new_time_is_shown_at_once(browser, incident):
    said = {"title_zh": incident.title, "expected_at": "2026-11-24T16:00", "cause": "钢丝绳断股"}
    assert browser.post(f"{LIST}{incident.pk}/change/", said).status_code == 302
    one = now(incident)
    assert one.expected_at.astimezone(clock.SHANGHAI).hour == 16
    entry = Entry.objects.about(incident).last()
    assert entry.words["cause"] == "钢丝绳断股"
    assert "钢丝绳断股" not in entry.canonical


def test_what_the_desk_answered_is_found_by_its_words(a_need, clerk):
    need = a_need(State.IN_PROGRESS)
    desk.inform(need, message="轴承已下单", by=clerk)
    desk.resolve(need, outcome="solved", answer="更换轴承完成，联系15400001201", by=clerk)
    assert Need.objects.filter(search_text__finds="更换轴承").get() == need
    assert Need.objects.filter(search_text__finds="轴承已下单").exists()
    assert not Need.objects.filter(search_text__finds="15400001201").exists()


def test_a_need_is_found_by_the_firm_it_is_for(a_need, enterprise):
    need = a_need(enterprise=enterprise)
    assert Need.objects.filter(search_text__finds="辰擎").get() == need
