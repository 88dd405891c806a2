"""Class cases: proposed with their reason, opened or left apart, answered once, cured, read by everybody (8.7)."""

from datetime import timedelta

import pytest

from enterprises.roles import Role
from parkdesk.core import clock, trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import class_proposals, classes
from requests_flow.intake import Place
from requests_flow.models import ClassCase, ClassRefusal, Need
from requests_flow.words import State
from tests.factories import EnterpriseFactory, ParkFactory, ServiceFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/desk/classes/"
ANSWER = "办税员变更后重新做一次实名采集即可"
WHOLE = {
    "cause": "系统升级后旧办税员权限失效",
    "standard_answer": ANSWER,
    "standard_answer_en": "Register the tax clerk anew",
    "prevention": "升级前一周短信提醒",
}


@pytest.fixture
def service(db):
    return ServiceFactory(code="TAX-03", category="TAX", name_zh="发票增额", name_en="More invoices")


@pytest.fixture
def asked(a_need, park, service):
    """`asked(firm)`: a sorted need of a firm about the service; without one, of a firm of its own."""

    def ask(firm=None, *, at=None, is_sorted=True, **said):
        firm = firm or EnterpriseFactory(park=at or park)
        need = a_need(State.TRIAGED, category="TAX", enterprise=firm, place=Place(at or park), **said)
        if is_sorted:
            Need.objects.filter(pk=need.pk).update(service=service)
        return now(need)

    return ask


@pytest.fixture
def case(asked, service, park, manager, operator_unit):
    sketch = classes.Sketch(
        "TAX", "发票额度为什么不够", "Why invoices run out", service, park, WHOLE | {"unit": operator_unit}
    )
    return classes.open_for(sketch, needs=[asked(), asked(), asked()], by=manager)


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def found(person):
    return class_proposals.proposed(person)


# --- proposed ----------------------------------------------------------------------------------------
def test_three_firms_of_a_park_with_one_service_are_proposed_with_the_reason(browser, asked, manager, park):
    needs = [asked(), asked(), asked()]
    one = found(manager)[0]
    assert ([need.pk for need in one.needs], one.firms, one.park) == ([need.pk for need in needs], 3, park)
    text = browser.get(LIST).content.decode()
    assert "TAX-03" in text
    assert all(need.reference in text for need in needs)


@pytest.mark.parametrize(
    "third",
    [{"is_personal": True}, {"is_protected": True}, {"is_sorted": False}],
)
def test_private_needs_and_another_matter_do_not_count(asked, manager, third):
    asked(), asked(), asked(**third)
    assert found(manager) == []


def test_one_firm_three_times_is_no_proposal(asked, manager, enterprise):
    assert [asked(enterprise) for _ in range(3)]
    assert found(manager) == []


def test_firms_of_three_parks_are_one_proposal_over_parks(asked, manager):
    assert [asked(at=ParkFactory()) for _ in range(3)]
    one = found(manager)[0]
    assert (one.park, one.parks, one.firms) == (None, 3, 3)


def test_without_a_service_the_same_words_make_one_cause(asked, manager):
    for text in ("开票系统提示盘锁死无法登录", "开票系统盘锁死，无法登录怎么办", "今天开票系统又提示盘锁死，登录不了"):
        asked(text=text, is_sorted=False)
    asked(text="出口退税的单证要保存几年", is_sorted=False)
    one = found(manager)[0]
    assert (len(one.needs), one.service) == (3, None)
    assert one.words


def test_what_nobody_reads_is_not_counted_for_them(asked):
    assert [asked() for _ in range(3)]
    assert found(somebody("周敏", Role.SPECIALIST, line="public_affairs")) == []


