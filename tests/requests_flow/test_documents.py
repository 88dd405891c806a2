"""Related documents: linked by address, number or scan; inside or for the enterprise; taken away with a reason."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parkdesk.core import trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Attachment, Entry
from requests_flow import documents
from requests_flow.models import RelatedDocument
from requests_flow.words import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
POLICY = {"kind": "policy", "heading": "小微企业房租补贴办法", "path": "/classes/", "key": "k"}
OUTSIDE = {"kind": "outside", "heading": "关于电梯维保的通知", "number": "杭市监〔2026〕8号", "dated_on": "2026-03-05"}


@pytest.fixture
def need(a_need):
    return a_need(State.IN_PROGRESS)


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def policy(need, manager):
    return documents.attach(need, documents.Paper("policy", "房租补贴办法", "/classes/"), by=manager)


def new(need):
    return f"/desk/needs/{need.reference}/documents/new/"


def photo():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
    return SimpleUploadedFile("a.jpg", content.getvalue(), "image/jpeg")


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_a_page_of_this_site_is_linked_and_stands_on_the_page_of_the_need(browser, need):
    for _press in range(2):
        assert browser.post(new(need), POLICY).status_code == 302
    one = RelatedDocument.objects.get()
    assert (one.state, one.path, one.is_public) == ("linked", "/classes/", False)
    text = browser.get(need.get_absolute_url()).content.decode()
    assert f'href="/classes/">{POLICY["heading"]}' in text
    assert not list(trail.verify())


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/paper/",
        "/there/is/no-such page!",
        "/needs/track/{token}/",
        "/needs/track/{token}/received/",
    ],
)
def test_an_address_elsewhere_and_somebodys_own_link_are_refused(browser, need, path):
    answer = browser.post(new(need), POLICY | {"path": path.format(token=need.token)})
    assert answer.context["form"].errors["path"]
    assert not RelatedDocument.objects.exists()


def test_the_whole_address_of_this_site_is_taken_as_its_path(settings):
    assert documents.path_on_this_site(f"{settings.PUBLIC_URL}/classes/?a=1#b") == "/classes/"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (POLICY | {"path": ""}, "path"),
        (OUTSIDE | {"number": ""}, "number"),
        (OUTSIDE | {"dated_on": ""}, "dated_on"),
        ({"kind": "scan", "heading": "检验报告"}, "photo"),
        (POLICY | {"heading": "找15400001201"}, "heading"),
        (POLICY | {"path": "/desk/", "is_public": "on"}, "is_public"),
    ],
)
def test_each_kind_says_what_it_needs(browser, need, said, wrong):
    assert wrong in browser.post(new(need), said).context["form"].errors
    assert not RelatedDocument.objects.exists()


def test_a_document_of_another_body_is_shown_to_the_enterprise_and_hidden_again(client, browser, need):
    assert browser.post(new(need), OUTSIDE | {"is_public": "on"}).status_code == 302
    one, page = RelatedDocument.objects.get(), f"/desk/needs/{need.reference}/documents"
    assert OUTSIDE["number"] in client.get(need.get_tracking_url()).content.decode()
    assert browser.post(f"{page}/{one.pk}/hide/").status_code == 302
    assert OUTSIDE["number"] not in client.get(need.get_tracking_url()).content.decode()
    with pytest.raises(NotNow):
        advance(one, "hide", by=browser.get("/desk/").wsgi_request.user)
    browser.post(f"{page}/{one.pk}/show/")
    assert now(one).is_public


def test_a_scan_is_kept_with_its_document(client, browser, need):
    said = {"kind": "scan", "heading": "检验报告", "photo": photo(), "is_public": "on"}
    assert browser.post(new(need), said).status_code == 302
    assert Attachment.objects.get().subject_id == RelatedDocument.objects.get().pk
    assert "检验报告" in client.get(need.get_tracking_url()).content.decode()


def test_what_is_taken_away_leaves_who_when_and_why(client, browser, need, policy):
    address = f"/desk/needs/{need.reference}/documents/{policy.pk}/remove/"
    assert browser.post(address, {"reason": ""}).context["form"].errors
    assert browser.post(address, {"reason": "挂错了需求"}).status_code == 302
    assert browser.get(address).status_code == 404
    assert "挂错了需求" in browser.get(need.get_absolute_url()).content.decode()
    entry = Entry.objects.about(policy).last()
    assert (entry.step, entry.words["reason"]) == ("remove", "挂错了需求")
    assert "挂错了需求" not in entry.canonical
    assert "房租补贴办法" not in Entry.objects.about(policy).first().canonical
    client.logout()
    assert "房租补贴办法" not in client.get(need.get_tracking_url()).content.decode()


def test_only_the_desk_keeps_documents(client, need, policy, volunteer, operator_person, enterprise_person):
    for person in (volunteer, operator_person, enterprise_person):
        client.force_login(person)
        assert client.get(new(need)).status_code == 404
        assert client.post(f"/desk/needs/{need.reference}/documents/{policy.pk}/show/").status_code == 404
        with pytest.raises(NotYours):
            advance(policy, "remove", by=person, reason="不要")
