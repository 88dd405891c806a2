"""The people of the demonstration: the sign-ins, and somebody who works in each operator and property firm."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from enterprises.models import Appointment, Contact, Enterprise, Membership, Park, Person, Unit
from enterprises.roles import ON_SITE, Line, Role
from parkdesk.core import clock
from parkdesk.demonstration.signins import BY_NAME, PASSWORD, SIGN_INS, STORY_PARK, SignIn

# Clerks without a sign-in of their own stand at the windows of their line.
PLAIN_CLERK = "s07"
GIVEN_NAMES = ("云起", "子衿", "望舒", "书言", "知行", "清和", "南乔", "以宁", "景行", "语冰", "承安", "若谷")
SURNAMES = "陈林徐何郑周蒋沈韩曹许吕"
LANDLORDS = (Unit.Kind.OPERATOR, Unit.Kind.PROPERTY)


def lend_names() -> None:
    """Give the directory's people their own usernames back, so that an import finds them."""
    for one in SIGN_INS:
        if one.code:
            Person.objects.filter(username=one.username).update(username=one.code.lower())


def settle() -> None:
    """Bring all sign-ins and workers in step; a second time changes nothing but the password."""
    since, password = date(clock.today().year - 1, 1, 1), make_password(PASSWORD)
    park = Park.objects.select_related("operator", "property_manager").get(code=STORY_PARK)
    for one in SIGN_INS:
        person = _person(one)
        person.password, person.is_active, person.phone_verified = password, True, bool(person.phone)
        person.is_staff = person.is_superuser = one.role == Role.SYSTEM_ADMIN
        person.is_invented = True
        person.save()
        _appoint(person, one, park, since)
    _lead_a_building(park, since)
    _stand_at_windows(since)
    _name_contacts(park)
    _staff_landlords(since)


def _person(one: SignIn) -> Person:
    known = (
        Person.objects.filter(username=one.username).first() or Person.objects.filter(username=one.code.lower()).first()
    )
    person = known or Person(username=one.username, phone=_free_number())
    person.username = one.username
    person.name = one.name or person.name
    person.email = person.email or f"{one.username}@people.example.com"
    if one.firm and not known:
        contact = Contact.objects.filter(enterprise__code=one.firm, is_primary=True).first()
        person.name = contact.name if contact else "姜亦林"
    return person


def _free_number() -> str:
    """A number that was never assigned (domain.md 14) and that nobody of the directory has."""
    used = set(Person.objects.filter(phone__startswith="+861540").values_list("phone", flat=True))
    return next(number for number in (f"+861540{7000000 + step:07d}" for step in count(1)) if number not in used)


def _appoint(person: Person, one: SignIn, park: Park, since: date) -> None:
    """One role for each sign-in, so that each first page is that role's own."""
    if one.firm:
        firm = Enterprise.objects.get(code=one.firm)
        Membership.objects.get_or_create(
            person=person, enterprise=firm, ends_on=None, defaults={"starts_on": since, "is_admin": one.is_firm_admin}
        )
        return
    if one.role == Role.REPRESENTATIVE:
        return  # a seat in the council appoints
    person.appointments.filter(role__in=[Role.WINDOW_CLERK, Role.SPECIALIST]).exclude(role=one.role).delete()
    facts = {"unit": _unit(one, park), "line": one.line, "park": Park.objects.filter(code=one.park or None).first()}
    if not person.appointments.filter(role=one.role, unit=facts["unit"], line=one.line, park=facts["park"]).exists():
        Appointment.objects.create(person=person, role=one.role, starts_on=since, title=str(one.title)[:60], **facts)


def _unit(one: SignIn, park: Park) -> Unit | None:
    if one.unit in {"operator", "property"}:
        return park.operator if one.unit == "operator" else park.property_manager
    return Unit.objects.get(code=one.unit) if one.unit else None