def test_what_was_found_to_be_no_one_cause_comes_back_with_a_new_firm_only(browser, asked, manager):
    needs = [asked(), asked(), asked()]
    query = "&".join(f"need={one.reference}" for one in needs)
    address = f"{LIST}refuse/?{query}"
    assert browser.post(address, {"reason": "", "key": "k"}).context["form"].errors
    assert browser.post(address, {"reason": "三家问的不是一回事", "key": "k"}).status_code == 302
    assert found(manager) == []
    entry = Entry.objects.about(ClassRefusal.objects.get()).get()
    assert entry.words["reason"] == "三家问的不是一回事"
    assert "不是一回事" not in entry.canonical
    asked(needs[0].enterprise)
    assert found(manager) == []
    asked()
    assert len(found(manager)[0].needs) == 5


# --- opened ------------------------------------------------------------------------------------------
def test_a_class_case_is_opened_from_a_proposal_and_takes_its_needs_in(browser, asked, service, park, manager):
    needs = [asked(), asked(), asked()]
    address = f"{LIST}new/?" + "&".join(f"need={one.reference}" for one in needs)
    form = browser.get(address).context["form"]
    assert (form["category"].value(), form["title_zh"].value()) == ("TAX", service.name_zh)
    said = {"category": "TAX", "service": service.pk, "title_zh": "发票额度不够", "key": "k"}
    first = browser.post(address, said)
    case = ClassCase.objects.get()
    assert (case.state, case.park, case.service) == ("open", park, service)
    assert browser.get(first["Location"]).context["needs"] == needs
    assert browser.post(address, said)["Location"] == first["Location"]
    assert found(manager) == []
    assert not list(trail.verify())


def test_numbers_of_people_stand_in_nothing_that_is_public(browser, service):
    said = {"category": "TAX", "title_zh": "问题", "standard_answer": "请打15400001201", "key": "k"}
    assert "standard_answer" in browser.post(f"{LIST}new/", said).context["form"].errors
    assert not ClassCase.objects.exists()


@pytest.mark.parametrize("said", [{"is_personal": True}, {"is_protected": True}])
def test_private_needs_stand_in_no_class_case(browser, asked, case, manager, said):
    need = asked(**said)
    with pytest.raises(NotNow):
        classes.add(case, need=need, by=manager)
    assert classes.place_of(need, manager) is None
    assert browser.post(f"{LIST}{case.pk}/add/{need.reference}/", {"key": "k"}).status_code == 409


def test_a_need_of_the_kind_is_offered_on_its_page_and_joins_by_one_press(browser, asked, case, manager):
    need = asked()
    place = classes.place_of(need, manager)
    assert (place.case, place.is_there) == (case, False)
    assert "TAX-03" in place.why
    assert found(manager) == []
    assert case.title in browser.get(need.get_absolute_url()).content.decode()
    assert need in browser.get(case.get_absolute_url()).context["candidates"]
    browser.post(f"{LIST}{case.pk}/add/{need.reference}/", {"key": "k", "from_need": "1"})
    assert classes.place_of(need, manager).is_there
    with pytest.raises(NotNow):
        classes.add(case, need=need, by=manager)
    browser.post(f"{LIST}{case.pk}/remove/{need.reference}/", {"key": "k2"})
    assert not classes.place_of(need, manager).is_there
    with pytest.raises(NotNow):
        classes.remove(case, need=need, by=manager)


def test_a_need_of_another_park_or_service_is_not_offered(asked, case, manager, a_need):
    assert classes.place_of(asked(at=ParkFactory()), manager) is None
    assert classes.place_of(a_need(State.TRIAGED, category="TAX"), manager) is None


def test_a_need_of_another_kind_is_added_by_its_number(browser, a_need, case):
    need = a_need(State.TRIAGED)
    assert browser.post(f"{LIST}{case.pk}/add/", {"find": need.reference, "key": "k"}).status_code == 302
    assert need in classes.needs_of(case, browser.get(LIST).wsgi_request.user)


