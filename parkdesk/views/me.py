"""Where I go after signing in: what waits for me over all roles, and what I was told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from councils import case_list, seat_notices
from councils.elections import waits as election_waits
from councils.models import (
    Case,
    CompositionAlarm,
    Election,
    Meeting,
    Minutes,
    ReminderLetter,
    Resolution,
    Round,
    SupervisionOrder,
)
from councils.supervision_lists import Asked, Register
from enterprises.models import Amendment, DataCheck, FirmClaim, Person, Registration
from enterprises.roles import DESK, ON_SITE, UNIT, Role
from enterprises.signing_in import houses
from parkdesk.context import READERS
from parkdesk.core import clock, notices
from parkdesk.core.models import Notice
from points.models import Award, ExpiryWarning, Settlement, Voucher
from points.models.merchants import READS_SETTLEMENTS
from points.settlements import Month
from requests_flow import links
from requests_flow.models import Circular, CircularCopy, Need
from requests_flow.outreach.copies import links_of
from requests_flow.words import State, Tier

SHOWN = 20
OF_COUNCILS = (SupervisionOrder, ReminderLetter, Case, Round, Meeting, Minutes, Resolution, CompositionAlarm, Election)
READABLE = (*OF_COUNCILS, Voucher, FirmClaim, DataCheck)
OF_MY_ACCOUNT = frozenset(model._meta.label_lower for model in (Award, ExpiryWarning))  # theirs alone, without a page


@dataclass(frozen=True)
class Waiting:
    """One heap of work: what it is, how much of it waits, how much is overdue (None: it has no limit), where it is.

    `due` is the day of the earliest limit in it; None where every clock stands, or none runs.
    """

    label: str
    count: int
    overdue: int | None
    url: str
    due: date | None = None

    @property
    def order(self) -> tuple[bool, bool, date]:
        """What waits before what does not, what is due soonest on top."""
        return self.count == 0, self.due is None, self.due or date.max


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    person: Person = request.user
    told = Notice.objects.filter(recipient=f"person:{person.pk}", channel=Notice.Channel.IN_APP)
    latest = list(told.select_related("entry", "entry__text").order_by("-created_at")[:SHOWN])
    notices.bring_subjects(latest)
    pages = _pages(person, latest)
    facts = {
        "waiting": sorted(_heaps(person), key=lambda heap: heap.order),
        "notices": [(one, notices.words(one), pages.get(_subject(one))) for one in latest],
        "tools": list(_tools(person)),
        "unread": notices.unread(f"person:{person.pk}"),
    }
    return render(request, "parkdesk/me.html", facts)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything I was told as read."""
    told = Notice.objects.filter(recipient=f"person:{request.user.pk}", channel=Notice.Channel.IN_APP, read_at=None)
    told.update(read_at=clock.now())
    return redirect("me")


def _heaps(person: Person):
    """One heap for each role that has work in this house."""
    now = clock.now()
    yield from _desk_heaps(person, now)
    yield from _points_heaps(person)
    if person.wears(*UNIT):
        orders = Need.objects.of_units(person).filter(state__in=[State.TRANSFERRED, State.IN_PROGRESS])
        yield _heap(_("Orders of my unit"), orders, now, reverse("requests_flow:tasks"))
    yield from _supervision_heaps(person)
    yield from _council_heaps(person)
    yield from _election_heaps(person)
    if person.wears(*ON_SITE):
        seen = Need.objects.on_site(person).open()
        yield Waiting(_("Needs in my park"), seen.count(), None, reverse("requests_flow:visits"))
    if person.firms or not person.roles:
        ours = Need.objects.of_firms(person).open()
        yield Waiting(_("Open needs of my enterprise"), ours.count(), None, reverse("requests_flow:mine"))
    yield from _firm_heaps(person)
    if person.wears(*DESK, Role.PARK_LEADER):
        claims = FirmClaim.objects.to_answer(person)
        late = claims.filter(answer_by__lt=clock.today()).count()
        yield Waiting(_("Claims to answer"), claims.count(), late, reverse("enterprises:claims"))
    if person.wears(Role.SYSTEM_ADMIN):
        failed = Notice.objects.filter(state=Notice.State.FAILED).count()
        yield Waiting(_("Notices that failed"), failed, None, reverse("health"))


