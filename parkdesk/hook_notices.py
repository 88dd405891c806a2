"""Who is told that a webhook was switched off. The words: templates/core/notices/."""

from django.utils.translation import gettext_lazy as _

from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, tell

HOOK = "core.hook."
kinds.add(kinds.Kind("hooks", _("Webhooks"), _("A webhook that was switched off."), patterns=(HOOK + "*",)))
KEEPERS = (Role.SYSTEM_ADMIN, Role.DESK_MANAGER)


@tell(HOOK + "give_up")
def those_who_keep_webhooks(entry: Entry) -> list[Recipient]:
    hats = Appointment.objects.running(clock.today()).filter(role__in=KEEPERS)
    people = Person.objects.filter(appointments__in=hats, is_active=True).distinct()
    return [Recipient(f"person:{one.pk}", one.language) for one in people]
