"""Bringing a house back out of a backup: into an empty one, in one transaction, compared with what the backup says."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import append_only, erased, prepare, trail
from parkdesk.core.models import Entry
from parkdesk.management.archive import stored, tables
from parkdesk.management.archive.opened import Backup, Unfit
from points import audit


def is_empty() -> bool:
    """Whether this house holds nothing but what its migrations made."""
    return not (Person.objects.exists() or Entry.objects.exists() or any(True for _name in stored.names()))


def refuse_other_release(backup: Backup) -> None:
    """Raises Unfit unless the backup was made by exactly the migrations of this release."""
    theirs, ours = set(backup.manifest["migrations"]), set(tables.migrations())
    if theirs != ours:
        message = _(
            "The backup was made by another release (%(release)s; it differs in %(migration)s). "
            "Restore it with the release that made it, then upgrade."
        )
        raise Unfit(message % {"release": backup.manifest["release"], "migration": min(theirs ^ ours)})


def bring_back(backup: Backup, also_erased: Iterable[erased.Key] = ()) -> dict[str, int]:
    """Put everything into this house, compare it, erase again who was erased later. All of it or nothing.

    Returns how many rows, files and erasures. Raises Unfit when anything differs from what the backup says.
    """
    before = set(stored.names())
    try:
        _write_files(backup)
        with append_only.maintenance(), transaction.atomic():
            _write_tables(backup)
            found = differences(backup)
            if found:
                raise Unfit(_("After writing, this differs from the backup: %(what)s.") % {"what": found[0]})
            again = _erase_again(set(also_erased) | erased.keys())
            _verify()
    except BaseException:
        _remove(set(stored.names()) - before)
        raise
    _remove(before - set(backup.manifest["files"]))
    _make_anew()
    rows = sum(one["rows"] for one in backup.manifest["tables"].values())
    return {"rows": rows, "files": len(backup.manifest["files"]), "erased": again}


def differences(backup: Backup) -> list[str]:
    """What differs between this house and the backup: names of tables and files."""
    expected = backup.manifest["tables"]
    found = [one.name for one in tables.kept() if tables.summed(one) != expected.get(one.name)]
    for name, said in backup.manifest["files"].items():
        if not default_storage.exists(name) or stored.summed(name) != said:
            found.append(name)
    return found


def _write_tables(backup: Backup) -> None:
    kept = tables.kept()
    _empty([one.name for one in kept])
    for table in kept:
        lines = backup.lines(table.name)
        while some := list(islice(lines, tables.ROWS_AT_A_TIME)):
            table.write(some)
    _number_on(kept)


def _empty(names: Iterable[str]) -> None:
    """The rows that migrations made go: those of the backup have the same keys."""
    quoted = [connection.ops.quote_name(name) for name in (*names, *tables.NOT_KEPT) if _is_there(name)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            return
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 (our own tables) # nosec B608


def _is_there(name: str) -> bool:
    return name in connection.introspection.table_names()


def _number_on(kept: Iterable[tables.Table]) -> None:
    """New rows are numbered after those that came back."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [one.model for one in kept]):
            cursor.execute(statement)


def _write_files(backup: Backup) -> None:
    for name in backup.manifest["files"]:
        if default_storage.exists(name):
            default_storage.delete(name)
        with backup.file(name) as stream:
            default_storage.save(name, File(stream))


def _remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _erase_again(keys: set[erased.Key]) -> int:
    try:
        return erased.erase_again(keys)
    except KeyError as error:
        raise Unfit(_("This release does not know how to erase %(kind)s again.") % {"kind": error}) from error


def _verify() -> None:
    for finding in _findings():
        raise Unfit(_("The chain of the trail or of the points is broken: %(where)s.") % {"where": finding})


def _findings() -> Iterator[Any]:
    yield from (f"{one.entry}: {one.reason}" for one in trail.verify() if one.kind == "broken")
    yield from audit.verify()


def _make_anew() -> None:
    """What no backup holds: the index of the search, the planner's statistics; and nothing remembered from before."""
    cache.clear()
    ContentType.objects.clear_cache()
    call_command("wagtail_update_index", verbosity=0)
    prepare.analyze()
