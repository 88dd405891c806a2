"""What follows a low rating (差评): contact, examination, mending, a second rating (domain.md 8.5)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from requests_flow.words import Grade

if TYPE_CHECKING:
    from datetime import datetime

    from enterprises.models import Person


class MendingQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither mended nor marked as mistaken."""
        return self.filter(mended_at__isnull=True).exclude(verdict=Mending.Verdict.MISTAKEN)

    def visible_to(self, person: "Person") -> Self:
        """Of the needs that this person reads at the desk; never of the own handling (8.5)."""
        from_desk = self.model._meta.get_field("need").related_model.objects.at_the_desk(person)
        return self.filter(need__in=from_desk).exclude(rated_person=person)


class Mending(models.Model):
    """One low rating and what became of it. The rating itself is never changed; the second one stands beside it."""

    class Verdict(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("low rating", "upheld")
        MISTAKEN = "mistaken", pgettext_lazy("low rating", "mistaken")

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="mendings")
    rating = models.OneToOneField("requests_flow.Rating", on_delete=models.PROTECT, related_name="mending")
    rated_person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    contact_due_at = models.DateTimeField(_("to be contacted by"))
    due_at = models.DateTimeField(_("to be mended by"))
    contacted_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    examined_at = models.DateTimeField(null=True)
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True)
    mended_at = models.DateTimeField(null=True)
    second_grade = models.PositiveSmallIntegerField(_("second rating"), choices=Grade, null=True)
    second_comment = models.TextField(_("comment"), blank=True)
    second_at = models.DateTimeField(null=True)

    objects = MendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mending of a low rating")
        verbose_name_plural = _("mendings of low ratings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="mending_second_rating_after_mending",
                condition=Q(second_grade__isnull=True, second_at__isnull=True)
                | Q(second_grade__range=(1, 5), second_at__isnull=False, mended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mending_verdict_has_its_person",
                condition=Q(verdict="", examined_at__isnull=True)
                | (~Q(verdict="") & Q(examined_at__isnull=False, examined_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="mending_not_of_a_mistake", condition=~Q(verdict="mistaken") | Q(mended_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="mending_open_due", condition=Q(mended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.rating_id}"

    @property
    def is_open(self) -> bool:
        return self.mended_at is None and self.verdict != self.Verdict.MISTAKEN

    @property
    def is_done_again(self) -> bool:
        """Opened again since: whoever did so said why, and the new answer mends it (domain.md 8.6)."""
        return self.need.handling > self.rating.handling

    @property
    def is_heard(self) -> bool:
        """Somebody spoke with whoever rated it, or they said themselves what is still wrong."""
        return self.contacted_at is not None or self.is_done_again

    @property
    def next_due_at(self) -> "datetime | None":
        """Contact first, then the mending; None when nothing is owed any more."""
        if not self.is_open:
            return None
        return self.due_at if self.is_heard else self.contact_due_at

    @property
    def light(self) -> clock.Light | None:
        """The light of what is owed next, with limits of its own beside the need's."""
        due = self.next_due_at
        return clock.light(clock.calendar(), clock.now(), self.rating.at, due, None) if due else None
