"""Visits to firms (走访): who called on whom, when, what for, and what was seen and heard there (domain.md 9)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.access import employers
from enterprises.roles import DESK, ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.actors import Holder, is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, transition
from requests_flow import visit_words
from requests_flow.models.sparing import Sparing

if TYPE_CHECKING:
    from enterprises.models import Person

# What happened longer ago is not put on record any more, nor confirmed by its link: nobody remembers it well.
LOGGED_WITHIN = timedelta(days=14)
CONFIRMATION_SALT = "requests_flow.visit"


@because(_("Choose a day of the last two weeks."))
def is_recent(visit):
    return clock.today() - LOGGED_WITHIN <= visit.visited_on <= clock.today()


@because(_("This firm has left the park."))
def is_firm_here(visit):
    return visit.enterprise.status != visit.enterprise.Status.MOVED_OUT


@because(_("This firm has asked not to be visited now. A follow-up or a safety round is still possible."))
def is_welcome(visit):
    """Uninvited visits respect the firm's wish; what it asked for itself, and safety, do not wait."""
    if visit.purpose not in Visit.UNINVITED:
        return True
    return not Sparing.objects.on(visit.visited_on).filter(enterprise=visit.enterprise_id).exists()


@because(_("It can be taken back within two weeks."))
def is_fresh(visit):
    return visit.created_at >= clock.now() - LOGGED_WITHIN


def made_it(visit, actor):
    """Whoever walks this park logs their own visits there and nobody else's."""
    is_theirs = is_person(actor) and visit.leader_id == actor.pk
    return is_theirs and visit.enterprise.park_id == visit.park_id and visit.park_id in actor.parks(*ON_SITE)


def holds_its_link(visit, actor):
    """The firm, on the leader's screen or by the link that the leader sent it."""
    return isinstance(actor, Holder) and (actor.kind, actor.ref) == ("confirmation", f"visit:{visit.pk}")


class VisitQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """On record, and not taken back."""
        return self.filter(state__in=[Visit.State.LOGGED, Visit.State.CONFIRMED])

    def of(self, person: "Person") -> Self:
        """What this person put on record."""
        return self.standing().filter(leader=person)

    def visible_to(self, person: "Person") -> Self:
        """One's own, and all for the desk: how a firm is doing is sensitive (domain.md 9)."""
        return self.standing() if person.wears(*DESK) else self.of(person)

    def behind(self, token: str) -> Self:
        """What a confirmation link opens; nothing for a forged one."""
        try:
            return self.standing().filter(pk=int(Signer(salt=CONFIRMATION_SALT).unsign(token)))
        except BadSignature:
            return self.none()


class Visit(models.Model):
    """One call on a firm. One a day, leader and firm; the form takes three minutes on a phone."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("visit", "draft")
        LOGGED = "logged", pgettext_lazy("visit", "logged")
        CONFIRMED = "confirmed", pgettext_lazy("visit", "confirmed by the firm")
        WITHDRAWN = "withdrawn", pgettext_lazy("visit", "taken back")

    Purpose, Met, Business = visit_words.Purpose, visit_words.Met, visit_words.Business
    Plan, Safety = visit_words.Plan, visit_words.Safety
    UNINVITED = (Purpose.ROUTINE, Purpose.NEW, Purpose.POLICY)
    LOCK_WITH = ("park", "enterprise")
    INTERNAL_STEPS = frozenset({"log", "confirm", "withdraw"})

    # The phone's own key of the form: what was queued without network and is sent twice is stored once, for ever.
    uid = models.UUIDField(null=True, unique=True, editable=False)
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    park = models.ForeignKey("enterprises.Park", on_delete=models.PROTECT, related_name="visits")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("day of the visit"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    companion = models.CharField(_("companion"), max_length=60, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.ROUTINE)
    met = models.CharField(_("whom they met"), max_length=10, choices=Met, blank=True)
    met_name = models.CharField(_("name of whom they met"), max_length=60, blank=True)
    business = models.CharField(_("state of business, internal"), max_length=10, choices=Business, blank=True)
    staff = models.PositiveIntegerField(_("staff now"), null=True)
    plans = models.JSONField(_("plans"), default=list)
    safety = models.JSONField(_("safety points"), default=list)
    policies = models.CharField(_("policies handed over"), max_length=200, blank=True)
    answer_by = models.DateField(_("promised reply"), null=True)
    note = models.TextField(_("what was heard"), blank=True)
    is_confirmed_by_phone = models.BooleanField(_("confirmed on the phone"), default=False)
    signed_by = models.CharField(_("signed by"), max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-visited_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "enterprise", "visited_on"],
                condition=~Q(state="withdrawn"),
                name="visit_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["park", "visited_on"], name="visit_park_day")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.visited_on}"

    def get_absolute_url(self) -> str:
        return reverse("requests_flow:visit_made", args=[self.pk])

    def get_confirmation_url(self) -> str:
        """What the firm opens to say that the visit took place; derived, never stored (ADR 6)."""
        return reverse("requests_flow:visit_confirm", args=[Signer(salt=CONFIRMATION_SALT).sign(str(self.pk))])

    @property
    def park_code(self) -> str:
        return self.park.code

    def is_told_to(self, person: "Person") -> bool:
        """Whether this person reads how the firm is doing and what it plans: nobody paid by the park's landlord (5)."""
        return not employers(person) & {self.park.operator_id, self.park.property_manager_id}

    def beneficiaries(self, step: str) -> tuple[int, ...]:
        """A park leader's valid visit earns; a volunteer's company does not (domain.md 10)."""
        is_leader = self.park_id in self.leader.parks(Role.PARK_LEADER)
        return (self.leader_id,) if step == "log" and is_leader else ()

    @transition(
        "state",
        source=State.DRAFT,
        target=State.LOGGED,
        permission=made_it,
        conditions=[is_recent, is_firm_here, is_welcome],
    )
    def log(self, occurred_on=None) -> None:
        """It took place."""

    @transition("state", source=State.LOGGED, target=State.CONFIRMED, permission=holds_its_link, conditions=[is_recent])
    def confirm(self) -> None:
        """The firm says so too."""
        self.confirmed_at = clock.now()

    @transition(
        "state",
        source=[State.LOGGED, State.CONFIRMED],
        target=State.WITHDRAWN,
        permission=made_it,
        conditions=[is_fresh],
    )
    def withdraw(self) -> None:
        """It was another firm, or another day. What was heard stays: it is somebody's need by now."""
