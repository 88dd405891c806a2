"""The papers of a filing, one by one: to follow, here, given back. Only their names are kept, never what they say."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parkdesk.core import clock
from parkdesk.core.flow import because
from parkdesk.core.states import STAYS, StateField, step
from requests_flow.guards import is_the_clock
from requests_flow.models.document import keeps_its_papers
from requests_flow.models.filing import TAKES_PAPERS, Filing


def keeps_it(paper, actor):
    return keeps_its_papers(paper.filing, actor)


@because(_("Papers are taken after the firm has authorised the filing, until its result is in."))
def is_filing_at_work(paper):
    return paper.filing.state in TAKES_PAPERS


@because(_("Identity papers and safety undertakings cannot follow later."))
def may_follow(paper):
    """Acceptance with a gap is for nothing that proves who somebody is or that it is safe (domain.md 8.8)."""
    return paper.sort == FilingPaper.Sort.ORDINARY


@because(_("An identity paper is not kept overnight without a day on which it goes back."))
def has_its_way_back(paper):
    return paper.sort != FilingPaper.Sort.IDENTITY or paper.return_by is not None


@because(_("It is not past its day, or its keepers were told."))
def is_late_and_untold(paper):
    return paper.is_late and paper.reminded_of != paper.day


class FilingPaperQuerySet(models.QuerySet):
    def past_their_day(self) -> Self:
        """What should have come or gone back before today, and nobody was told of yet."""
        today = clock.today()
        missing = Q(state="missing", due_on__lt=today) & ~told_of("due_on")
        return self.filter(missing | (Q(state="held", return_by__lt=today) & ~told_of("return_by")))


def told_of(name: str) -> Q:
    """Whether the keepers were told of the day in this column."""
    return Q(reminded_of__isnull=False, reminded_of=F(name))


class FilingPaper(models.Model):
    """One paper: what it is called, original or copy, how many, when and to whom it came and went."""

    class Sort(models.TextChoices):
        ORDINARY = "ordinary", pgettext_lazy("paper", "ordinary")
        IDENTITY = "identity", pgettext_lazy("paper", "identity paper")
        SAFETY = "safety", pgettext_lazy("paper", "safety undertaking")

    class Form(models.TextChoices):
        ORIGINAL = "original", pgettext_lazy("paper", "original")
        COPY = "copy", pgettext_lazy("paper", "copy")

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("paper", "new")
        MISSING = "missing", pgettext_lazy("paper", "to follow")
        HELD = "held", pgettext_lazy("paper", "with us")
        RETURNED = "returned", pgettext_lazy("paper", "given back")

    WORDS = frozenset({"name", "returned_to"})
    INTERNAL_STEPS = frozenset({"expect", "receive", "give_back", "remind"})
    LOCK_WITH = ("filing__need",)

    state = StateField(_("state"), max_length=8, choices=State, default=State.NEW)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(_("paper"), max_length=80)
    sort = models.CharField(_("sort"), max_length=8, choices=Sort, default=Sort.ORDINARY)
    form = models.CharField(_("original or copy"), max_length=8, choices=Form)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    due_on = models.DateField(_("to follow by"), null=True)
    received_on = models.DateField(_("received on"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    return_by = models.DateField(_("goes back by"), null=True)
    returned_on = models.DateField(_("given back on"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    returned_to = models.CharField(_("given back to"), max_length=60, blank=True)
    # The day past which its keepers were told; another day is another reminder.
    reminded_of = models.DateField(null=True)

    objects = FilingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a filing")
        verbose_name_plural = _("papers of filings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_missing_is_ordinary_and_dated",
                condition=~Q(state="missing") | Q(sort="ordinary", due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_held_was_received",
                condition=~Q(state__in=["held", "returned"]) | Q(received_on__isnull=False, received_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_of_identity_has_its_way_back",
                condition=~Q(sort="identity", state="held") | Q(return_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_returned_has_its_day", condition=~Q(state="returned") | Q(returned_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.filing.get_absolute_url()

    @property
    def day(self) -> date | None:
        """By which day it comes, or goes back; None where nothing is awaited."""
        return {self.State.MISSING: self.due_on, self.State.HELD: self.return_by}.get(self.State(self.state))

    @property
    def is_late(self) -> bool:
        """It should have come, or gone back, before today."""
        return self.day is not None and self.day < clock.today()

    @step([State.NEW], State.MISSING, keeps_it, is_filing_at_work, may_follow)
    def expect(self, name, due_on):
        self.due_on = due_on

    @step([State.NEW, State.MISSING], State.HELD, keeps_it, is_filing_at_work, has_its_way_back)
    def receive(self, name, received_by):
        self.received_on, self.received_by = clock.today(), received_by

    @step([State.MISSING, State.HELD], STAYS, is_the_clock, is_late_and_untold)
    def remind(self):
        self.reminded_of = self.day

    @step([State.HELD], State.RETURNED, keeps_it)
    def give_back(self, returned_to, returned_by):
        self.returned_to, self.returned_by, self.returned_on = returned_to, returned_by, clock.today()
