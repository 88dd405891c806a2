"""The questions that the park asks about supervision orders."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from councils.supervision_words import State
from enterprises.access import employers
from enterprises.roles import Role
from requests_flow.models import Need
from requests_flow.words import Tier

if TYPE_CHECKING:
    from enterprises.models import Person

SEES_ALL = (
    Role.PARTY_COMMITTEE, Role.COMMUNITY_LEADER, Role.DESK_MANAGER, Role.WINDOW_CLERK, Role.DISCIPLINE_AUDITOR,
)  # fmt: skip
PRIVATE = Q(need__is_protected=True) | Q(need__is_personal=True)


class SupervisionOrderQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def registered(self) -> Self:
        """Those that have a number; what is only proposed, or was dropped before, is no order."""
        return self.filter(registered_at__isnull=False)

    def to_call_again(self) -> Self:
        """Struck off, and the second call to the reporter of the major need is still to come."""
        return self.filter(
            state=State.STRUCK_OFF, need__tier=Tier.MAJOR, need__resolved_at__isnull=False,
            need__called_again_at__isnull=True,
        )  # fmt: skip

    def red_between(self, first: date, last: date) -> Self:
        """Those that ran past their limit in these days."""
        return self.registered().filter(red_at__date__gte=first, red_at__date__lte=last)

    def of_units(self, person: "Person") -> Self:
        """What is assigned to a person's units, or supported by them; landlords read nothing that is protected."""
        units = person.units()
        supported = self.model.supporting.through.objects.filter(unit__in=units)
        mine = self.filter(assigned_at__isnull=False).filter(
            Q(unit__in=units) | Q(pk__in=supported.values("supervisionorder_id"))
        )
        return mine.exclude(need__is_protected=True) if employers(person) else mine

    def visible_to(self, person: "Person") -> Self:
        """Everything of which this person may know that it exists, over all roles they wear (domain.md 3)."""
        if not person.is_authenticated:
            return self.none()
        if person.wears(*SEES_ALL):
            return self.all()
        seen = Q(pk__in=self.of_units(person).values("pk")) | Q(deputy=person)
        if person.wears(Role.SPECIALIST):
            seen |= Q(need__isnull=True) | Q(need__in=Need.objects.at_the_desk(person).values("pk"))
        if person.wears(Role.SUBDISTRICT):
            seen |= Q(registered_at__isnull=False) & ~PRIVATE
        if person.wears(Role.PARK_LEADER):
            seen |= Q(registered_at__isnull=False, need__in=Need.objects.on_site(person).values("pk"))
        return self.filter(seen)
