"""Related documents (相关文件) of a need: pages of this site, documents of others by number and day, scans."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from requests_flow import guards


def keeps_its_papers(thing, actor):
    """The desk that serves the need's line: of a document, a filing."""
    return guards.sits_at_the_desk(thing.need, actor)


@because(_("The enterprise does not see it anyway."))
def is_shown(document):
    return document.is_public


@because(_("The enterprise sees it already."))
def is_hidden(document):
    return not document.is_public


class DocumentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(state=RelatedDocument.State.LINKED)

    def for_the_enterprise(self) -> Self:
        """What whoever holds the tracking link may read."""
        return self.standing().filter(is_public=True)


class RelatedDocument(models.Model):
    """One document beside a need. It is taken away with a reason and stays on record; its words can be erased."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy")
        MINUTES = "minutes", _("minutes")
        RESOLUTION = "resolution", _("what was agreed")
        SERVICE = "service", _("service page")
        CLASS_CASE = "class_case", _("class case")
        OUTSIDE = "outside", _("document of another body")
        SCAN = "scan", _("scan or photo")

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("document", "new")
        LINKED = "linked", pgettext_lazy("document", "linked")
        REMOVED = "removed", pgettext_lazy("document", "taken away")

    WORDS = frozenset({"title", "number", "reason"})
    INTERNAL_STEPS = frozenset({"attach", "show", "hide", "remove"})

    state = StateField(_("state"), max_length=8, choices=State, default=State.NEW)
    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    path = models.CharField(_("address on this site"), max_length=300, blank=True)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True)
    is_public = models.BooleanField(_("the enterprise sees it"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("related document")
        verbose_name_plural = _("related documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="document_of_another_body_has_number_and_day",
                condition=~Q(kind="outside") | (~Q(number="") & Q(dated_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="document_of_this_site_has_its_address",
                condition=Q(kind__in=["outside", "scan"]) | ~Q(path=""),
            ),
            models.CheckConstraint(
                name="document_removed_has_its_date",
                condition=Q(state="removed", removed_at__isnull=False)
                | (~Q(state="removed") & Q(removed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @step([State.NEW], State.LINKED, keeps_its_papers)
    def attach(self, title, number=""):
        self.added_at = clock.now()

    @step([State.LINKED], STAYS, keeps_its_papers, is_hidden)
    def show(self):
        self.is_public = True

    @step([State.LINKED], STAYS, keeps_its_papers, is_shown)
    def hide(self):
        self.is_public = False

    @step([State.LINKED], State.REMOVED, keeps_its_papers)
    def remove(self, reason):
        self.removed_at, self.is_public = clock.now(), False
