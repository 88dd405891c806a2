"""Amendments: what a firm changes of its own data. Official fields are proposed and decided on by the desk."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.keeping import decides_about, is_at_the_desk, keeps
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person

# What stands in the register of firms: the desk looks at the papers first.
OFFICIAL = ("name", "uscc", "legal_form", "registered_address", "status")
# What the firm knows best.
OWN = (
    "short_name", "employees", "size", "industry", "actual_address", "floor", "room", "party_members", "party_branch",
)  # fmt: skip
# The registered contact: personal data, so an amendment says that it changed and not what it says.
CONTACT = "contact"


def corrects(amendment, actor):
    """The firm's administrator; the desk for every firm."""
    return keeps(amendment.enterprise_id, actor) or is_at_the_desk(actor)


def decides(amendment, actor):
    """The desk; nobody on what they proposed themselves."""
    return decides_about(amendment.enterprise, actor) and amendment.by_id != actor.pk


def proposed_it(amendment, actor):
    return is_person(actor) and (amendment.by_id == actor.pk or keeps(amendment.enterprise_id, actor))


class AmendmentQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """For the desk to decide."""
        return self.filter(state=Amendment.State.PROPOSED)

    def visible_to(self, person: "Person") -> Self:
        """The desk all of them, people of a firm their own firm's."""
        if not is_person(person):
            return self.none()
        return self if person.wears(*DESK) else self.filter(enterprise__in=person.firms)


class Amendment(models.Model):
    """One field of one firm: what it said, what it shall say, what became of it."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("amendment", "draft")
        APPLIED = "applied", pgettext_lazy("amendment", "changed")
        PROPOSED = "proposed", pgettext_lazy("amendment", "waits for the desk")
        APPROVED = "approved", pgettext_lazy("amendment", "approved")
        REFUSED = "refused", pgettext_lazy("amendment", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "withdrawn")

    FIELDS = {
        **{name: Enterprise._meta.get_field(name).verbose_name for name in (*OFFICIAL, *OWN)},
        CONTACT: _("contact"),
    }
    WORDS = frozenset({"reason", "old", "new"})
    INTERNAL_STEPS = frozenset({"apply", "propose", "approve", "refuse", "withdraw"})
    LOCK_WITH = ("enterprise__park", "by")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="amendments")
    field = models.CharField(_("field"), max_length=24, choices=FIELDS)
    old = models.CharField(_("so far"), max_length=200, blank=True)
    new = models.CharField(_("from now on"), max_length=200, blank=True)
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "field"], condition=Q(state="proposed"), name="amendment_one_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.get_field_display()}"

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code

    @property
    def shown_old(self) -> str:
        return self._shown(self.old)

    @property
    def shown_new(self) -> str:
        return self._shown(self.new)

    def _shown(self, value: str) -> str:
        """A choice in words, everything else as it is."""
        if self.field == CONTACT:
            return ""
        choices = dict(Enterprise._meta.get_field(self.field).flatchoices)
        return str(choices.get(value, value))

    @step([State.DRAFT], State.APPLIED, corrects)
    def apply(self, old="", new=""):
        self.ended_at = clock.now()

    @step([State.DRAFT], State.PROPOSED, corrects)
    def propose(self, old="", new="", reason=""):
        """The value is changed when the desk has approved it."""

    @step([State.PROPOSED], State.APPROVED, decides)
    def approve(self):
        self.ended_at = clock.now()

    @step([State.PROPOSED], State.REFUSED, decides)
    def refuse(self, reason):
        self.answer, self.ended_at = reason, clock.now()

    @step([State.PROPOSED], State.WITHDRAWN, proposed_it)
    def withdraw(self):
        self.ended_at = clock.now()
