"""Putting a visit on record: one press, one visit, with its pictures and the needs that were heard on it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, Person
from parkdesk.core import files
from parkdesk.core.flow import NotNow, begin
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import Heard, Need, Visit
from requests_flow.words import Channel


@dataclass(frozen=True)
class Wish:
    """A need of the firm, or of somebody in it, in their own words. `hint` is the category that the visitor thinks."""

    text: str
    hint: str = ""
    is_personal: bool = False
    is_protected: bool = False


@dataclass(frozen=True)
class Contact:
    """Who may be asked back, and the text that they agreed to. Without consent there is none."""

    name: str = ""
    phone: str = ""
    consent_version: str = ""


@dataclass(frozen=True)
class Call:
    """What somebody tells about a visit. `uid` is the phone's own key; the same key is the same visit."""

    enterprise: Enterprise
    visited_on: date
    purpose: str = Visit.Purpose.ROUTINE
    minutes: int | None = None
    companion: str = ""
    met: str = ""
    met_name: str = ""
    business: str = ""
    staff: int | None = None
    plans: list[str] = field(default_factory=list)
    safety: list[str] = field(default_factory=list)
    policies: str = ""
    answer_by: date | None = None
    note: str = ""
    is_confirmed_by_phone: bool = False
    signed_by: str = ""
    wishes: tuple[Wish, ...] = ()
    contact: Contact = Contact()
    pictures: tuple[str, ...] = ()
    uid: UUID | None = None


# What a call and its visit call by the same name.
_SAME = (
    "uid", "enterprise", "visited_on", "purpose", "minutes", "companion", "met", "met_name", "business", "staff",
    "plans", "safety", "policies", "answer_by", "note", "is_confirmed_by_phone", "signed_by",
)  # fmt: skip


@transaction.atomic
def log(call: Call, *, by: Person) -> tuple[Visit, list[Need]]:
    """Store a visit; what was heard becomes needs of their own, told by the visitor. Returns both.

    A call whose key was stored before answers with that visit, however long ago. Raises NotNow for a second visit to
    the same firm on one day.
    """
    earlier = Visit.objects.filter(uid=call.uid, leader=by).first() if call.uid else None
    if earlier is not None:
        return earlier, [one.need for one in earlier.heard.select_related("need").order_by("pk")]
    visit = _inserted(call, by)
    visit = begin(visit, "log", by=by, occurred_on=call.visited_on)
    if call.pictures:
        files.claim_drafts(call.pictures, visit, step="log", is_public=False)
    needs = [hand_in(_report(call, wish), by=by)[0] for wish in call.wishes]
    Heard.objects.bulk_create(
        Heard(visit=visit, need=need, hint=wish.hint) for need, wish in zip(needs, call.wishes, strict=True)
    )
    return visit, needs


def _inserted(call: Call, by: Person) -> Visit:
    visit = Visit(leader=by, park=call.enterprise.park, **{name: getattr(call, name) for name in _SAME})
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(visit, "log", _("This visit is on record already: one a day and firm.")) from error
    return visit


def _report(call: Call, wish: Wish) -> Report:
    """A personal need names neither the firm nor its door: colleagues shall not find it (decisions 6)."""
    firm, contact = call.enterprise, call.contact
    return Report(
        text=wish.text,
        place=Place(firm.park, firm.building, room="" if wish.is_personal else firm.room),
        channel=Channel.VISIT,
        is_personal=wish.is_personal,
        is_protected=wish.is_protected,
        enterprise=None if wish.is_personal else firm,
        enterprise_name="" if wish.is_personal else firm.name,
        name=contact.name,
        phone=contact.phone,
        consent_version=contact.consent_version,
    )
