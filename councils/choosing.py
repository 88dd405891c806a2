"""The options of a case: offered, withdrawn, and what a ballot may say about them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from councils import declare, membership, picks
from councils.models import Case, Option, Round
from councils.picks import Method
from councils.tally import Choice
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance

# A ballot is read on a phone: more options than these are talked over first.
MOST = 8


@transaction.atomic
def offer(case: Case, text: str, *, by: Person, text_en: str = "") -> Option:
    """One more option, by the office or a member. Raises NotNow for whoever has stepped back, and for the ninth."""
    seat = membership.seat_of(by, case.council)
    if seat is not None and seat.pk in declare.recused(case):
        raise NotNow(case, "offer", _("You have stepped back from this case: you can read it, but not speak or vote."))
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    number = (case.choices.aggregate(last=Max("number"))["last"] or 0) + 1
    if case.choices.standing().count() >= MOST:
        raise NotNow(case, "offer", _("There are eight options. Withdraw one before another is added."))
    advance(case, "offer", by=by, number=number, text=text)
    return Option.objects.create(case=case, number=number, text=text, text_en=text_en, offered_by=by)


@transaction.atomic
def retract(option: Option, *, by: Person, reason: str = "") -> Option:
    """Withdraw an option before the vote opens. It stays readable, struck out."""
    advance(option.case, "retract", by=by, number=option.number, reason=reason)
    Option.objects.filter(pk=option.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
    option.refresh_from_db()
    return option


def frozen(case: Case) -> str:
    """The numbers of the options that stand now, for the vote that opens."""
    if case.way == Method.QUESTION:
        return ""
    return ",".join(str(one) for one in case.choices.standing().values_list("number", flat=True))


def said(round_: Round, choice: str, mark: str) -> tuple[Choice, str]:
    """What a ballot says in this vote, as (choice, mark).

    Raises NotNow for an option that was withdrawn or is none, and for more than one where one is chosen.
    """
    if round_.method == Method.QUESTION or choice == Choice.ABSTAIN:
        return Choice(choice), ""
    if not mark:
        return Choice.NO, ""
    chosen = picks.named(mark)
    gone = chosen - set(round_.option_numbers)
    if gone:
        words = _("Option %(number)d was withdrawn or is not among those of this vote. Nothing was recorded.")
        raise NotNow(round_, "cast", words % {"number": min(gone)})
    if round_.method == Method.SINGLE and len(chosen) > 1:
        raise NotNow(round_, "cast", _("Choose one option. Nothing was recorded."))
    return picks.choice_of(mark), mark
