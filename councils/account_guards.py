"""Who may do what with a park's shared accounts (业财共管), and when. Two arguments ask "may they, ever?" (style 6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from councils import guards
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because


def keeps_account(account: Any, actor: Any) -> bool:
    """The operator's seat in the park's council, and the community's office."""
    if guards.is_office(actor):
        return True
    seat = account.council.seat_of(actor) if is_person(actor) else None
    return seat is not None and seat.party == "operator"


def presents_account(account: Any, actor: Any) -> bool:
    """Whoever presides over the council, but not over figures of their own."""
    return guards.presides(account.council, actor) and account.written_by_id != actor.pk


def discloses_account(account: Any, actor: Any) -> bool:
    """The community's office."""
    return guards.is_office(actor)


def audits_account(account: Any, actor: Any) -> bool:
    """The discipline auditor, who wrote none of it."""
    return is_person(actor) and actor.wears(Role.DISCIPLINE_AUDITOR) and account.written_by_id != actor.pk


def belongs_to_its_park(account: Any, actor: Any) -> bool:
    """Who works for a firm of the park today or has an office in it: who answers its polls, too."""
    if not is_person(actor):
        return False
    park = account.council.park
    return any(hat.park_id == park.pk for hat in actor.hats) or park.enterprises.filter(pk__in=actor.firms).exists()


@because(_("Write down at least one line of income or spending first."))
def has_lines(account: Any) -> bool:
    return account.lines.exists()


@because(_("The quarter is not over yet; it is disclosed after its last day."))
def is_quarter_over(account: Any) -> bool:
    return clock.today() > account.term.days[1]


@because(_("The opening balance is not the closing balance of the quarter before."))
def carries_on(account: Any) -> bool:
    before = account.before()
    return before is None or before.closing_fen == account.opening_fen


@because(_("The days for comments are over."))
def is_comment_time(account: Any) -> bool:
    return account.takes_comments


@because(_("People of the park can still comment; the audit note comes after the last day for that."))
def is_comment_time_over(account: Any) -> bool:
    return not account.takes_comments


@because(_("A comment waits for its answer."))
def has_answered_comments(account: Any) -> bool:
    return not account.comments.filter(answered_at=None).exists()


@because(_("No comment waits for an answer."))
def has_open_comments(account: Any) -> bool:
    return account.comments.filter(answered_at=None).exists()
