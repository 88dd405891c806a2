"""The page behind the tracking link: what it says in each state, and the steps a reporter takes on it."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from enterprises.models import Unit
from parkdesk.core import files
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from requests_flow import desk
from requests_flow.models import Need, Rating, Service
from requests_flow.outlook import outlook
from requests_flow.timeline import timeline
from requests_flow.who import surname_of, who_answers
from requests_flow.words import State
from tests.requests_flow.conftest import ROADS, TEXT

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]+")
MOST_QUERIES = 11


@pytest.fixture(autouse=True)
def _tuesday(morning):
    return morning


def shown(client, need: Need) -> str:
    return client.get(need.get_tracking_url()).content.decode()


def fresh(need: Need) -> Need:
    """The need as it stands now (its state cannot be set, so it is not refreshed in place)."""
    return Need.objects.get(pk=need.pk)


def step_url(need: Need, verb: str) -> str:
    return reverse("requests_flow:track_step", args=[need.token, verb])


# --- who answers, and by when ------------------------------------------------------------------------
@pytest.mark.parametrize("state", list(ROADS))
def test_every_state_names_a_unit_a_surname_a_landline_and_a_date(a_need, governance_line, state):
    need = a_need(state)
    who = who_answers(need)
    assert who.unit
    assert who.person
    assert who.landline
    assert outlook(need).due is not None
    assert outlook(need).what


def test_reception_answers_until_somebody_acknowledged(a_need, reception):
    who = who_answers(a_need())
    assert (who.unit, who.person, who.landline) == ("综合窗口", "罗老师", reception.landline)


def test_the_first_contact_answers_until_a_unit_has_accepted(a_need):
    assert who_answers(a_need(State.TRANSFERRED)).unit == "综合窗口"
    assert who_answers(a_need(State.IN_PROGRESS)).unit == "恒光启园区运营"
    assert who_answers(a_need(State.IN_PROGRESS)).person == "程经理"


def test_without_any_unit_the_community_itself_answers(a_need, reception, settings):
    need = a_need()
    Unit.objects.filter(pk=reception.pk).update(code="W9")
    assert who_answers(need).unit == str(settings.COMMUNITY["name"])
    assert who_answers(need).landline == settings.COMMUNITY["landline"]


@pytest.mark.parametrize(("name", "surname"), [("王思宁", "王"), ("欧阳清", "欧阳"), ("Anna Meyer", "Meyer"), ("", "")])
def test_people_are_named_by_their_surname(name, surname):
    assert surname_of(name) == surname


def test_full_names_of_people_are_not_on_the_page(client, a_need, clerk, operator_person):
    page = shown(client, a_need(State.RESOLVED, name="乔晨遥", phone="+8615400011201", consent_version="1"))
    for hidden in (clerk.name, operator_person.name, "乔晨遥", "15400011201"):
        assert hidden not in page


def test_a_date_that_has_passed_is_shown_with_its_red_light(client, a_need, morning):
    need = a_need(State.IN_PROGRESS)
    morning("2026-11-30 10:00")
    assert 'data-light="red"' in shown(client, need)


def test_what_waits_for_an_outside_body_says_for_whom_and_since_when(client, a_need):
    page = shown(client, a_need(State.WAITING_EXTERNAL))
    assert "特检院" in page
    assert 'data-light="grey"' in page


def test_the_statutory_limit_of_an_outside_body_is_shown_beside_our_own(client, a_need):
    need = a_need(State.WAITING_EXTERNAL)
    service = Service.objects.create(
        code="TAX-01", slug="tax", name_zh="税务备案", name_en="Tax filing", category="TAX"
    )
    service.terms.create(valid_from=date(2026, 1, 1), promised_half_days=2, legal_limit_days=15, scope="desk_part")
    assert "法定时限" not in shown(client, need)
    Need.objects.filter(pk=need.pk).update(service=service)
    assert "法定时限 15 个工作日" in shown(client, need)


def test_a_need_that_was_merged_shows_the_date_of_the_other(client, a_need, clerk):
    first, second = a_need(State.IN_PROGRESS), a_need()
    merged = advance(second, "merge", by=clerk, into=first)
    assert outlook(merged).due == outlook(first).due


# --- what happened -----------------------------------------------------------------------------------
def test_the_newest_line_stands_on_top_and_internal_ones_are_left_out(a_need, clerk):
    need = a_need(State.IN_PROGRESS)
    advance(need, "note", by=clerk, note="先问过物业")
    assert [line.step for line in timeline(need)] == ["accept", "dispatch", "triage", "acknowledge", "submit"]
    inside = timeline(need, public=False)
    assert (inside[0].step, inside[0].words, inside[0].is_internal) == ("note", ["先问过物业"], True)


def test_a_note_of_the_desk_stays_at_the_desk(client, a_need, clerk):
    need = desk.acknowledge(a_need(), by=clerk, note="此人难缠")
    assert "此人难缠" not in shown(client, need)
    assert "此人难缠" in timeline(need, public=False)[0].words


def test_a_picture_stands_at_its_step(a_need, operator_person):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    key = files.store_picture(SimpleUploadedFile("a.png", buffer.getvalue())).key
    need = desk.resolve(
        a_need(State.IN_PROGRESS), outcome="solved", answer="好了", by=operator_person, pictures=[str(key)]
    )
    assert [len(line.pictures) for line in timeline(need)] == [1, 0, 0, 0, 0, 0]


def test_every_step_has_words_for_its_line(a_need):
    for state in ROADS:
        for line in timeline(a_need(state), public=False):
            assert line.title != line.step


def test_the_page_asks_the_database_the_same_however_long_the_story_is(client, a_need, operator_person):
    need = a_need(State.IN_PROGRESS)
    shown(client, need)  # what the process remembers is read now
    with CaptureQueriesContext(connection) as short:
        shown(client, need)
    for _ in range(5):
        advance(need, "inform", by=operator_person, message="还在修")
    with CaptureQueriesContext(connection) as long:
        shown(client, need)
    assert len(long) == len(short) <= MOST_QUERIES


# --- steps -------------------------------------------------------------------------------------------
def test_a_reporter_answers_a_question_and_the_clock_runs_again(client, a_need):
    need = a_need(State.WAITING_ENTERPRISE)
    assert "哪一部电梯？" in shown(client, need)
    answer = client.post(step_url(need, "reply"), {"answer": "东侧那部"})
    assert (answer.status_code, answer["Location"]) == (303, need.get_tracking_url())
    need = fresh(need)
    assert need.state == State.TRIAGED
    assert "东侧那部" in shown(client, need)


def test_an_empty_answer_is_refused_beside_the_question(client, a_need):
    need = a_need(State.WAITING_ENTERPRISE)
    page = client.post(step_url(need, "reply"), {"answer": ""}).content.decode()
    assert "#id_answer" in page
    assert "哪一部电梯？" in page


def test_something_can_be_added_with_a_photo(client, a_need):
    need = a_need(State.IN_PROGRESS)
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    photo = SimpleUploadedFile("a.png", buffer.getvalue(), "image/png")
    client.post(step_url(need, "add"), {"message": "西侧也停了", "photo": [photo]})
    line = timeline(need)[0]
    assert (line.step, line.words, len(line.pictures)) == ("add", ["西侧也停了"], 1)


def test_a_reporter_confirms_then_rates_once(client, a_need):
    need = a_need(State.RESOLVED)
    client.post(step_url(need, "confirm"))
    client.post(step_url(need, "rate"), {"grade": "4", "comment": "快"})
    need = fresh(need)
    assert (need.state, Rating.objects.get().grade) == (State.CLOSED, 4)
    assert client.post(step_url(need, "rate"), {"grade": "1"}).status_code == 409


def test_no_grade_is_chosen_beforehand_and_none_is_refused(client, a_need):
    need = a_need(State.RESOLVED)
    assert "checked" not in shown(client, need)
    assert "#id_grade_0" in client.post(step_url(need, "rate"), {"comment": "快"}).content.decode()
    assert not Rating.objects.exists()


def test_staff_who_are_signed_in_do_not_rate(client, a_need, clerk):
    need = a_need(State.RESOLVED)
    client.force_login(clerk)
    assert 'name="grade"' not in shown(client, need)
    assert client.post(step_url(need, "rate"), {"grade": "5"}).status_code == 409
    assert not Rating.objects.exists()


def test_what_is_not_solved_is_done_again_with_the_reason(client, a_need):
    need = a_need(State.RESOLVED)
    assert client.post(step_url(need, "reopen"), {"reason": ""}).status_code == 200
    client.post(step_url(need, "reopen"), {"reason": "下午又停了"})
    need = fresh(need)
    assert (need.state, need.handling) == (State.REOPENED, 2)


def test_withdrawing_names_what_is_lost_before_it_happens(client, a_need):
    need = a_need(State.IN_PROGRESS)
    page = client.get(step_url(need, "withdraw"))
    assert page.status_code == 200
    assert "btn-stop" in page.content.decode()
    client.post(step_url(need, "withdraw"), {})
    need = fresh(need)
    assert need.state == State.WITHDRAWN


def test_a_step_that_is_not_open_says_so_and_leads_back(client, a_need):
    need = a_need(State.CLOSED)
    answer = client.get(step_url(need, "withdraw"))
    assert answer.status_code == 409
    assert need.get_tracking_url() in answer.content.decode()


@pytest.mark.parametrize("verb", ["triage", "close", "note", "nonsense"])
def test_steps_of_the_desk_are_not_on_the_tracking_page(client, a_need, verb):
    assert client.post(step_url(a_need(State.RESOLVED), verb), {}).status_code == 404


def test_pressing_a_step_twice_takes_it_once(client, a_need):
    need = a_need(State.IN_PROGRESS)
    said = {"message": "西侧也停了", "key": "one-press"}
    answers = [client.post(step_url(need, "add"), said).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert Entry.objects.about(need).filter(verb__endswith=".add").count() == 1


def test_a_member_who_is_signed_in_acts_under_their_own_name(client, a_need, enterprise, enterprise_person):
    need = a_need(State.IN_PROGRESS, enterprise=enterprise)
    client.force_login(enterprise_person)
    client.post(step_url(need, "add"), {"message": "西侧也停了"})
    assert Entry.objects.about(need).last().actor == enterprise_person


def test_the_page_is_private(client, a_need):
    answer = client.get(a_need().get_tracking_url())
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("verb", ["", "add/", "withdraw/"])
def test_forms_on_private_pages_tell_our_own_house_where_they_come_from(client, a_need, verb):
    """Under a full "no-referrer" browsers send forms from "null", and the CSRF check refuses every step."""
    page = client.get(a_need(State.IN_PROGRESS).get_tracking_url() + verb).content.decode()
    assert '<meta name="referrer" content="same-origin">' in page


# --- English -----------------------------------------------------------------------------------------
NAMES = (
    *(TEXT, "启明里国际中心", "3号楼", "特检院", "东侧客梯已恢复运行", "哪一部电梯？"),
    *("下午又停了", "不属于社区职责", "请拨12345"),
)


@pytest.mark.parametrize("state", list(ROADS))
def test_the_english_page_holds_no_chinese_but_names_and_what_people_wrote(client, a_need, reception, state):
    reception.contact = "Luo"
    reception.save()
    need = a_need(state, language="en")
    with override("en"):
        page = shown(client, need)
    for name in (*NAMES, need.title, "中文", "程经理"):
        page = page.replace(name, "")
    left = {run for run in HAN.findall(page) if len(run) > 1}
    assert left == set()
