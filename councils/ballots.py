"""Votes: the electorate is frozen, each elector casts once, the box keeps no trace of who (decisions 37).

`cast` is no step of a state machine: it writes a receipt, a ballot and an entry without the choice. Everything that
changes a vote holds the row of its round; what also changes its case holds the row of the case before that.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils import (
    ballot_rows,
    box,
    case_guards,
    choosing,
    counting,
    declare,
    in_place,
    review,
    venues,
    voters,
    work_following,
)
from councils.counting import count
from councils.models import AgendaItem, Case, Elector, Receipt, Representative, Round
from councils.picks import Said
from councils.tally import Result
from parkdesk.core import clock, prepared, states
from parkdesk.core.actors import CLOCK, Actor, is_person
from parkdesk.core.flow import NotNow, NotYours, advance, begin, record, refuse_unless_open
from parkdesk.core.idempotency import once
from parkdesk.core.words_of_time import day_time

SHORTEST_DAYS = 1


# --- opening ------------------------------------------------------------------------------------------
@transaction.atomic
def open_round(
    case: Case,
    *,
    by: Actor,
    closes_at: datetime | None = None,
    agenda_item: AgendaItem | None = None,
    electors: Iterable[Representative] | None = None,
) -> Round:
    """Freeze electorate and rules, and let the vote begin.

    Online it ends at `closes_at`, by default after the working days of the rules. In a meeting (`agenda_item`) the
    members present vote (`electors`), and it ends when whoever presides closes it. Raises NotNow when nobody may vote.
    """
    case = advance(case, "vote_in_meeting" if agenda_item else "vote", by=by)
    declare.exclude_the_tied(case)
    electorate = voters.electorate(case, electors)
    if not any(one.standing == Elector.Standing.VOTER for one in electorate):
        raise NotNow(case, "vote", _("Nobody may vote on it: everybody has stepped back or is away."))
    round_ = Round(
        case=case,
        agenda_item=agenda_item,
        electorate_digest=voters.digest(electorate),
        opens_at=clock.now(),
        closes_at=closes_at if agenda_item else _end(case, closes_at),
        **_frozen(case),
    )
    round_.save(force_insert=True)
    voters.enter(electorate, round_)
    return begin(round_, "open", by=by, kind=round_.kind, voters=len(electorate))


def _frozen(case: Case) -> dict[str, Any]:
    """What a vote takes over from its case as it stands now."""
    return {
        "number": case.rounds.count() + 1,
        "kind": Round.Kind.SECRET if case.is_secret else Round.Kind.NAMED,
        "rule_set": case.rule_set,
        "is_about_shared": case.is_about_shared,
        "method": case.way,
        "offered": choosing.frozen(case),
    }


def _end(case: Case, wanted: datetime | None) -> datetime:
    if wanted is None:
        return days_from_now(venues.vote_days(case))
    if wanted < days_from_now(SHORTEST_DAYS):
        raise NotNow(case, "vote", _("A vote stays open for one working day at least."))
    return wanted


def days_from_now(days: int, start: datetime | None = None) -> datetime:
    """17:30 of the working day so many days after `start` (now)."""
    return clock.due_at(clock.calendar(), start or clock.now(), clock.working_days(days))


# --- casting ------------------------------------------------------------------------------------------
def cast(
    round_: Round, representative: Representative, choice: str | Said, *, by: Actor, key: str, reason: str = ""
) -> Receipt:
    """One vote of one seat, once per press (`key`). A vote by name may be cast anew until the end; a secret one not.

    Among several options the choice comes with its mark (`picks.Said`).

    Raises NotYours for everybody else's seat; NotNow after the end, for whoever has stepped back, before their
    declaration, and for a second secret ballot.
    """
    press = f"{round_.pk}:{representative.pk}:{key}" if key else ""
    made: list[Receipt] = []

    def first() -> str:
        made.append(_cast(round_, representative, Said.of(choice), by=by, reason=reason))
        return "recorded"

    once("councils.cast", press, first)
    return made[0] if made else Receipt.objects.get(elector__in=in_place.electors_of(round_, representative))


def _cast(round_: Round, representative: Representative, words: Said, *, by: Actor, reason: str) -> Receipt:
    round_ = ballot_rows.locked_round(round_, round_.case)
    elector = ballot_rows.elector(round_, representative)
    one = in_place.fresh(elector, representative)
    if elector is None or not in_place.speaks(one, by):
        raise NotYours(round_, "cast")
    round_ = _given_more_time(round_)
    refusal = _refusal(round_, elector) or in_place.bar(elector, one)
    if refusal:
        raise NotNow(round_, "cast", refusal)
    said = choosing.said(round_, *words)
    changes = elector.has_voted
    receipt = _receipt(elector, changes=changes)
    if round_.is_secret:
        box.drop(round_, said)
    else:
        box.write_by_name(round_, elector, said, reason, changes=changes)
    facts = {"elector": elector.pk, "party": elector.party, "changes": changes}
    record(round_, "cast", by=by, facts=facts)
    return receipt


def _receipt(elector: Elector, *, changes: bool) -> Receipt:
    """That this seat has voted; for a vote that is cast anew its later time."""
    receipt = Receipt(elector=elector, at=clock.now())
    if changes:
        receipt.save()
    else:
        prepared.insert(receipt)
    return receipt


def _refusal(round_: Round, elector: Elector) -> str:
    """Why no ballot is taken, as a sentence for whoever wanted to vote; empty when it is."""
    if round_.state == Round.State.CANCELLED:
        return _("This vote was called off. Nothing was recorded.")
    if not round_.takes_ballots:
        ended = round_.closes_at or round_.closed_at
        return _("This vote ended on %(moment)s. Nothing was recorded.") % {"moment": day_time(ended)}
    return _bar_of(elector, is_secret=round_.is_secret)


def _bar_of(elector: Elector, *, is_secret: bool) -> str:
    """What keeps this seat from voting while the vote is open."""
    if elector.standing == Elector.Standing.RECUSED:
        return _("You have stepped back from this case and do not vote on it.")
    if elector.standing == Elector.Standing.AWAY:
        return _("You were not in the room when this vote began; it goes on without you.")
    if not elector.has_declared:
        return _("Say first whether you have an interest in this case, then vote.")
    if is_secret and elector.has_voted:
        return _("You have voted already. Nobody can tell which secret ballot is yours, so it cannot be changed.")
    return ""


def why_not(round_: Round, representative: Representative) -> str:
    """Why this seat cannot vote now, in a sentence; empty when it can, or has only to declare its interest first."""
    elector = ballot_rows.elector(round_, representative)
    if elector is None:
        return _("This seat was not filled when the vote opened.")
    if round_.is_over and case_guards.can_be_extended(round_) and not count(round_).has_quorum:
        return ""
    elector.has_declared = True
    return _refusal(round_, elector) or in_place.bar(elector, in_place.fresh(elector, representative))


# --- counting -----------------------------------------------------------------------------------------
@transaction.atomic
def close(round_: Round, *, by: Actor) -> Round:
    """Count a vote whose time is over. Without a quorum it is extended once, then goes to the next meeting.

    Two who close at once get one outcome: the second is told that it is counted (NotNow).
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("council__park").get(pk=round_.case_id)
    round_ = ballot_rows.locked_round(round_, case)
    step = states.find(round_, "close")
    if not step.may(round_, by):
        raise NotYours(round_, "close")
    refuse_unless_open(round_, step)
    extended = _given_more_time(round_)
    if extended.is_extended != round_.is_extended:
        return extended
    ended = counting.ending(round_)
    result = ended.result
    round_ = advance(round_, "close", by=by, **ended._asdict())
    if result == Result.NO_QUORUM:
        advance(case, "refer", by=by)
    else:
        case = advance(case, "decide", by=by, result=result)
        review.report(case, by=by)
        work_following.follow_case(case)
    return round_


