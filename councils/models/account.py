"""Shared accounts of a park (业财共管): a quarter from its lines to its audit note (ADR 0039)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import account_guards as guards
from councils.meeting_guards import reads_all_councils
from councils.models.account_parts import AccountKind
from councils.models.within import within_councils_of
from councils.quarters import Quarter
from parkdesk.core import clock
from parkdesk.core.actors import is_person
from parkdesk.core.states import STAYS, StateField, step


class QuarterAccountQuerySet(models.QuerySet):
    def visible_to(self, person: object) -> Self:
        """Disclosed ones for the people of the park; drafts too for its council, the office and its supervisors."""
        if not is_person(person):
            return self.none()
        if reads_all_councils(person):
            return self.all()
        hats = [hat.park_id for hat in person.hats if hat.park_id]  # type: ignore[attr-defined]
        firms = person.firms  # type: ignore[attr-defined]
        mine = Q(council__park__in=hats) | Q(council__park__enterprises__in=firms)
        shown = Q(state__in=QuarterAccount.SHOWN) & mine
        return self.filter(shown | within_councils_of(person)).distinct()

    def newest_first(self) -> Self:
        return self.order_by("-year", "-quarter")


class QuarterAccount(models.Model):
    """One quarter of a park's shared accounts. Its closing balance is computed from its lines and stored nowhere."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("account", "being written")
        PRESENTED = "presented", pgettext_lazy("account", "before the council")
        DISCLOSED = "disclosed", pgettext_lazy("account", "disclosed")
        AUDITED = "audited", pgettext_lazy("account", "audited")

    SHOWN = ("disclosed", "audited")
    # What people write may name somebody: the trail keeps it among the words that can be erased.
    WORDS = frozenset({"reason", "text", "answer", "audit_note"})
    INTERNAL_STEPS = frozenset({"begin", "write", "present", "send_back"})
    LOCK_WITH = ("council__park",)

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="accounts")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    state = StateField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    opening_fen = models.BigIntegerField(_("opening balance in fen"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    presented_at = models.DateTimeField(null=True)
    disclosed_at = models.DateTimeField(null=True)
    comments_until = models.DateField(null=True)
    audit_note = models.TextField(_("audit note"), max_length=1000, blank=True)
    audited_at = models.DateTimeField(null=True)

    objects = QuarterAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared accounts of a quarter")
        verbose_name_plural = _("shared accounts by quarter")
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "quarter"], name="account_once_a_quarter"),
            models.CheckConstraint(name="account_quarter", condition=Q(quarter__gte=1, quarter__lte=4)),
            models.CheckConstraint(
                name="account_disclosed_has_its_days",
                condition=~Q(state__in=["disclosed", "audited"])
                | Q(disclosed_at__isnull=False, comments_until__isnull=False),
            ),
            models.CheckConstraint(
                name="account_audited_has_its_note",
                condition=Q(state="audited", audited_at__isnull=False) & ~Q(audit_note="")
                | ~Q(state="audited") & Q(audited_at=None, audit_note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("councils:account", args=[self.council.park.code, self.pk])

    @property
    def park_code(self) -> str:
        return self.council.park.code

    @property
    def term(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def income_fen(self) -> int:
        """Fen; sums the lines as they were read (`prefetch_related("lines")` for a list)."""
        return sum(one.amount_fen for one in self.lines.all() if one.is_income)

    @property
    def spending_fen(self) -> int:
        return sum(one.amount_fen for one in self.lines.all() if not one.is_income)

    @property
    def closing_fen(self) -> int:
        """Opening + income - spending, always."""
        return self.opening_fen + self.income_fen - self.spending_fen

    @property
    def takes_comments(self) -> bool:
        """Asked of the clock, not of a job."""
        return self.state == self.State.DISCLOSED and clock.today() <= self.comments_until

    def before(self) -> "QuarterAccount | None":
        """The quarter before, where it was kept here."""
        year, quarter = self.term.back(1)
        return type(self).objects.filter(council=self.council_id, year=year, quarter=quarter).first()

    def after(self) -> "QuarterAccount | None":
        year, quarter = self.term.back(-1)
        return type(self).objects.filter(council=self.council_id, year=year, quarter=quarter).first()

    # --- steps ---------------------------------------------------------------------------------------
    @step([State.DRAFT], STAYS, guards.keeps_account)
    def begin(self, opening_fen: int) -> None:
        """A quarter begins; its opening balance is the closing balance of the one before."""

    @step([State.DRAFT], STAYS, guards.keeps_account)
    def write(self, lines: int, income_fen: int, spending_fen: int) -> None:
        """All lines of the quarter, anew."""

    @step([State.DRAFT], State.PRESENTED, guards.presents_account, guards.has_lines)
    def present(self) -> None:
        self.presented_at = clock.now()

    @step([State.PRESENTED], State.DRAFT, guards.presents_account)
    def send_back(self, reason: str) -> None:
        """The council wants it mended before anybody reads it."""
        self.presented_at = None

    @step([State.PRESENTED], State.DISCLOSED, guards.discloses_account, guards.is_quarter_over, guards.carries_on)
    def disclose(self, comments_until: date) -> None:
        self.disclosed_at, self.comments_until = clock.now(), comments_until

    @step([State.DISCLOSED], STAYS, guards.belongs_to_its_park, guards.is_comment_time)
    def comment(self, text: str) -> None:
        """Somebody of the park says something about it."""

    @step([State.DISCLOSED, State.AUDITED], STAYS, guards.discloses_account, guards.has_open_comments)
    def answer(self, answer: str) -> None:
        """The office answers a comment, once."""

    @step(
        [State.DISCLOSED],
        State.AUDITED,
        guards.audits_account,
        guards.is_comment_time_over,
        guards.has_answered_comments,
    )
    def audit(self, audit_note: str) -> None:
        self.audit_note, self.audited_at = audit_note, clock.now()

    @step([State.DISCLOSED, State.AUDITED], State.DISCLOSED, guards.discloses_account)
    def correct(self, version: int, reason: str, comments_until: date) -> None:
        """The next version stands, with days for comments and an audit note of its own."""
        self.version, self.comments_until = version, comments_until
        self.audit_note, self.audited_at = "", None


class AccountLine(models.Model):
    """One line of income or of spending; which of both says its kind."""

    account = models.ForeignKey(QuarterAccount, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=AccountKind)
    amount_fen = models.BigIntegerField(_("amount in fen"))
    text = models.CharField(pgettext_lazy("line of accounts", "what for"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("line of shared accounts")
        verbose_name_plural = _("lines of shared accounts")
        ordering = ["account_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="account_line_once"),
            models.CheckConstraint(name="account_line_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(name="account_line_of_a_kind", condition=Q(kind__in=AccountKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_fen}"

    @property
    def is_income(self) -> bool:
        return AccountKind(self.kind).is_income

    @property
    def signed_fen(self) -> int:
        """Fen: income above zero, spending below."""
        return self.amount_fen if self.is_income else -self.amount_fen
