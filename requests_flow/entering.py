"""What the desk hears at the counter, on the phone or by mail, or reads in another system, entered for somebody else.

Whoever enters a need has confirmed it by that: it is acknowledged in the same transaction, and theirs.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.idempotency import once
from parkdesk.core.models import Entry
from parkdesk.core.words_of_time import day_time
from requests_flow import desk
from requests_flow.intake import Report, hand_in
from requests_flow.models import Need
from requests_flow.outlook import outlook
from requests_flow.who import who_answers
from requests_flow.words import Outside

# How long whoever entered a need sees its PIN and link again, to give them on.
SHOWN_FOR = timedelta(hours=24)


class OnRecord(Exception):
    """Another press has entered this number of another system already. Says so, with the need that it became."""


def enter(reports: Collection[Report], *, by: Person, key: str) -> list[Need]:
    """Store needs and acknowledge them, all or none, once per key. Returns them in their order.

    Raises NotYours unless `by` sits at the desk, OnRecord when a number of another system was entered before.
    """
    made: list[Need] = []

    def store() -> str:
        for number in {one.outside_number for one in reports} - {""}:
            _refuse_known(number)
        made[:] = [desk.acknowledge(hand_in(one, by=by)[0], by=by) for one in reports]
        return " ".join(str(one.pk) for one in made)

    said, is_new = once(f"enter:{by.pk}", key, store)
    if is_new:
        return made
    return list(Need.objects.filter(pk__in=said.split()).order_by("pk"))


def entered_by(person: Person, references: Iterable[str]) -> list[Need]:
    """Those of these needs that the person entered within a day, in order of their number."""
    needs = Need.objects.filter(reference__in=references, submitted_at__gte=clock.now() - SHOWN_FOR)
    first = Entry.objects.filter(subject_type="requests_flow.need", subject_id__in=needs.values("pk"), seq=1)
    own = first.filter(actor=person).values("subject_id")
    return list(
        needs.filter(pk__in=own)
        .select_related("park", "building", "enterprise", "unit", "owner", "handler")
        .order_by("pk")
    )


def _refuse_known(number: str) -> None:
    known = Need.objects.filter(outside_number=number).order_by("-pk").first()
    if known is not None:
        said = _("%(number)s is on record already, as need %(need)s.")
        raise OnRecord(said % {"number": number, "need": known.reference})


def reply(need: Need, link: str) -> str:
    """What to send back to whoever said it, in the reader's language. A group gets neither PIN nor link."""
    who, look = who_answers(need), outlook(need)
    said = [
        _("Received: “%(title)s”. Number %(number)s.") % {"title": need.title, "number": need.reference},
        _("%(unit)s, %(person)s, telephone %(landline)s.") % vars(who),
    ]
    if look.due:
        said.append(_("%(over)s: %(moment)s.") % {"over": look.over, "moment": day_time(look.due)})
    if need.outside_kind == Outside.CHAT:
        said.append(_("For the link to follow it, please write to us directly."))
    else:
        said.append(_("Follow it here, PIN %(pin)s: %(link)s") % {"pin": need.pin, "link": link})
    return "\n".join(said)
