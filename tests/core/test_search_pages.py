"""The pages' index finds Chinese inside sentences, on both databases (decisions 21)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from parkdesk.core.search_pages import indexed

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    """One page with a sentence for its title; Wagtail's plainest kind."""
    home = Page.objects.get(depth=2, locale__language_code="zh-hans")
    made = home.add_child(instance=Page(title="园区食堂需要充电桩，请尽快开会；ＶＩＳＡ与5G信号", slug="canteen"))
    get_search_backend().add(made)
    return made


@pytest.mark.parametrize(
    "query",
    ["充电", "食堂", "尽快", "开会", "開會", "園區食堂", "visa", "ＶＩＳＡ", "Visa", "5g", "桩", "食堂 开会", "充电桩"],
)
def test_a_word_inside_a_sentence_is_found(page, query):
    assert list(get_search_backend().search(query, Page)) == [page]


@pytest.mark.parametrize("query", ["电充", "堂食堂", "vis", "会议", "", "，", "x' OR 1=1", '"', "食堂 电梯"])
def test_what_is_not_written_is_not_found(page, query):
    assert list(get_search_backend().search(query, Page)) == []


def test_beginnings_are_completed(page):
    assert list(get_search_backend().autocomplete("充", Page)) == [page]


def test_a_list_of_hits_is_one_plain_query(page):
    """SQLite's ranking asks for each hit by itself: with many hits it does not end."""
    with CaptureQueriesContext(connection) as asked:
        list(get_search_backend().search("充电", Page))
    assert len(asked) <= 2
    if connection.vendor == "sqlite":
        assert not any("bm25" in one["sql"].lower() for one in asked.captured_queries)


def test_the_index_keeps_bigrams_and_single_characters():
    assert indexed("充电桩").split() == ["充电", "电桩", "充", "电", "桩"]
