"""Files that want to break the house, works that are killed half way, people who change their mind."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.styles import Font
from openpyxl.worksheet.cell_range import CellRange

from enterprises.imports import layouts, starting, telling, working
from enterprises.models import DirectoryImport, Enterprise, Membership
from parkdesk.core import clock
from parkdesk.core.flow import NotNow
from parkdesk.core.models import AccessLog, Entry
from tests.enterprises.test_imports import HEADER, PAGE, act, bring, check, counts, keeper, read_again, row  # noqa: F401
from tests.factories import EnterpriseFactory, invented_uscc


class Large(SimpleUploadedFile):
    """Says that it has 200 MB; nobody needs to send them to see what is answered."""

    @property
    def size(self):
        return 200 * 1024 * 1024

    @size.setter
    def size(self, value):
        pass


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    return file.getvalue()


def many_sheets() -> bytes:
    book, file = openpyxl.Workbook(write_only=True), io.BytesIO()
    for _ in range(1000):
        book.create_sheet()
    book.save(file)
    return file.getvalue()


def locked() -> bytes:
    """What an old or encrypted workbook looks like from outside."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def send(client, name, content):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content), "key": name})


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("bomb.xlsx", bomb, "bomb.xlsx"),
        ("sheets.xlsx", many_sheets, "1000"),
        ("locked.xlsx", locked, "locked.xlsx"),
        ("picture.png", lambda: b"\x89PNG\r\n", "picture.png"),
        ("old.xls", locked, "old.xls"),
        ("empty.csv", lambda: b"", None),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(keeper, name, content, word):  # noqa: F811
    answer = send(keeper, name, content())
    assert answer.status_code == 200
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1
    assert word is None or word in errors[0]
    assert not DirectoryImport.objects.exists()


def test_200_megabytes_are_refused_before_they_are_looked_at(keeper):  # noqa: F811
    with pytest.raises(starting.Unreadable, match="50"):
        starting.look(Large("list.xlsx", b"PK"))


def test_an_english_header_is_understood(check):  # noqa: F811
    header = ("Company name", "Credit code", "Park", "Building", "Room", "Contact person", "Mobile phone")
    assert counts(check(row(), header=header)) == {"created": 1, "skipped": 1}


def test_a_worker_that_is_killed_while_writing_leaves_nothing_and_another_begins_anew(keeper, check, monkeypatch):  # noqa: F811
    job = check(row(), row(name="浙江蔚码声微电子有限公司", uscc=invented_uscc(8)))
    monkeypatch.setattr(working.rows, "CHUNK", 1)
    write, parts = working.plans.write, []

    def killed_at_the_second_part(plans):
        parts.append(plans)
        if len(parts) == 2:
            raise SystemExit  # as a signal ends a process: nothing of ours gets to tidy up
        write(plans)

    monkeypatch.setattr(working.plans, "write", killed_at_the_second_part)
    act(keeper, job, "confirm")  # the tests' backend of tasks runs it at once and keeps what it raised
    assert (job.state, Enterprise.objects.count(), job.rows.filter(is_written=True).count()) == ("writing", 0, 0)
    monkeypatch.setattr(working.plans, "write", write)
    act(keeper, job, "confirm")
    assert (job.state, Enterprise.objects.count()) == ("done", 2)


def test_the_clock_gives_up_what_nobody_works_on(keeper, check, monkeypatch):  # noqa: F811
    job = check(row())
    monkeypatch.setattr(starting, "_started", lambda one: one)
    act(keeper, job, "confirm")
    assert job.state == "writing"
    assert telling.give_up_the_dead() == 0
    DirectoryImport.objects.update(beat_at=clock.now() - timedelta(minutes=11))
    assert telling.give_up_the_dead() == 1
    read_again(job)
    assert (job.state, bool(job.trouble)) == ("checked", True)
    assert not Enterprise.objects.exists()


def test_a_work_that_was_stopped_ends_without_a_trace(keeper, check, monkeypatch):  # noqa: F811
    job = check(row())
    beat = working._beat

    def stopped_meanwhile(one, done, total):
        starting.stop(DirectoryImport.objects.get(pk=one.pk), by=keeper.person)
        beat(one, done, total)

    monkeypatch.setattr(working, "_beat", stopped_meanwhile)
    act(keeper, job, "confirm")
    assert (job.state, Enterprise.objects.count()) == ("checked", 0)
    with pytest.raises(NotNow):
        starting.stop(job, by=keeper.person)


