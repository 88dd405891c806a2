"""Which pages a reader is shown: those of their language, and the Chinese ones that nobody has put into it yet."""

from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def for_readers(pages: Pages) -> Pages:
    """The published pages among these for the running language, each once (decisions 19)."""
    language = get_language() or settings.LANGUAGE_CODE
    published = pages.filter(live=True)
    if language == settings.LANGUAGE_CODE:
        return published.filter(locale__language_code=language)
    ours = Page.objects.filter(live=True, locale__language_code=language, translation_key=OuterRef("translation_key"))
    return published.filter(
        Q(locale__language_code=language) | (Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(ours))
    )
