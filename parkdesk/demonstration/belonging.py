"""Firms of the demonstration that look after themselves: one kept by two people, claims and corrections that wait."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db.models import Case, F, Value, When

from enterprises import amending, claiming, colleagues, relocating
from enterprises.models import Enterprise, FirmClaim, Membership, Person
from parkdesk.core import clock
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import BY_NAME, STORY_PARK
from parkdesk.demonstration.timeline import Happening

Way = FirmClaim.Way
# People without a sign-in: accounts that somebody opened on the way to a firm.
COLLEAGUE, CLAIMANT, NEWCOMER = ("firm-colleague", "沈一诺"), ("firm-claimant", "陆知微"), ("firm-newcomer", "苏以宁")
# Of so many firms one was never confirmed, and one long ago.
ONE_OF = 23
# Firms of this size have said something about their party organisation; one in twelve is a member.
LARGE, ONE_MEMBER_IN = 36, 12
Branch = Enterprise.PartyBranch
LATELY, LONG_AGO = timedelta(days=120), timedelta(days=430)
SAID = {
    "claim": "我是公司行政，原联系人已离职，请致电前台核实。",
    "join": "我在研发部，平时由我报修，请加我为成员。",
    "address": "已换发营业执照，登记地址随迁。",
}
SECOND_PARK = "P02"


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """Confirmed data, a colleague who was let in, what waits for desk, leader and administrator, a move."""
    who = world.company.by_name
    own, other = (Enterprise.objects.get(code=BY_NAME[name].firm) for name in ("enterprise", "enterprise2"))
    yield Happening(office.back(30 * A_DAY), _confirm_the_directory)
    yield Happening(office.back(29 * A_DAY), _say_how_many_party_members)
    yield Happening(office.back(20 * A_DAY), partial(_let_in, own, who["enterprise"]))
    yield Happening(office.back(9 * A_DAY), partial(_move, who["leader2"]))
    yield Happening(office.back(7 * A_DAY), relocating.settle_what_nobody_took_back)
    yield Happening(office.back(6 * A_DAY), partial(_correct, own, who["enterprise"]))
    yield Happening(office.back(1 * A_DAY), partial(amending.ask_to_confirm, other, by=who["manager"]))
    yield Happening(office.back(1 * A_DAY), partial(_claim, own, NEWCOMER, Way.ADMINISTRATOR, SAID["join"]))
    yield Happening(office.latest, partial(colleagues.invite, own, meant_for="财务小周", by=who["enterprise"]))
    yield Happening(office.latest, partial(_claim, _unclaimed(), CLAIMANT, Way.PEOPLE, SAID["claim"]))


def _confirm_the_directory() -> None:
    """Nearly all firms have said lately that their data are right."""
    numbered = Enterprise.objects.annotate(turn=F("pk") % ONE_OF)
    numbered.exclude(turn__in=[0, 1]).update(confirmed_on=clock.today() - LATELY)
    numbered.filter(turn=1).update(confirmed_on=clock.today() - LONG_AGO)


def _say_how_many_party_members() -> None:
    """Larger firms have said how many of their people are party members, and what organisation they have."""
    large = Enterprise.objects.filter(employees__gte=LARGE).annotate(turn=F("pk") % 4)
    branch = Case(
        When(turn=0, then=Value(Branch.NONE)), When(turn=1, then=Value(Branch.JOINT)), default=Value(Branch.OWN)
    )
    large.update(party_members=F("employees") / ONE_MEMBER_IN, party_branch=branch)


def _person(who: tuple[str, str]) -> Person:
    username, name = who
    return Person.objects.get_or_create(username=username, defaults={"name": name, "password": make_password(None)})[0]


def _let_in(firm: Enterprise, administrator: Person) -> None:
    colleague = _person(COLLEAGUE)
    Membership.objects.filter(person=colleague).delete()  # of the time before the demonstration was put back
    invitation = colleagues.invite(firm, meant_for=COLLEAGUE[1], by=administrator)
    colleagues.join(invitation, by=colleague)
    colleagues.name_delegate(Membership.objects.get(person=colleague), by=administrator)


def _correct(firm: Enterprise, administrator: Person) -> None:
    """The number of its people counts at once, the registered address waits."""
    people = 46 if firm.employees != 46 else 45
    values = {"employees": people, "registered_address": f"{firm.registered_address}（新址）", "party_members": 4}
    amending.correct(firm, values, reason=SAID["address"], by=administrator)


def _claim(firm: Enterprise, who: tuple[str, str], way: str, said: str) -> None:
    claiming.ask(firm, way=way, said=said, by=_person(who))


def _unclaimed() -> Enterprise:
    """A firm of the story's park to which nobody with an account belongs."""
    free = Enterprise.objects.filter(park__code=STORY_PARK, memberships=None, status=Enterprise.Status.ACTIVE)
    return free.exclude(building=None).order_by("pk").first()  # type: ignore[return-value]


def _move(leader: Person) -> None:
    """One floor up, or down again when the demonstration was put back."""
    here = Enterprise.objects.filter(park__code=SECOND_PARK, status=Enterprise.Status.ACTIVE).exclude(building=None)
    firm = here.select_related("park", "building").order_by("pk").first()
    if firm:
        room = "918" if firm.room != "918" else "916"
        relocating.move(firm, park=firm.park, building=firm.building, floor="9", room=room, by=leader)
