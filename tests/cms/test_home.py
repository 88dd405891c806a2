"""The front page asks what one needs, tells what is going on, and dates its figures."""

import re

import pytest

from cms import seeds
from requests_flow.words import Outcome, State
from tests.cms.conftest import MORNING

pytestmark = pytest.mark.django_db


def text_of(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_front_asks_what_is_needed_and_leads_to_the_form(client, pages):
    text = text_of(client)
    assert "企业的事情找我办" in text
    assert 'action="/search/"' in text
    assert 'href="/needs/new/"' in text
    assert "/services/?category=PRO" in text
    assert "2 项服务" in text


def test_an_empty_house_has_a_front(client):
    text = text_of(client)
    assert "企业的事情找我办" in text
    assert "近期动态" not in text


def test_the_english_front_stands_under_en(client, pages):
    text = text_of(client, "/en/")
    assert "What do you need?" in text
    assert "/en/services/?category=TAX" in text


def test_an_anonymous_visitor_costs_few_queries(client, pages, at, django_assert_max_num_queries):
    seeds.ensure_news()
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_news_of_the_demonstration_is_published_once(client, at):
    at(MORNING)
    assert seeds.ensure_news() == 7
    assert seeds.ensure_news() == 0
    text = text_of(client)
    assert "入冬安全走访开始" in text
    assert "11月22日" in text
    seeds.clear()
    assert "入冬安全走访开始" not in text_of(client)


def test_english_readers_see_translated_news_and_the_rest_in_chinese(client, at):
    at(MORNING)
    seeds.ensure_news()
    text = text_of(client, "/en/news/")
    assert "How one lift was mended" in text
    assert "一部电梯是怎么修好的" not in text
    assert '<li lang="zh-hans"><a href="/en/news/winter-safety-round/">' in text
    assert "shown in Chinese" in text_of(client, "/en/news/winter-safety-round/")
    assert "shown in Chinese" not in text_of(client, "/en/news/how-a-lift-was-mended/")


def test_a_list_of_news_without_news_leads_on(client):
    assert "还没有动态" in text_of(client, "/news/")


def test_what_is_not_published_is_not_there(client, editor, at):
    at(MORNING)
    assert seeds.ensure_waiting(editor)
    assert not seeds.ensure_waiting(editor)
    assert "元旦" not in text_of(client, "/news/")
    assert client.get("/news/new-year-window-hours/").status_code == 404


def test_figures_carry_their_date_and_count_explained_needs_as_unsolved(client, a_need, morning):
    a_need(State.IN_PROGRESS)
    a_need(State.RESOLVED, outcome=Outcome.SOLVED)
    a_need(State.RESOLVED, outcome=Outcome.EXPLAINED)
    text = text_of(client)
    assert "<dt>收到</dt><dd><b>3</b> 件" in text
    assert "<dt>已解决</dt><dd><b>1</b> 件" in text
    assert "截至 2026年11月24日" in text
