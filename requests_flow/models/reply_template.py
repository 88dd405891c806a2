"""Reply templates: what is answered often, with places that are filled in from the need."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Line
from requests_flow.words import Category

if TYPE_CHECKING:
    from requests_flow.models.need import Need


class ReplyTemplateQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        return self.filter(is_retired=False)

    def fitting(self, need: "Need") -> Self:
        """Those of its category and line, and those of neither."""
        of_category = Q(category="") | Q(category=need.category)
        return self.in_use().filter(of_category, Q(line="") | Q(line=need.line))


class ReplyTemplate(models.Model):
    """A text in both languages; the reporter reads it in theirs."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    category = models.CharField(_("category"), max_length=4, choices=Category, blank=True)
    line = models.CharField(_("specialist line"), max_length=32, choices=Line, blank=True)
    body_zh = models.TextField(_("Chinese text"), max_length=2000)
    body_en = models.TextField(_("English text"), max_length=2000, blank=True)
    is_retired = models.BooleanField(_("not used any more"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["category", "title"]

    def __str__(self) -> str:
        return self.title

    def body_for(self, need: "Need") -> str:
        """In the language of whoever reads it; Chinese where nobody wrote English."""
        return self.body_zh if need.language.startswith("zh") else self.body_en or self.body_zh
