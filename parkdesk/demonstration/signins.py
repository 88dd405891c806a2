"""The sign-ins of the demonstration (contracts): who each is, what they are appointed to, where they begin."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Line, Role

PASSWORD = "parkdesk-demo"  # noqa: S105 (docs tell it to everybody; only where PARKDESK_DEMO is on) # nosec B105
STORY_PARK = "P01"


@dataclass(frozen=True)
class SignIn:
    """One sign-in. `code` is the person of the directory who has it, `unit` a code or operator/property of the park,
    `firm` the enterprise of somebody who has no role but a membership. `start` names the first page."""

    username: str
    title: str | Promise
    does: str | Promise
    start: str
    role: str = ""
    code: str = ""
    name: str = ""
    park: str = ""
    unit: str = ""
    line: str = ""
    firm: str = ""
    is_firm_admin: bool = False
    opens: str = ""

    @property
    def address(self) -> str:
        """Where its door leads: the first page, or what `opens` names, a URL name with or without a query."""
        name, question, query = (self.opens or self.start).partition("?")
        return reverse(name) + question + query

    @property
    def group(self) -> str:
        """Under which heading this sign-in stands: those with the same first page stand together."""
        return str(GROUPS[self.start])


MINE, DESK, TASKS, VISITS = (f"requests_flow:{name}" for name in ("mine", "desk", "tasks", "visits"))
HOUSE, COUNCIL, TILL, PAGES = "health", "councils:mine", "points:till", "wagtailadmin_home"
SUPERVISION = "councils:supervision"
GROUPS = {
    MINE: _("Enterprises"),
    DESK: _("The desk"),
    TASKS: _("Units that do the work"),
    VISITS: _("On the spot"),
    COUNCIL: _("The park council"),
    SUPERVISION: _("Supervision"),
    TILL: _("The shops"),
    PAGES: _("The pages"),
    HOUSE: _("The house"),
}
_sorts = _("Sorts what comes in for this line, names the unit that does it, answers simple needs at once.")
_votes = _("Reads the council's cases, says whether there is an interest, speaks for one party, votes.")
_walks = _("Walks the park, looks at what was reported and confirms the facts.")

SIGN_INS: tuple[SignIn, ...] = (
    SignIn("enterprise", _("Enterprise, administrator"),
           _("Says what the firm needs, answers questions, confirms, rates."), MINE, firm="E02229", is_firm_admin=True),
    SignIn("enterprise2", _("Enterprise, member"), _("Follows the needs of the firm and judges what was done."),
           MINE, firm="E00066"),
    SignIn("window", _("Window clerk"),
           _("Receives people at the window, acknowledges, sorts and answers at once."), DESK,
           Role.WINDOW_CLERK, "S08", unit="W1"),
    SignIn("specialist-governance", _("Specialist, comprehensive governance"), _sorts, DESK, Role.SPECIALIST, "S03",
           unit="LINE-COMPREHENSIVE-GOVERNANCE", line=Line.COMPREHENSIVE_GOVERNANCE, opens=f"{DESK}?tab=sort"),
    SignIn("specialist-economy", _("Specialist, economic development"), _sorts, DESK, Role.SPECIALIST, "S02",
           unit="LINE-ECONOMIC-DEVELOPMENT", line=Line.ECONOMIC_DEVELOPMENT),
    SignIn("specialist-affairs", _("Specialist, public affairs"), _sorts, DESK, Role.SPECIALIST, "S04",
           unit="LINE-PUBLIC-AFFAIRS", line=Line.PUBLIC_AFFAIRS),
    SignIn("specialist-party", _("Specialist, party and mass organisations"), _sorts, DESK, Role.SPECIALIST, "S05",
           unit="LINE-PARTY-MASS", line=Line.PARTY_MASS),
    SignIn("manager", _("Desk manager"), _("Keeps the desk in time: extensions, follow-ups, what is red."), DESK,
           Role.DESK_MANAGER, "S06", opens="me"),
    SignIn("leader-community", _("Community leader"), _("Declines, lowers tiers, decides on major needs."), DESK,
           Role.COMMUNITY_LEADER, "S01", unit="LINE-PARTY-MASS", line=Line.PARTY_MASS),
    SignIn("auditor", _("Discipline auditor"), _("Reads everything with its trail; each look is logged."), DESK,
           Role.DISCIPLINE_AUDITOR, name="何清许", opens=f"{DESK}?tab=ended&state=declined"),
    SignIn("operator", _("Park operator"),
           _("Accepts or returns orders, reports with pictures, asks for more time."), TASKS,
           Role.OPERATOR_STAFF, name="沈知远", unit="operator"),
    SignIn("property", _("Property manager"), _("Mends what is broken in the building and shows it."), TASKS,
           Role.OPERATOR_STAFF, name="程子言", unit="property"),
    SignIn("liaison", _("Department liaison"), _("Answers for a department when the desk asks."), TASKS,
           Role.DEPT_LIAISON, name="周砚秋", unit="DEPT-MARKET"),
    SignIn("subdistrict", _("Sub-district"), _("Sees major needs and does its own orders."), TASKS, Role.SUBDISTRICT,
           name="郑怀瑾", unit="STREET"),
    SignIn("leader", _("Park leader, P01"), _walks, VISITS, Role.PARK_LEADER, "L01", park="P01"),
    SignIn("leader2", _("Park leader, P02"), _walks, VISITS, Role.PARK_LEADER, "L02", park="P02"),
    SignIn("volunteer", _("Volunteer"), _walks, VISITS, Role.VOLUNTEER, name="于南星", park="P01"),
    SignIn("chair", _("Convener of the council, P01"),
           _("Opens the discussion and the vote, presides over the meeting, hands back what was agreed."), COUNCIL,
           Role.REPRESENTATIVE, "R003", park=STORY_PARK),
    SignIn("member1", _("Council member for the community"), _votes, COUNCIL, Role.REPRESENTATIVE, name="苏以安",
           park=STORY_PARK),
    SignIn("member2", _("Council member for the operator"), _votes, COUNCIL, Role.REPRESENTATIVE, "R002",
           park=STORY_PARK),
    SignIn("member3", _("Council member for enterprises"), _votes, COUNCIL, Role.REPRESENTATIVE, "R004",
           park=STORY_PARK),
    SignIn("member4", _("Council member for enterprises"), _votes, COUNCIL, Role.REPRESENTATIVE, "R005",
           park=STORY_PARK),
    SignIn("member5", _("Council member for party members"), _votes, COUNCIL, Role.REPRESENTATIVE, "R006",
           park=STORY_PARK),
    SignIn("member6", _("Council member for mass organisations"), _votes, COUNCIL, Role.REPRESENTATIVE, "R007",
           park=STORY_PARK),
    SignIn("party", _("Party committee supervisor"),
           _("Registers and assigns major matters, checks what was done, strikes it off."), SUPERVISION,
           Role.PARTY_COMMITTEE, name="方敬之"),
    SignIn("merchant", _("Merchant, a coffee shop"),
           _("Checks a voucher in two taps, sees the day and the month, takes back a wrong press."), TILL,
           Role.MERCHANT, name="温如许", park=STORY_PARK),
    SignIn("editor", _("Editor"), _("Writes news, changes service pages, submits them for a second look."), PAGES,
           Role.EDITOR, name="苏文竹"),
    SignIn("publisher", _("Publishing editor"), _("Reads what somebody else wrote, publishes it or sends it back."),
           PAGES, Role.PUBLISHER, name="陶以宁"),
    SignIn("admin", _("System administrator"), _("Sees that messages are sent; reads no needs."), HOUSE,
           Role.SYSTEM_ADMIN, name="许明川"),
)  # fmt: skip
BY_NAME = {one.username: one for one in SIGN_INS}


class NotHere(Exception):
    """This installation is no demonstration."""


def refuse_elsewhere() -> None:
    """Raise NotHere unless this is a demonstration installation."""
    if not settings.PARKDESK_DEMO:
        raise NotHere("The demonstration park is for demonstrations only: set PARKDESK_DEMO=1.")
