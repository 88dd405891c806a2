"""Whom the house tells when a second factor, or another house's key, comes or goes: whoever has the account."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core import kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import tell
from parkdesk.core.recipients import Recipient

PERSON = "enterprises.person."

kinds.add(
    kinds.Kind(
        "account",
        _("My sign-in"),
        _("Second factors set up, removed, reset; other accounts connected."),
        patterns=(PERSON + "*_factor", PERSON + "*_house"),
        musts={
            PERSON + "add_factor": _("A second factor was set up"),
            PERSON + "remove_factor": _("A second factor was removed"),
            PERSON + "reset_factor": _("My second factors were reset"),
            PERSON + "connect_house": _("Another account opens mine"),
        },
    )
)


@tell(PERSON + "add_factor", PERSON + "remove_factor", PERSON + "reset_factor", PERSON + "connect_house")
def whose_account(entry: Entry) -> list[Recipient]:
    person = entry.subject
    return [Recipient(f"person:{person.pk}", person.language)]
