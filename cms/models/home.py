"""The front of the house, one for each language."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import catalogue_lists, front
from cms.models.minutes import newest
from cms.models.news import NewsPage
from cms.models.page import Section
from cms.models.service import ServicePage
from cms.reading import for_readers

NEWS_SHOWN, MINUTES_SHOWN = 4, 3


class HomePage(Section):
    """What do you need, what is going on, and the figures with their date."""

    lede = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the house does and keeps, beside what editors type."""
        news = for_readers(NewsPage.objects.order_by("-day", "-pk")).select_related("locale")
        return super().get_context(request, *args, **kwargs) | {
            "news": news[:NEWS_SHOWN],
            "minutes": newest()[:MINUTES_SHOWN],
            "categories": catalogue_lists.counted(ServicePage.objects.all()),
            "often": front.often(for_readers(ServicePage.objects.all())),
            "figures": front.figures(),
            "windows": front.windows(),
            "heads": front.HEADS,
            "promises": front.promised(),
        }
