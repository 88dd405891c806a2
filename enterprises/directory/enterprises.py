"""Enterprises and their first contacts: read, compared with the directory, created or changed or held."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import islice

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext

from enterprises.directory import amounts, cleaning, headers
from enterprises.directory import plans as plans_
from enterprises.directory.batches import CHUNK
from enterprises.directory.drafts import Draft, code, limits
from enterprises.directory.firms import CONTACT, Firms, columns_of, contact_of
from enterprises.directory.location import Locator
from enterprises.directory.plans import Plan, change
from enterprises.directory.report import (
    CREATED,
    ERROR,
    SKIPPED,
    UNCHANGED,
    UPDATED,
    WARNED,
    Line,
    LongReport,
    Report,
    heaviest,
)
from enterprises.directory.tables import Table
from enterprises.models import Contact, Enterprise

_FORMS = {
    "有限责任公司": Enterprise.LegalForm.LIMITED,
    "有限公司": Enterprise.LegalForm.LIMITED,
    "有限合伙": Enterprise.LegalForm.PARTNERSHIP,
    "有限合伙企业": Enterprise.LegalForm.PARTNERSHIP,
    "合伙企业": Enterprise.LegalForm.PARTNERSHIP,
    "股份有限公司": Enterprise.LegalForm.JOINT_STOCK,
    "分公司": Enterprise.LegalForm.BRANCH,
    "分支机构": Enterprise.LegalForm.BRANCH,
    "个体工商户": Enterprise.LegalForm.SOLE,
    "个人独资企业": Enterprise.LegalForm.SOLE,
}
_SIZES = {"微型": "micro", "小型": "small", "中型": "medium", "大型": "large"}
_STATES = {
    "在营": Enterprise.Status.ACTIVE,
    "存续": Enterprise.Status.ACTIVE,
    "正常": Enterprise.Status.ACTIVE,
    "在业": Enterprise.Status.ACTIVE,
    "迁出": Enterprise.Status.MOVED_OUT,
    "已迁出": Enterprise.Status.MOVED_OUT,
    "搬离": Enterprise.Status.MOVED_OUT,
    "异常": Enterprise.Status.ABNORMAL,
    "经营异常": Enterprise.Status.ABNORMAL,
}


_MORE = {Enterprise.LegalForm: _FORMS, Enterprise.Size: _SIZES, Enterprise.Status: _STATES}


def _words(choices: type[TextChoices]) -> dict[str, str]:
    """The values themselves and what the house's own lists call them, in both languages."""
    found = {value: value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label): value for value, label in choices.choices}
    return found


@cache
def _known(choices: type[TextChoices]) -> dict[str, str]:
    return _words(choices) | _MORE.get(choices, {})


_CLEANERS = {
    "name": cleaning.name,
    "uscc": cleaning.uscc,
    "code": code,
    "short_name": cleaning.words,
    "legal_form": amounts.choice(partial(_known, Enterprise.LegalForm)),
    "sector": amounts.choice(partial(_known, Enterprise.Sector)),
    "industry_code": cleaning.words,
    "industry": cleaning.words,
    "size": amounts.choice(partial(_known, Enterprise.Size)),
    "employees": amounts.count,
    "founded": amounts.day,
    "moved_in": amounts.day,
    "is_foreign_invested": amounts.yes_no,
    "is_high_tech": amounts.yes_no,
    "registered_address": cleaning.words,
    "actual_address": cleaning.words,
    "floor": cleaning.room,
    "room": cleaning.room,
    "contact_name": cleaning.person,
    "contact_role": cleaning.words,
    "email": cleaning.email,
    "status": amounts.choice(partial(_known, Enterprise.Status)),
    "note": cleaning.words,
}


def import_enterprises(table: Table, only: str = "") -> Report:
    """Create or update the enterprises of a table; `only` limits it to one park, and fills that in."""
    header = headers.must_find(table, "enterprises")
    report = LongReport()
    for plans in planned(table, header, only=only):
        plans_.write(plans)
        for plan in plans:
            report.lines.add(plan.line)
    return report


