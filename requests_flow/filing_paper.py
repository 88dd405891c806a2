"""The papers of a filing: letter of authorisation (委托书) and receipt for papers (收件凭证), in the running language.

One value is the source of page, PDF and .docx (decisions 51). The letter is the firm's own, so it has no red head.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from parkdesk.core import clock
from parkdesk.core.form_sheet import Sheet, Table, cell
from parkdesk.core.words_of_time import day_time, long_day
from requests_flow.filings import papers_of
from requests_flow.models import Filing, FilingPaper
from requests_flow.who import who_answers

# A place to write by hand.
ROOM, LINE = " ", "_" * 20


def letter(filing: Filing) -> Sheet:
    """What the firm signs and stamps, on paper and on the page where it confirms it."""
    who = who_answers(filing.need)
    return Sheet(
        title=_("Letter of authorisation"),
        mark=(_("Letter of authorisation"),),
        number=filing.need.reference or "",
        text=_authority(filing),
        rows=(
            (cell(_("Firm (seal)"), filing.firm or ROOM, is_tall=True),),
            (cell(_("Signature"), ROOM, is_tall=True),),
            (cell(_("Date"), ROOM),),
            (cell(_("Answers for it"), f"{who.unit} {who.person} {who.landline}".strip()),),
        ),
        printed=_("Do not write numbers of identity cards on this letter."),
        has_red_head=False,
    )


def _authority(filing: Filing) -> tuple[str, ...]:
    agent, firm = _agent(), filing.firm or LINE
    whom = {"firm": firm, "agent": agent, "authority": filing.authority}
    return (
        _("To: %(agent)s") % {"agent": agent},
        _("We, %(firm)s, authorise %(agent)s to file the following for us with %(authority)s:") % whom,
        filing.matter,
        _("This holds until %(day)s. It covers handing in and fetching papers and nothing else: no signature in our "
          "name, no payment, no change of what is filed. We may withdraw it at any time.")
        % {"day": long_day(filing.valid_until)},
        _("We vouch that the papers we hand over are true."),
    )  # fmt: skip


def receipt(filing: Filing) -> Sheet:
    """What came in, by whom it was taken, by which day it goes back; with room to sign for that."""
    heads = (
        _("Paper"), _("Form, number"), _("Received on, by"), _("Goes back by"),
        _("Given back on, to (signature)"),
    )  # fmt: skip
    number = _("Receipt number")
    return Sheet(
        title=_("Receipt for papers"),
        mark=(_("Receipt for papers"),),
        number=" · ".join(filter(None, (filing.need.reference, filing.firm))),
        text=(
            _("%(agent)s has received these papers, to be filed with %(authority)s.")
            % {"agent": _agent(), "authority": filing.authority},
        ),
        rows=((cell(number, filing.receipt_number),),) if filing.receipt_number else (),
        tables=(Table(_("Papers"), heads, tuple(_row(one) for one in papers_of(filing)), is_tall=True),),
        closing=(" ".join((_("Received by (signature)"), LINE)),),
        printed=_("Printed %(moment)s; what counts is the record.") % {"moment": day_time(clock.now())},
        has_red_head=False,
    )


def _row(one: FilingPaper) -> tuple[str, ...]:
    if one.received_on is None:
        came = _("follows by %(day)s") % {"day": long_day(one.due_on)}
    else:
        came = f"{long_day(one.received_on)} {one.received_by}"
    back = f"{long_day(one.returned_on)} {one.returned_to}" if one.returned_on else ""
    return (
        one.name,
        f"{one.get_form_display()} × {one.count}",
        came,
        long_day(one.return_by) if one.return_by else "–",
        back,
    )


def _agent() -> str:
    return _("%(community)s service desk") % {"community": settings.COMMUNITY["name"]}
