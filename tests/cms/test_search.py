"""One search over services and news: two characters, traditional and full-width forms, plain words."""

import json
import re

import pytest
from django.utils import translation

from cms import finding, seeds
from cms.catalogue import publish_all
from cms.excerpts import excerpt
from cms.models import ServicePage
from requests_flow.catalogue import import_catalogue
from tests.cms.conftest import CATALOGUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(db):
    """The whole catalogue with its pages; returns the rows of its file."""
    import_catalogue(CATALOGUE)
    publish_all()
    return json.loads(CATALOGUE.read_text(encoding="utf-8"))["services"]


def first_ten(query):
    codes = dict(ServicePage.objects.values_list("pk", "code"))
    return [codes[hit.pk] for hit in finding.find(query).hits[:10] if hit.pk in codes]


def test_every_keyword_finds_its_page_among_the_first_ten(whole):
    seeds.ensure_news()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            lost = [
                (word, row["code"])
                for row in whole
                for word in [*row["keywords_zh"], *row["keywords_en"]]
                if row["code"] not in first_ten(word)
            ]
        assert not lost, language


def test_every_title_finds_its_page_first(whole):
    assert not [row["code"] for row in whole if first_ten(row["name_zh"])[:1] != [row["code"]]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("電梯", "PRO-01"),
        ("停電報修", "PRO-02"),
        ("对外支付", "TAX-03"),
        ("ＳａａＳ", "TAX-03"),
        ("梯", "PRO-01"),
        ("困人", "PRO-01"),
        ("lift", "PRO-01"),
    ],
)
def test_a_service_is_found_by_what_people_write(pages, query, code):
    assert first_ten(query)[0] == code


def test_news_is_found_beside_services(client, pages):
    seeds.ensure_news()
    text = client.get("/search/?q=電梯").content.decode()
    assert "/services/lift-fault" in text
    assert "/news/how-a-lift-was-mended/" in text
    assert text.index("/services/lift-fault") < text.index("/news/how-a-lift")
    only = client.get("/search/?q=電梯&kind=news").content.decode()
    assert "/services/lift-fault" not in only
    assert "<mark>电梯</mark>" in text


def test_what_is_not_published_is_not_found(pages, lift):
    lift.unpublish()
    assert first_ten("电梯困人") == []
    lift.delete()
    assert first_ten("电梯") == []


def test_an_edited_page_is_found_by_its_new_words(pages, lift):
    lift.eligibility = "凡在辖区办公的熊猫"
    lift.save_revision().publish()
    assert first_ten("熊猫") == ["PRO-01"]


def test_where_no_page_has_all_words_those_come_close(client, pages):
    found = finding.find("电梯停运误工赔偿")
    assert found.is_close
    assert found.hits
    text = client.get("/search/?q=电梯停运误工赔偿").content.decode()
    assert "比较接近" in text


@pytest.mark.parametrize("query", ["", "   ", "，。", "zzzz", "<script>", "a" * 500, "' OR 1=1 --", '"', "%", "\0"])
def test_no_query_breaks_the_search(client, pages, query):
    answer = client.get("/search/", {"q": query, "kind": "nothing", "page": "x"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert "/services/" in answer.content.decode()


def test_a_long_list_of_hits_is_paged(client, whole):
    text = client.get("/search/?q=企业").content.decode()
    assert len(re.findall(r'<a href="/services/[a-z]', text)) == finding.PER_PAGE
    assert "page=2" in text
    assert len(re.findall(r'<a href="/services/[a-z]', client.get("/search/?q=企业&page=2").content.decode())) > 0


def test_many_hits_ask_no_more_questions_than_few(whole, client, django_assert_max_num_queries):
    client.get("/search/?q=企业")
    with django_assert_max_num_queries(9):
        client.get("/search/?q=企业")


def test_an_excerpt_holds_words_and_never_the_codes_of_a_page(lift):
    for query in ("public_affairs", lift.line, "electronic"):
        assert query not in excerpt(lift, query)


def test_an_excerpt_marks_the_words_and_escapes_the_rest(lift):
    lift.summary = "先<b>看</b>，再报修电梯；再看一遍。"
    assert excerpt(lift, "電梯") == "先&lt;b&gt;看&lt;/b&gt;，再报修<mark>电梯</mark>；再看一遍。"
    assert "<mark>" not in excerpt(lift, "不在这里")
