"""What is written in both languages, and what only in one."""

import pytest
from django.utils import translation

from parkdesk.core.tongues import spoken


@pytest.mark.parametrize(("language", "said"), [("en", "Lift"), ("zh-hans", "电梯"), (None, "电梯")])
def test_everybody_reads_their_own_language(language, said):
    with translation.override(language):
        assert spoken("电梯", "Lift") == said


def test_what_has_no_english_keeps_its_chinese():
    with translation.override("en"):
        assert spoken("电梯", "") == "电梯"
