"""Finding a firm: by any part of its name, by the first letters of its syllables, by its credit code."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises import finding
from enterprises.initials import initials
from enterprises.models import Enterprise
from tests.factories import EnterpriseFactory, ParkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return ParkFactory(name="启明里国际中心")


@pytest.fixture
def firm(here) -> Enterprise:
    return EnterpriseFactory(park=here, name="杭州辰擎信息技术有限公司", short_name="辰擎")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("杭州辰擎信息技术有限公司", "hzcqxxjsyxgs"),
        ("重庆ABC-1科技", "cqabc1kj zqabc1kj"),
        ("行远", "xy hy"),
        ("長樂", "cl cy zl zy"),
        ("", ""),
    ],
)
def test_a_name_has_the_letters_that_people_type(name, letters):
    assert sorted(initials(name).split()) == sorted(letters.split())


def test_a_name_with_too_many_readings_keeps_the_usual_one():
    assert len(initials("重行乐长朝曾").split()) == 1


@pytest.mark.parametrize(
    "typed",
    ["辰擎", "信息技术", "辰擎 有限", "cqxx", "CQ XX", "ｈｚｃｑ", "cq", "辰", "{uscc}", "{uscc_part}", "{uscc_low}"],
)
def test_a_firm_is_found_by_any_part_of_its_name_its_letters_or_its_code(firm, typed):
    EnterpriseFactory(name="杭州远帆科技有限公司", short_name="远帆", uscc="91330110MA00000000")
    asked = typed.format(uscc=firm.uscc, uscc_part=firm.uscc[-8:], uscc_low=firm.uscc.lower())
    assert list(finding.firms(asked)) == [firm]


@pytest.mark.parametrize("typed", ["", " ", "qc", "zzzz", "9133", "辰 擎擎"])
def test_what_no_firm_is_called_finds_none(firm, typed):
    assert not finding.firms(typed).exists()


def test_a_firm_that_is_renamed_by_hand_is_found_by_its_new_name(firm):
    firm.name = firm.short_name = "远帆"
    firm.save()
    assert list(finding.firms("yf")) == [firm]
    assert not finding.firms("辰擎").exists()


def test_names_are_offered_from_two_signs_on_five_at_most_and_never_of_firms_that_left(here):
    for number in range(7):
        EnterpriseFactory(park=here, name=f"杭州辰擎{number}号科技有限公司", short_name=f"辰擎{number}号")
    EnterpriseFactory(park=here, name="辰擎已迁", short_name="辰擎迁", status=Enterprise.Status.MOVED_OUT)
    assert finding.namesakes("辰") == []
    assert finding.namesakes("c") == []
    for typed in ("辰擎", "cq"):
        names = finding.namesakes(typed, here)
        assert len(names) == finding.OFFERED
        assert "辰擎已迁" not in names


def test_a_scanned_park_offers_its_own_firms_alone(here, firm):
    other = EnterpriseFactory(name="辰擎二号", short_name="辰擎二号")
    assert finding.namesakes("辰擎", here) == [firm.name]
    assert set(finding.namesakes("辰擎")) == {firm.name, other.name}


def test_a_name_that_begins_so_comes_first(here, firm):
    EnterpriseFactory(park=here, name="阿里长青科技", short_name="阿里长青")
    assert finding.namesakes("cq", here)[0] == firm.name


def test_finding_asks_twice_and_offering_once_however_many_firms_there_are(here, firm):
    for ask, most in ((lambda: list(finding.firms("cq")), 2), (lambda: finding.namesakes("cq", here), 1)):
        with CaptureQueriesContext(connection) as seen:
            ask()
        assert len(seen) <= most


# --- by first letters alone, for the desk's list -------------------------------------------------------
def test_a_firm_is_meant_by_the_beginning_of_its_letters_and_by_two_only_whole(firm):
    assert all(finding.by_initials(typed) == [firm.pk] for typed in ("hzcq", "HZCQXX", "cq", "ｃｑ", "hzcqxxjsyxgs"))
    assert not any(finding.by_initials(typed) for typed in ("hz", "xxjs", "c", "辰擎", "", "cq!", "12345", "xyz"))


def test_letters_that_too_many_begin_with_mean_nobody(here):
    for number in range(finding.FIRMS_MEANT + 1):
        EnterpriseFactory(park=here, name=f"杭州启明{number}有限公司", short_name="")
    assert finding.by_initials("hzqm") == []
    assert len(finding.by_initials("hzqm1")) > 1
