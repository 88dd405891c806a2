"""What the pages of a demonstration begin with, and how they come back to it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.users.models import UserProfile

from cms import catalogue, editors, minutes_pages
from cms.models import MinutesPage, NewsIndexPage, NewsPage, ServicePage
from enterprises.models import Person
from parkdesk.core import clock
from requests_flow.catalogue import import_catalogue
from requests_flow.models import Service

NEWS = Path(__file__).parent / "data" / "news.json"
WAITING = NEWS.with_name("waiting.json")
LANGUAGES = {"zh-hans": "zh", "en": "en"}


@transaction.atomic
def settle(writer: Person | None = None) -> None:
    """Bring catalogue, news and minutes in step; the catalogue's services and everything that happened stand already.

    A `writer` has one piece of news waiting for the second reader.
    """
    import_catalogue(catalogue.CATALOGUE)
    catalogue.publish_all()
    minutes_pages.publish_all()
    ensure_news()
    if writer is not None:
        ensure_waiting(writer)


@transaction.atomic
def clear() -> None:
    """Take out what people and machines did to the pages: news, minutes, changes to services.

    Before the minutes themselves go, because their pages hold on to them.
    """
    codes = list(ServicePage.objects.filter(latest_revision__isnull=False).values_list("code", flat=True))
    Service.objects.filter(code__in=codes).update(source_digest="")
    for page in [*MinutesPage.objects.all(), *NewsPage.objects.all(), *ServicePage.objects.filter(code__in=codes)]:
        page.delete()


def ensure_news() -> int:
    """Publish the news of the demonstration, dated back from today; what is there already stays. Returns how many."""
    made = 0
    for row in json.loads(NEWS.read_text(encoding="utf-8")):
        for index in NewsIndexPage.objects.select_related("locale").order_by("locale__pk"):
            words = row.get(LANGUAGES[index.locale.language_code])
            if words and not index.get_children().filter(slug=row["slug"]).exists():
                _publish(index, row, words)
                made += 1
    return made


def _publish(index: NewsIndexPage, row: dict[str, Any], words: dict[str, Any]) -> None:
    index.add_child(instance=_page(index, row, words))


def _page(index: NewsIndexPage, row: dict[str, Any], words: dict[str, Any], *, is_live: bool = True) -> NewsPage:
    twin = NewsPage.objects.filter(slug=row["slug"]).exclude(locale=index.locale).first()
    own = {"translation_key": twin.translation_key} if twin else {}
    moment = clock.now() - timedelta(days=row["days_ago"])
    dates = {"first_published_at": moment, "last_published_at": moment} if is_live else {}
    return NewsPage(
        title=words["title"],
        slug=row["slug"],
        locale=index.locale,
        day=moment.astimezone(clock.SHANGHAI).date(),
        intro=words["intro"],
        search_description=words["intro"],
        body="".join(_block(kind, said) for kind, said in words["body"]),
        live=is_live,
        **dates,
        **own,
    )


def _block(kind: str, said: Any) -> SafeString:
    """A paragraph, a heading, a quotation, or a list."""
    if isinstance(said, list):
        items = format_html_join("", "<li>{}</li>", ((one,) for one in said))
        return format_html("<{0}>{1}</{0}>", kind, items)
    return format_html("<{0}>{1}</{0}>", kind, said)


def ensure_waiting(writer: Person) -> bool:
    """One piece of news that a writer has submitted and that waits for the second reader. Returns whether it was made.

    Nobody is mailed: the inbox of a demonstration begins with what the house itself tells.
    """
    row = json.loads(WAITING.read_text(encoding="utf-8"))
    index = NewsIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    if index.get_children().filter(slug=row["slug"]).exists():
        return False
    asked = Q(groups__name__in=editors.GROUPS.values()) | Q(is_superuser=True)  # whom Wagtail would mail
    for reader in Person.objects.filter(asked).distinct():
        UserProfile.objects.update_or_create(user=reader, defaults={"submitted_notifications": False})
    page = index.add_child(instance=_page(index, row, row["zh"], is_live=False))
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    return True
