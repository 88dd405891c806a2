"""Asking a firm whether its data are still right; it answers with one tap behind a link of its own."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.firm_link import BehindALink, FirmLink
from enterprises.models.keeping import belongs_to, is_at_the_desk
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import Holder, is_person
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person


def asks(check, actor):
    return is_at_the_desk(actor)


def is_theirs(check, actor):
    """Whoever holds the firm's link, or belongs to the firm."""
    if isinstance(actor, Holder):
        return check.is_held_by(actor)
    return belongs_to(check.enterprise_id, actor)


class DataCheckQuerySet(BehindALink):
    def waiting(self) -> Self:
        return self.filter(state=DataCheck.State.ASKED)

    def visible_to(self, person: "Person") -> Self:
        """The desk all of them, people of a firm their own."""
        if not is_person(person):
            return self.none()
        return self if person.wears(*DESK) else self.filter(enterprise__in=person.firms)


class DataCheck(FirmLink):
    """One question to one firm: is this still right?"""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("check of data", "draft")
        ASKED = "asked", pgettext_lazy("check of data", "asked")
        RIGHT = "right", pgettext_lazy("check of data", "all right")
        WRONG = "wrong", pgettext_lazy("check of data", "something changed")

    LINK_VIEW = "enterprises:check"
    WORDS = frozenset({"said"})
    INTERNAL_STEPS = frozenset({"ask", "confirm", "object"})
    LOCK_WITH = ("enterprise__park",)

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="data_checks")
    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    said = models.TextField(_("what changed"), blank=True)

    objects = DataCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a firm’s data")
        verbose_name_plural = _("checks of firms’ data")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state__in=["draft", "asked"]), name="datacheck_one_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.asked_at:%Y-%m-%d}" if self.asked_at else str(self.enterprise)

    def get_absolute_url(self) -> str:
        return self.get_link()

    @step([State.DRAFT], State.ASKED, asks)
    def ask(self):
        self.asked_at = clock.now()

    @step([State.ASKED], State.RIGHT, is_theirs)
    def confirm(self):
        self.ended_at = clock.now()

    @step([State.ASKED], State.WRONG, is_theirs)
    def object(self, said=""):
        self.said, self.ended_at = said, clock.now()
