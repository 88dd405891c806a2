"""One step for several needs: looked at first, taken once, and one that may not stays as it is."""

import pytest

from enterprises.roles import Role
from parkdesk.core import trail
from parkdesk.core.models import Entry
from requests_flow import bulk
from requests_flow.models import Need
from requests_flow.words import Category, State
from tests.factories import IncidentFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def address(step: str, *needs: Need) -> str:
    return f"/desk/bulk/?step={step}" + "".join(f"&need={one.reference}" for one in needs)


def now(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def test_the_list_has_a_box_for_each_row_and_a_way_without_script(browser, a_need):
    need = a_need()
    text = browser.get("/desk/").content.decode()
    assert f'value="{need.reference}" form="many"' in text
    assert 'action="/desk/bulk/"' in text


def test_who_only_reads_ticks_nothing(client, a_need):
    a_need()
    client.force_login(somebody("顾明", Role.DISCIPLINE_AUDITOR))
    assert "data-tick" not in client.get("/desk/").content.decode()
    assert client.get("/desk/bulk/").status_code == 404


def test_the_preview_says_for_each_whether_it_goes_and_changes_nothing(browser, a_need):
    fresh, working = a_need(), a_need(State.IN_PROGRESS)
    before = Entry.objects.count()
    reach = browser.get(address("acknowledge", fresh, working)).context["reach"]
    assert [(one.need, one.goes) for one in reach] == [(fresh, True), (working, False)]
    assert reach[1].why_not
    assert Entry.objects.count() == before


def test_one_press_takes_the_step_once_of_those_that_go(browser, a_need):
    fresh, working = a_need(), a_need(State.IN_PROGRESS)
    there = address("acknowledge", fresh, working)
    first = browser.post(there, {"key": "k"})
    again = browser.post(there, {"key": "k"})
    assert first["Location"] == again["Location"]
    assert now(fresh).state == State.ACKNOWLEDGED
    assert now(working).state == State.IN_PROGRESS
    assert Entry.objects.filter(verb__endswith="need.acknowledge", subject_id=fresh.pk).count() == 1
    done = browser.get(first["Location"])
    assert done.context["went"] == [fresh]
    assert [one.need for one in done.context["left"]] == [working]
    assert not done.context["may_undo"]
    assert not list(trail.verify())


@pytest.mark.parametrize(
    ("step", "state", "said", "becomes"),
    [
        ("dispatch", State.TRIAGED, {"unit": "unit"}, State.TRANSFERRED),
        ("note", State.TRIAGED, {"note": "一起办"}, State.TRIAGED),
        ("invalidate", State.SUBMITTED, {"reason": "测试"}, State.INVALID),
    ],
)
def test_the_desk_takes_a_step_of_several(browser, a_need, operator_unit, step, state, said, becomes):
    needs = [a_need(state), a_need(state)]
    said = {name: operator_unit.pk if value == "unit" else value for name, value in said.items()}
    assert browser.post(address(step, *needs), said).status_code == 302
    assert {now(one).state for one in needs} == {becomes}
    assert {Entry.objects.about(one).last().step for one in needs} == {step}


def test_several_are_merged_into_one_and_taken_back_with_one_press(browser, a_need):
    lead, *others = a_need(), a_need(State.TRIAGED), a_need()
    done = browser.post(address("merge", lead, *others), {"into": lead.reference, "key": "k"})
    assert [now(one).merged_into for one in others] == [lead, lead]
    assert now(lead).state == State.SUBMITTED
    page = browser.get(done["Location"])
    assert [one.need for one in page.context["left"]] == [lead]
    for _press in range(2):
        assert browser.post(f"{done['Location']}undo/").status_code == 302
    assert [now(one).state for one in others] == [one.state for one in others]
    assert "undo/" not in browser.get(done["Location"]).content.decode()


def test_several_join_an_incident_and_the_personal_one_stays(browser, a_need, park):
    incident, plain, private = IncidentFactory(park=park), a_need(), a_need(is_personal=True)
    done = browser.post(address("join", plain, private), {"incident": incident.pk})
    assert (now(plain).incident, now(private).incident) == (incident, None)
    browser.post(f"{done['Location']}undo/")
    assert now(plain).incident is None


def test_a_landlord_gets_nothing_protected_this_way_either(browser, a_need, operator_unit):
    plain, kept = a_need(State.TRIAGED), a_need(State.TRIAGED, is_protected=True)
    browser.post(address("dispatch", plain, kept), {"unit": operator_unit.pk})
    assert now(plain).state == State.TRANSFERRED
    assert (now(kept).state, now(kept).unit) == (State.TRIAGED, None)


def test_a_specialist_reaches_the_own_line_alone(client, a_need, specialist):
    mine, other = a_need(State.TRIAGED), a_need(State.TRIAGED, category=Category.TAX)
    client.force_login(specialist)
    assert client.get(address("note", mine, other)).context["chosen"] == [mine]
    client.post(address("note", mine, other), {"note": "一起办"})
    assert Entry.objects.about(other).last().step == "triage"


def test_nothing_ticked_says_how_it_is_done(browser):
    page = browser.get("/desk/bulk/?step=note")
    assert page.status_code == 200
    assert page.context["chosen"] == []
    assert browser.post("/desk/bulk/?step=note", {"note": "x"}).status_code == 200


@pytest.mark.parametrize("path", ["?step=resolve", "?step=", "nonsense/", "nonsense/undo/"])
def test_what_is_no_step_of_many_is_not_there(browser, path):
    send = browser.post if path.endswith("undo/") else browser.get
    assert send(f"/desk/bulk/{path}").status_code == 404


def test_what_was_done_is_shown_to_whoever_did_it_alone(browser, client, a_need, clerk):
    done = browser.post(address("note", a_need()), {"note": "一起办"})["Location"]
    client.force_login(clerk)
    assert client.get(done).status_code == 404


def test_at_most_a_hundred_at_once(browser, a_need, monkeypatch):
    monkeypatch.setattr(bulk, "AT_MOST", 2)
    assert len(browser.get(address("note", a_need(), a_need(), a_need())).context["chosen"]) == 2
