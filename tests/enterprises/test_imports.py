"""A list comes in by the browser: columns, preview, confirmation, result, and the way back."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Contact, DirectoryImport, Enterprise
from enterprises.roles import Line, Role
from tests.enterprises.samples import table_of_text
from tests.factories import AppointmentFactory, EnterpriseFactory, ParkFactory, invented_uscc

PAGE = "/enterprises/import/"
HEADER = ("企业名称", "统一社会信用代码", "所在园区", "楼栋", "房号", "联系人", "手机号")


@pytest.fixture
def keeper(client, park):
    """A specialist of economic development, who keeps the directory, signed in."""
    person = AppointmentFactory(role=Role.SPECIALIST, line=Line.ECONOMIC_DEVELOPMENT).person
    client.force_login(person)
    client.person = person
    return client


def read_again(job):
    """The import as it stands now (its state is protected, so Django does not read it anew by itself)."""
    vars(job).update(vars(DirectoryImport.objects.get(pk=job.pk)))


def row(name="杭州言境大数据有限公司", uscc=None, park="湾谷产业中心", building="1号楼", mobile="15400000001"):
    return (name, invented_uscc(7) if uscc is None else uscc, park, building, "708", "乔晨遥", mobile)


@pytest.fixture
def bring(keeper):
    """Send a table and look at its columns; answers with the import."""

    def run(*rows, header=HEADER, name="企业名单.csv"):
        content = table_of_text([header, *rows])
        answer = keeper.post(PAGE, {"file": SimpleUploadedFile(name, content), "key": name + str(len(content))})
        assert answer.status_code == 302, answer.content.decode()
        return DirectoryImport.objects.latest("pk")

    return run


@pytest.fixture
def check(keeper, bring):
    """The same, with the columns confirmed as they were guessed."""

    def run(*rows, **options):
        job = bring(*rows, **options)
        address = f"{PAGE}{job.pk}/columns/"
        form = keeper.get(address).context["form"]
        said = {f"column_{one.place}": one.field for one in form.columns}
        answer = keeper.post(address, {**said, "sheet": job.sheet, "header": job.header_row, "only": ""})
        assert answer.status_code == 302, answer.content.decode()
        read_again(job)
        return job

    return run


def act(client, job, verb):
    answer = client.post(f"{PAGE}{job.pk}/{verb}/")
    read_again(job)
    return answer


def counts(job):
    return {outcome: count for outcome, count in job.totals.items() if count}


def test_a_list_is_looked_at_before_anything_is_written(keeper, check):
    job = check(row(), row(name="", uscc=invented_uscc(8)))
    assert (job.state, counts(job)) == ("checked", {"created": 1, "error": 1, "skipped": 1})
    assert not Enterprise.objects.exists()
    page = keeper.get(f"{PAGE}{job.pk}/?outcome=created").content.decode()
    assert "杭州言境大数据有限公司" in page


def test_what_was_confirmed_is_written_and_told(keeper, check, django_capture_on_commit_callbacks):
    job = check(row())
    act(keeper, job, "confirm")
    assert job.state == "done"
    firm = Enterprise.objects.get()
    assert (firm.name, firm.building.code, firm.contacts.get().mobile) == (
        "杭州言境大数据有限公司",
        "P01-B1",
        "+8615400000001",
    )
    assert Enterprise.objects.get(search_text__finds="言境") == firm
    assert keeper.get(f"{PAGE}{job.pk}/").status_code == 200


def test_a_known_firm_shows_old_and_new_and_is_changed(keeper, check, park):
    firm = EnterpriseFactory(uscc=invented_uscc(7), name="杭州言境数据有限公司", park=park, room="101")
    Contact.objects.create(enterprise=firm, name="旧人", mobile="+8615400000009")
    job = check(row())
    assert counts(job) == {"updated": 1, "skipped": 1}
    page = keeper.get(f"{PAGE}{job.pk}/?outcome=updated").content.decode()
    for word in ("杭州言境数据有限公司", "101", "708", "旧人", "乔晨遥"):
        assert word in page
    act(keeper, job, "confirm")
    firm.refresh_from_db()
    assert (firm.name, firm.room, firm.contacts.get().name) == ("杭州言境大数据有限公司", "708", "乔晨遥")


def test_an_import_is_taken_back_as_a_whole(keeper, check, park):
    firm = EnterpriseFactory(uscc=invented_uscc(7), name="杭州言境数据有限公司", park=park, room="101")
    job = check(row(), row(name="浙江蔚码声微电子有限公司", uscc=invented_uscc(8)))
    act(keeper, job, "confirm")
    assert Enterprise.objects.count() == 2
    assert keeper.get(f"{PAGE}{job.pk}/take-back/").status_code == 200
    act(keeper, job, "undo")
    assert job.state == "undone"
    firm = Enterprise.objects.get()
    assert (firm.name, firm.room, firm.contacts.count()) == ("杭州言境数据有限公司", "101", 0)
    assert not Enterprise.objects.filter(search_text__finds="大数据").exists()


def test_what_somebody_went_on_with_stays_when_the_rest_is_taken_back(keeper, check):
    job = check(row(), row(name="浙江蔚码声微电子有限公司", uscc=invented_uscc(8)))
    act(keeper, job, "confirm")
    Enterprise.objects.filter(uscc=invented_uscc(8)).update(room="999")
    page = keeper.get(f"{PAGE}{job.pk}/take-back/")
    assert (page.context["kept_count"], page.context["back_count"]) == (1, 1)
    assert "浙江蔚码声微电子有限公司" in page.content.decode()
    act(keeper, job, "undo")
    assert Enterprise.objects.get().room == "999"


@pytest.mark.parametrize("later", [{"employees": 40}, {"is_high_tech": True}, {"confirmed_on": date(2026, 3, 5)}])
def test_a_new_firm_stays_when_somebody_filled_in_what_the_list_left_empty(keeper, check, later):
    job = check(row())
    act(keeper, job, "confirm")
    Enterprise.objects.update(**later)
    page = keeper.get(f"{PAGE}{job.pk}/take-back/")
    assert (page.context["kept_count"], page.context["back_count"]) == (1, 0)
    act(keeper, job, "undo")
    assert Enterprise.objects.filter(**later).exists()


def test_a_new_firm_stays_when_its_contact_got_another_way_to_be_reached(keeper, check):
    job = check(row())
    act(keeper, job, "confirm")
    Contact.objects.update(email="desk@firm.example.com")
    act(keeper, job, "undo")
    assert Contact.objects.get().email == "desk@firm.example.com"


def test_a_column_that_was_named_by_hand_is_remembered(keeper, bring):
    header = ("单位", *HEADER[1:])
    job = bring(row(), header=header)
    form = keeper.get(f"{PAGE}{job.pk}/columns/").context["form"]
    said = {f"column_{one.place}": one.field for one in form.columns} | {"sheet": job.sheet, "header": 1}
    assert "企业全称" in keeper.post(f"{PAGE}{job.pk}/columns/", said).content.decode() or said["column_0"] == ""
    keeper.post(f"{PAGE}{job.pk}/columns/", said | {"column_0": "name"})
    read_again(job)
    assert job.state == "checked"
    again = bring(row(uscc=invented_uscc(9)), header=header, name="又一份.csv")
    assert again.columns["name"] == 0
    assert keeper.get(f"{PAGE}{again.pk}/columns/").context["layout"].is_remembered


def test_a_header_in_the_fifth_row_of_the_second_sheet_can_be_chosen(keeper, park):
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("名单")
    for _ in range(4):
        sheet.append(["园区企业名单"])
    sheet.append(["甲", "乙", "丙"])
    sheet.append(["杭州言境大数据有限公司", invented_uscc(7), "湾谷产业中心"])
    content = io.BytesIO()
    book.save(content)
    keeper.post(PAGE, {"file": SimpleUploadedFile("list.xlsx", content.getvalue()), "key": "k"})
    job = DirectoryImport.objects.get()
    page = keeper.get(f"{PAGE}{job.pk}/columns/?sheet=名单&header=5")
    assert [one.word for one in page.context["layout"].columns] == ["甲", "乙", "丙"]
    said = {"sheet": "名单", "header": 5, "column_0": "name", "column_1": "uscc", "column_2": "park"}
    keeper.post(f"{PAGE}{job.pk}/columns/", said)
    read_again(job)
    assert counts(job) == {"created": 1, "skipped": 5}


def test_a_held_row_is_decided_by_a_person(keeper, check, park):
    namesake = EnterpriseFactory(name="杭州言境大数据有限公司", park=park, uscc=None)
    job = check(row())
    assert counts(job) == {"review": 1, "skipped": 1}
    decide = f"{PAGE}{job.pk}/rows/2/"
    for choice, outcome in (("skip", "skipped"), ("hold", "review"), ("new", "created"), ("hold", "review")):
        keeper.post(decide, {"choice": choice})
        assert job.rows.get(number=2).outcome == outcome
    keeper.post(decide, {"choice": "same"})
    act(keeper, job, "confirm")
    assert Enterprise.objects.get().uscc == invented_uscc(7)
    assert Enterprise.objects.get() == namesake


def test_a_credit_code_of_a_firm_in_another_park_is_never_merged_by_itself(keeper, check):
    other = EnterpriseFactory(uscc=invented_uscc(7), name="浙江蔚码声微电子有限公司")
    job = check(row())
    assert counts(job) == {"review": 1, "skipped": 1}
    keeper.post(f"{PAGE}{job.pk}/rows/2/", {"choice": "new"})
    act(keeper, job, "confirm")
    made = Enterprise.objects.exclude(pk=other.pk).get()
    assert (made.name, made.uscc) == ("杭州言境大数据有限公司", None)


def test_an_unknown_park_is_named_once_for_all_its_rows(keeper, check, park):
    ParkFactory(code="P02", name="砚池科创园")
    job = check(row(park="谷底老厂"), row(name="浙江蔚码声微电子有限公司", uscc=invented_uscc(8), park="谷底老厂"))
    assert counts(job) == {"review": 2, "skipped": 1}
    page = keeper.get(f"{PAGE}{job.pk}/")
    assert [(one.text, one.count) for one in page.context["unknown"]] == [("谷底老厂", 2)]
    keeper.post(f"{PAGE}{job.pk}/places/", {"place-1": "P01", "keep": "1"})
    read_again(job)
    assert counts(job) == {"corrected": 2, "skipped": 1}
    park.refresh_from_db()
    assert "谷底老厂" in park.aliases


def test_rows_to_mend_come_in_the_senders_own_layout(keeper, check):
    job = check(row(name=""), row(uscc="91330110MYXXXXXXX1"), row())
    answer = keeper.get(f"{PAGE}{job.pk}/rows-to-mend.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:-1] == list(HEADER)
    assert len(rows) == 3
    assert rows[1][0].fill.fill_type == "solid"
    assert rows[2][1].fill.fill_type == "solid"
    assert rows[2][0].fill.fill_type is None
    assert rows[2][-1].value


def test_what_changed_since_the_preview_is_held_instead_of_written(keeper, check, park):
    firm = EnterpriseFactory(uscc=invented_uscc(7), name="杭州言境大数据有限公司", park=park, room="101")
    job = check(row())
    Enterprise.objects.filter(pk=firm.pk).update(room="102")
    act(keeper, job, "confirm")
    firm.refresh_from_db()
    assert (firm.room, counts(job)) == ("102", {"review": 1, "skipped": 1})


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.PARK_LEADER, Role.SYSTEM_ADMIN, Role.VOLUNTEER])
def test_nobody_else_brings_lists_in(client, park, role):
    client.force_login(AppointmentFactory(role=role, line="", park=park).person)
    assert client.get(PAGE).status_code in (403, 404)
    assert client.get("/enterprises/export.xlsx?contacts=1").status_code in (403, 404)


@pytest.mark.parametrize("written", ["15400000001", "154 0000 0001", "+86 15400000001", "１５４００００００01"])
def test_the_page_of_columns_shows_the_shape_of_numbers_and_no_whole_one(keeper, bring, written):
    job = bring(
        row(mobile=written), row(name="杭州辰擎大数据有限公司", uscc=invented_uscc(8), mobile="qiao@people.example.com")
    )
    page = keeper.get(f"{PAGE}{job.pk}/columns/").content.decode()
    assert written not in page
    assert "****0001" in page or "****００01" in page
    assert "q***@people.example.com" in page
    assert invented_uscc(7) in page, "a credit code is no secret, and tells the column"
