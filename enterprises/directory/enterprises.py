"""Enterprises and their first contacts: read, compared with the directory, created or changed or held."""

from django.utils.translation import gettext

from enterprises.directory import amounts, cleaning, headers
from enterprises.directory.drafts import Draft, code, limits
from enterprises.directory.firms import CONTACT, Firms
from enterprises.directory.location import Locator
from enterprises.directory.report import ERROR, SKIPPED, WARNED, Line, Report, heaviest
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


def _same(values: list[str]) -> dict[str, str]:
    return {value: value for value in values}


_CLEANERS = {
    "name": cleaning.name,
    "uscc": cleaning.uscc,
    "code": code,
    "short_name": cleaning.words,
    "legal_form": amounts.choice(_same(Enterprise.LegalForm.values) | _FORMS),
    "sector": amounts.choice(_same(Enterprise.Sector.values)),
    "industry_code": cleaning.words,
    "industry": cleaning.words,
    "size": amounts.choice(_same(Enterprise.Size.values) | _SIZES),
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
    "status": amounts.choice(_same(Enterprise.Status.values) | _STATES),
    "note": cleaning.words,
}


def import_enterprises(table: Table, only: str = "") -> Report:
    """Create or update the enterprises of a table; `only` limits it to one park, and fills that in."""
    header = headers.must_find(table, "enterprises")
    intake = _Intake(header, only)
    lines = []
    for row, record in headers.records(table, header):
        lines.append(intake.settle(Draft(record)) if record else Line(row.number, SKIPPED))
    intake.firms.write()
    return Report(lines)


class _Intake:
    def __init__(self, header: headers.Header, only: str) -> None:
        self.locator = Locator(only)
        self.firms = Firms()
        self.limits = limits(Enterprise) | {column: limits(Contact)[field] for column, field in CONTACT.items()}
        title = header.names.get("registered_capital", "")
        self.capital = amounts.capital(1 if "元" in title and "万" not in title else 10_000)

    def settle(self, draft: Draft) -> Line:
        self._clean(draft)
        key = self._key(draft)
        known = self.firms.known(draft)
        self.locator.locate(draft, known)
        if self.locator.is_elsewhere(draft):
            return draft.line(SKIPPED, key)
        first = self.firms.earlier(draft)
        if first and heaviest(draft.messages) != ERROR:
            return draft.as_duplicate(key, first)
        if not draft.is_wrong:
            self.firms.compare(draft, known)
        if draft.is_wrong:
            return draft.as_wrong(key)
        outcome, changed = self.firms.settle(draft, known)
        return draft.as_settled(outcome, key, changed)

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
