"""The register of claims as a workbook: what its reader sees on the page, the sums, and who took it away when."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import money, spreadsheets
from parkdesk.core.names import veiled
from parkdesk.core.spreadsheets import Sheet
from requests_flow import joint_guards as guards
from requests_flow.joint import Sums, sums
from requests_flow.models import Joint, JointClaim


def named(claim: JointClaim, *, is_whole: bool) -> str:
    """The claimant's name as this reader may read it."""
    return claim.name if is_whole else veiled(claim.name)


def register(joint: Joint, person: Person) -> Sheet:
    """The register with its sums; amounts are text with both decimals, for no spreadsheet rounds text."""
    number = joint.need.reference if joint.need else joint.matter
    heads = [_("Claimant"), _("Kind"), _("Amount in yuan"), _("Evidence"), _("Verdict")]
    return Sheet(_("Claims"), heads, lambda: _rows(joint, person), spreadsheets.watermark(person, number))


def _rows(joint: Joint, person: Person) -> Iterator[list[str]]:
    is_whole = guards.reads_names(joint, person)
    claims = list(joint.claims.all())
    for one in claims:
        name, proof = named(one, is_whole=is_whole), one.evidence if is_whole else ""
        yield [name, str(one.get_kind_display()), money.figure(one.amount_fen), proof, str(one.get_verdict_display())]
    for label, fen in _lines(sums(claims, [])):
        yield [label, "", money.figure(fen), "", ""]


def _lines(total: Sums) -> list[tuple[str, int]]:
    return [(_("Claimed"), total.claimed), (_("Confirmed"), total.confirmed), (_("Disputed"), total.disputed)]
