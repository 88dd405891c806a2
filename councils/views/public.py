"""For everybody: the archive of minutes, what was voted, and the same as calendars, feeds and data."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from councils import in_public, vote_json
from councils.models import Council, Meeting, Minutes
from parkdesk.core import ical, paging

A_PAGE = 20
# A phone may go on showing what it has for so long.
FRESH = 600
# A meeting takes so long where nobody has said when it ends.
USUAL = timedelta(hours=2)


@require_safe
def archive(request: HttpRequest, park: str) -> HttpResponse:
    """The minutes of one council, with a search in their titles and in what was agreed."""
    council = _council(park)
    query = request.GET.get("q", "").strip()
    found = in_public.minutes_of(council)
    for word in query.split():
        found = found.filter(_has(word))
    page = Paginator(found.distinct(), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "council": council,
        "query": query,
        "found": list(page),
        "crumbs": _crumbs(council),
        **paging.around(page, request.GET.dict()),
    }
    return render(request, "councils/archive.html", facts)


@require_safe
def votes(request: HttpRequest, park: str) -> HttpResponse:
    """The published votes of one council, each with its arithmetic."""
    council = _council(park)
    page = Paginator(in_public.votes().filter(case__council=council), A_PAGE).get_page(request.GET.get("page"))
    facts = {"council": council, "votes": in_public.published(page), "crumbs": _crumbs(council)}
    return render(request, "councils/votes.html", facts | paging.around(page, request.GET.dict()))


def in_chinese(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address, one text: what machines fetch does not depend on whose language they were sent with."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return view(request, *args, **kwargs)

    return answer


@require_safe
@cache_control(public=True, max_age=FRESH)
@in_chinese
def vote_data(request: HttpRequest, pk: int) -> HttpResponse:
    """One published vote as a Popolo VoteEvent."""
    one = in_public.published([get_object_or_404(in_public.votes(), pk=pk)])[0]
    answer = JsonResponse(vote_json.vote_event(one), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@cache_control(public=True, max_age=FRESH)
@in_chinese
def meetings_ics(request: HttpRequest, park: str) -> HttpResponse:
    """The dates of one council as a calendar that phones subscribe to."""
    council = _council(park)
    rows = list(in_public.meetings_of([council]).order_by("starts_at", "pk"))
    changes = in_public.changes(rows)
    book = ical.calendar(council.name, [_event(one, *changes.get(one.pk, (0, one.created_at))) for one in rows])
    answer = HttpResponse(book, content_type=ical.CONTENT_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{council.park.code}-meetings.ics"'
    return answer


def _event(one: Meeting, sequence: int, changed: Any) -> ical.Event:
    """Date, place and kind; what is on the agenda is for those who sit there."""
    is_off = one.state == Meeting.State.CANCELLED
    place = one.place if one.mode != Meeting.Mode.ONLINE else str(one.get_mode_display())
    return ical.Event(
        uid=ical.uid("meeting", one.pk),
        sequence=sequence,
        starts=one.starts_at,
        ends=one.ended_at or one.starts_at + USUAL,
        title=f"{one.council.name} · {one.get_kind_display()}",
        place=place,
        url=f"{settings.PUBLIC_URL}{one.council.get_absolute_url()}",
        status=ical.CANCELLED if is_off else ical.CONFIRMED,
        changed=changed,
    )


class MinutesFeed(Feed):
    """Issued minutes of all councils, or of one, as Atom (RFC 4287)."""

    feed_type = Atom1Feed
    description_template = None
    title = gettext_lazy("Minutes of the park councils")
    LONGEST = 50

    def get_object(self, request: HttpRequest, park: str = "") -> Council | None:
        return _council(park) if park else None

    def link(self, council: Council | None) -> str:
        return reverse("councils:archive", args=[council.park.code]) if council else reverse("minutes")

    def subtitle(self, council: Council | None) -> str:
        return council.name if council else ""

    def items(self, council: Council | None) -> list[Minutes]:
        return list(in_public.minutes_of(council).prefetch_related("corrections")[: self.LONGEST])

    def item_title(self, item: Minutes) -> str:
        return f"{item.display_title} {item.reference}"

    def item_description(self, item: Minutes) -> str:
        return item.council.name

    def item_link(self, item: Minutes) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: Minutes) -> str:
        return f"urn:{ical.uid('minutes', item.pk)}"

    def item_pubdate(self, item: Minutes) -> Any:
        return item.issued_at

    def item_updateddate(self, item: Minutes) -> Any:
        """When the version that stands was made."""
        return max([item.issued_at, *(one.ended_at for one in item.corrections.all() if one.is_made)])

    def item_author_name(self, item: Minutes) -> str:
        return item.council.name


def _has(word: str) -> Q:
    return (
        Q(title__icontains=word)
        | Q(title_en__icontains=word)
        | Q(meeting__items__is_public=True, meeting__items__title__icontains=word)
        | Q(meeting__items__is_public=True, meeting__items__title_en__icontains=word)
        | Q(meeting__items__is_public=True, meeting__items__resolutions__text__icontains=word)
    )


def _council(park: str) -> Council:
    return get_object_or_404(Council.objects.select_related("park"), park__code=park)


def _crumbs(council: Council) -> list[tuple[str, str]]:
    return [(_("Park councils"), reverse("councils:mine")), (council.park.name, council.get_absolute_url())]
