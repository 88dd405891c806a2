"""Papers laid before a case: by its members or the office, until the vote opens; taken away again with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from councils import declare, membership
from councils.models import Case, CasePaper
from enterprises.models import Person
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, advance
from parkdesk.core.models import Attachment

# More than these nobody reads before a vote.
MOST = 20


@dataclass(frozen=True)
class Sheet:
    """A paper as the page of a case lists it: `places` are the numbers of its files, from 1."""

    paper: CasePaper
    places: list[int]


@transaction.atomic
def attach(case: Case, title: str, pictures: Iterable[str], *, by: Person) -> CasePaper:
    """Lay a paper before a case; `pictures` are keys of drafts (`files.drafts`).

    Raises NotYours for who neither sits in it nor prepares it, NotNow once a vote is open, for whoever has stepped
    back, without a file, and for the twenty-first paper.
    """
    seat = membership.seat_of(by, case.council)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    number = (case.papers.aggregate(last=Max("number"))["last"] or 0) + 1
    case = advance(case, "attach", by=by, number=number, title=title)
    if seat is not None and seat.pk in declare.recused(case):
        raise NotNow(case, "attach", _("You have stepped back from this case: you can read it, but not speak or vote."))
    if case.papers.lying().count() >= MOST:
        raise NotNow(case, "attach", _("There are twenty papers. Take one away before another is added."))
    paper = CasePaper.objects.create(case=case, number=number, title=title, put_by=by, put_at=clock.now())
    if not files.claim_drafts(pictures, paper, step="attach", is_public=False):
        raise NotNow(case, "attach", _("Choose the file once more: a scan, a photo or a PDF."))
    return paper


@transaction.atomic
def detach(paper: CasePaper, *, by: Person, reason: str = "") -> CasePaper:
    """Take a paper away, with its files: its line stays, so that nobody wonders where it went."""
    advance(paper.case, "detach", by=by, number=paper.number, reason=reason)
    CasePaper.objects.filter(pk=paper.pk, removed_at=None).update(removed_at=clock.now())
    files.erase(files.of(paper))
    paper.refresh_from_db()
    return paper


def listed(case: Case) -> list[Sheet]:
    """The papers of a case with their files, those taken away among them. One query, with the papers at hand."""
    papers = list(case.papers.all())
    if not papers:
        return []
    about = {"subject_type": CasePaper._meta.label_lower, "subject_id__in": [one.pk for one in papers]}
    held = Attachment.objects.filter(**about)
    count: dict[int | None, int] = {}
    for pk in held.values_list("subject_id", flat=True):
        count[pk] = count.get(pk, 0) + 1
    return [Sheet(one, list(range(1, count.get(one.pk, 0) + 1))) for one in papers]


def file_of(case: Case, number: int, place: int) -> Attachment | None:
    """One file of a paper that lies before a case; `place` counts from 1."""
    paper = case.papers.lying().filter(number=number).first()
    found = list(files.of(paper)) if paper else []
    return found[place - 1] if 0 < place <= len(found) else None
