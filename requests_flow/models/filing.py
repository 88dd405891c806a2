"""Delegated filing (帮办代办): the desk files for a firm with its letter, and gives back what it holds (domain.md 8).

States: proposed → authorised → papers in → filed → result in → papers given back → finished; called off on the way.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, step
from requests_flow import guards
from requests_flow.models.document import keeps_its_papers

if TYPE_CHECKING:
    from enterprises.models import Person


def lets_us_file(filing, actor):
    """Whoever reported the need: by the link, or signed in."""
    return guards.reported_it(filing.need, actor)


def calls_it_off(filing, actor):
    return lets_us_file(filing, actor) or keeps_its_papers(filing, actor)


@because(_("The authority has run out: propose a new filing with a later day."))
def is_within_its_authority(filing):
    return clock.today() <= filing.valid_until


@because(_("No paper has come in yet."))
def holds_papers(filing):
    return filing.papers.filter(received_on__isnull=False).exists()


@because(_("An original is still here: give it back first."))
def holds_no_original(filing):
    return not filing.papers.filter(state="held", form="original").exists()


@because(_("A paper that was to follow is still missing."))
def misses_nothing(filing):
    return filing.state == Filing.State.CALLED_OFF or not filing.papers.filter(state="missing").exists()


class FilingQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, person: "Person") -> Self:
        """Of the needs that this person reads at the desk."""
        needs = self.model._meta.get_field("need").related_model
        return self.exclude(state=Filing.State.NEW).filter(need__in=needs.objects.at_the_desk(person))


class Filing(models.Model):
    """One filing for one need: what is delegated, to which authority, until when, its numbers and its end."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("filing", "new")
        PROPOSED = "proposed", pgettext_lazy("filing", "waits for the firm’s word")
        AUTHORISED = "authorised", pgettext_lazy("filing", "authorised")
        PAPERS_IN = "papers_in", pgettext_lazy("filing", "papers complete")
        FILED = "filed", pgettext_lazy("filing", "filed")
        RESULT_IN = "result_in", pgettext_lazy("filing", "result is in")
        GIVEN_BACK = "given_back", pgettext_lazy("filing", "papers given back")
        FINISHED = "finished", pgettext_lazy("filing", "finished")
        CALLED_OFF = "called_off", pgettext_lazy("filing", "called off")

    class Proof(models.TextChoices):
        SCAN = "scan", _("signed letter, scan attached")
        LINK = "link", _("confirmed on the link")

    WORDS = frozenset({"matter", "authority", "receipt_number", "result", "reason"})
    INTERNAL_STEPS = frozenset(
        {
            "propose", "attach_letter", "authorise", "complete_papers", "file", "receive_result", "hand_back",
            "finish", "call_off",
        }
    )  # fmt: skip
    LOCK_WITH = ("need",)

    state = StateField(_("state"), max_length=10, choices=State, default=State.NEW)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="filings")
    matter = models.TextField(_("what is delegated"))
    authority = models.CharField(_("authority"), max_length=120)
    valid_until = models.DateField(_("authority given until"))
    proof = models.CharField(_("how it was authorised"), max_length=4, choices=Proof, blank=True)
    authorised_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(_("receipt number"), max_length=60, blank=True)
    filed_on = models.DateField(_("filed on"), null=True)
    promised_on = models.DateField(_("promised by the authority"), null=True)
    result = models.TextField(_("result"), blank=True)
    result_on = models.DateField(_("result came on"), null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing for a firm")
        verbose_name_plural = _("filings for firms")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="filing_filed_has_its_receipt",
                condition=~Q(state__in=["filed", "result_in", "given_back"])
                | (~Q(receipt_number="") & Q(filed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="filing_finished_has_its_date",
                condition=Q(state="finished", ended_at__isnull=False)
                | (~Q(state="finished") & Q(ended_at__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["opened_at"], name="filing_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.need.reference} {self.authority}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:filing", args=[self.need.reference, self.pk])

    def get_tracking_url(self) -> str:
        return reverse("requests_flow:track_filing", args=[self.need.token, self.pk])

    @property
    def park_code(self) -> str:
        return self.need.park_code

    @property
    def firm(self) -> str:
        """The name on the letter; empty where nobody said for which firm it is, and for what is personal."""
        return "" if self.need.is_personal else str(self.need.enterprise or self.need.enterprise_name or "")

    @step([State.NEW], State.PROPOSED, keeps_its_papers, is_within_its_authority)
    def propose(self, matter, authority):
        self.opened_at = clock.now()

    @step([State.PROPOSED], State.AUTHORISED, keeps_its_papers, is_within_its_authority)
    def attach_letter(self):
        self._authorise(self.Proof.SCAN)

    @step([State.PROPOSED], State.AUTHORISED, lets_us_file, is_within_its_authority)
    def authorise(self):
        self._authorise(self.Proof.LINK)

    @step([State.AUTHORISED], State.PAPERS_IN, keeps_its_papers, is_within_its_authority, holds_papers)
    def complete_papers(self):
        pass

    @step([State.PAPERS_IN], State.FILED, keeps_its_papers, is_within_its_authority)
    def file(self, authority, receipt_number, filed_on, promised_on=None):
        self.authority, self.receipt_number = authority, receipt_number
        self.filed_on, self.promised_on = filed_on, promised_on

    @step([State.FILED], State.RESULT_IN, keeps_its_papers)
    def receive_result(self, result, result_on):
        self.result, self.result_on = result, result_on

    @step([State.RESULT_IN], State.GIVEN_BACK, keeps_its_papers, holds_no_original)
    def hand_back(self):
        pass

    @step([State.GIVEN_BACK, State.CALLED_OFF], State.FINISHED, keeps_its_papers, holds_no_original, misses_nothing)
    def finish(self):
        self.ended_at = clock.now()

    @step([State.PROPOSED, State.AUTHORISED, State.PAPERS_IN, State.FILED], State.CALLED_OFF, calls_it_off)
    def call_off(self, reason=""):
        pass

    def _authorise(self, proof: str) -> None:
        self.proof, self.authorised_at = proof, clock.now()


# While papers come in: from the firm's word until the result.
TAKES_PAPERS = (Filing.State.AUTHORISED, Filing.State.PAPERS_IN, Filing.State.FILED, Filing.State.RESULT_IN)
