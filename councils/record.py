"""The canonical record of a meeting's minutes: everything that page and PDF print, taken from the records.

Nothing in it is typed twice: attendance, votes, recusals, results and resolutions come from their own rows. It is one
text for one content (`trail.canonical`), so that its SHA-256 says whether a copy is the one that was issued.
"""

import hashlib
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils import ballots, presence
from councils.models import AgendaItem, Attendance, Meeting, Minutes, Party, Representative, Resolution
from enterprises.models import Person
from enterprises.roles import DESK
from parkdesk.core import trail

VERSION = 1
LANGUAGES = ("zh-hans", "en")


def digest(text: str) -> str:
    """SHA-256 of a record, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(minutes: Minutes, **issue: Any) -> str:
    """The record as the database has it now; `issue` adds number, year, day and issuer when they are issued."""
    meeting = minutes.meeting
    return trail.canonical(
        {
            "version": VERSION,
            "park": {"code": meeting.council.park.code, "name": meeting.council.park.name},
            "kind": meeting.kind,
            **_along(meeting),
            "mode": meeting.mode,
            "place": {"zh-hans": meeting.place, "en": meeting.place_en},
            "began": meeting.began_at,
            "ended": meeting.ended_at,
            "chair": _chair(meeting.chair),
            "recorder": _office_person(meeting.recorder),
            "title": {"zh-hans": minutes.title, "en": minutes.title_en},
            "copy_to": {"zh-hans": minutes.copy_to, "en": minutes.copy_to_en},
            "quorum": _quorum(meeting),
            "attendance": _attendance(meeting),
            "guests": list(meeting.attendances.filter(kind="observer").order_by("pk").values_list("guest", flat=True)),
            "items": [_item(item) for item in meeting.items.select_related("case").order_by("order")],
        }
        | issue
    )


def figures(record: dict[str, Any]) -> dict[str, int]:
    """The numbers that a record prints: how many were called, were there, were excused; items and resolutions."""
    kinds = [one["kind"] for one in record["attendance"]]
    return {
        "called": len(kinds),
        "present": kinds.count(Attendance.Kind.PRESENT),
        "excused": kinds.count(Attendance.Kind.EXCUSED),
        "absent": kinds.count(Attendance.Kind.ABSENT),
        "guests": len(record["guests"]),
        "items": len(record["items"]),
        "resolutions": sum(len(item["resolutions"]) for item in record["items"]),
    }


def suggested_frame(meeting: Meeting) -> dict[str, str]:
    """Title and copies as they are usual; the office may change both while it is a draft."""
    topics = list(meeting.items.filter(is_public=True).order_by("order").values_list("title", "title_en"))
    frame = {}
    for language, suffix, column in (("zh-hans", "", 0), ("en", "_en", 1)):
        with translation.override(language):
            frame[f"title{suffix}"] = _title([topic[column] or topic[0] for topic in topics])
            frame[f"copy_to{suffix}"] = _("The sub-district's sections concerned, all enterprises of the park")
    return {name: text[: Minutes._meta.get_field(name).max_length] for name, text in frame.items()}


def _title(topics: list[str]) -> str:
    if not topics:
        return _("Minutes of the meeting")
    if len(topics) == 1:
        return _("Minutes: %(topic)s") % {"topic": topics[0]}
    return ngettext(
        "Minutes: %(topic)s, and %(count)s more item", "Minutes: %(topic)s, and %(count)s more items", len(topics) - 1
    ) % {"topic": topics[0], "count": len(topics) - 1}


# --- parts of the record ------------------------------------------------------------------------------
def _both(words: Any) -> dict[str, str]:
    """The same words in each language."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(words())
    return said


def _along(meeting: Meeting) -> dict[str, list[dict[str, str]]]:
    """The parks whose councils sit along in a joint session; nothing in a meeting of one."""
    parks = list(meeting.joined.order_by("park__code").values_list("park__code", "park__name"))
    return {"joined": [{"code": code, "name": name} for code, name in parks]} if parks else {}


def _chair(member: Representative | None) -> dict[str, Any] | None:
    if member is None:
        return None
    return {"name": str(member.person), "party": member.party, "is_convener": member.is_convener}


def _office_person(person: Person | None) -> dict[str, str] | None:
    """Who kept the record, with their title at the office."""
    if person is None:
        return None
    hat = next((hat for hat in person.hats if hat.role in DESK), None)
    return {"name": str(person), "title": hat.title if hat else ""}


def _quorum(meeting: Meeting) -> dict[str, int]:
    """How many seats were filled, how many came at all, and of how many parties."""
    came = [row.representative.party for row in _rows(meeting) if row.kind == Attendance.Kind.PRESENT]
    counted = presence.quorum(meeting)
    return {
        "filled": counted.filled,
        "present": len(came),
        "needed": counted.needed,
        "parties": len(set(came)),
        "parties_needed": counted.parties_needed,
    }


def _rows(meeting: Meeting) -> list[Attendance]:
    places = {party: place for place, party in enumerate(Party.values)}
    rows = meeting.attendances.members().select_related("representative__seat", "representative__person", "meeting")
    return sorted(rows, key=lambda row: (places[row.representative.party], row.representative.seat.number, row.pk))


def _attendance(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "name": str(row.representative.person),
            "party": row.representative.party,
            "kind": row.kind,
            "arrived": row.arrived_at,
            "left": row.left_at,
        }
        for row in _rows(meeting)
    ]


def _item(item: AgendaItem) -> dict[str, Any]:
    """One item. What is not for everybody is not in the record at all: the register inside has it."""
    head = {"order": item.order, "is_public": item.is_public, "is_urgent": item.is_urgent, "result": item.result}
    if item.urgent_for is not None:
        head["hands"] = [item.urgent_for, item.urgent_against]
    if not item.is_public:
        return head | {"votes": [], "recused": [], "resolutions": []}
    return head | {
        "title": {"zh-hans": item.title, "en": item.title_en},
        "facts": {"zh-hans": item.facts, "en": item.facts_en},
        "note": {"zh-hans": item.result_text, "en": item.result_text_en},
        "votes": _votes(item),
        "recused": _recused(item),
        "resolutions": [_resolution(one) for one in agreed_under(item)],
    }


def agreed_under(item: AgendaItem) -> list[Resolution]:
    """What was agreed under an item, in the order in which it was."""
    rows = item.resolutions.standing().select_related("unit").prefetch_related("supporting")
    return list(rows.order_by("pk"))


def _resolution(one: Resolution) -> dict[str, Any]:
    return {
        "text": {"zh-hans": one.text, "en": one.text_en},
        "unit": _unit(one.unit),
        "supporting": [_unit(unit) for unit in one.supporting.order_by("pk")],
        "due": one.due_on,
    }


def _unit(unit: Any) -> dict[str, str]:
    return {"zh-hans": unit.name, "en": unit.name_en or unit.name}


def _votes(item: AgendaItem) -> list[dict[str, str]]:
    """The arithmetic of each vote that was closed under this item, in one sentence of each language."""
    return [
        {language: outcome.sentence(language) for language in LANGUAGES}
        for outcome in map(ballots.count, item.rounds.exclude(result="").select_related("rule_set").order_by("number"))
    ]


def _recused(item: AgendaItem) -> list[dict[str, str]]:
    """Who stepped back from a case; the reason in its public words, never in their own."""
    if item.case is None:
        return []
    rows = item.case.recusals.select_related("representative__person", "representative__seat").order_by("pk")
    return [
        {
            "name": str(row.representative.person),
            "party": row.representative.party,
            "category": _both(row.get_category_display),
        }
        for row in rows
    ]
