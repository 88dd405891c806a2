"""What a firm says was asked of it outside the rules: for the party committee and the auditor alone (domain.md 8.6)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models import Person

READERS = (Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR)


def heard_it(report, actor):
    """Whoever made the call hands it on, and cannot read it afterwards."""
    return is_person(actor) and report.heard_by_id == actor.pk


def answers_for_conduct(report, actor):
    """The party committee or the discipline auditor; never somebody who handled the need."""
    touched = {report.need.resolved_by_id, report.need.handler_id, report.need.owner_id}
    return is_person(actor) and actor.wears(*READERS) and actor.pk not in touched


class ConductReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)

    def visible_to(self, person: "Person") -> Self:
        """For those who answer for conduct; for everybody else there is none."""
        if not person.wears(*READERS):
            return self.none()
        mine = Q(need__resolved_by=person) | Q(need__handler=person) | Q(need__owner=person)
        return self.exclude(state=ConductReport.State.DRAFT).exclude(mine)


class ConductReport(models.Model):
    """“Was anything asked of you outside the rules?” – yes. Protected: the desk neither lists nor reads it."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report on conduct", "draft")
        OPEN = "open", pgettext_lazy("report on conduct", "to be looked into")
        SETTLED = "settled", pgettext_lazy("report on conduct", "settled")

    WORDS = frozenset({"finding"})
    INTERNAL_STEPS = frozenset({"pass_on", "settle"})

    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="conduct_reports")
    handling = models.PositiveSmallIntegerField(_("which handling"))
    told = models.TextField(_("what was asked"))
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finding = models.TextField(_("finding"), blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = ConductReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on conduct")
        verbose_name_plural = _("reports on conduct")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.need.reference)

    @step([State.DRAFT], State.OPEN, heard_it)
    def pass_on(self):
        """It lies with those who answer for conduct from now on."""

    @step([State.OPEN], State.SETTLED, answers_for_conduct)
    def settle(self, finding):
        self.finding, self.settled_at = finding, clock.now()
