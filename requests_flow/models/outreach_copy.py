"""One firm's copy of a notice: read, confirmed, or told by hand; reached by a link of its own."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models.enterprise import Enterprise
from enterprises.models.firm_link import BehindALink, FirmLink
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import Holder, is_person
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, step
from requests_flow.models.outreach import Circular

if TYPE_CHECKING:
    from enterprises.models import Person


def got_it(copy, actor):
    """Whoever holds the firm's link, or belongs to the firm."""
    if isinstance(actor, Holder):
        return copy.is_held_by(actor)
    return is_person(actor) and copy.enterprise_id in actor.firms


def goes_and_tells(copy, actor):
    """The desk, and the leader of the firm's park."""
    if not is_person(actor):
        return False
    return actor.wears(*DESK) or copy.enterprise.park_id in actor.parks(Role.PARK_LEADER)


@because(_("This notice was withdrawn or corrected."))
def is_in_force(copy):
    return copy.circular.state == Circular.State.SENT


@because(_("This notice is for reading only."))
def is_to_be_confirmed(copy):
    return copy.circular.is_to_confirm


class CopyQuerySet(BehindALink):
    def visible_to(self, person: "Person") -> Self:
        """All for the desk; for a park leader those of the own park; for people of a firm their own."""
        if person.wears(*DESK):
            return self
        return self.filter(Q(enterprise__park__in=person.parks(Role.PARK_LEADER)) | Q(enterprise__in=person.firms))

    def of_firms(self, person: "Person") -> Self:
        """What went out to the firms of this person."""
        return self.filter(enterprise__in=person.firms)

    def missing(self) -> Self:
        """Neither confirmed nor told by hand; a firm that has left is not waited for."""
        waiting = self.filter(state__in=CircularCopy.WAITING)
        return waiting.exclude(enterprise__status=Enterprise.Status.MOVED_OUT)

    def to_confirm(self) -> Self:
        """What is still to be confirmed, of notices in force."""
        return self.missing().filter(circular__state=Circular.State.SENT, circular__confirm_by__isnull=False)


class CircularCopy(FirmLink):
    """What became of a notice at one firm."""

    class State(models.TextChoices):
        OUT = "out", pgettext_lazy("copy of a notice", "not read yet")
        READ = "read", pgettext_lazy("copy of a notice", "read")
        TOLD = "told", pgettext_lazy("copy of a notice", "told by hand")
        CONFIRMED = "confirmed", pgettext_lazy("copy of a notice", "confirmed")

    WAITING = (State.OUT, State.READ)
    LINK_VIEW = "requests_flow:copy"
    WORDS = frozenset({"name", "note"})
    INTERNAL_STEPS = frozenset({"read", "confirm", "tell"})
    LOCK_WITH = ("circular", "enterprise__park")

    state = StateField(_("state"), max_length=10, choices=State, default=State.OUT)
    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="copies")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="circular_copies")
    read_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=40, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a notice")
        verbose_name_plural = _("copies of a notice")
        constraints = [
            models.UniqueConstraint(fields=["circular", "enterprise"], name="circularcopy_one_a_firm"),
            models.CheckConstraint(
                name="circularcopy_confirmed_has_its_date",
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.enterprise_id}"

    @step([State.OUT], State.READ, got_it, is_in_force)
    def read(self):
        self.read_at = clock.now()

    @step([State.OUT, State.READ, State.TOLD], State.CONFIRMED, got_it, is_in_force, is_to_be_confirmed)
    def confirm(self, name=""):
        self.confirmed_at, self.confirmed_by = clock.now(), name
        self.read_at = self.read_at or self.confirmed_at

    @step([State.OUT, State.READ], State.TOLD, goes_and_tells, is_in_force)
    def tell(self, teller):
        self.told_at, self.told_by = clock.now(), teller
