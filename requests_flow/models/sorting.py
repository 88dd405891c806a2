"""What was learned from people's sorting, one version after the other (decisions 24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SortingModel(models.Model):
    """One version of what people's sorting taught; at most one is in use. It holds counts of words, no texts.

    `weights` is JSON: label -> {"words": {feature: count}, "tiers": {tier: count}, "said_in": ..}; what comes with the
    package is not in it. `figures` are shares between 0 and 1, measured on needs that the version had not seen.
    """

    version = models.CharField(_("version"), max_length=20, unique=True)
    made_at = models.DateTimeField(_("made at"))
    learned_from = models.PositiveIntegerField(_("needs it learned from"))
    seen_until = models.DateTimeField(_("last sorting it has seen"), null=True)
    figures = models.JSONField(_("measured figures"), default=dict)
    weights = models.JSONField(_("weights"), default=dict)
    is_in_use = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("sorting model")
        verbose_name_plural = _("sorting models")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_use"], condition=models.Q(is_in_use=True), name="sorting_model_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.version
