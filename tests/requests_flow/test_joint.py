"""Joint handling of an emergency (专班): a head, tasks, a line a day, claims in fen, instalments that stay late."""

import io
from datetime import date

import openpyxl
import pytest

from enterprises.roles import Role
from parkdesk.core import money, outbox, ticking
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import AccessLog, Entry, Notice
from requests_flow import joint as team
from requests_flow.models import Incident, Joint, JointClaim, JointInstalment
from requests_flow.words import State
from tests.factories import UnitFactory
from tests.requests_flow.conftest import somebody

pytestmark = pytest.mark.django_db
NAME = "欧阳振华"


@pytest.fixture
def need(morning, a_need):
    return a_need(State.IN_PROGRESS)


@pytest.fixture
def head(specialist):
    return specialist


@pytest.fixture
def running(need, head, manager):
    return team.open_for(need, matter="一家企业拖欠工资", head=head, by=manager)


@pytest.fixture
def registered(running, head):
    for name, fen in ((NAME, 1_234_567), ("黄晓", 100_001)):
        team.add_claim(running, name=name, kind="person", amount_fen=fen, evidence="工资条", by=head)
    return running


def fresh(one):
    return Joint.objects.get(pk=one.pk)


def text(answer):
    return answer.content.decode()


def address(one, verb=""):
    return f"/desk/needs/{one.need.reference}/joint/{verb}"


def tick_at(morning, moment):
    morning(moment)
    assert [one for one in ticking.run_all() if one.error] == []


# --- the way -----------------------------------------------------------------------------------------
def test_from_the_need_to_the_summary(client, need, manager, head, operator_unit):
    client.force_login(manager)
    base = f"/desk/needs/{need.reference}/joint/"
    assert f"{base}new/" in text(client.get(need.get_absolute_url()))
    assert client.get(base).url == f"{base}new/"
    said = {"matter": "一家企业拖欠工资", "head": head.pk, "key": "a"}
    assert client.post(f"{base}new/", said).url == client.post(f"{base}new/", said).url == base
    client.force_login(head)
    for verb, facts in (
        ("member", {"unit": operator_unit.pk, "task": "清点资产"}),
        ("report", {"text": "已约谈老板"}),
        ("claim", {"name": NAME, "kind": "person", "amount_fen": "12,345.67", "evidence": "工资条"}),
        ("plan", {"due_on": "2026-12-10", "amount_fen": "5000", "payer": "甲公司"}),
    ):
        assert client.post(f"{base}{verb}/", facts | {"key": verb}).status_code == 302, verb
    claim, part = JointClaim.objects.get(), JointInstalment.objects.get()
    assert (claim.amount_fen, part.amount_fen) == (1_234_567, 500_000)
    assert client.post(f"{base}judge/", {"claim": claim.pk, "verdict": "confirmed", "key": "j"}).status_code == 302
    page = text(client.get(base))
    for words in (NAME, "12,345.67", "清点资产", "已约谈老板", "甲公司"):
        assert words in page, words
    assert client.post(f"{base}close/", {"summary": "全部付清", "key": "z"}).status_code == 302
    assert (Joint.objects.get().state, "全部付清" in text(client.get(base))) == ("closed", True)
    assert client.post(f"{base}report/", {"text": "还有", "key": "y"}).status_code == 409


def test_there_is_one_team_at_a_time(running, need, head, manager):
    with pytest.raises(NotNow):
        team.open_for(need, matter="再来", head=head, by=manager)
    advance(running, "close", by=head, summary="完")
    assert team.open_for(need, matter="再来", head=head, by=manager).state == "running"


