"""Instructions by leaders (批示): verbatim and dated, never edited, with the order and the reply that follow."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from councils import instructing
from councils.instructing import Writing
from councils.models import Instruction, SupervisionOrder
from councils.supervision_papers import order_form
from councils.supervision_words import State
from enterprises.roles import Role
from parkdesk.core import form_sheet, outbox
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow.words import State as NeedState
from tests.councils.supervision_stage import fresh, tick
from tests.factories import UnitFactory
from tests.requests_flow.conftest import somebody

REGISTER = "/supervision/instructions/"
VERBATIM = "请有关单位高度重视，\n三日内查明原因并报告。"
SAID = {
    "giver": "高书记", "office": "街道党工委书记", "given_on": "2026-11-23", "words": VERBATIM,
    "subject": "客梯反复停运",
}  # fmt: skip


def text(answer):
    return answer.content.decode()


def writing(**more):
    facts = SAID | {"given_on": date(2026, 11, 23)} | more
    return Writing(**facts)


def open_now(one):
    return Instruction.objects.get(pk=one.pk)


# --- on record ---------------------------------------------------------------------------------------
def test_the_desk_puts_on_record_what_a_superior_wrote(morning, as_, clerk):
    answer = as_(clerk).post(f"{REGISTER}new/", SAID | {"key": "k1"})
    one = Instruction.objects.get()
    assert (answer.status_code, one.words, one.state) == (302, VERBATIM, "standing")
    assert as_(clerk).post(f"{REGISTER}new/", SAID | {"key": "k1"}).url == answer.url
    assert Instruction.objects.count() == 1
    assert "请有关单位高度重视" in text(as_(clerk).get(answer.url))


def test_a_leader_finds_the_own_name_and_office_filled_in(morning, as_, leader):
    page = text(as_(leader).get(f"{REGISTER}new/"))
    assert leader.name in page
    assert "社区党委负责人" in page


def test_what_is_not_written_yet_is_not_taken(morning, as_, clerk):
    form = (
        as_(clerk)
        .post(f"{REGISTER}new/", SAID | {"given_on": "2026-11-25", "reply_due_on": "2026-11-01"})
        .context["form"]
    )
    assert set(form.errors) == {"given_on", "reply_due_on"}


@pytest.mark.parametrize("who", ["volunteer", "enterprise_person", "operator_person"])
def test_nobody_else_puts_one_on_record(morning, as_, who, request, party_supervisor):
    person = request.getfixturevalue(who)
    assert as_(person).get(f"{REGISTER}new/").status_code in {403, 404}
    with pytest.raises(NotYours):
        instructing.enter(writing(), by=person)


def test_its_words_stand_in_the_trail_where_they_can_be_erased(morning, clerk):
    one = instructing.enter(writing(), by=clerk)
    entry = Entry.objects.about(one).get()
    assert entry.words["words"] == VERBATIM
    for kept in (VERBATIM, "高书记", "街道党工委书记"):
        assert kept not in entry.canonical


def test_a_slip_is_put_right_beside_it_and_nothing_is_edited(morning, as_, clerk):
    old = instructing.enter(writing(), by=clerk)
    address = reverse("councils:instruction_correct", args=[old.pk])
    assert VERBATIM.split("\n", maxsplit=1)[0] in text(as_(clerk).get(address))
    right = SAID | {"words": "五日内查明原因并报告。", "reason": "抄错了天数", "key": "k2"}
    answer = as_(clerk).post(address, right)
    new = Instruction.objects.get(corrects=old)
    assert (answer.url, open_now(old).words, open_now(old).state) == (new.get_absolute_url(), VERBATIM, "corrected")
    assert new.get_absolute_url() in text(as_(clerk).get(old.get_absolute_url()))
    assert as_(clerk).post(address, right | {"key": "k3"}).status_code == 409


def test_only_who_keeps_it_corrects_it(morning, as_, clerk, specialist):
    one = instructing.enter(writing(), by=clerk)
    assert as_(specialist).get(reverse("councils:instruction_correct", args=[one.pk])).status_code == 403


# --- the order that follows --------------------------------------------------------------------------
def test_an_order_is_opened_from_it_with_its_words_on_page_and_paper(stage, as_, party_supervisor):
    one = instructing.enter(writing(), by=party_supervisor)
    address = reverse("councils:instruction_act", args=[one.pk, "order"])
    assert as_(party_supervisor).get(address).status_code == 200
    assert as_(party_supervisor).post(address, {"requirement": "查明原因", "key": "k"}).status_code == 302
    order = SupervisionOrder.objects.get()
    assert (order.source, order.subject, order.state) == ("superior", "客梯反复停运", State.REGISTERED)
    assert open_now(one).order == order
    assert "三日内查明原因并报告。" in text(as_(party_supervisor).get(order.get_absolute_url()))
    assert VERBATIM in form_sheet.words_of(order_form(order))
    assert as_(party_supervisor).post(address, {"requirement": "再来一次", "key": "k9"}).status_code == 409


def test_the_desk_proposes_and_the_committee_registers(morning, clerk):
    one = instructing.enter(writing(), by=clerk)
    assert instructing.open_order(one, by=clerk).state == State.DRAFTED


def test_a_need_that_has_an_order_keeps_that_one(stage, party_supervisor):
    order = stage.of_need(State.IN_HAND)
    one = instructing.enter(writing(need=order.need), by=party_supervisor)
    assert instructing.open_order(one, by=party_supervisor) == order
    assert SupervisionOrder.objects.count() == 1


def test_it_is_put_to_no_order_about_another_need(stage, party_supervisor, a_need):
    order = stage.of_need(State.IN_HAND)
    one = instructing.enter(writing(need=a_need(NeedState.IN_PROGRESS)), by=party_supervisor)
    with pytest.raises(NotNow):
        instructing.attach(one, order=order, by=party_supervisor)
    free = instructing.enter(writing(), by=party_supervisor)
    assert instructing.attach(free, order=order, by=party_supervisor).order == order


# --- the reply ---------------------------------------------------------------------------------------
def test_the_unit_is_told_and_reports_back_and_a_late_reply_is_red(stage, as_, morning, clerk):
    one = instructing.enter(writing(units=[stage.unit], reply_due_on=date(2026, 11, 27)), by=clerk)
    outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.instruction.enter", channel="in_app")
    assert set(told.values_list("recipient", flat=True)) == {f"person:{stage.worker.pk}"}
    assert one.light.colour == "green"
    morning("2026-11-30 09:00")
    tick()
    tick()
    outbox.drain()
    assert open_now(one).light.is_overdue
    assert Entry.objects.about(one).filter(verb="councils.instruction.remind").count() == 1
    assert as_(clerk).get(f"{REGISTER}?tab=waiting").context["rows"].object_list == [one]
    address = reverse("councils:instruction_act", args=[one.pk, "reply"])
    assert as_(stage.worker).post(address, {"answer": "", "key": "a"}).context["form"].errors["answer"]
    assert as_(stage.worker).post(address, {"answer": "轴承已换", "key": "a"}).status_code == 302
    assert (open_now(one).light, open_now(one).answered_by) == (None, stage.worker)
    assert as_(stage.worker).post(address, {"answer": "再报", "key": "b"}).status_code == 409


def test_another_units_people_do_not_reply(stage, clerk):
    one = instructing.enter(writing(units=[stage.unit], reply_due_on=date(2026, 11, 27)), by=clerk)
    other = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    with pytest.raises(NotYours):
        instructing.reply(one, answer="不是我", by=other)


# --- who knows of it ---------------------------------------------------------------------------------
def test_a_stranger_does_not_learn_that_it_exists(stage, as_, clerk, volunteer, enterprise_person):
    one = instructing.enter(writing(), by=clerk)
    others = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    for stranger in (others, volunteer, enterprise_person, somebody("夏知行", Role.SYSTEM_ADMIN)):
        for address in (one.get_absolute_url(), reverse("councils:instruction_act", args=[one.pk, "reply"])):
            assert as_(stranger).get(address).status_code == 404, stranger
        assert one.subject not in text(as_(stranger).get(REGISTER))


def test_what_is_protected_is_kept_from_the_landlord(stage, as_, a_need, clerk, operator_person):
    need = a_need(NeedState.TRIAGED, is_protected=True)
    with pytest.raises(NotNow):
        instructing.enter(writing(need=need, units=[stage.unit]), by=clerk)
    free = instructing.enter(writing(units=[stage.unit]), by=clerk)
    assert as_(operator_person).get(free.get_absolute_url()).status_code == 200
    order = stage.to(State.REGISTERED, need=need, source="committee")
    advance(free, "attach", by=clerk, order=order)
    assert as_(operator_person).get(free.get_absolute_url()).status_code == 404
    assert "客梯反复停运" not in text(as_(operator_person).get(REGISTER))


def test_a_specialist_reads_those_of_the_own_lines_needs(stage, as_, a_need, clerk, specialist):
    mine = instructing.enter(writing(need=a_need(NeedState.TRIAGED)), by=clerk)
    assert as_(specialist).get(mine.get_absolute_url()).status_code == 200
    elsewhere = somebody("陈一", Role.SPECIALIST, line="economic_development")
    assert as_(elsewhere).get(mine.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("words", ["高书记", "党工委", "查明原因", "客梯反复"])
def test_it_is_found_by_leader_office_words_and_matter(morning, as_, clerk, words):
    one = instructing.enter(writing(), by=clerk)
    other = instructing.enter(writing(giver="周主任", office="管委会主任", words="阅。", subject="食堂"), by=clerk)
    page = text(as_(clerk).get(REGISTER, {"q": words}))
    assert one.get_absolute_url() in page
    assert other.get_absolute_url() not in page


# --- files -------------------------------------------------------------------------------------------
def paper_words(content):
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_docx_of_an_order_says_what_its_sheet_says(stage, as_, party_supervisor, language):
    order = stage.to(State.CHECKED)
    instructing.enter(writing(order=order), by=party_supervisor)
    answer = as_(party_supervisor).get(language + reverse("councils:order_docx", args=[order.pk]))
    assert answer["Content-Disposition"].endswith('.docx"')
    said = paper_words(answer.content)
    for words in form_sheet.words_of(order_form(fresh(order))) if not language else ("Responsible unit", VERBATIM):
        assert words in said, words


def test_a_stranger_gets_no_docx_of_an_order(stage, as_, volunteer):
    order = stage.to(State.IN_HAND)
    assert as_(volunteer).get(reverse("councils:order_docx", args=[order.pk])).status_code == 404
    drafted = stage.to(State.DRAFTED)
    assert as_(stage.committee).get(reverse("councils:order_docx", args=[drafted.pk])).status_code == 404


def test_the_bulletin_goes_out_as_pdf_and_docx_without_what_is_protected(
    typesetter, stage, as_, party_supervisor, a_need, operator_person
):
    order = stage.to(State.IN_HAND)
    hidden = stage.to(State.REGISTERED, need=a_need(NeedState.TRIAGED, is_protected=True), subject="欠薪的事")
    page = as_(party_supervisor).get(reverse("councils:bulletin_docx"), {"of": "2026Q4"})
    said = paper_words(page.content)
    for words in (order.reference, order.subject, order.unit.name):
        assert words in said, words
    assert hidden.subject not in said
    assert as_(party_supervisor).get(reverse("councils:bulletin_pdf"))["Content-Type"] == "application/pdf"
    for name in ("bulletin_docx", "bulletin_pdf"):
        assert as_(operator_person).get(reverse(f"councils:{name}")).status_code == 404
