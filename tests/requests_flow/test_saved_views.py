"""Views of the list that are kept under a name, and the list as a table to take away."""

import csv
import io

import openpyxl
import pytest
from django.core.management import call_command

from requests_flow import exporting
from requests_flow.models import Need, SavedView
from requests_flow.words import State
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DESK = "/desk/"
TRIAGED = "?tab=open&state=triaged"


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def keep(browser, name="已研判", query=TRIAGED, **said):
    return browser.post(f"/desk/views/new/{query}", {"name": name, "columns": ["reference", "title"], **said})


def table(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


# --- views -------------------------------------------------------------------------------------------
def test_a_view_is_kept_with_its_conditions_and_columns_and_stands_above_the_list(browser, manager):
    assert keep(browser)["Location"].endswith(TRIAGED)
    view = SavedView.objects.get()
    assert (view.owner, view.query, view.columns, view.is_shared) == (manager, TRIAGED, ["reference", "title"], False)
    page = browser.get(DESK + TRIAGED)
    assert page.context["saved"]["current"] == view
    assert f"/desk/views/{view.pk}/" in page.content.decode()
    assert f"export.csv{TRIAGED}&view={view.pk}".replace("&", "&amp;") in page.content.decode()


def test_one_press_keeps_one_view_and_a_name_is_taken_once(browser):
    for _press in range(2):
        keep(browser, key="k")
    assert SavedView.objects.count() == 1
    assert "name" in keep(browser, key="other").context["form"].errors
    assert SavedView.objects.count() == 1


def test_a_shared_view_is_seen_by_the_desk_and_shows_each_what_they_may_read(browser, client, a_need, specialist):
    a_need(State.TRIAGED, title="退税", category="TAX")
    keep(browser, name="大家的", is_shared="on")
    keep(browser, name="自己的", query="?tab=today")
    client.force_login(specialist)
    page = client.get(DESK + TRIAGED)
    assert [one.name for one in page.context["saved"]["views"]] == ["大家的"]
    assert page.context["page"].rows == []
    view = SavedView.objects.get(name="大家的")
    assert client.get(f"/desk/views/{view.pk}/").status_code == 404
    client.post(f"/desk/views/{view.pk}/delete/")
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_is_renamed_and_deleted_by_whoever_kept_it(browser):
    keep(browser)
    view = SavedView.objects.get()
    assert "已研判" in browser.get(f"/desk/views/{view.pk}/").content.decode()
    said = {"name": "新名", "is_shared": "on", "columns": ["reference"]}
    assert browser.post(f"/desk/views/{view.pk}/", said)["Location"].endswith(TRIAGED)
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.columns) == ("新名", True, ["reference"])
    browser.post(f"/desk/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_who_does_not_sit_at_the_desk_keeps_and_exports_nothing(client, volunteer, operator_person):
    for person in (volunteer, operator_person, somebody("顾明", "discipline_auditor")):
        client.force_login(person)
        for path in ("views/new/", "export.csv", "export.xlsx"):
            assert client.get(DESK + path).status_code == 404


# --- export ------------------------------------------------------------------------------------------
def test_the_csv_holds_every_row_of_the_list_in_its_order(browser, a_need, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    needs = [a_need(title=f"第{n}件") for n in range(30)]
    a_need(State.CLOSED, title="结了的")
    rows = table(browser.get(f"{DESK}export.csv?tab=open&column=reference&column=title"))
    assert len(rows) == 31
    assert [row[0] for row in rows[1:]] == [one.reference for one in needs]
    assert [row[0] for row in table(browser.get(f"{DESK}export.csv?tab=ended&column=title"))[1:]] == ["结了的"]


def test_a_kept_view_brings_its_columns_and_conditions(browser, a_need):
    a_need(title="新来的")
    sorted_ = a_need(State.TRIAGED, title="研判过的")
    keep(browser)
    view = SavedView.objects.get()
    rows = table(browser.get(f"{DESK}export.csv{TRIAGED}&view={view.pk}"))
    assert rows[1:] == [[sorted_.reference, "研判过的"]]


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "＝1+1", "+cmd", "\t=1"])
def test_no_cell_is_a_formula(browser, a_need, title):
    a_need(title=title)
    rows = table(browser.get(f"{DESK}export.csv?column=title"))
    assert rows[1][0].startswith("'")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(browser.get(f"{DESK}export.xlsx?column=title").streaming_content))
    )
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_the_workbook_holds_dates_as_dates_of_the_park(browser, a_need):
    a_need()
    file = io.BytesIO(b"".join(browser.get(f"{DESK}export.xlsx?column=submitted_at&column=state").streaming_content))
    sheet = openpyxl.load_workbook(file).active
    assert sheet["A2"].is_date
    assert (sheet["A2"].value.hour, sheet["A2"].value.minute) == (9, 30)
    assert sheet["B2"].value == str(State.SUBMITTED.label)


def test_a_workbook_that_would_be_too_long_says_so(browser, a_need, monkeypatch):
    monkeypatch.setattr("parkdesk.core.spreadsheets.SHEET_AT_MOST", 2)
    for _number in range(3):
        a_need()
    file = io.BytesIO(b"".join(browser.get(f"{DESK}export.xlsx?column=reference").streaming_content))
    rows = [row[0] for row in openpyxl.load_workbook(file).active.values]
    assert len(rows) == 4
    assert "csv" in rows[-1]


@pytest.mark.parametrize("kept", ["is_personal", "is_protected"])
def test_neither_words_nor_firm_of_what_is_kept_from_others_leave_the_house(browser, a_need, enterprise, kept):
    a_need(title="欠薪三个月", enterprise=enterprise, phone="+8615400001201", consent_version="1", **{kept: True})
    text = b"".join(browser.get(f"{DESK}export.csv").streaming_content).decode()
    for secret in ("欠薪", enterprise.name, "154"):
        assert secret not in text


def test_numbers_of_people_in_a_title_are_masked(browser, a_need):
    a_need(title="找15400001201")
    assert "15400001201" not in b"".join(browser.get(f"{DESK}export.csv").streaming_content).decode()


def test_columns_that_do_not_exist_are_left_out(browser, a_need):
    a_need()
    rows = table(browser.get(f"{DESK}export.csv?column=link_salt&column=token_digest"))
    assert len(rows[0]) == len(exporting.USUAL)
    salt = Need.objects.get().link_salt
    assert salt not in str(rows)


def test_the_command_writes_every_need_oldest_first_and_keeps_the_same_secrets(a_need, enterprise, tmp_path):
    secret = {"phone": "+8615400001201", "consent_version": "1", "is_protected": True}
    kept = a_need(title="欠薪三个月", enterprise=enterprise, **secret)
    plain = a_need(title="二号梯停了")
    call_command("export_needs", tmp_path / "needs.csv", verbosity=0)
    text = (tmp_path / "needs.csv").read_text("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [kept.reference, plain.reference]
    assert "二号梯停了" in text
    assert not [one for one in ("欠薪", enterprise.name, "15400001201") if one in text]
