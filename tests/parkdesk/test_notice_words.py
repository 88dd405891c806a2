"""Whoever is told something finds words for it (style 10)."""

import pytest
from django.template.loader import get_template

from parkdesk.core import notices


@pytest.mark.parametrize("verb", sorted(notices.verbs()))
def test_every_verb_that_tells_somebody_has_words(verb):
    app, model, step = verb.split(".")
    assert get_template(f"{app}/notices/{model}.{step}.txt")
