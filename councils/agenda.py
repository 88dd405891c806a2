"""The agenda of a meeting: items put on it and taken off, their results, what was agreed under each."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from councils import adopt, ballots, presence
from councils.meeting_guards import sitting
from councils.models import Action, AgendaItem, Case, Meeting, Representative, Resolution, Round
from councils.tally import Result as VoteResult
from enterprises.models import Person
from parkdesk.core.actors import Actor
from parkdesk.core.flow import NotNow, advance

# What an item results in when its case was voted on; without a quorum it has no result by itself.
OF_A_VOTE = {VoteResult.AGREED: AgendaItem.Result.DECIDED, VoteResult.REJECTED: AgendaItem.Result.NOTED}


@dataclass(frozen=True)
class Topic:
    """What an item is about, in words; an item with a case takes them from there."""

    title: str
    title_en: str = ""
    facts: str = ""
    facts_en: str = ""


@transaction.atomic
def put_on_agenda(
    meeting: Meeting,
    *,
    by: Actor,
    topic: Topic | None = None,
    case: Any = None,
    proposer: Person | None = None,
    hands: tuple[int, int] | None = None,
) -> AgendaItem:
    """One more item, at the end; after the agenda was closed it is urgent business, agreed to by those present.

    `proposer`: the member whose proposal it is. `hands`: for and against taking it up, counted in the room; raises
    NotNow where they are more than who is there, or no majority. A protected need is never printed in public minutes.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    is_late = presence.is_agenda_closed(meeting)
    order = (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    meeting = advance(
        meeting, "put_urgent" if is_late else "put", by=by, order=order, **({"hands": hands} if is_late else {})
    )
    if hands is not None and is_late:
        _refuse_without_a_majority(meeting, *hands)
    if case is not None:
        _refuse_a_case_of_others(meeting, case)
    more = {"is_urgent": is_late, **_raised(hands if is_late else None), **vars(topic or _topic_of(case))}
    return _item(meeting, order, case, proposer, more)


def _item(meeting: Meeting, order: int, case: Any, proposer: Person | None, more: dict[str, Any]) -> AgendaItem:
    is_public = case is None or not (case.need and case.need.is_protected)
    whose = proposer or (case.proposer if case else None)
    return AgendaItem.objects.create(
        meeting=meeting, order=order, case=case, proposer=whose, is_public=is_public, **more
    )


def _raised(hands: tuple[int, int] | None) -> dict[str, int]:
    return {"urgent_for": hands[0], "urgent_against": hands[1]} if hands else {}


def _refuse_without_a_majority(meeting: Meeting, in_favour: int, against: int) -> None:
    here = meeting.attendances.here().count()
    if in_favour + against > here:
        words = _("%(hands)s hands are more than the %(here)s members who are here.")
        raise NotNow(meeting, "put_urgent", words % {"hands": in_favour + against, "here": here})
    if in_favour <= against:
        raise NotNow(meeting, "put_urgent", _("It is not taken up: more hands have to be for it than against it."))


def _refuse_a_case_of_others(meeting: Meeting, case: Any) -> None:
    if case.council_id not in {one.pk for one in sitting(meeting)}:
        raise NotNow(meeting, "put", _("This case lies before another council."))
    if meeting.items.filter(case=case).exists():
        raise NotNow(meeting, "put", _("This case stands on the agenda already."))


@transaction.atomic
def gather(meeting: Meeting, *, by: Actor) -> int:
    """Put on the agenda what is open: the cases that wait for a meeting first, then all others. Returns how many."""
    open_ones = open_cases(meeting)
    waiting = set(open_ones.for_a_meeting().values_list("pk", flat=True))
    found = sorted(open_ones.select_related("council__park", "need"), key=lambda one: (one.pk not in waiting, one.pk))
    for case in found:
        put_on_agenda(meeting, by=by, case=case)
    left = what_is_not_done(meeting)
    if left is not None:
        put_on_agenda(meeting, by=by, topic=left)
    if not found and left is None:
        raise NotNow(meeting, "put", _("No case is open: nothing waits for this meeting."))
    return len(found) + (left is not None)


def what_is_not_done(meeting: Meeting) -> Topic | None:
    """What earlier meetings agreed and nobody has finished, as one item; None where all is done or it stands there."""
    title = _("How what was agreed stands")
    actions = Action.objects.open().filter(resolution__council__in=sitting(meeting))
    lines = [f"{one.resolution.reference} {one.resolution.text} ({one.get_state_display()})" for one in actions[:20]]
    if not lines or meeting.items.filter(title=title).exists():
        return None
    return Topic(title, facts="\n".join(lines)[:1200])


def open_cases(meeting: Meeting) -> Any:
    """What its councils have not decided yet and does not stand on its agenda."""
    known = meeting.items.filter(case__isnull=False).values("case")
    return Case.objects.filter(council__in=sitting(meeting), state__in=Case.UNDECIDED).exclude(pk__in=known)


def _topic_of(case: Any) -> Topic:
    """A case in the words of the agenda."""
    return Topic(case.title, case.title_en, case.facts[:1200])


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, by: Actor) -> Meeting:
    """Off the agenda again, while it is not closed; the others move up."""
    meeting = advance(item.meeting, "take_off", by=by, order=item.order)
    item.delete()
    for place, other in enumerate(meeting.items.order_by("order"), start=1):
        if other.order != place:
            AgendaItem.objects.filter(pk=other.pk).update(order=place)
    return meeting


