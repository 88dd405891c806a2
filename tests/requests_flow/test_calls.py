"""Calls about completed needs: who is drawn, who may call, what is asked, and where the answers go."""

from datetime import datetime

import pytest

from enterprises.roles import Role
from parkdesk.core import outbox
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import AccessLog, Entry, Notice
from requests_flow import calls, desk, draw
from requests_flow.calls import Answers
from requests_flow.models import CallAttempt, ConductReport, FollowUp
from requests_flow.words import State, Tier
from tests.requests_flow.conftest import link_of, somebody

pytestmark = pytest.mark.django_db
ASKED = "要我们请他吃饭"
SAID = {"method": "phone", "is_solved": "yes", "is_in_time": "yes", "was_asked": "no"}


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def drawn(monkeypatch):
    """`drawn(True)`: every simple need is drawn; `drawn(False)`: none."""

    def set_(is_drawn):
        monkeypatch.setattr(draw, "lot", lambda need: 0 if is_drawn else 99)

    return set_


@pytest.fixture
def party(db):
    return somebody("夏明远", Role.PARTY_COMMITTEE)


@pytest.fixture
def auditor(db):
    return somebody("顾明", Role.DISCIPLINE_AUDITOR)


def listed(person):
    return [one.need for one in calls.due(person)]


# --- the lot -----------------------------------------------------------------------------------------
class Numbered:
    tier, handling = Tier.SIMPLE, 1

    def __init__(self, number):
        self.reference = f"N-2026-{number:06d}-K"


def test_about_a_fifth_of_simple_needs_is_drawn_and_always_the_same():
    first = [draw.is_drawn(Numbered(number)) for number in range(5000)]
    assert 900 < sum(first) < 1100
    assert first == [draw.is_drawn(Numbered(number)) for number in range(5000)]


@pytest.mark.parametrize("tier", [Tier.COMPLEX, Tier.MAJOR])
def test_all_complex_and_major_ones_are_drawn(tier):
    one = Numbered(1)
    one.tier = tier
    assert all(draw.is_drawn(one) for one.handling in range(1, 50))


def test_a_new_handling_is_drawn_anew():
    one = Numbered(7)
    lots = set()
    for one.handling in range(1, 9):
        lots.add(draw.lot(one))
    assert len(lots) > 1


def test_what_is_not_drawn_owes_no_call(morning, a_need, drawn):
    drawn(False)
    assert a_need(State.RESOLVED).light is None
    assert a_need(State.RESOLVED, tier=Tier.COMPLEX).light is not None


# --- the list ----------------------------------------------------------------------------------------
def test_drawn_complex_and_badly_rated_needs_are_to_be_called(morning, a_need, manager, drawn):
    drawn(False)
    plain, rated, complex_ = a_need(State.CLOSED), a_need(State.RESOLVED), a_need(State.CLOSED, tier=Tier.COMPLEX)
    desk.rate(rated, grade=2, by=link_of(rated))
    assert listed(manager) == [rated, complex_]
    drawn(True)
    assert set(listed(manager)) == {plain, rated, complex_}


def test_whoever_resolved_it_is_not_asked_to_call(morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.RESOLVED)
    type(need).objects.filter(pk=need.pk).update(resolved_by=manager)
    assert listed(manager) == []


def test_a_specialist_calls_about_the_own_lines_only(morning, a_need, specialist, drawn):
    drawn(True)
    mine, other = a_need(State.RESOLVED, category="PRO"), a_need(State.RESOLVED, category="TAX")
    assert other not in listed(specialist)
    assert mine in listed(specialist)


def test_a_call_that_was_made_leaves_the_list(morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.CLOSED)
    assert calls.follow_up(need, method="phone", is_solved=True, by=manager).state == State.CLOSED
    assert listed(manager) == []
    with pytest.raises(NotNow, match="已经"):
        calls.follow_up(need, method="phone", is_solved=True, by=manager)


