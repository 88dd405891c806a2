"""What the clock does each minute: every job for itself."""

import pytest
from django.core.management import CommandError, call_command

from parkdesk.core import ticking
from parkdesk.core.flow import NotNow
from parkdesk.core.models import CalendarDay


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


# --- one job, many things ----------------------------------------------------------------------------
def test_one_that_breaks_holds_up_no_other_and_one_whose_time_has_not_come_is_no_error():
    early, broken, idle, whole = (CalendarDay(pk=number) for number in range(1, 5))

    def act(thing):
        if thing is early:
            raise NotNow(thing, "step", "too early")
        if thing is broken:
            raise RuntimeError("no paper")
        return None if thing is idle else thing

    assert ticking.each([early, idle, whole, whole], act) == 2
    reached = []
    with pytest.raises(RuntimeError):
        ticking.each([broken, whole], lambda thing: reached.append(thing) or act(thing))
    assert reached == [broken, whole]
