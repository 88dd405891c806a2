"""What a screen reader says of each control with which one votes: the words of the option, not “button” or a number."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from councils import ballots, choosing
from councils.models import Case
from councils.picks import Method
from councils.tally import Choice
from parkdesk.core import clock
from tests.councils import voting
from tests.requests_flow.conftest import MORNING

WORDS = ("整机更换，预算38万元", "大修，预算11.6万元")
CONTROL = re.compile(r'<(?:input[^>]*type="(?:radio|checkbox)"|select)[^>]*>')
OUR_CHOICE = re.compile(r'name="(?:choice|place_\d+)"')


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


def ballot(round_, person) -> str:
    client = Client()
    client.force_login(person)
    page = reverse("councils:ballot", args=[round_.case.council.park.code, round_.case_id])
    return client.get(page).content.decode()


def names(page: str) -> list[str]:
    """The accessible name of each control of the vote: its own label, by `for` or around it; never a `title`."""
    return [_name(page, tag) for tag in CONTROL.findall(page) if OUR_CHOICE.search(tag)]


def _name(page: str, tag: str) -> str:
    key = re.search(r'\bid="([^"]+)"', tag)[1]
    label = re.search(rf'<label[^>]*for="{key}"[^>]*>(.*?)</label>', page, re.DOTALL)
    around = re.search(rf"<label(?:(?!</label>).)*?{re.escape(tag)}(.*?)</label>", page, re.DOTALL)
    found = label or around
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def test_on_a_sentence_each_choice_is_named_by_its_word(council, office, members, now):
    found = names(ballot(voting.voted_on(council, office, now), members[3]))
    assert len(found) == len(Choice)
    assert all(str(one.label) in name for one, name in zip(Choice, found, strict=True))


@pytest.mark.parametrize("method", [Method.SINGLE, Method.APPROVAL, Method.RANKING])
def test_among_options_each_control_is_named_by_the_words_of_its_option(council, office, members, now, method):
    case = voting.prepared(council, office, way=method)
    for words in WORDS:
        choosing.offer(case, words, by=office)
    case = voting.venues.discuss(case, by=office)
    voting.all_declare(case)
    now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
    found = names(ballot(ballots.open_round(Case.objects.get(pk=case.pk), by=office), members[3]))
    assert all(found)
    assert all(any(words in name for name in found) for words in WORDS)
