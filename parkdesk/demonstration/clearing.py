"""Taking the needs of the demonstration out again, with everything that hangs on them; directory and people stay."""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import QuerySet

from parkdesk.core import append_only, files
from parkdesk.core.models import AccessLog, Attachment, Delivery, Entry, EntryText, Notice
from requests_flow.models import FollowUp, Need, Rating, ReporterContact

NEED = Need._meta.label_lower


@transaction.atomic
def clear() -> int:
    """Remove every need through the maintenance door and let references begin at 1 again. Returns how many."""
    count = Need.objects.count()
    about = Entry.objects.filter(subject_type=NEED)
    with append_only.maintenance():
        _remove(Delivery.objects.filter(entry__in=about))
        _remove(Notice.objects.filter(entry__in=about))
        _remove(EntryText.objects.filter(entry__in=about))
        _remove(about)
        _remove(AccessLog.objects.filter(subject_type=NEED))
        files.erase(Attachment.objects.filter(subject_type=NEED))
        for model in (Rating, FollowUp, ReporterContact):
            _remove(model.objects.all())
        Need.objects.update(merged_into=None)
        _remove(Need.objects.all())
    _begin_again()
    return count


def _remove(rows: QuerySet) -> None:
    """One statement: the order above takes care of what refers to what."""
    rows._raw_delete(rows.db)


def _begin_again() -> None:
    tables = [{"table": Need._meta.db_table, "column": "id"}]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), tables):
            cursor.execute(statement)
