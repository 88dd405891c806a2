"""Files that cannot be used, keys that clash, names that people write differently."""

import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from enterprises.directory import amounts, cleaning
from enterprises.directory.matching import Buildings, Parks
from enterprises.models import Enterprise
from tests.enterprises.samples import write_csv
from tests.factories import BuildingFactory, EnterpriseFactory, ParkFactory, invented_uscc

USCC = invented_uscc(7)
HEADER = ("企业名称", "统一社会信用代码", "所在园区", "楼栋", "房号", "联系人", "手机号")


@pytest.fixture
def read(import_directory, tmp_path, park):
    """Read some rows under the usual header; answers with their lines."""

    def run(*rows, header=HEADER, **options):
        source = write_csv(tmp_path / "firms.csv", [header, *rows])
        return import_directory(source, **options)["rows"][1:]

    return run


def row(name="杭州言境大数据有限公司", uscc=USCC, park="湾谷产业中心", building="1号楼", mobile="15400000001"):
    return (name, uscc, park, building, "708", "乔晨遥", mobile)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("not.xlsx", b"PK\x03\x04 not a workbook"),
        ("empty.csv", b""),
        ("binary.csv", b"\x00\x01\x02\xff\xfe\x00" * 50),
        ("no-header.csv", "一,二,三\n1,2,3\n".encode()),
        ("picture.png", b"\x89PNG"),
        ("bomb.csv.gz", b"\x1f\x8b not gzip"),
    ],
)
def test_an_unreadable_file_is_refused_in_one_plain_sentence(tmp_path, park, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("import_directory", tmp_path / name, verbosity=0)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) > 10
    assert not Enterprise.objects.exists()


def test_a_file_that_is_not_there_and_an_empty_folder_are_refused(tmp_path, db):
    for source in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(CommandError):
            call_command("import_directory", source, verbosity=0)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, db):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    with pytest.raises(CommandError):
        call_command("import_directory", bomb, verbosity=0)


def test_too_many_rows_are_refused(tmp_path, park, monkeypatch):
    monkeypatch.setattr("enterprises.directory.reading.MAX_ROWS", 3)
    write_csv(tmp_path / "long.csv", [HEADER, *[row(uscc=invented_uscc(n)) for n in range(5)]])
    with pytest.raises(CommandError, match=r"long\.csv"):
        call_command("import_directory", tmp_path / "long.csv", verbosity=0)
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_usual_encoding_is_read(import_directory, tmp_path, park, encoding):
    source = write_csv(tmp_path / "firms.csv", [HEADER, row(name="杭州䶮禾科技有限公司")], encoding)
    assert import_directory(source)["rows"][1]["outcome"] == "created"
    assert Enterprise.objects.get().name == "杭州䶮禾科技有限公司"


def test_an_english_header_below_a_title_is_found(import_directory, tmp_path, park):
    book = openpyxl.Workbook()
    book.active.append(["Companies in the parks"])
    book.active.append([])
    book.active.append(
        ["Company name", "Unified Social Credit Code", "Park", "Building", "Mobile phone", "Established on"]
    )
    book.active.append(
        ["杭州言境大数据有限公司", invented_uscc(3), "湾谷产业中心", "Building 3", 15400000001, "2020/1/7"]
    )
    book.save(tmp_path / "firms.xlsx")
    rows = import_directory(tmp_path / "firms.xlsx")["rows"]
    assert [line["outcome"] for line in rows] == ["skipped", "skipped", "skipped", "corrected"]
    assert rows[3]["values"]["building"] == "P01-B3"


def test_a_firm_without_a_code_is_kept_and_read_again_without_a_change(read):
    assert read(row(uscc="办理中"))[0]["outcome"] == "warned"
    assert read(row(uscc="办理中"))[0]["outcome"] == "unchanged"


def test_a_namesake_in_the_same_park_is_never_merged_without_a_person(read, park):
    EnterpriseFactory(name="杭州言境大数据有限公司", park=park, room="1", uscc=invented_uscc(8_000_001))
    for uscc in ("", invented_uscc(8_000_002)):
        line = read(row(uscc=uscc))[0]
        assert (line["outcome"], line["messages"][-1]["code"]) == ("review", "same_name")
    assert Enterprise.objects.get().room == "1"


