"""Asking a firm whether its data are still right; it answers with one tap behind a link of its own."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.keeping import belongs_to, is_at_the_desk
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import Holder, is_person
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person

LINK_SALT = "enterprises.datacheck"


def asks(check, actor):
    return is_at_the_desk(actor)


def is_theirs(check, actor):
    """Whoever holds the firm's link, or belongs to the firm."""
    if isinstance(actor, Holder):
        return (actor.kind, actor.ref) == ("link", f"datacheck:{check.pk}")
    return belongs_to(check.enterprise_id, actor)


class DataCheckQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=DataCheck.State.ASKED)

    def visible_to(self, person: "Person") -> Self:
        """The desk all of them, people of a firm their own."""
        if not is_person(person):
            return self.none()
        return self if person.wears(*DESK) else self.filter(enterprise__in=person.firms)

    def behind(self, token: str) -> Self:
        """What a link opens; nothing for a forged one."""
        try:
            return self.filter(pk=int(Signer(salt=LINK_SALT).unsign(token)))
        except (BadSignature, ValueError):
            return self.none()


class DataCheck(models.Model):
    """One question to one firm: is this still right?"""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("check of data", "draft")
        ASKED = "asked", pgettext_lazy("check of data", "asked")
        RIGHT = "right", pgettext_lazy("check of data", "all right")
        WRONG = "wrong", pgettext_lazy("check of data", "something changed")

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

    def get_link(self) -> str:
        """The firm's own page: a number and a signature of 256 bits."""
        return reverse("enterprises:check", args=[self.token])

    @property
    def token(self) -> str:
        return Signer(salt=LINK_SALT).sign(str(self.pk))

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code

    @property
    def holder(self) -> Holder:
        """Whoever holds the link."""
        return Holder("link", f"datacheck:{self.pk}")

    @step([State.DRAFT], State.ASKED, asks)
    def ask(self):
        self.asked_at = clock.now()

    @step([State.ASKED], State.RIGHT, is_theirs)
    def confirm(self):
        self.ended_at = clock.now()

    @step([State.ASKED], State.WRONG, is_theirs)
    def object(self, said=""):
        self.said, self.ended_at = said, clock.now()
