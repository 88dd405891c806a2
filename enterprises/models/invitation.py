"""Invitations: a firm's administrator lets one colleague in, by a link or a code that works once within seven days."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.keeping import keeps
from enterprises.models.place_code import ALPHABET
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person

LASTS = timedelta(days=7)
# 31 signs: ten of them are 49 bits, behind a limit on tries.
LENGTH = 10


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def invites(invitation, actor):
    return keeps(invitation.enterprise_id, actor)


def is_somebody(invitation, actor):
    """Everybody with an account who holds the code; it is the proof."""
    return is_person(actor)


@because(_("This invitation has run out. Ask for a new one."))
def still_lasts(invitation):
    return clock.now() < invitation.until


@because(_("This firm has moved out."))
def firm_is_here(invitation):
    return invitation.enterprise.status != Enterprise.Status.MOVED_OUT


class InvitationQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Those that still let somebody in."""
        return self.filter(state=Invitation.State.OPEN, until__gt=clock.now())

    def visible_to(self, person: "Person") -> Self:
        """Those of the firms that this person administers."""
        kept = person.memberships.running(clock.today()).filter(is_admin=True).values("enterprise")
        return self.filter(enterprise__in=kept)


class Invitation(models.Model):
    """One invitation to one firm, for whoever holds its code."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("invitation", "draft")
        OPEN = "open", pgettext_lazy("invitation", "open")
        USED = "used", pgettext_lazy("invitation", "used")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")

    INTERNAL_STEPS = frozenset({"invite", "join", "withdraw"})
    LOCK_WITH = ("enterprise__park",)

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="invitations")
    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code, editable=False)
    # For the administrator's eyes: who it was made for. Erased with the person's data like other words.
    meant_for = models.CharField(_("for whom"), max_length=40, blank=True)
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True)
    membership = models.OneToOneField(
        "enterprises.Membership", null=True, editable=False, on_delete=models.PROTECT, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_used_by_somebody",
                condition=Q(state="used", membership__isnull=False) | (~Q(state="used") & Q(membership__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.until:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("enterprises:join", args=[self.code])

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code

    @step([State.DRAFT], State.OPEN, invites, firm_is_here)
    def invite(self):
        self.until = clock.now() + LASTS

    @step([State.OPEN], State.USED, is_somebody, still_lasts, firm_is_here)
    def join(self, membership):
        self.membership, self.ended_at = membership, clock.now()

    @step([State.OPEN], State.WITHDRAWN, invites)
    def withdraw(self):
        self.ended_at = clock.now()
