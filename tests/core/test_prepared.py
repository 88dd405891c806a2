"""Rows that are inserted by statements made once: what Django would write, with keys that nobody else gets."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from parkdesk.core import clock, prepared
from parkdesk.core.models import Delivery, Tally
from requests_flow.models import Need, ReporterContact
from requests_flow.words import Tier, Urgency


def a_need(number, **said):
    said = {"channel": "web", "title": "灯坏了", "text": "三楼灯坏了, it's 100% dark\\"} | said
    return Need(token_digest=str(number), link_salt="salt", created_at=clock.now(), **said)


def columns(need):
    row = Need.objects.filter(pk=need.pk).values().get()
    return {name: value for name, value in row.items() if name not in ("id", "token_digest", "created_at")}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"tier": Tier.MAJOR, "urgency": Urgency.CRITICAL, "is_personal": True, "search_text": "灯坏 坏了"},
        {"promised_half_days": 40_000 // 2, "waits_for": "供电局", "room": "1205"},
        {"due_at": clock.now(), "due_from": clock.now() - timedelta(days=3), "stopped_at": None},
    ],
)
def test_a_row_reads_as_if_django_had_saved_it(db, said):
    ours, theirs = a_need(1, **said), a_need(2, **said)
    prepared.insert(ours)
    theirs.save(force_insert=True)
    assert columns(ours) == columns(theirs)
    assert not ours._state.adding
    ours.title = "灯修好了"
    ours.save()
    assert Need.objects.get(pk=ours.pk).title == "灯修好了"


def test_several_rows_get_each_their_own_key_in_order(db, need):
    entry = need_entry(need)
    rows = [Delivery(entry=entry, listener=f"listener {number}", due_at=clock.now()) for number in range(5)]
    prepared.insert(*rows)
    for row in rows:
        assert Delivery.objects.get(pk=row.pk).listener == row.listener
        assert model_to_dict(Delivery.objects.get(pk=row.pk)) == model_to_dict(row)


def need_entry(need):
    return Delivery.objects.filter(entry__subject_id=need.pk).first().entry


def test_what_a_constraint_refuses_is_not_stored_and_the_next_row_is(db):
    prepared.insert(a_need(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.insert(a_need(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.insert(Need(token_digest="3", channel="web", title="", text=None))
    prepared.insert(a_need(2))
    assert Need.objects.count() == 2


def test_a_row_with_a_key_of_its_own_keeps_it(db):
    row = Tally(key="a", until=clock.now())
    prepared.insert(row)
    assert Tally.objects.get().key == "a"


def test_a_key_is_drawn_once(db):
    """Drawn before the row, taken by it; what Django inserts afterwards gets another."""
    keys = []
    for number in range(3):
        drawn = a_need(number)
        drawn.pk = prepared.next_key(Need)
        prepared.insert(drawn)
        by_django = a_need(f"d{number}")
        by_django.save(force_insert=True)
        keys += [drawn.pk, by_django.pk]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


def test_a_key_is_not_given_again_after_its_row_is_gone(db):
    first = a_need(1)
    prepared.insert(first)
    gone = first.pk
    first.delete()
    assert prepared.next_key(Need) > gone


def test_the_log_of_queries_shows_the_statement(db, need, django_assert_num_queries):
    with django_assert_num_queries(1) as seen:
        prepared.insert(ReporterContact(need=need, name="秦", consent_at=clock.now()))
    assert "requests_flow_reportercontact" in seen.captured_queries[0]["sql"]


@pytest.mark.django_db(transaction=True)
def test_a_statement_stays_ready_and_does_not_outlive_a_changed_table():
    """PostgreSQL plans a kept statement anew when its table changes under it."""
    prepared.insert(a_need(1))
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX need_for_a_test ON requests_flow_need (title)")
    try:
        prepared.insert(a_need(2))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX need_for_a_test")
    prepared.insert(a_need(3))
    assert Need.objects.count() == 3


BEGINS = f"INSERT INTO {Tally._meta.db_table} (key, until, count) VALUES (%s, %s, 1) RETURNING key"


@pytest.mark.django_db(transaction=True)
def test_what_begins_a_transaction_is_stored_with_it_or_not_at_all():
    values = ["first", connection.ops.adapt_datetimefield_value(clock.now())]
    with transaction.atomic():
        assert prepared.first(BEGINS, values) == ("first",)
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.first(BEGINS, values)
    assert Tally.objects.filter(key="first").count() == 1
    with transaction.atomic():
        prepared.first(BEGINS, ["second", values[1]])
        transaction.set_rollback(True)
    assert not Tally.objects.filter(key="second").exists()
