"""How a handling was judged: ratings by reporters, follow-ups by staff (domain.md 8.5, 8.6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_flow.words import Grade


class Rating(models.Model):
    """One rating of one handling, voluntary, five grades, never by staff. The rated person does not see by whom."""

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="ratings")
    handling = models.PositiveSmallIntegerField(_("which handling"))
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["need", "handling"], name="rating_once_a_handling"),
            models.CheckConstraint(name="rating_five_grades", condition=models.Q(grade__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return self.get_grade_display()


class FollowUp(models.Model):
    """A call back after completion, by somebody other than who resolved it."""

    class Method(models.TextChoices):
        PHONE = "phone", _("by phone")
        WECHAT = "wechat", _("by WeChat")
        ON_SITE = "on_site", _("on site")

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="follow_ups")
    handling = models.PositiveSmallIntegerField(_("which handling"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(_("how"), max_length=10, choices=Method)
    is_solved = models.BooleanField(_("really solved"))
    # None where it was not asked: a look on site, or a call before there were four questions.
    is_in_time = models.BooleanField(_("in time"), null=True)
    left_over = models.TextField(_("what is left"), blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return f"{self.need_id}: {self.is_solved}"


class CallAttempt(models.Model):
    """A call that reached nobody, or reached somebody who asked for another time."""

    class Result(models.TextChoices):
        NO_ANSWER = "no_answer", _("nobody answered")
        LATER = "later", _("asked to be called at another time")

    need = models.ForeignKey("requests_flow.Need", on_delete=models.PROTECT, related_name="call_attempts")
    handling = models.PositiveSmallIntegerField(_("which handling"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("what came of it"), max_length=10, choices=Result)
    wished_at = models.DateTimeField(_("when to call"), null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt to call")
        verbose_name_plural = _("attempts to call")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_later_has_its_time",
                condition=models.Q(result="later", wished_at__isnull=False)
                | models.Q(result="no_answer", wished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()


class CallWish(models.Model):
    """When, and how, the reporter would like to be called about the result. The last word stands."""

    class Part(models.TextChoices):
        MORNING = "morning", _("in the morning, 9 to 12")
        NOON = "noon", _("at lunch time, 12 to 1:30")
        AFTERNOON = "afternoon", _("in the afternoon, 1:30 to 5:30")
        WECHAT = "wechat", _("in writing, by WeChat")

    need = models.OneToOneField("requests_flow.Need", on_delete=models.CASCADE, related_name="call_wish")
    part = models.CharField(_("when it suits"), max_length=10, choices=Part)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("wish for a call")
        verbose_name_plural = _("wishes for a call")

    def __str__(self) -> str:
        return self.get_part_display()
