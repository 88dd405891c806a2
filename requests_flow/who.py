"""Who answers for a need just now: always one unit, one surname with title, one landline (domain.md 8.2).

First-contact responsibility: whoever was asked first stays named until somebody else has accepted. Full names of
people are never given away here; a reporter's page travels as a screenshot.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from enterprises.models import Appointment, Person, Unit
from enterprises.roles import DESK, Role
from requests_flow.models import Need
from requests_flow.words import State

# The window that answers for what nobody has taken on yet (domain.md 8.1: reception and guidance).
RECEPTION = "W1"
COMPOUND_SURNAME = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫"
    "|濮阳|申屠|公孙|慕容|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|令狐|百里|呼延|东郭|南门|西门|拓跋|轩辕|段干"
)
# Titles that may follow a surname when they end the title of an appointment: 综合治理专员 -> 专员.
TITLE_ENDS = ("专员", "主管", "主任", "经理", "书记", "老师", "科长", "主管员", "管家", "园区长", "志愿者", "楼长")
TITLES = {
    Role.WINDOW_CLERK: pgettext_lazy("after a surname", "window clerk"),
    Role.SPECIALIST: pgettext_lazy("after a surname", "specialist"),
    Role.DESK_MANAGER: pgettext_lazy("after a surname", "desk manager"),
    Role.COMMUNITY_LEADER: pgettext_lazy("after a surname", "community leader"),
    Role.OPERATOR_STAFF: pgettext_lazy("after a surname", "manager"),
    Role.DEPT_LIAISON: pgettext_lazy("after a surname", "liaison officer"),
    Role.SUBDISTRICT: pgettext_lazy("after a surname", "sub-district officer"),
    Role.PARK_LEADER: pgettext_lazy("after a surname", "park leader"),
    Role.VOLUNTEER: pgettext_lazy("after a surname", "volunteer"),
}


@dataclass(frozen=True)
class Who:
    """One unit, one surname with title, one landline; never empty."""

    unit: str
    person: str
    landline: str


def who_answers(need: Need) -> Who:
    """Reception until somebody acknowledged; then the owner; the unit and its person once they accepted.

    Reads at most two rows beyond the need's own unit, owner and handler.
    """
    if need.unit and need.accepted_at and need.state != State.TRANSFERRED:
        return _who(need.unit, _in_the_unit(need.unit, need.handler))
    hat = hat_of(need.owner) if need.owner else None
    if hat is None:
        return _who(Unit.objects.filter(code=RECEPTION).first())
    return _who(hat.unit or _unit_of(hat.line or need.line), titled(need.owner, hat))


def _who(unit: Unit | None, person: str = "") -> Who:
    return Who(
        unit=name_of(unit) if unit else str(settings.COMMUNITY["name"]),
        person=person or (unit.contact if unit else "") or _("whoever is on duty"),
        landline=(unit.landline if unit else "") or settings.COMMUNITY["landline"],
    )


def _in_the_unit(unit: Unit, handler: Person | None) -> str:
    """Landlords name one contact for the public; the community's own people are named themselves."""
    if unit.is_tied_to_a_landlord and unit.contact:
        return unit.contact
    hat = hat_of(handler) if handler else None
    return titled(handler, hat) if handler and hat else unit.contact


def _unit_of(line: str) -> Unit | None:
    """The unit of a specialist line, else reception."""
    lines = Unit.objects.filter(kind=Unit.Kind.SPECIALIST_LINE, line=line) if line else Unit.objects.none()
    return lines.first() or Unit.objects.filter(code=RECEPTION).first()


def hat_of(person: Person) -> Appointment | None:
    """The appointment under which somebody works on needs; one at the desk comes first."""
    return foremost(person.hats)


def foremost(hats: list[Appointment]) -> Appointment | None:
    """Of several appointments of one person the one at the desk, else the first."""
    return next((hat for hat in hats if hat.role in DESK), hats[0] if hats else None)


def titled(person: Person, hat: Appointment) -> str:
    """`王专员`, or `王, specialist` for English readers: the surname with a title, never the full name."""
    return pgettext("surname with title", "%(surname)s, %(title)s") % {
        "surname": surname_of(person.name or person.username),
        "title": _title(hat),
    }


def _title(hat: Appointment) -> str:
    ending = next((end for end in TITLE_ENDS if hat.title.endswith(end)), "")
    if ending and (get_language() or "zh").startswith("zh"):
        return ending
    if hat.building_id:
        return pgettext("after a surname", "building leader")
    return str(TITLES.get(Role(hat.role), pgettext("after a surname", "officer")))


def surname_of(name: str) -> str:
    """`王` of 王思宁, `欧阳` of 欧阳清, `Meyer` of Anna Meyer."""
    plain = name.strip()
    if plain.isascii():
        return plain.split()[-1] if plain else ""
    return plain[: 2 if COMPOUND_SURNAME.match(plain) else 1]


def name_of(unit: Unit) -> str:
    """A unit's name in the reader's language, as far as it has one."""
    return unit.display_name
