"""How a need comes in: one press, one need, with its contact, consent and pictures; nothing stored by half."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from enterprises.models import Building, Enterprise, Park, Person, PlaceCode
from enterprises.roles import DESK
from parkdesk.core import clock, files, idempotency, prepared
from parkdesk.core.actors import Actor, Holder
from parkdesk.core.flow import begin
from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.models import Need, ReporterContact
from requests_flow.models.need import digest_token
from requests_flow.models.sorting_steps import searched
from requests_flow.words import Channel, Kind, Tier, Urgency

TITLE_LENGTH = 24
# Words that say of themselves that somebody is at fault; whom it may concern does not read it (decisions 5).
ALLEGES = re.compile("投诉|举报|complain")
TERMINAL = Holder("terminal", "web")


@dataclass(frozen=True)
class Place:
    """Where a need is, as far as it is known."""

    park: Park | None = None
    building: Building | None = None
    code: PlaceCode | None = None
    room: str = ""


@dataclass(frozen=True)
class Report:
    """What somebody hands in. Everything but the text is optional (domain.md 11: minimum)."""

    text: str
    place: Place = Place()
    title: str = ""
    channel: str = Channel.QR
    language: str = "zh-hans"
    kind: str = Kind.NEED
    is_personal: bool = False
    is_protected: bool = False
    enterprise: Enterprise | None = None
    enterprise_name: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    consent_version: str = ""
    pictures: list[str] = field(default_factory=list)
    outside_kind: str = ""
    outside_number: str = ""


def hand_in(
    report: Report, *, by: Actor = TERMINAL, key: str = "", admit: Callable[[], None] = lambda: None
) -> tuple[Need, bool]:
    """Store a report as a submitted need, once per key. Returns (need, whether this press stored it).

    `admit` is asked in the transaction of a need just stored, not when a press is repeated; what it raises takes it
    back. It comes last, so that a counter that a whole park shares is locked as briefly as can be.
    """
    stored: list[Need] = []

    def store() -> str:
        stored[:] = [_store(report, by)]
        admit()
        return str(stored[0].reference)

    reference, is_new = idempotency.once("intake", key, store)
    return (stored[0] if is_new else Need.objects.get(reference=reference)), is_new


def title_of(text: str) -> str:
    """A short title from the first sentence of a text, of at most TITLE_LENGTH characters and an ellipsis."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    for mark in "。！？；!?;，,":
        head = first.partition(mark)[0]
        if 4 <= len(head) <= TITLE_LENGTH:
            return head
    return first if len(first) <= TITLE_LENGTH else f"{first[:TITLE_LENGTH]}…"


def _store(report: Report, by: Actor) -> Need:
    """Runs in the transaction of `idempotency.once`."""
    need = begin(_draft(report, by), "submit", by=by)
    if report.phone or report.email or report.name or report.consent_version:
        prepared.insert(
            ReporterContact(
                need=need,
                name=report.name,
                phone=report.phone,
                email=report.email,
                consent_version=report.consent_version,
                consent_at=clock.now(),
            )
        )
    if report.pictures:
        files.claim_drafts(report.pictures, need, step="submit", is_public=True)
    return need


# What a report and its need call by the same name.
_SAME = (
    "channel", "language", "text", "is_personal", "is_protected", "enterprise", "enterprise_name", "outside_kind",
    "outside_number",
)  # fmt: skip


def _draft(report: Report, by: Actor) -> Need:
    title = report.title or title_of(report.text)
    said = fold(f"{title} {report.text}")
    danger = tiers.major(tiers.Facts(said))
    need = Need(
        **{name: getattr(report, name) for name in _SAME},
        title=title,
        kind=Kind.COMPLAINT if report.kind == Kind.NEED and ALLEGES.search(said) else report.kind,
        park=report.place.park,
        building=report.place.building,
        place_code=report.place.code,
        room=report.place.room,
        # Whoever types it in at the desk for somebody else is its author in the trail, not its reporter.
        reporter=by if isinstance(by, Person) and not by.wears(*DESK) else None,
        # What looks major waits for nobody: its first limit is hours, on any day, until a person has sorted it.
        urgency=Urgency.CRITICAL if danger and danger.rule == "M1" else Urgency.NORMAL,
        tier=Tier.MAJOR if danger else "",
    )
    need.search_text, need.token_digest = searched(need), digest_token(need.token)
    return need
