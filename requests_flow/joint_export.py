"""The register of claims as a workbook: what its reader sees on the page, the sums, and who took it away when."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Person
from parkdesk.core import money, spreadsheets
from parkdesk.core.spreadsheets import Sheet
from requests_flow import joint_guards as guards
from requests_flow.joint import Sums, sums
from requests_flow.joint_register import ClaimLine, as_lines
from requests_flow.models import Joint

HEADS = (
    gettext_lazy("Claimant"), gettext_lazy("Kind"), gettext_lazy("Amount in yuan"), gettext_lazy("Evidence"),
    gettext_lazy("Verdict"), pgettext_lazy("claim", "No."), gettext_lazy("Corrects no."), gettext_lazy("Why"),
)  # fmt: skip


def register(joint: Joint, person: Person) -> Sheet:
    """The register with its sums; amounts are text with both decimals, for no spreadsheet rounds text."""
    number = joint.need.reference if joint.need else joint.matter
    heads = [str(head) for head in HEADS]
    return Sheet(_("Claims"), heads, lambda: _rows(joint, person), spreadsheets.watermark(person, number))


def _rows(joint: Joint, person: Person) -> Iterator[list[str]]:
    is_whole = guards.reads_names(joint, person)
    claims = list(joint.claims.all())
    yield from (_row(line) for line in as_lines(claims, is_whole=is_whole))
    for label, fen in _lines(sums(claims, [])):
        yield [label, "", money.figure(fen), *[""] * (len(HEADS) - 3)]


def _row(line: ClaimLine) -> list[str]:
    one = line.claim
    verdict = str(one.get_verdict_display())
    if line.instead:
        verdict = _("corrected, see no. %(number)s") % {"number": line.instead}
    corrects = str(line.corrects or "")
    words = [line.name, str(one.get_kind_display()), money.figure(one.amount_fen), line.evidence]
    return [*words, verdict, str(line.number), corrects, line.reason]


def _lines(total: Sums) -> list[tuple[str, int]]:
    return [(_("Claimed"), total.claimed), (_("Confirmed"), total.confirmed), (_("Disputed"), total.disputed)]
