"""Issued minutes get a page of their own, once, that prints the council's record and keeps no words."""

import re

import pytest
from django.utils import translation

from cms import finding, minutes_pages, seeds
from cms.excerpts import excerpt
from cms.models import MinutesPage
from parkdesk.core import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(walk, leader):
    """Minutes that were issued and told of."""
    document = walk.issued(leader)
    outbox.drain()
    return document


def test_issued_minutes_have_their_page(client, issued):
    page = issued.page
    assert page.slug == f"{issued.council.park.code.lower()}-{issued.year}-{issued.number}"
    html = client.get(page.address).content.decode()
    assert 'class="sheet"' in html
    assert issued.record_sha256 in html
    assert issued.get_pdf_url() in html
    assert len(re.findall("<h1", html)) == 1
    assert page.title in client.get("/minutes/").content.decode()
    assert page.title in client.get("/").content.decode()


def test_what_is_heard_twice_makes_one_page(issued):
    outbox.replay("cms.minutes")
    outbox.drain()
    assert MinutesPage.objects.count() == 1
    assert minutes_pages.publish_all() == 0


def test_drafts_have_no_page(client, walk):
    walk.signed()
    assert minutes_pages.publish_all() == 0
    assert "还没有纪要" in client.get("/minutes/").content.decode()


def test_english_readers_get_the_page_in_english(client, issued):
    html = client.get("/en" + issued.page.address).content.decode()
    assert "Issued" in html
    assert "has not been put into English" not in html


def test_minutes_are_found_by_what_was_agreed(issued):
    resolution = issued.meeting.items.first()
    word = re.findall(r"[\u4e00-\u9fff]{2}", resolution.title)[0]
    assert issued.page.pk in [hit.pk for hit in finding.find(word).hits]


def test_minutes_whose_title_was_searched_for_are_not_typeset_for_it(issued, monkeypatch, django_assert_num_queries):
    hits, address = finding.find(issued.title).hits, issued.page.address
    monkeypatch.setattr(MinutesPage, "said_in", lambda page, language: pytest.fail("typeset"))
    with django_assert_num_queries(1):
        (page,) = finding.pages_of(hits)
        assert (page.locale.language_code, page.address) == ("zh-hans", address)
        assert excerpt(page, issued.title) == f"<mark>{issued.title}</mark>"


def test_the_excerpt_of_minutes_stands_in_the_readers_language(client, issued):
    with translation.override("en"):
        assert "<mark>Copies</mark>" in excerpt(issued.page, "copies")


def test_no_editor_makes_or_changes_a_page_of_minutes(client, issued, editor):
    client.force_login(editor)
    index = issued.page.get_parent()
    assert client.get(f"/cms/pages/add/cms/minutespage/{index.pk}/").status_code in {302, 403, 404}
    assert client.get(f"/cms/pages/{issued.page.pk}/edit/").status_code == 302


def test_a_demonstration_that_begins_again_takes_the_pages_out_first(issued):
    seeds.clear()
    assert not MinutesPage.objects.exists()
    assert minutes_pages.publish_all() == 1
