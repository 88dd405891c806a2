"""The roles of domain.md 3 in one table: used by predicates, the route table, the demonstration and the documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.TextChoices):
    """The four specialist lines of the community."""

    PARTY_MASS = "party_mass", _("Party and mass organisations")
    ECONOMIC_DEVELOPMENT = "economic_development", _("Economic development")
    COMPREHENSIVE_GOVERNANCE = "comprehensive_governance", _("Comprehensive governance")
    PUBLIC_AFFAIRS = "public_affairs", _("Public affairs")


class Role(models.TextChoices):
    """What a person is appointed to. `visitor` and the two enterprise roles are not appointments."""

    VISITOR = "visitor", _("Visitor")
    ENTERPRISE_MEMBER = "enterprise_member", _("Enterprise member")
    ENTERPRISE_ADMIN = "enterprise_admin", _("Enterprise administrator")
    VOLUNTEER = "volunteer", _("Volunteer")
    PARK_LEADER = "park_leader", _("Park leader")
    REPRESENTATIVE = "representative", _("Council representative")
    OPERATOR_STAFF = "operator_staff", _("Operator or property staff")
    DEPT_LIAISON = "dept_liaison", _("Department liaison")
    WINDOW_CLERK = "window_clerk", _("Window clerk")
    SPECIALIST = "specialist", _("Specialist")
    DESK_MANAGER = "desk_manager", _("Desk manager")
    COMMUNITY_LEADER = "community_leader", _("Community leader")
    PARTY_COMMITTEE = "party_committee", _("Party committee supervisor")
    SUBDISTRICT = "subdistrict", _("Sub-district")
    DISCIPLINE_AUDITOR = "discipline_auditor", _("Discipline auditor")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publishing editor")
    MERCHANT = "merchant", _("Merchant")
    SYSTEM_ADMIN = "system_admin", _("System administrator")


# Those who sit at the desk: they see and sort needs of all parks.
DESK = frozenset({Role.WINDOW_CLERK, Role.SPECIALIST, Role.DESK_MANAGER, Role.COMMUNITY_LEADER})
# Those who work on orders that the desk dispatches to their unit.
UNIT = frozenset({Role.OPERATOR_STAFF, Role.DEPT_LIAISON, Role.SUBDISTRICT}) | DESK
# Whom the house asks for a second factor (quality 16): staff, council, supervisors, administrators.
SECOND_FACTOR = DESK | {
    Role.REPRESENTATIVE,
    Role.PARTY_COMMITTEE,
    Role.SUBDISTRICT,
    Role.DISCIPLINE_AUDITOR,
    Role.EDITOR,
    Role.PUBLISHER,
    Role.SYSTEM_ADMIN,
}
# Those who walk through a park.
ON_SITE = frozenset({Role.VOLUNTEER, Role.PARK_LEADER})
