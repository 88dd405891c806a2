"""Two needs that belong together (需求关联). Merging ends one of them; a link leaves both as they are."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_flow.words import Relation

if TYPE_CHECKING:
    from requests_flow.models.need import Need


class NeedLinkQuerySet(models.QuerySet):
    def of(self, need: "Need") -> Self:
        """The links of a need, whichever side it stands on."""
        return self.filter(Q(need=need) | Q(other=need))

    def between(self, one: "Need", other: "Need") -> Self:
        first, second = NeedLink.in_order(one, other)
        return self.filter(need=first, other=second)


class NeedLink(models.Model):
    """One pair, once: the older need stands first, so that neither side matters. Who tied it stands on record."""

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=16, choices=Relation)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = NeedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between needs")
        verbose_name_plural = _("links between needs")
        constraints = [
            models.UniqueConstraint(fields=["need", "other"], name="need_link_once_a_pair"),
            models.CheckConstraint(name="need_link_older_first", condition=Q(need__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} – {self.other_id}: {self.relation}"

    @staticmethod
    def in_order(one: "Need", other: "Need") -> tuple["Need", "Need"]:
        """The older one first."""
        return (one, other) if one.pk < other.pk else (other, one)

    def beyond(self, need: "Need") -> "Need":
        """The other side, seen from a need."""
        return self.other if self.need_id == need.pk else self.need
