"""Every route with real things behind it, as everybody: no unexpected answer, and nobody's number on any page.

`test_routes.py` asks the gate for every role; here the views themselves answer, for needs of every kind of privacy.
"""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from enterprises.models import Contact, Person
from parkdesk import routes
from parkdesk.admission import A_KEY
from requests_flow.models import ReporterContact
from tests.parkdesk.access.addresses import addresses
from tests.parkdesk.access.conftest import signed_in

pytestmark = [pytest.mark.xdist_group("demonstration"), pytest.mark.django_db, pytest.mark.once]

EACH_TIME = ["", "enterprise2", "operator", "manager"]
WHEN_DEEP = [
    "admin", "leader2", "specialist-governance", "volunteer", "chair", "property", "window", "liaison",
    "leader-community",
    "subdistrict", "party", "auditor", "merchant", "editor", "leader", "member1", "enterprise",
]  # fmt: skip
# Whoever is let in may still see what they may not do (403), or what is not open now (409).
ANSWERS = {200, 286, 301, 302, 303, 400, 403, 404, 405, 409, 410}
TO_A_KEY = {200, 400, 401, 404, 405}
MOBILE = re.compile(rb"(?<![\d*])1[3-9]\d{9}(?!\d)")
# What leaves or begins the demonstration anew, and pages of others.
NOT_WALKED = ("account_logout", "wagtail", "demo_inbox")


def numbers_of_others(person):
    """The mobile numbers that somebody left or that stand in the directory, but for one's own."""
    found = {*Person.objects.values_list("phone", flat=True), *Contact.objects.values_list("mobile", flat=True)}
    found |= set(ReporterContact.objects.exclude(need__reporter=person).values_list("phone", flat=True))
    own = person.phone if person else ""
    return {one.removeprefix("+86").encode() for one in found if one and one != own}


def expected(name, path, person):
    """What a look may answer."""
    route = routes.route_of(name, path)
    if route.who == A_KEY:  # a person is no key
        return TO_A_KEY
    if route.admits(person or AnonymousUser()):
        return ANSWERS
    return {404} if person else {302}


@pytest.mark.parametrize("who", [*EACH_TIME, *(pytest.param(one, marks=pytest.mark.deep) for one in WHEN_DEEP)])
def test_each_address_answers_as_the_table_says_and_gives_no_number_away(loaded, who):
    person, browser = signed_in(who) if who else None, Client()
    if person:
        browser.force_login(person)
    others = numbers_of_others(person)
    for name, path in dict.fromkeys(addresses()):
        if not name.startswith(NOT_WALKED):
            answer = browser.get(path)
            assert answer.status_code in expected(name, path, person), f"{path}: {answer.status_code}"
            body = b"" if answer.streaming else answer.content
            assert not set(MOBILE.findall(body)) & others, f"{path} gives a number away"
