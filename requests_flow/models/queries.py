"""The questions that the park asks about needs."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from enterprises.access import employers
from enterprises.models.unit import Unit
from enterprises.roles import ON_SITE, Role
from requests_flow.models.escalation import Mark
from requests_flow.words import Kind, State, Tier

if TYPE_CHECKING:
    from enterprises.models import Person
    from requests_flow.models.key import ApiKey

SEES_ALL = (Role.WINDOW_CLERK, Role.DESK_MANAGER, Role.COMMUNITY_LEADER, Role.DISCIPLINE_AUDITOR)
# Of what was handed in: it has not ended. Both databases see the condition of the partial indexes in it.
OPEN = Q(closed_at__isnull=True)
LANDLORDS = (Unit.Kind.OPERATOR, Unit.Kind.PROPERTY)
# Where the next move is the desk's: acknowledge, sort, dispatch.
AT_THE_DESK = (State.SUBMITTED, State.ACKNOWLEDGED, State.REOPENED, State.TRIAGED)


class NeedQuerySet(models.QuerySet):
    def handed_in(self) -> "NeedQuerySet":
        return self.exclude(state=State.DRAFT)

    def open(self) -> "NeedQuerySet":
        """Somebody still has to do something.

        Said by its date and not by its states, without a value in it: both databases then see that the condition is
        the one of the partial indexes. A constraint of the model keeps the two the same.
        """
        return self.filter(~Q(state=State.DRAFT), OPEN)

    def ended(self) -> "NeedQuerySet":
        return self.filter(closed_at__isnull=False)

    def running(self) -> "NeedQuerySet":
        """Open, and the clock is not stopped."""
        return self.open().filter(stopped_at__isnull=True)

    def stopped(self) -> "NeedQuerySet":
        return self.open().filter(stopped_at__isnull=False)

    def overdue(self, now: datetime) -> "NeedQuerySet":
        """The light is red: a date has passed and the clock is not stopped."""
        return self.running().filter(due_at__lt=now)

    def unsorted(self) -> "NeedQuerySet":
        """The next move is the desk's: to acknowledge, sort or dispatch it."""
        return self.open().filter(state__in=AT_THE_DESK)

    def red_first(self) -> "NeedQuerySet":
        """What is most overdue on top; stopped and undated last."""
        return self.order_by(
            models.F("stopped_at").asc(nulls_first=True), models.F("due_at").asc(nulls_last=True), "pk"
        )

    def newest_first(self) -> "NeedQuerySet":
        return self.order_by("-submitted_at", "-pk")

    def of_units(self, person: "Person") -> "NeedQuerySet":
        """What is dispatched to the units of a person.

        A protected need is never shown to an operator or property firm, even if it was dispatched there by mistake.
        """
        mine = self.handed_in().filter(unit__in=person.units())
        return mine.exclude(is_protected=True, unit__kind__in=LANDLORDS)

    def of_firms(self, person: "Person") -> "NeedQuerySet":
        """The needs of a person's enterprises and their own; never what colleagues keep from the firm (5, 6)."""
        shared = Q(enterprise__in=person.firms, is_personal=False, is_protected=False)
        return self.handed_in().filter(shared | Q(reporter=person))

    def known_to(self, firms: object) -> "NeedQuerySet":
        """What these firms know of themselves: handed in for them, never what is personal or protected (5, 6).

        `firms` are rows, ids or a query. Not even the reporter of a personal need finds it in a figure of the firm.
        """
        shared = self.handed_in().filter(enterprise__in=firms, is_personal=False, is_protected=False)
        return shared.exclude(state=State.INVALID)

    def on_site(self, person: "Person") -> "NeedQuerySet":
        """What somebody who walks a park may know of it: nothing personal, nothing protected.

        Whoever is paid by a park's operator or property firm reads no complaint there (5).
        """
        seen = self.handed_in().filter(park__in=person.parks(*ON_SITE), is_personal=False, is_protected=False)
        payers = employers(person)
        if not payers:
            return seen
        of_their_payer = Q(park__operator__in=payers) | Q(park__property_manager__in=payers)
        return seen.exclude(of_their_payer, kind=Kind.COMPLAINT)

    def of_key(self, key: "ApiKey") -> "NeedQuerySet":
        """What another system handed in with this key, and nothing else (decisions 4)."""
        return self.handed_in().filter(keyed__key=key)

    def at_the_desk(self, person: "Person") -> "NeedQuerySet":
        """What a person at the desk may read (domain.md 3). Administrators of the system read nothing."""
        if person.wears(*SEES_ALL):
            return self.handed_in()
        seen = Q(pk__in=[])
        if person.wears(Role.SPECIALIST):
            seen |= Q(line="") | Q(line__in=person.lines()) | Q(owner=person) | Q(first_contact=person)
        if person.wears(Role.SUBDISTRICT):
            informed = Q(pk__in=self._informed().values("need"))
            seen |= (Q(tier=Tier.MAJOR) | informed) & Q(is_protected=False)
        return self.handed_in().filter(seen)

    def _informed(self) -> models.QuerySet:
        """The marks at which the sub-district was informed (domain.md 4.4)."""
        marks = self.model._meta.get_field("escalations").related_model
        return marks.objects.filter(mark__in=[Mark.FIVE, Mark.FOUR_HOURS])

    def visible_to(self, person: "Person") -> "NeedQuerySet":
        """Everything of which this person may know that it exists, over all roles they wear."""
        if not person.is_authenticated:
            return self.none()
        if person.wears(*SEES_ALL):
            return self.handed_in()
        mine = [
            doorway(person).values("pk") for doorway in (self.at_the_desk, self.of_units, self.of_firms, self.on_site)
        ]
        seen = Q(pk__in=mine[0])
        for more in mine[1:]:
            seen |= Q(pk__in=more)
        return self.filter(seen)
