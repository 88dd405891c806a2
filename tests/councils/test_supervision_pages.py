"""The pages of supervision: the register, an order and its steps, the bulletin, papers; what each may see of them."""

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from councils import supervise
from councils.forms.supervision import ProposeForm
from councils.models import ReminderLetter, SupervisionOrder
from councils.supervision_bulletin import bulletin
from councils.supervision_papers import order_form
from councils.supervision_words import State
from enterprises.models import Unit
from enterprises.roles import Line, Role
from parkdesk.core import files, form_sheet
from parkdesk.core.flow import advance
from requests_flow import calls, desk
from requests_flow.words import Outcome, Tier
from requests_flow.words import State as NeedState
from tests.councils.supervision_stage import DAY, fresh, order_of, tick
from tests.factories import UnitFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

REGISTER = "/supervision/"


def text(answer):
    return answer.content.decode()


# --- the register ------------------------------------------------------------------------------------
def test_the_committee_begins_with_what_is_most_urgent(stage, as_, party_supervisor, morning):
    late, early = stage.to(State.IN_HAND, subject="先到期的事"), stage.to(State.REGISTERED, subject="刚立项的事")
    morning("2026-12-14 09:00")
    page = text(as_(party_supervisor).get(REGISTER))
    assert page.index(late.subject) < page.index(early.subject)
    assert late.reference in page


def test_a_light_opens_its_orders_alone(stage, as_, party_supervisor, morning):
    red, green = stage.to(State.IN_HAND, subject="先到期的事"), stage.of_need(State.IN_HAND)
    morning("2026-12-14 09:00")
    supervise.feed_back(fresh(green), text="进展", by=stage.worker)
    page = text(as_(party_supervisor).get(REGISTER, {"light": "red"}))
    assert red.subject in page
    assert green.reference not in page


@pytest.mark.parametrize(
    "query", [{"tab": "no"}, {"light": "pink"}, {"page": "9999"}, {"q": "x" * 500}, {"q": "〔〕'\""}, {"q": "〔²〕²"}]
)
def test_an_address_that_means_nothing_is_no_error(stage, as_, party_supervisor, query):
    assert as_(party_supervisor).get(REGISTER, query).status_code == 200


def test_an_order_is_found_by_its_number_its_unit_and_its_need(stage, as_, party_supervisor):
    order, other = stage.of_need(State.IN_HAND), stage.to(State.REGISTERED, subject="另一件事")
    for words in ("督〔2026〕1号", order.unit.name[:4], order.need.reference):
        page = text(as_(party_supervisor).get(REGISTER, {"q": words}))
        assert order.get_absolute_url() in page, words
        assert other.get_absolute_url() not in page, words


def test_my_turn_holds_what_waits_for_me(stage, as_, party_supervisor, operator_person):
    signing, checking = stage.to(State.ASSIGNED, subject="待签收的事"), stage.to(State.REPORTED, subject="待核查的事")
    unit_page = text(as_(operator_person).get(REGISTER, {"tab": "turn"}))
    assert signing.subject in unit_page
    assert checking.subject not in unit_page
    page = text(as_(party_supervisor).get(REGISTER, {"tab": "turn"}))
    assert checking.subject in page
    assert signing.subject not in page


def test_the_register_asks_the_database_no_more_for_more_orders(
    stage, as_, party_supervisor, django_assert_max_num_queries
):
    for _ in range(3):
        stage.to(State.IN_HAND)
    as_(party_supervisor).get(REGISTER)
    with django_assert_max_num_queries(17) as few:
        as_(party_supervisor).get(REGISTER)
    for _ in range(6):
        stage.to(State.IN_HAND)
    with django_assert_max_num_queries(len(few)):
        as_(party_supervisor).get(REGISTER)


def test_an_empty_register_says_what_would_stand_there(as_, party_supervisor):
    page = text(as_(party_supervisor).get(REGISTER))
    assert reverse("councils:order_new") in page


# --- one order, seen by others -----------------------------------------------------------------------
ADDRESSES = ("order", "order_sheet", "order_for", "order_step")


def address(name, order):
    if name == "order_for":
        return reverse("councils:order_for", args=[order.need.reference])
    return reverse(f"councils:{name}", args=[order.pk, *(["sign"] if name == "order_step" else [])])


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_does_not_learn_that_an_order_exists(stage, as_, client, name, volunteer, enterprise_person):
    order = stage.of_need(State.ASSIGNED)
    others = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    for stranger in (others, volunteer, enterprise_person, somebody("夏知行", Role.SYSTEM_ADMIN)):
        assert as_(stranger).get(address(name, order)).status_code == 404, stranger
    client.logout()
    answer = client.get(address(name, order))
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_login"))


