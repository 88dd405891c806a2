"""The rows that every ballot reads, by queries that Django works out once: an evening brings hundreds (ADR 0041)."""

from typing import Any

from django.db.models import Exists

from councils import in_place
from councils.models import Case, Declaration, Elector, Representative, Round
from parkdesk.core.kept import Kept

_PLAIN = Kept(lambda pk, park: Case.objects.kept_from_no_member().filter(pk=pk, council__park__code=park))
_LATEST = Kept(lambda case: Round.objects.filter(case=case).order_by("-number"))
_LOCKED = Kept(lambda pk: Round.objects.select_for_update().filter(pk=pk))
_DECLARED = Kept(lambda case, seat: Declaration.objects.filter(case=case, representative=seat))
_ELECTOR = Kept(
    lambda pk, one, other, case: (
        Elector.objects.filter(in_place.same_seat(one, other), round=pk)
        .select_related("representative", "receipt")
        .annotate(has_declared=Exists(Declaration.objects.filter(case=case, representative=one)))
        .order_by("pk")
    )
)


def plain_case(pk: int, park: str) -> Case | None:
    """The case of this park that each member may read, with council and park; None where a rule keeps some from it."""
    return _PLAIN.first(pk, park)


def latest_round(case: Case) -> Round | None:
    """The newest vote on a case, called off or not."""
    found = _LATEST.first(case.pk)
    if found is not None:
        found.case = case
    return found


def locked_round(round_: Round, case: Case) -> Round:
    """The row of a vote, locked; of its case only what never changes is asked for, unless the caller locked that."""
    found = _LOCKED.first(round_.pk)
    if found is None:
        raise Round.DoesNotExist
    found.case = case
    return found


def elector(round_: Round, representative: Representative) -> Any:
    """The line of their seat in the electorate, with whether it has voted and whether they declared their interest."""
    found = _ELECTOR.first(round_.pk, representative.pk, representative.in_place_of_id or 0, round_.case_id)
    if found is not None:
        found.round = round_
    return found


def has_declared(case: Case, seat: Representative) -> bool:
    """Whether this seat has said whether it has an interest in the case."""
    return _DECLARED.first(case.pk, seat.pk) is not None
