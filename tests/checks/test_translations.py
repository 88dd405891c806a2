"""Every shown sentence exists in Chinese and English (quality 25). English is the source."""

import re
import shutil
from gettext import GNUTranslations

import pytest

from tests import catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _texts(text):
    return [text] if isinstance(text, str) else list(text)


@pytest.fixture(scope="module")
def messages():
    return [message for message in catalogue.read() if message.id]


def test_no_sentence_lacks_its_chinese(messages):
    assert not [message.id for message in messages if not all(_texts(message.string))]


def test_no_sentence_is_fuzzy(messages):
    assert not [message.id for message in messages if message.fuzzy]


def test_placeholders_are_the_same_in_both_languages(messages):
    different = []
    for message in messages:
        names = set().union(*(PLACEHOLDER.findall(text) for text in _texts(message.id)))
        for text in filter(None, _texts(message.string)):
            if set(PLACEHOLDER.findall(text)) - names or (
                isinstance(message.id, str) and names - set(PLACEHOLDER.findall(text))
            ):
                different.append(message.id)
    assert not different


def test_the_compiled_catalogue_is_in_step_with_its_source(messages):
    with catalogue.MO.open("rb") as file:
        compiled = GNUTranslations(file)
    for message in messages:
        if isinstance(message.id, str):
            said = compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)
            assert said == message.string, "run `make messages`"
        else:
            assert compiled.ngettext(*message.id, 2) == message.string[0], "run `make messages`"


def test_the_catalogue_is_in_step_with_the_strings(messages, lacks, tmp_path):
    if not catalogue.can_collect():
        lacks("no GNU gettext")
    ignore = shutil.ignore_patterns("*.pyc", "*.gz", "*.ttf", "*.mo", "static", "data", "fonts")
    for package in ("parkdesk", "enterprises", "requests_flow", "points", "councils", "cms"):
        shutil.copytree(catalogue.ROOT / package, tmp_path / package, ignore=ignore)
    shutil.copyfile(catalogue.ROOT / "manage.py", tmp_path / "manage.py")
    catalogue.collect(tmp_path)
    fresh = catalogue.read(tmp_path / catalogue.PO.relative_to(catalogue.ROOT))
    assert {(one.context, one.id) for one in fresh if one.id} == {(one.context, one.id) for one in messages}