# --- answered, settled, closed -----------------------------------------------------------------------
def test_the_standard_answer_stands_in_the_answer_of_its_needs(browser, a_need, case, manager):
    need = a_need(State.IN_PROGRESS)
    page = f"/desk/needs/{need.reference}/resolve/"
    assert not browser.get(page).context["form"]["answer"].value()
    classes.add(case, need=need, by=manager)
    assert browser.get(page).context["form"]["answer"].value() == ANSWER
    english = a_need(State.IN_PROGRESS, language="en")
    classes.add(case, need=english, by=manager)
    assert classes.standard_answer(english) == WHOLE["standard_answer_en"]


def test_one_answer_reaches_all_open_needs_once(browser, a_need, case, manager):
    done = a_need(State.CLOSED)
    classes.add(case, need=done, by=manager)
    reach = browser.get(f"{LIST}{case.pk}/answer/").context["reach"]
    assert [one.goes for one in reach].count(True) == 3
    said = {"chinese": ANSWER, "english": "Register anew", "key": "k"}
    answers = [browser.post(f"{LIST}{case.pk}/answer/", said) for _ in range(2)]
    assert {one.status_code for one in answers} == {302}
    told = Entry.objects.filter(verb="requests_flow.need.inform")
    assert [one.words["message"] for one in told] == [ANSWER] * 3