def _given_more_time(round_: Round) -> Round:
    """The one extension of a vote that ended without a quorum.

    It counts from the end, not from when somebody noticed, and a vote that comes in first brings it about: so it
    makes no difference when a job runs.
    """
    if not (round_.is_over and case_guards.can_be_extended(round_)) or count(round_).has_quorum:
        return round_
    until = days_from_now(round_.rule_set.extension_days, round_.closes_at)
    return advance(round_, "extend", by=CLOCK, until=until)


def refuse_when_over(round_: Round, step: str, *, by: Actor) -> None:
    """Raise NotNow for a person who would undo a vote whose time is over: the clock has ended it (decisions 16)."""
    if round_.is_over and is_person(by):
        raise NotNow(round_, step, _("The time of this vote is over. It is counted first."))


@transaction.atomic
def extend(round_: Round, *, by: Actor, until: datetime) -> Round:
    """Give an open vote more time by hand; this is its one extension.

    Raises NotNow when it would end sooner, and once its time is over.
    """
    round_ = ballot_rows.locked_round(round_, round_.case)
    refuse_when_over(round_, "extend", by=by)
    if round_.closes_at is not None and until <= round_.closes_at:
        raise NotNow(round_, "extend", _("A vote can only be given more time, never less."))
    return advance(round_, "extend", by=by, until=until)
