"""What people of the demonstration give and get: a registration, visits, points of a year, a coffee."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from enterprises import registering
from enterprises.models import Enterprise, Park, Person, Registration
from parkdesk.core import clock
from parkdesk.core.actors import Holder
from parkdesk.core.flow import advance
from parkdesk.demonstration import texts
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import STORY_PARK
from parkdesk.demonstration.timeline import Happening
from points import awards, redeem, reward_seeds, rulebook, seeds, settlements, till
from points.models import Award, Merchant, Product
from requests_flow import visiting
from requests_flow.models import Visit

# Working days ago.
BEGINNING, REGISTERED, A_VISIT, MOVED_IN = 250, 120, 240, 4
# So many visits in a year of the park leaders who have a sign-in, and of all others in the full park.
VISITS = {"leader": 90, "leader2": 40}
VISITS_OF_OTHERS = 3
# How a firm is doing, by chance: mostly stable.
BUSINESS = ("growing", "stable", "stable", "stable", "", "", "", "shrinking", "growing", "at_risk")
NOON = time(12, 40)
APPROVED_IN = "全体园治会联席会议"


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """The rule book, then what it pays for, then what is got for it."""
    yield Happening(office.back(BEGINNING * A_DAY), partial(_open_shops, world, office))
    yield from _registration(world, office)
    for park in world.parks.values():
        yield from _visits(world, office, park)
    yield from _coffees(world, office)


def _open_shops(world: World, office: Office) -> None:
    """Rules of the years that are told of, approved by all councils; shops with their rewards."""
    today = office.now.astimezone(clock.SHANGHAI).date()
    for year in range(clock.today().year, today.year + 1):
        seeds.ensure_rule_book(year)
        rulebook.approve(year, APPROVED_IN, by=world.company.by_name["leader-community"])
    reward_seeds.ensure(clerks=[world.company.by_name["merchant"]])


# --- a registration: asked, confirmed, reviewed by somebody else, on public notice, paid ---------------
def _registration(world: World, office: Office) -> Iterator[Happening]:
    who = world.company.by_name
    volunteer, kind = who["volunteer"], Registration.Kind.VOLUNTEER
    park = world.parks[STORY_PARK]
    offer = texts.of("giving")["offer"]
    ask = partial(registering.ask, park=park, kind=kind, offer=offer, by=volunteer)
    yield Happening(office.back(REGISTERED * A_DAY), ask)
    yield Happening(office.back((REGISTERED - 1) * A_DAY), partial(_confirm, volunteer, who["specialist-party"]))
    yield Happening(office.back((REGISTERED - 2) * A_DAY), partial(_review, volunteer, who["manager"]))
    yield Happening(office.back((REGISTERED - 7) * A_DAY), awards.post_what_was_on_notice)


def _confirm(person: Person, by: Person) -> None:
    registering.confirm(Registration.objects.get(person=person), by=by)


def _review(person: Person, by: Person) -> None:
    for award in Award.objects.to_review().filter(person=person):
        awards.review(award, by=by)


# --- visits ------------------------------------------------------------------------------------------
def _visits(world: World, office: Office, park: Park) -> Iterator[Happening]:
    leader, firms = world.company.walkers.get(park.pk), world.firms[park.code]
    if leader is None or not firms:
        return
    yield Happening(office.back(MOVED_IN * A_DAY), partial(_move_in, firms[-1]))
    count = VISITS.get(leader.username, VISITS_OF_OTHERS)
    for number in range(count):
        ago = A_VISIT - number * (A_VISIT - 2) / count
        visit = partial(
            _visit,
            leader,
            firms[number * 7 % max(1, len(firms) - 1)],
            texts.dice(f"{park.code} visit {number}").random(),
        )
        yield Happening(office.back(ago * A_DAY), visit)


def _move_in(firm: Enterprise) -> None:
    Enterprise.objects.filter(pk=firm.pk).update(moved_in=clock.today())


def _visit(leader: Person, firm: Enterprise, chance: float) -> None:
    notes = texts.of("giving")["visits"]
    purpose, note = notes[int(chance * len(notes))]
    call = visiting.Call(
        firm,
        clock.today(),
        Visit.Purpose(purpose),
        minutes=(10, 20, 30)[int(chance * 30) % 3],
        met=Visit.Met.values[int(chance * 50) % len(Visit.Met.values)],
        business=BUSINESS[int(chance * 100) % len(BUSINESS)],
        staff=firm.employees,
        safety=[Visit.Safety.FINE] if purpose == Visit.Purpose.SAFETY else [],
        note=note,
        is_confirmed_by_phone=chance > 0.5,
    )
    visit, _needs = visiting.log(call, by=leader)
    if chance < 0.3:
        advance(visit, "confirm", by=Holder("confirmation", f"visit:{visit.pk}"))


# --- a coffee last month, settled since; one that waits to be drunk -----------------------------------
def _coffees(world: World, office: Office) -> Iterator[Happening]:
    who = world.company.by_name
    first = office.now.astimezone(clock.SHANGHAI).date().replace(day=1)
    noon = datetime.combine(first - timedelta(days=12), NOON, clock.SHANGHAI)
    opening = datetime.combine(first, time(0, 45), clock.SHANGHAI)
    yield Happening(noon, partial(_drink, who["leader"], who["merchant"]))
    if opening < office.latest:
        yield Happening(opening, settlements.close_last_month)
    yield Happening(office.back(30), partial(_order, who["volunteer"]))


def _order(person: Person) -> object:
    return redeem.order(Product.objects.get(code="coffee"), by=person)


def _drink(person: Person, clerk: Person) -> None:
    voucher = redeem.order(Product.objects.get(code="coffee"), by=person)
    till.take(voucher, merchant=Merchant.objects.get(code=reward_seeds.COFFEE_SHOP), by=clerk)
