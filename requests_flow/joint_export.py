"""The register of claims as a workbook: what its reader sees on the page, the sums, and who took it away when."""

from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from enterprises.models import Person
from parkdesk.core import clock, money
from parkdesk.core.names import veiled
from parkdesk.core.spreadsheets import harmless
from parkdesk.core.words_of_time import day_time
from requests_flow import joint_guards as guards
from requests_flow.joint import Sums, sums
from requests_flow.models import Joint, JointClaim


def named(claim: JointClaim, *, is_whole: bool) -> str:
    """The claimant's name as this reader may read it."""
    return claim.name if is_whole else veiled(claim.name)


def write_xlsx(joint: Joint, person: Person, file: IO[bytes]) -> None:
    """Cells are text and never formulas; amounts are text with both decimals, for no spreadsheet rounds text."""
    is_whole = guards.reads_names(joint, person)
    claims = list(joint.claims.all())
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_("Claimant"), _("Kind"), _("Amount in yuan"), _("Evidence"), _("Verdict")])
    for one in claims:
        name, proof = harmless(named(one, is_whole=is_whole)), harmless(one.evidence if is_whole else "")
        sheet.append(
            [name, str(one.get_kind_display()), money.figure(one.amount_fen), proof, str(one.get_verdict_display())]
        )
    for label, fen in _lines(sums(claims, [])):
        sheet.append([label, "", money.figure(fen), "", ""])
    sheet.append([_watermark(joint, person)])
    book.save(file)


def _lines(total: Sums) -> list[tuple[str, int]]:
    return [(_("Claimed"), total.claimed), (_("Confirmed"), total.confirmed), (_("Disputed"), total.disputed)]


def _watermark(joint: Joint, person: Person) -> str:
    """Who took it away, when, about what (PIPL 51: exports carry a mark)."""
    return _("Exported by %(name)s, %(moment)s, %(number)s. For this handling only; do not pass it on.") % {
        "name": str(person),
        "moment": day_time(clock.now()),
        "number": joint.need.reference if joint.need else joint.matter,
    }
