"""A small catalogue with its pages, and the people of the editors' house."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from cms.catalogue import publish_all
from cms.models import ServicePage
from enterprises.models import Unit
from enterprises.roles import Role
from requests_flow.catalogue import import_catalogue
from tests.councils.conftest import *  # noqa: F403
from tests.factories import AppointmentFactory, PersonFactory, UnitFactory

CATALOGUE = Path(settings.ROOT) / "parkdesk" / "data" / "services.json"
# Two of one category, one whose promise is for the desk's part only, one that is filed online.
FEW = ("PRO-01", "PRO-02", "TAX-03", "HRT-02")
MORNING = "2026-11-24 09:30"


@pytest.fixture
def file(tmp_path):
    """The catalogue's file with a few services; call it with a change to make to the first row."""
    content = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    content["services"] = sorted(
        (row for row in content["services"] if row["code"] in FEW), key=lambda row: FEW.index(row["code"])
    )

    def write(**changes):
        content["services"][0] |= changes
        path = tmp_path / "services.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(db, file):
    """Read the file into services and pages, as `import_services` does; returns how many pages were written."""

    def read(**changes):
        path = file(**changes)
        import_catalogue(path)
        return publish_all(path)

    return read


@pytest.fixture
def pages(load, at):
    """The pages of the small catalogue on a Tuesday morning, by code, Chinese."""
    at(MORNING)
    load()
    found = ServicePage.objects.filter(locale__language_code="zh-hans").select_related("locale", "service")
    return {page.code: page for page in found}


@pytest.fixture
def lift(pages):
    """The page of the lift repairs."""
    return pages["PRO-01"]


@pytest.fixture
def reception(db):
    """The reception of the catalogue where it stands already."""
    return Unit.objects.filter(code="W1").first() or UnitFactory(code="W1", kind=Unit.Kind.WINDOW)


@pytest.fixture
def editor(db):
    return AppointmentFactory(person=PersonFactory(name="苏文竹"), role=Role.EDITOR).person


@pytest.fixture
def publisher(db):
    return AppointmentFactory(person=PersonFactory(name="陶以宁"), role=Role.PUBLISHER).person
