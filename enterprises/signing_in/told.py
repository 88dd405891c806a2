"""Whom the house tells of second factors, of other houses' keys, and of an account that nobody uses: its owner."""

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
        _("Second factors set up, removed, reset; other accounts connected; an account that is not used."),
        patterns=(PERSON + "*_factor", PERSON + "*_house", PERSON + "*_unused"),
        musts={
            PERSON + "add_factor": _("A second factor was set up"),
            PERSON + "remove_factor": _("A second factor was removed"),
            PERSON + "reset_factor": _("My second factors were reset"),
            PERSON + "connect_house": _("Another account opens mine"),
            PERSON + "warn_unused": _("My account is not used and will be closed"),
        },
    )
)


@tell(*(PERSON + one for one in ("add_factor", "remove_factor", "reset_factor", "connect_house", "warn_unused")))
def whose_account(entry: Entry) -> list[Recipient]:
    person = entry.subject
    return [Recipient(f"person:{person.pk}", person.language)]
