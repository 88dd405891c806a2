"""Who takes a step: somebody who signed in, or the holder of something; always exactly one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from parkdesk.core import actors, clock
from parkdesk.core.actors import CLOCK, HOLDER_KINDS, Holder
from parkdesk.core.models import Entry
from tests.factories import PersonFactory


@pytest.mark.parametrize("kind", HOLDER_KINDS)
def test_whoever_holds_something_can_be_an_author(kind):
    assert actors.columns(Holder(kind, "need:17")) == {"actor_id": None, "actor_kind": kind, "actor_ref": "need:17"}


@pytest.mark.parametrize(("kind", "ref"), [("link", ""), ("person", "5"), ("", "x"), ("ghost", "x")])
def test_nobody_holds_what_does_not_exist(kind, ref):
    with pytest.raises(ValueError, match="no such holder"):
        Holder(kind, ref)


def test_a_person_who_signed_in_is_an_author(db):
    person = PersonFactory()
    assert actors.is_person(person)
    assert actors.columns(person) == {"actor_id": person.pk, "actor_kind": "person", "actor_ref": ""}


def test_visitors_and_people_who_left_are_no_authors(db):
    for nobody in (AnonymousUser(), PersonFactory.build(), PersonFactory(is_active=False), None):
        assert not actors.is_person(nobody)
        with pytest.raises(ValueError, match="author"):
            actors.columns(nobody)


def test_the_clock_is_not_a_person():
    assert not actors.is_person(CLOCK)
    assert actors.columns(CLOCK)["actor_ref"] == "tick"


def line(**author):
    return Entry(
        subject_type="enterprises.park", subject_id=1, seq=1, verb="enterprises.park.open", at=clock.now(),
        occurred_on=clock.today(), canonical="{}", hash="0", **author,
    )  # fmt: skip


@pytest.mark.parametrize(
    "author",
    [
        {"actor_kind": "person"},
        {"actor_kind": "link"},
        {"actor_kind": "ghost", "actor_ref": "x"},
        {"actor_kind": "", "actor_ref": ""},
    ],
)
def test_the_database_refuses_an_entry_without_an_author(db, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        line(**author).save()


def test_the_database_refuses_an_entry_with_two_authors(db):
    person = PersonFactory()
    for two in ({"actor_kind": "person", "actor_ref": "need:17"}, {"actor_kind": "link", "actor_ref": "need:17"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            line(actor=person, **two).save()


def test_the_database_takes_an_entry_with_exactly_one_author(db):
    line(actor_kind="link", actor_ref="need:17").save()
    assert Entry.objects.count() == 1
