"""Pages of small works: everybody reads money and pictures of what was agreed, nobody a name; the rest is inside."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from councils import cases, works
from councils.models import Case, SmallWork, WorkPayment
from parkdesk.core import clock, outbox
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import AccessLog, Notice
from tests.councils.small_works import CONTRACTOR, YUAN, fresh, photo

pytestmark = pytest.mark.django_db
State = SmallWork.State
TYPED = {
    "name": "东门雨棚", "place": "东门", "what": "加一段雨棚，雨天不排队淋雨。", "budget": "8,000.50",
    "share_owner": "5000.50", "share_firms": "3000", "share_public": "", "share_other": "", "key": "k",
}  # fmt: skip


def listed(council, name="works", *more):
    return reverse(f"councils:{name}", args=[council.park.code, *more])


def at(work, verb):
    return reverse("councils:work_act", args=[work.park_code, work.pk, verb])


def text(answer):
    return answer.content.decode()


# --- for everybody ----------------------------------------------------------------------------------------
def test_before_the_vote_only_its_council_reads_it(client, site, as_, chair):
    work = site.proposed()
    assert client.get(work.get_absolute_url()).status_code == 404
    assert work.title not in text(client.get(listed(site.council)))
    assert work.title in text(as_(chair).get(listed(site.council)))


def test_what_was_not_agreed_is_nobodys_but_the_councils(client, site):
    work = site.voted("NNNNNNNN")
    assert client.get(work.get_absolute_url()).status_code == 404


def test_everybody_reads_money_and_pictures_and_no_name(client, site, specialist, members, office):
    work = site.finished()
    site.pay(work, 11_500 * YUAN)
    work = works.accept(work, said="贾一宁和王思宁看过", by=specialist)
    pages = text(client.get(work.get_absolute_url())) + text(client.get(listed(site.council)))
    for shown in (work.title, "12,000.00", "6,000.00", "11,500.00", "灯具和安装", "已验收", "<meter", "<img"):
        assert shown in pages
    people = {one.name for one in (*members, office, specialist, site.worker)}
    for hidden in (*people, CONTRACTOR, "看过"):
        assert hidden not in pages


def test_the_council_reads_who_builds_it_and_what_was_said(site, as_, chair):
    work = site.finished()
    page = text(as_(chair).get(work.get_absolute_url()))
    for shown in (CONTRACTOR, "24盏已装好", work.case.get_absolute_url()):
        assert shown in page


def test_the_paper_of_a_payment_is_for_those_inside(client, site, as_, operator_person, outsider):
    work = site.begun()
    form = {"what": "灯具", "fen": "3000", "paid_on": clock.today().isoformat(), "key": "s"}
    answer = as_(operator_person).post(at(work, "spend"), {**form, "photo": photo("red")})
    assert answer.status_code == 302
    inside = text(client.get(work.get_absolute_url())).count("<img")
    assert inside - text(as_(outsider).get(work.get_absolute_url())).count("<img") == 1


def test_the_page_of_the_council_leads_to_its_small_works(client, council):
    assert listed(council) in text(client.get(council.get_absolute_url()))
    assert 'class="empty"' in text(client.get(listed(council)))


def test_the_list_costs_no_query_more_for_every_work(client, site):
    site.voted()
    with CaptureQueriesContext(connection) as one:
        client.get(listed(site.council))
    site.voted(title="第二件")
    site.voted(title="第三件")
    with CaptureQueriesContext(connection) as three:
        client.get(listed(site.council))
    assert len(three) <= len(one)


def test_the_table_holds_the_same_figures(client, site):
    work = site.begun()
    site.pay(work, 3000 * YUAN + 50)
    answer = client.get(listed(site.council, "works_export", "xlsx"))
    heads, row = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    assert len(heads) == len(row)
    assert row[3:10] == (12_000, 6000, 4000, 2000, 0, 3000.5, 8999.5)
    assert CONTRACTOR not in row
    assert client.get(listed(site.council, "works_export", "exe")).status_code == 404
    assert not AccessLog.objects.exists()


# --- proposed by a form -----------------------------------------------------------------------------------
def test_a_member_proposes_by_the_form_once_however_often_it_is_pressed(site, as_, mass_member):
    client = as_(mass_member)
    assert client.get(listed(site.council, "work_new")).status_code == 200
    for _ in range(2):
        answer = client.post(listed(site.council, "work_new"), {**TYPED, "photo": photo()})
        assert answer.status_code == 302
    work = SmallWork.objects.get()
    assert (work.budget, work.share_owner, work.share_firms) == (800_050, 500_050, 300_000)
    assert "<img" in text(client.get(work.get_absolute_url()))


@pytest.mark.parametrize(
    ("share", "said"), [("2000", "1,000.00"), ("4000.25", "1,000.25")], ids=["too little", "too much"]
)
def test_shares_that_do_not_make_the_budget_are_sent_back_with_what_differs(site, as_, mass_member, share, said):
    answer = as_(mass_member).post(listed(site.council, "work_new"), {**TYPED, "share_firms": share})
    page = text(answer)
    assert answer.status_code == 200
    assert said in page
    for kept in ("东门雨棚", "雨天不排队淋雨", "8,000.50", share):
        assert kept in page
    assert not SmallWork.objects.exists()


def test_what_names_a_person_does_not_go_on_a_public_page(site, as_, mass_member):
    typed = {**TYPED, "what": "联系人电话15400001234"}
    assert as_(mass_member).post(listed(site.council, "work_new"), typed).status_code == 200
    assert not SmallWork.objects.exists()


def test_nobody_from_outside_sees_the_form(site, as_, outsider, enterprise_person, client):
    assert client.get(listed(site.council, "work_new")).status_code == 302
    for stranger in (outsider, enterprise_person):
        assert as_(stranger).get(listed(site.council, "work_new")).status_code in (403, 404)


def test_the_amount_that_is_voted_on_is_changed_in_the_small_work_alone(site, as_, office):
    case = site.proposed().case
    address = reverse("councils:case_step", args=[case.council.park.code, case.pk, "prepare"])
    assert address not in text(as_(office).get(case.get_absolute_url()))
    with pytest.raises(NotNow):
        cases.prepare(case, by=office, question="同意加装充电桩，预算80万元。")
    assert "80万元" not in Case.objects.get(pk=case.pk).question


# --- step by step -----------------------------------------------------------------------------------------
def test_its_unit_does_it_all_by_its_pages_and_the_office_accepts(site, as_, operator_person, specialist):
    work = site.handed_over()
    client = as_(operator_person)
    assert work.title in text(client.get(reverse("councils:actions")))
    day = clock.today().isoformat()
    client.post(at(work, "contract"), {"contractor": CONTRACTOR, "due_on": day, "photo": photo(), "key": "c"})
    client.post(at(work, "start"), {"photo": photo(), "key": "s"})
    client.post(at(work, "spend"), {"what": "灯具", "fen": "3000", "paid_on": day, "key": "p"})
    client.post(at(work, "claim"), {"said": "好了", "photo": photo("white"), "key": "f"})
    assert fresh(work).state == State.CLAIMED
    assert client.get(at(work, "accept")).status_code == 403
    client = as_(specialist)
    assert work.get_absolute_url() in text(client.get(reverse("councils:mine")))
    client.post(at(work, "accept"), {"said": "看过", "key": "a"})
    assert (fresh(work).state, fresh(work).spent) == (State.ACCEPTED, 3000 * YUAN)


def test_a_payment_over_the_budget_stores_nothing_and_says_why(site, as_, operator_person):
    work = site.begun()
    form = {"what": "灯具", "fen": "12000.01", "paid_on": clock.today().isoformat(), "key": "p"}
    answer = as_(operator_person).post(at(work, "spend"), form)
    assert answer.status_code == 200
    assert "12,000.01" in text(answer)
    assert 'value="灯具"' in text(answer)
    assert not WorkPayment.objects.exists()


def test_without_a_picture_the_form_comes_back_with_what_was_typed(site, as_, operator_person):
    work = site.begun()
    answer = as_(operator_person).post(at(work, "claim"), {"said": "二十四盏全部装好", "key": "f"})
    assert answer.status_code == 200
    assert "二十四盏全部装好" in text(answer)
    assert fresh(work).state == State.IN_WORK


def test_a_step_that_is_not_open_is_refused_before_anybody_types(site, as_, operator_person):
    assert as_(operator_person).get(at(site.contracted(), "claim")).status_code == 409


@pytest.mark.parametrize("verb", ["contract", "spend", "strike", "cancel"])
def test_every_open_step_has_its_form(site, as_, office, verb):
    work = site.begun()
    site.pay(work, YUAN)
    assert as_(office).get(at(work, verb)).status_code == 200


def test_written_anew_the_form_begins_with_what_stands(site, as_, office):
    page = text(as_(office).get(at(site.proposed(), "revise")))
    for kept in ("3号楼楼梯间照明改造", "12000.00", "4000.00"):
        assert kept in page


def test_its_unit_is_told_when_something_is_missing(site, specialist, operator_person):
    advance(site.finished(), "send_back", by=specialist, reason="两盏不亮")
    outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.smallwork.send_back").values_list("recipient", flat=True)
    assert set(told) == {f"person:{operator_person.pk}"}
