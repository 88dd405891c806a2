"""Councils (园治会), their seats, and the people who hold them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import guards, terms
from councils.models.party import Party
from councils.models.seat_steps import HELD, SeatSteps
from parkdesk.core import clock
from parkdesk.core.kept import Kept
from parkdesk.core.states import StateField, transition


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """Councils are public: who sits, what was issued and agreed. Cases and meetings have rules of their own."""
        return self

    def of(self, person: object) -> Self:
        """Those in which this person holds a seat today."""
        return self.filter(pk__in=Representative.objects.inside(clock.today()).of(person).values("council_id"))


class Council(models.Model):
    """The council of one park. It recommends and agrees; it has no power of its own (domain.md 5.3)."""

    park = models.OneToOneField("enterprises.Park", on_delete=models.PROTECT, related_name="council")
    _seated: "list[Representative] | None" = None

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("park council")
        verbose_name_plural = _("park councils")
        ordering = ["park__code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("councils:council", args=[self.park.code])

    @property
    def name(self) -> str:
        """What it is called: the park's name and what it is."""
        return gettext("%(park)s Park Council") % {"park": self.park.name}

    @property
    def park_code(self) -> str:
        return self.park.code

    @property
    def seats_total(self) -> int:
        """How many seats there are, filled or not."""
        return self.seats.count()

    def members(self, day: date | None = None) -> "models.QuerySet[Representative]":
        """Who holds a seat on that day (today): by party in their order, then by number of the seat."""
        found = self.representatives.serving(day or clock.today())
        return found.select_related("seat", "person", "enterprise").in_order()

    def seated(self) -> "list[Representative]":
        """Who holds a seat today; as it was read where a page has asked to `remember` it."""
        return list(self.members()) if self._seated is None else self._seated

    def seat_of(self, person: Any) -> "Representative | None":
        """The seat that a person holds today, read alone unless a page remembers them all."""
        if self._seated is None:
            found = _SEAT_OF.first(self.pk, person.pk, clock.today())
            if found is not None:
                found.council = self
                found.person = person
            return found
        return next((one for one in self._seated if one.person_id == person.pk), None)

    def remember(self) -> "list[Representative]":
        """Read who holds a seat today once, for a page that asks for it many times; never for a step."""
        self._seated = list(self.members())
        return self._seated


class Seat(models.Model):
    """One place in a council, for one party; the first seat of a party has number 1."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="seats")
    party = models.CharField(_("party"), max_length=12, choices=Party)
    number = models.PositiveSmallIntegerField(_("number of the seat"))

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["council_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["council", "party", "number"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.number}"


class RepresentativeQuerySet(models.QuerySet):
    def serving(self, day: date) -> Self:
        """Those whose term holds on that day and who have not left their seat."""
        return self.inside(day).filter(state=Representative.State.SERVING)

    def inside(self, day: date) -> Self:
        """Those who sit on that day, and members whose substitute sits for them: they read on and do not vote."""
        return self.filter(state__in=HELD, starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def of(self, person: object) -> Self:
        """The seats that this person holds or held; nobody's for a visitor."""
        return self.filter(person_id=getattr(person, "pk", None) or 0)

    def in_order(self) -> Self:
        """By party in the order of the five, then by number."""
        whens = [models.When(seat__party=party, then=place) for place, party in enumerate(Party.values)]
        return self.order_by(models.Case(*whens, default=len(whens)), "seat__number", "pk")


