"""Counts are remembered until anything is written: never an old one, and none counted twice for nothing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from enterprises.models import Park
from parkdesk.core import clock, remembered
from parkdesk.core.remembered import Counted
from tests.factories import ParkFactory


@pytest.fixture
def count():
    """`count()`: how many parks there are, and how often that was really counted so far."""
    remembered._memories.clear()
    times = []

    def ask(now=None, until=timedelta(hours=1)):
        now = now or clock.now()

        def really():
            times.append(now)
            return Counted(Park.objects.count(), now + until)

        return remembered.remembered("parks", now, really), len(times)

    return ask


@pytest.mark.postgresql
class TestOnPostgreSQL:
    def test_nothing_written_nothing_counted_again(self, transactional_db, count):
        assert count() == (0, 1)
        assert count() == (0, 1)

    def test_what_is_written_is_counted_at_once(self, transactional_db, count):
        count()
        ParkFactory()
        assert count()[0] == 1

    def test_what_a_slow_writer_ends_later_is_counted_then(self, transactional_db, count):
        """The writer began before the count and ends after it: the snapshot names those that are under way."""
        wrote, counted = threading.Event(), threading.Event()

        def slow_writer():
            try:
                with transaction.atomic():
                    ParkFactory()
                    wrote.set()
                    assert counted.wait(10)
            finally:
                connection.close()

        writer = threading.Thread(target=slow_writer)
        writer.start()
        assert wrote.wait(10)
        assert count()[0] == 0
        counted.set()
        writer.join()
        assert count()[0] == 1

    def test_a_count_ends_with_its_limit(self, transactional_db, count):
        now = clock.now()
        count(now, until=timedelta(minutes=5))
        assert count(now + timedelta(minutes=4)) == (0, 1)
        assert count(now + timedelta(minutes=5)) == (0, 2)

    def test_a_clock_that_goes_back_counts_anew(self, transactional_db, count):
        now = clock.now()
        count(now)
        assert count(now - timedelta(days=1)) == (0, 2)

    def test_the_oldest_memories_go_first(self, transactional_db, count):
        for number in range(remembered.MOST + 5):
            remembered.remembered(number, clock.now(), lambda: Counted(1, clock.now() + timedelta(hours=1)))
        assert len(remembered._memories) == remembered.MOST
        assert 0 not in remembered._memories


@pytest.mark.django_db
def test_inside_a_transaction_everything_is_counted_each_time(count):
    assert count() == (0, 1)
    ParkFactory()
    assert count() == (1, 2)
    assert not remembered._memories
