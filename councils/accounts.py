"""Shared accounts of a park: begun, written, presented, disclosed, commented, audited, corrected (ADR 0039)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from councils.models import AccountComment, AccountKind, AccountLine, AccountVersion, Council, QuarterAccount, RuleSet
from councils.quarters import Quarter
from councils.record import digest
from enterprises.models import Person
from parkdesk.core import clock, states
from parkdesk.core.flow import NotNow, NotYours, advance, begin
from parkdesk.core.trail import canonical


class Written(NamedTuple):
    """One line as it was written: kind, fen (more than 0), what for."""

    kind: str
    amount_fen: int
    text: str = ""


@transaction.atomic
def start(council: Council, *, by: Person, first: Quarter | None = None, opening_fen: int = 0) -> QuarterAccount:
    """The next quarter of a park; `first` and its opening balance (fen) count for the first one alone.

    Raises NotYours (403), and NotNow while the quarter before is not disclosed or the next has not begun.
    """
    council = Council.objects.select_for_update(of=("self",)).select_related("park").get(pk=council.pk)
    last = council.accounts.newest_first().first()
    term = last.term.back(-1) if last else first or Quarter.of(clock.today()).back(1)
    account = QuarterAccount(council=council, year=term.year, quarter=term.number, written_by=by)
    account.opening_fen = last.closing_fen if last else opening_fen
    if not states.find(account, "begin").may(account, by):  # before what is not open now is told (decisions 9)
        raise NotYours(account, "begin")
    if last and last.state not in QuarterAccount.SHOWN:
        raise NotNow(account, "begin", _("The quarter before is disclosed first; the next one carries on from it."))
    if term.days[0] > clock.today():
        raise NotNow(account, "begin", _("This quarter has not begun yet."))
    return begin(account, "begin", by=by, opening_fen=account.opening_fen)


@transaction.atomic
def write(account: QuarterAccount, *, lines: Sequence[Written], by: Person) -> QuarterAccount:
    """All lines anew; the closing balance follows from them. Raises NotYours, NotNow."""
    written = [AccountLine(kind=one.kind, amount_fen=one.amount_fen) for one in lines]
    income = sum(one.amount_fen for one in written if one.is_income)
    spending = sum(one.amount_fen for one in written) - income
    account = advance(account, "write", by=by, lines=len(lines), income_fen=income, spending_fen=spending)
    _put(account, lines, by)
    return account


@transaction.atomic
def disclose(account: QuarterAccount, *, by: Person) -> QuarterAccount:
    """The people of the park read it from now on and may comment for the days of the rules."""
    return advance(account, "disclose", by=by, comments_until=_last_day())


@transaction.atomic
def comment(account: QuarterAccount, *, text: str, by: Person) -> AccountComment:
    """Raises NotYours for who does not belong to the park, NotNow after the last day for comments."""
    account = advance(account, "comment", by=by, text=text)
    return AccountComment.objects.create(account=account, person=by, text=text)


@transaction.atomic
def answer(account: QuarterAccount, *, said: AccountComment, answer: str, by: Person) -> QuarterAccount:
    """The office answers one comment, once."""
    account = advance(account, "answer", by=by, answer=answer)
    said = account.comments.get(pk=said.pk)
    if said.answered_at:
        raise NotNow(account, "answer", _("This comment has its answer already."))
    said.answer, said.answered_at = answer, clock.now()
    said.save(update_fields=["answer", "answered_at"])
    return account


@transaction.atomic
def correct(account: QuarterAccount, *, lines: Sequence[Written], reason: str, by: Person) -> QuarterAccount:
    """The next version, with a reason; the one that stood stays readable.

    Raises NotNow where nothing changes, and where the closing balance would change that a later quarter carries on.
    """
    # The council's row is what `start` holds, so that no quarter begins meanwhile from the old closing balance.
    Council.objects.select_for_update(of=("self",)).get(pk=account.council_id)
    old = QuarterAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    record, closing, stood, version = record_of(old), old.closing_fen, _written(old), old.version
    account = advance(old, "correct", by=by, version=version + 1, reason=reason, comments_until=_last_day())
    if stood == _sorted(lines):
        raise NotNow(account, "correct", _("Nothing differs from the version that stands."))
    _put(account, lines, by)
    if account.closing_fen != closing and account.after():
        words = _("The next quarter carries on from this closing balance: correct the difference there, as a line.")
        raise NotNow(account, "correct", words)
    text = canonical(record)
    AccountVersion.objects.create(
        account=account, version=version, record=text, record_sha256=digest(text), reason=reason
    )
    return account


def record_of(account: QuarterAccount) -> dict[str, object]:
    """Everything that the page of a version shows; amounts in fen."""
    return {
        "opening_fen": account.opening_fen,
        "closing_fen": account.closing_fen,
        "lines": [list(one) for one in _written(account)],
        "audit_note": account.audit_note,
        "disclosed_at": account.disclosed_at.isoformat() if account.disclosed_at else "",
    }


def _written(account: QuarterAccount) -> list[Written]:
    return [Written(one.kind, one.amount_fen, one.text) for one in account.lines.all()]


def _put(account: QuarterAccount, lines: Sequence[Written], by: Person) -> None:
    account.written_by = by
    account.save(update_fields=["written_by"])
    account.lines.all().delete()
    AccountLine.objects.bulk_create(
        AccountLine(account=account, number=number, kind=one.kind, amount_fen=one.amount_fen, text=one.text)
        for number, one in enumerate(_sorted(lines), start=1)
    )


def _sorted(lines: Sequence[Written]) -> list[Written]:
    """Kind by kind; within a kind as they were written."""
    return sorted(lines, key=lambda one: AccountKind.values.index(one.kind))


def _last_day() -> date:
    days = RuleSet.current(clock.today()).account_comment_days
    return clock.add_working_days(clock.calendar(), clock.today(), days)
