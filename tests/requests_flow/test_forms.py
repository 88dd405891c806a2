"""Short forms and questionnaires: written, opened, answered by a code or a link, counted, taken away, deleted."""

from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from openpyxl import load_workbook

from parkdesk.core import trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from requests_flow import ticking
from requests_flow.models import AnswerSheet, Questionnaire
from requests_flow.outreach import asking, counting, sending
from requests_flow.outreach.sending import Letter
from tests.factories import EnterpriseFactory, MembershipFactory, QuestionFactory, QuestionnaireFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/desk/forms/"
SAID = {
    "title_zh": "年会报名", "asks": "once", "opens_on": "2026-11-24", "closes_on": "2026-12-01",
    "keep_until": "2026-12-31", "is_survey": "on",
}  # fmt: skip
OPTIONS = [["很好", "very good"], ["一般", "so-so"]]


@pytest.fixture
def form():
    return QuestionnaireFactory(opens_on=date(2026, 11, 20), closes_on=date(2026, 12, 1), keep_until=date(2026, 12, 31))


@pytest.fixture
def words(form):
    return QuestionFactory(questionnaire=form, kind="long", text="您的建议", text_en="Your advice", is_required=True)


@pytest.fixture
def choice(form):
    return QuestionFactory(questionnaire=form, kind="several", options=OPTIONS)


@pytest.fixture
def link(form, words, specialist, enterprise, park):
    """The address of the form in the notice of one firm."""
    letter = Letter(title="请填问卷", text="三分钟", parks=(park,), questionnaire=form)
    copy = sending.send(sending.write(letter, by=specialist), by=specialist).copies.get(enterprise=enterprise)
    return f"{form.get_public_url()}?from={copy.token}"


@pytest.fixture
def desk(client, specialist):
    client.force_login(specialist)
    return client


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


# --- written -----------------------------------------------------------------------------------------
def test_a_form_is_written_and_opened_and_found_behind_its_code(desk):
    page = desk.post(f"{LIST}new/", SAID | {"key": "k"})["Location"]
    assert desk.post(f"{LIST}new/", SAID | {"key": "k"})["Location"] == page
    form = Questionnaire.objects.get()
    assert Client().get(form.get_public_url()).status_code == 404
    assert desk.post(f"{page}open/", {"key": "o"}).status_code == 409
    said = {"kind": "one", "text": "几人参加", "options": "一人 | one\n两人 | two", "is_required": "on", "key": "q"}
    desk.post(f"{page}questions/new/", said)
    desk.post(f"{page}questions/new/", said)
    assert form.questions.get().options == [["一人", "one"], ["两人", "two"]]
    assert desk.post(f"{page}open/", {"key": "o"}).status_code == 302
    assert "两人" in Client().get(form.get_public_url()).content.decode()
    assert "two" in Client().get(f"/en{form.get_public_url()}").content.decode()
    assert [one.step for one in Entry.objects.about(form)] == ["write", "change", "open"]
    assert not list(trail.verify())


@pytest.mark.parametrize("wrong", [{"closes_on": "2026-11-20"}, {"keep_until": "2026-11-30"}, {"asks": "x"}])
def test_a_form_whose_days_do_not_fit_is_not_kept(desk, wrong):
    assert desk.post(f"{LIST}new/", SAID | wrong).context["form"].errors
    assert not Questionnaire.objects.exists()


def test_the_window_reads_answers_and_writes_no_form(client, clerk, form, words):
    client.force_login(clerk)
    assert client.get(form.get_absolute_url()).status_code == 200
    assert client.get(f"{LIST}new/").status_code == 404
    with pytest.raises(NotYours):
        advance(form, "close", by=clerk)


def test_a_form_belongs_to_the_desk_alone(client, form, enterprise_person, operator_person):
    for person in (enterprise_person, operator_person):
        client.force_login(person)
        for more in ("", "answers.xlsx", "poster.pdf"):
            assert client.get(f"{form.get_absolute_url()}{more}").status_code == 404


