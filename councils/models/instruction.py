"""Instructions by leaders (批示): what somebody above wrote on a matter, verbatim, with name, office and date.

The words are evidence and are never edited: a slip of the pen is put right by a second instruction that names the first
as what it corrects. The trail keeps them where they can be erased, as it keeps everything that people write.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import instruction_guards as guards
from councils.models.supervision import SupervisionOrder
from councils.models.supervision_queries import SEES_ALL
from enterprises.access import employers
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.states import STAYS, StateField, step
from requests_flow.models import Need

if TYPE_CHECKING:
    from enterprises.models import Person


class InstructionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """On record and not replaced by a correction."""
        return self.filter(state=Instruction.State.STANDING)

    def to_be_answered(self) -> Self:
        return self.standing().filter(reply_due_at__isnull=False, answered_at__isnull=True)

    def of_units(self, person: "Person") -> Self:
        """Those that ask a person's units for something; landlords read nothing that is protected (decisions 5)."""
        asked = self.model.units.through.objects.filter(unit__in=person.units())
        mine = self.filter(pk__in=asked.values("instruction_id"))
        hidden = Q(need__is_protected=True) | Q(order__need__is_protected=True)
        return mine.exclude(pk__in=self.filter(hidden).values("pk")) if employers(person) else mine

    def visible_to(self, person: "Person") -> Self:
        """Everything of which this person may know that it exists: no more than of its need and its order."""
        if not person.is_authenticated:
            return self.none()
        known = self.exclude(state=Instruction.State.DRAFT)
        if person.wears(*SEES_ALL):
            return known
        orders = SupervisionOrder.objects.visible_to(person)
        seen = Q(pk__in=self.of_units(person).values("pk")) | Q(order__in=orders.values("pk"))
        if person.wears(Role.SPECIALIST):
            free = Q(order__isnull=True, need__isnull=True)
            seen |= free | Q(order__isnull=True, need__in=Need.objects.at_the_desk(person).values("pk"))
        return known.filter(seen)


class Instruction(models.Model):
    """One instruction: whose, of which day, in which words; about a need, an order, or a matter of its own."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("instruction", "draft")
        STANDING = "standing", pgettext_lazy("instruction", "on record")
        CORRECTED = "corrected", pgettext_lazy("instruction", "replaced by a correction")

    LOCK_WITH = ("need", "order")
    WORDS = frozenset({"words", "giver", "office", "answer", "reason"})
    INTERNAL_STEPS = frozenset({"enter", "attach", "reply", "correct", "remind"})

    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    giver = models.CharField(_("who gave it"), max_length=60)
    office = models.CharField(_("office"), max_length=80)
    given_on = models.DateField(_("given on"))
    words = models.TextField(_("in these words"))
    subject = models.CharField(_("matter"), max_length=120)
    need = models.ForeignKey("requests_flow.Need", null=True, on_delete=models.PROTECT, related_name="instructions")
    # What it is about, or what was opened because of it.
    order = models.ForeignKey(SupervisionOrder, null=True, on_delete=models.PROTECT, related_name="instructions")
    units = models.ManyToManyField("enterprises.Unit", related_name="instructions", blank=True)
    reply_due_at = models.DateTimeField(_("reply due by"), null=True)
    answer = models.TextField(_("reply"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now, editable=False)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = _("instruction by a leader")
        verbose_name_plural = _("instructions by leaders")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="instruction_answer_has_its_person",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["reply_due_at"],
                name="instruction_unanswered",
                condition=Q(reply_due_at__isnull=False, answered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} {self.given_on}"

    def get_absolute_url(self) -> str:
        return reverse("councils:instruction", args=[self.pk])

    @property
    def is_protected(self) -> bool:
        """About a need that is kept from landlords, itself or through its order."""
        return any(one is not None and one.is_protected for one in (self.need, self.order and self.order.need))

    @property
    def light(self) -> clock.Light | None:
        """Whether the reply is late; None where none is due, or none any more."""
        if self.state != self.State.STANDING or self.reply_due_at is None or self.answered_at is not None:
            return None
        return clock.light(clock.calendar(), clock.now(), self.entered_at, self.reply_due_at, None)

    def promised_dates(self) -> dict[str, datetime | None]:
        return {"due": self.reply_due_at}

    @step([State.DRAFT], State.STANDING, guards.enters)
    def enter(self, words, giver, office, given_on):
        pass

    @step([State.STANDING], STAYS, guards.leads_or_keeps, guards.is_without_order)
    def attach(self, order):
        self.order = order

    @step([State.STANDING], STAYS, guards.replies, guards.is_reply_awaited)
    def reply(self, answer, answered_by):
        self.answer, self.answered_by, self.answered_at = answer, answered_by, clock.now()

    @step([State.STANDING], State.CORRECTED, guards.leads_or_keeps)
    def correct(self, reason):
        """The words stay as they are; what is right stands in the instruction that names this one."""

    @step([State.STANDING], STAYS, guards.is_the_clock, guards.is_reply_overdue)
    def remind(self):
        self.reminded_at = clock.now()
