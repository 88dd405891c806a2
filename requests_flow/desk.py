"""What the desk does with a need when more than one record changes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from enterprises.models import Person, Unit
from parkdesk.core import clock, files
from parkdesk.core.flow import advance
from requests_flow import council_guards, mending, parts, together
from requests_flow.models import Need, Rating, Service
from requests_flow.words import LINE_OF_CATEGORY, Outcome


def acknowledge(need: Need, *, by: Person, note: str = "") -> Need:
    """Acknowledge a need: whoever does is its first contact and owns it until a unit has accepted it."""
    return advance(need, "acknowledge", by=by, note=note, owner=by)


@dataclass(frozen=True)
class Sorting:
    """What a person at the desk decided about a need."""

    category: str
    tier: str
    rule: str
    service: Service | None = None
    urgency: str = ""
    line: str = ""


@transaction.atomic
def sort(need: Need, sorting: Sorting, *, by: Person, note: str = "") -> Need:
    """Confirm category, tier and service; the service's terms of today are frozen into the need (decisions 23)."""
    council_guards.refuse_to_undo_raising(need, sorting.tier)
    if need.state == Need.State.SUBMITTED:
        need = acknowledge(need, by=by)
    return advance(
        need,
        "triage",
        by=by,
        note=note,
        category=sorting.category,
        tier=sorting.tier,
        rule=sorting.rule,
        line=sorting.line or LINE_OF_CATEGORY[sorting.category],
        terms=sorting.service.terms_on(clock.today()) if sorting.service else None,
        urgency=sorting.urgency or None,
    )


@transaction.atomic
def settle(need: Need, sorting: Sorting, *, unit: Unit, answer: str, by: Person) -> Need:
    """Do a simple need at once: sort it, take it on for one's own unit, and answer, as four steps of the trail."""
    need = sort(need, sorting, by=by)
    need = advance(need, "dispatch", by=by, unit=unit)
    need = advance(need, "accept", by=by, handler=by)
    return resolve(need, outcome=Outcome.SOLVED, answer=answer, by=by)


def accept(need: Need, *, by: Person) -> Need:
    """Accept an order for one's unit; whoever does is named on the tracking page."""
    return advance(need, "accept", by=by, handler=by)


@transaction.atomic
def resolve(need: Need, *, outcome: str, answer: str, by: Person, pictures: list[str] | None = None) -> Need:
    """Answer with an outcome and pictures; the reporter is asked to confirm, reporters of merged needs are told."""
    files.claim_drafts(pictures or [], need, step="resolve", is_public=True)
    need = advance(need, "resolve", by=by, outcome=outcome, answer=answer, resolved_by=by)
    together.pass_on(need, outcome=outcome, answer=answer, by=by)
    mending.mend_by_doing_again(need)
    parts.call_off_all(need, by=by)
    return need


@transaction.atomic
def decline(need: Need, *, reason: str, route: str, by: Person) -> Need:
    """Refuse with a reason and another way; reporters of merged needs get both, too."""
    need = advance(need, "decline", by=by, reason=reason, route=route)
    together.pass_on(need, outcome="", answer=f"{reason}\n{route}", by=by)
    return need


@transaction.atomic
def inform(need: Need, *, message: str, by: Person, pictures: list[str] | None = None) -> Need:
    """Tell the reporter how it stands, with pictures."""
    files.claim_drafts(pictures or [], need, step="inform", is_public=True)
    return advance(need, "inform", by=by, message=message)


@transaction.atomic
def confirm_facts(need: Need, *, note: str, by: Person, pictures: list[str] | None = None) -> Need:
    """A volunteer or park leader looked on site and confirms what is so; they are the entry's beneficiary."""
    files.claim_drafts(pictures or [], need, step="confirm_facts", is_public=True)
    return advance(need, "confirm_facts", by=by, note=note, occurred_on=timezone.localdate(clock.now()))


@transaction.atomic
def rate(need: Need, *, grade: int, comment: str = "", by) -> Rating:
    """Store the one rating of this handling; the trail says that it was rated, and the grade. A low one is examined."""
    need = advance(need, "rate", by=by, grade=grade, comment=comment)
    rating = Rating.objects.create(need=need, handling=need.handling, grade=grade, comment=comment, at=clock.now())
    mending.begin(rating)
    return rating