def planned(
    table: Table, header: headers.Header, *, only: str = "", chosen: Mapping[str, str] | None = None
) -> Iterator[list[Plan]]:
    """What would become of each physical row, CHUNK rows at a time; nothing is written.

    `chosen`: which park or building a text means where a person said so (`location.said` -> code).
    """
    intake = _Intake(header, Locator(only, chosen))
    found = headers.records(table, header)
    while part := list(islice(found, CHUNK)):
        plans = intake.plans([Draft(record) for _, record in part if record])
        yield [next(plans) if record else Plan(Line(row.number, SKIPPED)) for row, record in part]


class _Intake:
    def __init__(self, header: headers.Header, locator: Locator) -> None:
        self.locator = locator
        self.firms = Firms()
        self.limits = limits(Enterprise) | {column: limits(Contact)[field] for column, field in CONTACT.items()}
        title = header.names.get("registered_capital", "")
        self.capital = amounts.capital(1 if "元" in title and "万" not in title else 10_000)

    def plans(self, drafts: list[Draft]) -> Iterator[Plan]:
        """The plans of some rows that follow one another."""
        for draft in drafts:
            self._clean(draft)
        self.firms.bring(drafts)
        for draft in drafts:
            self.locator.locate(draft, self.firms.park_of(draft))
        self.firms.bring(drafts)  # now with the park, so with namesakes, too
        return iter([self._plan(draft) for draft in drafts])

    def _plan(self, draft: Draft) -> Plan:
        key = self._key(draft)
        known = self.firms.known(draft)
        if self.locator.is_elsewhere(draft):
            return Plan(draft.line(SKIPPED, key))
        # A row that is wrong anyway takes no key from those behind it.
        first = self.firms.earlier(draft) if heaviest(draft.messages) != ERROR else 0
        if first:
            return Plan(draft.as_duplicate(key, first))
        if not draft.is_wrong:
            known = self.firms.compare(draft, known)
        plan = Plan(draft.as_wrong(key), known, columns_of(draft), contact_of(draft))
        plan.contact_row = self.firms.contact(known)
        plan.said = {field: cleaning.plain(draft.text(field)) for field in ("park", "building")}
        plan.said["park_code"] = draft.values["park"].code if "park" in draft.values else ""
        return plan if draft.is_wrong else self._settled(plan, draft, key)

    def _settled(self, plan: Plan, draft: Draft, key: str) -> Plan:
        if plan.firm is None:
            plan.columns |= Enterprise.index(plan.columns)
            plan.line = draft.as_settled(CREATED, key, [])
        else:
            changed = change(plan)
            plan.line = draft.as_settled(UPDATED if changed else UNCHANGED, key, changed)
        return plan

    def _clean(self, draft: Draft) -> None:
        for field, clean in _CLEANERS.items():
            draft.take(field, clean)
        draft.take("registered_capital", self.capital)
        self._phones(draft)
        draft.trim(self.limits)
        if "uscc" not in draft.record.texts and "code" not in draft.values:
            draft.say(
                "uscc", WARNED, "uscc_missing", gettext("There is no credit code yet; the firm is kept without one.")
            )
        draft.need("name")

    def _phones(self, draft: Draft) -> None:
        """Both columns may hold either kind of number; each goes where it belongs."""
        found = [draft.take(field, cleaning.phones) for field in ("mobile", "landline")]
        for field in ("mobile", "landline"):
            draft.values.pop(field, None)
            value = next((getattr(numbers, field) for numbers in found if numbers and getattr(numbers, field)), None)
            if value:
                draft.values[field] = value

    def _key(self, draft: Draft) -> str:
        values = draft.values
        return values.get("uscc") or values.get("code") or values.get("name") or ""
