"""A visitor hands in needs, reads what is published, and nothing else (domain.md 3)."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_visitor_hands_in_and_reads_what_is_for_all(at_the_door, council):
    assert at_the_door(None).opens("/needs/new/", "/needs/track/", "/privacy/", "/council/", "/points/rules/")


def test_a_visitor_is_asked_to_sign_in_before_anything_else(at_the_door, need):
    behind = (f"/desk/needs/{need.reference}/", "/desk/", "/tasks/", "/visits/", "/supervision/", "/me/privacy/")
    assert at_the_door(None).knows_nothing_of(*behind, "/cockpit/", "/points/review/", "/health/", "/merchant/")
