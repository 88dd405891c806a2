"""Many lines of shared accounts in one form, and out of an operator's table: all or nothing, typed words are kept."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from councils import account_lines, accounts
from councils.account_lines import Faulty
from councils.accounts import Written
from councils.models import AccountLine, QuarterAccount
from councils.quarters import Quarter
from tests.requests_flow.conftest import MORNING


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def path(council, office):
    one = accounts.start(council, by=office, first=Quarter(2026, 2), opening_fen=100_00)
    return f"{one.get_absolute_url()}write/"


def book(*rows):
    pages, file = Workbook(), BytesIO()
    for row in rows:
        pages.active.append(row)
    pages.save(file)
    return SimpleUploadedFile("三季度收支.xlsx", file.getvalue())


def table(text):
    return SimpleUploadedFile("lines.csv", text.encode())


def text(answer):
    return answer.content.decode()


def test_the_office_begins_the_first_quarter_on_the_page(council, as_, office):
    new = reverse("councils:account_new", args=[council.park.code])
    answer = as_(office).post(new, {"first": "2026Q2", "opening": "1200.5"})
    one = QuarterAccount.objects.get()
    assert answer.url.endswith(one.get_absolute_url())
    assert (one.term, one.opening_fen) == (Quarter(2026, 2), 1200_50)


def test_lines_of_both_sides_are_kept_by_one_press(path, as_, office):
    typed = {
        "rows": "3",
        "kind_1": "repairs",
        "amount_1": "12.30",
        "text_1": "门锁",
        "kind_3": "parking",
        "amount_3": "50",
    }
    assert as_(office).post(path, typed).status_code == 302
    assert [(one.kind, one.amount_fen, one.text) for one in AccountLine.objects.all()] == [
        ("parking", 50_00, ""),
        ("repairs", 12_30, "门锁"),
    ]
    assert QuarterAccount.objects.get().closing_fen == 100_00 + 50_00 - 12_30


@pytest.mark.parametrize("wrong", [{"amount_2": ""}, {"amount_2": "-5"}, {"amount_2": "1.005"}, {"kind_2": ""}])
def test_one_wrong_line_keeps_everything_typed_and_stores_nothing(path, as_, office, wrong):
    typed = {
        "rows": "2",
        "kind_1": "parking",
        "amount_1": "77.70",
        "text_1": "临停",
        "kind_2": "repairs",
        "amount_2": "5",
    }
    page = text(as_(office).post(path, typed | {"text_2": "门锁"} | wrong))
    assert "77.70" in page
    assert "门锁" in page
    assert not AccountLine.objects.exists()


def test_an_empty_form_says_that_a_line_is_missing(path, as_, office):
    assert "至少写一行" in text(as_(office).post(path, {"rows": "4"}))


def test_lines_come_from_a_workbook_below_the_typed_ones(path, as_, office):
    file = book(["类别", "金额", "说明"], ["停车收入", 1200.5, "临停"], ["维修", "3,000.00", "道闸"])
    answer = as_(office).post(path, {"rows": "1", "kind_1": "interest", "amount_1": "1", "table": file})
    assert answer.status_code == 302
    assert [(one.kind, one.amount_fen) for one in AccountLine.objects.all()] == [
        ("parking", 1200_50),
        ("interest", 1_00),
        ("repairs", 3000_00),
    ]


def test_what_is_wrong_in_a_table_is_said_by_row_and_nothing_is_stored(path, as_, office):
    file = table("停车收入,12,临停\n喝茶,abc,\n")
    page = text(as_(office).post(path, {"rows": "1", "kind_1": "interest", "amount_1": "7.77", "table": file}))
    assert "第 2 行" in page
    assert "喝茶" in page
    assert "7.77" in page
    assert not AccountLine.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.pdf", b"%PDF"),
        SimpleUploadedFile("a.xlsx", b"no workbook"),
        table("类别,金额\n"),
        table("停车收入,0\n"),
        table("停车收入,NaN\n"),
        table("停车收入,1e99\n"),
        table("停车收入,=1+1\n"),
        table("停车收入,1\n" * (account_lines.MOST + 1)),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_words(file):
    with pytest.raises(Faulty) as said:
        account_lines.read(file)
    assert all(reason.strip() for reason in said.value.reasons)


def test_kinds_are_known_in_both_languages():
    assert account_lines.read(table("Repairs,1.5,door\n停车收入,2,\n")) == [
        Written("repairs", 1_50, "door"),
        Written("parking", 2_00),
    ]