class Representative(SeatSteps, models.Model):
    """A person in a seat, for a term (议事代表). Access and points count the appointment that stands behind it."""

    class State(models.TextChoices):
        NAMED = "named", _("named")
        SERVING = "serving", _("serving")
        SUBSTITUTED = "substituted", pgettext_lazy("representative", "away, the substitute sits")
        LEFT = "left", _("left the seat")

    class SelectedBy(models.TextChoices):
        APPOINTED = "appointed", _("appointed")
        ELECTION = "election", _("elected")
        SELF_NOMINATION = "self_nomination", _("self-nominated")

    class LeftFor(models.TextChoices):
        RESIGNED = "resigned", pgettext_lazy("left the seat", "resigned")
        REMOVED = "removed", pgettext_lazy("left the seat", "taken back by those who certify")
        FIRM_LEFT = "firm_left", pgettext_lazy("left the seat", "the firm left the park")
        LEFT_FIRM = "left_firm", pgettext_lazy("left the seat", "left the firm")
        TERM = "term", pgettext_lazy("left the seat", "the term ended")
        WITHDRAWN = "withdrawn", pgettext_lazy("left the seat", "no longer the substitute")

    class Basis(models.TextChoices):
        PAPER = "paper", pgettext_lazy("relation", "declared on paper")
        CHAIN = "chain", pgettext_lazy("relation", "works for firms of that type every day")
        BRANCH = "branch", pgettext_lazy("relation", "their firm has a branch of that type")
        ASSOCIATION = "association", pgettext_lazy("relation", "named by firms of that type")

    WORDS = frozenset({"reason"})

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holders")
    # That of the seat; here once more so that the database keeps one seat a person and one convener a council.
    council = models.ForeignKey(Council, editable=False, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="council_seats")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.CharField(_("position held"), max_length=60, blank=True)
    selected_by = models.CharField(_("came in by"), max_length=16, choices=SelectedBy, default=SelectedBy.APPOINTED)
    votes = models.PositiveSmallIntegerField(_("votes received"), null=True, blank=True)
    represents = models.JSONField(_("enterprise types"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = StateField(_("state"), max_length=12, choices=State, default=State.NAMED)
    is_convener = models.BooleanField(_("convener"), default=False)
    # Of which relation they speak for a type that is not their firm's; without a basis it was declared on paper.
    relations = models.JSONField(_("declared relations"), default=dict, db_default={}, blank=True)
    in_place_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="substitutes")
    left_for = models.CharField(_("why they left"), max_length=10, choices=LeftFor, blank=True, db_default="")
    appointment = models.ForeignKey(
        "enterprises.Appointment", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("council representative")
        verbose_name_plural = _("council representatives")
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(state="serving"), name="seat_one_holder"),
            models.UniqueConstraint(
                fields=["council", "person"], condition=Q(state="serving"), name="representative_one_seat"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(state="serving", is_convener=True), name="council_one_convener"
            ),
            models.CheckConstraint(
                name="representative_term", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["in_place_of"], condition=Q(state__in=("named", "serving")), name="seat_one_substitute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_party_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.council_id = self.seat.council_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("councils:seat", args=[self.council.park.code, self.seat_id])

    @property
    def party(self) -> str:
        return self.seat.party

    def get_party_display(self) -> str:
        return self.seat.get_party_display()

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def standing(self) -> terms.Standing:
        """Where the term stands today."""
        return terms.standing(self.starts_on, self.ends_on, clock.today())

    def beneficiaries(self, step: str) -> Iterable[int]:
        """Who takes a seat is who earned it, not whoever certifies it."""
        return (self.person_id,) if step == "certify" else ()

    # --- steps ---------------------------------------------------------------------------------------
    @transition("state", source=State.NAMED, target=State.SERVING, permission=guards.certifies)
    def certify(self, party: str, number: int) -> None:
        """Takes the seat; the appointment behind it is made by `seating.seat`."""

    @transition("state", source=State.SERVING, target=None, permission=guards.records_the_choice_of_convener)
    def elect(self) -> None:
        """The council has chosen this member as its convener (召集人)."""
        self.is_convener = True

    @transition("state", source=HELD, target=None, permission=guards.records_the_choice_of_convener)
    def stand_down(self) -> None:
        """Stays a member and convenes no longer."""
        self.is_convener = False


_SEAT_OF = Kept(
    lambda council, person, day: (
        Representative.objects.serving(day).filter(council=council, person=person).select_related("seat").order_by("pk")
    )
)
