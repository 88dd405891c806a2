"""The register of claims line by line, as a reader of a page or a workbook may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from parkdesk.core.names import veiled
from requests_flow.models import JointClaim


@dataclass(frozen=True)
class ClaimLine:
    """A claim under its number on the register: which line it corrects and why, and which one stands instead of it."""

    number: int
    name: str
    claim: JointClaim
    evidence: str = ""
    corrects: int | None = None
    reason: str = ""
    instead: int | None = None


def as_lines(claims: Sequence[JointClaim], *, is_whole: bool) -> list[ClaimLine]:
    """The whole register in its order. Whoever does not keep it reads veiled names and no words about people."""
    number = {one.pk: place for place, one in enumerate(claims, start=1)}
    later = {one.corrects_id: number[one.pk] for one in claims if one.corrects_id}
    return [
        ClaimLine(
            number=number[one.pk],
            name=one.name if is_whole else veiled(one.name),
            claim=one,
            evidence=one.evidence if is_whole else "",
            corrects=number.get(one.corrects_id),
            reason=one.reason if is_whole else "",
            instead=later.get(one.pk),
        )
        for one in claims
    ]
