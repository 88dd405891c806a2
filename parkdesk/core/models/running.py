"""What keeps the house running: signs of life, who was erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pulse(models.Model):
    """When a part of the house last did its work, by the machine's own time: `tick`, `worker`, `backup`."""

    part = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")

    def __str__(self) -> str:
        return f"{self.part}: {self.at}"


class Erased(models.Model):
    """Somebody was erased: kind and key alone, so that an older backup cannot bring them back (core.erased)."""

    kind = models.CharField(max_length=80)
    key = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("erasure")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="erased_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
