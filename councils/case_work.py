"""What each step of a page does: from the words of a form to the use case."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils import (
    advising,
    ballots,
    case_papers,
    cases,
    choosing,
    decide,
    declare,
    discussion,
    lowering,
    review,
    venues,
)
from councils.forms.case_votes import BallotForm
from councils.forms.cases import CaseForm
from councils.models import Case, Round
from parkdesk.core.flow import NotNow, advance


def take(verb: str, form: CaseForm) -> object:
    """Take one step with what was said in its form. Raises KeyError for a verb without a form."""
    return _WORK[verb](form, form.said())


def cast(round_: Round, form: BallotForm) -> None:
    """Vote, once a press; where that is still to be done, declare with it: both or neither."""
    said, key = form.said(), form.cleaned_data["key"]
    # One transaction for a vote alone: a savepoint in another is two trips to the database.
    with transaction.atomic() if said.get("has_none") else nullcontext():
        if said.get("has_none"):
            declare.declare(form.case, form.seat, has_interest=False, by=form.by)
        ballots.cast(round_, form.seat, said["choice"], by=form.by, key=key, reason=said.get("reason", ""))


def _declare(form: CaseForm, said: dict[str, Any]) -> object:
    """ "I step back" is a recusal; everything else is a declaration."""
    if said["has_interest"]:
        facts = {"category": said["category"], "text": said["text"]}
        return declare.recuse(form.case, form.seat, by=form.by, **facts)
    return declare.declare(form.case, form.seat, has_interest=False, by=form.by)


def _vote(form: CaseForm, said: dict[str, Any]) -> Round:
    return ballots.open_round(form.case, by=form.by, closes_at=said["closes_at"])


def _open_round(case: Case, verb: str) -> Round:
    """The open vote of a case. Raises NotNow when somebody else has just ended it."""
    found = case.rounds.open().first()
    if found is None:
        raise NotNow(case, verb, _("This vote is counted already."))
    return found


def _plain(step: str) -> Callable[[CaseForm, dict[str, Any]], Case]:
    return lambda form, said: advance(form.case, step, by=form.by, **said)


_WORK: dict[str, Callable[[CaseForm, dict[str, Any]], object]] = {
    "prepare": lambda form, said: cases.prepare(form.case, by=form.by, **said),
    "amend": lambda form, said: cases.prepare(form.case, by=form.by, **said),
    "discuss": lambda form, said: venues.discuss(form.case, by=form.by, **said),
    "say": lambda form, said: discussion.speak_for(form.case, by=form.by, **said),
    "contribute": lambda form, said: discussion.contribute(form.case, form.seat, by=form.by, **said),
    "attach": lambda form, said: case_papers.attach(form.case, said["name"], said["pictures"], by=form.by),
    "detach": lambda form, said: case_papers.detach(said["paper"], by=form.by, reason=said["reason"]),
    "offer": lambda form, said: choosing.offer(form.case, by=form.by, **said),
    "retract": lambda form, said: choosing.retract(said["option"], by=form.by, reason=said["reason"]),
    "consult": lambda form, said: advising.ask(form.case, by=form.by, **said),
    "declare": _declare,
    "exclude": lambda form, said: declare.recuse(form.case, said.pop("representative"), by=form.by, **said),
    "move": lambda form, said: venues.move(form.case, by=form.by, **said),
    "demand": lambda form, said: discussion.demand_a_meeting(form.case, by=form.by),
    "vote": _vote,
    "extend": lambda form, said: ballots.extend(_open_round(form.case, "extend"), by=form.by, until=said["until"]),
    "count": lambda form, said: ballots.close(_open_round(form.case, "count"), by=form.by),
    "report": _plain("report"),
    "confirm": lambda form, said: review.confirm(form.case, by=form.by, **said),
    "propose_lower": lambda form, said: lowering.propose(form.case, by=form.by, **said),
    "lower": lambda form, said: lowering.agree(form.case, by=form.by, **said),
    "keep_tier": lambda form, said: lowering.decline(form.case, by=form.by, **said),
    "return_once": lambda form, said: review.return_once(form.case, by=form.by, **said),
    "carry": lambda form, said: decide.carry(form.case, by=form.by, **said),
    "give_back": lambda form, said: decide.give_back(form.case, by=form.by, **said),
    "defer": lambda form, said: discussion.defer(form.case, by=form.by, **said),
    "take_up": _plain("take_up"),
    "close": _plain("close"),
    "withdraw": lambda form, said: cases.withdraw(form.case, by=form.by, **said),
}
