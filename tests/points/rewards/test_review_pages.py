"""Points above the threshold: written down by one, looked at by another, read by everybody, and then given."""

import re

import pytest
from django.urls import reverse

from enterprises.roles import Role
from parkdesk.core import clock
from points import awards, rulebook, seeds
from points.models import Award
from points.refusals import LimitReached, NotByHand
from tests.factories import AppointmentFactory, PersonFactory
from tests.points.rewards.shop import has

REVIEW = "/points/review/"
SAID = "2026-11-20 志愿者签到表第 3 页"


@pytest.fixture
def book(db, morning):
    """The rule book of 2026, in force."""
    seeds.ensure_rule_book(2026)
    rulebook.approve(2026, "2025年第四次联席会议", by=AppointmentFactory(role=Role.COMMUNITY_LEADER).person)
    return rulebook.in_force(clock.today())


@pytest.fixture
def writer(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


@pytest.fixture
def reviewer(db):
    return AppointmentFactory(role=Role.SPECIALIST).person


@pytest.fixture
def small(book, guest, writer) -> Award:
    """Fifty points for leading an event: at the threshold, not above it."""
    return awards.propose(guest, "lead-event", on=clock.today(), evidence=SAID, by=writer)


@pytest.fixture
def large(book, guest, writer) -> Award:
    """A hundred points: above the threshold."""
    award = awards.propose(guest, "lead-event", on=clock.today(), evidence=SAID, by=writer)
    Award.objects.filter(pk=award.pk).update(asked=100, points=100)
    return Award.objects.get(pk=award.pk)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_of(guest, **more):
    return {"person": guest.username, "rule": "lead-event", "on": "2026-11-20", "evidence": SAID, "key": "1", **more}


def test_what_one_writes_down_another_reviews(client, book, guest, writer, reviewer):
    client.force_login(writer)
    assert client.post(reverse("points:propose"), form_of(guest)).url == REVIEW
    award = Award.objects.get()
    assert (has(guest), award.state, award.proposed_by) == (0, "in_review", writer)
    address = reverse("points:claim", args=[award.pk])
    assert 'value="review"' not in client.get(address).content.decode()
    assert client.post(address, {"verb": "review"}).status_code == 403
    client.force_login(reviewer)
    assert SAID in text(client.get(address))
    assert client.post(address, {"verb": "review", "key": "1"}).url == REVIEW
    assert has(guest) == 50


def test_the_same_press_writes_it_down_once(client, book, guest, writer):
    client.force_login(writer)
    for _ in range(2):
        assert client.post(reverse("points:propose"), form_of(guest)).url == REVIEW
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "nobody"}, {"person": ""}, {"rule": "visit"}, {"on": "2026-12-24"}, {"on": "2026-06-01"},
        {"evidence": ""},
    ],
)  # fmt: skip
def test_a_slip_is_mended_and_what_was_typed_stays(client, book, guest, writer, wrong):
    client.force_login(writer)
    answer = client.post(reverse("points:propose"), form_of(guest, **wrong))
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert SAID in text(answer) or "evidence" in wrong
    assert not Award.objects.exists()


def test_the_same_deed_of_a_day_is_written_down_once(client, small, guest, writer):
    client.force_login(writer)
    answer = client.post(reverse("points:propose"), form_of(guest, on="2026-11-24"))
    assert answer.status_code == 422
    assert Award.objects.count() == 1


def test_a_day_whose_book_has_not_the_rule_is_said_at_the_day(client, book, guest, writer, morning):
    morning("2027-01-05 09:00")
    client.force_login(writer)
    said = {"code": "sledging", "title": "雪橇", "title_en": "Sledging", "points": 20}
    rulebook.draft(2027, [said])
    rulebook.approve(2027, "2026年第四次联席会议", by=AppointmentFactory(role=Role.COMMUNITY_LEADER).person)
    answer = client.post(reverse("points:propose"), form_of(guest, rule="sledging", on="2026-12-30"))
    assert answer.status_code == 422
    assert str(NotByHand.words) in text(answer)
    assert not Award.objects.exists()


def test_a_limit_that_is_reached_is_said_and_what_was_typed_stays(client, book, guest, writer):
    client.force_login(writer)
    for day in range(2, 6):
        assert client.post(reverse("points:propose"), form_of(guest, on=f"2026-11-0{day}", key=day)).url == REVIEW
    answer = client.post(reverse("points:propose"), form_of(guest, on="2026-11-06", key=6))
    assert answer.status_code == 422
    assert str(LimitReached.words) in text(answer)
    assert SAID in text(answer)
    assert Award.objects.count() == 4


def test_nobody_writes_down_their_own(client, book, writer):
    client.force_login(writer)
    assert client.post(reverse("points:propose"), form_of(writer)).status_code == 403


def test_above_the_threshold_everybody_may_read_it_first(client, large, guest, reviewer, morning):
    client.force_login(reviewer)
    client.post(reverse("points:claim", args=[large.pk]), {"verb": "review", "key": "1"})
    client.logout()
    said = text(client.get("/points/notice/"))
    assert "于**" in said
    assert guest.name not in said
    assert has(guest) == 0
    morning("2026-12-02 09:00")
    awards.post_what_was_on_notice()
    assert has(guest) == 100
    assert "于**" not in text(client.get("/points/notice/"))


def test_an_objection_sends_it_back_to_review_with_its_reason(client, large, guest, reviewer):
    awards.review(large, by=reviewer)
    address = reverse("points:objection", args=[large.pk])
    assert client.get(address).status_code == 302
    client.force_login(PersonFactory())
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "那天活动取消了", "key": "1"}).url == "/points/notice/"
    assert Award.objects.get().state == "in_review"
    client.force_login(reviewer)
    assert "那天活动取消了" in text(client.get(reverse("points:claim", args=[large.pk])))


def test_nobody_objects_to_their_own_points(client, large, guest, reviewer):
    awards.review(large, by=reviewer)
    client.force_login(guest)
    assert client.get(reverse("points:objection", args=[large.pk])).status_code == 403


def test_what_is_refused_needs_a_reason(client, small, guest, reviewer):
    client.force_login(reviewer)
    address = reverse("points:claim", args=[small.pk])
    assert client.post(address, {"verb": "refuse", "reason": ""}).status_code == 422
    assert client.post(address, {"verb": "refuse", "reason": "没有签到", "key": "1"}).url == REVIEW
    assert (Award.objects.get().state, has(guest)) == ("refused", 0)


def test_what_is_on_the_way_stands_on_the_points_page(client, small, guest):
    client.force_login(guest)
    assert "+50" in text(client.get("/points/"))
    assert has(guest) == 0


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_rule_book_names_values_limits_and_who_approved_it(client, book, prefix):
    said = text(client.get(f"{prefix}/points/rules/"))
    assert "2025年第四次联席会议" in said
    assert "+100" in said
    assert ("at most 4 times a month" in said) == bool(prefix)


def test_the_page_of_rules_reads_the_book_once(client, book, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/points/rules/")


def test_the_list_of_claims_is_the_desks_own(client, small, guest, reviewer):
    for person, status in ((guest, 404), (reviewer, 200)):
        client.force_login(person)
        for address in (REVIEW, reverse("points:claim", args=[small.pk]), reverse("points:propose")):
            assert client.get(address).status_code == status
