"""From the trail into the ledger: who earns, once, within the limit, reviewed and on notice where it is much."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import clock, outbox, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, open_steps
from parkdesk.core.models import Entry, Notice
from parkdesk.core.notices import words, write_notices
from points import accounts, audit, awards, holds, rulebook, seeds, statement, taking_back, ticking
from points.models import Award, CapCounter, Transfer
from points.refusals import AlreadyAwarded, AlreadyHad, LimitReached, NotByHand
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory
from tests.points.conftest import fresh, later, spend

pytestmark = pytest.mark.usefixtures("morning", "book")
State = Award.State
MEETING, VISIT, FULFIL = "councils.meeting.end", "requests_flow.visit.log", "councils.resolution.fulfil"
FACTS, CONFIRMED = "requests_flow.need.confirm_facts", "requests_flow.need.confirm"
REGISTERED = "enterprises.registration.confirm"


@pytest.fixture
def book(morning, db):
    """The rules of 2026 are in force."""
    seeds.ensure_rule_book(2026)
    return rulebook.approve(2026, "联席会议", AppointmentFactory(role=Role.COMMUNITY_LEADER).person)


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


@pytest.fixture
def manager(db):
    return AppointmentFactory(role=Role.DESK_MANAGER).person


@pytest.fixture(autouse=True)
def _only_points_listen(monkeypatch):
    """The entries of these tests say who earns by what; what they are about is not what others would expect."""
    points = {name: one for name, one in outbox._listeners.items() if name in rulebook.LISTENERS}
    assert set(points) == set(rulebook.LISTENERS)
    monkeypatch.setattr(outbox, "_listeners", points)


@pytest.fixture
def thing(db):
    """Anything with a trail that somebody has begun: who earns is what its entries say."""
    park = ParkFactory()
    done(park, "enterprises.park.begin")
    return park


def done(thing, verb, *earners, by=CLOCK, quantity=1, on=None):
    """A step that stands on the trail, heard by everybody who listens."""
    line = trail.Line(
        verb=verb, facts={}, words={}, beneficiaries=tuple(one.pk for one in earners), quantity=quantity,
        park_code="P01", at=clock.now(), occurred_on=on,
    )  # fmt: skip
    entry = trail.write(thing, by, line)
    outbox.drain()
    assert not outbox.waiting().exists()
    return entry


def balance(person):
    return accounts.standing(accounts.of_person(person)).available


# --- earning -----------------------------------------------------------------------------------------
def test_everybody_who_was_there_to_the_end_earns(thing, member):
    other, absent = PersonFactory(), PersonFactory()
    entry = done(thing, MEETING, member, other)
    assert [balance(one) for one in (member, other, absent)] == [10, 10, 0]
    award = Award.objects.get(person=member)
    assert (award.state, award.entry, award.park_code, award.occurred_on) == (
        "posted",
        entry,
        "P01",
        date(2026, 11, 24),
    )
    transfer = award.transfer
    assert (transfer.rule_version.rule.code, transfer.actor_ref) == ("meeting", CLOCK.ref)
    assert transfer.memo == f"enterprises.park:{thing.pk}"
    assert list(audit.verify()) == []


def test_hearing_an_entry_again_changes_nothing(thing, member):
    entry = done(thing, MEETING, member)
    outbox.replay("points: meetings")
    outbox.drain()
    awards.hear(entry)
    assert (balance(member), Award.objects.count(), CapCounter.objects.get().count) == (10, 1, 1)


def test_without_an_approved_book_nothing_is_paid(thing, member):
    done(thing, MEETING, member, on=date(2025, 12, 31))
    assert not Award.objects.exists()


def test_what_no_rule_names_earns_nothing(thing, member):
    done(thing, "councils.meeting.convene", member)
    assert not Award.objects.exists()


def test_points_count_from_the_day_on_which_it_was_done(thing, member):
    done(thing, MEETING, member, on=date(2026, 1, 15))
    assert Transfer.objects.get().effective_on == date(2026, 1, 15)


def test_the_same_thing_earns_once_however_often_it_is_done(thing, member):
    done(thing, MEETING, member)
    done(thing, MEETING, member)
    assert balance(member) == 10


def test_a_visit_is_paid_to_park_leaders_only(thing, member):
    leader = AppointmentFactory(role=Role.PARK_LEADER).person
    former = AppointmentFactory(role=Role.PARK_LEADER, ends_on=date(2026, 11, 23)).person
    done(thing, VISIT, leader, former, member)
    assert [balance(one) for one in (leader, former, member)] == [5, 0, 0]


def test_quantities_count_up_to_what_a_rule_allows(thing, member):
    done(thing, MEETING, member, quantity=7)
    assert (balance(member), Award.objects.get().quantity) == (10, 1)


# --- confirmed on site -------------------------------------------------------------------------------
def test_looking_on_site_pays_when_the_outcome_stands(thing, member):
    done(thing, FACTS, member, by=member)
    assert (balance(member), Award.objects.get().state) == (0, State.EXPECTED)
    done(thing, CONFIRMED)
    assert (balance(member), Award.objects.get().state) == (15, State.POSTED)
    done(thing, "requests_flow.need.close")
    assert balance(member) == 15


def test_looking_on_site_pays_also_when_the_outcome_was_heard_first(thing, member):
    with transaction.atomic():
        entry = trail.write(thing, member, trail.Line(
            verb=FACTS, facts={}, words={}, beneficiaries=(member.pk,), at=clock.now(),
        ))  # fmt: skip
        trail.write(thing, CLOCK, trail.Line(verb=CONFIRMED, facts={}, words={}, at=clock.now()))
        awards.hear(entry)
    assert balance(member) == 15


def test_nobody_is_paid_for_looking_at_their_own_report(member):
    own = ParkFactory()
    done(own, "enterprises.park.begin", by=member)
    done(own, FACTS, member, by=member)
    done(own, CONFIRMED)
    assert not Award.objects.exists()


# --- limits ------------------------------------------------------------------------------------------
def test_a_month_has_its_limit_and_the_next_begins_anew(member, morning):
    for _ in range(5):
        done(ParkFactory(), MEETING, member)
    assert (balance(member), Award.objects.filter(state=State.CAPPED).count()) == (40, 1)
    capped = Award.objects.get(state=State.CAPPED)
    assert (capped.points, capped.asked, capped.transfer) == (0, 10, None)
    morning("2026-12-01 09:00")
    done(ParkFactory(), MEETING, member)
    assert balance(member) == 50


def test_the_limit_is_that_of_the_month_in_which_it_was_done(member):
    for day in (1, 2, 3, 4, 5):
        done(ParkFactory(), MEETING, member, on=date(2026, 10, day))
    done(ParkFactory(), MEETING, member)
    assert balance(member) == 50
    assert set(CapCounter.objects.values_list("period", "count", "points")) == {("2026-10", 4, 40), ("2026-11", 1, 10)}


def test_what_a_limit_leaves_is_paid(member, clerk, manager):
    RULE = [
        {
            "code": "lead-event",
            "title": "牵头",
            "title_en": "Led",
            "points": 50,
            "cap_period": "year",
            "cap_points": 120,
        }
    ]
    rulebook.draft(2026, RULE, starts_on=date(2026, 2, 1))
    rulebook.approve(2026, "联席会议", AppointmentFactory(role=Role.COMMUNITY_LEADER).person)
    for day in (1, 2, 3):
        awards.review(
            awards.propose(member, "lead-event", on=date(2026, 3, day), evidence="活动记录", by=clerk), by=manager
        )
    with pytest.raises(LimitReached):
        awards.propose(member, "lead-event", on=date(2026, 3, 4), evidence="活动记录", by=clerk)
    assert list(Award.objects.order_by("pk").values_list("points", "state")) == [
        (50, "posted"), (50, "posted"), (20, "posted"),
    ]  # fmt: skip
    assert CapCounter.objects.get().period == "2026"
    assert balance(member) == 120


# --- taking back -------------------------------------------------------------------------------------
def test_a_withdrawn_visit_is_taken_back_and_may_be_logged_again(thing):
    leader = AppointmentFactory(role=Role.PARK_LEADER).person
    first = done(thing, VISIT, leader)
    done(thing, "requests_flow.visit.withdraw", by=leader)
    assert (balance(leader), Award.objects.get().state, CapCounter.objects.get().count) == (0, State.REVERSED, 0)
    done(thing, VISIT, leader)
    assert balance(leader) == 5
    awards.hear(first)
    awards.hear(Entry.objects.get(verb="requests_flow.visit.withdraw"))
    assert balance(leader) == 5
    assert list(audit.verify()) == []


def test_what_is_there_is_taken_and_points_that_are_spent_are_nobodys_debt(thing, shop, clerk):
    leader = AppointmentFactory(role=Role.PARK_LEADER).person
    done(thing, VISIT, leader)
    spend(accounts.of_person(leader), 3, shop)
    award = taking_back.take_back(Award.objects.get(), by=clerk, reason="走访记录有误")
    assert (award.state, award.unpaid, balance(leader)) == (State.REVERSED, 3, 0)
    line = statement.lines(accounts.of_person(leader)).lines[0]
    assert (line.amount, line.code, line.rule) == (-2, Transfer.Code.REVERSE, award.rule_version)
    done(ParkFactory(), VISIT, leader)
    assert balance(leader) == 5
    assert list(audit.verify()) == []


def test_where_all_is_spent_nothing_is_taken(thing, shop, member, clerk):
    done(thing, MEETING, member)
    spend(accounts.of_person(member), 10, shop)
    award = taking_back.take_back(Award.objects.get(), by=clerk)
    assert (award.unpaid, balance(member)) == (10, 0)
    assert list(audit.verify()) == []


def test_points_held_for_a_voucher_stay_held_and_the_others_are_taken(thing, member, clerk):
    done(thing, MEETING, member)
    account = accounts.of_person(member)
    holds.place(uuid4(), account, 8, by=member, expires_at=later(days=1))
    award = taking_back.take_back(Award.objects.get(), by=clerk)
    assert (award.unpaid, fresh(account).balance, fresh(account).held) == (8, 8, 8)
    assert list(audit.verify()) == []


def test_what_was_held_too_long_is_there_again_even_if_no_job_has_run(thing, shop, member, clerk, morning):
    done(thing, MEETING, member)
    account = accounts.of_person(member)
    spend(account, 1, shop)
    holds.place(uuid4(), account, 5, by=member, expires_at=later(hours=1))
    morning("2026-11-24 12:00")
    award = taking_back.take_back(Award.objects.get(), by=clerk)
    assert (award.unpaid, fresh(account).balance, fresh(account).held) == (1, 0, 0)


def test_what_only_waits_for_its_outcome_is_taken_back_without_a_posting(thing, member, clerk):
    done(thing, FACTS, member, by=member)
    award = taking_back.take_back(Award.objects.get(), by=clerk)
    assert (award.state, award.unpaid, CapCounter.objects.exists()) == (State.REVERSED, 0, False)
    done(thing, CONFIRMED)
    assert balance(member) == 0


def test_an_award_is_taken_back_once(thing, member, clerk):
    done(thing, MEETING, member)
    taking_back.take_back(Award.objects.get(), by=clerk)
    with pytest.raises(NotNow):
        taking_back.take_back(Award.objects.get(), by=clerk)
    assert (balance(member), CapCounter.objects.get().points) == (0, 0)


def test_nobody_takes_back_their_own(thing, clerk):
    done(thing, MEETING, clerk)
    with pytest.raises(NotYours):
        taking_back.take_back(Award.objects.get(), by=clerk)
    assert balance(clerk) == 10


# --- review and notice -------------------------------------------------------------------------------
@pytest.fixture
def registered(thing, member, clerk):
    """100 points for a registration that the clerk has confirmed."""
    done(thing, REGISTERED, member, by=clerk)
    return Award.objects.get()


def test_more_than_fifty_points_wait_for_a_second_person_and_for_the_public(registered, member, manager, morning):
    assert (registered.state, balance(member)) == (State.IN_REVIEW, 0)
    assert list(Award.objects.to_review()) == [registered]
    award = awards.review(registered, by=manager)
    assert (award.state, balance(member)) == (State.ON_NOTICE, 0)
    assert award.notice_until == clock.due_at(clock.calendar(), clock.now(), clock.working_days(3))
    assert list(Award.objects.on_notice()) == [award]
    morning("2026-11-27 17:29")
    assert ticking.post_what_was_on_notice() == 0
    with pytest.raises(NotNow), transaction.atomic():
        awards._pay(Award.objects.select_related("person", "rule_version").get(), by=CLOCK)
    assert balance(member) == 0
    morning("2026-11-27 17:30")
    assert [ticking.post_what_was_on_notice() for _ in range(3)] == [1, 0, 0]
    assert (balance(member), fresh(award).state) == (100, State.POSTED)
    assert list(audit.verify()) == []


def test_an_award_that_another_worker_has_just_posted_is_passed_over(registered, manager, morning):
    awards.review(registered, by=manager)
    morning("2026-12-01 09:00")
    ticking.post_what_was_on_notice()
    assert awards._post_ripe(registered.pk) is False


def test_whoever_took_the_step_does_not_review_it(registered, clerk, member, manager):
    with pytest.raises(NotYours):
        awards.review(registered, by=clerk)
    with pytest.raises(NotYours):
        awards.review(registered, by=member)
    with pytest.raises(NotYours):
        awards.refuse(registered, reason="不是我", by=clerk)
    assert set(open_steps(registered, manager)) >= {"pass_on", "refuse"}
    assert "pass_on" not in open_steps(registered, clerk)


def test_somebody_objects_and_it_is_reviewed_again(registered, member, manager, morning):
    award = awards.review(registered, by=manager)
    with pytest.raises(NotYours):
        awards.object_to(award, reason="我反对自己", by=member)
    award = awards.object_to(award, reason="他没有登记过", by=PersonFactory())
    assert (award.state, award.notice_until) == (State.IN_REVIEW, None)
    assert Entry.objects.get(verb="points.award.object").words == {"reason": "他没有登记过"}
    assert awards.refuse(award, reason="登记有误", by=manager).state == State.REFUSED
    morning("2026-12-31 09:00")
    assert (ticking.post_what_was_on_notice(), balance(member)) == (0, 0)


def test_nobody_objects_when_the_notice_is_over(registered, manager, morning):
    award = awards.review(registered, by=manager)
    morning("2026-11-27 17:30")
    with pytest.raises(NotNow):
        awards.object_to(award, reason="太晚了", by=PersonFactory())


def test_a_one_off_is_paid_once_in_a_life(registered, member, clerk, manager):
    done(ParkFactory(), REGISTERED, member, by=clerk)
    assert Award.objects.count() == 1
    awards.refuse(registered, reason="登记有误", by=manager)
    done(ParkFactory(), REGISTERED, member, by=clerk)
    assert Award.objects.filter(state=State.IN_REVIEW).count() == 1


def test_a_registration_that_is_withdrawn_while_it_waits_is_taken_back(registered, thing, member):
    done(thing, "enterprises.registration.withdraw", by=member)
    assert fresh(registered).state == State.REVERSED
    assert balance(member) == 0


def test_fifty_points_need_no_review(thing, member):
    done(thing, FULFIL, member)
    assert balance(member) == 50


# --- by hand -----------------------------------------------------------------------------------------
def test_what_no_step_records_two_people_write_down(member, clerk, manager):
    award = awards.propose(member, "clean-up", on=date(2026, 11, 21), evidence="签到表第3行", by=clerk)
    assert (award.state, award.proposed_by, balance(member)) == (State.IN_REVIEW, clerk, 0)
    assert Entry.objects.get(verb="points.award.claim").words == {"evidence": "签到表第3行"}
    with pytest.raises(NotYours):
        awards.review(award, by=clerk)
    assert awards.review(award, by=manager).state == State.POSTED
    assert balance(member) == 10
    assert Transfer.objects.get().actor == manager


@pytest.mark.postgresql
def test_an_award_is_locked_before_the_account_of_whoever_earns(member, clerk, manager):
    award = awards.propose(member, "clean-up", on=date(2026, 11, 21), evidence="x", by=clerk)
    with CaptureQueriesContext(connection) as asked:
        awards.review(award, by=manager)
    said = [query["sql"] or "points_post" for query in asked]  # a prepared statement leaves no text
    locked = next(at for at, sql in enumerate(said) if "FOR UPDATE" in sql and "points_award" in sql)
    assert locked < next(at for at, sql in enumerate(said) if "points_post" in sql)


def test_a_refused_proposal_leaves_room_in_the_limit(member, clerk, manager):
    award = awards.propose(member, "clean-up", on=date(2026, 11, 21), evidence="x", by=clerk)
    assert CapCounter.objects.get().count == 1
    awards.refuse(award, reason="没有签到", by=manager)
    assert CapCounter.objects.get().count == 0


def test_the_same_day_is_written_down_once(member, clerk, manager):
    awards.propose(member, "clean-up", on=date(2026, 11, 21), evidence="x", by=clerk)
    with pytest.raises(AlreadyAwarded):
        awards.propose(member, "clean-up", on=date(2026, 11, 21), evidence="y", by=manager)


def test_nobody_writes_down_their_own_and_only_the_desk_does(member, clerk):
    for by, person in ((clerk, clerk), (member, clerk)):
        with pytest.raises(NotYours):
            awards.propose(person, "clean-up", on=date(2026, 11, 21), evidence="x", by=by)
    assert not Award.objects.exists()


def test_what_the_trail_pays_is_not_written_down_by_hand(member, clerk):
    with pytest.raises(NotByHand):
        awards.propose(member, "visit", on=date(2026, 11, 21), evidence="x", by=clerk)


def test_what_the_book_of_that_day_has_not_is_not_written_down(member, clerk):
    with pytest.raises(NotByHand):
        awards.propose(member, "clean-up", on=date(2025, 11, 21), evidence="x", by=clerk)


def test_what_is_given_once_in_a_life_is_written_down_once(member, clerk, manager):
    said = {"code": "founder", "title": "创始", "title_en": "Founder", "points": 20, "is_one_off": True}
    rulebook.draft(2026, [said], starts_on=date(2026, 2, 1))
    rulebook.approve(2026, "联席会议", AppointmentFactory(role=Role.COMMUNITY_LEADER).person)
    awards.review(awards.propose(member, "founder", on=date(2026, 3, 1), evidence="x", by=clerk), by=manager)
    with pytest.raises(AlreadyHad):
        awards.propose(member, "founder", on=date(2026, 3, 2), evidence="x", by=clerk)
    assert balance(member) == 20


# --- who sees what, who is told ----------------------------------------------------------------------
def test_awards_are_seen_by_their_owner_by_reviewers_and_on_notice_by_all(registered, member, manager):
    stranger = PersonFactory()
    seen = [list(Award.objects.visible_to(one)) for one in (member, manager, stranger)]
    assert seen == [[registered], [registered], []]
    awards.review(registered, by=manager)
    assert list(Award.objects.visible_to(stranger)) == [registered]


def told(person, verb, language="zh-hans"):
    Person.objects.filter(pk=person.pk).update(language=language)
    for entry in Entry.objects.filter(verb=verb):
        write_notices(entry)
    rows = Notice.objects.filter(recipient=f"person:{person.pk}", entry__verb=verb, channel="in_app")
    return [words(one) for one in rows]


def test_people_are_told_what_people_decide_about_their_points(registered, member, manager, morning, clerk):
    awards.review(registered, by=manager)
    (notice,) = told(member, "points.award.pass_on")
    assert "100" in notice.subject
    assert "11月27日" in notice.body
    morning("2026-11-27 17:30")
    ticking.post_what_was_on_notice()
    assert "100" in told(member, "points.award.post")[0].subject
    spend(accounts.of_person(member), 1, accounts.of_person(clerk))
    taking_back.take_back(fresh(registered), by=manager, reason="登记有误")
    assert "登记有误" in told(member, "points.award.reverse")[0].body


def test_a_notice_says_the_day_that_stood_when_it_was_written(registered, member, manager):
    award = awards.review(registered, by=manager)
    awards.object_to(award, reason="他没有登记过", by=PersonFactory())
    assert "11月27日" in told(member, "points.award.pass_on")[0].body


def test_people_are_told_how_much_was_taken_back_and_how_much_was_spent(thing, shop, member, manager):
    done(thing, MEETING, member)
    spend(accounts.of_person(member), 4, shop)
    taking_back.take_back(Award.objects.get(), by=manager, reason="没有到会")
    (notice,) = told(member, "points.award.reverse", "en")
    assert notice.subject == "6 points were taken back"
    assert "4 points are spent or kept for a voucher; nothing else is taken for them." in notice.body


def test_nobody_is_told_of_points_taken_back_that_never_came(registered, thing, member):
    done(thing, "enterprises.registration.withdraw", by=member)
    (notice,) = told(member, "points.award.reverse", "en")
    assert notice.subject == "Points for you were withdrawn"
    assert "They had not come to your account yet." in notice.body


def test_people_are_told_that_points_were_not_confirmed(registered, member, manager):
    awards.refuse(registered, reason="登记有误", by=manager)
    (notice,) = told(member, "points.award.refuse")
    assert "登记有误" in notice.body


def test_what_the_trail_pays_by_itself_is_on_the_statement_only(thing, member):
    done(thing, MEETING, member)
    assert told(member, "points.award.post") == []
