"""Who is told what about elections. The words: templates/councils/notices/, by the noun and its step."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import Candidacy, Election, ElectionObjection, ElectionVoter
from enterprises.models import Appointment, Enterprise, Membership, Person
from enterprises.roles import Role
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

ELECTION, CANDIDACY, OBJECTION = "councils.election.", "councils.candidacy.", "councils.electionobjection."
read_with(Election.objects.with_all())
read_with(Candidacy.objects.select_related("election__council__park", "group", "person"))
read_with(ElectionObjection.objects.select_related("election__council__park"))
kinds.add(
    kinds.Kind(
        "elections",
        _("Elections to park councils"),
        _("Who stands, when to vote, the result."),
        patterns=(ELECTION + "*", CANDIDACY + "*", OBJECTION + "*"),
        musts={
            ELECTION + "open_poll": _("A ballot opens in which you vote"),
            CANDIDACY + "second": _("You are asked whether you stand"),
        },
    )
)


@tell(ELECTION + "put_forward")
def whoever_confirms(entry: Entry) -> list[Recipient]:
    return _to(_wearing(Role.PARTY_COMMITTEE))


@tell(*(ELECTION + step for step in ("announce", "extend_nominations", "publish", "open_poll", "extend_poll")))
def those_who_speak_for_a_firm(entry: Entry) -> list[Recipient]:
    """Delegates and administrators of the park's firms, the people on registers, and whoever stands."""
    return _to(_concerned(_election(entry)))


@tell(*(ELECTION + step for step in ("declare", "certify", "annul", "cancel")))
def those_who_knew_of_it(entry: Entry) -> list[Recipient]:
    """The same, where it was announced at all."""
    election = _election(entry)
    return _to(_concerned(election)) if election.announced_at else []


@tell(ELECTION + "remind")
def those_who_have_not_voted(entry: Entry) -> list[Recipient]:
    left = ElectionVoter.objects.filter(group__election=entry.subject_id, receipt=None)
    running = Membership.objects.running(clock.today()).filter(
        is_delegate=True, enterprise__in=left.values("enterprise")
    )
    return _to(Person.objects.filter(Q(memberships__in=running) | Q(pk__in=left.values("person"))).distinct())


@tell(ELECTION + "count")
def who_signs_the_count(entry: Entry) -> list[Recipient]:
    scrutineer: Any = _election(entry).scrutineer
    return _to([scrutineer] if scrutineer else [])


@tell(ELECTION + "endorse")
def who_signs_last(entry: Entry) -> list[Recipient]:
    return _to(_wearing(Role.PARTY_COMMITTEE))


@tell(CANDIDACY + "second", CANDIDACY + "confirm", CANDIDACY + "lapse")
def the_person_themself(entry: Entry) -> list[Recipient]:
    return _to([Candidacy.objects.select_related("person").get(pk=entry.subject_id).person])


@tell(OBJECTION + "lodge")
def those_who_answer(entry: Entry) -> list[Recipient]:
    return _to(_wearing(Role.COMMUNITY_LEADER, Role.PARTY_COMMITTEE))


@tell(OBJECTION + "uphold", OBJECTION + "dismiss")
def whoever_objected(entry: Entry) -> list[Recipient]:
    return _to([ElectionObjection.objects.select_related("by").get(pk=entry.subject_id).by])


def _election(entry: Entry) -> Election:
    return Election.objects.with_all().get(pk=entry.subject_id)


def _concerned(election: Election) -> Iterable[Person]:
    firms = Enterprise.objects.filter(park=election.council.park_id, status=Enterprise.Status.ACTIVE)
    speaking = Membership.objects.running(clock.today()).filter(
        Q(is_delegate=True) | Q(is_admin=True), enterprise__in=firms
    )
    on_registers = ElectionVoter.objects.filter(group__election=election).values("person")
    stands = election.candidacies.live().values("person")
    found = Q(memberships__in=speaking) | Q(pk__in=on_registers) | Q(pk__in=stands)
    return Person.objects.filter(found).distinct()


def _wearing(*roles: Role) -> Iterable[Person]:
    hats = Appointment.objects.running(clock.today()).filter(role__in=roles)
    return Person.objects.filter(appointments__in=hats).distinct()


def _to(people: Iterable[Person]) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in people if one.is_active]