def test_the_desk_reads_an_order_and_takes_none_of_its_steps(stage, as_, clerk):
    order = stage.to(State.REPORTED)
    page = text(as_(clerk).get(order.get_absolute_url()))
    assert order.subject in page
    for verb in ("verify", "drop", "suspend", "feedback"):
        assert reverse("councils:order_step", args=[order.pk, verb]) not in page
        assert as_(clerk).get(reverse("councils:order_step", args=[order.pk, verb])).status_code == 403


def test_a_step_that_is_not_open_says_why(stage, as_, party_supervisor):
    order = stage.to(State.IN_HAND)
    answer = as_(party_supervisor).get(reverse("councils:order_step", args=[order.pk, "strike_off"]))
    assert answer.status_code == 409
    assert as_(party_supervisor).get(reverse("councils:order_step", args=[order.pk, "turn_red"])).status_code == 404


def test_no_page_of_an_order_names_who_reported(stage, as_, party_supervisor, operator_person):
    order = stage.of_need(State.ASSIGNED, name="乔晨遥", phone="+8615400001201", text="请联系15400001201，电梯坏了")
    for person in (party_supervisor, operator_person):
        page = text(as_(person).get(order.get_absolute_url()))
        assert not [word for word in ("乔晨遥", "15400001201") if word in page]
    assert "电梯坏了" in text(as_(party_supervisor).get(order.get_absolute_url()))


# --- the steps, over the pages -----------------------------------------------------------------------
def press(client, order, verb, **facts):
    return client.post(reverse("councils:order_step", args=[order.pk, verb]), facts)


def test_an_order_goes_its_whole_way_over_the_pages(stage, as_, party_supervisor, operator_person, manager):
    order = stage.of_need(State.REGISTERED)
    facts = {"unit": stage.unit.pk, "requirement": "查明原因", "in_charge": "程经理"}
    assert press(as_(party_supervisor), order, "assign", **facts).status_code == 302
    unit = as_(operator_person)
    assert press(unit, order, "sign").status_code == 302
    assert press(unit, order, "feedback", text="方案：更换主板", tells_reporter="on").status_code == 302
    need = desk.resolve(fresh(order).need, outcome=Outcome.SOLVED, answer="已更换", by=operator_person)
    order_of(need)
    lead = as_(party_supervisor)
    assert press(lead, order, "verify", evidence="photo", finding="现场看过").status_code == 302
    assert press(lead, order, "strike_off", conclusion="同意销号").status_code == 302
    page = text(lead.get(order.get_absolute_url()))
    assert "方案：更换主板" in page
    assert fresh(order).state == State.STRUCK_OFF


def test_the_same_press_feeds_back_once(stage, as_, operator_person):
    order = stage.to(State.IN_HAND)
    for _ in range(3):
        press(as_(operator_person), order, "feedback", text="在做", key="abc")
    assert fresh(order).feedbacks == 1


def test_a_photo_comes_along_with_what_it_proves(stage, as_, operator_person):
    order = stage.to(State.IN_HAND)
    assert "multipart/form-data" in text(
        as_(operator_person).get(reverse("councils:order_step", args=[order.pk, "report"]))
    )
    assert press(as_(operator_person), order, "report", text="已张贴", photo=[photo()]).status_code == 302
    assert [one.step for one in files.of(order)] == ["report"]


def test_the_next_step_is_the_main_button_and_to_assign_once_more_is_not(stage, as_, party_supervisor):
    def main(order):
        buttons = as_(party_supervisor).get(order.get_absolute_url()).context["buttons"]
        return [one.verb for one in buttons if one.is_main]

    assert main(stage.to(State.REGISTERED)) == ["assign"]
    assert main(stage.to(State.ASSIGNED)) == []
    assert main(stage.to(State.REPORTED)) == ["verify"]


def test_extra_fields_change_nothing(stage, as_, operator_person):
    order = stage.to(State.ASSIGNED)
    press(as_(operator_person), order, "sign", state="struck_off", number="99", deputy=operator_person.pk, unit="1")
    order = fresh(order)
    assert (order.state, order.number, order.deputy, order.signer) == (State.IN_HAND, 1, None, operator_person)


def test_what_was_typed_stays_when_a_field_is_missing(stage, as_, party_supervisor):
    order = stage.to(State.REGISTERED)
    answer = press(as_(party_supervisor), order, "assign", requirement="查明原因并公示")
    assert answer.status_code == 200
    assert "查明原因并公示" in text(answer)
    assert fresh(order).state == State.REGISTERED


def test_the_form_offers_no_body_that_cannot_be_ordered(stage, as_, party_supervisor):
    above = UnitFactory(kind=Unit.Kind.SUBDISTRICT, name="仓前街道办")
    order = stage.to(State.REGISTERED)
    facts = {"unit": above.pk, "requirement": "x", "due_on": "2026-12-11"}
    assert press(as_(party_supervisor), order, "assign", **facts).status_code == 200
    assert fresh(order).state == State.REGISTERED