def test_an_older_start_does_not_work_beside_a_newer_one(keeper, check):  # noqa: F811
    job = check(row())
    old = job.run
    starting.check(job, by=keeper.person)
    before = list(job.rows.values_list("pk", flat=True))
    working.work.call(job.pk, old)
    assert list(job.rows.values_list("pk", flat=True)) == before


def test_who_brought_a_list_hears_how_it_ended(keeper, check):  # noqa: F811
    job = check(row())
    act(keeper, job, "confirm")
    verbs = list(Entry.objects.filter(subject_type="enterprises.directoryimport").values_list("verb", flat=True))
    assert [verb.rpartition(".")[2] for verb in verbs] == ["upload", "examine", "show", "confirm", "finish"]
    for entry in Entry.objects.filter(verb__endswith=".finish"):
        assert [one.key for one in telling.who_brought_it(entry)] == [f"person:{keeper.person.pk}"]


def test_files_and_rows_are_forgotten_after_thirty_days(keeper, check):  # noqa: F811
    job = check(row())
    act(keeper, job, "confirm")
    DirectoryImport.objects.update(created_at=clock.now() - timedelta(days=31))
    telling.forget_old_files()
    read_again(job)
    assert (bool(job.file), job.rows.count(), counts(job)) == (False, 0, {"created": 1, "skipped": 1})
    assert keeper.get(f"{PAGE}{job.pk}/").status_code == 200
    assert act(keeper, job, "undo").status_code == 409


def test_a_list_that_nobody_went_on_with_is_a_line_of_the_history_after_thirty_days(keeper, bring):  # noqa: F811
    job = bring(row())
    DirectoryImport.objects.update(created_at=clock.now() - timedelta(days=31))
    telling.forget_old_files()
    page = keeper.get(f"{PAGE}{job.pk}/")
    assert page.status_code == 200
    assert f"{PAGE}{job.pk}/columns/" not in page.content.decode()
    assert keeper.get(f"{PAGE}{job.pk}/columns/").url == f"{PAGE}{job.pk}/"


def test_a_firm_that_has_a_member_is_not_taken_back(keeper, check):  # noqa: F811
    job = check(row())
    act(keeper, job, "confirm")
    Membership.objects.create(person=keeper.person, enterprise=Enterprise.objects.get(), starts_on=clock.today())
    page = keeper.get(f"{PAGE}{job.pk}/take-back/")
    assert (page.context["kept_count"], page.context["back_count"]) == (1, 0)


def workbook_of(*rows, merged=()) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in rows:
        book.active.append(line)
    book.active.merged_cells.ranges.update(CellRange(area) for area in merged)
    book.save(file)
    return file.getvalue()


def test_borders_dragged_down_to_the_end_of_the_sheet_are_no_rows(keeper):  # noqa: F811
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in (HEADER, row()):
        book.active.append(line)
    book.active.cell(row=130_000, column=1).font = Font(bold=True)
    book.save(file)
    assert send(keeper, "borders.xlsx", file.getvalue()).status_code == 302
    assert len(layouts.table_of(DirectoryImport.objects.get()).rows) == 2


def test_merged_cells_that_claim_the_whole_sheet_are_refused(keeper):  # noqa: F811
    areas = [f"{letter}3:{letter}1048576" for letter in "ABCDEFGHIJ"]
    answer = send(keeper, "merged.xlsx", workbook_of(HEADER, row(), merged=areas))
    assert answer.status_code == 200
    assert "merged.xlsx" in answer.content.decode()
    assert not DirectoryImport.objects.exists()


def test_a_dropped_import_leaves_no_row(keeper, check):  # noqa: F811
    job = check(row())
    act(keeper, job, "drop")
    assert (job.state, job.rows.count(), bool(job.file)) == ("dropped", 0, False)


def test_contacts_leave_the_house_with_a_watermark_and_a_note(keeper, park):  # noqa: F811
    firm = EnterpriseFactory(name="=HYPERLINK(1)", park=park)
    firm.contacts.create(name="乔晨遥", mobile="+8615400000001")
    plain = keeper.get("/enterprises/export.csv").getvalue().decode("utf-8-sig")
    assert "'=HYPERLINK" in plain
    assert "乔晨遥" not in plain
    assert not AccessLog.objects.exists()
    full = keeper.get("/enterprises/export.csv?contacts=1").getvalue().decode("utf-8-sig")
    assert "乔晨遥" in full
    assert str(keeper.person) in full.splitlines()[-1]
    assert AccessLog.objects.get().actor == keeper.person
    for kind in ("xlsx", "docx"):
        assert keeper.get(f"/enterprises/export.{kind}?contacts=1").getvalue()[:2] == b"PK"
    assert keeper.get("/enterprises/export.pdf").status_code == 404
