"""Two steps before a page is public: one writes and submits, another reads and publishes; rights end with the role."""

from datetime import date, timedelta

import pytest
from django.core import mail

from cms import editors
from cms.models import HomePage, NewsIndexPage, NewsPage, ServiceIndexPage
from enterprises.roles import Role
from parkdesk.core import clock
from tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(db):
    return NewsIndexPage.objects.get(locale__language_code="zh-hans")


def write(client, index, **more):
    """Fill in the form for news; returns the answer."""
    said = {
        "title": "停水通知", "slug": "water", "day": "2026-11-24", "intro": "3 号楼停水两小时。",
        "body": '{"blocks":[{"key":"a","text":"请提前备水。","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        '"entityRanges":[],"data":{}}],"entityMap":{}}',
        "go_live_at": "", "expire_at": "", "seo_title": "", "search_description": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    return client.post(f"/cms/pages/add/cms/newspage/{index.pk}/", said | more)


def submitted(client, editor, index):
    """A page that the editor wrote and submitted."""
    client.force_login(editor)
    answer = write(client, index, **{"action-submit": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    return NewsPage.objects.get(slug="water")


def approve(client, page):
    state = page.current_workflow_task_state
    return client.post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/", {})


def test_what_an_editor_writes_is_public_when_a_publisher_has_read_it(client, editor, publisher, index):
    page = submitted(client, editor, index)
    assert not page.live
    client.force_login(publisher)
    assert "停水通知" in client.get("/cms/").content.decode()
    approve(client, page)
    page.refresh_from_db()
    assert page.live
    client.logout()
    assert client.get("/news/water/").status_code == 200


def test_an_editor_does_not_publish(client, editor, index):
    client.force_login(editor)
    assert "action-publish" not in client.get(f"/cms/pages/add/cms/newspage/{index.pk}/").content.decode()
    write(client, index, **{"action-publish": "1"})
    assert not NewsPage.objects.filter(live=True).exists()


def test_a_publisher_does_not_publish_alone_either(client, publisher, index):
    client.force_login(publisher)
    write(client, index, **{"action-publish": "1"})
    assert not NewsPage.objects.filter(live=True).exists()


def test_nobody_approves_what_they_wrote_themselves(client, publisher, index):
    page = submitted(client, publisher, index)
    approve(client, page)
    page.refresh_from_db()
    assert not page.live
    other = AppointmentFactory(person=PersonFactory(), role=Role.PUBLISHER).person
    client.force_login(other)
    approve(client, page)
    page.refresh_from_db()
    assert page.live


def test_a_second_reader_sends_it_back_with_a_reason(client, editor, publisher, index):
    page = submitted(client, editor, index)
    client.force_login(publisher)
    state = page.current_workflow_task_state
    client.post(f"/cms/pages/workflow/action/{page.pk}/reject/{state.pk}/", {"comment": "缺停水时间"})
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state.status == "needs_changes"


def test_editors_reach_services_and_news_and_nothing_else(client, editor, index):
    client.force_login(editor)
    services = ServiceIndexPage.objects.get(locale__language_code="en")
    home = HomePage.objects.get(locale__language_code="zh-hans")
    assert client.get(f"/cms/pages/{services.pk}/").status_code == 200
    assert client.get(f"/cms/pages/add/cms/servicepage/{services.pk}/").status_code == 200
    assert client.get(f"/cms/pages/{home.pk}/edit/").status_code == 302
    assert client.get(f"/cms/pages/add/cms/newspage/{home.pk}/").status_code in {302, 404}
    assert client.get(f"/cms/pages/add/cms/newspage/{services.pk}/").status_code in {302, 403, 404}
    assert client.get("/cms/users/").status_code in {302, 404}
    assert client.get("/cms/images/").status_code == 302


def test_the_editors_house_is_closed_to_everybody_else(client, db):
    assert client.get("/cms/").url == "/accounts/login/?next=/cms/"
    assert client.get("/cms/login/").url.startswith("/accounts/login/")
    client.force_login(AppointmentFactory(role=Role.SPECIALIST).person)
    assert client.get("/cms/").status_code == 404


def test_an_administrator_who_does_not_edit_is_told_so_at_once(client, db):
    administrator = AppointmentFactory(role=Role.SYSTEM_ADMIN).person
    client.force_login(administrator)
    assert client.get("/cms/").status_code == 404
    AppointmentFactory(role=Role.EDITOR, person=administrator)
    assert client.get("/cms/").status_code == 200


def test_rights_end_with_the_appointment(client, publisher):
    client.force_login(publisher)
    assert client.get("/cms/").status_code == 200
    AppointmentFactory(person=publisher, role=Role.EDITOR, starts_on=date(2025, 1, 1))
    publisher.appointments.filter(role=Role.PUBLISHER).update(ends_on=clock.today() - timedelta(days=1))
    assert client.get("/cms/").status_code == 200
    assert [group.name for group in publisher.groups.all()] == [editors.GROUPS[Role.EDITOR]]
    publisher.appointments.update(ends_on=clock.today() - timedelta(days=1))
    assert client.get("/cms/").status_code == 404


def test_whoever_is_to_publish_is_told_of_a_waiting_page_before_their_first_visit(client, editor, publisher, index):
    assert publisher.groups.exists()
    submitted(client, editor, index)
    assert publisher.email in [address for message in mail.outbox for address in message.to]


def test_a_publisher_takes_a_wrong_page_off_the_site_at_once(client, editor, publisher, lift):
    client.force_login(editor)
    client.post(f"/cms/pages/{lift.pk}/down/")
    lift.refresh_from_db()
    assert lift.live
    client.force_login(publisher)
    assert lift.title in client.get(f"/cms/pages/{lift.pk}/down/").content.decode()
    assert client.post(f"/cms/pages/{lift.pk}/down/").status_code == 302
    lift.refresh_from_db()
    assert not lift.live
    assert client.get(lift.address).status_code == 404
    home = HomePage.objects.first()
    client.post(f"/cms/pages/{home.pk}/down/")
    home.refresh_from_db()
    assert home.live
    assert client.get("/cms/pages/999999/down/").status_code == 404


def test_the_dashboard_says_what_to_do(client, editor, publisher, index):
    submitted(client, editor, index)
    client.force_login(publisher)
    html = client.get("/cms/").content.decode()
    assert "等您核对：1 页" in html
    assert f"/cms/pages/add/cms/newspage/{index.pk}/" in html


def test_the_admin_keeps_its_relaxed_policy_and_pages_the_strict_one(client, editor):
    client.force_login(editor)
    assert "'unsafe-inline'" in client.get("/cms/")["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/")["Content-Security-Policy"]
