"""The pieces say what they should, refusals keep what was typed, and reading choices are remembered."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import path, translate_url
from django.utils import translation

from enterprises.models import Park
from enterprises.roles import Role
from parkdesk import context
from parkdesk import urls as real
from parkdesk.context import House
from parkdesk.core.flow import NotNow
from parkdesk.core.gone import Gone
from parkdesk.core.lights import Light
from parkdesk.core.limits import TooMany
from parkdesk.views import errors
from tests.factories import AppointmentFactory

FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
REFUSALS = {
    403: PermissionDenied(),
    409: NotNow(Park(), "resolve", "It is settled already."),
    410: Gone("The poster was replaced."),
    429: TooMany(3600),
}


def refuse(request, code):
    raise REFUSALS[code]


def ask(request):
    return HttpResponse("a form")


urlpatterns = [path("ask/<int:code>/", ask), path("ask/<int:code>/refuse/", refuse), *real.urlpatterns]
handler404 = real.handler404


def show(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


class Report(forms.Form):
    use_required_attribute = False
    text = forms.CharField(label="What is the matter?", help_text="One sentence is enough.")
    room = forms.CharField(label="Room", required=False)
    who = forms.ChoiceField(label="Who", widget=forms.RadioSelect, choices=[("a", "Public"), ("b", "Staff")])


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def no_gate(settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "gate" not in one]


def test_a_landline_is_written_as_it_is_read_aloud():
    assert show("{{ n|landline }}", n="0571-00001006") == "0571-0000 1006"
    assert show("{{ n|tel }}", n="0571-0000 1006") == "+8657100001006"
    assert show("{{ n|landline }} {{ n|tel }}", n="119") == "119 119"


def test_a_light_has_its_word_and_the_days_are_counted_for_readers():
    light = Light("green", due=FRIDAY, days_left=3, total_days=10)
    with translation.override("en"):
        page = show("{% light light %}{% days_strip light %}", light=light)
    assert 'data-light="green"' in page
    assert "3 working days left" in page
    assert 'aria-label="10 working days, 7 used"' in page
    assert page.count('class="on"') == 7


def test_no_light_shows_nothing():
    assert not show("{% light light %}{% days_strip light %}", light=None).strip()


def test_a_field_ties_its_hint_and_its_error_to_the_box():
    page = show("{% field form.text %}", form=Report({}))
    assert 'aria-describedby="id_text_helptext id_text_error"' in page
    assert 'id="id_text_helptext"' in page
    assert 'id="id_text_error"' in page


def test_a_field_that_may_stay_empty_says_so():
    with translation.override("en"):
        assert "optional" in show("{% field form.room %}", form=Report())
        assert "optional" not in show("{% field form.text %}", form=Report())


def test_the_summary_leads_to_each_field_that_is_wrong():
    page = show("{% error_summary form %}", form=Report({}))
    assert 'href="#id_text"' in page
    assert 'href="#id_who_0"' in page
    assert not show("{% error_summary form %}", form=Report()).strip()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_refusal_has_a_page_of_its_own_with_a_way_on(client, no_gate, code, language):
    client.cookies["django_language"] = language
    answer = client.post(f"/ask/{code}/refuse/", {"note": "the lift stopped at nine", "pin": "1234 5678"})
    page = answer.content.decode()
    assert answer.status_code == code
    assert "<main" in page
    assert "/needs/new/" in page or f"/ask/{code}/" in page
    assert "1234 5678" not in page
    if code in (403, 409, 429):
        assert "the lift stopped at nine" in page


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_the_pause_is_told_to_machines_as_well(client, no_gate):
    assert client.get("/ask/429/refuse/")["Retry-After"] == "3600"


@pytest.mark.django_db
def test_a_form_that_lay_too_long_gives_the_words_back(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/accounts/login/", {"note": "电梯停了", "password": "秘密 秘密"})
    assert answer.status_code == 403
    assert "电梯停了" in answer.content.decode()
    assert "秘密" not in answer.content.decode()


def test_the_page_for_a_broken_house_needs_no_database(rf: RequestFactory):
    answer = errors.out_of_order(rf.post("/", {"note": "电梯停了"}))
    assert answer.status_code == 500
    assert "电梯停了" in answer.content.decode()


@pytest.mark.django_db
def test_a_visitor_costs_the_frame_of_a_page_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/privacy/")


@pytest.mark.django_db
def test_tracking_pages_are_in_no_index_and_in_no_cache(client):
    answer = client.get("/en/needs/track/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"


def test_reading_choices_are_kept_and_nobody_is_sent_elsewhere(client):
    answer = client.post("/preferences/", {"type": "large", "next": "//evil.example/"})
    assert answer.status_code == 303
    assert answer["Location"] == "/"
    assert answer.cookies["parkdesk-type"].value == "large"
    assert client.post("/preferences/", {"type": "usual", "next": "/en/privacy/"})["Location"] == "/en/privacy/"
    assert not client.cookies["parkdesk-type"].value


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (
            Role.SPECIALIST,
            {"/desk/", "/tasks/", "/enterprises/", "/enterprises/places/", "/cockpit/", "/council/", "/supervision/"},
        ),
        (Role.OPERATOR_STAFF, {"/tasks/", "/supervision/"}),
        (Role.PARK_LEADER, {"/visits/", "/council/", "/points/"}),
        (Role.REPRESENTATIVE, {"/council/", "/points/", "/services/", "/enterprises/mine/"}),
        (Role.PARTY_COMMITTEE, {"/council/", "/cockpit/", "/supervision/", "/conduct/"}),
        (Role.MERCHANT, {"/merchant/"}),
        (Role.SYSTEM_ADMIN, {"/health/", "/desk/keys/"}),
        (
            Role.DISCIPLINE_AUDITOR,
            {"/desk/", "/enterprises/", "/cockpit/", "/council/", "/supervision/", "/conduct/"},
        ),
    ],
)
def test_each_role_is_shown_its_own_sections(rf: RequestFactory, role, sections, django_assert_max_num_queries):
    request = rf.get("/me/")
    request.user = AppointmentFactory(role=role).person
    with django_assert_max_num_queries(1):
        shown = {entry.url for entry in House(request).nav}
    assert shown - {"/", "/me/", "/needs/new/", "/needs/"} == sections
    assert next(entry.url for entry in House(request).nav if entry.is_current) == "/me/"


def test_the_other_language_is_the_same_page(rf: RequestFactory):
    assert House(rf.get("/privacy/?a=1")).counterpart.url == "/en/privacy/?a=1"
    with translation.override("en"):
        assert House(rf.get("/en/privacy/")).counterpart.url == "/privacy/"


def test_search_engines_are_told_both_languages_and_the_addresses_are_walked_once(rf: RequestFactory, monkeypatch):
    walked = []
    monkeypatch.setattr(context, "translate_url", lambda url, code: walked.append(url) or translate_url(url, code))
    with translation.override("en"):
        page = House(rf.get("/en/privacy/?a=1"))
        told = {one.tag: one.url for one in page.alternates}
        assert page.counterpart.url == "/privacy/?a=1"
    assert told == {"zh-Hans": f"{settings.PUBLIC_URL}/privacy/", "en": f"{settings.PUBLIC_URL}/en/privacy/"}
    assert len(walked) == 1
    assert not House(rf.get("/robots.txt")).alternates