def test_a_matter_of_the_committees_own_is_registered_in_one_press(as_, morning, party_supervisor, clerk, park):
    facts = {"source": "committee", "subject": "停车场收费公示", "park": park.pk, "key": "k1"}
    for _ in range(2):
        answer = as_(party_supervisor).post(reverse("councils:order_new"), facts)
        assert answer.status_code == 302
    order = SupervisionOrder.objects.get()
    assert (order.state, order.reference, order.park) == (State.REGISTERED, "督〔2026〕1号", park)
    as_(clerk).post(reverse("councils:order_new"), facts | {"subject": "另一件", "key": "k2"})
    assert SupervisionOrder.objects.get(subject="另一件").state == State.DRAFTED


def test_a_need_that_is_followed_already_is_not_taken_twice(stage, as_, party_supervisor):
    order = stage.of_need(State.REGISTERED)
    facts = {"source": "committee", "subject": "同一件事", "reference": order.need.reference}
    assert as_(party_supervisor).post(reverse("councils:order_new"), facts).status_code == 200
    assert SupervisionOrder.objects.count() == 1


@pytest.fixture
def foreign_need(morning, a_need, clerk):
    """Sorted to a line that is not the specialist's."""
    return desk.sort(
        a_need(), desk.Sorting(category="PRO", tier=Tier.COMPLEX, rule="C1", line=Line.PARTY_MASS), by=clerk
    )


def test_a_specialist_puts_no_need_of_another_line_forward(as_, foreign_need, specialist, party_supervisor):
    facts = {"source": "committee", "subject": "别的条线的事", "reference": foreign_need.reference}
    made_up = as_(specialist).post(reverse("councils:order_new"), facts | {"reference": "N-2026-999999-X"})
    answer = as_(specialist).post(reverse("councils:order_new"), facts)
    assert (answer.status_code, answer.context["form"].errors) == (200, made_up.context["form"].errors)
    assert as_(party_supervisor).post(reverse("councils:order_new"), facts).status_code == 302
    assert SupervisionOrder.objects.get().need == foreign_need


