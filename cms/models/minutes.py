"""Published minutes: a page for each, one-to-one with the council's record, without a word of its own."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.models.page import Section, SitePage
from councils import minutes as records
from councils.models import Minutes
from councils.sheet import plain
from parkdesk.core import paging
from parkdesk.core.tongues import spoken

PAGE_SIZE = 20


class MinutesIndexPage(Section):
    """The published minutes of all councils, newest first."""

    lede = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    LEAF = "MinutesPage"
    READ_WITH = ("locale", "minutes__council__park")

    class Meta:
        verbose_name = _("list of minutes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        found = Paginator(newest(), PAGE_SIZE).get_page(request.GET.get("page"))
        return context | {"found": found, "pages": paging.around(found, {})}


class MinutesPage(SitePage):
    """The page of issued minutes. It follows `councils.minutes.issue`; text and PDF are the council's own."""

    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="page")

    content_panels: list[Any] = []
    parent_page_types = ["cms.MinutesIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False
    search_fields = [*Page.search_fields, index.SearchField("what_it_says")]

    class Meta:
        verbose_name = _("minutes")

    @property
    def is_in_another_language(self) -> bool:
        """Never: the record prints itself in the reader's language."""
        return False

    @property
    def topic(self) -> str:
        """What the meeting was about, in the reader's language."""
        return spoken(self.minutes.title, self.minutes.title_en)

    def what_it_says(self) -> str:
        """For the index: the document in both languages."""
        return "\n".join(self.said_in(language) for language, _name in settings.LANGUAGES)

    def said_in(self, language: str) -> str:
        """The words of the document in one language. It is typeset for them."""
        return plain(records.html(self.minutes, language))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "minutes": self.minutes,
            "sheet": records.html(self.minutes, get_language() or "zh-hans"),
            "is_untouched": records.is_untouched(self.minutes),
            "crumbs": [(gettext("Minutes"), reverse("minutes"))],
        }


def newest() -> models.QuerySet:
    """The pages of issued minutes, newest first, for readers of every language."""
    pages = MinutesPage.objects.filter(live=True).select_related("minutes__council__park")
    return pages.order_by("-minutes__issued_at", "-pk")
