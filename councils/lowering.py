"""Lowering a need that lies before a council: whoever presides proposes it, the party committee answers (council.md 2).

What becomes simple needs no council: its case is withdrawn and the need goes back to the desk.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from councils import ballots, cases, tier_guards
from councils.case_guards import presiding_over, reviews_it
from councils.models import Case, Lowering
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance
from requests_flow import tiers
from requests_flow.council_guards import COUNCIL
from requests_flow.models import Need
from requests_flow.words import Tier


@transaction.atomic
def propose(case: Case, tier: str, *, reason: str, by: Person) -> Case:
    """Propose a lower tier for the need of a case. Raises NotNow for one that is not lower, and while one waits."""
    case = advance(case, "propose_lower", by=by, tier=tier, reason=reason)
    if not tier_guards.is_below(tier, case.need):
        raise NotNow(case, "propose_lower", _("This tier is not lower than the need’s."))
    Lowering.objects.create(case=case, representative=presiding_over(case), tier=tier, reason=reason)
    return case


@transaction.atomic
def agree(case: Case, *, by: Person, reason: str = "") -> Case:
    """The party committee agrees: the need is lowered, and where it becomes simple the council lets it go.

    Raises NotNow while a vote whose time is over is not counted yet: its result is known to nobody, and stands.
    """
    case = advance(case, "lower", by=by, reason=reason)
    for one in case.rounds.open():
        ballots.refuse_when_over(one, "cancel", by=by)
    tier = _answer(case, by, is_agreed=True, answer=reason).tier
    advance(Need.objects.get(pk=case.need_id), "lower_together", by=COUNCIL, tier=tier, rule=tiers.TOGETHER.rule)
    return cases.withdraw(case, by=CLOCK) if tier == Tier.SIMPLE else case


@transaction.atomic
def decline(case: Case, *, by: Person, reason: str) -> Case:
    """The party committee wants the tier kept, and says why; the case goes on."""
    case = advance(case, "keep_tier", by=by, reason=reason)
    _answer(case, by, is_agreed=False, answer=reason)
    return case


def _answer(case: Case, by: Person, *, is_agreed: bool, answer: str) -> Lowering:
    """Written under the lock of its case, which a guard has just found to have one."""
    one = case.lowerings.get(answered_at=None)
    one.is_agreed, one.answer, one.answered_by, one.answered_at = is_agreed, answer, by, clock.now()
    one.save()
    return one


def waiting(person: Person) -> list[Case]:
    """Cases whose lowering waits for this person's word, the oldest proposal first."""
    asked = Case.objects.visible_to(person).filter(lowerings__answered_at=None, lowerings__isnull=False)
    found = asked.filter(state__in=Case.UNDECIDED).select_related("need").order_by("lowerings__at")
    return [one for one in found if reviews_it(one, person) and tier_guards.is_proposed(one)]
