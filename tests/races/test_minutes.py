"""Minutes issued at the same moment: every one gets a number, none twice, no number is missing."""

from datetime import timedelta

import pytest
from django.db import transaction

from councils import minutes
from councils.models import Meeting, Minutes, NumberSeries, Resolution, RuleSet
from councils.numbering import next_number
from councils.record import digest
from enterprises.roles import Role
from parkdesk.core import clock, trail
from parkdesk.core.flow import NotNow
from tests.factories import AppointmentFactory, CouncilFactory
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 100)
PATIENCE = 50


@pytest.fixture
def signed(transactional_db):
    """`signed(n)`: so many countersigned minutes of one council, each of its own meeting."""

    def make(count):
        council, now = CouncilFactory(), clock.now()
        rules = RuleSet.current(clock.today())
        return [_signed(council, rules, now - timedelta(days=count - place)) for place in range(count)]

    return make


def _signed(council, rules, day):
    """What the steps before have left behind, written straight into the database."""
    text = trail.canonical({"park": {"code": council.park.code, "name": council.park.name}, "items": []})
    meeting = Meeting(council=council, rule_set=rules, starts_at=day, began_at=day, ended_at=day)
    meeting.__dict__["state"] = Meeting.State.ENDED
    meeting.save()
    document = Minutes(meeting=meeting, council=council, title="会议纪要", record=text, record_sha256=digest(text))
    document.__dict__["state"] = Minutes.State.SIGNED
    document.save()
    return document


@pytest.fixture
def leader(transactional_db):
    return AppointmentFactory(role=Role.COMMUNITY_LEADER).person


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_twenty_minutes_issued_at_once_are_numbered_without_gap_or_double(at_once, signed, leader, lap):
    documents = signed(HANDS)
    outcome = at_once(lambda number: minutes.issue(documents[number], by=leader), HANDS)
    assert outcome.errors == []
    assert sorted(Minutes.objects.values_list("number", flat=True)) == list(range(1, HANDS + 1))
    assert list(trail.verify()) == []


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_one_document_issued_by_twenty_hands_is_issued_once(at_once, signed, leader, lap):
    (document,) = signed(1)
    outcome = at_once(lambda _: minutes.issue(document, by=leader), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert Minutes.objects.get().number == 1
    assert NumberSeries.objects.get(series__startswith="minutes").last == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_a_number_whose_transaction_fails_goes_to_the_next(at_once, lap):
    def take(number):
        with transaction.atomic():
            mine = next_number("trial", 2026)
            if number % 2:
                raise NotNow(Resolution(), "trial", "given up")
            return mine

    outcome = at_once(take, HANDS)
    assert sorted(outcome.answers) == list(range(1, HANDS // 2 + 1))


def test_without_the_held_row_twenty_numbers_are_given_twice(at_once):
    """Control: reading the highest number and adding one is not enough."""

    def look_then_take(_):
        seen = NumberSeries.objects.filter(series="naive").first()
        last = seen.last + 1 if seen else 1
        NumberSeries.objects.update_or_create(series="naive", year=2026, defaults={"last": last})
        return last

    for _ in range(PATIENCE):
        NumberSeries.objects.all().delete()
        answers = at_once(look_then_take, HANDS).answers
        if len(set(answers)) < len(answers):
            return
    pytest.fail("the race did not show: the test above proves nothing")
