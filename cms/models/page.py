"""What all pages of the site share: addresses without a query, and Chinese where the English is not written yet."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult


class SitePage(Page):
    """A page of the site. Abstract."""

    # Indexed at once by `cms.finding`, not by a task that a small house may run only later.
    search_auto_update = False
    # Nobody asks where a page is used; a task for each saved page would only fill the queue.
    wagtail_reference_index_ignore = True
    show_in_menus_default = False
    # What is published is public; Wagtail's own sign-in for private pages is not part of this house.
    private_page_options: list[str] = []
    promote_panels = [*Page.promote_panels]

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """Where it stands in the reader's language: the page's own, or the one that shows it in its place."""
        return address_of(self.url_path)

    @property
    def is_in_another_language(self) -> bool:
        """The reader asked for another language than this page is written in."""
        return self.locale.language_code != (get_language() or settings.LANGUAGE_CODE)

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """None, ever: Wagtail would walk through all pages above to find that out."""
        return PageViewRestriction.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"is_in_another_language": self.is_in_another_language}


class Section(SitePage):
    """A page with pages below it. Chinese publishes alone: what English lacks is shown in Chinese (decisions 19).

    `LEAF` names the model of the pages below, `READ_WITH` what is read along with one of them. Abstract.
    """

    LEAF = ""
    READ_WITH: tuple[str, ...] = ("locale",)

    class Meta:
        abstract = True

    @classmethod
    def leaf(cls, slug: str) -> Page | None:
        """The published page of this name below, whole and in one query (Wagtail takes eight): the one in the reader's
        language, else the Chinese one. There is one section of a kind in a language, so a slug is unique in it.
        """
        running = get_language() or settings.LANGUAGE_CODE
        languages = {running, settings.LANGUAGE_CODE}
        pages = apps.get_model("cms", cls.LEAF).objects.filter(slug=slug, live=True)
        readable = pages.filter(locale__language_code__in=languages).select_related(*cls.READ_WITH)
        return readable.order_by(Case(When(locale__language_code=running, then=0), default=1), "pk").first()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        try:
            return super().route(request, path_components)
        except Http404:
            ours = self.in_chinese()
            if ours is None or not path_components:
                raise
            return ours.route(request, path_components)

    def in_chinese(self) -> "Section | None":
        """This section in the language that always stands, or None when this is it."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        found = type(self).objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE, live=True
        )
        return found.select_related("locale").first()


def address_of(url_path: str) -> str:
    """`/home/services/x/` and `/home-en/services/x/` as the reader's `/services/x/` or `/en/services/x/`."""
    _, _, below = url_path.removeprefix("/").partition("/")
    language = get_language() or settings.LANGUAGE_CODE
    return f"/{below}" if language == settings.LANGUAGE_CODE else f"/{language}/{below}"
