"""The desk's people, and a park that stands in the directory."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from enterprises.models import Park, Person
from enterprises.roles import Line, Role
from tests.factories import AppointmentFactory, BuildingFactory, ParkFactory, PersonFactory


@pytest.fixture
def park(db: None) -> Park:
    """湾谷产业中心 with buildings 1 and 3."""
    park = ParkFactory(code="P01", name="湾谷产业中心")
    BuildingFactory(park=park, code="P01-B1", name="1号楼")
    BuildingFactory(park=park, code="P01-B3", name="3号楼")
    return park


@pytest.fixture
def clerk(db: None) -> Person:
    """A clerk at a window: somebody of the desk."""
    return AppointmentFactory(role=Role.WINDOW_CLERK, line=Line.PUBLIC_AFFAIRS).person


@pytest.fixture
def volunteer(db: None) -> Person:
    return AppointmentFactory(role=Role.VOLUNTEER, person=PersonFactory(username="volunteer")).person


@pytest.fixture
def import_directory(db: None, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run the command and answer with its report."""

    def run(source: Path, **options: Any) -> dict[str, Any]:
        report = tmp_path / "report.json"
        call_command("import_directory", source, report=report, verbosity=0, **options)
        return json.loads(report.read_text(encoding="utf-8"))

    return run
