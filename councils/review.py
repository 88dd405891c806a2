"""What a council agrees on a major need waits for the party committee: confirmed, or sent back once (council.md 2).

The committee never writes: what members vote on is the council's alone. One round of comments (退回补充意见), then the
council votes anew, and what it agrees then is confirmed.
"""

from django.db import transaction

from councils import case_guards
from councils.models import Case
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor
from parkdesk.core.flow import advance


def report(case: Case, *, by: Actor) -> Case:
    """Put what was agreed before the party committee, where it is about a major need; else it stays as it is."""
    if case_guards.is_agreed(case) and case_guards.is_for_the_party(case):
        return advance(case, "report", by=by)
    return case


def confirm(case: Case, *, by: Person, reason: str = "") -> Case:
    """The party committee agrees; the council hands it over."""
    return advance(case, "confirm", by=by, reason=reason)


@transaction.atomic
def return_once(case: Case, *, by: Person, reason: str) -> Case:
    """Send it back with reasons: it is talked over for the days of the rules, then voted on anew. Once a case."""
    days = clock.working_days(case.rule_set.discussion_days)
    until = clock.due_at(clock.calendar(), clock.now(), days)
    return advance(case, "return_once", by=by, until=until, reason=reason)
