"""The steps of a service as a checklist of its need: ticked by whoever handles it, watched by the reporter."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance
from requests_flow.models import ChecklistItem, Need


def of(need: Need) -> Sequence[ChecklistItem]:
    """What stands on the checklist: as it was when the first step was ticked, before that as the service says now."""
    if need.service is None:
        return []
    return list(need.checklist.select_related("done_by")) or _fresh(need)


def _fresh(need: Need) -> list[ChecklistItem]:
    rows = need.service.steps if need.service else []
    return [
        ChecklistItem(need=need, position=number, name_zh=row["zh"], name_en=row["en"], half_days=row["half_days"])
        for number, row in enumerate(rows, 1)
    ]


@transaction.atomic
def tick(need: Need, *, position: int, by: Person) -> Need:
    """Tick one step off. Raises NotNow when it is done already or is none of this need."""
    Need.objects.select_for_update().get(pk=need.pk)
    if not need.checklist.exists():
        ChecklistItem.objects.bulk_create(_fresh(need))
    item = need.checklist.filter(position=position, done_at=None).first()
    if item is None:
        raise NotNow(need, "tick", _("This step is ticked off already."))
    need = advance(need, "tick", by=by, position=position, name_zh=item.name_zh, name_en=item.name_en)
    need.checklist.filter(pk=item.pk).update(done_at=clock.now(), done_by=by)
    return need
