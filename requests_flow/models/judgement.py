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
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return f"{self.need_id}: {self.is_solved}"
