"""What waits for somebody with a seat: votes, declarations, what was agreed to confirm or hand over, papers to sign."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from councils import account_waits, actions, by_election, case_guards, case_list, lowering, seat_notices, work_page
from councils.guards import is_party_committee
from councils.models import Case, CompositionAlarm, Minutes
from councils.tally import Result
from enterprises.models import Person
from parkdesk.core import clock


@dataclass(frozen=True)
class Wait:
    """One thing to do: where, what about, what it is, and how much time is left."""

    url: str
    title: str
    todo: str
    light: clock.Light | None = None


def of(person: Person) -> list[Wait]:
    """Votes first, the next end on top; then what whoever presides hands over, then papers to sign."""
    cases = [Wait(row.url, row.case.display_title, row.todo, row.light) for row in case_list.waiting(person)]
    return [
        *cases,
        *_to_review(person),
        *_to_answer(person),
        *_to_hand_over(person),
        *_to_countersign(person),
        *_to_mend(person),
        *_to_accept(person),
        *_to_verify(person),
        *_of_accounts(person),
    ]


def _to_mend(person: Person) -> list[Wait]:
    """Councils that are not made up as the rules ask: for those who call by-elections and certify seats."""
    if not person.is_authenticated or not person.wears(*seat_notices.MENDS):
        return []
    open_now = CompositionAlarm.objects.sounding().select_related("council__park").order_by("sounded_at", "pk")
    todo = _("not made up as the rules ask: hold a by-election, or seat the substitute")
    return [Wait(one.get_absolute_url(), one.council.name, todo, by_election.light_of(one)) for one in open_now]


def _to_review(person: Person) -> list[Wait]:
    """What councils agreed on major needs waits for the party committee."""
    if not is_party_committee(person):
        return []
    found = Case.objects.visible_to(person).filter(state=Case.State.PC_REVIEW).order_by("decided_at")
    todo = _("confirm it, or send it back once")
    return [
        Wait(one.get_absolute_url(), one.display_title, todo) for one in found if case_guards.reviews_it(one, person)
    ]


def _to_answer(person: Person) -> list[Wait]:
    """Lower tiers that conveners have proposed wait for the party committee."""
    if not is_party_committee(person):
        return []
    todo = _("agree to the lower tier, or keep it")
    return [Wait(one.get_absolute_url(), one.display_title, todo) for one in lowering.waiting(person)]


def _to_hand_over(person: Person) -> list[Wait]:
    agreed = Case.objects.visible_to(person).filter(state=Case.State.DECIDED, result=Result.AGREED)
    mine = agreed.filter(council__representatives__person=person).distinct().select_related("council__park", "need")
    todo = _("say who carries it out, and by when")
    return [
        Wait(one.get_absolute_url(), one.display_title, todo)
        for one in mine
        if case_guards.presides_over_it(one, person)
    ]


def _to_countersign(person: Person) -> list[Wait]:
    mine = Minutes.objects.to_countersign_by(person)
    return [
        Wait(one.get_absolute_url(), one.display_title, _("countersign the minutes"), one.light)
        for one in mine.select_related("council__park", "meeting__council__park", "meeting__rule_set")
    ]


def _to_accept(person: Person) -> list[Wait]:
    """Small works that are said to be finished: for the office, except who sits there or had a hand in it."""
    todo = _("said to be finished: look at it, then accept it or send it back")
    return [Wait(one.get_absolute_url(), one.display_title, todo) for one in work_page.waiting(person)]


def _to_verify(person: Person) -> list[Wait]:
    """What units say is done: for the office, except who sits there or works for the unit (decisions 40)."""
    todo = _("said to be done: look at it, then say whether it is there")
    return [
        Wait(one.get_absolute_url(), one.resolution.display_text, todo, one.light) for one in actions.to_verify(person)
    ]


def _of_accounts(person: Person) -> list[Wait]:
    """Quarters of shared accounts: for whoever presides, the office, the auditor."""
    title = _("Shared accounts %(term)s")
    return [
        Wait(one.get_absolute_url(), f"{one.council.park.name} {title % {'term': one.term.spoken}}", todo)
        for one, todo in account_waits.waiting(person)
    ]
