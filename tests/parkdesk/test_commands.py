"""The commands that keep the house running: worker, tick, verify_trail, replay, prepare."""

import pytest
from django.core.management import CommandError, call_command

from parkdesk.core import append_only, clock, outbox, ticking, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Claim, Entry
from parkdesk.management.commands.serve import public_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return Claim.objects.create(scope="probe", key="one", at=clock.now(), result="")


@pytest.fixture
def write(subject):
    """Write an entry about the subject: `write("taken", note="…")`."""

    def line(step, note=""):
        words = {"note": note} if note else {}
        return trail.write(subject, CLOCK, trail.Line(verb=f"core.claim.{step}", facts={}, words=words, at=clock.now()))

    return line


@pytest.fixture
def heard(monkeypatch):
    """A listener called `ear` that follows the subject, and the steps it heard."""
    monkeypatch.setattr(outbox, "_listeners", {})
    steps = []
    outbox.follow("core.claim.*", name="ear")(lambda entry: steps.append(entry.step))
    return steps


def test_an_untouched_trail_is_confirmed(write, capsys):
    write("taken", note="Ours, this week")
    call_command("verify_trail")
    assert "untouched: 1 entries" in capsys.readouterr().out


def test_erased_words_are_named_and_are_no_fault(write, capsys):
    entry = write("taken", note="Ours, this week")
    trail.erase([entry])
    call_command("verify_trail")
    said = capsys.readouterr().out
    assert "erased" in said
    assert "untouched" in said


@pytest.mark.parametrize("change", [{"verb": "core.claim.given"}, {"seq": 7}, {"canonical": "{}"}])
def test_a_changed_entry_is_found_and_its_place_is_named(write, change):
    write("seen")
    entry = write("taken")
    with append_only.maintenance():
        Entry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(CommandError, match=r"broken core\.claim:\d+#"):
        call_command("verify_trail")


def test_the_worker_delivers_what_was_written(write, heard):
    write("seen")
    write("taken")
    call_command("worker", "--once")
    assert heard == ["seen", "taken"]


def test_the_worker_has_nothing_left_to_do_the_second_time(write, heard):
    write("seen")
    call_command("worker", "--once")
    call_command("worker", "--once")
    assert heard == ["seen"]


def test_old_entries_are_sent_once_more(write, heard, capsys):
    write("seen")
    call_command("worker", "--once")
    call_command("replay", "ear")
    call_command("worker", "--once")
    assert heard == ["seen", "seen"]
    assert "queued 1 entries for ear" in capsys.readouterr().out


def test_only_entries_since_a_day_are_sent_once_more(write, heard, at):
    at("2026-11-23 10:00")
    write("seen")
    at("2026-11-24 10:00")
    write("taken")
    call_command("worker", "--once")
    call_command("replay", "ear", "--since", "2026-11-24")
    call_command("worker", "--once")
    assert heard == ["seen", "taken", "taken"]


def test_a_listener_that_does_not_exist_is_refused_with_the_names_of_those_that_do(heard):
    with pytest.raises(CommandError, match="there are: ear"):
        call_command("replay", "nose")


@pytest.mark.parametrize("since", ["yesterday", "2026-13-40"])
def test_a_day_that_is_none_is_refused(heard, since):
    with pytest.raises(CommandError, match="neither a day nor a moment"):
        call_command("replay", "ear", "--since", since)


def test_the_tick_runs_every_job_even_when_one_fails(monkeypatch, capsys):
    monkeypatch.setattr(ticking, "_jobs", {})
    ran = []

    @ticking.every_minute
    def stumbles():
        raise RuntimeError("stumbled")

    @ticking.every_minute
    def walks():
        ran.append("walks")

    with pytest.raises(CommandError, match="a job failed"):
        call_command("tick", "--once")
    assert ran == ["walks"]
    assert "stumbles" in capsys.readouterr().out


def test_the_tick_may_run_five_times():
    for _ in range(5):
        call_command("tick", "--once")


def test_a_phone_in_the_same_network_gets_an_address_it_can_reach(monkeypatch):
    monkeypatch.delenv("PARKDESK_PUBLIC_URL", raising=False)
    assert public_url("127.0.0.1", 8001) == "http://127.0.0.1:8001"
    assert "0.0.0.0" not in public_url("0.0.0.0", 8001)
