"""Actions as acts: given to a unit, accepted or not, reported, done with evidence, looked at by another."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils import adopt, work_following
from councils.action_guards import is_not_accepted_in_time, verifies
from councils.guards import is_office
from councils.models import Action, Council, Resolution
from enterprises.models import Person, Unit
from parkdesk.core import files
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance, begin
from parkdesk.core.models import Attachment


def start(resolution: Resolution) -> Action | None:
    """Give what was agreed to its unit. None where a need or a small work carries it out: their steps are their own."""
    case = resolution.case
    if case is not None and (case.need_id is not None or work_following.is_carried_out_by_one(case)):
        return None
    return begin(Action(resolution=resolution, unit=resolution.unit), "assign", by=CLOCK, unit=resolution.unit)


def reassign(action: Action, *, unit: Unit, by: Actor) -> Action:
    """Give it to another unit, or once more to the same; the two working days begin anew."""
    return advance(action, "assign", by=by, unit=unit)


@transaction.atomic
def claim(action: Action, *, said: str, pictures: list[str], by: Person) -> Action:
    """It is done, and this shows it. Raises NotNow without a picture or a paper."""
    action = advance(action, "claim", by=by, said=said)
    if not files.claim_drafts(pictures, action, step="claim", is_public=True):
        raise NotNow(action, "claim", _("Show it: a photo of the place, a scan or a PDF."))
    return action


@transaction.atomic
def verify(action: Action, *, said: str, by: Person) -> Action:
    """Somebody who neither did it nor agreed it has looked: the resolution is done."""
    action = advance(action, "verify", by=by, said=said)
    adopt.fulfil(action.resolution, by=CLOCK)
    return action


def hand_back(action: Action) -> Action | None:
    """Back to whoever presides once two working days have passed without an answer."""
    return advance(action, "hand_back", by=CLOCK) if is_not_accepted_in_time(action) else None


def end_with(resolution: Resolution) -> None:
    """The resolution is over by another way: what was to be done for it ends with it."""
    for action in Action.objects.open().filter(resolution=resolution):
        advance(action, "drop", by=CLOCK)


def to_verify(person: Person) -> list[Action]:
    """What is said to be done and waits for this person to look."""
    if not is_office(person):
        return []
    claimed = Action.objects.filter(state=Action.State.CLAIMED).select_related("resolution__council__park", "unit")
    return [one for one in claimed if verifies(one, person)]


FIRST_SCREEN = 6


def became(person: Person) -> list[dict[str, Any]]:
    """What became of the last decisions of a member's councils, each with its first picture. Two queries."""
    mine = Action.objects.filter(resolution__council__in=Council.objects.of(person))
    rows = list(mine.select_related("resolution__council__park", "unit").order_by("-assigned_at", "-pk")[:FIRST_SCREEN])
    shows = Attachment.objects.filter(subject_type=Action._meta.label_lower, subject_id__in=[one.pk for one in rows])
    first = {one.subject_id: one for one in shows.order_by("-pk") if not one.is_paper}
    return [{"action": one, "picture": _shown(first.get(one.pk))} for one in rows]


def _shown(picture: Attachment | None) -> files.Shown | None:
    return files.shown([picture])[0] if picture else None
