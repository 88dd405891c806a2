"""Staff of the community, park leaders and council representatives."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from enterprises.directory import amounts, cleaning
from enterprises.directory.buildings import take_park
from enterprises.directory.drafts import Draft, walk
from enterprises.directory.matching import Parks
from enterprises.directory.report import Line, Report
from enterprises.directory.roster import Roster, unit_of_line
from enterprises.directory.tables import Table
from enterprises.models import Unit
from enterprises.roles import Line as SpecialistLine
from enterprises.roles import Role
from enterprises.seeds import ensure_units
from parkdesk.core import clock

# Which role the title of a member of staff means; the first that is part of the title.
ROLE_OF_TITLE = (("党委", Role.COMMUNITY_LEADER), ("专员", Role.SPECIALIST), ("社区工作者", Role.WINDOW_CLERK))
OPERATOR_BACKGROUND = "园区运营商员工"
LINES = {value: value for value in SpecialistLine.values} | {
    "党群建设": SpecialistLine.PARTY_MASS,
    "经济发展": SpecialistLine.ECONOMIC_DEVELOPMENT,
    "综合治理": SpecialistLine.COMPREHENSIVE_GOVERNANCE,
    "公共事务": SpecialistLine.PUBLIC_AFFAIRS,
}


def import_staff(table: Table, only: str = "") -> Report:
    """The staff of the community: each appointed in the unit of a specialist line. `only` does not apply to them."""
    roster = Roster()
    ensure_units()
    units = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.SPECIALIST_LINE)}

    def settle(draft: Draft) -> Line:
        roster.take_person(draft)
        line = draft.take("line", amounts.choice(LINES))
        title = draft.take("title", cleaning.words) or ""
        draft.need("line")
        role = next((role for words, role in ROLE_OF_TITLE if words in title), None)
        if role is None and not draft.is_wrong:
            draft.hold(
                "title", "title_unknown", gettext("No role is known for the title “%(text)s”.") % {"text": title}
            )
        facts = {"unit": units.get(unit_of_line(line)) if line else None, "line": line, "title": title}
        return _appointed(roster, draft, role, {**facts, "starts_on": _begin_of_work()})

    return _finished(roster, walk(table, "community_staff", settle))


def import_leaders(table: Table, only: str = "") -> Report:
    """Park leaders with their background: whom they work for decides what they may read (decisions 5)."""
    roster, parks = Roster(), Parks()

    def settle(draft: Draft) -> Line:
        roster.take_person(draft)
        facts = _term(draft, parks)
        background = draft.take("background", cleaning.words) or ""
        if draft.take("active", amounts.yes_no) is False and facts["starts_on"]:
            facts["ends_on"] = max(facts["starts_on"], clock.today() - timedelta(days=1))
        if only and facts["park"] and facts["park"].code != only:
            return draft.line("skipped", draft.text("code"))
        return _appointed(roster, draft, Role.PARK_LEADER, {**facts, "background": background})

    return _finished(roster, walk(table, "park_leaders", settle))


def import_representatives(table: Table, only: str = "") -> Report:
    """Representatives in park councils. Those of the community are its staff, by their staff number."""
    roster, parks = Roster(), Parks()

    def settle(draft: Draft) -> Line:
        roster.take_person(draft)
        facts = _term(draft, parks)
        facts["title"] = draft.take("position", cleaning.words) or ""
        facts["background"] = OPERATOR_BACKGROUND if draft.text("party").strip() == "operator" else ""
        if only and facts["park"] and facts["park"].code != only:
            return draft.line("skipped", draft.text("code"))
        staff = roster.people.known.get(draft.text("staff").strip().lower())
        if staff and not draft.is_wrong:
            return roster.settled(draft, roster.appoint(staff, Role.REPRESENTATIVE, **facts))
        return _appointed(roster, draft, Role.REPRESENTATIVE, facts)

    return _finished(roster, walk(table, "council_reps", settle))


def _term(draft: Draft, parks: Parks) -> dict[str, Any]:
    facts = {"park": take_park(draft, parks)}
    for field in ("starts_on", "ends_on"):
        facts[field] = draft.take(field, amounts.term_day)
    draft.need("starts_on")
    return facts


def _appointed(roster: Roster, draft: Draft, role: Role | None, facts: dict[str, Any]) -> Line:
    if draft.is_wrong or role is None:
        return draft.as_wrong(draft.text("code"))
    if roster.is_repeated(draft):
        return draft.as_duplicate(draft.values["code"], roster.seen[draft.values["code"]])
    person, outcome, changed = roster.person(draft)
    if person is None:
        return draft.as_wrong(draft.values["code"])
    return roster.settled(draft, (outcome, changed), roster.appoint(person, role, **facts))


def _finished(roster: Roster, report: Report) -> Report:
    roster.write()
    return report


def _begin_of_work() -> date:
    """Staff lists name no term; they serve since the beginning of last year."""
    return date(clock.today().year - 1, 1, 1)
