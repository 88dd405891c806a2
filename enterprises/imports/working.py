"""The work behind the pages: checking, writing and taking back, each in the background with its progress.

Each ends in one transaction, so that a work that is cancelled or killed half way has changed nothing in the directory.
A work belongs to one start (`run`); when the import was stopped or started anew, it ends by itself.
"""

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from enterprises.directory import plans
from enterprises.directory.enterprises import planned
from enterprises.directory.plans import WRITTEN
from enterprises.directory.report import OUTCOMES
from enterprises.directory.tables import Unreadable
from enterprises.imports import deciding, layouts, rows, undoing
from enterprises.models import DirectoryImport, ImportRow
from enterprises.models.directory_import import CHECKING, HALTS_OF, UNDOING, WRITING
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance


class Stopped(Exception):
    """Somebody stopped this work, or started it anew."""


@task()
def work(pk: int, run: int) -> None:
    """Go on with an import that waits for the machine; says in words what went wrong."""
    job = DirectoryImport.objects.select_related("by").filter(pk=pk, run=run).first()
    if job is None or job.state not in _WORKS:
        return
    with translation.override(job.by.language):
        try:
            _WORKS[job.state](job)
        except Stopped:
            return
        except Unreadable as error:
            _give_up(job, str(error))
        except Exception:
            _give_up(job, _("Something went wrong. Nothing was changed; start once more."))
            raise


def _give_up(job: DirectoryImport, trouble: str) -> None:
    current = DirectoryImport.objects.filter(pk=job.pk, run=job.run).first()
    if current and current.state in HALTS_OF:
        advance(current, HALTS_OF[current.state], by=CLOCK, trouble=trouble)


def _beat(job: DirectoryImport, done: int, total: int) -> None:
    """Say how far it is. Raises Stopped when this start does not count any more."""
    facts = {"done": done, "total": total, "beat_at": clock.now()}
    if not DirectoryImport.objects.filter(pk=job.pk, run=job.run, state=job.state).update(**facts):
        raise Stopped


def _check(job: DirectoryImport) -> None:
    table, header = layouts.table_of(job), layouts.header_of(job)
    total, done = len(table.rows), 0
    _beat(job, done, total)
    decided = dict(job.rows.exclude(decision="").values_list("number", "decision"))
    job.rows.all().delete()
    for part in planned(table, header, only=job.only, chosen=job.chosen):
        ImportRow.objects.bulk_create([rows.row_of(job, plan) for plan in part])
        done += len(part)
        _beat(job, done, total)
    deciding.decide_again(job, decided)
    _end(job, "show", total=total)


def _write(job: DirectoryImport) -> None:
    wanted = job.rows.filter(outcome__in=WRITTEN, is_written=False)
    total, done = wanted.count(), 0
    _beat(job, done, total)
    for part in rows.in_parts(wanted):
        rows.hold_stale(rows.stale(part, rows.Standing(part)))
        done += len(part)
        _beat(job, done, total)
    with transaction.atomic():
        _lock(job)
        for part in rows.in_parts(wanted):
            _write_part(part)
        _end(job, "finish", total=total)


def _write_part(part: list[ImportRow]) -> None:
    standing = rows.Standing(part)
    late = rows.stale(part, standing)
    rows.hold_stale(late)
    ready = [row for row in part if row not in late]
    made = [standing.plan(row) for row in ready]
    plans.write(made)
    for row, plan in zip(ready, made, strict=True):
        row.firm, row.is_written = plan.firm, True
    ImportRow.objects.bulk_update(ready, ["firm", "is_written"])


def _undo(job: DirectoryImport) -> None:
    wanted = job.rows.filter(is_written=True)
    total, done, kept = wanted.count(), 0, 0
    _beat(job, done, total)
    for part in rows.in_parts(wanted):
        undoing.changed_since(part)
        done += len(part)
        _beat(job, done, total)
    with transaction.atomic():
        _lock(job)
        for part in rows.in_parts(wanted):
            kept += undoing.put_back(part)
        _end(job, "put_back", total=total - kept, kept=kept)


def _lock(job: DirectoryImport) -> None:
    """From here on nobody stops it. Raises Stopped when somebody just did."""
    if not DirectoryImport.objects.select_for_update().filter(pk=job.pk, run=job.run, state=job.state).exists():
        raise Stopped


def _end(job: DirectoryImport, step: str, **facts: int) -> None:
    DirectoryImport.objects.filter(pk=job.pk).update(totals=totals_of(job))
    try:
        advance(job, step, by=CLOCK, **facts)
    except NotNow as error:
        raise Stopped from error


def totals_of(job: DirectoryImport) -> dict[str, int]:
    """How many rows have each outcome."""
    counted = Counter(dict(job.rows.values_list("outcome").annotate(count=Count("pk")).order_by()))
    return {outcome: counted[outcome] for outcome in OUTCOMES}


_WORKS: dict[str, Callable[[DirectoryImport], None]] = {CHECKING: _check, WRITING: _write, UNDOING: _undo}