@pytest.mark.parametrize("who", ["clerk", "operator_person", "volunteer", "enterprise_person"])
def test_only_manager_leader_and_committee_call_one_together(client, need, head, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(NotYours):
        team.open_for(need, matter="不行", head=head, by=person)
    client.force_login(person)
    assert client.get(f"/desk/needs/{need.reference}/joint/new/").status_code in {403, 404}


def test_the_committee_calls_one_together_about_a_need_that_it_follows(client, need, head):
    client.force_login(somebody("周明远", Role.PARTY_COMMITTEE))
    said = {"matter": "工资", "head": head.pk, "key": "a"}
    assert client.post(f"/desk/needs/{need.reference}/joint/new/", said).status_code == 302
    assert client.get(f"/desk/needs/{need.reference}/joint/").status_code == 200


def test_an_incident_has_its_team_too(client, morning, park, manager, head):
    incident = Incident.objects.create(park=park, category="PRO", opened_by=manager, started_at="2026-11-24T01:00Z")
    Incident.objects.filter(pk=incident.pk).update(state="open", title="停电")
    client.force_login(manager)
    base = f"/desk/incidents/{incident.pk}/joint/"
    assert client.post(f"{base}new/", {"matter": "全园停电", "head": head.pk, "key": "a"}).url == base
    assert "全园停电" in text(client.get(base))


# --- the line of the day -----------------------------------------------------------------------------
def test_a_missing_line_is_shown_and_its_head_is_reminded_once(client, running, morning, head):
    tick_at(morning, "2026-11-24 16:59")
    assert fresh(running).missing_status is None
    for moment in ("2026-11-24 17:01", "2026-11-24 18:00"):
        tick_at(morning, moment)
    assert fresh(running).missing_status == date(2026, 11, 24)
    outbox.drain()
    told = Notice.objects.filter(entry__verb="requests_flow.joint.remind", channel="in_app")
    assert list(told.values_list("recipient", flat=True)) == [f"person:{head.pk}"]
    client.force_login(head)
    assert "17:00" in text(client.get(address(running)))
    team.report(running, text="今天付了第一笔", by=head)
    assert fresh(running).missing_status is None


def test_a_day_off_needs_no_line(running, morning, head):
    morning("2026-11-27 16:00")
    team.report(running, text="周五", by=head)
    morning("2026-11-29 20:00")
    assert fresh(running).missing_status is None
    morning("2026-11-30 17:30")
    assert fresh(running).missing_status == date(2026, 11, 30)


# --- the register ------------------------------------------------------------------------------------
def test_amounts_are_whole_fen_and_add_up(registered, head):
    first, _second = JointClaim.objects.all()
    team.judge_claim(registered, claim=first, verdict="confirmed", by=head)
    found = team.sums(list(JointClaim.objects.all()), [])
    assert (found.claimed, found.confirmed, found.disputed) == (1_334_568, 1_234_567, 0)
    assert money.figure(found.claimed) == "13,345.68"


def test_a_corrected_amount_is_a_new_line_and_the_old_one_stays_readable(client, registered, head):
    first = JointClaim.objects.first()
    team.judge_claim(registered, claim=first, verdict="confirmed", by=head)
    client.force_login(head)
    said = {"claim": first.pk, "amount_fen": "10,000", "reason": "工资条算重了", "key": "c"}
    for _press in range(2):
        assert client.post(address(registered, "correct/"), said).status_code == 302
    first.refresh_from_db()
    new = JointClaim.objects.get(corrects=first)
    assert (first.amount_fen, first.verdict, JointClaim.objects.count()) == (1_234_567, "confirmed", 3)
    assert (new.name, new.evidence, new.amount_fen, new.verdict) == (NAME, "工资条", 1_000_000, "open")
    found = team.sums(list(JointClaim.objects.all()), [])
    assert (found.claimed, found.confirmed) == (1_100_001, 0)
    page = text(client.get(address(registered)))
    for words in ("<s>", "12,345.67", "10,000.00", "工资条算重了", "更正后见第 3 号", "更正第 1 号"):
        assert words in page, words


def test_what_was_corrected_is_neither_judged_nor_corrected_again(client, registered, head):
    first = JointClaim.objects.first()
    team.correct_claim(registered, claim=first, amount_fen=5, reason="算重了", by=head)
    with pytest.raises(NotNow):
        team.correct_claim(registered, claim=first, amount_fen=6, reason="又算", by=head)
    with pytest.raises(NotNow):
        team.judge_claim(registered, claim=first, verdict="confirmed", by=head)
    client.force_login(head)
    form = client.get(address(registered, "judge/")).context["form"]
    assert first not in form.fields["claim"].queryset
    assert form.fields["claim"].queryset.count() == 2
    last = JointClaim.objects.get(corrects=first)
    team.correct_claim(registered, claim=last, amount_fen=7, reason="再核", by=head)
    assert team.sums(list(JointClaim.objects.all()), []).claimed == 100_008


@pytest.mark.parametrize(("said", "wrong"), [({"amount_fen": "12345.67"}, "amount_fen"), ({"reason": ""}, "reason")])
def test_a_correction_says_another_amount_and_why(client, registered, head, said, wrong):
    client.force_login(head)
    told = {"claim": JointClaim.objects.first().pk, "amount_fen": "1", "reason": "错", "key": "c"} | said
    assert wrong in client.post(address(registered, "correct/"), told).context["form"].errors
    assert JointClaim.objects.count() == 2


def test_why_an_amount_was_corrected_is_read_by_those_who_keep_the_register(client, registered, head, clerk):
    team.correct_claim(registered, claim=JointClaim.objects.first(), amount_fen=5, reason="赵某多报", by=head)
    assert "赵某多报" not in "".join(entry.canonical for entry in Entry.objects.about(registered))
    client.force_login(clerk)
    assert "赵某多报" not in text(client.get(address(registered)))
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(registered, "claims.xlsx")).getvalue())).active
    assert "赵某多报" not in "".join(str(cell.value) for row in book for cell in row)
    assert client.post(address(registered, "correct/"), {"key": "x"}).status_code == 403


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "viel", "99999999999"])
def test_no_other_amount_is_taken(client, running, head, amount):
    client.force_login(head)
    form = client.post(address(running, "claim/"), {"name": "黄晓", "kind": "person", "amount_fen": amount}).context[
        "form"
    ]
    assert form.errors["amount_fen"]