def test_whoever_puts_a_need_forward_a_moment_too_late_is_told(as_, foreign_need, party_supervisor, monkeypatch):
    """Between the check of the form and the deed somebody else was quicker."""
    monkeypatch.setattr(ProposeForm, "clean_reference", lambda form: foreign_need)
    facts = {"source": "committee", "subject": "同一件事", "reference": foreign_need.reference}
    answers = [as_(party_supervisor).post(reverse("councils:order_new"), facts).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert SupervisionOrder.objects.count() == 1


def test_an_address_without_a_need_leads_to_no_order(stage, as_, party_supervisor):
    stage.to(State.REGISTERED)
    assert as_(party_supervisor).get(reverse("councils:order_for", args=["garbage"])).status_code == 404


def test_from_a_need_one_comes_to_its_order(stage, as_, a_need, clerk):
    fresh_need = a_need(NeedState.TRIAGED, tier=Tier.MAJOR)
    link = reverse("councils:order_for", args=[fresh_need.reference])
    assert link in text(as_(clerk).get(fresh_need.get_absolute_url()))
    assert as_(clerk).get(link).url == REGISTER  # the trail has not been followed yet
    order = stage.of_need(State.REGISTERED)
    answer = as_(clerk).get(reverse("councils:order_for", args=[order.need.reference.lower()]))
    assert answer.url == order.get_absolute_url()
    assert as_(clerk).get(reverse("councils:order_for", args=["N-2026-999999-X"])).status_code == 404


# --- what goes round ---------------------------------------------------------------------------------
def test_the_bulletin_counts_what_is_protected_and_does_not_name_it(stage, as_, a_need, party_supervisor):
    hidden = order_of(a_need(NeedState.TRIAGED, tier=Tier.MAJOR, is_protected=True, text="公司拖欠工资两个月"))
    named = stage.to(State.REGISTERED, subject="停车场收费公示")
    for person in (party_supervisor, somebody("郑怀瑾", Role.SUBDISTRICT)):
        page = text(as_(person).get(reverse("councils:bulletin")))
        assert named.subject in page
        assert hidden.subject not in page
        assert hidden.reference not in page


def test_the_bulletin_shows_beside_what_was_struck_off_what_came_back(stage, as_, party_supervisor):
    order = advance(stage.to(State.CHECKED), "send_back", by=party_supervisor, reason="只贴了一处")
    page = text(as_(party_supervisor).get(reverse("councils:bulletin"), {"of": "2026Q4"}))
    assert order.unit.name in page
    (standing,) = bulletin(2026, 4).standings
    assert (standing.running, standing.struck_off, standing.sent_back) == (1, 0, 1)


def test_a_unit_does_not_read_how_others_stand(stage, as_, operator_person):
    assert as_(operator_person).get(reverse("councils:bulletin")).status_code == 404


@pytest.mark.parametrize("of", ["2026Q4", "2025q1", "nonsense", "99999Q9", ""])
def test_the_bulletin_of_any_quarter_opens(as_, party_supervisor, of):
    assert as_(party_supervisor).get(reverse("councils:bulletin"), {"of": of}).status_code == 200


# --- letters -----------------------------------------------------------------------------------------
@pytest.fixture
def letter(stage, morning):
    for _ in range(2):
        stage.to(State.IN_HAND)
    morning("2026-12-14 09:00")
    tick()
    return ReminderLetter.objects.get()


def test_a_letter_is_read_by_its_unit_once_it_is_sent(letter, as_, party_supervisor, operator_person):
    url = letter.get_absolute_url()
    assert as_(operator_person).get(url).status_code == 404
    lead = as_(party_supervisor)
    assert "督〔2026〕1号" in text(lead.get(url))
    assert lead.post(reverse("councils:letter_send", args=[letter.pk])).status_code == 302
    assert "督〔2026〕2号" in text(as_(operator_person).get(url))
    other = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    assert as_(other).get(url).status_code == 404
    assert as_(operator_person).post(reverse("councils:letter_send", args=[letter.pk])).status_code == 404


# --- paper -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_printed_order_holds_its_fields_as_text(typesetter, stage, as_, party_supervisor, language):
    order = supervise.feed_back(stage.to(State.IN_HAND), text="方案：三天内公示", by=stage.worker)
    answer = as_(party_supervisor).get(language + reverse("councils:order_sheet", args=[order.pk]))
    assert answer["Content-Type"] == "application/pdf"
    sheet = pypdfium2.PdfDocument(answer.content)
    said = "".join(page.get_textpage().get_text_bounded() for page in sheet).replace("\r\n", "")
    for words in ("督〔2026〕1号", order.subject, "查明原因", "方案：三天内公示", "周明远"):
        assert words in said, words


@pytest.mark.parametrize(("language", "names"), [("zh-hans", "甲公司、乙公司"), ("en", "Firm A, Firm B")])
def test_units_stand_in_a_row_as_the_language_has_it(stage, as_, party_supervisor, language, names):
    """On the page and on paper alike; an English sheet has no Chinese commas of ours."""
    helpers = [UnitFactory(name="甲公司", name_en="Firm A"), UnitFactory(name="乙公司", name_en="Firm B")]
    order = stage.to(State.REGISTERED)
    order = supervise.assign(order, stage.assignment(due_on=DAY, supporting=helpers), by=party_supervisor)
    with translation.override(language):
        assert names in text(as_(party_supervisor).get(order.get_absolute_url()))
        assert names in form_sheet.html_of(order_form(order))


def test_what_is_only_proposed_is_not_printed(stage, as_, party_supervisor):
    order = stage.to(State.DRAFTED)
    assert as_(party_supervisor).get(reverse("councils:order_sheet", args=[order.pk])).status_code == 404


# --- the second call ---------------------------------------------------------------------------------
def test_after_striking_off_the_register_waits_for_the_second_call(stage, as_, party_supervisor, manager, morning):
    order = stage.of_need(State.IN_HAND)
    need = desk.resolve(order.need, outcome=Outcome.SOLVED, answer="已修复", by=stage.worker)
    need = calls.follow_up(need, method="phone", is_solved=True, by=manager)
    order = supervise.verify(order_of(need), evidence="confirmed", finding="企业确认", by=party_supervisor)
    order = supervise.strike_off(order, by=party_supervisor)
    assert order.get_absolute_url() in text(as_(party_supervisor).get(REGISTER))
    url = reverse("requests_flow:need_step", args=[need.reference, "call_again"])
    assert as_(manager).get(url).status_code == 409
    morning("2026-12-18 10:00")
    answer = as_(manager).post(url, {"method": "phone", "is_solved": "yes", "is_in_time": "yes", "was_asked": "no"})
    assert (answer.status_code, fresh(order).need.called_again_at is not None) == (302, True)
    assert order.get_absolute_url() not in text(as_(party_supervisor).get(REGISTER))


def test_the_needs_page_offers_no_second_call_for_what_is_not_major(a_need, as_, manager, morning):
    need = a_need(NeedState.CLOSED, tier=Tier.COMPLEX)
    morning("2026-12-21 10:00")
    assert "call_again" not in text(as_(manager).get(need.get_absolute_url()))
