"""Asking to be a volunteer or community talent, and the desk's answer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Appointment, Park, Person, Registration
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, NotYours, advance, begin
from parkdesk.core.states import find


@transaction.atomic
def ask(*, park: Park, kind: str, offer: str = "", by: Person) -> Registration:
    """A person registers. Raises NotNow when they have done so before and were not refused."""
    registration = Registration(person=by, park=park, kind=kind, offer=offer)
    try:
        with transaction.atomic():
            registration.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(registration, "ask", _("You have registered already.")) from error
    return begin(registration, "ask", by=by)


@transaction.atomic
def confirm(registration: Registration, *, by: Person) -> Registration:
    """Confirm a registration: the person is a volunteer of the park from today on."""
    if not find(registration, "confirm").may(registration, by):
        raise NotYours(registration, "confirm")
    appointment, _is_new = Appointment.objects.running(clock.today()).get_or_create(
        person=registration.person,
        role=Role.VOLUNTEER,
        park=registration.park,
        defaults={"starts_on": clock.today(), "title": registration.get_kind_display()},
    )
    return advance(registration, "confirm", by=by, appointment=appointment)
