"""Notices to firms: whom they reach, what a link shows, who is reminded, and what stays when one is withdrawn."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from enterprises.models import Enterprise
from enterprises.roles import Role
from parkdesk.core import clock, notices, trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import planning, spare
from requests_flow.models import Circular, CircularCopy
from requests_flow.outreach import copies, reach, sending
from requests_flow.outreach.sending import Letter
from tests.factories import (
    BuildingFactory,
    ContactFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    QuestionnaireFactory,
)
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/desk/notices/"
BY = date(2026, 11, 27)
SAID = {
    "title_zh": "周五消防演练",
    "text_zh": "11月27日14:00全园疏散演练，请安排人员参加。",
    "confirm_by": "2026-11-27",
}


@pytest.fixture
def park_leader(park):
    return somebody("蓝知远", Role.PARK_LEADER, park=park)


@pytest.fixture
def firms(enterprise, enterprise_person, park):
    """Three firms of the park: one with an account, one with an e-mail address, one with a number alone."""
    mail, phone = EnterpriseFactory(park=park), EnterpriseFactory(park=park)
    ContactFactory(enterprise=mail, email="office@firm.example.com")
    ContactFactory(enterprise=phone)
    return [enterprise, mail, phone]


@pytest.fixture
def draft(specialist, park, firms):
    """A notice to the park, to be confirmed by Friday, that nobody has got yet."""

    def make(**said):
        facts = {"title": "周五消防演练", "text": "请参加", "confirm_by": BY, "parks": (park,), **said}
        return sending.write(Letter(**facts), by=specialist)

    return make


@pytest.fixture
def sent(draft, specialist):
    return sending.send(draft(), by=specialist)


@pytest.fixture
def enter(client):
    def log_in(person):
        client.force_login(person)
        return client

    return log_in


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def copy_of(circular, firm):
    return CircularCopy.objects.get(circular=circular, enterprise=firm)


def told():
    """Let the post hear what happened; who was told what, by which way."""
    for entry in Entry.objects.filter(subject_type="requests_flow.circular").order_by("pk"):
        notices.write_notices(entry)
    return {(one.entry.step, one.recipient, one.channel) for one in Notice.objects.select_related("entry")}


# --- written, looked at, sent ------------------------------------------------------------------------
def test_a_notice_is_looked_at_before_it_is_sent_and_sent_once(enter, specialist, park, firms):
    browser = enter(specialist)
    first = browser.post(f"{LIST}new/", SAID | {"where": [f"p:{park.code}"], "key": "k"})
    assert (
        browser.post(f"{LIST}new/", SAID | {"where": [f"p:{park.code}"], "key": "k"})["Location"] == first["Location"]
    )
    circular = Circular.objects.get()
    seen = browser.get(first["Location"]).context["reach"]
    assert (seen.firms, seen.by_account, seen.by_mail, seen.by_phone, seen.by_nothing) == (3, 1, 1, 1, 0)
    assert not CircularCopy.objects.exists()
    assert browser.post(f"{first['Location']}send/", {"key": "s"}).status_code == 302
    assert browser.post(f"{first['Location']}send/", {"key": "s"}).status_code == 302
    assert browser.post(f"{first['Location']}send/", {"key": "t"}).status_code == 409
    assert circular.copies.count() == 3
    assert [one.step for one in Entry.objects.about(circular)] == ["write", "send"]
    assert not list(trail.verify())


def test_a_notice_goes_to_places_and_tags_and_never_to_who_has_left(draft, park, building, firms):
    EnterpriseFactory(park=park, status=Enterprise.Status.MOVED_OUT)
    other = EnterpriseFactory(park=ParkFactory(), size=Enterprise.Size.LARGE, is_high_tech=True)
    next_door = EnterpriseFactory(park=park, building=BuildingFactory(park=park))

    def goes(**said):
        return set(reach.circle(draft(**said)))

    assert goes() == {*firms, next_door}
    assert goes(parks=(), buildings=(building,)) == {firms[0]}
    assert goes(parks=()) == {*firms, next_door, other}
    assert goes(parks=(), sizes=("large",)) == {other}
    assert goes(parks=(), traits=("is_high_tech",), sectors=("BIO",)) == set()


def test_a_notice_to_nobody_is_not_sent(draft, specialist):
    empty = draft(parks=(ParkFactory(),))
    with pytest.raises(NotNow):
        sending.send(empty, by=specialist)
    assert now(empty).state == Circular.State.DRAFT


def test_the_window_reads_notices_and_writes_none(enter, clerk, sent, draft):
    with pytest.raises(NotYours):
        sending.send(draft(), by=clerk)
    browser = enter(clerk)
    assert browser.get(sent.get_absolute_url()).status_code == 200
    assert browser.get(f"{LIST}new/").status_code == 404
    assert browser.post(f"{sent.get_absolute_url()}withdraw/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("said", [{"confirm_by": "2026-11-23"}, {"title_zh": ""}, {"title_en": "Drill"}])
def test_wrong_input_keeps_what_was_typed(enter, specialist, said):
    page = enter(specialist).post(f"{LIST}new/", SAID | said)
    assert page.context["form"].errors
    assert SAID["text_zh"] in page.content.decode()
    assert not Circular.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(enter, specialist, sent, manager):
    extra = {"state": "sent", "sent_at": "2026-11-01", "by": manager.pk, "corrects": sent.pk, "reminded_at": "x"}
    enter(specialist).post(f"{LIST}new/", SAID | extra)
    made = Circular.objects.latest("pk")
    assert (made.state, made.sent_at, made.by, made.corrects) == ("draft", None, specialist, None)


# --- told by the ways that are there -----------------------------------------------------------------
def test_people_with_an_account_are_told_and_contacts_by_mail(sent, firms, enterprise_person):
    mail = copy_of(sent, firms[1])
    found = told()
    assert ("send", f"person:{enterprise_person.pk}", "in_app") in found
    assert ("send", f"copy:{mail.pk}", "email") in found
    assert not [one for one in found if one[1] == f"copy:{copy_of(sent, firms[2]).pk}"]
    assert notices.Recipient(f"copy:{mail.pk}").resolve().url == mail.get_link()


def test_a_firm_that_moved_out_after_the_sending_is_told_no_more(sent, firms, enterprise_person):
    Enterprise.objects.filter(pk__in=[one.pk for one in firms[:2]]).update(status="moved_out")
    assert told() == set()
    assert notices.Recipient(f"copy:{copy_of(sent, firms[1]).pk}").resolve() is None
    assert list(sent.copies.missing()) == [copy_of(sent, firms[2])]


# --- the firm's own page -----------------------------------------------------------------------------
def test_a_look_at_the_link_marks_nothing_and_a_tap_does(client, sent, firms):
    copy = copy_of(sent, firms[1])
    page = client.get(copy.get_link())
    assert client.head(copy.get_link()).status_code == 200
    assert now(copy).state == "out"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    client.post(copy.get_link(), {"read": "1"})
    assert now(copy).state == "read"
    client.post(copy.get_link(), {"name": "乔晨遥", "key": "a"})
    assert (now(copy).state, now(copy).confirmed_by) == ("confirmed", "乔晨遥")
    assert client.post(copy.get_link(), {"name": "别人", "key": "b"}).status_code == 303
    assert now(copy).confirmed_by == "乔晨遥"
    assert "乔晨遥" not in Entry.objects.about(copy).last().canonical


def test_a_link_shows_its_own_firm_alone(client, sent, firms):
    page = client.get(copy_of(sent, firms[1]).get_link()).content.decode()
    assert firms[1].name in page
    assert firms[0].name not in page
    token = copy_of(sent, firms[1]).token
    for forged in (token[:-1], token.replace(token.split(":")[0], str(copy_of(sent, firms[0]).pk), 1), "x" * 40):
        assert client.get(f"/notices/{forged}/").status_code == 404


def test_somebody_of_the_firm_reads_by_looking_and_finds_what_waits(enter, sent, firms, enterprise_person):
    copy, browser = copy_of(sent, firms[0]), enter(enterprise_person)
    assert [one.pk for one in browser.get("/notices/").context["waiting"]] == [copy.pk]
    browser.get(copy.get_link())
    assert now(copy).state == "read"
    heaps = {one.url: one.count for one in browser.get("/me/").context["waiting"]}
    assert heaps["/notices/"] == 1
    browser.post(copy.get_link(), {})
    assert Entry.objects.about(copy).last().actor == enterprise_person
    assert browser.get("/notices/").context["waiting"] == []


def test_the_notices_of_one_firm_are_not_in_the_list_of_another(enter, sent, park):
    neighbour = MembershipFactory(enterprise=EnterpriseFactory(park=park)).person
    page = enter(neighbour).get("/notices/").context
    assert (page["waiting"], page["others"]) == ([], [])


def test_english_readers_get_english_where_there_is_any(client, draft, specialist, firms):
    english = sending.send(draft(title_en="Fire drill", text_en="Please come"), by=specialist)
    chinese = sending.send(draft(), by=specialist)
    links = [f"/en{copy_of(one, firms[0]).get_link()}" for one in (english, chinese)]
    page = client.get(links[0]).content.decode()
    assert "Fire drill" in page
    assert "Please come" in page
    page = client.get(links[1]).content.decode()
    assert "written in Chinese only" in page
    assert "请参加" in page


def test_a_notice_for_reading_only_is_not_confirmed(client, draft, specialist, firms):
    copy = copy_of(sending.send(draft(confirm_by=None), by=specialist), firms[1])
    assert client.post(copy.get_link(), {"name": ""}).status_code == 409
    client.post(copy.get_link(), {"read": "1"})
    assert now(copy).state == "read"


# --- reminded, told by hand --------------------------------------------------------------------------
def test_only_those_who_are_missing_are_reminded_once_a_working_day(sent, firms, specialist, enterprise_person, at):
    advance(copy_of(sent, firms[1]), "confirm", by=copy_of(sent, firms[1]).holder)
    sending.remind(sent, by=specialist)
    assert Entry.objects.about(sent).last().facts["firms"] == 2
    reminded = {key for step, key, _ in told() if step == "remind"}
    assert reminded == {f"person:{enterprise_person.pk}"}
    with pytest.raises(NotNow):
        sending.remind(sent, by=specialist)
    at("2026-11-25 08:00")
    sending.remind(sent, by=specialist)
    at("2026-11-27 10:00")
    sending.remind(sent, by=specialist)
    at("2026-11-29 10:00")
    with pytest.raises(NotNow):
        sending.remind(sent, by=specialist)


def test_nobody_is_reminded_when_all_have_confirmed_or_were_told(sent, clerk, specialist):
    for one in sent.copies.all():
        advance(one, "tell", by=clerk, teller=clerk)
    with pytest.raises(NotNow):
        sending.remind(sent, by=specialist)


def test_a_firm_is_marked_as_told_by_phone(enter, clerk, sent, firms):
    browser, copy = enter(clerk), copy_of(sent, firms[2])
    assert browser.post(f"{sent.get_absolute_url()}told/{firms[2].pk}/").status_code == 302
    assert (now(copy).state, now(copy).told_by) == ("told", clerk)
    assert browser.post(f"{sent.get_absolute_url()}told/{firms[2].pk}/").status_code == 409
    assert copies.figures(sent.copies.all()).missing == 2


# --- the park leader ---------------------------------------------------------------------------------
def test_a_park_leader_sees_the_own_park_without_names(enter, sent, draft, park_leader, specialist, firms):
    other = EnterpriseFactory(park=ParkFactory())
    wide = sending.send(draft(parks=()), by=specialist)
    copy = copy_of(wide, firms[1])
    advance(copy, "confirm", by=copy.holder, name="乔晨遥")
    browser = enter(park_leader)
    page = browser.get(f"{wide.get_absolute_url()}?show=all")
    assert page.context["figures"].firms == 3
    assert other.name not in page.content.decode()
    assert "乔晨遥" not in page.content.decode()
    assert browser.post(f"{wide.get_absolute_url()}told/{other.pk}/").status_code == 404
    assert browser.post(f"{wide.get_absolute_url()}told/{firms[2].pk}/").status_code == 302
    assert browser.get(f"{wide.get_absolute_url()}firms.xlsx").status_code == 404
    assert browser.get(draft().get_absolute_url()).status_code == 404


def test_the_list_of_notices_asks_as_often_for_many_as_for_one(
    enter, sent, draft, specialist, django_assert_max_num_queries
):
    browser = enter(specialist)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for _ in range(5):
        sending.send(draft(), by=specialist)
    with django_assert_max_num_queries(len(one)):
        browser.get(LIST)


def test_the_leader_of_another_park_and_the_operator_do_not_know_of_it(enter, sent, operator_person):
    assert enter(somebody("冯清", Role.PARK_LEADER, park=ParkFactory())).get(sent.get_absolute_url()).status_code == 404
    assert enter(operator_person).get(sent.get_absolute_url()).status_code == 404


# --- corrected, withdrawn ----------------------------------------------------------------------------
def test_a_withdrawn_notice_says_why_and_takes_nothing_more(client, sent, firms, specialist):
    copy = copy_of(sent, firms[1])
    with pytest.raises(NotYours):
        advance(sent, "withdraw", by=somebody("罗", Role.WINDOW_CLERK), reason="x")
    advance(sent, "withdraw", by=specialist, reason="演练改期")
    assert "演练改期" in client.get(copy.get_link()).content.decode()
    assert client.post(copy.get_link(), {"name": ""}).status_code == 409
    assert client.post(copy.get_link(), {"read": "1"}).status_code == 409
    assert now(copy).state == "out"
    with pytest.raises(NotNow):
        sending.remind(sent, by=specialist)
    assert ("withdraw", f"copy:{copy.pk}", "email") in told()
    assert [one.step for one in Entry.objects.about(sent)][-1] == "withdraw"


def test_a_correction_goes_to_whoever_got_the_first_one(client, enter, sent, firms, specialist):
    browser = enter(specialist)
    answer = browser.post(f"{LIST}new/?corrects={sent.pk}", SAID | {"title_zh": "演练改到下午三点", "sectors": ["BIO"]})
    again = Circular.objects.get(corrects=sent)
    assert browser.post(f"{LIST}new/?corrects={sent.pk}", SAID | {"key": "2"}).status_code == 409
    assert now(sent).state == "sent"
    browser.post(f"{answer['Location']}send/", {"key": "s"})
    assert now(sent).state == "corrected"
    old, new = copy_of(sent, firms[1]), copy_of(again, firms[1])
    page = Client().get(old.get_link()).content.decode()
    assert new.get_link() in page
    assert Client().post(old.get_link(), {}).status_code == 409


# --- one contact budget ------------------------------------------------------------------------------
def test_a_questionnaire_leaves_those_in_peace_who_wish_it_and_a_notice_does_not(draft, specialist, manager, firms):
    spare.spare(firms[0], until=clock.today() + timedelta(days=20), reason="年底盘点", by=manager)
    survey = draft(questionnaire=QuestionnaireFactory(state="open"))
    goes, reached = reach.addressed(survey)
    assert (set(goes), reached.spared) == ({firms[1].pk, firms[2].pk}, 1)
    assert len(reach.addressed(draft())[0]) == 3
    assert len(reach.addressed(draft(questionnaire=QuestionnaireFactory(state="open", is_survey=False)))[0]) == 3


def test_a_questionnaire_is_a_contact_for_a_month(draft, specialist, firms, at):
    survey = draft(
        questionnaire=QuestionnaireFactory(state="open", closes_on=date(2027, 3, 1), keep_until=date(2027, 4, 1))
    )
    sending.send(survey, by=specialist)
    assert planning.last_contact(firms[0]) == date(2026, 11, 24)
    second = draft(questionnaire=survey.questionnaire, confirm_by=None)
    assert reach.addressed(second)[1].lately == 3
    with pytest.raises(NotNow):
        sending.send(second, by=specialist)
    at("2026-12-24 10:00")
    assert reach.addressed(second)[1].lately == 0


def test_the_plan_of_visits_waits_after_a_questionnaire(draft, specialist, park_leader, firms):
    before = planning.plan(park_leader)
    assert {one.firm.pk for one in [*before.today, *before.later]} == {one.pk for one in firms}
    sending.send(draft(questionnaire=QuestionnaireFactory(state="open")), by=specialist)
    after = planning.plan(park_leader)
    assert not [*after.today, *after.later]


# --- taken away --------------------------------------------------------------------------------------
def test_the_list_of_firms_holds_no_formula(enter, specialist, sent, firms):
    Enterprise.objects.filter(pk=firms[1].pk).update(name='=HYPERLINK("http://x")')
    copy = copy_of(sent, firms[1])
    advance(copy, "confirm", by=copy.holder, name="@SUM(1)")
    answer = enter(specialist).get(f"{sent.get_absolute_url()}firms.xlsx")
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.iter_rows())
    assert len(rows) == 4
    assert not [cell.value for row in rows for cell in row if str(cell.value or "").startswith(("=", "+", "-", "@"))]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert "http://x" in "".join(str(row[0].value) for row in rows)
