"""Where I go after signing in: what waits for me over all roles, and what I was told."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

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
from enterprises.models import DataCheck, FirmClaim, Person
from enterprises.roles import DESK, Role
from enterprises.signing_in import houses
from parkdesk import heaps
from parkdesk.core import clock, notices
from parkdesk.core.models import Notice
from points.models import Award, ExpiryWarning, Voucher
from requests_flow import links
from requests_flow.models import Circular, Need
from requests_flow.outreach.copies import links_of

SHOWN = 20
OF_COUNCILS = (SupervisionOrder, ReminderLetter, Case, Round, Meeting, Minutes, Resolution, CompositionAlarm, Election)
READABLE = (*OF_COUNCILS, Voucher, FirmClaim, DataCheck)
OF_MY_ACCOUNT = frozenset(model._meta.label_lower for model in (Award, ExpiryWarning))  # theirs alone, without a page


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
        "waiting": heaps.of(person),
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
        yield _("Parks, building by building"), reverse("parks")
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
