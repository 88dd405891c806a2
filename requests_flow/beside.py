"""What stands beside a need: its class case, its documents, filings for its firm; asked for only where there is any."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q

from enterprises.models import Person
from enterprises.roles import DESK
from requests_flow import class_proposals, classes, documents, guards
from requests_flow.class_proposals import Proposed
from requests_flow.models import ClassCase, Filing, Membership, Need, RelatedDocument
from requests_flow.models.queries import NeedQuerySet


def with_marks(needs: NeedQuerySet) -> NeedQuerySet:
    """Needs with the answer, in the same query, whether there is anything to ask for."""
    same = ClassCase.objects.open().filter(Q(service=OuterRef("service")) | Q(service__isnull=True))
    return needs.annotate(
        has_documents=Exists(RelatedDocument.objects.filter(need=OuterRef("pk"))),
        has_filings=Exists(Filing.objects.filter(need=OuterRef("pk"))),
        is_in_a_class=Exists(Membership.objects.filter(need=OuterRef("pk"))),
        is_near_a_class=Exists(same.filter(category=OuterRef("category"))),
    )


@dataclass(frozen=True)
class ClassWay:
    """The way to a new class case: from one need, or from all of a proposal that holds it."""

    query: str
    proposal: Proposed | None = None


def at_the_desk(need: Need, person: Person) -> dict[str, Any]:
    """For the page of a need that was read `with_marks`."""
    may_keep, is_staff = guards.sits_at_the_desk(need, person), person.wears(*DESK)
    has_class = need.is_in_a_class or (need.is_near_a_class and need.is_open)  # type: ignore[attr-defined]
    has_documents, has_filings = need.has_documents, need.has_filings  # type: ignore[attr-defined]
    return {
        "class_place": classes.place_of(need, person) if has_class and is_staff else None,
        "class_way": _way_to_a_class(need, person) if may_keep and not need.is_in_a_class else None,  # type: ignore[attr-defined]
        "documents": documents.shown(need.documents.select_related("added_by")) if has_documents else [],
        "filings": list(need.filings.select_related("need")) if has_filings and is_staff else [],
        "may_keep": may_keep,
        "may_file": may_keep and need.is_open and bool(need.triaged_at),
    }


def _way_to_a_class(need: Need, person: Person) -> ClassWay | None:
    """None for what is still to be sorted, has ended, or may stand in no class case."""
    if not (need.is_open and need.category) or classes.why_not_add(need):
        return None
    found = class_proposals.around(need, person)
    return ClassWay(urlencode({"need": found.references if found else [need.reference]}, doseq=True), found)


def for_the_reporter(need: Need) -> dict[str, Any]:
    """For whoever holds the tracking link: documents that the desk shows, and where filings stand."""
    return {
        "documents": documents.shown(need.documents.for_the_enterprise()),
        "filings": list(need.filings.exclude(state=Filing.State.NEW).select_related("need")),
    }