def test_a_credit_code_of_a_firm_in_another_park_is_held(read):
    EnterpriseFactory(uscc=invented_uscc(7), name="浙江蔚码声微电子有限公司")
    line = read(row())[0]
    assert (line["outcome"], line["messages"][-1]["code"]) == ("review", "uscc_of_another")


def test_a_firm_that_was_renamed_or_moved_is_updated(read, park):
    firm = EnterpriseFactory(uscc=invented_uscc(7), name="浙江蔚码声微电子有限公司", park=park)
    line = read(row())[0]
    assert (line["outcome"], line["messages"][0]["code"]) == ("updated", "renamed")
    firm.refresh_from_db()
    assert firm.name == "杭州言境大数据有限公司"


def test_a_cell_left_blank_never_empties_the_directory(read):
    read(row())
    assert read(row(mobile="", building=""))[0]["outcome"] == "unchanged"
    assert Enterprise.objects.get().building.code == "P01-B1"


def test_a_missing_park_is_filled_in_where_only_one_is_read(read):
    ParkFactory(code="P02", name="砚池科创园")
    rows = read(
        row(park=""), row(uscc=invented_uscc(8), name="杭州霁域信息科技有限公司", park="砚池科创园"), park="P01"
    )
    assert [line["outcome"] for line in rows] == ["created", "skipped"]


def test_an_unknown_building_is_held_with_proposals(read):
    line = read(row(building="7号楼"))[0]
    assert line["outcome"] == "review"
    assert "1号楼" in line["messages"][0]["message"]
    assert "3号楼" in line["messages"][0]["message"]


@pytest.mark.parametrize(
    "text", ["3号楼", "三号楼", "B3", "b3", "3#", "3幢", "３号楼", "3栋", "第3幢", "P01-B3", "Building 3"]
)
def test_one_building_has_many_names(park, text):
    assert Buildings().find(text, park).thing.name == "3号楼"


@pytest.mark.parametrize(
    "text",
    ["湾谷产业中心", "P01", "杭州湾谷产业中心", "湾谷产业中心园区", "湾谷产业中心（余杭）", "灣谷產業中心", "旧厂区"],
)
def test_one_park_has_many_names(park, text):
    park.aliases = ["旧厂区"]
    park.save()
    assert Parks().find(text).thing == park


def test_a_second_phase_is_not_the_first(park):
    match = Parks().find("湾谷产业中心二期")
    assert match.thing is None
    assert match.proposals == ("湾谷产业中心",)


def test_the_main_building_of_a_park_with_one_is_its_first(db):
    building = BuildingFactory(code="P09-B1", name="主楼", park=ParkFactory(code="P09"))
    assert Buildings().find("1幢", building.park).thing == building
    assert Buildings().find("2幢", building.park).thing is None


@pytest.mark.parametrize(
    ("text", "mobile", "landline"),
    [
        ("154-0383-8079", "+8615403838079", ""),
        ("+86 15407692050", "+8615407692050", ""),
        ("15406206857（微信同号）", "+8615406206857", ""),
        ("１５４０６９６５７１７", "+8615406965717", ""),
        ("15400859222.0", "+8615400859222", ""),
        ("15408504860/0571-00001234", "+8615408504860", "0571-00001234"),
        ("0571-00001234", "", "0571-00001234"),
        ("021 12345678转801", "", "021-12345678-801"),
    ],
)
def test_telephone_numbers_are_understood(text, mobile, landline):
    assert cleaning.phones(text).value == (mobile, landline)


@pytest.mark.parametrize("text", ["1.54E+10", "同上", "1540124255", "25400000000"])
def test_what_is_no_telephone_number_is_left_out(text):
    result = cleaning.phones(text)
    assert (result.value, result.weight) == (None, "warned")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1000", 1000),
        ("1000万", 1000),
        ("1,000.00", 1000),
        ("壹佰万元整", 100),
        ("一千零五十万元", 1050),
        ("10000000元", 1000),
        ("2亿", 20000),
    ],
)
def test_capital_is_understood_in_ten_thousands(text, value):
    assert amounts.capital()(text).value == value


def test_capital_in_foreign_money_is_left_out():
    assert amounts.capital()("500万美元").weight == "warned"


def test_a_note_below_the_list_is_skipped_and_a_lonely_code_is_an_error(read):
    rows = read(row(), ("填表人：张三  电话：0571-00001234",), ("", invented_uscc(8)))
    assert [line["outcome"] for line in rows] == ["created", "skipped", "error"]