def _lead_a_building(park: Park, since: date) -> None:
    """The park leader of the story shares the plan of visits with somebody of its first building."""
    building = park.buildings.order_by("pk").first()
    leader, _is_new = Person.objects.get_or_create(
        username="building-leader", defaults={"name": "丁书言", "password": make_password(None)}
    )
    if building and not leader.appointments.exists():
        Appointment.objects.create(
            person=leader, role=Role.VOLUNTEER, park=park, building=building, title="楼长", starts_on=since
        )


def _stand_at_windows(since: date) -> None:
    """The windows of each line are kept by its clerk; the specialist where the clerk has another duty."""
    clerk = Person.objects.get(username=PLAIN_CLERK)
    keepers = {one.line: Person.objects.get(username=one.username) for one in SIGN_INS if one.role == Role.SPECIALIST}
    keepers[Line.COMPREHENSIVE_GOVERNANCE] = clerk
    keepers[Line.PUBLIC_AFFAIRS] = Person.objects.get(username="window")
    for window in Unit.objects.filter(kind=Unit.Kind.WINDOW):
        keeper = keepers[window.line]
        role = Role.WINDOW_CLERK if keeper in {clerk, keepers[Line.PUBLIC_AFFAIRS]} else Role.SPECIALIST
        line = window.line if role == Role.SPECIALIST else ""
        if not keeper.appointments.filter(unit=window).exists():
            Appointment.objects.create(person=keeper, role=role, unit=window, line=line, starts_on=since)


def _name_contacts(park: Park) -> None:
    """What the public reads of the story's units fits the people who work there."""
    Unit.objects.filter(pk=park.operator_id).update(contact="沈经理")
    Unit.objects.filter(pk=park.property_manager_id).update(contact="程管家")
    for username, unit, contact in (("liaison", "DEPT-MARKET", "周科长"), ("subdistrict", "STREET", "郑主任")):
        if username in BY_NAME:
            Unit.objects.filter(code=unit).update(contact=contact)


def _staff_landlords(since: date) -> None:
    """Somebody works in every operator and property firm, under an account that nobody can sign in to."""
    empty = list(
        Unit.objects.filter(kind__in=LANDLORDS).exclude(appointments__role=Role.OPERATOR_STAFF).order_by("code")
    )
    people = [
        Person(username=f"unit-{unit.code.lower()}", password=make_password(None), name=_worker_name(unit, number))
        for number, unit in enumerate(empty)
    ]
    Person.objects.bulk_create(people)
    Appointment.objects.bulk_create(
        Appointment(person=person, role=Role.OPERATOR_STAFF, unit=unit, starts_on=since)
        for person, unit in zip(people, empty, strict=True)
    )


def _worker_name(unit: Unit, number: int) -> str:
    surname = unit.contact[:1] or SURNAMES[number % len(SURNAMES)]
    return surname + GIVEN_NAMES[number % len(GIVEN_NAMES)]


@dataclass
class Company:
    """Who takes which step, looked up once: their roles are read at the first step and kept."""

    by_name: dict[str, Person] = field(default_factory=dict)
    workers: dict[int, Person] = field(default_factory=dict)
    walkers: dict[int, Person] = field(default_factory=dict)
    clerks: list[Person] = field(default_factory=list)
    specialists: dict[str, Person] = field(default_factory=dict)


def gather() -> Company:
    """Everybody who acts in the demonstration."""
    names = [one.username for one in SIGN_INS] + [PLAIN_CLERK]
    company = Company(by_name={person.username: person for person in Person.objects.filter(username__in=names)})
    company.clerks = [company.by_name["window"], company.by_name[PLAIN_CLERK]]
    company.specialists = {
        str(one.line): company.by_name[one.username] for one in SIGN_INS if one.role == Role.SPECIALIST
    }
    running = Appointment.objects.running(clock.today()).select_related("person").order_by("-pk")
    shared = {person.username: person for person in company.by_name.values()}
    for hat in running.filter(Q(unit__isnull=False) | Q(role__in=ON_SITE)):
        person = shared.setdefault(hat.person.username, hat.person)
        if hat.unit_id:
            company.workers[hat.unit_id] = person
        elif hat.park_id and hat.role in ON_SITE:
            company.walkers[hat.park_id] = person
    return company
