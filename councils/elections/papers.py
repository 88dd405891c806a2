"""Elections on paper: the notice (推选公告) and the ballot paper (选票), both as PDF."""

from pathlib import Path

from django.template.loader import render_to_string

from councils.elections import page
from councils.models import Election
from parkdesk.core import pdf

CSS = Path(__file__).resolve().parent.parent / "print" / "paper.css"


def notice(election: Election) -> bytes:
    """The notice as it hangs on the wall. Raises pdf.Missing."""
    facts = {"election": election, "groups": page.groups(election), "course": page.course(election)}
    body = render_to_string("councils/election_notice_sheet.html", facts)
    return pdf.render(body, css=CSS, title=election.title)


def ballot_paper(election: Election) -> bytes:
    """One page a seat group, with a box before each name. Raises pdf.Missing."""
    body = render_to_string(
        "councils/election_paper_sheet.html", {"election": election, "groups": page.groups(election)}
    )
    return pdf.render(body, css=CSS, title=election.title)
