"""Filing for a firm: proposed, papers taken and given back one by one (domain.md 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from enterprises.models import Person
from parkdesk.core import files
from parkdesk.core.flow import advance, begin
from requests_flow.models import Filing, FilingPaper, Need

STAGES = (
    Filing.State.PROPOSED,
    Filing.State.AUTHORISED,
    Filing.State.PAPERS_IN,
    Filing.State.FILED,
    Filing.State.RESULT_IN,
    Filing.State.GIVEN_BACK,
    Filing.State.FINISHED,
)


@dataclass(frozen=True)
class Mandate:
    """What is delegated, to which authority it goes, and until when we may."""

    matter: str
    authority: str
    valid_until: date


@dataclass(frozen=True)
class Paper:
    """One paper by its name. `due_on`: it follows later; `return_by`: the day on which it goes back."""

    name: str
    form: str
    sort: str = FilingPaper.Sort.ORDINARY
    count: int = 1
    due_on: date | None = None
    return_by: date | None = None


@transaction.atomic
def propose(need: Need, mandate: Mandate, *, by: Person) -> Filing:
    """Offer to file for a firm; it says yes on its link, or by a signed letter."""
    filing = Filing(need=need, opened_by=by, **vars(mandate))
    filing.save(force_insert=True)
    return begin(filing, "propose", by=by, matter=mandate.matter, authority=mandate.authority)


@transaction.atomic
def attach_letter(filing: Filing, *, pictures: Iterable[str], by: Person) -> Filing:
    """The signed letter has come: its scan is kept with the filing, for staff alone."""
    files.claim_drafts(pictures, filing, step="attach_letter", is_public=False)
    return advance(filing, "attach_letter", by=by)


@transaction.atomic
def take_in(filing: Filing, paper: Paper, *, by: Person, pictures: Iterable[str] = ()) -> FilingPaper:
    """Take a paper, with a copy if there is one, or note that it follows.

    Raises NotNow before the firm's word, and for what may not follow.
    """
    locked = Filing.objects.select_for_update(of=("self",)).select_related("need").get(pk=filing.pk)
    one = FilingPaper(filing=locked, **vars(paper))
    one.save(force_insert=True)
    files.claim_drafts(pictures, one, step="receive", is_public=False)
    if paper.due_on:
        return begin(one, "expect", by=by, name=one.name, due_on=paper.due_on)
    return begin(one, "receive", by=by, name=one.name, received_by=by)


@transaction.atomic
def receive(paper: FilingPaper, *, by: Person) -> FilingPaper:
    """A paper that was to follow has come."""
    Filing.objects.select_for_update(of=("self",)).get(pk=paper.filing_id)
    return advance(paper, "receive", by=by, name=paper.name, received_by=by)


@transaction.atomic
def give_back(paper: FilingPaper, *, returned_to: str, by: Person, pictures: Iterable[str] = ()) -> FilingPaper:
    """A paper goes back to somebody of the firm, who signs for it on the receipt; the signed one may be kept."""
    files.claim_drafts(pictures, paper, step="give_back", is_public=False)
    return advance(paper, "give_back", by=by, returned_to=returned_to, returned_by=by)


def stage(filing: Filing) -> dict[str, Any]:
    """The stations of a filing and the number of the running one, from 1; none once it is called off."""
    if filing.state == Filing.State.CALLED_OFF:
        return {"steps": [], "current": 0}
    is_over = filing.state == Filing.State.FINISHED
    current = len(STAGES) + 1 if is_over else [str(one) for one in STAGES].index(filing.state) + 1
    return {"steps": [one.label for one in STAGES], "current": current}


def papers_of(filing: Filing) -> list[FilingPaper]:
    """All papers of a filing, what is missing first."""
    order = {FilingPaper.State.MISSING: 0, FilingPaper.State.HELD: 1, FilingPaper.State.RETURNED: 2}
    found = filing.papers.select_related("received_by", "returned_by")
    return sorted(found, key=lambda one: (order[FilingPaper.State(one.state)], one.pk))
