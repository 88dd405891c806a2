"""The demonstration takes out its own needs, never somebody's."""

import pytest

from parkdesk.demonstration import loading
from parkdesk.demonstration.signins import NotHere
from requests_flow.intake import Report, hand_in
from requests_flow.models import Need


@pytest.mark.django_db
def test_a_house_with_needs_of_its_own_takes_in_no_demonstration(settings, tmp_path):
    settings.PARKDESK_DEMO, settings.VAR = True, tmp_path
    need, _ = hand_in(Report(text="电梯停了"))
    with pytest.raises(NotHere):
        loading.load("small")
    assert Need.objects.get() == need
