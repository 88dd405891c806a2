"""The simple needs of a park as its council's members read them, and two voices that raise one (decisions 26).

No need waits for this list, and nobody is told of it: who wants to know looks. Needs are named by their masked title;
who reported them, and for which firm, is not said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from councils import within_reach
from councils.models import Council, Representative, Voice
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance, begin
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow
from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.council_guards import COUNCIL
from requests_flow.masking import masked
from requests_flow.models import Need
from requests_flow.outlook import pill_of
from requests_flow.words import HANDLED, State, Tier

NEED = "requests_flow.need."
WEEK = timedelta(days=7)
# So many members raise a need together.
ENOUGH = 2
HEAPS = ("open", "asked", "done")


@dataclass(frozen=True)
class Row:
    """One need as members see it: who has asked to raise it, and what this member can do."""

    need: Need
    title: str
    look: str
    voices: list[Voice] = field(default_factory=list)
    may_ask: bool = False
    may_take_back: bool = False


def listed(council: Council, person: Person) -> dict[str, Any]:
    """The needs of the week as querysets by heap: still open, somebody has asked, closed within 7 days."""
    seen = Need.objects.filter(within_reach.of_park(person, council), tier=Tier.SIMPLE).select_related("building")
    seated = [one.pk for one in council.seated()]
    asked = Voice.objects.standing().filter(need=OuterRef("pk"), representative__in=seated)
    closed = seen.filter(state=State.CLOSED, closed_at__gte=clock.now() - WEEK)
    return {
        "open": seen.open().red_first(),
        "asked": seen.open().filter(Exists(asked)).red_first(),
        "done": closed.order_by("-closed_at", "-pk"),
    }


def matching(needs: Iterable[Need], words: str) -> list[Need]:
    """Those whose title, as it is shown, or whose number holds these words; what is masked is not found."""
    wanted = fold(words).replace(" ", "")
    return [one for one in needs if wanted in fold(f"{one.reference} {masked(one.title)}").replace(" ", "")]


def rows(needs: Iterable[Need], council: Council, seat: Representative | None) -> list[Row]:
    """The rows for somebody in this seat; without one they read and ask nothing. One query for all voices."""
    needs = list(needs)
    said: dict[int, list[Voice]] = defaultdict(list)
    for one in _standing(council, [need.pk for need in needs]):
        said[one.need_id].append(one)
    return [_row(need, said[need.pk], seat) for need in needs]


def _row(need: Need, voices: list[Voice], seat: Representative | None) -> Row:
    has_asked = seat is not None and any(one.representative_id == seat.pk for one in voices)
    is_open = seat is not None and need.state in HANDLED
    return Row(need, masked(need.title), pill_of(need), voices, is_open and not has_asked, has_asked)


def _standing(council: Council, needs: list[int]) -> list[Voice]:
    """Voices of those who sit today: with a seat that ended, or passed to a substitute, its voice counts no more."""
    seated = [one.pk for one in council.seated()]
    found = Voice.objects.standing().filter(need__in=needs, representative__in=seated)
    return list(found.select_related("representative__person", "representative__seat"))


@transaction.atomic
def ask(voice: Voice, *, by: Person, reason: str = "") -> Voice:
    """Ask to raise the need of a voice that is not stored yet; the second member who asks raises it to complex.

    Raises NotYours for who does not sit there or may not know of the need, NotNow for a need that is not simple any
    more and for a second voice of one seat. The need's lock makes one raising of many voices at once.
    """
    need = voice.need = _locked(voice.need_id)
    voice = begin(voice, "ask", by=by, reason=reason)
    together = _standing(voice.representative.council, [need.pk])
    if len(together) < ENOUGH:
        return voice
    advance(need, "raise_for_members", by=COUNCIL, tier=Tier.COMPLEX, rule=tiers.BY_MEMBERS.rule)
    counted = {one.pk: advance(one, "count", by=COUNCIL) for one in together}
    return counted[voice.pk]


@transaction.atomic
def take_back(voice: Voice, *, by: Person) -> Voice:
    """Take one's voice back while it is alone. Raises NotYours for another's, NotNow once it was counted."""
    _locked(voice.need_id)
    return advance(voice, "take_back", by=by)


def _locked(key: int) -> Need:
    """The need, so that nobody else counts voices for it meanwhile."""
    return Need.objects.select_for_update(of=("self",)).select_related("park").get(pk=key)


def let_go_of_old_voices(entry: Entry) -> None:
    """The need was raised another way: who wants it raised again some day asks again."""
    need = Need.objects.get(pk=entry.subject_id)
    if need.tier == Tier.SIMPLE:
        return
    for one in Voice.objects.standing().filter(need=need):
        advance(one, "lapse", by=CLOCK)


for _step in ("retier", "climb", "triage", "raise_for_members"):
    follow(NEED + _step, name=f"councils.voices_{_step}")(let_go_of_old_voices)
