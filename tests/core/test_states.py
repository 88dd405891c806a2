"""What the state machine library does for our fields, and what it leaves alone."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import class_prepared

from enterprises.models import DataCheck
from parkdesk.core import states


@pytest.mark.django_db
def test_models_drawn_by_migrations_do_not_listen_for_the_classes_after_them():
    before = len(class_prepared.receivers)
    drawn = MigrationLoader(connection).project_state().apps.get_model("enterprises", "DataCheck")
    assert drawn.__module__ == states.HISTORY, "Django calls its drawings otherwise: states.py no longer finds them"
    assert len(class_prepared.receivers) == before


def test_a_living_model_knows_its_steps():
    assert set(states.steps(DataCheck)) == {"ask", "confirm", "object"}