def test_names_are_hidden_from_who_may_not_see_them(client, registered, clerk, head, operator_person, operator_unit):
    team.add_member(registered, unit=operator_unit, task="清点资产", by=head)
    client.force_login(head)
    assert NAME in text(client.get(address(registered)))
    for person in (clerk, operator_person):
        client.force_login(person)
        page = text(client.get(address(registered)))
        assert NAME not in page
        assert "欧**" in page
        book = openpyxl.load_workbook(io.BytesIO(client.get(address(registered, "claims.xlsx")).getvalue())).active
        cells = [str(cell.value) for row in book for cell in row]
        assert NAME not in "".join(cells)
        assert "13,345.68" in cells
        for verb in ("claim", "judge", "plan", "close"):
            assert client.get(address(registered, f"{verb}/")).status_code == 403, verb


def test_the_workbook_says_who_took_it_away_and_that_stays_on_record(client, registered, head):
    client.force_login(head)
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(registered, "claims.xlsx")).getvalue())).active
    rows = [[cell.value for cell in row] for row in book]
    assert [row[0] for row in rows[1:3]] == [NAME, "黄晓"]
    assert head.name in rows[-1][0]
    assert registered.need.reference in rows[-1][0]
    assert AccessLog.objects.get(action="joint.export").actor == head


def test_names_stand_in_the_trail_where_they_can_be_erased(registered):
    for entry in Entry.objects.about(registered):
        assert NAME not in entry.canonical
        assert "工资条" not in entry.canonical


# --- instalments -------------------------------------------------------------------------------------
def test_what_is_paid_late_stays_late(client, running, morning, head):
    team.plan(running, due_on=date(2026, 12, 10), amount_fen=500_000, payer="甲公司", by=head)
    part = JointInstalment.objects.get()
    morning("2026-12-11 09:00")
    assert JointInstalment.objects.get().light.is_overdue
    client.force_login(head)
    assert 'data-light="red"' in text(client.get(address(running)))
    assert (
        client.post(address(running, "pay/"), {"instalment": part.pk, "paid_on": "2027-01-01"}).context["form"].errors
    )
    team.pay(running, instalment=part, paid_on=date(2026, 12, 11), by=head)
    assert JointInstalment.objects.get().is_late
    assert 'data-light="red"' in text(client.get(address(running)))
    with pytest.raises(NotNow):
        team.pay(running, instalment=part, paid_on=date(2026, 12, 9), by=head)


# --- who knows of it ---------------------------------------------------------------------------------
def test_a_stranger_does_not_learn_that_there_is_one(client, registered, volunteer, enterprise_person):
    others = somebody("方一诺", Role.OPERATOR_STAFF, unit=UnitFactory())
    for stranger in (volunteer, enterprise_person, others, somebody("夏", Role.SYSTEM_ADMIN)):
        client.force_login(stranger)
        for verb in ("", "report/", "claims.xlsx", "new/"):
            assert client.get(address(registered, verb)).status_code == 404, (stranger, verb)


def test_what_is_protected_is_kept_from_the_landlord(
    client, a_need, morning, manager, head, operator_unit, operator_person
):
    need = a_need(State.TRIAGED, is_protected=True)
    one = team.open_for(need, matter="举报", head=head, by=manager)
    for member in ({"unit": operator_unit}, {"person": operator_person}):
        with pytest.raises(NotNow):
            team.add_member(one, task="协助", by=manager, **member)
    later = a_need(State.IN_PROGRESS)
    two = team.open_for(later, matter="工资", head=head, by=manager)
    team.add_member(two, unit=operator_unit, task="协助", by=manager)
    client.force_login(operator_person)
    assert client.get(address(two)).status_code == 200
    type(later).objects.filter(pk=later.pk).update(is_protected=True)
    assert client.get(address(two)).status_code == 404
    with pytest.raises(NotYours):
        team.report(fresh(two), text="看到了", by=operator_person)
