"""Advice asked of units (council.md 2): a question, a limit in working days, an answer. A vote waits no longer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.advice_guards import is_still_wanted
from councils.models import Advice, Case
from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin

# Working days that a unit has: what a form offers, and the longest that a council may be made to wait.
USUAL, LONGEST = 3, 10


@transaction.atomic
def ask(case: Case, unit: Unit, question: str, *, days: int, by: Person) -> Advice:
    """Ask a unit about a case, with a limit of 1 to 10 working days.

    Raises NotYours for who does not prepare the case; NotNow for a unit that was asked and has not answered yet, for a
    limit outside the range, for the landlord's own unit in a protected case, and once the vote is open.
    """
    case = advance(case, "consult", by=by, unit=unit, days=days)
    if not 1 <= days <= LONGEST:
        raise NotNow(case, "consult", _("Give the unit one to ten working days."))
    if case.advices.awaited().filter(unit=unit).exists():
        raise NotNow(case, "consult", _("This unit was asked already and has not answered yet."))
    due_at = clock.due_at(clock.calendar(), clock.now(), clock.working_days(days))
    advice = Advice(case=case, unit=unit, question=question, asked_at=clock.now(), due_at=due_at)
    return begin(advice, "ask", by=by, question=question, days=days)


@transaction.atomic
def give(advice: Advice, *, answer: str, by: Person) -> Advice:
    """What a unit says. Raises NotYours for other people, NotNow once the vote is open and for the second answer."""
    advice = advance(advice, "give", by=by, answer=answer)
    Advice.objects.filter(pk=advice.pk).update(answered_by=by)
    return advice


def listed(case: Case) -> list[Advice]:
    """What units were asked about a case, without what was taken back. One query."""
    asked = case.advices.exclude(state=Advice.State.DROPPED)
    return list(asked.select_related("unit").order_by("asked_at", "pk"))


def waiting(person: Any) -> list[Advice]:
    """What this person's units are still asked."""
    if not person.units():
        return []
    along = ("unit", "case__council__park", "case__need")
    rows = Advice.objects.awaited().of_units(person).select_related(*along)
    return [one for one in rows.order_by("due_at", "pk") if is_still_wanted(one)]