def test_a_call_about_a_closed_need_that_is_not_solved_opens_it_again(morning, a_need, manager):
    need = calls.follow_up(a_need(State.CLOSED), method="phone", is_solved=False, by=manager, note="又停了")
    assert (need.state, need.handling) == (State.REOPENED, 2)
    assert FollowUp.objects.get().handling == 1


def test_after_ten_working_days_nobody_calls(morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.CLOSED)
    morning("2026-12-08 17:30")
    assert listed(manager) == []
    with pytest.raises(NotNow):
        calls.follow_up(need, method="phone", is_solved=True, by=manager)


def test_units_and_volunteers_do_not_call(morning, a_need, operator_person, volunteer, enterprise_person):
    need = a_need(State.CLOSED)
    for one in (operator_person, volunteer, enterprise_person):
        with pytest.raises(NotYours):
            calls.follow_up(need, method="phone", is_solved=True, by=one)


# --- attempts and wishes -----------------------------------------------------------------------------
def test_after_two_calls_without_an_answer_nobody_calls_any_more(morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.RESOLVED)
    calls.miss_call(need, result="no_answer", by=manager)
    assert [len(one.attempts) for one in calls.due(manager)] == [1]
    calls.miss_call(need, result="no_answer", by=manager)
    assert listed(manager) == []
    assert [entry.is_public for entry in Entry.objects.about(need) if entry.step == "miss_call"] == [False, False]


def test_another_time_that_was_agreed_is_kept_to(morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.RESOLVED)
    for result, at in (("no_answer", None), ("no_answer", None), ("later", on("2026-11-25 15:00"))):
        calls.miss_call(need, result=result, wished_at=at, by=manager)
    (one,) = calls.due(manager)
    assert one.wished_at == on("2026-11-25 15:00")


def test_a_reporter_says_when_a_call_suits(client, morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.RESOLVED)
    address = f"{need.get_tracking_url()}wish_call/"
    assert "wish_call" in client.get(need.get_tracking_url()).content.decode()
    assert client.post(address, {"part": "noon"}).status_code == 303
    client.post(address, {"part": "wechat"})
    assert calls.due(manager)[0].wish.part == "wechat"


def test_nobody_is_asked_for_a_time_when_nobody_calls(client, morning, a_need, drawn):
    drawn(False)
    need = a_need(State.RESOLVED)
    assert "wish_call" not in client.get(need.get_tracking_url()).content.decode()
    assert client.get(f"{need.get_tracking_url()}wish_call/").status_code == 409


