"""The fixed words of needs: channels, categories, tiers, urgencies, outcomes, grades (domain.md 1, 4, 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.roles import Line


class State(models.TextChoices):
    """Where a need stands. Supervision is an order beside the need, not a state (decisions 25)."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    TRIAGED = "triaged", _("sorted")
    TRANSFERRED = "transferred", _("dispatched")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING_ENTERPRISE = "waiting_enterprise", _("waiting for you")
    WAITING_EXTERNAL = "waiting_external", _("waiting for an outside body")
    DELIBERATING = "deliberating", _("with the council")
    RESOLVED = "resolved", _("completed, please confirm")
    FOLLOWED_UP = "followed_up", _("followed up")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    MERGED = "merged", _("merged")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INVALID = "invalid", _("invalid")


ENDS = (State.CLOSED, State.MERGED, State.DECLINED, State.WITHDRAWN, State.INVALID)
STOPPED = (State.WAITING_ENTERPRISE, State.WAITING_EXTERNAL)
# Work is still to be done before an answer: what a reporter may withdraw, what the desk may merge.
AT_WORK = (
    State.SUBMITTED,
    State.ACKNOWLEDGED,
    State.TRIAGED,
    State.TRANSFERRED,
    State.IN_PROGRESS,
    State.WAITING_ENTERPRISE,
    State.WAITING_EXTERNAL,
    State.DELIBERATING,
    State.REOPENED,
)
# Acknowledged and not answered yet; and answered, before it is closed.
HANDLED = (
    State.ACKNOWLEDGED,
    State.TRIAGED,
    State.TRANSFERRED,
    State.IN_PROGRESS,
    State.DELIBERATING,
    State.REOPENED,
)
JUDGED = (State.RESOLVED, State.FOLLOWED_UP)


class Tier(models.TextChoices):
    SIMPLE = "simple", pgettext_lazy("tier", "simple")
    COMPLEX = "complex", pgettext_lazy("tier", "complex")
    MAJOR = "major", pgettext_lazy("tier", "major")


TIER_ORDER = (Tier.SIMPLE, Tier.COMPLEX, Tier.MAJOR)
# Rules of major needs that never open a council case and are not shown to members (decisions 27).
NEVER_TO_THE_COUNCIL = frozenset({"M1", "M2", "M5"})


class Channel(models.TextChoices):
    QR = "qr", _("QR code")
    WEB = "web", _("website")
    VISIT = "visit", _("visit")
    WINDOW = "window", _("service window")
    PHONE = "phone", _("phone")
    HOTLINE = "hotline", _("hotline")
    EMAIL = "email", _("e-mail")
    PASTE = "paste", _("pasted text")
    API = "api", _("API")
    DEVICE = "device", _("device")


class Outside(models.TextChoices):
    """Whose ticket or chat a pasted text is (decisions 32)."""

    CHAT = "wechat", _("WeChat group")
    HOTLINE = "12345", _("12345 hotline")
    GRID = "grid", _("grid platform")
    LETTERS = "letters", _("letters and calls")
    PROPERTY = "property", _("property system")


class Urgency(models.TextChoices):
    LOW = "low", pgettext_lazy("urgency", "low")
    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    HIGH = "high", pgettext_lazy("urgency", "high")
    CRITICAL = "critical", pgettext_lazy("urgency", "critical")


class Kind(models.TextChoices):
    NEED = "need", _("need")
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")


class Category(models.TextChoices):
    REG = "REG", _("Registration and licences")
    TAX = "TAX", _("Tax and cross-border tax")
    IPR = "IPR", _("Intellectual property")
    HRT = "HRT", _("Talent and employment")
    FIN = "FIN", _("Finance and funding")
    POL = "POL", _("Policies and subsidies")
    RDC = "RDC", _("R&D and customs clearance")
    PRO = "PRO", _("Property and facilities")
    SAF = "SAF", _("Safety, fire and environment")
    LAW = "LAW", _("Legal matters and disputes")
    PTY = "PTY", _("Party and mass-organisation affairs")
    LIF = "LIF", _("Life and culture")
    ENV = "ENV", _("Surroundings and public order")
    OTH = "OTH", _("Suggestions, praise and other")


# Category -> specialist line (decisions 24); the default handler is whoever serves that line.
LINE_OF_CATEGORY = {
    Category.REG: Line.ECONOMIC_DEVELOPMENT,
    Category.TAX: Line.ECONOMIC_DEVELOPMENT,
    Category.IPR: Line.ECONOMIC_DEVELOPMENT,
    Category.FIN: Line.ECONOMIC_DEVELOPMENT,
    Category.POL: Line.ECONOMIC_DEVELOPMENT,
    Category.RDC: Line.ECONOMIC_DEVELOPMENT,
    Category.HRT: Line.PUBLIC_AFFAIRS,
    Category.LIF: Line.PUBLIC_AFFAIRS,
    Category.OTH: Line.PUBLIC_AFFAIRS,
    Category.PRO: Line.COMPREHENSIVE_GOVERNANCE,
    Category.SAF: Line.COMPREHENSIVE_GOVERNANCE,
    Category.ENV: Line.COMPREHENSIVE_GOVERNANCE,
    Category.LAW: Line.COMPREHENSIVE_GOVERNANCE,
    Category.PTY: Line.PARTY_MASS,
}


# Where one event may reach many: facilities, safety and surroundings (decisions 30).
INCIDENT_CATEGORIES = (Category.PRO, Category.SAF, Category.ENV)


class Relation(models.TextChoices):
    """How two needs belong together (domain.md 1)."""

    DUPLICATE = "duplicate", pgettext_lazy("between two needs", "the same report")
    SAME_INCIDENT = "same_incident", pgettext_lazy("between two needs", "the same incident")
    RELATED = "related", pgettext_lazy("between two needs", "related")


class Outcome(models.TextChoices):
    """What came of it. Only the first two count as solved in figures (domain.md 1.1)."""

    SOLVED = "solved", _("solved")
    PARTLY_SOLVED = "partly_solved", _("partly solved")
    EXPLAINED = "explained", _("explained")
    PLANNED = "planned", _("included in a plan")
    NOT_FEASIBLE = "not_feasible", _("not feasible")


class Grade(models.IntegerChoices):
    VERY_SATISFIED = 5, _("very satisfied")
    SATISFIED = 4, _("satisfied")
    FAIRLY_SATISFIED = 3, _("fairly satisfied")
    DISSATISFIED = 2, _("dissatisfied")
    VERY_DISSATISFIED = 1, _("very dissatisfied")
