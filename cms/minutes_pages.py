"""Pages of minutes follow the trail: issued minutes get theirs, once, whatever is heard twice."""

from django.conf import settings

from cms.models import MinutesIndexPage, MinutesPage
from councils.models import Minutes
from parkdesk.core import clock, outbox
from parkdesk.core.models import Entry


@outbox.follow("councils.minutes.issue", name="cms.minutes")
def publish_issued(entry: Entry) -> None:
    """Give issued minutes their page."""
    minutes = Minutes.objects.issued().filter(pk=entry.subject_id).select_related("council__park").first()
    if minutes is not None:
        publish(minutes)


def publish(minutes: Minutes) -> MinutesPage:
    """The page of these minutes, made if it is not there. Its title is the document's number."""
    known = MinutesPage.objects.filter(minutes=minutes).first()
    if known is not None:
        return known
    index = MinutesIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    park, now = minutes.council.park, clock.now()
    page = MinutesPage(
        title=f"{park.name}{minutes.reference}",
        slug=f"{park.code.lower()}-{minutes.year}-{minutes.number}",
        locale=index.locale,
        minutes=minutes,
        first_published_at=minutes.issued_at or now,
        last_published_at=now,
    )
    return index.add_child(instance=page)


def publish_all() -> int:
    """Give every issued minutes that has none its page. Returns how many were made."""
    missing = Minutes.objects.issued().filter(page=None).select_related("council__park")
    return len([publish(minutes) for minutes in missing])
