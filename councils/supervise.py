"""What the party committee does with a matter that it follows: 立项 交办 签收 反馈 核查 销号 (domain.md 7).

Where an order follows a need, its extensions are the need's: one date for the reporter and for the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils.models import ReminderLetter, SupervisionOrder
from councils.numbering import next_number
from councils.supervision_guards import COMPLETED
from councils.supervision_words import NOT_OURS_TO_ORDER, State
from enterprises.models import Park, Person, Unit
from parkdesk.core import clock, files
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance, begin
from parkdesk.core.states import find
from requests_flow.masking import masked
from requests_flow.models import Need
from requests_flow.words import State as NeedState

SERIES = "supervision"
SUBJECT_LENGTH = 120
# Needs that ended without anything being done.
GONE = frozenset({NeedState.DECLINED, NeedState.WITHDRAWN, NeedState.MERGED, NeedState.INVALID})


@dataclass(frozen=True)
class Matter:
    """What an order is about and where it comes from. A need brings its park and title along."""

    source: str
    subject: str = ""
    requirement: str = ""
    need: Need | None = None
    resolution: object | None = None
    park: Park | None = None
    overdue_since: datetime | None = None


@transaction.atomic
def propose(matter: Matter, *, by: Actor, reason: str = "") -> SupervisionOrder:
    """Put a matter forward (拟立项): it has no number yet. Raises IntegrityError when an open order has it already."""
    order = SupervisionOrder(
        source=matter.source,
        need=matter.need,
        resolution=matter.resolution,
        park=matter.park or (matter.need.park if matter.need else None),
        subject=(matter.subject or masked(matter.need.title))[:SUBJECT_LENGTH],
        requirement=matter.requirement,
        overdue_since=matter.overdue_since,
    )
    return begin(order, "propose", by=by, reason=reason)


@transaction.atomic
def register(order: SupervisionOrder, *, by: Actor) -> SupervisionOrder:
    """Register an order (立项): it gets the next number of the year, without a gap."""
    year = clock.today().year
    return advance(order, "register", by=by, year=year, number=next_number(SERIES, year))


def for_need(need: Need, *, source: str, by: Actor = CLOCK, overdue_since: datetime | None = None) -> SupervisionOrder:
    """The open order of a need; proposed now when there is none. However often it is asked, there is one."""
    matter = Matter(source=source, need=need, overdue_since=overdue_since)
    found = SupervisionOrder.objects.open().filter(need=need).first()
    if found is not None:
        return found
    try:
        return propose(matter, by=by)
    except IntegrityError:
        return SupervisionOrder.objects.open().get(need=need)


@transaction.atomic
def follow_major(need: Need, *, by: Actor = CLOCK) -> SupervisionOrder:
    """A need was sorted as major: its order is registered from the first hour (decisions 27), once."""
    order = for_need(need, source=SupervisionOrder.Source.MAJOR, by=by)
    if order.state != State.DRAFTED:
        return order
    if order.source != SupervisionOrder.Source.MAJOR:
        SupervisionOrder.objects.filter(pk=order.pk).update(source=SupervisionOrder.Source.MAJOR)
    try:
        return register(order, by=by)
    except NotNow:  # somebody else has just done so
        return SupervisionOrder.objects.get(pk=order.pk)


@transaction.atomic
def keep_up(need: Need) -> SupervisionOrder | None:
    """Let the open order of a need follow what has become of the need; returns it when it took a step."""
    order = SupervisionOrder.objects.open().select_related("need").filter(need=need).first()
    step = _step_behind(order) if order else ""
    return advance(order, step, by=CLOCK) if order and step else None


def _step_behind(order: SupervisionOrder) -> str:
    """The step that an order has to take to be where its need is; empty when it is there."""
    is_completed = order.need.state in COMPLETED
    if order.state in {State.REPORTED, State.CHECKED}:
        return "" if is_completed else "send_back"
    was_less = order.source == order.Source.MAJOR and order.need.triaged_at and not order.is_of_major_need
    if order.need.state in GONE or (order.state == State.DRAFTED and (was_less or is_completed)):
        return "drop"
    return "report" if is_completed else ""


@dataclass(frozen=True)
class Assignment:
    """To whom, what exactly, and by when; without a day the promise to the reporter counts."""

    unit: Unit
    requirement: str
    in_charge: str = ""
    supporting: Iterable[Unit] = field(default_factory=tuple)
    asked: Unit | None = None
    due_on: date | None = None


@transaction.atomic
def assign(order: SupervisionOrder, assignment: Assignment, *, by: Person) -> SupervisionOrder:
    """Hand an order down (交办). Bodies above or beside us are asked by a line of ours (decisions 31)."""
    order = advance(
        order,
        "assign",
        by=by,
        unit=assignment.unit,
        issuer=by,
        requirement=assignment.requirement,
        in_charge=assignment.in_charge,
        asked=assignment.asked,
        due_at=_closing_of(assignment.due_on) if assignment.due_on else None,
    )
    _refuse_misdirected(order)
    order.supporting.set(unit for unit in assignment.supporting if unit != assignment.unit)
    return order


def _closing_of(day: date) -> datetime:
    """The end of that day; a limit on a day off moves to the next working day (Civil Code Art. 203)."""
    return clock.at(clock.add_working_days(clock.calendar(), day, 0), clock.CLOSING)


def _refuse_misdirected(order: SupervisionOrder) -> None:
    """Raises NotNow, and so undoes the assignment, when it went to somebody who cannot be given it."""
    reason = ""
    if order.unit.kind in NOT_OURS_TO_ORDER:
        reason = _("Nobody here orders this body. Assign it to a line of ours and name whom it asks.")
    elif order.unit.is_tied_to_a_landlord and order.need and order.need.is_protected:
        reason = _("This need is protected from operators and property managers. Choose a unit of the community.")
    elif order.due_at is None:
        reason = _("Say by when it has to be done.")
    if reason:
        raise NotNow(order, "assign", reason)


def sign(order: SupervisionOrder, *, by: Person) -> SupervisionOrder:
    """Sign for an order (签收); whoever does answers for it."""
    return advance(order, "sign", by=by, signer=by)


@transaction.atomic
def feed_back(
    order: SupervisionOrder, *, text: str, by: Person, pictures: list[str] | None = None, tells_reporter: bool = False
) -> SupervisionOrder:
    """Say how it goes (反馈): first the plan, then notes on progress; the reporter may be told in the same words."""
    files.claim_drafts(pictures or [], order, step="feedback", is_public=False)
    # Looked at under the lock: of two at once, one alone is the plan.
    order = SupervisionOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    order = advance(order, "feedback", by=by, text=text, kind="progress" if order.feedbacks else "plan")
    if tells_reporter and order.need:
        advance(order.need, "inform", by=by, message=text)
    return order


@transaction.atomic
def report(
    order: SupervisionOrder, *, text: str = "", by: Actor, pictures: list[str] | None = None
) -> SupervisionOrder:
    """Say that it is done, with what proves it."""
    files.claim_drafts(pictures or [], order, step="report", is_public=False)
    return advance(order, "report", by=by, text=text)


def verify(order: SupervisionOrder, *, evidence: str, finding: str, by: Person) -> SupervisionOrder:
    """Look whether it is really done (核查): somebody else than who did it, with evidence."""
    return advance(order, "verify", by=by, evidence=evidence, finding=finding, checker=by)


def strike_off(order: SupervisionOrder, *, conclusion: str = "", by: Person) -> SupervisionOrder:
    """Strike it off (销号)."""
    return advance(order, "strike_off", by=by, conclusion=conclusion)


@transaction.atomic
def name_deputy(order: SupervisionOrder, *, deputy: Person, by: Person) -> SupervisionOrder:
    """Name who supervises instead of a supervisor who sits in the council (decisions 40)."""
    order = advance(order, "name_deputy", by=by, deputy=deputy)
    if not find(order, "strike_off").may(order, deputy):
        reason = _("A deputy neither sits in the council nor answers for the matter. Choose somebody else.")
        raise NotNow(order, "name_deputy", reason)
    return order


# --- more time ---------------------------------------------------------------------------------------
@transaction.atomic
def ask_extension(order: SupervisionOrder, *, days: int, by: Person, reason: str = "") -> SupervisionOrder:
    """A unit asks for more time: at most 10 working days, twice."""
    order = advance(order, "ask_extension", by=by, days=days, reason=reason)
    if order.follows_need:
        advance(order.need, "ask_extension", by=by, days=days, reason=reason)
    return _fresh(order)


@transaction.atomic
def extend(order: SupervisionOrder, *, by: Person) -> SupervisionOrder:
    """The party committee grants it; the promise to the reporter moves with it."""
    return _answer(order, "extend", by)


@transaction.atomic
def refuse_extension(order: SupervisionOrder, *, by: Person, reason: str = "") -> SupervisionOrder:
    return _answer(order, "refuse_extension", by, reason=reason)


def _answer(order: SupervisionOrder, step: str, by: Person, **words: str) -> SupervisionOrder:
    order = advance(order, step, by=by, **words)
    if order.follows_need:
        advance(order.need, step, by=by, **words)
    return _fresh(order)


def _fresh(order: SupervisionOrder) -> SupervisionOrder:
    return SupervisionOrder.objects.select_related("need", "park", "unit").get(pk=order.pk)


# --- letters -----------------------------------------------------------------------------------------
@transaction.atomic
def draft_letter(unit: Unit, year: int, quarter: int) -> ReminderLetter | None:
    """The letter to a unit about a quarter; None when it stands already."""
    letter, is_new = ReminderLetter.objects.get_or_create(unit=unit, year=year, quarter=quarter)
    return begin(letter, "draft", by=CLOCK) if is_new else None


def send_letter(letter: ReminderLetter, *, by: Person) -> ReminderLetter:
    return advance(letter, "send", by=by, sender=by)
