"""What a room sees of its meeting, on the wall and on each phone, and the cheap question whether that has changed."""

from typing import Any

from django.core import signing
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from councils import presence
from councils.models import AgendaItem, Case, Meeting, Receipt, Round
from parkdesk.core.models import Entry

SALT = "councils.room"
# A page that stays open longer than this asks for itself anew.
LASTS = 12 * 60 * 60


def beat_of(meeting: Meeting, person: Any) -> str:
    """A signed word: this person could see this meeting, and how it then stood."""
    return signing.dumps([meeting.pk, person.pk, stamp(meeting.pk)], salt=SALT)


def read(beat: str, pk: int, person: Any) -> str | None:
    """How the meeting stood for this person; None for somebody else's word, an old one, or one that we never gave."""
    try:
        meeting, reader, stood = signing.loads(beat, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(stood) if (meeting, reader) == (pk, person.pk) else None


def stamp(pk: int) -> str:
    """How a meeting stands, in one query: its state, its last entry, its votes and how many have cast. Empty: none."""
    mine = {"subject_type": Meeting._meta.label_lower, "subject_id": OuterRef("pk")}
    rounds = Round.objects.filter(agenda_item__meeting=OuterRef("pk")).order_by().values("agenda_item__meeting")
    receipts = Receipt.objects.filter(elector__round__agenda_item__meeting=OuterRef("pk")).order_by()
    found = Meeting.objects.filter(pk=pk).values_list(
        "state",
        Subquery(Entry.objects.filter(**mine).order_by("-seq").values("seq")[:1]),
        Coalesce(Subquery(rounds.annotate(n=Count("pk", filter=~Q(result=""))).values("n")), 0),
        Coalesce(Subquery(rounds.annotate(last=Max("pk")).values("last")), 0),
        Coalesce(
            Subquery(receipts.values("elector__round__agenda_item__meeting").annotate(n=Count("pk")).values("n")), 0
        ),
    )
    return ":".join(str(one) for row in found for one in row)


def is_over(stood: str) -> bool:
    """Whether nothing in the room will change any more."""
    return stood.split(":", maxsplit=1)[0] in ("ended", "minuted", "cancelled", "")


def on_the_wall(meeting: Meeting, person: Any) -> dict[str, Any]:
    """What is on now: the item, its vote with how many have cast, and the arithmetic of the room. No names."""
    items = list(meeting.items.select_related("case__council__park").order_by("order"))
    seen = set(Case.objects.visible_to(person).filter(agenda_items__meeting=meeting).values_list("pk", flat=True))
    vote = Round.objects.open().filter(agenda_item__meeting=meeting).select_related("agenda_item", "case").first()
    current = vote.agenda_item if vote else next((one for one in items if not one.result), None)
    is_kept = current is not None and current.case_id is not None and current.case_id not in seen
    return {
        "items": [_line(one, seen) for one in items],
        "current": None if current is None else _line(current, seen),
        "vote": None if vote is None or is_kept else vote,
        "cast": Receipt.objects.filter(elector__round=vote).count() if vote else 0,
        "voters": vote.electors.filter(standing="voter").count() if vote else 0,
        "quorum": presence.quorum(meeting),
    }


def _line(item: AgendaItem, seen: set[int]) -> dict[str, Any]:
    """An item; of a case that is kept from this person no more than its number."""
    return {"item": item, "is_seen": item.case_id is None or item.case_id in seen}
