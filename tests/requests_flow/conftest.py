"""The people of one park, and needs that took the real steps to where they stand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from enterprises.models import Building, Enterprise, Park, Person, PlaceCode, Unit
from enterprises.roles import Line, Role
from parkdesk.core import clock
from parkdesk.core.actors import Holder
from parkdesk.core.flow import advance
from requests_flow import desk
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import Need
from requests_flow.words import Category, Outcome, State, Tier
from tests.factories import (
    AppointmentFactory,
    BuildingFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PersonFactory,
    PlaceCodeFactory,
    UnitFactory,
)

# A working Tuesday morning, with the mornings and afternoons of domain.md 4.3 around it.
MORNING = "2026-11-24 09:30"
TEXT = "3号楼东侧客梯早上九点又停了，大堂排了三四十人"


@pytest.fixture
def own_calendar():
    """Whatever days this test adds, the next one reads the calendar anew."""
    yield
    clock.forget_calendar()


@pytest.fixture
def morning(at):
    """It is Tuesday 24 November 2026, 9:30; call it to go on."""
    at(MORNING)
    return at


# --- the place ---------------------------------------------------------------------------------------
@pytest.fixture
def operator_unit(db) -> Unit:
    return UnitFactory(name="恒光启园区运营", name_en="Hengguangqi Park Operations", contact="程经理")


@pytest.fixture
def park(operator_unit) -> Park:
    return ParkFactory(name="启明里国际中心", operator=operator_unit)


@pytest.fixture
def building(park) -> Building:
    return BuildingFactory(park=park, name="3号楼")


@pytest.fixture
def place_code(park, building) -> PlaceCode:
    return PlaceCodeFactory(park=park, building=building, spot="1楼大堂")


@pytest.fixture
def reception(db) -> Unit:
    """The window that answers for what nobody has taken on yet."""
    return UnitFactory(
        code="W1", kind=Unit.Kind.WINDOW, name="综合窗口", name_en="Reception window", contact="罗老师",
        landline="0571-00001001",
    )  # fmt: skip


@pytest.fixture
def governance_line(db) -> Unit:
    return UnitFactory(
        code="LINE-CG", kind=Unit.Kind.SPECIALIST_LINE, line=Line.COMPREHENSIVE_GOVERNANCE,
        name="综合治理条线", name_en="Governance line", contact="王专员", landline="0571-00001006",
    )  # fmt: skip


# --- the people --------------------------------------------------------------------------------------
def somebody(name: str, role: Role, **terms: Any) -> Person:
    """A person who wears one role."""
    return AppointmentFactory(person=PersonFactory(name=name), role=role, **terms).person


@pytest.fixture
def clerk(reception) -> Person:
    return somebody("罗清和", Role.WINDOW_CLERK, unit=reception, title="窗口专员")


@pytest.fixture
def specialist(governance_line) -> Person:
    line = Line.COMPREHENSIVE_GOVERNANCE
    return somebody("王思宁", Role.SPECIALIST, line=line, unit=governance_line, title="综合治理专员")


@pytest.fixture
def manager(db) -> Person:
    return somebody("贾一宁", Role.DESK_MANAGER, title="服务台主管")


@pytest.fixture
def leader(db) -> Person:
    """The leader of the community."""
    return somebody("熊思然", Role.COMMUNITY_LEADER, title="社区党委负责人")


@pytest.fixture
def operator_person(operator_unit) -> Person:
    return somebody("程子言", Role.OPERATOR_STAFF, unit=operator_unit)


@pytest.fixture
def volunteer(park) -> Person:
    return somebody("魏临乔", Role.VOLUNTEER, park=park)


@pytest.fixture
def enterprise(park, building) -> Enterprise:
    return EnterpriseFactory(park=park, building=building, name="杭州辰擎信息技术有限公司")


@pytest.fixture
def enterprise_person(enterprise) -> Person:
    return MembershipFactory(person=PersonFactory(name="乔晨遥"), enterprise=enterprise).person


# --- needs -------------------------------------------------------------------------------------------
@dataclass
class Cast:
    """Who takes the steps of `a_need`."""

    clerk: Person
    leader: Person
    unit: Unit
    worker: Person
    facts: dict[str, Any] = field(default_factory=dict)


Step = Callable[[Need, Cast], Need]


def link_of(need: Need) -> Holder:
    """Whoever holds the tracking link of this need."""
    return Holder("link", f"need:{need.pk}")


def _sort(need: Need, cast: Cast) -> Need:
    tier, category = cast.facts.get("tier", Tier.SIMPLE), cast.facts.get("category", Category.PRO)
    return desk.sort(need, desk.Sorting(category=category, tier=tier, rule="S"), by=cast.clerk)


STEPS: dict[str, Step] = {
    "acknowledge": lambda need, cast: desk.acknowledge(need, by=cast.clerk),
    "sort": _sort,
    "dispatch": lambda need, cast: advance(need, "dispatch", by=cast.clerk, unit=cast.unit),
    "accept": lambda need, cast: desk.accept(need, by=cast.worker),
    "ask": lambda need, cast: advance(need, "ask", by=cast.clerk, question="哪一部电梯？"),
    "wait": lambda need, cast: advance(need, "wait", by=cast.worker, waits_for="特检院"),
    "deliberate": lambda need, cast: advance(need, "deliberate", by=cast.clerk),
    "resolve": lambda need, cast: desk.resolve(
        need, outcome=cast.facts.get("outcome", Outcome.SOLVED), answer="东侧客梯已恢复运行", by=cast.worker
    ),
    "confirm": lambda need, cast: advance(need, "confirm", by=link_of(need)),
    "reopen": lambda need, cast: advance(need, "reopen", by=link_of(need), reason="下午又停了"),
    "decline": lambda need, cast: advance(need, "decline", by=cast.leader, reason="不属于社区职责", route="请拨12345"),
    "withdraw": lambda need, cast: advance(need, "withdraw", by=link_of(need)),
    "invalidate": lambda need, cast: advance(need, "invalidate", by=cast.clerk),
}
AT_THE_DESK = ("acknowledge", "sort")
AT_WORK = (*AT_THE_DESK, "dispatch", "accept")
ROADS: dict[str, tuple[str, ...]] = {
    State.SUBMITTED: (),
    State.ACKNOWLEDGED: ("acknowledge",),
    State.TRIAGED: AT_THE_DESK,
    State.TRANSFERRED: (*AT_THE_DESK, "dispatch"),
    State.IN_PROGRESS: AT_WORK,
    State.WAITING_ENTERPRISE: (*AT_THE_DESK, "ask"),
    State.WAITING_EXTERNAL: (*AT_WORK, "wait"),
    State.DELIBERATING: (*AT_THE_DESK, "deliberate"),
    State.RESOLVED: (*AT_WORK, "resolve"),
    State.CLOSED: (*AT_WORK, "resolve", "confirm"),
    State.REOPENED: (*AT_WORK, "resolve", "reopen"),
    State.DECLINED: ("acknowledge", "decline"),
    State.WITHDRAWN: ("withdraw",),
    State.INVALID: ("invalidate",),
}
# What belongs to the steps on the way; everything else that a test says is about the report.
FACTS = ("tier", "category", "outcome")


@pytest.fixture
def a_need(clerk, leader, operator_unit, operator_person, park, building) -> Callable[..., Need]:
    """`a_need(state="resolved", tier="complex", phone="+86154…")`: a need that took the real steps to that state."""

    def make(state: str = State.SUBMITTED, *, by: Any = None, unit: Unit | None = None, **said: Any) -> Need:
        facts = {name: said.pop(name) for name in FACTS if name in said}
        if state == State.DELIBERATING:
            facts.setdefault("tier", Tier.COMPLEX)
        place = said.pop("place", None) or Place(park, building)
        cast = Cast(clerk, leader, unit or operator_unit, operator_person, facts)
        report = Report(**{"text": TEXT, "place": place, **said})
        need, _ = hand_in(report, by=by) if by else hand_in(report)
        for step in ROADS[state]:
            need = STEPS[step](need, cast)
        return Need.objects.get(pk=need.pk)

    return make
