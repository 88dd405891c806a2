"""Rows that are held for a person, decided one by one: the same firm, a new one, or not at all."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.directory.plans import Plan, change
from enterprises.directory.report import REVIEW, SKIPPED, UNCHANGED, UPDATED, heaviest
from enterprises.imports.rows import Standing, columns_of, messages_of, raw
from enterprises.models import DirectoryImport, Enterprise, ImportRow
from enterprises.models.directory_import import CHECKED
from parkdesk.core.flow import NotNow

SAME, FRESH, SKIP, AGAIN = "same", "new", "skip", "hold"
# Why a row may be held so that a person can say what it is. An unknown park or building is chosen for all its rows.
DECIDABLE = frozenset({"same_name", "uscc_of_another", "uscc_changed", "doubtful_name", "lost_character", "uscc_twice"})
# Another firm has this credit code: a new one is kept without.
CODE_IS_TAKEN = frozenset({"uscc_of_another", "uscc_twice"})


def choices(row: ImportRow) -> list[str]:
    """What a person may say about a row; nothing about one that was not held."""
    if row.decision:
        return [AGAIN]
    if row.outcome != REVIEW:
        return []
    codes = {one.code for one in messages_of(row) if one.weight == REVIEW}
    if not codes <= DECIDABLE or not row.planned["firm"].get("park"):
        return [SKIP]
    offered = [SAME] if row.firm_id else []
    return [*offered, FRESH, SKIP] if "uscc_changed" not in codes else [*offered, SKIP]


@transaction.atomic
def decide(job: DirectoryImport, number: int, choice: str) -> ImportRow:
    """Say what a held row is. Raises NotNow when the import is not waiting for that."""
    job = DirectoryImport.objects.select_for_update().get(pk=job.pk)
    row = job.rows.get(number=number)
    if job.state != CHECKED or choice not in choices(row):
        raise NotNow(job, "decide", _("This row is not to be decided now."))
    _take(row, choice)
    row.save()
    return row


def decide_again(job: DirectoryImport, decided: Mapping[int, str]) -> None:
    """After another check: what a person said stays said where it is still asked."""
    for row in job.rows.filter(number__in=decided, outcome=REVIEW):
        if decided[row.number] in choices(row):
            _take(row, decided[row.number])
            row.save()


def _take(row: ImportRow, choice: str) -> None:
    row.decision = "" if choice == AGAIN else choice
    if choice == SKIP:
        row.outcome = SKIPPED
    elif choice == AGAIN:
        row.outcome, row.before = REVIEW, {}
        row.firm_id = row.planned.pop("held_for", row.firm_id)
        row.planned["firm"] |= row.planned.pop("left_out", {})
    else:
        _DEEDS[choice](row)


def _same(row: ImportRow) -> None:
    """The firm of the directory is meant: it is changed."""
    standing = Standing([row])
    plan: Plan = standing.plan(row)
    plan.columns = columns_of(row)
    plan.before = {}
    changed = change(plan)
    row.before = {name.removesuffix("_id"): raw(old) for name, old in plan.before.items()}
    row.outcome = UPDATED if changed else UNCHANGED
    row.planned["firm"] |= {name: plan.columns[name] for name in ("search_text", "initials") if name in plan.columns}


def _fresh(row: ImportRow) -> None:
    """Another firm of that name, or one whose code belongs to another firm and is left out."""
    others = [one for one in messages_of(row) if one.weight != REVIEW]
    codes = {one.code for one in messages_of(row)}
    row.outcome, row.before = heaviest(others), {}
    row.planned["held_for"], row.firm_id = row.firm_id, None
    if codes & CODE_IS_TAKEN and "uscc" in row.planned["firm"]:
        row.planned["left_out"] = {"uscc": row.planned["firm"].pop("uscc")}
    row.planned["firm"] |= Enterprise.index(row.planned["firm"])


_DEEDS = {SAME: _same, FRESH: _fresh}
