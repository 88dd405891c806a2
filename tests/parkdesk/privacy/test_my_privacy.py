"""What is held about me: seen, taken along, corrected, taken back, erased; by me alone."""

import io
import json
import re
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import translation

from enterprises import opening
from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import access
from parkdesk.core.models import AccessLog, Attachment, Entry
from parkdesk.core.recipients import Address
from requests_flow.models import Need, ReporterContact
from requests_flow.words import State
from tests.factories import AppointmentFactory, PersonFactory
from tests.parkdesk.privacy import doors
from tests.parkdesk.privacy.conftest import CONSENT, MAIL, NAME, NUMBER, PHONE

pytestmark = pytest.mark.django_db
ME = "/en/me/privacy/"
SAID = {"name": NAME, "phone": PHONE, "email": MAIL, "consent_version": CONSENT}


@pytest.fixture
def me(client, somebody_known):
    client.force_login(somebody_known)
    return client


def track(need, page=""):
    with translation.override("zh-hans"):
        return f"/en{need.get_tracking_url()}privacy/{page}"


def unzipped(answer):
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    return bundle, json.loads(bundle.read("my-data.json"))


# --- see -------------------------------------------------------------------------------------------------
def test_i_see_what_is_held_masked_with_purpose_and_period_and_who_looked(me, a_need, somebody_known, clerk):
    need = a_need(by=somebody_known, **SAID)
    access.looked_at(need, by=clerk, action="contact.read", reason="meet|周三上午")
    page = me.get(ME).content.decode()
    assert NUMBER not in page
    for said in (
        "154****2846",
        need.reference,
        CONSENT,
        "24 months",
        "罗, window clerk",
        "to agree on a time on site",
        "周三上午",
    ):
        assert said in page


def test_what_concerns_others_is_not_on_my_page(me, a_need, enterprise):
    others = a_need(enterprise=enterprise, name="秦清溪", phone="+8615400001201", consent_version=CONSENT)
    page = me.get(ME).content.decode()
    assert others.reference not in page
    assert "154****1201" not in page


def test_a_need_from_before_i_had_an_account_is_mine_by_a_proven_number_alone(me, a_need, somebody_known):
    need = a_need(**SAID | {"email": ""})
    assert need.reference in me.get(ME).content.decode()
    Person.objects.update(phone_verified=False)
    assert need.reference not in me.get(ME).content.decode()


def test_the_holder_of_a_link_sees_that_need_and_nothing_else(client, a_need):
    need, other = a_need(**SAID), a_need(**SAID, text="车位不够")
    page = client.get(track(need)).content.decode()
    assert need.reference in page
    assert "154****2846" in page
    assert other.reference not in page


def test_the_link_of_a_need_under_an_account_shows_nothing_of_the_person(client, a_need, somebody_known):
    need = a_need(by=somebody_known, **SAID)
    for page in ("", "correct/", "erase/", "erase/really/"):
        assert client.get(track(need, page)).status_code == 404
    assert client.post(track(need, "export/")).status_code == 404


# --- take along ------------------------------------------------------------------------------------------
def test_the_copy_holds_all_of_it_whole_with_the_pictures(me, place_code, somebody_known, enterprise):
    doors.by_code(place_code)
    doors.signed_in(somebody_known, enterprise)
    bundle, said = unzipped(me.post(f"{ME}export/"))
    kinds = {one["code"]: one for one in said["kinds"]}
    assert NUMBER in json.dumps(kinds["contacts"]["rows"])
    assert len(kinds["needs"]["rows"]) == 3
    assert {"account", "firms", "contacts", "needs", "pictures"} <= set(kinds)
    assert NAME in bundle.read("my-data.html").decode()
    assert len([name for name in bundle.namelist() if name.startswith("pictures/")]) == 1


def test_the_copy_behind_a_link_holds_that_need_alone(client, a_need):
    need, other = a_need(**SAID), a_need(**SAID, text="车位不够")
    _bundle, said = unzipped(client.post(track(need, "export/")))
    text = json.dumps(said, ensure_ascii=False)
    assert need.reference in text
    assert "154****2846" in text
    for hidden in (other.reference, NUMBER, NAME, MAIL):
        assert hidden not in text
    assert "firms" not in {one["code"] for one in said["kinds"]}