def test_questions_move_and_go_until_somebody_has_answered(desk, form, words, choice):
    act = f"{form.get_absolute_url()}questions/{choice.pk}/act/"
    desk.post(act, {"up": "1"})
    assert list(form.questions.all()) == [choice, words]
    Client().post(form.get_public_url(), {"firm": EnterpriseFactory().name, f"q{words.pk}": "好"})
    assert form.answers.count() == 1
    assert desk.post(act, {"out": "1"}).status_code == 409
    assert desk.get(f"{form.get_absolute_url()}questions/{choice.pk}/").status_code == 409
    assert desk.get(f"{form.get_absolute_url()}change/").status_code == 409


def test_a_form_has_at_most_twenty_questions(form, specialist):
    for _ in range(20):
        asking.put(form, {"kind": "short", "text": "x"}, by=specialist, question=None)
    with pytest.raises(NotNow):
        asking.put(form, {"kind": "short", "text": "x"}, by=specialist, question=None)


# --- answered ----------------------------------------------------------------------------------------
def test_answering_twice_by_the_link_changes_the_one_answer(client, link, form, words, enterprise):
    first = client.post(link, {f"q{words.pk}": "菜太咸"})
    assert first.status_code == 303
    assert "from=" in client.get(first["Location"]).context["change_url"]
    assert client.get(link).context["form"][f"q{words.pk}"].value() == "菜太咸"
    client.post(link, {f"q{words.pk}": "好多了"})
    sheet = AnswerSheet.objects.get()
    assert (sheet.enterprise, sheet.is_proven, sheet.values) == (enterprise, True, {str(words.pk): "好多了"})
    assert "no-store" in client.get(link)["Cache-Control"]


def test_who_only_names_a_firm_neither_reads_nor_changes_its_answer(client, link, form, words, enterprise):
    client.post(link, {f"q{words.pk}": "菜太咸"})
    stranger = Client()
    assert "菜太咸" not in stranger.get(form.get_public_url()).content.decode()
    refused = stranger.post(form.get_public_url(), {"firm": enterprise.name, f"q{words.pk}": "很好"})
    assert refused.context["form"].non_field_errors()
    assert "很好" in refused.content.decode()
    assert AnswerSheet.objects.get().values == {str(words.pk): "菜太咸"}


def test_what_a_stranger_said_for_a_firm_gives_way_to_the_firm(
    client, link, form, words, enterprise, enterprise_person
):
    Client().post(form.get_public_url(), {"firm": enterprise.name, f"q{words.pk}": "很好"})
    assert not AnswerSheet.objects.get().is_proven
    client.force_login(enterprise_person)
    client.post(form.get_public_url(), {f"q{words.pk}": "菜太咸", "key": "2"})
    sheet = AnswerSheet.objects.get()
    assert (sheet.is_proven, sheet.values) == (True, {str(words.pk): "菜太咸"})


def test_the_link_of_one_notice_opens_no_other_form(client, link, words):
    other = QuestionnaireFactory(opens_on=date(2026, 11, 20))
    page = client.get(f"{other.get_public_url()}?{link.partition('?')[2]}")
    assert page.context["form"].firm is None


def test_an_anonymous_answer_names_nobody(client, form, words, enterprise_person):
    Questionnaire.objects.update(asks="nobody")
    client.force_login(enterprise_person)
    client.post(form.get_public_url(), {f"q{words.pk}": "好", "firm": "x", "enterprise": "1", "key": "1"})
    client.post(form.get_public_url(), {f"q{words.pk}": "好", "key": "1"})
    sheet = AnswerSheet.objects.get()
    assert (sheet.enterprise, sheet.slot, sheet.is_proven) == (None, None, False)
    assert not Entry.objects.filter(actor=enterprise_person).exists()


def test_a_firm_answers_as_often_as_it_likes_where_the_form_says_so(client, form, words, enterprise_person):
    Questionnaire.objects.update(asks="often")
    client.force_login(enterprise_person)
    for key in ("1", "2"):
        client.post(form.get_public_url(), {f"q{words.pk}": "好", "key": key})
    assert form.answers.count() == 2


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "kept"),
    [
        ("number", "abc", "12.50", "12.5"),
        ("date", "2026-13-01", "2026-11-24", "2026-11-24"),
        ("rating", "6", "5", "5"),
        ("yes_no", "maybe", "yes", "yes"),
        ("one", "7", "1", "1"),
        ("several", ["0", "9"], ["0", "1"], ["0", "1"]),
    ],
)
def test_each_kind_of_question_takes_what_fits_and_keeps_what_was_typed(client, form, words, kind, wrong, right, kept):
    Questionnaire.objects.update(asks="nobody")
    question = QuestionFactory(questionnaire=form, kind=kind, options=OPTIONS)
    said = {f"q{words.pk}": "我写了很多字"}
    page = client.post(form.get_public_url(), said | {f"q{question.pk}": wrong})
    assert f"q{question.pk}" in page.context["form"].errors
    assert "我写了很多字" in page.content.decode()
    assert not AnswerSheet.objects.exists()
    client.post(form.get_public_url(), said | {f"q{question.pk}": right, "extra": "1", "values": "{}"})
    assert AnswerSheet.objects.get().values == {str(words.pk): "我写了很多字", str(question.pk): kept}


