"""Queries that Django works out once answer as the ORM does, whatever is asked."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Exists, Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from enterprises.models import Appointment, Park
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.kept import Kept
from tests.factories import ParkFactory, PersonFactory

pytestmark = pytest.mark.django_db


def of(person, day):
    """Built from values, or from places for them."""
    others = Appointment.objects.filter(person=person, role=Role.VOLUNTEER)
    running = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=person, starts_on__lte=day)
    return running.select_related("park", "building").annotate(volunteers=Exists(others)).order_by("pk")


@pytest.fixture
def person():
    found = PersonFactory()
    today = clock.today()
    Appointment.objects.create(person=found, role=Role.PARK_LEADER, park=ParkFactory(), starts_on=today)
    Appointment.objects.create(
        person=found, role=Role.VOLUNTEER, park=ParkFactory(), starts_on=today - timedelta(9), ends_on=today
    )
    return found


def said(one):
    return one and (one.pk, one.role, one.park.code, one.building, one.starts_on, one.ends_on, one.volunteers)


def test_it_answers_as_the_query_does(person):
    kept = Kept(of)
    for who in (person, PersonFactory()):
        for days in (-20, -5, 0, 1):
            day = clock.today() + timedelta(days)
            assert said(kept.first(who.pk, day)) == said(of(who.pk, day).first())
    assert said(kept.first(person.pk, clock.today()))


def test_what_is_read_along_costs_no_further_query(person):
    kept = Kept(of)
    with CaptureQueriesContext(connection) as asked:
        assert kept.first(person.pk, clock.today()).park.code
    assert len(asked) == 1


def test_it_is_written_once(person):
    written = []

    def build(pk):
        written.append(pk)
        return Appointment.objects.filter(person=pk)

    kept = Kept(build)
    for one in (person, PersonFactory(), person):
        kept.first(one.pk)
    assert len(written) == 1


def test_what_it_finds_is_saved_as_any_other(person):
    kept = Kept(lambda code: Park.objects.filter(code=code))
    park = kept.first(person.appointments.first().park.code)
    park.address = "文一西路一号"
    park.save()
    assert Park.objects.get(pk=park.pk).address == "文一西路一号"
    assert kept.first("P99") is None


def test_a_row_is_locked_in_a_transaction(person):
    kept = Kept(lambda pk: Appointment.objects.select_for_update(of=("self",)).filter(pk=pk))
    with transaction.atomic():
        one = person.appointments.first()
        assert kept.first(one.pk) == one


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_locked(person):
    """Also later on, when the query is written already: the lock would be gone before anybody relied on it."""
    kept = Kept(lambda pk: Appointment.objects.select_for_update().filter(pk=pk))
    one = person.appointments.first()
    with transaction.atomic():
        assert kept.first(one.pk) == one
    with pytest.raises(TransactionManagementError):
        kept.first(one.pk)


def test_a_number_that_no_column_holds_is_nobodys(person):
    assert Kept(of).first(10**20, clock.today()) is None


@pytest.mark.parametrize("value", [None, clock.now(), 1.5])
def test_a_value_that_nobody_adapts_is_refused(person, value):
    with pytest.raises(TypeError):
        Kept(of).first(person.pk, value)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_new_release_changes_is_read_on(person):
    """Migrations run while the previous release serves: what it has prepared does not fit any more."""
    kept = Kept(lambda code: Park.objects.filter(code=code))
    code = person.appointments.first().park.code
    widths = (999, Park._meta.get_field("address").max_length)
    assert kept.first(code).code == code
    for width in widths:
        elsewhere = Thread(target=_widen, args=[width])
        elsewhere.start()
        elsewhere.join()
        assert kept.first(code).code == code


def _widen(width):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE enterprises_park ALTER COLUMN address TYPE varchar({width})")
    connection.close()