def test_a_copy_is_not_made_by_a_look(me):
    assert me.get(f"{ME}export/").status_code == 405


# --- correct ---------------------------------------------------------------------------------------------
def test_i_correct_my_name_and_language_and_nothing_else(me, somebody_known):
    said = {"name": "欧阳鹤", "language": "en", "phone": "15400001201", "username": "admin", "is_superuser": "on"}
    assert me.post(f"{ME}correct/", said).status_code == 302
    now = Person.objects.get(pk=somebody_known.pk)
    assert (now.name, now.language, now.phone, now.username, now.is_superuser) == (
        "欧阳鹤",
        "en",
        PHONE,
        "hechu",
        False,
    )


def test_an_address_is_mine_once_the_code_sent_there_is_typed(me, somebody_known):
    me.post(f"{ME}email/", {"email": "new@firm.example.com"})
    assert Person.objects.get(pk=somebody_known.pk).email == MAIL
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert me.post(f"{ME}email/code/", {"code": wrong}).status_code == 200
    assert Person.objects.get(pk=somebody_known.pk).email == MAIL
    assert me.post(f"{ME}email/code/", {"code": code}).status_code == 302
    assert Person.objects.get(pk=somebody_known.pk).email == "new@firm.example.com"


def test_an_address_that_i_gave_up_opens_nothing_and_may_be_somebody_elses(client):
    mine = opening.open_account(NAME, Address(email=MAIL))
    client.force_login(mine)
    client.post(f"{ME}email/", {"email": "new@firm.example.com"})
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    client.post(f"{ME}email/code/", {"code": code})
    assert not EmailAddress.objects.filter(email=MAIL).exists()
    assert opening.open_account("乔晨遥", Address(email=MAIL)).email == MAIL


def test_an_address_of_somebody_else_is_not_taken(me, somebody_known):
    PersonFactory(email="theirs@firm.example.com")
    me.post(f"{ME}email/", {"email": "Theirs@firm.example.com"})
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    assert me.post(f"{ME}email/code/", {"code": code}).status_code == 200
    assert Person.objects.get(pk=somebody_known.pk).email == MAIL


def test_the_contact_of_a_need_is_corrected_behind_its_link(client, a_need):
    need = a_need(**SAID)
    page = client.get(track(need, "correct/")).content.decode()
    assert NUMBER not in page
    assert "154****2846" in page
    assert client.post(track(need, "correct/"), {"name": ""}).status_code == 200
    client.post(track(need, "correct/"), {"name": "小欧", "phone": "154 0000 1202", "email": "", "need": "1"})
    contact = ReporterContact.objects.get()
    assert (contact.need, contact.name, contact.phone, contact.consent_version) == (
        need,
        "小欧",
        "+8615400001202",
        CONSENT,
    )
    assert "15400001202" not in Entry.objects.about(need).last().canonical


# --- take back -------------------------------------------------------------------------------------------
def test_agreement_is_taken_back_at_any_time_and_the_work_goes_on(client, a_need):
    need = a_need(State.IN_PROGRESS, **SAID)
    assert client.post(track(need, "agreement/"), {"need": need.reference}).status_code == 302
    assert not ReporterContact.objects.exists()
    assert Need.objects.get().state == State.IN_PROGRESS
    assert client.get(need.get_tracking_url()).status_code == 200


def test_nobody_takes_back_what_somebody_else_agreed_to(me, client, a_need):
    mine, theirs = a_need(**SAID), a_need(name="秦清溪", phone="+8615400001201", consent_version=CONSENT)
    assert me.post(f"{ME}agreement/", {"need": theirs.reference}).status_code == 404
    assert Client().post(track(mine, "agreement/"), {"need": theirs.reference}).status_code == 404
    assert ReporterContact.objects.count() == 2


# --- erase -----------------------------------------------------------------------------------------------
def test_i_am_asked_twice_then_erased_and_signed_out(me, somebody_known):
    assert "What stays, and why" in me.get(f"{ME}erase/").content.decode()
    assert me.get(f"{ME}erase/really/").status_code == 200
    assert Person.objects.get(pk=somebody_known.pk).name == NAME
    assert me.post(f"{ME}erase/really/").status_code == 302
    gone = Person.objects.get(pk=somebody_known.pk)
    assert (gone.name, gone.email, gone.phone, gone.is_active) == ("", None, None, False)
    assert not gone.has_usable_password()
    assert me.get(ME).status_code == 302  # asked to sign in


