"""The limits of domain.md 4.2 and 4.3: what is promised by when, and what stops the clock."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.models import Unit
from enterprises.roles import Line
from parkdesk.core import clock
from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import advance
from requests_flow import desk, draw, promises
from requests_flow.models import Need, Service, ServiceTerms
from requests_flow.words import Category, State, Tier, Urgency
from tests.requests_flow.conftest import link_of
from tests.rounds import examples, undone

# From Tuesday 24 November 2026, 9:30. There is no day off until New Year but weekends.
DUE = {
    Tier.SIMPLE: {"reply": "11-25 17:30", "resolve": "11-27 17:30", "follow_up": "11-26 17:30"},
    Tier.COMPLEX: {"reply": "11-27 17:30", "resolve": "12-08 17:30", "follow_up": "11-27 17:30"},
    Tier.MAJOR: {"reply": "11-25 17:30", "resolve": "12-22 17:30", "follow_up": "11-27 17:30"},
}


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def dates(need):
    return tuple(f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" for moment in (need.reply_due_at, need.resolve_due_at))


def due(need):
    return f"{need.due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


@pytest.fixture(autouse=True)
def fresh_calendar():
    clock.forget_calendar()
    yield
    clock.forget_calendar()


# --- the table ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("tier", Tier)
def test_each_tier_promises_a_reply_a_result_and_a_follow_up(morning, a_need, tier, monkeypatch):
    monkeypatch.setattr(draw, "lot", lambda need: 0)  # a simple one is called about when it is drawn
    assert dates(a_need(State.TRIAGED, tier=tier)) == (DUE[tier]["reply"], DUE[tier]["resolve"])
    assert due(a_need(State.RESOLVED, tier=tier)) == DUE[tier]["follow_up"]


@pytest.mark.parametrize(("tier", "until"), [(Tier.SIMPLE, "11-25 17:30"), (Tier.MAJOR, "11-24 17:30")])
def test_what_was_acknowledged_is_sorted_within_its_limit(morning, a_need, tier, until):
    text = "三楼有人被困在电梯里" if tier == Tier.MAJOR else "打印机连不上网"
    assert due(a_need(State.ACKNOWLEDGED, text=text)) == until


@pytest.mark.parametrize(
    ("handed_in", "until"),
    [
        ("2026-11-24 08:30", "11-24 12:00"),
        ("2026-11-24 09:30", "11-24 17:30"),
        ("2026-11-24 15:00", "11-25 12:00"),
        ("2026-11-27 18:00", "11-30 12:00"),
        ("2026-11-28 10:00", "11-30 12:00"),
        ("2026-10-01 10:00", "10-08 12:00"),
        ("2026-10-09 15:00", "10-10 12:00"),
    ],
)
def test_a_need_is_acknowledged_by_the_end_of_the_next_half_day(morning, a_need, handed_in, until):
    """The last two: the National Day holidays, and the Saturday that is worked for them."""
    morning(handed_in)
    assert due(a_need(text="打印机连不上网")) == until


def test_what_looks_major_is_acknowledged_within_two_hours_on_any_day(morning, a_need):
    morning("2026-11-29 23:00")
    need = a_need(text="房东说再不交钱就停电，已经起了纠纷")
    assert (need.tier, need.urgency) == (Tier.MAJOR, Urgency.NORMAL)
    assert due(need) == "11-30 01:00"


@pytest.mark.parametrize("handed_in", ["2026-11-24 09:30", "2026-11-28 23:50", "2026-10-01 03:00"])
def test_danger_is_answered_within_thirty_minutes_day_and_night(morning, a_need, handed_in):
    morning(handed_in)
    need = a_need(text="食堂后面闻到很浓的煤气味，头有点晕")
    assert need.urgency == Urgency.CRITICAL
    assert need.due_at == on(handed_in) + timedelta(minutes=30)


def test_a_unit_has_half_a_working_day_to_accept(morning, a_need):
    assert due(a_need(State.TRANSFERRED)) == "11-24 17:30"


def test_the_first_reply_is_due_first_and_then_the_result(morning, a_need, operator_person):
    need = a_need(State.IN_PROGRESS)
    assert due(need) == DUE[Tier.SIMPLE]["reply"]
    need = advance(need, "inform", by=operator_person, message="配件明天到")
    assert due(need) == DUE[Tier.SIMPLE]["resolve"]


def test_an_ended_need_has_no_date(morning, a_need):
    for state in (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.INVALID):
        assert (a_need(state).due_at, a_need(state).light) == (None, None)


@pytest.mark.parametrize("tier", Tier)
def test_an_extension_moves_the_result_and_not_the_reply(morning, a_need, operator_person, leader, tier):
    need = a_need(State.IN_PROGRESS, tier=tier)
    before = need.resolve_due_at
    need = advance(need, "ask_extension", by=operator_person, days=promises.TABLE[tier].extension_days)
    need = advance(need, "extend", by=leader)
    days = clock.working_days_between(clock.calendar(), before.date(), need.resolve_due_at.date())
    assert days == {Tier.SIMPLE: 2, Tier.COMPLEX: 5, Tier.MAJOR: 10}[tier]
    assert dates(need)[0] == DUE[tier]["reply"]


def test_the_extensions_are_those_of_the_table():
    assert [(one.extensions, one.extension_days) for one in promises.TABLE.values()] == [(1, 2), (1, 5), (2, 10)]


def test_a_raised_tier_promises_anew_from_the_same_start(morning, a_need, clerk):
    need = a_need(State.IN_PROGRESS)
    morning("2026-11-25 10:00")
    need = advance(need, "retier", by=clerk, tier=Tier.COMPLEX, rule="C1")
    assert dates(need) == (DUE[Tier.COMPLEX]["reply"], DUE[Tier.COMPLEX]["resolve"])


def test_a_raised_tier_leaves_a_reply_that_was_missed_as_it_was(morning, a_need, clerk):
    need = a_need(State.IN_PROGRESS)
    morning("2026-11-26 10:00")
    need = advance(need, "retier", by=clerk, tier=Tier.COMPLEX, rule="C1")
    assert dates(need) == (DUE[Tier.SIMPLE]["reply"], DUE[Tier.COMPLEX]["resolve"])
    assert need.light.is_overdue


def test_reopening_promises_anew_from_the_reopening(morning, a_need):
    need = a_need(State.CLOSED)
    morning("2026-12-01 09:30")
    need = advance(need, "reopen", by=link_of(need), reason="又停了")
    assert (*dates(need), due(need)) == ("12-02 17:30", "12-04 17:30", "12-02 17:30")


# --- services ----------------------------------------------------------------------------------------
@pytest.fixture
def service(db):
    service = Service.objects.create(
        code="TST-01", slug="tst-01", name_zh="迁址登记", name_en="Change of address", category=Category.REG,
        line=Line.ECONOMIC_DEVELOPMENT,
    )  # fmt: skip
    terms(service, date(2026, 1, 1), 2)
    return service


def terms(service, valid_from, half_days, scope=ServiceTerms.Scope.FULL):
    return ServiceTerms.objects.create(
        service=service, valid_from=valid_from, promised_half_days=half_days, scope=scope
    )


def sort(need, clerk, service, tier=Tier.SIMPLE):
    return desk.sort(need, desk.Sorting(category=Category.REG, tier=tier, rule="S", service=service), by=clerk)


def test_a_service_that_promises_the_whole_replaces_the_tiers_limit(morning, a_need, clerk, service):
    assert dates(sort(a_need(), clerk, service))[1] == "11-25 17:30"


def test_a_service_that_promises_the_desks_part_does_not(morning, a_need, clerk, service):
    terms(service, date(2026, 6, 1), 1, ServiceTerms.Scope.DESK_PART)
    assert dates(sort(a_need(), clerk, service))[1] == DUE[Tier.SIMPLE]["resolve"]


def test_a_need_keeps_the_terms_under_which_it_was_sorted(morning, a_need, clerk, service, operator_person):
    need, (unit,) = sort(a_need(), clerk, service), operator_person.units()
    terms(service, date(2026, 11, 24), 20)
    service.terms.filter(valid_from=date(2026, 1, 1)).update(promised_half_days=40)
    need = desk.accept(advance(need, "dispatch", by=clerk, unit=Unit.objects.get(pk=unit)), by=operator_person)
    need = advance(need, "inform", by=operator_person, message="在办")
    assert (need.promised_half_days, due(need)) == (2, "11-25 17:30")


def test_terms_hold_from_their_day_on(service):
    later = terms(service, date(2026, 12, 1), 6)
    assert service.terms_on(date(2025, 12, 31)) is None
    assert service.terms_on(date(2026, 11, 30)).promised_half_days == 2
    assert service.terms_on(date(2026, 12, 1)) == later


# --- stopping the clock ------------------------------------------------------------------------------
def block_ends(first, days=120):
    """The ends of half-day blocks from a day on: 12:00 and 17:30 of each working day. Written again, not imported."""
    calendar = clock.calendar()
    for day in (first + timedelta(days=n) for n in range(days)):
        if calendar.is_working(day):
            yield datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
            yield datetime(day.year, day.month, day.day, 17, 30, tzinfo=SHANGHAI)


def expected(due_at, since, until):
    """The block end as many half days later as ended between the stop and the answer."""
    ends = list(block_ends(date(2026, 11, 24)))
    return ends[ends.index(due_at) + sum(since < end <= until for end in ends)]


HOURS = st.integers(0, 24 * 20)


@given(tier=st.sampled_from(list(Tier)), wait=HOURS, stop=HOURS, kind=st.sampled_from(["ask", "wait"]))
@examples(25)
def test_exactly_the_stopped_half_days_are_credited(morning, a_need, operator_person, tier, wait, stop, kind):
    with undone():
        now = morning("2026-11-24 09:30")
        need = a_need(State.IN_PROGRESS, tier=tier)
        before = need.reply_due_at, need.resolve_due_at, need.due_at
        now.shift(timedelta(hours=wait))
        since = clock.now()
        facts = {"question": "哪一部？"} if kind == "ask" else {"waits_for": "特检院"}
        need = advance(need, kind, by=operator_person, **facts)
        assert need.light.colour == "grey"
        now.shift(timedelta(hours=stop))
        need = advance(need, "resume", by=operator_person)
        after = need.reply_due_at, need.resolve_due_at, need.due_at
        assert after == tuple(expected(moment, since, clock.now()) for moment in before)
        assert need.state == State.IN_PROGRESS
        assert need.stopped_at is None
        stopped = [end for end in block_ends(date(2026, 11, 24)) if since < end <= clock.now()]
        assert promises.stopped_half_days(need) == len(stopped)


@pytest.mark.parametrize("then", ["triage", "retier", "inform"])
def test_credited_time_is_not_lost_when_the_desk_goes_on(morning, a_need, clerk, then):
    """Asked on Tuesday morning, answered on Friday at three: seven half days. Sorting anew counts them again."""
    need = a_need(State.TRIAGED if then == "retier" else State.ACKNOWLEDGED)
    need = advance(need, "ask", by=clerk, question="哪一部？")
    morning("2026-11-27 15:00")
    need = advance(need, "reply", by=link_of(need), answer="东侧")
    if then == "triage":
        need = sort(need, clerk, None)
        assert dates(need) == ("12-01 12:00", "12-03 12:00")
    elif then == "retier":
        need = advance(need, "retier", by=clerk, tier=Tier.COMPLEX, rule="C1")
        assert dates(need) == ("12-03 12:00", "12-14 12:00")
    else:
        need = advance(need, "inform", by=clerk, message="收到")
        assert due(need) == "12-01 12:00"


def test_an_extension_is_not_taken_for_stopped_time(morning, a_need, operator_person, manager, clerk):
    need = advance(a_need(State.IN_PROGRESS), "ask_extension", by=operator_person, days=2)
    need = advance(need, "extend", by=manager)
    assert promises.stopped_half_days(need) == 0
    need = advance(need, "retier", by=clerk, tier=Tier.COMPLEX, rule="C1")
    assert dates(need) == (DUE[Tier.COMPLEX]["reply"], DUE[Tier.COMPLEX]["resolve"])


def test_a_deferral_to_the_council_does_not_stop_the_clock(morning, a_need):
    need = a_need(State.DELIBERATING)
    morning("2026-12-09 09:00")
    assert Need.objects.get(pk=need.pk).light.colour == "red"
