"""On site: a volunteer looks, writes down what is so, and earns it; what is private stays out of sight."""

import pytest

from enterprises.roles import Role
from parkdesk.core import files
from parkdesk.core.models import Entry
from requests_flow.intake import Place
from requests_flow.models import Need
from requests_flow.words import Category, State
from tests.factories import ParkFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
VISITS = "/visits/"
MOST_QUERIES = 24


def page(need: Need) -> str:
    return f"{VISITS}{need.reference}/"


@pytest.fixture
def walker(client, volunteer):
    """A browser in which the volunteer is signed in."""
    client.force_login(volunteer)
    return client


def titles(answer) -> list[str]:
    return [need.title for need in answer.context["needs"]]


def test_a_volunteer_sees_open_needs_of_the_own_park_what_eyes_can_settle_first(walker, a_need):
    a_need(State.TRIAGED, title="电梯停了", category=Category.PRO)
    a_need(State.TRIAGED, title="退税", category=Category.TAX)
    a_need(State.CLOSED, title="办完了")
    a_need(State.TRIAGED, title="别的园区", place=Place(ParkFactory()))
    assert titles(walker.get(VISITS)) == ["电梯停了", "退税"]


def test_there_are_no_lights_for_volunteers(walker, a_need, morning):
    need = a_need(State.TRIAGED)
    morning("2026-12-20 10:00")
    for address in (VISITS, page(need)):
        assert "data-light" not in walker.get(address).content.decode()


@pytest.mark.parametrize("private", ["is_protected", "is_personal"])
@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.PARK_LEADER])
def test_what_is_protected_or_personal_does_not_exist_on_site(client, park, a_need, private, role):
    need = a_need(State.TRIAGED, title="投诉运营商", **{private: True})
    client.force_login(somebody("魏临乔", role, park=park, background="运营商员工"))
    assert titles(client.get(VISITS)) == []
    assert client.get(page(need)).status_code == 404
    assert client.post(page(need), {"note": "看到了"}).status_code == 404


def test_no_contact_and_no_number_is_shown_on_site(walker, a_need):
    need = a_need(
        State.TRIAGED, text="电梯停了，打15400001201", phone="+8615400001201", name="乔晨遥", enterprise_name="辰擎"
    )
    text = walker.get(page(need)).content.decode()
    for hidden in ("15400001201", "乔晨遥", "辰擎"):
        assert hidden not in text


def test_a_volunteer_confirms_and_the_entry_names_them_as_beneficiary(walker, volunteer, a_need):
    need = a_need(State.TRIAGED, title="电梯停了")
    answer = walker.post(page(need), {"note": "东侧一部停用，贴了告示", "photo": [photo()], "key": "k"})
    assert answer.status_code == 302
    entry = Entry.objects.about(need).get(verb="requests_flow.need.confirm_facts")
    assert entry.beneficiaries == [volunteer.pk]
    assert entry.note == "东侧一部停用，贴了告示"
    assert files.of(need).filter(step="confirm_facts").count() == 1
    again = walker.get(VISITS)
    assert titles(again) == []
    assert [one["title"] for one in again.context["mine"]] == ["电梯停了"]


def test_what_was_seen_has_to_be_said(walker, a_need):
    need = a_need(State.TRIAGED)
    answer = walker.post(page(need), {"photo": [photo()]})
    assert set(answer.context["form"].errors) == {"note"}
    assert len(answer.context["form"].kept_pictures) == 1
    assert not Entry.objects.filter(verb__endswith="confirm_facts").exists()


def test_when_it_is_done_a_look_is_refused_and_the_page_says_so(walker, a_need):
    need = a_need(State.RESOLVED)
    assert walker.get(page(need)).status_code == 200
    assert "<form class" not in walker.get(page(need)).content.decode().partition("<main")[2].partition("</main")[0]
    assert walker.post(page(need), {"note": "看到了"}).status_code == 409


def test_a_volunteer_of_another_park_learns_nothing(client, a_need):
    need = a_need(State.TRIAGED)
    client.force_login(somebody("别园", Role.VOLUNTEER, park=ParkFactory()))
    assert titles(client.get(VISITS)) == []
    assert client.get(page(need)).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "operator_person", "enterprise_person"])
def test_who_does_not_walk_a_park_has_no_visits(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(VISITS).status_code == 404


def test_the_list_on_site_does_not_ask_more_for_more_needs(walker, a_need, django_assert_max_num_queries):
    for _need in range(12):
        a_need(State.TRIAGED)
    with django_assert_max_num_queries(MOST_QUERIES):
        walker.get(VISITS)


def test_one_press_confirms_once(walker, a_need):
    need = a_need(State.TRIAGED)
    for _press in range(3):
        walker.post(page(need), {"note": "停用", "key": "same"})
    assert Entry.objects.filter(verb__endswith="confirm_facts").count() == 1
