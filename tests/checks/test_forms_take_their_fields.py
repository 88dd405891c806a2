"""What a form does not have changes nothing: forms name their fields, and no view takes what was sent as it came.

Django's forms drop fields that they do not have; a form of a model without names of its own would take them all, and
a view that reads the sent fields by itself has no such filter (quality 2).
"""

import importlib
import re

import pytest
from django import forms

from tests.checks.source import ROOT, modules

PACKAGES = ("cms", "councils", "enterprises", "parkdesk", "points", "requests_flow")
# All sent fields at once: as arguments, as a dict, or one by one into something.
AS_IT_CAME = re.compile(r"\*\*\s*(?:self\.)?request\.(?:POST|GET)\b|request\.POST\.(?:dict|items|lists|values)\(")


def every_form():
    """All classes of forms of ours, found by importing every module."""
    for path in modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name.startswith(PACKAGES) and "form" in name:
            importlib.import_module(name)
    found = list(forms.BaseForm.__subclasses__())
    for one in found:
        found += [child for child in one.__subclasses__() if child not in found]
    return [one for one in found if one.__module__.startswith(PACKAGES)]


def test_there_are_forms_to_look_at():
    assert len(every_form()) > 50


@pytest.mark.parametrize("form", [one for one in every_form() if issubclass(one, forms.BaseModelForm)])
def test_a_form_of_a_model_names_its_fields(form):
    meta = form._meta
    assert meta.exclude is None
    assert meta.fields is None or isinstance(meta.fields, tuple | list)
    assert meta.model is None or meta.fields


# Where what was typed is shown again after a failure, and only that.
KNOWN = {"parkdesk/views/errors.py"}


def test_no_view_takes_what_was_sent_as_it_came():
    found = {str(path.relative_to(ROOT)) for path in modules() if AS_IT_CAME.search(path.read_text(encoding="utf-8"))}
    assert not found - KNOWN
