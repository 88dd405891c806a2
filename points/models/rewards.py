"""Rewards: what points can become, at which shops, and how many are left."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parkdesk.core.tongues import spoken


class ProductQuerySet(models.QuerySet):
    def offered(self) -> "ProductQuerySet":
        """What can be had today, the cheapest first; what is sold out stands last."""
        rows = self.filter(is_offered=True, merchants__is_open=True).distinct()
        # Said with the null, so that both databases put what has no limit among what is there.
        is_sold_out = Q(stock__isnull=False) & Q(stock=0)
        return rows.annotate(is_sold_out=is_sold_out).order_by("is_sold_out", "price", "pk")


class Product(models.Model):
    """Something that points become, at the shops named. `worth` is what stands large on the ticket."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("shopping")
        DRINK = "drink", _("coffee and tea")
        MEAL = "meal", _("meals")
        SERVICE = "service", _("services")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GOODS)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    worth = models.CharField(_("what it is worth"), max_length=20)
    worth_en = models.CharField(_("what it is worth, in English"), max_length=30, blank=True)
    about = models.CharField(_("in one sentence"), max_length=120, blank=True)
    about_en = models.CharField(_("in one sentence, in English"), max_length=200, blank=True)
    price = models.PositiveIntegerField(_("points"))
    merchants = models.ManyToManyField("points.Merchant", related_name="products", verbose_name=_("merchants"))
    stock = models.PositiveIntegerField(_("how many are left"), null=True, blank=True)
    valid_days = models.PositiveSmallIntegerField(_("days until it expires"), default=60)
    is_offered = models.BooleanField(_("offered"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        ordering = ["price", "pk"]
        constraints = [
            models.CheckConstraint(name="product_costs_points", condition=Q(price__gt=0)),
            models.CheckConstraint(name="product_is_valid_for_a_day", condition=Q(valid_days__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("points:reward", args=[self.code])

    @property
    def display_name(self) -> str:
        return spoken(self.name, self.name_en)

    @property
    def display_worth(self) -> str:
        return spoken(self.worth, self.worth_en)

    @property
    def display_about(self) -> str:
        return spoken(self.about, self.about_en)
