"""A look at the desk's list that somebody keeps under a name, with the columns of its export (decisions 51)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock

if TYPE_CHECKING:
    from enterprises.models import Person


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """One's own and those shared with the desk; by name. What each of them shows is asked anew for each reader."""
        return self.filter(Q(owner=person) | Q(is_shared=True)).order_by("name", "pk")

    def of(self, person: "Person") -> Self:
        """What this person may rename and delete."""
        return self.filter(owner=person)


class SavedView(models.Model):
    """The address of a list (`?tab=…`) and the columns of its export. It holds no needs."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("what is asked for"), max_length=400)
    columns = models.JSONField(_("columns of the export"), default=list)
    is_shared = models.BooleanField(_("shared with the desk"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_one_name_each")]

    def __str__(self) -> str:
        return self.name
