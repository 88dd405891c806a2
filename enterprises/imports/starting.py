"""What people do with an import: bring a file, name its columns, check, confirm, stop, take back, drop."""

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.directory.reading import MAX_BYTES
from enterprises.directory.tables import Unreadable
from enterprises.imports import layouts
from enterprises.imports.layouts import Layout
from enterprises.imports.working import totals_of, work
from enterprises.models import Building, DirectoryImport, Park, Person
from enterprises.models.directory_import import HALTS_OF
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin

# A work that said nothing for so long is taken for dead: people may start it again, the clock gives it up.
QUIET = timedelta(minutes=1)
DEAD = timedelta(minutes=10)
# After this the file and its rows go; the line of the history stays.
KEPT = timedelta(days=30)


def look(upload: UploadedFile) -> Layout:
    """The layout of an upload. Raises Unreadable."""
    if (upload.size or 0) > MAX_BYTES:
        reason = _("%(file)s is larger than %(limit)s MB.")
        raise Unreadable(reason % {"file": upload.name, "limit": MAX_BYTES // 1024**2})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(str(upload.name)).name
        with path.open("wb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        return layouts.look(path)


@transaction.atomic
def bring(upload: UploadedFile, layout: Layout, *, by: Person) -> DirectoryImport:
    """Store a file that was looked at, with its columns as they were guessed or remembered."""
    job = DirectoryImport(
        by=by, created_at=clock.now(), file_name=Path(str(upload.name)).name[-120:], size=upload.size or 0
    )
    _read_as(job, layout, {one.place: one.field for one in layout.columns})
    upload.seek(0)
    job.file.save(f"import{Path(job.file_name).suffix.lower()}", upload, save=False)
    job.save(force_insert=True)
    return begin(job, "upload", by=by)


def _read_as(job: DirectoryImport, layout: Layout, fields: Mapping[int, str]) -> None:
    words = {one.place: one.word for one in layout.columns}
    job.sheet, job.header_row = layout.sheet[:120], layout.header_row
    job.columns = {field: place for place, field in fields.items() if field}
    job.names = {field: words.get(place, "") for field, place in job.columns.items()}


@transaction.atomic
def name_columns(job: DirectoryImport, layout: Layout, fields: Mapping[int, str], *, only: str = "") -> DirectoryImport:
    """Read the columns as a person says, from now on for every file of this layout."""
    job = DirectoryImport.objects.select_for_update().get(pk=job.pk)
    _read_as(job, layout, fields)
    job.only = only
    job.save(update_fields=["sheet", "header_row", "columns", "names", "only"])
    layouts.remember(layout.rows[layout.header_row - 1].cells, fields)
    return job


def check(job: DirectoryImport, *, by: Person) -> DirectoryImport:
    """Check the file against the directory in the background; nothing is written."""
    return _started(advance(job, "examine", by=by))


def confirm(job: DirectoryImport, *, by: Person) -> DirectoryImport:
    """Write what was shown."""
    return _started(advance(job, "confirm", by=by))


def undo(job: DirectoryImport, *, by: Person) -> DirectoryImport:
    """Take the whole import back, except the rows that somebody went on with."""
    if job.is_forgotten:
        raise NotNow(job, "undo", _("The file and its rows are gone, so it cannot be taken back."))
    return _started(advance(job, "undo", by=by))


def count_again(job: DirectoryImport) -> None:
    """The totals after a person decided a row."""
    DirectoryImport.objects.filter(pk=job.pk).update(totals=totals_of(job))


def _started(job: DirectoryImport) -> DirectoryImport:
    work.enqueue(job.pk, job.run)
    return DirectoryImport.objects.get(pk=job.pk)


def stop(job: DirectoryImport, *, by: Person) -> DirectoryImport:
    """Stop what runs; nothing of it is written."""
    if job.state not in HALTS_OF:
        raise NotNow(job, "stop", _("Nothing is running."))
    return advance(job, HALTS_OF[job.state], by=by)


@transaction.atomic
def drop(job: DirectoryImport, *, by: Person) -> DirectoryImport:
    """Throw an import away before it is written: its file and its rows go."""
    job = advance(job, "drop", by=by)
    forget(job)
    return job


def forget(job: DirectoryImport) -> None:
    """The file and the rows go, with all personal data in them."""
    job.rows.all().delete()
    name, storage = job.file.name, job.file.storage
    job.file = ""
    job.save(update_fields=["file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def choose_places(job: DirectoryImport, chosen: Mapping[str, str], *, is_kept: bool) -> DirectoryImport:
    """Say which park or building texts of the file mean (`location.said` -> code); `is_kept`: for every later file."""
    job = DirectoryImport.objects.select_for_update().get(pk=job.pk)
    job.chosen |= {key: code for key, code in chosen.items() if code}
    job.save(update_fields=["chosen"])
    for key, code in chosen.items() if is_kept else ():
        park, _bar, text = key.partition("|")
        place = (Building if park else Park).objects.filter(code=code).first()
        if place and text not in place.aliases:
            place.aliases = [*place.aliases, text]
            place.save(update_fields=["aliases"])
    return job
