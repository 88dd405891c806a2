"""Editors write the site; needs are not theirs (domain.md 3; ADR 12)."""

import pytest

from enterprises.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_editors_reach_the_site_and_texts_to_copy(worn, role):
    assert worn(role).opens("/desk/copy/")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER])
def test_editors_read_no_need(worn, need, role):
    editor = worn(role)
    assert editor.knows_nothing_of(f"/desk/needs/{need.reference}/", "/desk/", "/tasks/", "/setup/", "/points/review/")
    assert editor.may_none(need, "triage", "resolve", "confirm", "note")
