"""What was done with each mail that came in: which need it became, or why it was dropped."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock


class Outcome(models.TextChoices):
    NEED = "need", _("became a need")
    REPLY = "reply", _("answered a question")
    ADDED = "added", _("was added to a need")
    DROPPED = "dropped", _("dropped")


class Reason(models.TextChoices):
    """Why a mail was dropped."""

    LOOP = "loop", _("our own message came back")
    BOUNCE = "bounce", _("a message could not be delivered")
    AUTOMATIC = "automatic", _("automatic answer")
    LIST = "list", _("mailing list or newsletter")
    NO_SENDER = "no_sender", _("no sender")
    EMPTY = "empty", _("empty message")
    TOO_LARGE = "too_large", _("too large")
    TOO_NESTED = "too_nested", _("too many messages inside one another")


# What somebody at the desk may want to do about it; the rest needs nothing.
ADVICE = {
    Reason.BOUNCE: _("An address that somebody left is wrong: look at the needs of that day, and ring them."),
    Reason.NO_SENDER: _("If a person wrote it, they hear nothing from us. The mail server has the message."),
    Reason.TOO_LARGE: _("If a person wrote it, ask them to send it without large files."),
}


class MailQuerySet(models.QuerySet):
    def dropped(self) -> "MailQuerySet":
        """What became nothing, newest first."""
        return self.filter(outcome=Outcome.DROPPED).order_by("-at", "-pk")

    def taken(self) -> "MailQuerySet":
        return self.exclude(outcome=Outcome.DROPPED)


class ReceivedMail(models.Model):
    """One mail, once: neither its words nor its sender stand here, only a digest by which it is known again."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    message_id = models.CharField(_("number of the message"), max_length=250, blank=True)
    at = models.DateTimeField(_("received at"), default=clock.now)
    size = models.PositiveIntegerField(_("size in bytes"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    need = models.ForeignKey("requests_flow.Need", null=True, on_delete=models.CASCADE, related_name="mails")

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        constraints = [
            models.CheckConstraint(
                name="mail_became_a_need_or_was_dropped",
                condition=(Q(outcome="dropped", need__isnull=True) & ~Q(reason=""))
                | (~Q(outcome="dropped") & Q(need__isnull=False, reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="mail_dropped", condition=Q(outcome="dropped")),
            models.Index(fields=["at"], name="mail_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"

    @property
    def advice(self) -> str:
        """What one may do about a dropped mail; empty when nothing is to be done."""
        return str(ADVICE.get(Reason(self.reason), ""))
