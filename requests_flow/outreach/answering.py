"""Answering a form: who may, whose answer it is, and that a firm's one answer stays one."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from requests_flow.models import AnswerSheet, Questionnaire


@dataclass(frozen=True)
class Said:
    """One answer. `is_proven`: by the firm's own link, or by somebody of the firm who signed in."""

    values: dict[str, Any] = field(default_factory=dict)
    firm: Enterprise | None = None
    is_proven: bool = False


def earlier(questionnaire: Questionnaire, firm: Enterprise | None) -> AnswerSheet | None:
    """The firm's one answer so far, if the form asks each firm once."""
    if firm is None or questionnaire.asks != Questionnaire.Asks.ONCE:
        return None
    return questionnaire.answers.filter(slot=_slot(firm)).first()


@transaction.atomic
def answer(questionnaire: Questionnaire, said: Said) -> AnswerSheet:
    """Store an answer, or change the firm's one. Raises NotNow outside its days, and for a firm that has answered.

    Whoever only names a firm cannot change what it said; who is of the firm changes what a stranger said for it.
    """
    locked = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if not locked.takes_answers:
        raise NotNow(locked, "answer", _("This form takes no answers now."))
    firm = None if locked.is_anonymous else said.firm
    before = earlier(locked, firm)
    if before is None:
        slot = _slot(firm) if firm and locked.asks == Questionnaire.Asks.ONCE else None
        return locked.answers.create(
            enterprise=firm, slot=slot, is_proven=bool(firm) and said.is_proven, values=said.values
        )
    if not said.is_proven:
        raise NotNow(locked, "answer", _("This firm has answered already. Its own link, or its account, changes it."))
    before.values, before.is_proven, before.at = said.values, True, clock.now()
    before.save(update_fields=["values", "is_proven", "at"])
    return before


def _slot(firm: Enterprise) -> str:
    return f"firm:{firm.pk}"