def _election_heaps(person: Person) -> Iterator[Waiting]:
    """Votes, answers and signatures that an election waits for."""
    rows = election_waits.of(person)
    if rows:
        yield Waiting(_("Elections to park councils"), len(rows), None, rows[0].url)


def _firm_heaps(person: Person) -> Iterator[Waiting]:
    """Notices to the firms of this person that nobody there has confirmed."""
    if person.firms:
        waiting = CircularCopy.objects.of_firms(person).to_confirm()
        late = waiting.filter(circular__confirm_by__lt=clock.today()).count()
        due = waiting.aggregate(due=Min("circular__confirm_by"))["due"]
        yield Waiting(_("Notices to confirm"), waiting.count(), late, reverse("requests_flow:my_copies"), due)


def _tools(person: Person) -> Iterator[tuple[str, str]]:
    """Pages that somebody needs now and then: (label, address)."""
    yield _("My notices: channels, digest, quiet hours"), reverse("me_wishes")
    yield _("My personal data: see, take along, correct, erase"), reverse("me_privacy")
    yield _("Where I am signed in"), reverse("me_sessions")
    if any(door.is_open for door in houses.ALL):
        yield _("Sign in with another account"), reverse("me_houses")
    yield _("Second factor: app, passkeys, recovery codes"), reverse("mfa_index")
    yield _("Change the password"), reverse("account_change_password")
    yield _("Privacy: who uses what, and how long"), reverse("privacy")
    yield from _firm_tools(person)
    if not person.roles - {Role.REPRESENTATIVE}:
        yield _("Register as a volunteer or community talent"), reverse("enterprises:register")
    if person.wears(*DESK, Role.EDITOR, Role.PUBLISHER):
        yield _("Texts to copy"), reverse("copy_texts")
    if person.wears(Role.DESK_MANAGER, Role.SYSTEM_ADMIN):
        yield _("Group robots"), reverse("robots_of_groups")
        yield _("Sign-ins of staff"), reverse("enterprises:sign_ins")
    if person.wears(Role.SYSTEM_ADMIN):
        yield _("Channels: what works, what is missing"), reverse("setup")


def _firm_tools(person: Person) -> Iterator[tuple[str, str]]:
    """The own firm, and for those who look after firms their pages."""
    yield _("My firm"), reverse("company")
    if person.wears(*DESK, Role.PARK_LEADER):
        yield _("Parks, house by house"), reverse("parks")
        yield _("Moves of firms"), reverse("enterprises:moves")
    if person.wears(*DESK):
        yield _("Quality of the directory"), reverse("enterprises:quality")


def _subject(notice: Notice) -> tuple[str, int]:
    return notice.entry.subject_type, notice.entry.subject_id


def _pages(person: Person, told: list[Notice]) -> dict[tuple[str, int], str]:
    """Where the things that notices are about open for this person; what is not theirs to read is left out.

    The subjects are read already (`notices.bring_subjects`), with what their addresses are made of.
    """
    entries = {_subject(one): one.entry for one in told}
    needs = links.pages_of(person, [pk for kind, pk in entries if kind == Need._meta.label_lower])
    pages = {(Need._meta.label_lower, pk): url for pk, url in needs.items()}
    written = links_of(person, [pk for kind, pk in entries if kind == Circular._meta.label_lower])
    pages |= {(Circular._meta.label_lower, pk): url for pk, url in written.items()}
    for model in READABLE:
        kind = model._meta.label_lower
        ids = [pk for one, pk in entries if one == kind]
        seen = model.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True) if ids else []
        pages |= {(kind, pk): entries[kind, pk].subject.get_absolute_url() for pk in seen}
    return pages | {about: reverse("points:points") for about in entries if about[0] in OF_MY_ACCOUNT}