@transaction.atomic
def conclude(item: AgendaItem, *, result: str, by: Actor, text: str = "", text_en: str = "") -> AgendaItem:
    """Give an item its result: agreed, deferred, withdrawn or noted, with a sentence where it needs one.

    Raises NotNow once the minutes have gone round. What a vote has decided is not entered otherwise by hand; the item
    may have been put off all the same, where the vote came later.
    """
    meeting = advance(item.meeting, "conclude", by=by, order=item.order, result=result)
    _refuse_what_the_vote_does_not_say(item, result, meeting)
    item.result, item.result_text, item.result_text_en = result, text, text_en
    item.save(update_fields=["result", "result_text", "result_text_en"])
    return item


def _refuse_what_the_vote_does_not_say(item: AgendaItem, result: str, meeting: Meeting) -> None:
    voted = OF_A_VOTE.get(item.case.result) if item.case else None
    if item.case and voted is None and result == AgendaItem.Result.DECIDED:
        raise NotNow(meeting, "conclude", _("A case is decided by its vote: open the vote on the page of the case."))
    if voted is not None and result not in (voted, AgendaItem.Result.DEFERRED):
        raise NotNow(meeting, "conclude", _("This case was voted on; its item cannot say anything else."))


@transaction.atomic
def agree(item: AgendaItem, *, terms: adopt.Terms, by: Actor) -> Resolution:
    """Write down what was agreed around the table; the item is then agreed. It takes force with the minutes.

    What follows from the vote on a case is carried out from there (`decide.carry`).
    """
    if item.case_id is not None:
        raise NotNow(item.meeting, "conclude", _("What follows from a vote is written down on the page of its case."))
    conclude(item, result=AgendaItem.Result.DECIDED, by=by, text=item.result_text, text_en=item.result_text_en)
    return adopt.adopt(item.meeting.council, terms, agenda_item=item, by=by)


@transaction.atomic
def drop(item: AgendaItem, *, resolution: Resolution, by: Actor) -> Resolution:
    """Strike out what was entered by mistake, before the minutes go round."""
    advance(item.meeting, "conclude", by=by, order=item.order, result=item.result)
    return advance(resolution, "drop", by=by)


@transaction.atomic
def open_vote(item: AgendaItem, *, by: Actor) -> Round:
    """Put the case of an item to the vote: those in the room vote, whoever has stepped back does not."""
    meeting = advance(item.meeting, "vote", by=by, order=item.order)
    if item.case is None:
        raise NotNow(meeting, "vote", _("Only a case is put to the vote; what else is agreed you write down."))
    here = meeting.attendances.here().values("representative")
    return ballots.open_round(
        item.case, by=by, agenda_item=item, electors=Representative.objects.filter(pk__in=here).select_related("seat")
    )


@transaction.atomic
def count_vote(item: AgendaItem, *, by: Actor) -> Round:
    """End the vote under an item and count it; with a quorum, the item has its result.

    The meeting is locked before the case, as `open_vote` does it.
    """
    Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    round_ = item.rounds.open().first()
    if round_ is None:
        raise NotNow(item.meeting, "conclude", _("No vote is open under this item."))
    round_ = ballots.close(round_, by=by)
    result = OF_A_VOTE.get(round_.result)
    if result:
        item.case.refresh_from_db(fields=["result"])
        conclude(item, result=result, by=by)
    return round_


def take_over_results(meeting: Meeting, *, by: Actor) -> None:
    """Items whose case was voted on get the result of the vote; the others keep what was entered, or nothing."""
    for item in meeting.items.filter(result="", case__isnull=False).select_related("case", "meeting"):
        if item.case.result in OF_A_VOTE:
            conclude(item, result=OF_A_VOTE[item.case.result], by=by)
