"""What the clock does: jobs that run each minute, and may run 0, 1 or 5 times, early or late (architecture, Processes).

Guards read the clock; jobs only record and notify. So a job that is missed changes no right and no deadline, and a
job that runs twice finds nothing left to do.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections

from parkdesk.core import files, idempotency, limits, pulse
from parkdesk.core.flow import NotNow

log = logging.getLogger(__name__)
Job = Callable[[], object]


@dataclass(frozen=True)
class Ran:
    """One job that was run: its name, how long it took in seconds, and what it raised, if anything."""

    name: str
    seconds: float
    error: Exception | None = None


_jobs: dict[str, Job] = {}


def every_minute(job: Job) -> Job:
    """Register a job. It takes nothing, must bear being run twice, and opens its own transactions."""
    _jobs[f"{job.__module__}.{job.__name__}"] = job
    return job


def each(things: Iterable[Any], act: Callable[[Any], object]) -> int:
    """Act on each; returns for how many `act` returned something. Say in the query how many at most.

    One for which it is not time yet, or not any more (NotNow), is passed over. One that breaks holds up no other:
    the rest is done first, then its error is raised, so that the tick shows it.
    """
    done, broken = 0, None
    for thing in things:
        try:
            done += act(thing) is not None
        except NotNow:
            log.debug("not now: %s %s", thing._meta.label_lower, thing.pk)
        except Exception as error:  # whatever is wrong with this one stays with this one
            log.exception("%s %s", thing._meta.label_lower, thing.pk)
            broken = error
    if broken is not None:
        raise broken
    return done


def jobs() -> tuple[str, ...]:
    """The names of all registered jobs, in the order in which they run."""
    return tuple(_jobs)


def run_all() -> list[Ran]:
    """Run every job once, each for itself: one that fails is logged and does not keep the others from running."""
    return [_run(name, job) for name, job in _jobs.items()]


def _run(name: str, job: Job) -> Ran:
    began = time.monotonic()
    try:
        job()
    except Exception as error:  # whatever a job does wrong stays with the job
        log.exception("job %s failed", name)
        close_old_connections()
        return Ran(name, time.monotonic() - began, error)
    return Ran(name, time.monotonic() - began)


@every_minute
def say_that_it_ticks() -> None:
    """What the health page reads to know that the clock is not standing still."""
    pulse.beat(pulse.TICK)


every_minute(idempotency.forget_old)
every_minute(limits.forget_old)
every_minute(files.forget_old_drafts)