def _desk_heaps(person: Person, now: datetime) -> Iterator[Waiting]:
    """What those who sit at the desk, or read its list, find there."""
    if person.wears(*DESK):
        mine = Need.objects.at_the_desk(person).open().filter(owner=person)
        yield _heap(_("Needs that I own"), mine, now, reverse("requests_flow:desk") + "?tab=mine")
        unsorted = Need.objects.at_the_desk(person).unsorted()
        yield _heap(_("Needs to sort"), unsorted, now, reverse("requests_flow:desk") + "?tab=sort")
        asked = Registration.objects.waiting().count()
        yield Waiting(_("Registrations to confirm"), asked, None, reverse("enterprises:registrations"))
        proposed = Amendment.objects.waiting().count()
        yield Waiting(_("Corrections to decide"), proposed, None, reverse("enterprises:amendments"))
    if person.wears(Role.DESK_MANAGER, Role.COMMUNITY_LEADER):
        yield _more_time(person)
    if person.wears(*READERS):
        open_needs = Need.objects.at_the_desk(person).open()
        yield _heap(_("Open needs that I may read"), open_needs, now, reverse("requests_flow:desk") + "?tab=open")


def _points_heaps(person: Person) -> Iterator[Waiting]:
    """Awards that a second person looks at, and what the shops are owed for the month before."""
    if person.wears(*DESK):
        yield Waiting(_("Points to review"), Award.objects.to_review().count(), None, reverse("points:review"))
    if person.wears(*READS_SETTLEMENTS):
        month = Month.of(clock.today()).before
        settled = Settlement.objects.visible_to(person).filter(first_day=month.first_day)
        yield Waiting(_("Settlements of last month"), settled.count(), None, reverse("points:settlements"))


def _more_time(person: Person) -> Waiting:
    """Requests for more time; it opens the most urgent, the next follows when that is decided."""
    asked = Need.objects.at_the_desk(person).filter(state=State.IN_PROGRESS, extension_days_asked__gt=0)
    asked = asked if person.wears(Role.COMMUNITY_LEADER) else asked.exclude(tier=Tier.MAJOR)
    first = asked.red_first().only("reference").first()
    url = reverse("requests_flow:need", args=[first.reference]) if first else reverse("requests_flow:desk")
    return Waiting(_("Requests for more time"), asked.count(), None, url)


def _supervision_heaps(person: Person) -> Iterator[Waiting]:
    """Orders whose next step is this person's."""
    if not person.wears(*UNIT, Role.PARTY_COMMITTEE):
        return
    rows = Register(Asked(tab="turn"), person).heaps["turn"]
    red = sum(row.light is not None and row.light.is_overdue for row in rows)
    url = reverse("councils:supervision") + "?tab=turn"
    yield Waiting(_("Supervision orders, my turn"), len(rows), red, url, _first_day(rows))


def _council_heaps(person: Person) -> Iterator[Waiting]:
    """Votes and declarations that this member still owes; it opens the next one."""
    if person.wears(Role.REPRESENTATIVE):
        rows = case_list.waiting(person)
        url = rows[0].url if rows else reverse("councils:mine")
        yield Waiting(_("Cases that wait for me"), len(rows), None, url, _first_day(rows))
    if person.wears(*seat_notices.MENDS):
        count = CompositionAlarm.objects.sounding().count()
        yield Waiting(_("Councils that are not whole"), count, None, reverse("councils:mine"))


def _first_day(rows: Iterable[Any]) -> date | None:
    """The earliest limit among rows that show a light."""
    return min((timezone.localdate(row.light.due) for row in rows if row.light and row.light.due), default=None)


def _heap(label, needs, now, url) -> Waiting:
    found = needs.aggregate(count=Count("pk", distinct=True), due=Min("due_at", filter=Q(stopped_at=None)))
    late, due = needs.overdue(now).count() if found["count"] else 0, found["due"]
    return Waiting(label, found["count"], late, url, timezone.localdate(due) if due else None)
