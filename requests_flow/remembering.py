"""What a phone remembers of its last need, so that the next one takes four taps: place, firm, room; never a number.

A signed cookie, for 30 days. Whether a contact exists is asked of the need itself: taken back or erased there, it is
not offered here. A personal or protected need leaves nothing, and wipes what stood there before.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from requests_flow.intake import Report
from requests_flow.models import Need, ReporterContact

COOKIE = "parkdesk-before"
SALT = "requests_flow.remembering"
LIFE = timedelta(days=30)


@dataclass(frozen=True)
class Before:
    """The last need of this phone: its id, the firm and room as typed, the place as the list of places names it."""

    need: int
    firm: str
    room: str
    where: str

    def contact(self, consent_version: str) -> ReporterContact | None:
        """How they could be reached then, while the notice that they agreed to still stands."""
        found = ReporterContact.objects.filter(need=self.need, consent_version=consent_version).first()
        return found if found and (found.phone or found.email) and not found.has_faded else None


def of(request: HttpRequest) -> Before | None:
    """What this phone remembers; nothing without a cookie, with a forged or an old one, or one of another shape."""
    try:
        return Before(**signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE))
    except (signing.BadSignature, TypeError):
        return None


def keep(response: HttpResponse, need: Need, report: Report) -> None:
    """Remember this need on the phone that handed it in."""
    if report.is_personal or report.is_protected:
        forget(response)
        return
    before = {"need": need.pk, "firm": report.enterprise_name, "room": report.place.room, "where": _where(report)}
    response.set_cookie(
        COOKIE, signing.dumps(before, salt=SALT, compress=True), max_age=LIFE, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def forget(response: HttpResponse) -> None:
    """The next form of this phone is empty."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _where(report: Report) -> str:
    place = report.place
    if place.building:
        return f"b:{place.building.code}"
    return f"p:{place.park.code}" if place.park else ""
