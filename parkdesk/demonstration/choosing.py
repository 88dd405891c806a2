"""Elections of the demonstration: one park in which people can stand today, one whose result was just published."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.contrib.auth.hashers import make_password

from councils.elections import counting, nominating, planning, vetting, voting
from councils.elections.planning import SeatsOf
from councils.models import Council, Election, ElectionVoter
from enterprises.models import Enterprise, Membership, Person
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import STORY_PARK
from parkdesk.demonstration.timeline import Happening

VOTED_IN = "P02"
SINCE = date(2025, 3, 3)
# Of so many firms one votes; with a code, because these firms have named nobody.
ONE_OF = 3
CANDIDATES = (
    ("stands-one", "姚知夏", "行政总监", "先把食堂和班车两件事谈成，每月把进展贴在大堂。"),
    ("stands-two", "顾清野", "研发经理", "替小企业说话：会议室、实验设备能不能大家共用。"),
    ("stands-three", "陶以南", "财务主管", "把业财共管的账一笔一笔讲清楚，谁都能看懂。"),
)
# What the firms that vote choose, in turn: the numbers of two candidates at most.
CHOICES = ((0, 1), (0,), (1, 2), (0, 2), (0, 1), ())


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """From the plan on; councils that are not there (a smaller directory) do nothing."""
    councils = {one.park.code: one for one in Council.objects.select_related("park")}
    if STORY_PARK in councils:
        yield from _nominating(world, office, councils[STORY_PARK])
    if VOTED_IN in councils:
        yield from _declared(world, office, councils[VOTED_IN])


def _nominating(world: World, office: Office, council: Council) -> Iterator[Happening]:
    kind = Election.Kind.BY_ELECTION
    yield Happening(office.back(9 * A_DAY), partial(_announce, world, council, SeatsOf("enterprise", 1), kind))


def _declared(world: World, office: Office, council: Council) -> Iterator[Happening]:
    seats = SeatsOf("enterprise", 2)
    yield Happening(office.back(26 * A_DAY), partial(_announce, world, council, seats, Election.Kind.ORDINARY))
    yield Happening(office.back(17 * A_DAY), partial(_stand, council))
    yield Happening(office.back(13 * A_DAY), partial(_check, world, council))
    yield Happening(office.back(12 * A_DAY), partial(_publish, world, council))
    yield Happening(office.back(5 * A_DAY), partial(_vote, world, council))
    yield Happening(office.back(2 * A_DAY), partial(_count, world, council))
    yield Happening(office.back(1 * A_DAY), partial(_declare, world, council))


def _announce(world: World, council: Council, seats: SeatsOf, kind: str) -> None:
    who = world.company.by_name
    plan = planning.draft(council, [seats], by=who["manager"], kind=kind, scrutineer=who["auditor"])
    planning.announce(planning.put_forward(plan, by=who["manager"]), by=who["party"])


def _of(council: Council) -> Election:
    return Election.objects.with_all().get(council=council)


def _stand(council: Council) -> None:
    firms = Enterprise.objects.filter(park=council.park, status=Enterprise.Status.ACTIVE).order_by("pk")
    group = _of(council).groups.get()
    for firm, (username, name, position, statement) in zip(firms, CANDIDATES, strict=False):
        person, _is_new = Person.objects.get_or_create(
            username=username, defaults={"name": name, "password": make_password(None)}
        )
        Membership.objects.get_or_create(person=person, enterprise=firm, defaults={"starts_on": SINCE})
        nominating.stand(group, by=person, position=position, statement=statement)


def _check(world: World, council: Council) -> None:
    who, said = world.company.by_name, "企业在本园区在营满三个月，无未结欠薪事项，本人同意公开。"
    for one in _of(council).candidacies.standing():
        vetting.confirm(vetting.assess(one, by=who["manager"], is_fit=True, reasons=said), by=who["party"])


def _publish(world: World, council: Council) -> None:
    vetting.publish(_of(council), by=world.company.by_name["manager"], remedy="没有代表的企业类型由补选补足。")


def _vote(world: World, council: Council) -> None:
    election = _of(council)
    standing = list(election.candidacies.accepted().values_list("pk", flat=True))
    voters = ElectionVoter.objects.filter(group__election=election).select_related("enterprise").order_by("pk")
    firms = [one for one in voters if one.enterprise_id and voting.delegate_of(one.enterprise_id) is None]
    for turn, voter in enumerate(firms[:: ONE_OF - 1][: len(voters) // ONE_OF + 1]):
        voting.give_code(election, voter.enterprise, by=world.company.by_name["manager"])
        holder = voting.holder_of(election.codes.get(enterprise=voter.enterprise))
        picks = [standing[number] for number in CHOICES[turn % len(CHOICES)] if number < len(standing)]
        voting.cast(voter, picks, by=holder, key="")


def _count(world: World, council: Council) -> None:
    counting.count(_of(council), by=world.company.by_name["manager"])


def _declare(world: World, council: Council) -> None:
    counting.attest(_of(council), by=world.company.by_name["auditor"])
    counting.declare(_of(council), by=world.company.by_name["manager"])
