"""What pages and tables show of small works: money with its bars, pictures from before and after, what was said."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils import work_guards, works
from councils.models import Case, Council, Payer, SmallWork
from councils.sheet_words import chinese
from parkdesk.core import clock, files, money
from parkdesk.core.models import Attachment, Entry
from parkdesk.core.spreadsheets import Sheet
from parkdesk.core.words_of_time import day

State = SmallWork.State
LOOKS = {
    State.PROPOSED: "wait",
    State.AGREED: "going",
    State.CONTRACTED: "going",
    State.IN_WORK: "going",
    State.CLAIMED: "wait",
    State.TO_MEND: "bad",
    State.ACCEPTED: "done",
}
# What everybody may open: none of it was sent with a person in mind.
SHOWN = (works.BEFORE, works.AFTER)


def rows(found: Iterable[SmallWork]) -> list[dict[str, Any]]:
    """Lines of the list, each with its last picture from before and from after. Two queries for all of them."""
    kept = list(found)
    pairs = _first_pictures(kept)
    return [
        {
            "work": one,
            "look": LOOKS.get(State(one.state), ""),
            "money": _("%(spent)s of %(budget)s spent") % _spent(one),
            "before": pairs.get((one.pk, works.BEFORE)),
            "after": pairs.get((one.pk, works.AFTER)),
        }
        for one in kept
    ]


def _first_pictures(found: list[SmallWork]) -> dict[tuple[int | None, str], files.Shown]:
    about = {"subject_type": SmallWork._meta.label_lower, "subject_id__in": [one.pk for one in found]}
    held = Attachment.objects.filter(**about, step__in=SHOWN).order_by("pk")
    return {(one.subject_id, one.step): files.shown([one])[0] for one in held if not one.is_paper}


def _spent(work: SmallWork) -> dict[str, str]:
    return {"spent": money.figure(work.spent), "budget": money.words(work.budget)}


def facts(work: SmallWork, person: Any) -> dict[str, Any]:
    """Everything on the page of one. Who builds it, its papers and what was said: for whoever reads inside."""
    is_inside = work_guards.reads_inside(work, person)
    held: dict[str, list[files.Shown]] = {}
    for one in files.of(work):
        if is_inside or one.step in SHOWN:
            held.setdefault(one.step, []).extend(files.shown([one]))
    return {
        "look": LOOKS.get(State(work.state), ""),
        "shares": shares(work),
        "spent_words": _("%(spent)s of %(budget)s spent") % _spent(work),
        "payments": _payments(work, with_papers=is_inside),
        "before": held.get(works.BEFORE, []),
        "after": held.get(works.AFTER, []),
        "quotes": held.get(works.QUOTE, []),
        "pairs": _pairs(work, is_inside=is_inside),
        "lines": _lines(work) if is_inside else [],
        "case_url": _case_url(work, person) if is_inside else "",
    }


def _case_url(work: SmallWork, person: Any) -> str:
    """For whoever reads the case: its unit reads the work, not what was said in the council."""
    seen = Case.objects.visible_to(person).filter(pk=work.case_id)
    return work.case.get_absolute_url() if seen.exists() else ""


def shares(work: SmallWork) -> list[dict[str, Any]]:
    """Who pays how much, the largest part first; who pays nothing is left out."""
    paid = [(Payer(one), work.share(one)) for one in Payer.values]
    return [
        {"label": payer.label, "fen": fen, "money": money.words(fen)}
        for payer, fen in sorted(paid, key=lambda part: -part[1])
        if fen
    ]


def _payments(work: SmallWork, *, with_papers: bool) -> list[dict[str, Any]]:
    lines = list(work.payments.all())
    papers = files.of_each(lines) if with_papers else {}
    return [{"line": one, "money": money.words(one.fen), "papers": papers.get(one.pk, [])} for one in lines]


def _pairs(work: SmallWork, *, is_inside: bool) -> list[tuple[str, str]]:
    """Days and names beside the money, as (label, value); empty values are left out where they are drawn."""
    agreed = work.resolution
    found = [
        (pgettext("small work", "Place"), chinese(work.place)),
        (_("Agreed on"), day(work.agreed_at) if work.agreed_at else ""),
        (_("Responsible unit"), agreed.unit.display_name if agreed else ""),
        (_("Finished by"), day(work.due_on) if work.due_on else ""),
        (_("Accepted on"), day(work.ended_at) if work.ended_at and work.state == State.ACCEPTED else ""),
    ]
    return [*found, (_("Contractor"), chinese(work.contractor))] if is_inside else found


def _lines(work: SmallWork) -> list[dict[str, Any]]:
    """What was said by whom, newest first."""
    entries = Entry.objects.about(work).select_related("text", "actor")
    said = [(one, one.words.get("said") or one.words.get("reason") or one.words.get("note")) for one in entries]
    return [{"at": one.at, "by": one.actor, "words": words} for one, words in reversed(said) if words]


def sheet(council: Council, found: Iterable[SmallWork]) -> Sheet:
    """The list as a table: amounts in yuan, nobody by name."""
    heads = [
        _("Small work"), pgettext("small work", "Place"), pgettext("small work", "State"), _("Budget in yuan"),
        *(str(payer.label) for payer in Payer), _("Spent in yuan"), _("Left in yuan"), _("Agreed on"), _("Finished by"),
        _("Accepted on"),
    ]  # fmt: skip

    def lines() -> Iterable[list[Any]]:
        for one in found:
            is_over = one.state == State.ACCEPTED and one.ended_at
            yield [
                one.display_title, one.place, one.get_state_display(), _yuan(one.budget),
                *(_yuan(one.share(payer)) for payer in Payer.values), _yuan(one.spent), _yuan(one.left),
                _date(one.agreed_at), one.due_on, _date(one.ended_at) if is_over else None,
            ]  # fmt: skip

    return Sheet(_("Small works of %(council)s") % {"council": council.name}, heads, lines)


def _yuan(fen: int) -> float:
    """For a spreadsheet that adds up: whole fen below a thousand million yuan are exact in a float's two decimals."""
    return fen / 100


def _date(moment: Any) -> Any:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None


def waiting(person: Any) -> list[SmallWork]:
    """What is said to be finished and waits for this person to look."""
    if not work_guards.is_office(person):
        return []
    claimed = SmallWork.objects.filter(state=State.CLAIMED).select_related("case__council__park").order_by("pk")
    return [one for one in claimed if work_guards.looks_at_it(one, person)]
