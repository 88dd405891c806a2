"""Who stands (候选人) in an election, and objections (异议) to its result."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.elections import candidacy_guards as guards
from parkdesk.core import clock
from parkdesk.core.states import GET_STATE, STAYS, StateField, step


class CandidacyState(models.TextChoices):
    NEW = "new", pgettext_lazy("candidacy", "new")
    PROPOSED = "proposed", pgettext_lazy("candidacy", "waits for a second firm")
    ASKED = "asked", pgettext_lazy("candidacy", "waits for their consent")
    STANDING = "standing", pgettext_lazy("candidacy", "stands")
    ACCEPTED = "accepted", pgettext_lazy("candidacy", "candidate")
    REFUSED = "refused", pgettext_lazy("candidacy", "not admitted")
    DECLINED = "declined", pgettext_lazy("candidacy", "declined")
    LAPSED = "lapsed", pgettext_lazy("candidacy", "lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "withdrawn")


NEW, PROPOSED, ASKED, STANDING = "new", "proposed", "asked", "standing"
ACCEPTED, REFUSED, DECLINED, LAPSED, WITHDRAWN = "accepted", "refused", "declined", "lapsed", "withdrawn"
LIVE = (NEW, PROPOSED, ASKED, STANDING, ACCEPTED)


class CandidacyQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def standing(self) -> Self:
        """Who has agreed to stand, checked or not."""
        return self.filter(state__in=(STANDING, ACCEPTED))

    def accepted(self) -> Self:
        """Who stands on the ballot, in the order of their names' keys: nobody is put first."""
        return self.filter(state=ACCEPTED).order_by("pk")


class Candidacy(models.Model):
    """One person who stands, or is asked to, for the seats of one group."""

    State = CandidacyState

    class Outcome(models.TextChoices):
        ELECTED = "elected", pgettext_lazy("candidate", "elected")
        NOT_ELECTED = "not_elected", pgettext_lazy("candidate", "not elected")

    WORDS = frozenset({"reason", "reasons", "statement", "position"})
    INTERNAL_STEPS = frozenset({"propose", "second", "consent", "decline", "assess", "send_back", "lapse"})
    LOCK_WITH = ("election__council__park", "group", "person", "enterprise")

    election = models.ForeignKey("councils.Election", on_delete=models.PROTECT, related_name="candidacies")
    group = models.ForeignKey("councils.ElectionGroup", on_delete=models.PROTECT, related_name="candidacies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="candidacies")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("position held"), max_length=60, blank=True)
    statement = models.TextField(_("in their own words"), max_length=200, blank=True)
    represents = models.JSONField(_("enterprise types"), default=list, blank=True)
    is_self_nominated = models.BooleanField(_("self-nominated"), default=False)
    first_firm = models.ForeignKey("enterprises.Enterprise", null=True, on_delete=models.PROTECT, related_name="+")
    second_firm = models.ForeignKey("enterprises.Enterprise", null=True, on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=10, choices=CandidacyState, default=CandidacyState.NEW)
    is_fit = models.BooleanField(null=True)
    reasons = models.TextField(_("reasons"), max_length=600, blank=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveSmallIntegerField(_("votes received"), null=True)
    outcome = models.CharField(_("result"), max_length=12, choices=Outcome, blank=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        constraints = [
            models.UniqueConstraint(
                fields=["election", "person"], condition=Q(state__in=LIVE), name="candidacy_one_a_person"
            ),
            models.CheckConstraint(
                name="candidacy_checked_by_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("assessed_by")),
            ),
            models.CheckConstraint(
                name="candidacy_named_by_two_firms",
                condition=Q(second_firm__isnull=True) | ~Q(second_firm=models.F("first_firm")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return self.election.get_absolute_url()

    @property
    def park_code(self) -> str:
        return self.election.council.park.code

    # --- steps ---------------------------------------------------------------------------------------
    @step([NEW], STANDING, guards.is_themself, guards.is_nominating)
    def stand(self, position, statement):
        """Puts the own name forward (自荐)."""
        self.is_self_nominated, self.position, self.statement = True, position, statement

    @step([NEW], PROPOSED, guards.speaks_for_a_firm, guards.is_nominating)
    def propose(self, firm):
        self.first_firm = firm

    @step([PROPOSED], ASKED, guards.speaks_for_a_firm, guards.is_nominating)
    def second(self, firm):
        self.second_firm = firm

    @step([ASKED], STANDING, guards.is_themself, guards.is_nominating)
    def consent(self, position, statement):
        self.position, self.statement = position, statement

    @step([PROPOSED, ASKED], DECLINED, guards.is_themself)
    def decline(self):
        pass

    @step([STANDING, ACCEPTED], WITHDRAWN, guards.is_themself, guards.has_voting_not_begun)
    def withdraw(self, reason=""):
        pass

    @step([PROPOSED, ASKED], LAPSED, guards.is_the_clock)
    def lapse(self):
        """Nobody seconded it, or the person did not agree in time."""

    @step([STANDING], STAYS, guards.assesses, guards.is_vetting, guards.is_not_assessed)
    def assess(self, is_fit, reasons, by_person):
        self.is_fit, self.reasons, self.assessed_by = is_fit, reasons, by_person

    @step([STANDING], STAYS, guards.confirms, guards.is_vetting, guards.is_assessed)
    def send_back(self, reason=""):
        self.is_fit, self.assessed_by = None, None

    @step(
        [STANDING],
        GET_STATE(lambda self, **_: ACCEPTED if self.is_fit else REFUSED, states=[ACCEPTED, REFUSED]),
        guards.confirms,
        guards.is_vetting,
        guards.is_assessed,
    )
    def confirm(self, by_person):
        self.confirmed_by = by_person


class ElectionObjection(models.Model):
    """An objection to a declared result, with the answer and its reasons."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "to be answered")
        UPHELD = "upheld", pgettext_lazy("objection", "upheld")
        DISMISSED = "dismissed", pgettext_lazy("objection", "dismissed")

    WORDS = frozenset({"text", "reasons"})
    INTERNAL_STEPS = frozenset({"lodge"})
    LOCK_WITH = ("election__council__park", "by")

    election = models.ForeignKey("councils.Election", on_delete=models.PROTECT, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("objection"), max_length=1000)
    at = models.DateTimeField(default=clock.now)
    state = StateField(_("state"), max_length=10, choices=State, default=State.OPEN)
    reasons = models.TextField(_("reasons"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("objection to an election")
        verbose_name_plural = _("objections to elections")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "by"], condition=Q(state="open"), name="electionobjection_one_open_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.election} · {self.pk}"

    def get_absolute_url(self) -> str:
        return self.election.get_absolute_url()

    @property
    def park_code(self) -> str:
        return self.election.council.park.code

    @step([State.OPEN], STAYS, guards.is_concerned, guards.is_window_open)
    def lodge(self, text):
        pass

    @step([State.OPEN], State.UPHELD, guards.answers)
    def uphold(self, reasons, by_person):
        self.reasons, self.decided_by, self.decided_at = reasons, by_person, clock.now()

    @step([State.OPEN], State.DISMISSED, guards.answers)
    def dismiss(self, reasons, by_person):
        self.reasons, self.decided_by, self.decided_at = reasons, by_person, clock.now()
