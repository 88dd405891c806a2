"""Small works as acts: proposed with a case, contracted, built, paid, shown, accepted by somebody else (ADR 0038)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from councils import adopt, cases, decide, work_guards
from councils.guards import is_office, presides
from councils.models import Case, Council, Payer, SmallWork, WorkPayment
from enterprises.models import Person
from parkdesk.core import clock, files, money, states
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, NotYours, advance, begin, refuse_unless_open

# Steps whose files show how it was, and how it is now.
BEFORE, AFTER, QUOTE = "before", "after", "quote"
CHINESE, ENGLISH = "zh-hans", "en"
NO_BEFORE = gettext_lazy("Show how it looks now: without a picture from before nobody can compare.")
NO_AFTER = gettext_lazy("Show it: take a picture from where the one before was taken.")


@dataclass(frozen=True)
class Plan:
    """What is proposed; amounts are whole fen, and the shares add up to the budget."""

    title: str
    place: str
    what: str
    budget: int
    shares: Mapping[str, int]
    title_en: str = ""
    per_firm: str = ""
    pictures: list[str] = field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        """The columns of the work."""
        named = {"title": self.title, "title_en": self.title_en, "place": self.place, "what": self.what}
        return named | {"budget": self.budget} | {f"share_{one}": self.shares.get(one, 0) for one in Payer.values}

    def paper(self) -> dict[str, Any]:
        """What members vote on: the sentence with the amount, and who pays how much; two thirds have to agree."""
        with override(CHINESE):
            words = {"question": self._sentence(self.title), "facts": self._facts(), "payers": self._payers()}
        with override(ENGLISH):
            words["question_en"] = self._sentence(self.title_en) if self.title_en else ""
        named = {"title_en": self.title_en, "per_firm": self.per_firm}
        return words | named | {"is_about_shared": True, "is_secret": True}  # nosec B105

    def _sentence(self, title: str) -> str:
        words = _("Shall “%(title)s” be carried out, at %(place)s, for at most %(budget)s?")
        return words % {"title": title, "place": self.place, "budget": money.words(self.budget)}

    def _facts(self) -> str:
        return "\n".join([self.what, _("Budget: %(budget)s") % {"budget": money.words(self.budget)}])

    def _payers(self) -> str:
        paid = [(Payer(one).label, self.shares.get(one, 0)) for one in Payer.values]
        return "；".join(f"{label} {money.words(fen)}" for label, fen in paid if fen)


@transaction.atomic
def propose(council: Council, plan: Plan, *, by: Person) -> SmallWork:
    """Put a small work before its council: a case of its own whose question holds the budget.

    Raises NotYours for who neither sits in the council nor keeps its papers.
    """
    if not work_guards.proposes(council, by):
        raise NotYours(SmallWork(), "propose")
    prepares = is_office(by) or presides(council, by)
    case = cases.propose(
        council, plan.title, by=by if prepares else CLOCK, proposer=None if is_office(by) else by, **plan.paper()
    )
    work = begin(SmallWork(case=case, **plan.columns()), "propose", by=by, budget=plan.budget)
    files.claim_drafts(plan.pictures, work, step=BEFORE)
    return work


@transaction.atomic
def revise(work: SmallWork, *, plan: Plan, note: str = "", by: Person) -> SmallWork:
    """Write it anew before the vote; its case says the same afterwards, and its members are told why."""
    work = advance(work, "revise", by=by, note=note, **plan.columns())
    cases.write(work.case, by=by, note=note, title=plan.title, **plan.paper())
    files.claim_drafts(plan.pictures, work, step=BEFORE)
    return work


@transaction.atomic
def contract(work: SmallWork, *, contractor: str, due_on: date, pictures: list[str], by: Person) -> SmallWork:
    """Give it to whoever builds it; the quotation may lie beside."""
    work = advance(work, "contract", by=by, contractor=contractor, due_on=due_on)
    files.claim_drafts(pictures, work, step=QUOTE, is_public=False)
    return work


@transaction.atomic
def start(work: SmallWork, *, pictures: list[str], by: Person) -> SmallWork:
    """Building begins. Raises NotNow as long as no picture shows how it was before."""
    work = advance(work, "start", by=by)
    files.claim_drafts(pictures, work, step=BEFORE)
    if not is_shown_before(work):
        raise NotNow(work, "start", str(NO_BEFORE))
    return work


def is_shown_before(work: SmallWork) -> bool:
    """Whether a picture shows how it was."""
    return files.of(work).filter(step=BEFORE).exists()


@transaction.atomic
def claim(work: SmallWork, *, said: str, pictures: list[str], by: Person) -> SmallWork:
    """Finished, and this shows it. Raises NotNow without a picture."""
    work = advance(work, "claim", by=by, said=said)
    if not files.claim_drafts(pictures, work, step=AFTER):
        raise NotNow(work, "claim", str(NO_AFTER))
    return work


@transaction.atomic
def accept(work: SmallWork, *, said: str, by: Person) -> SmallWork:
    """Somebody else has looked: the work is accepted, and with it what the council agreed is done."""
    work = advance(work, "accept", by=by, said=said)
    _close(work.case)
    return work


@transaction.atomic
def cancel(work: SmallWork, *, reason: str, by: Actor) -> SmallWork:
    """Call it off after it was agreed: its resolution lapses, and its case is closed."""
    work = advance(work, "cancel", by=by, reason=reason)
    for one in work.case.resolutions.in_force():
        advance(one, "lapse", by=by)
    _close(work.case)
    return work


def _close(case: Case) -> None:
    """What was agreed by it is done, or has lapsed."""
    case = Case.objects.select_related("council__park").get(pk=case.pk)
    if case.state == Case.State.EXECUTING:
        decide.fulfil(case)
        return
    for one in case.resolutions.in_force():
        adopt.fulfil(one, by=CLOCK)


# --- money ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Payment:
    """One payment as it is entered; `pictures` are keys of drafts of its paper."""

    what: str
    fen: int
    paid_on: date
    pictures: list[str] = field(default_factory=list)


@transaction.atomic
def spend(work: SmallWork, *, payment: Payment, by: Person) -> WorkPayment:
    """Enter one payment. Raises NotNow where it goes over the budget: more money is the council's to agree."""
    work = _locked(work, "spend", by)
    if payment.fen > work.left:
        raise NotNow(work, "spend", over(work, payment.fen))
    work = advance(work, "spend", by=by, fen=payment.fen, paid_on=payment.paid_on)
    number = (work.payments.aggregate(last=Max("number"))["last"] or 0) + 1
    facts = {"what": payment.what, "fen": payment.fen, "paid_on": payment.paid_on}
    line = WorkPayment.objects.create(work=work, number=number, **facts)
    files.claim_drafts(payment.pictures, line, step="spend", is_public=False)
    return line