def test_it_is_settled_when_all_is_written_and_closed_when_no_need_is_open(browser, case, manager, clerk):
    ClassCase.objects.filter(pk=case.pk).update(prevention="")
    with pytest.raises(NotNow):
        advance(case, "settle", by=manager, prevented_from=clock.today())
    ClassCase.objects.filter(pk=case.pk).update(prevention="提醒")
    with pytest.raises(NotYours):
        advance(case, "settle", by=clerk, prevented_from=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    assert browser.post(f"{LIST}{case.pk}/settle/", {"prevented_from": tomorrow}).context["form"].errors
    browser.post(f"{LIST}{case.pk}/settle/", {"prevented_from": clock.today(), "key": "k"})
    assert now(case).state == "settled"
    with pytest.raises(NotNow):
        advance(case, "close", by=manager)
    Need.objects.update(state="withdrawn", closed_at=clock.now())
    assert browser.post(f"{LIST}{case.pk}/close/", {"key": "k"}).status_code == 302
    assert now(case).closed_at
    assert browser.get(f"{LIST}{case.pk}/change/").status_code == 409


def test_figures_say_how_many_came_before_and_since_the_prevention(case, asked, manager, morning):
    morning("2026-11-27 10:00")
    advance(case, "settle", by=manager, prevented_from=clock.today())
    classes.add(case, need=asked(), by=manager)
    shown = classes.figures(now(case))
    assert (shown.firms, shown.parks, shown.needs, shown.before, shown.since) == (4, 1, 4, 3, 1)
    Need.objects.filter(of_class__case=case).update(is_protected=True)
    assert classes.figures(now(case)).needs == 0


# --- the page for the public -------------------------------------------------------------------------
def test_everybody_reads_what_was_published_and_nothing_of_anybody(client, browser, case, operator_unit):
    page = f"/classes/{case.pk}/"
    assert client.get(page).status_code == 404
    assert browser.post(f"{LIST}{case.pk}/publish/", {"key": "k"}).status_code == 302
    client.logout()
    text = client.get(page).content.decode()
    assert ANSWER in text
    needs = list(Need.objects.filter(of_class__case=case).select_related("enterprise"))
    secrets = [WHOLE["cause"], operator_unit.name, *(one.reference for one in needs)]
    assert not [one for one in (*secrets, *(one.enterprise.name for one in needs)) if one in text]
    assert case.title in client.get("/classes/").content.decode()
    assert "Register the tax clerk anew" in client.get(f"/en{page}").content.decode()


def test_one_button_withdraws_the_page(client, browser, case, manager, clerk):
    case = advance(case, "publish", by=manager)
    with pytest.raises(NotNow):
        advance(case, "publish", by=manager)
    with pytest.raises(NotYours):
        advance(case, "withdraw", by=clerk)
    assert browser.post(f"{LIST}{case.pk}/withdraw/", {"key": "k"}).status_code == 302
    client.logout()
    assert client.get(f"/classes/{case.pk}/").status_code == 404
    assert case.title not in client.get("/classes/").content.decode()


def test_chinese_is_published_alone_and_says_so_to_english_readers(client, case, manager):
    ClassCase.objects.filter(pk=case.pk).update(standard_answer_en="", title_en="")
    advance(case, "publish", by=manager)
    answer = client.get(f"/en/classes/{case.pk}/")
    assert answer.context["is_untranslated"]
    assert ANSWER in answer.content.decode()
    assert not client.get(f"/classes/{case.pk}/").context["is_untranslated"]


def test_a_page_without_an_answer_is_not_published(browser, case, manager):
    ClassCase.objects.filter(pk=case.pk).update(standard_answer="")
    with pytest.raises(NotNow):
        advance(case, "publish", by=manager)


def test_only_the_desk_sees_class_cases(client, case, volunteer, operator_person, enterprise_person):
    for person in (volunteer, operator_person, enterprise_person):
        client.force_login(person)
        for address in (LIST, f"{LIST}new/", f"{LIST}{case.pk}/", f"{LIST}{case.pk}/publish/"):
            assert client.get(address).status_code == 404
        with pytest.raises(NotYours):
            advance(case, "publish", by=person)


def test_the_list_asks_the_same_few_questions_however_much_recurs(browser, asked, django_assert_max_num_queries):
    assert [asked() for _ in range(6)]
    with django_assert_max_num_queries(14):
        assert browser.get(LIST).status_code == 200


# --- from the page of a need -------------------------------------------------------------------------
def way(browser, need):
    return browser.get(need.get_absolute_url()).context["class_way"]


def test_a_need_leads_to_a_new_class_case_filled_without_anybodys_data(browser, a_need, enterprise):
    need = a_need(
        State.TRIAGED,
        category="TAX",
        enterprise=enterprise,
        name="乔晨遥",
        phone="+8615412345678",
        text=f"{enterprise.name}的发票额度不够，找乔晨遥，电话15412345678",
        consent_version="1",
    )
    page = browser.get(need.get_absolute_url()).content.decode()
    assert f"{LIST}new/?need={need.reference}" in page
    form = browser.get(f"{LIST}new/?need={need.reference}").context["form"]
    filled = f"{form['title_zh'].value()} {form['cause'].value()}"
    assert "发票额度不够" in filled
    assert not [one for one in (enterprise.name, "乔晨遥", "15412345678") if one in filled]
    assert form["category"].value() == "TAX"


def test_where_the_rule_fires_the_page_says_so_and_takes_all_of_them(browser, asked):
    first, second = asked(), asked()
    assert way(browser, first).proposal is None
    third = asked()
    found = way(browser, first)
    assert (found.proposal.firms, len(found.proposal.needs)) == (3, 3)
    page = browser.get(first.get_absolute_url()).content.decode()
    assert all(f"need={one.reference}" in page for one in (first, second, third))
    assert len(browser.get(f"{LIST}new/?{found.query}").context["needs"]) == 3


def test_no_way_from_what_is_private_unsorted_over_or_in_a_class_case(browser, asked, a_need, case):
    assert way(browser, asked(is_protected=True)) is None
    assert way(browser, asked(is_personal=True)) is None
    assert way(browser, a_need(State.SUBMITTED)) is None
    assert way(browser, a_need(State.CLOSED)) is None
    assert way(browser, Need.objects.filter(of_class__case=case).first()) is None


def test_a_need_left_apart_is_not_said_to_recur(browser, asked, manager):
    needs = [asked(), asked(), asked()]
    classes.refuse(needs, reason="不是一回事", by=manager)
    assert way(browser, needs[0]).proposal is None
    assert way(browser, needs[0]).query == f"need={needs[0].reference}"


def test_an_auditor_reads_and_opens_none(client, asked):
    client.force_login(somebody("纪检", Role.DISCIPLINE_AUDITOR))
    assert way(client, asked()) is None
