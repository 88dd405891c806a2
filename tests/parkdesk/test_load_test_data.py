"""Volume for benchmarks: as many needs and entries as asked for, true enough to be listed, opened and verified."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from parkdesk.core import trail
from parkdesk.core.models import Entry
from parkdesk.management import volume
from requests_flow import reference
from requests_flow.models import Need
from tests.factories import BuildingFactory, EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    firm = EnterpriseFactory(building=BuildingFactory())
    return firm.park


def test_volume_has_the_asked_size_and_true_chains(park):
    call_command("load_test_data", needs=300, entries=1000, verbosity=0)
    assert (Need.objects.count(), Entry.objects.count()) == (300, 1000)
    assert list(trail.verify()) == []
    assert 0.2 < Need.objects.open().count() / 300 < 0.4


def test_a_second_load_adds_to_the_first(park):
    for _ in range(2):
        call_command("load_test_data", needs=20, verbosity=0)
    assert Need.objects.count() == Need.objects.values("reference").distinct().count() == 40
    Need.objects.create(title="x", text="x", channel="qr", token_digest="x" * 64)  # the next key is free


def test_each_need_of_the_volume_is_one_that_the_house_understands(park):
    call_command("load_test_data", needs=50, verbosity=0)
    for need in Need.objects.all():
        assert reference.tidy(need.reference) == need.reference
        assert need.park
        assert need.search_text
        assert need.light or not need.is_open
        assert Need.objects.get(token_digest=need.token_digest) == need


def test_without_parks_it_says_what_to_do_first(db):
    with pytest.raises(CommandError, match="parks"):
        call_command("load_test_data", needs=5)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)  # an index is not made while deferred checks wait
def test_an_index_made_anew_still_learns_enough_to_know_a_rare_word(park, monkeypatch):
    # Without it a word of 40 needs among 1,000,000 was looked for in all of them, 25 seconds.
    monkeypatch.setattr(volume, "MANY", 10)
    call_command("load_test_data", needs=20, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute "
            "WHERE attrelid = 'requests_flow_need_search_text_finds'::regclass AND attnum = 1"
        )
        assert cursor.fetchone() == (1000,)
