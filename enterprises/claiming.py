"""Claiming a firm: by a code to its registered contact, else by people who know it (decisions 7, 8).

A credit code proves nothing, it stands on every invoice. Whoever comes first becomes administrator; from then on the
administrator says who belongs to the firm.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises import belonging
from enterprises.models import Contact, Enterprise, FirmClaim, Membership, Person
from parkdesk.core import clock, codes, limits
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.recipients import Address
from parkdesk.core.states import find
from parkdesk.core.wording import Message
from parkdesk.core.workdays import add_working_days

Way = FirmClaim.Way
PROMISED_DAYS = {Way.PEOPLE: 2, Way.ADMINISTRATOR: 3}
DAY = timedelta(days=1)
# A firm's contact is not to be pestered, and six digits are a million: five tries in a day are no guess.
CODES_A_FIRM, CODES_A_PERSON, TRIES, TRIES_A_FIRM = 3, 6, 5, 15


def address_of(firm: Enterprise) -> Address | None:
    """Where a code for this firm goes: its first contact's mobile number or mailbox, if a channel reaches it."""
    for contact in Contact.objects.filter(enterprise=firm).order_by("-is_primary", "pk"):
        address = Address(phone=contact.mobile, email=contact.email)
        channel = codes.way_to(address)
        if channel:
            return address if channel.code == "sms" else Address(email=contact.email)
    return None


def hint_of(address: Address) -> str:
    """As much of it as its owner needs to know it: 138****1234, or the first letter and the house of a mailbox."""
    if address.phone:
        plain = address.phone.removeprefix("+86")
        return f"{plain[:3]}****{plain[-4:]}"
    name, _at, house = address.email.partition("@")
    return f"{name[:1]}***@{house}"


def way_open_to(firm: Enterprise) -> str:
    """Who decides on a claim of this firm now: its administrator, a code to its contact, or people."""
    if belonging.administrators(firm).exists():
        return Way.ADMINISTRATOR
    return Way.CODE if address_of(firm) else Way.PEOPLE


@transaction.atomic
def ask(firm: Enterprise, *, way: str, said: str = "", by: Person) -> FirmClaim:
    """Claim a firm, or ask another way about a claim that waits. Raises NotNow for members, or where a way is shut."""
    firm = belonging.lock(firm)
    way = _way(firm, way, by)
    facts = {"way": way, "answer_by": _promise(way), "said": said}
    open_one = FirmClaim.objects.open().filter(person=by, enterprise=firm).first()
    if open_one:
        return advance(open_one, "turn", by=by, **facts) if open_one.way != way else open_one
    claim = FirmClaim(person=by, enterprise=firm)
    return belonging.begin_once(claim, "ask", _("You have claimed this firm already."), by=by, **facts)


def _way(firm: Enterprise, way: str, by: Person) -> str:
    """The way that a claim goes; a firm with an administrator knows one alone."""
    if belonging.membership_of(by, firm):
        raise NotNow(firm, "claim", _("You belong to this firm already."))
    if belonging.administrators(firm).exists():
        return Way.ADMINISTRATOR
    if way == Way.ADMINISTRATOR:
        raise NotNow(firm, "claim", _("This firm has no administrator yet."))
    return way


def _promise(way: str) -> date | None:
    days = PROMISED_DAYS.get(Way(way))
    return add_working_days(clock.calendar(), clock.today(), days) if days else None


def send_code(claim: FirmClaim, digits: str) -> codes.Asked:
    """Send the digits to the firm's registered contact. Raises TooMany, codes.NotSent, NotNow without a contact."""
    firm = claim.enterprise
    address = address_of(firm)
    if address is None:
        raise NotNow(claim, "send", _("The directory knows no contact of this firm that a code could go to."))
    hits = {f"claimcode:firm:{firm.pk}": CODES_A_FIRM, f"claimcode:person:{claim.person_id}": CODES_A_PERSON}
    limits.hit_each(hits, window=DAY)
    facts = {"code": digits, "firm": firm.short_name or firm.name}
    words = _(
        "%(code)s lets a colleague keep the page of %(firm)s at the service desk."
        " Pass it on only if you know who asks. It lasts 10 minutes."
    )
    return codes.ask(purpose_of(claim), address, digits, Message(words % facts, ""))


def purpose_of(claim: FirmClaim) -> str:
    """What a code opens: this claim and no other."""
    return f"claim:{claim.pk}"


def try_code(claim: FirmClaim, asked: codes.Asked, digits: str, *, by: Person) -> FirmClaim | None:
    """The claim, proved, when the digits are right; None when not. Raises TooMany before the next guess."""
    hits = {f"claimtry:{claim.pk}": TRIES, f"claimtry:firm:{claim.enterprise_id}": TRIES_A_FIRM}
    limits.hit_each(hits, window=DAY)
    if not asked.is_right(digits):
        return None
    return prove(claim, by=by)


@transaction.atomic
def prove(claim: FirmClaim, *, by: Person) -> FirmClaim:
    """The code was right: a membership, or the administrator's word where somebody came first meanwhile."""
    firm = belonging.lock(claim.enterprise_id)
    if belonging.administrators(firm).exists():
        return _pass_on(claim, by)
    return _settle(claim, "prove", firm, by)


@transaction.atomic
def confirm(claim: FirmClaim, *, by: Person) -> FirmClaim:
    """People who know the firm say yes, or its administrator is asked where there is one meanwhile. Raises NotYours."""
    if not find(claim, "confirm").may(claim, by):
        raise NotYours(claim, "confirm")
    firm = belonging.lock(claim.enterprise_id)
    if claim.way == Way.PEOPLE and belonging.administrators(firm).exists():
        return _pass_on(claim, by)
    return _settle(claim, "confirm", firm, by)


def _pass_on(claim: FirmClaim, by: Person) -> FirmClaim:
    """Somebody came first: from then on the administrator says who belongs to the firm."""
    return advance(claim, "turn", by=by, way=Way.ADMINISTRATOR, answer_by=_promise(Way.ADMINISTRATOR))


def _settle(claim: FirmClaim, step: str, firm: Enterprise, by: Person) -> FirmClaim:
    is_first = not belonging.administrators(firm).exists()
    membership: Membership = belonging.enrol(claim.person, firm, is_admin=is_first)
    return advance(claim, step, by=by, membership=membership)
