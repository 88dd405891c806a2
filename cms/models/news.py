"""News of the community: what editors tell, newest first."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.models.page import Section, SitePage
from cms.reading import for_readers
from parkdesk.core import clock, paging

PAGE_SIZE = 20
# No pictures and no embeds yet: a page stays light, and nothing comes from another host.
FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "hr", "blockquote"]


class NewsIndexPage(Section):
    """All news, newest first."""

    lede = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1
    LEAF = "NewsPage"

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = for_readers(NewsPage.objects.order_by("-day", "-pk")).select_related("locale")
        found = Paginator(news, PAGE_SIZE).get_page(request.GET.get("page"))
        return context | {"found": found, "pages": paging.around(found, {})}


class NewsPage(SitePage):
    """One piece of news: a day, a sentence or two on what it is about, the text."""

    day = models.DateField(_("day"), default=clock.today)
    intro = models.TextField(_("what it is about, in one or two sentences"), max_length=240)
    body = RichTextField(_("text"), features=FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"crumbs": [(gettext("News"), reverse("news"))]}
