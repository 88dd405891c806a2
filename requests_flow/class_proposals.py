"""Which causes recur now: the rule of domain.md 8.7 over what was sorted in the last 30 working days.

Before a person says so, "one cause" is the same category and service; without a service the same category and words
that are alike, as the suggestion compares them. What belongs to one incident has one event as its cause and is left
out, as is everything personal or protected and unpaid wages (decisions 5, 6, 30).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from enterprises.models import Park, Person
from parkdesk.core import clock
from parkdesk.core.search import fold
from requests_flow import class_rule
from requests_flow.class_rule import Raised
from requests_flow.models import ClassCase, ClassRefusal, Need, Service
from requests_flow.suggestion import versions
from requests_flow.suggestion.around import days_ago, is_about_wages, report_of
from requests_flow.suggestion.features import CHARACTER
from requests_flow.suggestion.judging import as_written
from requests_flow.suggestion.model import Model
from requests_flow.suggestion.relating import AS_ALIKE_AS_ONE, Report, alike
from requests_flow.words import Category, State

LOOKED_AT = 2000
WORDS_LOOKED_AT = 400
NEVER_RAISED = (State.DRAFT, State.INVALID, State.WITHDRAWN)


@dataclass(frozen=True)
class Proposed:
    """What the desk is shown: the needs, how many firms and parks in how many working days, and the one cause."""

    needs: list[Need]
    firms: int
    parks: int
    days: int
    category: Category
    park: Park | None = None
    service: Service | None = None
    words: tuple[str, ...] = ()

    @property
    def references(self) -> list[str]:
        return [str(one.reference) for one in self.needs]


def proposed(person: Person) -> list[Proposed]:
    """The causes that recur among the needs that this person may read, the widest first."""
    return sorted(_found(_recent(person)), key=lambda one: (-one.parks, -one.firms, one.references))


def around(need: Need, person: Person) -> Proposed | None:
    """The proposal in which one need stands, as far as its service tells its cause. Two queries, few more if it fires.

    Without a service words would have to be compared with the whole park: that is left to the list of proposals.
    """
    if need.service_id is None:
        return None
    alike = _recent(person, service=need.service_id)
    return next((one for one in _found(alike) if need in one.needs), None) if need in alike else None


def _found(recent: list[Need]) -> list[Proposed]:
    """What the rule finds among needs, without what somebody left apart."""
    needs = {one.pk: one for one in recent}
    causes = _causes(recent)
    raised = [_raised(one, causes[pk]) for pk, one in needs.items() if pk in causes]
    found = class_rule.proposals(raised, clock.calendar())
    refusals = ClassRefusal.objects.prefetch_related("needs__enterprise") if found else ()
    refused = [set(one.needs.all()) for one in refusals]
    return [
        _as_proposed(one, [needs[pk] for pk in one.needs])
        for one in found
        if not any(_is_refused([needs[pk] for pk in one.needs], seen) for seen in refused)
    ]


def firm_of(need: Need) -> str:
    """Who raised it, as firms are told apart; empty where nobody said."""
    return f"firm {need.enterprise_id}" if need.enterprise_id else fold(need.enterprise_name).replace(" ", "")


def _recent(person: Person, **only: Any) -> list[Need]:
    since = days_ago(clock.now(), class_rule.DAYS_OVER_PARKS)
    seen = Need.objects.at_the_desk(person).filter(submitted_at__gte=since, is_personal=False, is_protected=False)
    free = (
        seen.filter(park__isnull=False, incident__isnull=True, of_class__isnull=True)
        .exclude(category="")
        .filter(**only)
    )
    found = free.exclude(state__in=NEVER_RAISED).select_related("service", "park", "enterprise").newest_first()
    known = set(ClassCase.objects.open().filter(service__isnull=False).values_list("service", "park"))
    return [one for one in found[:LOOKED_AT] if not _is_known(one, known) and not is_about_wages(fold(one.title))]


def _is_known(need: Need, known: set[tuple[int | None, int | None]]) -> bool:
    """A class case of its service stands already, for its park or for all: it is offered there instead."""
    return need.service_id is not None and bool({(need.service_id, None), (need.service_id, need.park_id)} & known)


def _raised(need: Need, cause: str) -> Raised:
    day = need.submitted_at.astimezone(clock.SHANGHAI).date()
    return Raised(need.pk, cause, firm_of(need), str(need.park_id), day, need.is_personal or need.is_protected)


def _causes(needs: list[Need]) -> dict[int, str]:
    """A name of its cause for each need."""
    causes = {one.pk: f"{one.category} {one.service.code}" for one in needs if one.service}
    by_category: dict[str, list[Need]] = {}
    for one in needs:
        if not one.service:
            by_category.setdefault(one.category, []).append(one)
    for category, many in by_category.items():
        causes |= _by_words(category, many[:WORDS_LOOKED_AT])
    return causes


def _by_words(category: str, needs: list[Need]) -> dict[int, str]:
    """Needs whose words are alike, directly or by way of others, get one name."""
    model = versions.in_use().model
    reports = {one.pk: report_of(one, model) for one in needs}
    group = {pk: pk for pk in reports}
    for one, other in combinations(reports, 2):
        if group[one] != group[other] and _are_alike(reports[one], reports[other], model):
            was, becomes = group[other], group[one]
            group = {pk: becomes if name == was else name for pk, name in group.items()}
    return {pk: f"{category} ~{name}" for pk, name in group.items()}


def _are_alike(one: Report, other: Report, model: Model) -> bool:
    return alike(one.features, other.features, model) >= AS_ALIKE_AS_ONE


def _is_refused(needs: list[Need], seen: set[Need]) -> bool:
    """Somebody looked at these before, and no firm has joined since."""
    return bool(seen & set(needs)) and {firm_of(one) for one in needs} <= {firm_of(one) for one in seen}


def _as_proposed(one: class_rule.Proposal, needs: list[Need]) -> Proposed:
    first = needs[0]
    return Proposed(
        needs=needs,
        firms=len(one.firms),
        parks=len(one.parks),
        days=one.days,
        category=Category(first.category),
        park=first.park if one.park else None,
        service=first.service,
        words=() if first.service else shared_words(needs),
    )


def shared_words(needs: Iterable[Need]) -> tuple[str, ...]:
    """The words of the first need that most of the others say too, as they are written there."""
    first, *others = needs
    model = versions.in_use().model
    counted = Counter(name for one in others for name in set(report_of(one, model).features))
    own = report_of(first, model).features
    common = [name for name in own if not name.startswith(CHARACTER) and 2 * counted[name] >= len(others)]
    common.sort(key=lambda name: (-counted[name], -model.idf(name), name))
    return as_written(fold(f"{first.title} {first.text}"), common, own)
