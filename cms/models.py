"""Pages that editors write. The home page first; the catalogue, news and minutes follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from enterprises.models import Unit
from requests_flow import promises
from requests_flow.words import TIER_ORDER, Tier


class HomePage(Page):
    """The front of the house, one for each language."""

    lede = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        """The tiers with their promises, and the windows: what the house keeps, not what editors type."""
        context = super().get_context(request, *args, **kwargs)
        context["promises"] = [(Tier(tier).label, *_promised(promises.TABLE[tier])) for tier in TIER_ORDER]
        context["windows"] = Unit.objects.filter(kind=Unit.Kind.WINDOW).order_by("code")
        return context


def _promised(limits):
    return [promises.words_of(one) for one in (limits.acknowledge, limits.triage, limits.reply, limits.resolve)]
