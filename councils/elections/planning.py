"""An election is planned by the office, confirmed by the party committee, and may be called off before the ballot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils.elections import problems, ripening
from councils.models import Council, Election, ElectionGroup, RuleSet
from councils.models.election_group import BY_FIRMS, BY_REGISTER
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, advance, begin, record

NOTICE_DAYS, WINDOW_DAYS = problems.NOTICE_DAYS, 5


@dataclass(frozen=True)
class SeatsOf:
    """So many seats of one party, or of some of its enterprise types."""

    party: str
    seats: int
    kinds: tuple[str, ...] = ()


@transaction.atomic
def draft(
    council: Council,
    groups: Iterable[SeatsOf],
    *,
    by: Actor,
    kind: str = Election.Kind.ORDINARY,
    follows: Election | None = None,
    **plan: Any,
) -> Election:
    """Begin to plan an election, by default with the shortest notice. Raises NotNow while another one is open."""
    Council.objects.select_for_update().get(pk=council.pk)
    opens, closes = default_window()
    election = Election(
        council=council, kind=kind, follows=follows, number=council.elections.count() + 1,
        rule_set=RuleSet.current(clock.today()), nominations_open_at=opens, nominations_close_at=closes, **plan,
    )  # fmt: skip
    try:
        with transaction.atomic():
            election.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(election, "draft", _("Another election of this council is still open.")) from error
    _write_groups(election, groups)
    return begin(election, "draft", by=by, kind=kind)


def default_window() -> tuple[datetime, datetime]:
    """The first day that keeps the minimum notice and a day to spare, and the end of the nominations after it."""
    first = clock.add_working_days(clock.calendar(), clock.today(), NOTICE_DAYS + 2)
    return opening_of(first), closing_of(clock.add_working_days(clock.calendar(), first, WINDOW_DAYS))


def opening_of(day: date) -> datetime:
    """09:00 of that day; a day off moves to the next working day (Civil Code Art. 203)."""
    return clock.at(clock.add_working_days(clock.calendar(), day, 0), clock.OPENING)


def closing_of(day: date) -> datetime:
    """17:30 of that day; a day off moves to the next working day."""
    return clock.at(clock.add_working_days(clock.calendar(), day, 0), clock.CLOSING)


def _write_groups(election: Election, groups: Iterable[SeatsOf]) -> None:
    for number, one in enumerate(groups, 1):
        if one.party != BY_FIRMS and one.party not in BY_REGISTER:
            raise NotNow(election, "draft", _("The seats of the community and of the operator are appointed."))
        ElectionGroup.objects.create(
            election=election, number=number, party=one.party, seats=one.seats, kinds=list(one.kinds)
        )


@transaction.atomic
def plan(election: Election, *, by: Actor, groups: Iterable[SeatsOf] | None = None, **plan: Any) -> Election:
    """Change the plan; whatever was put forward has to be put forward again."""
    election = advance(ripening.locked(election.pk), "plan", by=by)
    for name, value in plan.items():
        setattr(election, name, value)
    election.save(update_fields=list(plan) or None)
    if groups is not None:
        _replace_groups(election, list(groups))
    return election


def _replace_groups(election: Election, groups: list[SeatsOf]) -> None:
    if election.groups.filter(voters__isnull=False).exists():
        raise NotNow(election, "plan", _("People are on a register already. Take them off it before the seats change."))
    election.groups.all().delete()
    _write_groups(election, groups)


@transaction.atomic
def put_forward(election: Election, *, by: Person) -> Election:
    """The office has finished the plan. Raises NotNow with the open problems."""
    election = ripening.locked(election.pk)
    _refuse_with_problems(election, "put_forward", by)
    return advance(election, "put_forward", by=by, by_person=by)


@transaction.atomic
def announce(election: Election, *, by: Person) -> Election:
    """The party committee confirms, and everybody reads the notice."""
    election = ripening.locked(election.pk)
    _refuse_with_problems(election, "announce", by)
    return advance(election, "announce", by=by)


def _refuse_with_problems(election: Election, step: str, by: Person) -> None:
    """Permission first (403), then the state, then the list of problems (409)."""
    problems.refuse_unless_theirs(election, step, by)
    found = problems.of(election)
    if found:
        raise NotNow(election, step, _("This is still open:") + " " + " ".join(found))


@transaction.atomic
def cancel(election: Election, *, by: Actor, reason: str = "") -> Election:
    """Call it off before the ballot; what was given so far stays on record."""
    return advance(ripening.locked(election.pk), "cancel", by=by, reason=reason)


@transaction.atomic
def start_by_election(council: Council, party: str, *, by: Actor = CLOCK) -> Election:
    """Plan a by-election for one vacant seat of a party; called again before it is announced, it adds that seat once.

    Raises NotNow while another election of this council runs, or for a seat that is appointed.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    running = council.elections.open().first()
    if running is None:
        return draft(council, [SeatsOf(party, 1)], by=by, kind=Election.Kind.BY_ELECTION)
    if running.state != Election.State.DRAFT or running.kind != Election.Kind.BY_ELECTION:
        raise NotNow(running, "draft", _("Another election of this council is still open."))
    if not running.groups.filter(party=party).exists():
        ElectionGroup.objects.create(election=running, number=running.groups.count() + 1, party=party, seats=1)
        record(running, "plan", by=by, facts={"party": party})
    return running
