"""A small work follows its case and its resolution: agreed or not with the vote, called off where either ends."""

from django.utils.translation import gettext as _

from councils.models import Case, Resolution, SmallWork
from councils.tally import Result
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow


def follow_case(case: Case, *, reason: str = "") -> SmallWork | None:
    """Take the step that follows from where its case now stands, in the transaction of that step; None without one."""
    work = SmallWork.objects.filter(case=case, state=SmallWork.State.PROPOSED).first()
    if work is None:
        return None
    if case.state == Case.State.WITHDRAWN:
        return advance(work, "cancel", by=CLOCK, reason=reason)
    if case.result == Result.AGREED:
        return advance(work, "agree", by=CLOCK)
    return advance(work, "reject", by=CLOCK) if case.result or case.ended_at else None


def is_carried_out_by_one(case: Case | None) -> bool:
    """Whether a small work carries out what this case agreed: then no action is given to a unit beside it."""
    return case is not None and SmallWork.objects.filter(case=case).exists()


@follow("councils.resolution.lapse", name="councils.works.lapse")
def end_with_its_resolution(entry: Entry) -> None:
    """What was agreed has lapsed: the work that was to carry it out is called off, once, however often it is heard."""
    resolution = Resolution.objects.select_related("case").get(pk=entry.subject_id)
    can_end = SmallWork.objects.open().exclude(state=SmallWork.State.CLAIMED)
    work = can_end.filter(case=resolution.case).first() if resolution.case_id else None
    if work is not None and not resolution.case.resolutions.in_force().exists():
        advance(work, "cancel", by=CLOCK, reason=_("What the council agreed has lapsed."))
