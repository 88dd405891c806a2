"""Joint handling of an emergency (专班): one head, members with tasks, a line a day, claims and instalments.

Wage arrears of a firm and the like. Money is counted in fen. What was claimed, promised or paid is never edited: a
claim is confirmed, disputed, or corrected by a new line, an instalment is paid or late. Nothing here is ever public.
"""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.access import employers
from enterprises.models.unit import Unit
from enterprises.roles import DESK
from parkdesk.core import clock
from parkdesk.core.states import STAYS, StateField, step
from requests_flow import joint_guards as guards

if TYPE_CHECKING:
    from enterprises.models import Person

# A working day without a line is missing from here on.
STATUS_DUE = time(17, 0)


def last_status_day() -> date:
    """The latest working day whose hour for a status has passed."""
    cal, now = clock.calendar(), clock.now().astimezone(clock.SHANGHAI)
    day = now.date() if now.time() >= STATUS_DUE else now.date() - timedelta(days=1)
    while not cal.is_working(day):
        day -= timedelta(days=1)
    return day


class JointQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(state=Joint.State.RUNNING)

    def of_members(self, person: "Person") -> Self:
        """Where somebody is head or member, themselves or by their unit; landlords never where it is protected (5)."""
        units = JointMember.objects.filter(unit__in=person.units())
        own = Q(pk__in=JointMember.objects.filter(person=person).values("joint")) | Q(head=person)
        mine = self.filter(own | Q(pk__in=units.values("joint")))
        return mine.exclude(need__is_protected=True) if employers(person) else mine

    def visible_to(self, person: "Person") -> Self:
        """Everything of which this person may know that it exists."""
        if not person.is_authenticated:
            return self.none()
        known = self.exclude(state=Joint.State.DRAFT)
        if person.wears(*guards.OPENERS):
            return known
        seen = Q(pk__in=self.of_members(person).values("pk"))
        if person.wears(*DESK):
            needs = self.model._meta.get_field("need").related_model.objects.at_the_desk(person)
            seen |= Q(need__in=needs.values("pk")) | Q(need__isnull=True)
        return known.filter(seen)


class Joint(models.Model):
    """One team about one need or one incident."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("joint handling", "draft")
        RUNNING = "running", pgettext_lazy("joint handling", "at work")
        CLOSED = "closed", pgettext_lazy("joint handling", "closed")

    LOCK_WITH = ("need", "incident")
    WORDS = frozenset({"matter", "task", "text", "name", "evidence", "payer", "summary", "reason"})
    INTERNAL_STEPS = frozenset(
        {
            "open",
            "add_member",
            "hand_over",
            "report",
            "add_claim",
            "correct_claim",
            "judge_claim",
            "plan",
            "pay",
            "close",
            "remind",
        }
    )

    state = StateField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    need = models.ForeignKey("requests_flow.Need", null=True, on_delete=models.PROTECT, related_name="joints")
    incident = models.ForeignKey("requests_flow.Incident", null=True, on_delete=models.PROTECT, related_name="joints")
    matter = models.CharField(_("matter"), max_length=120)
    head = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reminded_on = models.DateField(null=True)
    summary = models.TextField(_("summary"), blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = JointQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint handling")
        verbose_name_plural = _("joint handlings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="joint_of_one_thing",
                condition=Q(need__isnull=False, incident__isnull=True) | Q(need__isnull=True, incident__isnull=False),
            ),
            models.CheckConstraint(
                name="joint_closed_has_its_date",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.UniqueConstraint(fields=["need"], name="joint_one_a_need", condition=~Q(state="closed")),
            models.UniqueConstraint(fields=["incident"], name="joint_one_an_incident", condition=~Q(state="closed")),
        ]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return self.address("joint")

    def address(self, name: str, *more: object) -> str:
        """Where one of its pages is: under its need or its incident."""
        if self.need is not None:
            return reverse(f"requests_flow:{name}", args=[self.need.reference, *more])
        return reverse(f"requests_flow:incident_{name}", args=[self.incident_id, *more])

    @property
    def is_protected(self) -> bool:
        return self.need is not None and self.need.is_protected

    @property
    def missing_status(self) -> date | None:
        """The last working day that ended without a line from the team; None when it has one, or the team is new."""
        day = last_status_day()
        first = clock.at(day, STATUS_DUE)
        if self.state != self.State.RUNNING or self.opened_at >= first:
            return None
        return None if self.statuses.filter(day__gte=day).exists() else day

    @step([State.DRAFT], State.RUNNING, guards.opens)
    def open(self, matter):
        pass

    @step([State.RUNNING], STAYS, guards.leads)
    def add_member(self, task):
        pass

    @step([State.RUNNING], STAYS, guards.opens)
    def hand_over(self, head):
        self.head = head

    @step([State.RUNNING], STAYS, guards.works_in_it)
    def report(self, text):
        pass

    @step([State.RUNNING], STAYS, guards.keeps_the_register)
    def add_claim(self, name, amount_fen, evidence=""):
        pass

    @step([State.RUNNING], STAYS, guards.keeps_the_register, guards.has_claims)
    def correct_claim(self, claim, amount_fen, reason):
        pass

    @step([State.RUNNING], STAYS, guards.keeps_the_register, guards.has_claims)
    def judge_claim(self, claim, verdict):
        pass

    @step([State.RUNNING], STAYS, guards.leads)
    def plan(self, due_on, amount_fen, payer):
        pass

    @step([State.RUNNING, State.CLOSED], STAYS, guards.leads, guards.has_unpaid)
    def pay(self, instalment, paid_on):
        pass

    @step([State.RUNNING], State.CLOSED, guards.leads)
    def close(self, summary):
        self.summary, self.closed_at = summary, clock.now()

    @step([State.RUNNING], STAYS, guards.is_the_clock, guards.is_status_missing)
    def remind(self):
        self.reminded_on = last_status_day()


class JointMember(models.Model):
    """A person or a unit with a task."""

    joint = models.ForeignKey(Joint, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(_("task"), max_length=160)

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of a team")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="joint_member_is_one",
                condition=Q(person__isnull=False, unit__isnull=True) | Q(person__isnull=True, unit__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.person or (self.unit and self.unit.display_name))


class JointStatus(models.Model):
    """How it stood at the end of a day: who says so, and what."""

    joint = models.ForeignKey(Joint, on_delete=models.CASCADE, related_name="statuses")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("how it stands"))

    class Meta:
        verbose_name = _("status of a day")
        verbose_name_plural = _("statuses of days")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.day}"
