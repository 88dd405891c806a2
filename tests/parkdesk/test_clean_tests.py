"""What the other tests trust: a clean database, a still clock, a closed network, hands that move together."""

import socket
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from parkdesk.core import clock
from parkdesk.core.models import Claim
from tests.plugins.clean import remove_folder
from tests.plugins.closed import NetworkIsClosed


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_migrations_made_comes_back_after_a_test_that_commits(transactional_db, at, time):
    at("2026-11-24 10:00")
    assert Page.objects.exists()
    assert Site.objects.exists()
    assert Locale.objects.exists()
    assert not Claim.objects.exists()
    Claim.objects.create(scope="probe", key=time, at=clock.now(), result="")
    Page.objects.filter(depth=2).delete()


def test_the_clock_stands_still_in_hangzhou(at):
    at("2026-11-24 10:00")
    assert timezone.localtime().isoformat() == "2026-11-24T10:00:00+08:00"
    at("2026-11-27 17:30")
    assert timezone.localtime().hour == 17


def test_the_network_is_closed():
    with pytest.raises(NetworkIsClosed), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))


@pytest.mark.race
def test_twenty_hands_claim_one_press_once(at_once):
    outcome = at_once(lambda _: Claim.objects.create(scope="probe", key="one", at=timezone.now(), result=""))
    assert len(outcome.answers) == 1
    assert len(outcome.errors) == 19


@pytest.mark.parametrize(
    "name", ["file:memorydb_default?mode=memory&cache=shared", "test.sqlite3", "{folder}/db.sqlite3"]
)
def test_only_the_folder_that_the_tests_made_is_removed(tmp_path, monkeypatch, name):
    (tmp_path / "work").write_text("of a day")
    monkeypatch.chdir(tmp_path)
    remove_folder(Path(name.format(folder=tmp_path)))
    assert (tmp_path / "work").exists()
    made = tmp_path / "parkdesk-db-x"
    made.mkdir()
    remove_folder(made / "test.sqlite3")
    assert not made.exists()
