"""Registering as a volunteer or community talent: asked by oneself, confirmed by the desk, once (domain.md 10)."""

import pytest
from django.urls import reverse

from enterprises import registering
from enterprises.models import Appointment, Person, Registration
from enterprises.roles import Role
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry
from tests.factories import AppointmentFactory, ParkFactory, PersonFactory


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def neighbour(db):
    return PersonFactory(name="苏晚晴")


@pytest.fixture
def clerk(db):
    return AppointmentFactory(role=Role.WINDOW_CLERK).person


@pytest.fixture
def asked(park, neighbour):
    return registering.ask(park=park, kind="talent", offer="讲出口退税", by=neighbour)


def test_whoever_is_confirmed_is_a_volunteer_of_the_park_and_earned_it(asked, clerk, neighbour, park):
    registering.confirm(asked, by=clerk)
    entry = Entry.objects.about(asked).last()
    assert (entry.verb, entry.beneficiaries) == ("enterprises.registration.confirm", [neighbour.pk])
    again = Person.objects.get(pk=neighbour.pk)
    assert (again.wears(Role.VOLUNTEER), again.parks(Role.VOLUNTEER)) == (True, {park.pk})


def test_a_person_registers_once(asked, clerk, neighbour, park):
    with pytest.raises(NotNow):
        registering.ask(park=park, kind="volunteer", by=neighbour)
    asked = registering.confirm(asked, by=clerk)
    with pytest.raises(NotNow):
        registering.ask(park=ParkFactory(), kind="volunteer", by=neighbour)
    with pytest.raises(NotNow):
        registering.confirm(asked, by=clerk)
    assert (Registration.objects.count(), Appointment.objects.filter(person=neighbour).count()) == (1, 1)


def test_who_was_declined_may_ask_again(asked, clerk, neighbour, park):
    advance(asked, "decline", by=clerk, reason="请先到窗口登记")
    assert registering.ask(park=park, kind="volunteer", by=neighbour).state == "asked"


def test_nobody_confirms_their_own_registration_or_without_the_desk(park, asked, clerk, neighbour):
    with pytest.raises(NotYours):
        registering.confirm(asked, by=neighbour)
    own = registering.ask(park=park, kind="volunteer", by=clerk)
    with pytest.raises(NotYours):
        registering.confirm(own, by=clerk)
    assert not Appointment.objects.filter(role=Role.VOLUNTEER).exists()


def test_who_is_a_volunteer_already_gets_no_second_appointment(asked, clerk, neighbour, park):
    AppointmentFactory(person=neighbour, role=Role.VOLUNTEER, park=park)
    registering.confirm(asked, by=clerk)
    assert Appointment.objects.filter(person=neighbour).count() == 1


# --- over the pages ----------------------------------------------------------------------------------
def test_from_the_own_page_to_the_desk_and_back(client, park, neighbour, clerk):
    client.force_login(neighbour)
    facts = {"kind": "volunteer", "park": park.pk, "offer": "看看电梯", "key": "k", "person": clerk.pk}
    for _ in range(2):
        assert client.post(reverse("enterprises:register"), facts).status_code == 302
    one = Registration.objects.get()
    assert one.person == neighbour
    assert "看看电梯" not in client.get(reverse("me")).content.decode()
    client.force_login(clerk)
    assert "看看电梯" in client.get(reverse("enterprises:registrations")).content.decode()
    answer = client.post(reverse("enterprises:registration_step", args=[one.pk, "confirm"]), {"key": "c"})
    assert answer.status_code == 302
    assert Registration.objects.get().state == "confirmed"


def test_declining_wants_a_reason_that_the_person_reads(client, asked, clerk, neighbour):
    client.force_login(clerk)
    url = reverse("enterprises:registration_step", args=[asked.pk, "decline"])
    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"reason": "请先到窗口登记"}).status_code == 302
    client.force_login(neighbour)
    assert "请先到窗口登记" in client.get(reverse("enterprises:register")).content.decode()


def test_others_do_not_see_who_asked(client, asked, neighbour):
    client.force_login(PersonFactory())
    for name, args in (("registrations", []), ("registration_step", [asked.pk, "confirm"])):
        assert client.post(reverse(f"enterprises:{name}", args=args)).status_code == 404
        assert client.get(reverse(f"enterprises:{name}", args=args)).status_code == 404
    assert client.post(reverse("enterprises:register_withdraw")).status_code == 404
    assert Registration.objects.get().state == "asked"


def test_what_was_not_answered_yet_is_taken_back(client, asked, neighbour):
    client.force_login(neighbour)
    assert client.post(reverse("enterprises:register_withdraw")).status_code == 302
    assert Registration.objects.get().state == "withdrawn"
