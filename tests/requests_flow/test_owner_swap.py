"""What belongs to one person does not open for another who knows its address (quality 2)."""

from http import HTTPStatus

import pytest

from enterprises.roles import Role
from parkdesk.core import files
from parkdesk.core.models import Attachment, Entry, Notice
from requests_flow.models import Need
from requests_flow.words import State
from tests.factories import EnterpriseFactory, MembershipFactory, ParkFactory, UnitFactory
from tests.requests_flow.conftest import somebody
from tests.requests_flow.test_need_pages import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def enter(client, person):
    client.force_login(person)
    return client


def answers(client, address: str, **said: str) -> set[int]:
    """What a look and a press answer there."""
    return {client.get(address).status_code, client.post(address, {"key": "swap", **said}).status_code}


@pytest.fixture
def neighbour(park):
    """Somebody of another firm in the same park."""
    return MembershipFactory(enterprise=EnterpriseFactory(park=park)).person


def test_the_order_of_one_unit_does_not_exist_for_another(client, a_need):
    need = a_need(State.TRANSFERRED)
    enter(client, somebody("沈知微", Role.OPERATOR_STAFF, unit=UnitFactory()))
    for verb in ("", "accept/", "return/", "resolve/", "ask/"):
        assert answers(client, f"/tasks/{need.reference}/{verb}", reason="不是我们的") <= {404, 405}
    assert Need.objects.get(pk=need.pk).state == State.TRANSFERRED


def test_the_park_of_one_volunteer_is_closed_to_another(client, a_need):
    need = a_need(State.TRIAGED)
    enter(client, somebody("魏临乔", Role.VOLUNTEER, park=ParkFactory()))
    assert answers(client, f"/visits/{need.reference}/", note="看到了") == {404}
    assert not Entry.objects.filter(verb__endswith="confirm_facts").exists()


def test_needs_of_one_firm_are_not_in_the_list_of_another(client, a_need, enterprise, neighbour):
    need = a_need(enterprise=enterprise, title="电梯停了")
    enter(client, neighbour)
    for address in ("/needs/", "/needs/?all=1", f"/needs/?all=1&q={need.reference}"):
        page = client.get(address).content.decode()
        assert need.title not in page
        assert need.token not in page


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: token[::-1], lambda token: "0" * 40])
def test_a_tracking_link_opens_nothing_but_its_own_need(client, a_need, change):
    need = a_need(State.RESOLVED)
    address = f"/needs/track/{change(need.token)}/"
    for page in ("", "received/", "card.png", "confirm/", "rate/", "reopen/"):
        assert client.get(address + page).status_code == HTTPStatus.NOT_FOUND
        assert client.post(address + page).status_code in {404, 405}
    assert Need.objects.get(pk=need.pk).state == State.RESOLVED


def test_the_number_of_one_need_does_not_open_with_the_pin_of_another(client, a_need):
    mine, theirs = a_need(), a_need(text="车位不够")
    wrong = theirs.pin if theirs.pin != mine.pin else f"{(int(mine.pin) + 1) % 10000:04d}"
    page = client.post("/needs/track/", {"reference": mine.reference, "pin": wrong})
    assert page.status_code == HTTPStatus.OK
    assert "requests_flow/masked.html" not in {template.name for template in page.templates}


def test_a_signed_picture_link_cannot_be_turned_to_another_picture(client, a_need):
    mine, theirs = (files.store_picture(photo(), subject=a_need()) for _need in range(2))
    link = files.link(mine)
    assert client.get(link).status_code == HTTPStatus.OK
    assert client.get(link.replace(mine.key.hex, theirs.key.hex)).status_code == HTTPStatus.NOT_FOUND


def test_pictures_of_another_need_cannot_be_claimed(client, a_need):
    theirs = files.store_picture(photo(), subject=a_need())
    mine = a_need()
    said = {"message": "补充", "pictures": [str(theirs.key)], "key": "swap"}
    client.post(f"/needs/track/{mine.token}/add/", said)
    assert Attachment.objects.get(pk=theirs.pk).subject_id == theirs.subject_id
    assert not files.of(mine).exists()


def test_fields_that_a_form_does_not_have_change_nothing(client, a_need, enterprise, neighbour):
    need = a_need()
    extra = {"state": "closed", "reporter": neighbour.pk, "enterprise": enterprise.pk, "is_personal": "on", "unit": "1"}
    client.post(f"/needs/track/{need.token}/add/", {"message": "补充", "key": "swap", **extra})
    fresh = Need.objects.get(pk=need.pk)
    assert (fresh.state, fresh.reporter, fresh.enterprise, fresh.is_personal, fresh.unit) == (
        need.state, None, None, False, None,
    )  # fmt: skip


def test_what_i_was_told_is_not_read_away_by_somebody_else(client, a_need, clerk, neighbour):
    entry = Entry.objects.about(a_need()).first()
    now = entry.at
    told = Notice.objects.create(
        entry=entry, recipient=f"person:{neighbour.pk}", channel="in_app", language="en", created_at=now, due_at=now
    )
    enter(client, clerk).post("/me/notices/read/")
    told.refresh_from_db()
    assert told.read_at is None