# --- the page ----------------------------------------------------------------------------------------
def test_the_four_questions_are_asked_and_kept(client, morning, a_need, manager, drawn):
    drawn(True)
    need = a_need(State.RESOLVED)
    client.force_login(manager)
    assert need.title in client.get("/desk/calls/").content.decode()
    address = f"/desk/calls/{need.reference}/follow_up/"
    assert client.get(address).status_code == 200
    missing = client.post(address, {"method": "phone", "is_solved": "yes"})
    assert set(missing.context["form"].errors) == {"is_in_time", "was_asked"}
    answer = client.post(address, SAID | {"is_in_time": "no", "left_over": "轿厢灯还闪"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/calls/")
    found = FollowUp.objects.get()
    assert (found.is_solved, found.is_in_time, found.left_over) == (True, False, "轿厢灯还闪")


def test_an_attempt_is_recorded_on_its_page(client, morning, a_need, manager):
    need = a_need(State.RESOLVED)
    client.force_login(manager)
    address = f"/desk/calls/{need.reference}/miss_call/"
    late = {"result": "later", "wished_at": "2026-11-24T09:00"}
    assert "wished_at" in client.post(address, late).context["form"].errors
    assert client.post(address, late | {"wished_at": "2026-11-25T15:00"}).status_code == 302
    assert CallAttempt.objects.get().wished_at == on("2026-11-25 15:00")


def test_whoever_does_not_sit_at_the_desk_finds_no_calls(client, a_need, operator_person, volunteer, enterprise_person):
    need = a_need(State.RESOLVED)
    for one in (operator_person, volunteer, enterprise_person):
        client.force_login(one)
        for path in ("/desk/calls/", f"/desk/calls/{need.reference}/follow_up/", "/desk/ratings/", "/conduct/"):
            assert client.get(path).status_code == 404, (one, path)


# --- asked outside the rules -------------------------------------------------------------------------
def reported(client, need, manager):
    client.force_login(manager)
    address = f"/desk/calls/{need.reference}/follow_up/"
    assert client.post(address, SAID | {"was_asked": "yes"}).context["form"].errors["told"]
    assert client.post(address, SAID | {"was_asked": "yes", "told": ASKED}).status_code == 302
    return ConductReport.objects.get()


def test_what_was_asked_outside_the_rules_reaches_the_committee_and_the_auditor_alone(
    client, morning, a_need, manager, leader, clerk, party, auditor
):
    need = a_need(State.RESOLVED)
    report = reported(client, need, manager)
    outbox.drain()
    told = Notice.objects.filter(entry__subject_type="requests_flow.conductreport")
    assert {one.recipient for one in told} == {f"person:{party.pk}", f"person:{auditor.pk}"}
    for one in (manager, leader, clerk):
        client.force_login(one)
        assert client.get("/conduct/").status_code == 404
        assert client.get(f"/conduct/{report.pk}/").status_code == 404
        assert ASKED not in client.get(f"/desk/needs/{need.reference}/").content.decode()
    for one in (party, auditor):
        client.force_login(one)
        assert need.reference in client.get("/conduct/").content.decode()
        assert ASKED in client.get(f"/conduct/{report.pk}/").content.decode()
    assert AccessLog.objects.filter(action="conduct.read").count() == 2


def test_the_trail_of_the_need_does_not_tell_what_was_asked(client, morning, a_need, manager):
    need = a_need(State.RESOLVED)
    reported(client, need, manager)
    trail = [(entry.facts, entry.words) for entry in Entry.objects.about(need)]
    assert ASKED not in str(trail)
    assert "conduct" not in str(trail)


def test_a_reader_who_handled_the_need_does_not_see_the_report_about_it(client, morning, a_need, manager, party):
    need = a_need(State.RESOLVED)
    report = reported(client, need, manager)
    type(need).objects.filter(pk=need.pk).update(owner=party)
    client.force_login(party)
    assert need.reference not in client.get("/conduct/").content.decode()
    assert client.get(f"/conduct/{report.pk}/").status_code == 404
    report = ConductReport.objects.select_related("need").get()
    with pytest.raises(NotYours):
        advance(report, "settle", by=party, finding="没有这回事")


def test_the_committee_settles_a_report_with_a_finding_once(client, morning, a_need, manager, party):
    report = reported(client, a_need(State.RESOLVED), manager)
    client.force_login(party)
    assert client.post(f"/conduct/{report.pk}/", {"finding": ""}).status_code == 200
    assert client.post(f"/conduct/{report.pk}/", {"finding": "已约谈并退还"}).status_code == 302
    report = ConductReport.objects.get()
    assert (report.state, report.finding) == ("settled", "已约谈并退还")
    assert client.post(f"/conduct/{report.pk}/", {"finding": "再来一次"}).status_code == 409
    assert ConductReport.objects.get().finding == "已约谈并退还"


def test_a_call_is_kept_whole_or_not_at_all(morning, a_need, manager, monkeypatch):
    monkeypatch.setattr(ConductReport, "save", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("no power")))
    need = a_need(State.RESOLVED)
    with pytest.raises(RuntimeError):
        calls.follow_up(need, method="phone", is_solved=True, by=manager, answers=Answers(outside_the_rules=ASKED))
    assert not FollowUp.objects.exists()
