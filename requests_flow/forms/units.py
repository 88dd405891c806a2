"""Units to choose from, as every form shows them: the park's own first, then the community's, then the rest."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.models import Park, Unit
from requests_flow.models import Need

TO_CHOOSE = [("", _("Choose"))]
KINDS = {
    Unit.Kind.SPECIALIST_LINE: _("Specialist lines"),
    Unit.Kind.WINDOW: _("Windows"),
    Unit.Kind.DEPARTMENT: _("Departments"),
    Unit.Kind.SUBDISTRICT: _("Sub-district"),
    Unit.Kind.OPERATOR: _("Operators of other parks"),
    Unit.Kind.PROPERTY: _("Property managers of other parks"),
}
Group = tuple[str, list[tuple[Any, str]]]


def may_be_given(unit: Unit, need: Need | None) -> bool:
    """Landlords are given nothing that is protected from them (decisions 5)."""
    return not (need and need.is_protected and unit.is_tied_to_a_landlord)


def grouped(units: Iterable[Unit], park: Park | None, need: Need | None) -> list[Group]:
    """The choices of a field, grouped by kind under their titles; without landlords for what is protected from them.

    `park` is the park that the matter is about, `need` the need behind it, where there is one.
    """
    own = {park.operator_id, park.property_manager_id} if park else set()
    groups: dict[Any, list[tuple[Any, str]]] = {kind: [] for kind in ("own", *KINDS)}
    for unit in units:
        if may_be_given(unit, need):
            groups["own" if unit.pk in own else unit.kind].append((unit.pk, unit.display_name))
    titles = {"own": gettext("Of this park"), **KINDS}
    return [(str(titles[kind]), some) for kind, some in groups.items() if some]
