"""Correcting a firm's data: what the firm knows best at once, what stands in the register after the desk's look."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises import belonging
from enterprises.models import Amendment, Contact, DataCheck, Enterprise, Person
from enterprises.models.amendment import CONTACT, OFFICIAL
from enterprises.models.keeping import is_at_the_desk, keeps
from parkdesk.core import clock
from parkdesk.core.actors import Actor, is_person
from parkdesk.core.flow import NotNow, NotYours, advance, begin, record

CONTACT_FIELDS = ("name", "mobile", "landline", "email")


@transaction.atomic
def correct(firm: Enterprise, values: Mapping[str, Any], *, reason: str = "", by: Person) -> list[Amendment]:
    """Change or propose what differs; returns one amendment for each field that does.

    The desk changes official fields at once: it has the papers. Raises NotYours for everybody but the firm's
    administrators and the desk, NotNow where a proposal for the same field waits.
    """
    firm = belonging.lock(firm)
    if not (keeps(firm.pk, by) or is_at_the_desk(by)):
        raise NotYours(firm, "correct")
    at_once = not keeps(firm.pk, by)
    changed = {name: value for name, value in values.items() if _said(getattr(firm, name)) != _said(value)}
    return [
        _propose(firm, name, value, reason, by) if name in OFFICIAL and not at_once else _apply(firm, name, value, by)
        for name, value in changed.items()
    ]


def _apply(firm: Enterprise, name: str, value: Any, by: Person) -> Amendment:
    old, new = _said(getattr(firm, name)), _said(value)
    one = begin(Amendment(enterprise=firm, field=name, old=old, new=new, by=by), "apply", by=by, old=old, new=new)
    _set(firm, name, value, one, "apply")
    return one


def _propose(firm: Enterprise, name: str, value: Any, reason: str, by: Person) -> Amendment:
    old, new = _said(getattr(firm, name)), _said(value)
    one = Amendment(enterprise=firm, field=name, old=old, new=new, by=by)
    sentence = _("A proposal for this waits already: %(field)s.") % {"field": one.get_field_display()}
    return belonging.begin_once(one, "propose", sentence, by=by, old=old, new=new, reason=reason)


@transaction.atomic
def approve(amendment: Amendment, *, by: Person) -> Amendment:
    """The desk has looked at the papers: the value counts from now on. Raises NotNow when it was changed meanwhile."""
    firm = belonging.lock(amendment.enterprise_id)
    done = advance(amendment, "approve", by=by)
    if _said(getattr(firm, done.field)) != done.old:
        raise NotNow(done, "approve", _("This was changed since it was proposed. Refuse it, or ask the firm."))
    _set(firm, done.field, done.new or _nothing(done.field), done, "approve")
    return done


def _nothing(field: str) -> str | None:
    return None if Enterprise._meta.get_field(field).null else ""


def _set(firm: Enterprise, name: str, value: Any, amendment: Amendment, step: str) -> None:
    setattr(firm, name, value)
    try:
        with transaction.atomic():
            firm.save()
    except IntegrityError as error:
        raise NotNow(amendment, step, _("Another firm has this credit code.")) from error


@transaction.atomic
def correct_contact(firm: Enterprise, values: Mapping[str, str], *, by: Person) -> Amendment | None:
    """The registered contact anew. The trail says that it changed and not what it says: it is personal data (10)."""
    firm = belonging.lock(firm)
    if not (keeps(firm.pk, by) or is_at_the_desk(by)):
        raise NotYours(firm, "correct_contact")
    contact = Contact.objects.filter(enterprise=firm, is_primary=True).first() or Contact(enterprise=firm)
    if all(getattr(contact, name) == values[name] for name in CONTACT_FIELDS):
        return None
    for name in CONTACT_FIELDS:
        setattr(contact, name, values[name])
    contact.save()
    return begin(Amendment(enterprise=firm, field=CONTACT, by=by), "apply", by=by)


def _said(value: Any) -> str:
    return "" if value is None else str(value)


# --- is it still right? ------------------------------------------------------------------------------
@transaction.atomic
def confirm_data(firm: Enterprise, *, by: Person) -> Enterprise:
    """The firm says that its data are right as of today; what the desk asked is answered by it. Raises NotYours."""
    firm = belonging.lock(firm)
    if not (keeps(firm.pk, by) or is_at_the_desk(by)):
        raise NotYours(firm, "confirm_data")
    _mark_right(firm, by)
    for check in DataCheck.objects.waiting().filter(enterprise=firm) if not is_at_the_desk(by) else ():
        advance(check, "confirm", by=by)
    return firm


def _mark_right(firm: Enterprise, by: Actor) -> None:
    firm.confirmed_on = clock.today()
    firm.save(update_fields=["confirmed_on"])
    record(firm, "confirm_data", by=by, facts={"on": firm.confirmed_on})


@transaction.atomic
def ask_to_confirm(firm: Enterprise, *, by: Person) -> DataCheck:
    """The desk asks a firm whether its data are right. Raises NotYours, NotNow while a question waits."""
    sentence = _("This firm was asked already and has not answered yet.")
    return belonging.begin_once(DataCheck(enterprise=firm, by=by), "ask", sentence, by=by)


@transaction.atomic
def answer_check(check: DataCheck, *, said: str = "", by: Actor) -> DataCheck:
    """One tap behind the firm's link: all right, or words about what changed."""
    if said:
        return advance(check, "object", by=by, said=said)
    done = advance(check, "confirm", by=by)
    _mark_right(belonging.lock(check.enterprise_id), by)
    return done


def by_whom(check: DataCheck, person: object) -> Actor:
    """Somebody of the firm under their name, else whoever holds the link."""
    is_theirs = is_person(person) and check.enterprise_id in person.firms  # type: ignore[attr-defined]
    return person if is_theirs else check.holder  # type: ignore[return-value]
