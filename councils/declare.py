"""Interests: each member says whether they have one, and whoever has steps back (回避).

A recusal takes the seat out of the base of the quorum and out of the electorate together (council.md 6.7). It is open
until the vote has closed; a secret ballot that was cast cannot be taken out, because nobody knows which it is.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from councils import in_place
from councils.case_guards import is_tied
from councils.models import Case, Declaration, Elector, Interest, Receipt, Recusal, Representative, Round
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotNow, NotYours, advance, record


@transaction.atomic
def declare(case: Case, representative: Representative, *, has_interest: bool, by: Actor) -> Declaration:
    """A member's own answer. "I have one" alone does not step back: `recuse` does both.

    Raises NotNow for whoever has stepped back: that stands.
    """
    _refuse_for_others(case, "declare", representative, by)
    case = advance(case, "declare", by=by, has_interest=has_interest)
    if representative.pk in recused(case):
        raise NotNow(case, "declare", _("You have stepped back."))
    return Declaration.objects.update_or_create(
        case=case, representative=representative, defaults={"has_interest": has_interest, "at": clock.now()}
    )[0]


@transaction.atomic
def recuse(case: Case, representative: Representative, *, category: str, by: Actor, text: str = "") -> Recusal:
    """Step back oneself, or be asked to by whoever prepares the case; the reason is public, the words are not.

    Who has stepped back already gets what stands, without another entry: nobody earns twice by it.
    Raises NotNow once the vote has closed, and after a secret ballot was cast.
    """
    is_own = getattr(by, "pk", None) == representative.person_id
    facts = {"category": category, "text": text}
    if is_own:
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        standing = case.recusals.filter(representative=representative).first()
        if standing is not None:
            return standing
        case = advance(case, "recuse", by=by, **facts)
    else:
        case = advance(case, "exclude", by=by, representative=representative.pk, **facts)
    return _step_back(case, representative, category=category, text=text, step="recuse" if is_own else "exclude")


def exclude_the_tied(case: Case) -> None:
    """Those whom the park's landlord pays do not take part in what is protected from the landlord (decisions 5).

    Asked when a case opens and before each of its votes: who is seated, or hired, in between is a member as well.
    """
    gone = recused(case)
    for one in case.council.members():
        if one.pk not in gone and is_tied(case, one.person):
            recuse(case, one, category=Interest.EMPLOYER, by=CLOCK)


def recused(case: Case) -> frozenset[int]:
    """Ids of the representatives who have stepped back from this case."""
    return frozenset(one.representative_id for one in case.recusals.all())


def undeclared(case: Case, members: Iterable[Representative]) -> list[Representative]:
    """Those who have not said yet whether they have an interest."""
    said = set(case.declarations.values_list("representative_id", flat=True)) | recused(case)
    return [one for one in members if one.pk not in said]


def _step_back(case: Case, representative: Representative, *, category: str, text: str, step: str) -> Recusal:
    if representative.council_id != case.council_id:
        raise NotYours(case, step)
    Declaration.objects.update_or_create(
        case=case, representative=representative, defaults={"has_interest": True, "at": clock.now()}
    )
    for one in case.rounds.open().select_for_update():
        _leave_the_vote(case, one, representative, step)
    values = {"category": category, "text": text, "at": clock.now()}
    return Recusal.objects.update_or_create(case=case, representative=representative, defaults=values)[0]


def _leave_the_vote(case: Case, one: Round, representative: Representative, step: str) -> None:
    """Take a seat out of an open vote, with the ballot when it bears a name."""
    if not one.takes_ballots:
        raise NotNow(case, step, _("The vote is over. Who has voted can no longer step back from it."))
    elector = in_place.electors_of(one, representative).first()
    if elector is None:
        return
    receipts = Receipt.objects.filter(elector=elector)
    if one.is_secret and receipts.exists():
        raise NotNow(case, step, _("You have voted in secret. Nobody can tell which ballot is yours, so it stays."))
    if elector.representative_id != representative.pk and receipts.exists():
        raise NotNow(case, step, _("This seat has voted already, before you sat in it. Its vote stands."))
    one.ballots.filter(elector=elector).delete()
    receipts.delete()
    elector.standing = Elector.Standing.RECUSED
    elector.save(update_fields=["standing"])
    record(one, "strike", by=CLOCK, facts={"elector": elector.pk, "party": elector.party})


def _refuse_for_others(case: Case, step: str, representative: Representative, by: Actor) -> None:
    if getattr(by, "pk", None) != representative.person_id or representative.council_id != case.council_id:
        raise NotYours(case, step)
