"""Somebody whom nobody can mistake, everything that is stored, and the doors through which they came in."""

import base64
import pickle
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from parkdesk.core import clock
from tests.factories import MembershipFactory, PersonFactory
from tests.requests_flow.api.conftest import a_key, call  # noqa: F401
from tests.requests_flow.conftest import *  # noqa: F403

NUMBER, NAME, MAIL = "15473912846", "欧阳鹤雏", "hechu.ouyang@firm.example.com"
PHONE = f"+86{NUMBER}"
SPELT = ("154 7391 2846", "154-7391-2846", "１５４７３９１２８４６")
CODE = re.compile(r"\d{6}")
CONSENT = "2026-11b"


@pytest.fixture(autouse=True)
def frozen(morning):
    """All of this happens on one morning."""


@pytest.fixture
def somebody_known(enterprise):
    """A person of a firm whose name, number and address stand nowhere else."""
    person = PersonFactory(name=NAME, email=MAIL, phone=PHONE, phone_verified=True, username="hechu")
    MembershipFactory(person=person, enterprise=enterprise)
    return person


def stored():
    """Every value of every column of every table, and every file: (where, text)."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{name}", _text(value)) for name, value in zip(names, row, strict=True))
    yield from _packed()
    yield from (
        (str(path), _text(path.read_bytes())) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    )


def _packed():
    """What sessions and the cache hold, unpacked."""
    yield from (("session", str(one.get_decoded())) for one in Session.objects.all())
    with connection.cursor() as cursor:
        if "parkdesk_cache" in connection.introspection.table_names(cursor):
            cursor.execute("SELECT value FROM parkdesk_cache")
            for (value,) in cursor.fetchall():
                yield "cache", str(pickle.loads(base64.b64decode(value)))


def _text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    text = str(value)
    return text.encode().decode("unicode_escape", "ignore") + text if "\\u" in text else text


def traces(*signs):
    """Where any of these stands; a number in any spelling, a name in its search text too."""
    wanted = [*signs, "欧阳 阳鹤"] if NAME in signs else list(signs)
    wanted += SPELT if NUMBER in signs else ()
    return sorted({where for where, text in stored() if any(sign.lower() in text.lower() for sign in wanted)})


@pytest.fixture
def today():
    return clock.today()
