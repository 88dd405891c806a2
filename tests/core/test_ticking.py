"""What the clock does each minute: every job for itself."""

import pytest
from django.core.management import CommandError, call_command

from parkdesk.core import ticking


@pytest.fixture
def every_minute(monkeypatch, db):
    """Register jobs of one test; the others rest meanwhile."""
    monkeypatch.setattr(ticking, "_jobs", {})
    return ticking.every_minute


def test_the_floors_own_jobs_are_registered():
    assert {"parkdesk.core.idempotency.forget_old", "parkdesk.core.limits.forget_old"} <= set(ticking.jobs())


def test_all_jobs_run_in_their_order(every_minute):
    ran = []

    @every_minute
    def first():
        ran.append("first")

    @every_minute
    def second():
        ran.append("second")

    assert [one.name.rsplit(".")[-1] for one in ticking.run_all()] == ["first", "second"]
    assert ran == ["first", "second"]


def test_a_job_that_fails_does_not_keep_the_others_from_running(every_minute, capsys):
    ran = []

    @every_minute
    def broken():
        raise RuntimeError("no calendar")

    @every_minute
    def whole():
        ran.append("whole")

    first, second = ticking.run_all()
    assert str(first.error) == "no calendar"
    assert second.error is None
    assert ran == ["whole"]
    with pytest.raises(CommandError):
        call_command("tick", once=True)
    assert "broken" in capsys.readouterr().out


def test_registering_a_job_twice_runs_it_once(every_minute):
    def job():
        pass

    assert every_minute(every_minute(job)) is job
    assert len(ticking.run_all()) == 1


def test_ticking_once_runs_what_is_registered(every_minute, capsys):
    @every_minute
    def sweep():
        pass

    call_command("tick", once=True)
    assert "sweep 0.00 s" in capsys.readouterr().out