@transaction.atomic
def strike(work: SmallWork, *, payment: WorkPayment, reason: str, by: Person) -> WorkPayment:
    """Take back a payment that was entered by mistake. Raises NotNow for one that is struck already."""
    work = _locked(work, "strike", by)
    line = WorkPayment.objects.filter(pk=payment.pk, work=work, struck_at=None).first()
    if line is None:
        raise NotNow(work, "strike", _("This payment is struck out already."))
    advance(work, "strike", by=by, fen=line.fen, number=line.number, reason=reason)
    WorkPayment.objects.filter(pk=line.pk).update(struck_at=clock.now())
    line.refresh_from_db()
    return line


def _locked(work: SmallWork, step: str, by: Person) -> SmallWork:
    """The row, locked, for somebody who may take the step now. Raises NotYours before NotNow."""
    along = SmallWork.objects.select_for_update(of=("self",)).select_related(*SmallWork.LOCK_WITH)
    work = along.get(pk=work.pk)
    one = states.find(work, step)
    if not one.may(work, by):
        raise NotYours(work, step)
    refuse_unless_open(work, one)
    return work


def over(work: SmallWork, fen: int) -> str:
    """Why this amount cannot be paid, in a sentence."""
    words = _("%(fen)s is more than is left of the budget (%(left)s). The council agrees to more money, nobody else.")
    return words % {"fen": money.words(fen), "left": money.words(work.left)}
