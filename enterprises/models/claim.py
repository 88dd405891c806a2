"""Claims (认领): a person says that a firm is theirs to speak for, and proves it or has it confirmed."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.keeping import is_at_the_desk, keeps, looks_after
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step

if TYPE_CHECKING:
    from enterprises.models.person import Person


def is_own(claim, actor):
    return is_person(actor) and claim.person_id == actor.pk


def answers(claim, actor):
    """Who says yes or no; nobody to their own claim.

    A firm with an administrator decides by itself; the desk only once the promised day has passed.
    """
    if not is_person(actor) or is_own(claim, actor):
        return False
    if claim.way == FirmClaim.Way.ADMINISTRATOR:
        return keeps(claim.enterprise_id, actor) or (claim.is_late and is_at_the_desk(actor))
    return looks_after(claim.enterprise, actor)


def passes_on(claim, actor):
    """Whose claim it is, and whoever was asked about it before somebody else became administrator."""
    return is_own(claim, actor) or answers(claim, actor)


@because(_("This claim waits for people, not for a code."))
def is_by_code(claim):
    return claim.way == FirmClaim.Way.CODE


@because(_("The code decides on this claim."))
def is_by_people(claim):
    return claim.way != FirmClaim.Way.CODE


@because(_("This firm has moved out."))
def firm_is_here(claim):
    return claim.enterprise.status != Enterprise.Status.MOVED_OUT


class FirmClaimQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """For people to answer; what waits for a code is nobody's work."""
        return self.filter(state=FirmClaim.State.ASKED).exclude(way=FirmClaim.Way.CODE)

    def open(self) -> Self:
        return self.filter(state=FirmClaim.State.ASKED)

    def visible_to(self, person: "Person") -> Self:
        """The desk all, a leader those of the own park, an administrator those on the own firm, everybody their own."""
        if not is_person(person):
            return self.none()
        if person.wears(*DESK):
            return self
        kept = person.memberships.running(clock.today()).filter(is_admin=True).values("enterprise")
        theirs = Q(enterprise__park__in=person.parks(Role.PARK_LEADER), way=FirmClaim.Way.PEOPLE)
        return self.filter(theirs | Q(enterprise__in=kept, way=FirmClaim.Way.ADMINISTRATOR) | Q(person=person))

    def to_answer(self, person: "Person") -> Self:
        """What waits for this person's word."""
        waiting = self.visible_to(person).waiting().exclude(person=person)
        if not person.wears(*DESK):
            return waiting
        return waiting.filter(~Q(way=FirmClaim.Way.ADMINISTRATOR) | Q(answer_by__lt=clock.today()))


class FirmClaim(models.Model):
    """One person's claim on one firm. Confirmed, it makes a membership; the first makes an administrator."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("claim", "draft")
        ASKED = "asked", pgettext_lazy("claim", "waiting")
        CONFIRMED = "confirmed", pgettext_lazy("claim", "confirmed")
        REFUSED = "refused", pgettext_lazy("claim", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")

    class Way(models.TextChoices):
        CODE = "code", _("a code to the registered contact")
        PEOPLE = "people", _("the park leader or the desk")
        ADMINISTRATOR = "administrator", _("the firm’s administrator")

    WORDS = frozenset({"reason", "said"})
    INTERNAL_STEPS = frozenset({"ask", "turn", "prove", "confirm", "refuse", "withdraw"})
    LOCK_WITH = ("enterprise__park", "person")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="firm_claims")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="claims")
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    way = models.CharField(_("confirmed by"), max_length=16, choices=Way)
    said = models.TextField(_("what the person says"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    asked_at = models.DateTimeField(null=True)
    # The day by which people promise to answer; none while a code decides.
    answer_by = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    membership = models.OneToOneField(
        "enterprises.Membership", null=True, editable=False, on_delete=models.PROTECT, related_name="claim"
    )

    objects = FirmClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim of a firm")
        verbose_name_plural = _("claims of firms")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "enterprise"], condition=Q(state__in=["draft", "asked"]), name="firmclaim_once"
            ),
            models.CheckConstraint(
                name="firmclaim_confirmed_by_membership",
                condition=Q(state="confirmed", membership__isnull=False)
                | (~Q(state="confirmed") & Q(membership__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.enterprise}"

    def get_absolute_url(self) -> str:
        return reverse("enterprises:claim_firm", args=[self.enterprise_id])

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code

    @property
    def is_late(self) -> bool:
        """Whether the promised day has passed without an answer."""
        return self.state == self.State.ASKED and self.answer_by is not None and self.answer_by < clock.today()

    @step([State.DRAFT], State.ASKED, is_own, firm_is_here)
    def ask(self, way, answer_by=None, said=""):
        self.way, self.answer_by, self.said, self.asked_at = way, answer_by, said, clock.now()

    @step([State.ASKED], STAYS, passes_on, firm_is_here)
    def turn(self, way, answer_by=None, said=""):
        """The code leads nowhere, or somebody else became administrator meanwhile: people are asked."""
        self.way, self.answer_by, self.said = way, answer_by, said or self.said

    @step([State.ASKED], State.CONFIRMED, is_own, firm_is_here, is_by_code)
    def prove(self, membership):
        """Taken only by `claiming.prove`, which has looked at the code."""
        self.membership, self.ended_at = membership, clock.now()

    @step([State.ASKED], State.CONFIRMED, answers, firm_is_here, is_by_people)
    def confirm(self, membership):
        self.membership, self.ended_at = membership, clock.now()

    @step([State.ASKED], State.REFUSED, answers)
    def refuse(self, reason):
        self.answer, self.ended_at = reason, clock.now()

    @step([State.ASKED], State.WITHDRAWN, is_own)
    def withdraw(self):
        self.ended_at = clock.now()