def test_an_open_need_and_an_office_stand_before_an_erasure(me, a_need, somebody_known, park):
    need = a_need(by=somebody_known, **SAID)
    AppointmentFactory(person=somebody_known, role=Role.VOLUNTEER, park=park)
    page = me.get(f"{ME}erase/").content.decode()
    assert need.reference in page
    assert "Volunteer" in page
    assert "erase/really/" not in page
    assert me.post(f"{ME}erase/really/").status_code == 409
    assert Person.objects.get(pk=somebody_known.pk).name == NAME


def test_the_holder_of_a_link_erases_a_need_that_has_ended(client, a_need):
    need = a_need(State.CLOSED, **SAID)
    client.post(track(need, "erase/really/"))
    gone = Need.objects.get()
    assert gone.text != need.text
    assert gone.reference == need.reference
    assert not ReporterContact.objects.exists()
    assert client.get(need.get_tracking_url()).status_code == 200


def test_an_open_need_is_not_erased_behind_its_link(client, a_need):
    need = a_need(**SAID)
    assert client.post(track(need, "erase/really/")).status_code == 409
    assert ReporterContact.objects.exists()


def test_a_number_that_was_only_typed_erases_nothing_of_whoever_has_it(client, a_need, somebody_known):
    """Somebody hands in a need under a number that is not theirs, and erases it: its owner loses nothing."""
    theirs = a_need(by=somebody_known, **SAID, text=f"请打{NUMBER}")
    false = a_need(State.CLOSED, **SAID)
    client.post(track(false, "erase/really/"))
    assert Person.objects.get(pk=somebody_known.pk).phone == PHONE
    assert ReporterContact.objects.get().need == theirs
    assert NUMBER in Need.objects.get(pk=theirs.pk).text


def test_pictures_of_the_reporter_go_with_their_files(
    me, place_code, somebody_known, django_capture_on_commit_callbacks
):
    need = doors.by_code(place_code)
    (picture,) = Attachment.objects.filter(subject_id=need.pk)
    storage, name = picture.file.storage, picture.file.name
    me.post(f"/needs/track/{need.token}/withdraw/", {"key": "w"})
    with django_capture_on_commit_callbacks(execute=True):
        assert me.post(f"{ME}erase/really/").status_code == 302
    assert not Attachment.objects.filter(subject_id=need.pk).exists()
    assert not storage.exists(name)


# --- at the desk -----------------------------------------------------------------------------------------
def test_the_desk_erases_on_request_with_a_reason_that_is_on_record(client, a_need, manager):
    one, two, other = a_need(State.CLOSED, **SAID), a_need(State.CLOSED, **SAID), a_need(State.CLOSED, **SAID)
    client.force_login(manager)
    address = f"/en/desk/needs/{one.reference}/erase/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"needs": [one.reference]}).status_code == 200  # how they know is missing
    client.post(address, {"needs": [one.reference, two.reference], "how": "window", "key": "k"})
    assert ReporterContact.objects.get().need == other
    assert Entry.objects.about(one).last().verb == "requests_flow.need.erase"
    assert "window" in Entry.objects.about(one).last().note
    assert set(AccessLog.objects.values_list("subject_id", "actor")) == {(one.pk, manager.pk), (two.pk, manager.pk)}


def test_the_desk_erases_no_open_need_and_nobody_else_erases(client, a_need, manager, clerk):
    need = a_need(**SAID)
    client.force_login(manager)
    address = f"/desk/needs/{need.reference}/erase/"
    assert client.post(address, {"needs": [need.reference], "how": "phone", "key": "k"}).status_code == 409
    client.force_login(clerk)
    assert client.get(address).status_code == 404


def test_a_look_names_one_of_the_reasons_and_masks_numbers_in_the_words(client, a_need, clerk):
    need = a_need(**SAID)
    client.force_login(clerk)
    address = f"/desk/needs/{need.reference}/contact/"
    assert client.post(address, {"reason": "约时间"}).context["form"].errors
    assert client.post(address, {"why": "other"}).context["form"].errors
    client.post(address, {"why": "meet", "reason": f"打{NUMBER}"})
    assert AccessLog.objects.get().reason == "meet|打154****2846"
