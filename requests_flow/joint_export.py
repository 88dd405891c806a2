"""The register of claims as a workbook: what its reader sees on the page, the sums, and who took it away when."""

from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from openpyxl import Workbook

from enterprises.directory.cleaning import harmless
from enterprises.models import Person
from parkdesk.core import clock, money
from parkdesk.core.words_of_time import day_time
from requests_flow import joint_guards as guards
from requests_flow.joint import Sums, sums
from requests_flow.joint_register import ClaimLine, as_lines
from requests_flow.models import Joint

HEADS = (
    gettext_lazy("Claimant"), gettext_lazy("Kind"), gettext_lazy("Amount in yuan"), gettext_lazy("Evidence"),
    gettext_lazy("Verdict"), pgettext_lazy("claim", "No."), gettext_lazy("Corrects no."), gettext_lazy("Why"),
)  # fmt: skip


def write_xlsx(joint: Joint, person: Person, file: IO[bytes]) -> None:
    """Cells are text and never formulas; amounts are text with both decimals, for no spreadsheet rounds text."""
    is_whole = guards.reads_names(joint, person)
    claims = list(joint.claims.all())
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([str(head) for head in HEADS])
    for line in as_lines(claims, is_whole=is_whole):
        sheet.append(_row(line))
    for label, fen in _lines(sums(claims, [])):
        sheet.append([label, "", money.figure(fen), "", ""])
    sheet.append([_watermark(joint, person)])
    book.save(file)


def _row(line: ClaimLine) -> list[str]:
    one = line.claim
    verdict = str(one.get_verdict_display())
    if line.instead:
        verdict = _("corrected, see no. %(number)s") % {"number": line.instead}
    corrects = str(line.corrects or "")
    words = [harmless(line.name), str(one.get_kind_display()), money.figure(one.amount_fen), harmless(line.evidence)]
    return [*words, verdict, str(line.number), corrects, harmless(line.reason)]


def _lines(total: Sums) -> list[tuple[str, int]]:
    return [(_("Claimed"), total.claimed), (_("Confirmed"), total.confirmed), (_("Disputed"), total.disputed)]


def _watermark(joint: Joint, person: Person) -> str:
    """Who took it away, when, about what (PIPL 51: exports carry a mark)."""
    return _("Exported by %(name)s, %(moment)s, %(number)s. For this handling only; do not pass it on.") % {
        "name": str(person),
        "moment": day_time(clock.now()),
        "number": joint.need.reference if joint.need else joint.matter,
    }
