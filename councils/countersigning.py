"""Who countersigns minutes (会签): each party that was there, who has signed for it, who still may; and the sheet.

Source: decisions 39, two parties, on the record and not on the face of the minutes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from councils.models import Countersignature, Minutes, Party, Representative
from parkdesk.core import pdf

CSS = Path(__file__).resolve().parent / "print" / "paper.css"


@dataclass(frozen=True)
class Line:
    """One party that was at the meeting: those of its members who were there, and its signature if it has one."""

    party: str
    members: tuple[Representative, ...]
    signature: Countersignature | None

    @property
    def label(self) -> str:
        return str(Party(self.party).label)

    @property
    def names(self) -> str:
        return "、".join(str(one.person) for one in self.members)


@dataclass(frozen=True)
class Standing:
    """All parties that were there, and how many signatures are needed."""

    lines: tuple[Line, ...]
    needed: int

    @property
    def signed(self) -> int:
        return sum(one.signature is not None for one in self.lines)


def standing(minutes: Minutes) -> Standing:
    """How the countersigning of these minutes stands, party by party in their order. Two queries."""
    signatures = minutes.countersignatures.select_related("representative__person", "representative__seat")
    of_party = {one.party: one for one in signatures}
    present = minutes.meeting.attendances.present().select_related("representative__person", "representative__seat")
    members = [row.representative for row in present.order_by("pk")]
    lines = (
        Line(party, tuple(one for one in members if one.party == party), of_party.get(party)) for party in Party.values
    )
    return Standing(tuple(one for one in lines if one.members), minutes.meeting.rule_set.signing_parties)


def sheet(minutes: Minutes) -> bytes:
    """The sheet that goes round on paper, with what was signed online filled in. Raises pdf.Missing."""
    facts: dict[str, Any] = {"minutes": minutes, "standing": standing(minutes)}
    body = render_to_string("councils/countersign_sheet.html", facts)
    return pdf.render(body, css=CSS, title=minutes.display_title)
