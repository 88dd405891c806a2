"""What is done about a low rating (1 or 2): spoken to, examined by another person, mended, rated once more.

Domain.md 8.5 and decisions 28: contact within 1 working day, mended within 5 (simple) or 15 (complex, major), all
counted from the rating. The first rating is never changed: the second one stands beside it.
"""

from typing import Any

from django.db import transaction

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import advance
from requests_flow import promises
from requests_flow.models import Mending, Need, Rating
from requests_flow.words import Grade, Tier

LOW = (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED)
CONTACT_DAYS = 1
MEND_DAYS = {Tier.SIMPLE: 5, Tier.COMPLEX: 15, Tier.MAJOR: 15}


def begin(rating: Rating) -> Mending | None:
    """Start the limits of a low rating; None for any other."""
    if rating.grade not in LOW:
        return None
    need = rating.need
    return Mending.objects.create(
        need=need,
        rating=rating,
        rated_person=need.resolved_by,
        contact_due_at=promises.add_days(rating.at, CONTACT_DAYS),
        due_at=promises.add_days(rating.at, MEND_DAYS[Tier(need.tier or Tier.SIMPLE)]),
    )


@transaction.atomic
def contact_rater(need: Need, *, method: str, by: Person, note: str = "") -> Need:
    """Somebody spoke with the reporter about the low rating."""
    need = advance(need, "contact_rater", by=by, note=note, how=method)
    return _set(need, contacted_at=clock.now(), contacted_by=by)


@transaction.atomic
def uphold(need: Need, *, note: str, by: Person) -> Need:
    """Examined (核实): the rating is right, and what it names has to be mended."""
    need = advance(need, "uphold", by=by, note=note)
    return _set(need, verdict=Mending.Verdict.UPHELD, examined_at=clock.now(), examined_by=by)


@transaction.atomic
def mark_mistaken(need: Need, *, reason: str, by: Person) -> Need:
    """Examined: the rating was meant for something else. It stays as it was given, with this mark and the reason."""
    need = advance(need, "mark_mistaken", by=by, reason=reason)
    return _set(need, verdict=Mending.Verdict.MISTAKEN, examined_at=clock.now(), examined_by=by)


@transaction.atomic
def mend(need: Need, *, message: str, by: Person) -> Need:
    """What was mended, said to the reporter, who may rate once more."""
    need = advance(need, "mend", by=by, message=message)
    return _set(need, mended_at=clock.now())


@transaction.atomic
def rate_again(need: Need, *, grade: int, comment: str = "", by: Any) -> Need:
    """The second rating, beside the first."""
    need = advance(need, "rate_again", by=by, grade=grade, comment=comment)
    return _set(need, second_grade=grade, second_comment=comment, second_at=clock.now())


def mend_by_doing_again(need: Need) -> None:
    """A need that was opened again after a low rating is mended by its new answer, without a step of its own."""
    earlier = Mending.objects.open().filter(need=need, rating__handling__lt=need.handling)
    earlier.update(mended_at=clock.now())


def note_contact(need: Need, by: Person) -> None:
    """A call about the result is contact about its low rating as well."""
    open_ones = Mending.objects.open().filter(need=need, contacted_at__isnull=True)
    open_ones.update(contacted_at=clock.now(), contacted_by=by)


def _set(need: Need, **values: Any) -> Need:
    """Write what the step decided into the open line of this handling; the need forgets what it had read of it."""
    Mending.objects.filter(need=need, rating__handling=need.handling).update(**values)
    need.__dict__.pop("low_rating", None)
    return need
