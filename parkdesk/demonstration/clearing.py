"""Taking what happened in the demonstration out again; directory, people, councils and catalogue stay.

In any order: foreign keys are looked at when the transaction ends, on both databases.
"""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Q

from cms import seeds
from councils.models import Representative
from enterprises.models import Amendment, Appointment, DataCheck, FirmClaim, Invitation, Registration, Relocation
from parkdesk.core import append_only, files
from parkdesk.core.models import (
    AccessLog,
    Attachment,
    Delivery,
    Entry,
    EntryText,
    HookMessage,
    LookWords,
    Notice,
    RobotLine,
    RobotMessage,
)
from requests_flow.models import Need

# What happens, happens in these packages.
PACKAGES = ("requests_flow", "councils", "points")
# What firms and people did to the directory.
OF_FIRMS = (Registration, FirmClaim, Invitation, Amendment, Relocation, DataCheck)
# What is there before anything happens: `app.model`.
STAYS = frozenset(
    {
        "requests_flow.service",
        "requests_flow.serviceterms",
        "councils.ruleset",
        "councils.council",
        "councils.seat",
        "councils.representative",
    }
)


@transaction.atomic
def clear() -> int:
    """Remove all that happened through the maintenance door; references begin at 1 again. Returns how many needs."""
    count = Need.objects.count()
    seeds.clear()
    gone = [model for name in PACKAGES for model in _models(name) if model._meta.label_lower not in STAYS]
    gone += OF_FIRMS
    labels = [model._meta.label_lower for model in gone]
    substitutes = list(_substitutes().values_list("pk", flat=True))
    of_substitutes = Q(subject_type=Representative._meta.label_lower, subject_id__in=substitutes)
    about = Entry.objects.filter(Q(subject_type__in=labels) | of_substitutes)
    with append_only.maintenance():
        _remove(RobotLine.objects.all())
        _remove(RobotMessage.objects.all())
        _remove(HookMessage.objects.all())
        for model in (Delivery, Notice, EntryText):
            _remove(model.objects.filter(entry__in=about))
        _remove(about)
        _remove(LookWords.objects.filter(look__subject_type__in=labels))
        _remove(AccessLog.objects.filter(subject_type__in=labels))
        files.erase(Attachment.objects.filter(subject_type__in=labels))
        for model in gone:
            _remove(model._base_manager.all())
        _give_seats_back()
    _begin_again()
    return count


def _substitutes() -> models.QuerySet[Representative]:
    return Representative.objects.filter(in_place_of__isnull=False)


def _give_seats_back() -> None:
    """Votes of the story are told anew, and a substitute who sits from today on had no seat when they were cast."""
    gone = list(_substitutes().values_list("pk", "appointment_id"))
    _remove(Representative.objects.filter(pk__in=[pk for pk, _ in gone]))
    Representative.objects.filter(state="substituted").update(state="serving")
    _remove(Appointment.objects.filter(pk__in=[made for _, made in gone if made]))


def _models(package: str) -> list[type[models.Model]]:
    """All tables of a package, those between two others too."""
    return list(apps.get_app_config(package).get_models(include_auto_created=True))


def _remove(rows: models.QuerySet) -> None:
    """One statement, without asking what refers to what."""
    rows._raw_delete(rows.db)


def _begin_again() -> None:
    tables = [{"table": Need._meta.db_table, "column": "id"}]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), tables):
            cursor.execute(statement)
