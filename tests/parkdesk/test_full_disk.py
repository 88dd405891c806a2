"""The disk is full (quality 7): a friendly page, what was typed is kept, and nothing is stored by half."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from parkdesk.core.models import Attachment
from requests_flow import intake
from requests_flow.models import Need
from tests.core.test_files import picture

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "3号楼东侧客梯又停了，请看照片"


@pytest.fixture
def visitor(client, reception):
    """Somebody whose browser shows whatever the house answers."""
    client.raise_request_exception = False
    return client


def full(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_picture_that_finds_no_room_costs_nobody_their_words(visitor, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    photo = SimpleUploadedFile("door.jpg", picture(), content_type="image/jpeg")
    answer = visitor.post("/needs/new/", {"text": TEXT, "photo": photo})
    assert answer.status_code == 500
    assert TEXT in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_database_without_room_keeps_what_was_typed(visitor, monkeypatch):
    def no_room(*_args, **_more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(intake, "_store", no_room)
    answer = visitor.post("/needs/new/", {"text": TEXT})
    assert answer.status_code == 500
    assert TEXT in answer.content.decode()
    assert not Need.objects.exists()


def test_reading_goes_on_while_nothing_can_be_written(visitor, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    for path in ("/", "/needs/new/", "/search/?q=x", "/healthz", "/readyz"):
        assert visitor.get(path).status_code == 200, path
