"""All kinds of personal data side by side, and what is held about one person or one reporter (decisions 22).

To let another kind fade: a `Holding` with a `Fading` in the `HOLDINGS` of the package that owns it. The public page,
the page of one's own data, the copy and the job follow by themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

import councils.privacy
import enterprises.privacy
import parkdesk.core.privacy
import points.privacy
import requests_flow.privacy
from enterprises.models import Enterprise, Person
from parkdesk import unused_accounts
from parkdesk.core import access
from parkdesk.core.holdings import Fading, Holding, Row, nothing
from parkdesk.core.words_of_time import day_time
from parkdesk.firm_contact import firms_reached_by
from requests_flow.erasing import needs_of
from requests_flow.looks import looker, reason_of
from requests_flow.models import Need

# What keeps an account stands in all packages, so that its period is given here.
_UNUSED = Fading(settings.ACCOUNT_UNUSED_DAYS, unused_accounts.old, unused_accounts.close)
HOLDINGS: tuple[Holding, ...] = (
    *(replace(one, fading=_UNUSED) if one.code == "account" else one for one in enterprises.privacy.HOLDINGS),
    *requests_flow.privacy.HOLDINGS,
    *councils.privacy.HOLDINGS,
    *points.privacy.HOLDINGS,
    *parkdesk.core.privacy.HOLDINGS,
)
LOOKS = "looks"
LOOKS_AT_MOST = 500


@dataclass(frozen=True)
class Held:
    """One kind, with what is held of it about whoever asks."""

    holding: Holding
    rows: list[Row] = field(default_factory=list)


def of_person(person: Person) -> list[Held]:
    """What is held about somebody with an account; kinds of which there is nothing are left out."""
    looks = _looks([person, *needs_of(person), *firms_reached_by(person)])
    return list(_with_something((one, looks if one.code == LOOKS else one.of_person(person)) for one in HOLDINGS))


def of_need(need: Need) -> list[Held]:
    """What is held about the reporter of one need, for whoever holds its link."""
    looks = _looks([need])
    return list(_with_something((one, looks if one.code == LOOKS else one.of_need(need)) for one in HOLDINGS))


def stays_of_person() -> list[Holding]:
    """The kinds of which something is left after erasure."""
    return [one for one in HOLDINGS if one.stays]


def stays_of_need() -> list[Holding]:
    """The same for the reporter of one need."""
    return [one for one in stays_of_person() if one.of_need is not nothing or one.code == LOOKS]


def _with_something(found: Iterator[tuple[Holding, list[Row]]]) -> Iterator[Held]:
    for holding, rows in found:
        bare = [{label: value for label, value in row.items() if value} for row in rows]
        if any(bare):
            yield Held(holding, [row for row in bare if row])


def _looks(things: list[Person | Need | Enterprise]) -> list[Row]:
    """Who looked, when and why: by surname and title, as on a tracking page."""
    found = access.looks_at_any(things)[:LOOKS_AT_MOST]
    return [
        {
            _("Day"): day_time(one.at),
            pgettext("personal data", "Who"): looker(one),
            pgettext("personal data", "What"): what_of(one.action),
            _("Reason"): reason_of(one),
        }
        for one in found
    ]


def what_of(action: str) -> str:
    """What was looked at, in words; the plain name of an action without words."""
    words = {
        "contact.read": _("How to reach you"),
        "firm_contact.read": _("The contact of your firm"),
        "need.read": _("Your need"),
        "need.erase": _("Erased at your request"),
        "conduct.read": _("What you reported"),
        "joint.export": _("List of a joint handling"),
        "export": _("A table that was taken away"),
    }
    return words.get(action, action)