def test_numbers_of_people_are_pointed_out_before_they_are_stored(client, link, words):
    said = {f"q{words.pk}": "找我15400001201", "key": "1"}
    page = client.post(link, said)
    assert "154****1201" in page.content.decode()
    assert not AnswerSheet.objects.exists()
    client.post(link, said | {"personal": "hide"})
    assert AnswerSheet.objects.get().values == {str(words.pk): "找我154****1201"}


def test_a_form_outside_its_days_takes_nothing(client, link, form, words, specialist, at):
    at("2026-12-02 09:00")
    assert client.post(link, {f"q{words.pk}": "晚了"}).status_code == 200
    assert not AnswerSheet.objects.exists()
    at("2026-11-24 10:00")
    advance(form, "close", by=specialist)
    assert "晚了" not in client.post(link, {f"q{words.pk}": "晚了"}).content.decode()
    assert not AnswerSheet.objects.exists()


# --- counted, taken away, deleted --------------------------------------------------------------------
def test_answers_are_counted_by_question(form, words, choice):
    rating = QuestionFactory(questionnaire=form, kind="rating")
    for number, chosen in enumerate((["0"], ["0", "1"], [])):
        values = {str(words.pk): f"第{number}条", str(rating.pk): str(3 + number)} | (
            {str(choice.pk): chosen} if chosen else {}
        )
        form.answers.create(values=values)
    texts, several, rated = counting.results(list(form.questions.all()), list(form.answers.all()))
    assert texts.texts == ["第2条", "第1条", "第0条"]
    assert [(one.count, one.percent) for one in several.counts] == [(2, 100), (1, 50)]
    assert several.answered == 2
    assert rated.middle


def test_the_table_of_answers_holds_no_formula(desk, link, form, words, choice, enterprise):
    Client().post(link, {f"q{words.pk}": "=1+1", f"q{choice.pk}": ["0", "1"]})
    rows = list(
        load_workbook(BytesIO(desk.get(f"{form.get_absolute_url()}answers.xlsx").getvalue())).active.iter_rows()
    )
    assert all(cell.data_type != "f" for row in rows for cell in row)
    cells = [str(cell.value) for cell in rows[1]]
    assert enterprise.name in cells
    assert "很好 · 一般" in cells
    assert "=1+1" not in cells


def test_answers_go_on_the_day_that_the_form_has_named(form, words, specialist, at):
    form.answers.create(values={str(words.pk): "好"})
    with pytest.raises(NotNow):
        asking.erase(form, by=specialist)
    ticking.erase_answers_past_their_day()
    assert form.answers.exists()
    at("2027-01-01 00:05")
    ticking.erase_answers_past_their_day()
    ticking.erase_answers_past_their_day()
    assert not form.answers.exists()
    assert [(one.step, one.facts["answers"]) for one in Entry.objects.about(form)] == [("erase", 1)]
    assert now(form).erased_at


@pytest.mark.usefixtures("typesetter")
def test_the_poster_leads_to_the_form(desk, form):
    answer = desk.get(f"{form.get_absolute_url()}poster.pdf")
    (sheet,) = pypdfium2.PdfDocument(BytesIO(answer.content))
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=60 / 72).to_pil())
    assert urlsplit(code.text).path == f"/forms/{form.code}/"


def test_nobody_of_another_firm_sees_an_answer_in_the_form(client, link, form, words):
    client.post(link, {f"q{words.pk}": "菜太咸"})
    neighbour = Client()
    neighbour.force_login(MembershipFactory().person)
    assert "菜太咸" not in neighbour.get(form.get_public_url()).content.decode()
