"""Three more lists as offices send them, with other words, other places for the header, other slips."""

import openpyxl
import pytest

from enterprises.models import Enterprise
from tests.enterprises.samples import write_csv
from tests.factories import BuildingFactory, EnterpriseFactory, ParkFactory, invented_uscc

A, B, C, D, E, F, G, H = (invented_uscc(1000 + number) for number in range(8))


@pytest.fixture
def two_parks(park):
    """湾谷产业中心 with buildings 1 and 3, 砚池科创园 with its main building."""
    second = ParkFactory(code="P02", name="砚池科创园", aliases=["砚池老厂"])
    BuildingFactory(park=second, code="P02-B1", name="主楼")
    return park, second


def wide(text: str) -> str:
    """Full-width letters and digits."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign != " " else sign for sign in text)


def judge(rows, expected):
    """Each row with its outcome and the codes of its messages."""
    found = {row["row"]: (row["outcome"], sorted(one["code"] for one in row["messages"])) for row in rows}
    assert {number: found[number] for number in expected} == expected


def test_a_book_with_the_header_in_its_third_row_and_the_words_of_a_landlord(import_directory, tmp_path, two_parks):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["入驻单位登记表"])
    sheet.append(["填报：招商部"])
    sheet.append(
        ["单位名称*", "税号", "所属园区", "幢号", "门牌号", "负责人", "联系方式", "设立日期", "注册资金（元）"]
    )
    for line in (
        (
            "杭州甲木科技有限公司",
            A,
            "湾谷产业中心",
            "三号楼",
            "３０１室",
            "张三",
            "154 0000 0001",
            "2020年1月7日",
            1000000,
        ),
        ("杭州乙木科技有限公司", wide(B), "湾谷", "B3", 302, "李四", 15400000002, "2020.1.7", "500万元"),
        ("杭州丙木科技有限公司", C.lower(), "湾谷产业中心园区", "3#", "303", "", "0571-00001234", "20200107", ""),
        ("杭州丁木科技有限公司", D, "灣谷產業中心", "第3幢", "304", "无", "", "2020/1/7", "1.5"),
        ("杭州戊木科技有限公司", E, "湾谷产业中心", "5号楼", "501", "", "", "", ""),
        ("杭 州 甲 木 科技有限公司", A, "湾谷产业中心", "3栋", "301", "", "", "", ""),
        ("@杭州己木科技有限公司", F, "湾谷产业中心", "3幢", "306", "", "", "", ""),
        ("杭州庚木科技有限公司", G, "湾谷产业中心", "3幢", "307", "+86 15400000003", "转 8001", "今年", "=1+1"),
        ("杭州丙木科技有限公司", H, "湾谷产业中心", "3号楼", "308", "", "", "", ""),
        ("小计", 9),
    ):
        sheet.append(line)
    book.save(tmp_path / "list.xlsx")
    rows = import_directory(tmp_path / "list.xlsx")["rows"]
    judge(rows, {
        1: ("skipped", []), 2: ("skipped", []), 3: ("skipped", []),
        4: ("corrected", ["alias", "normalised", "normalised", "normalised"]),  # building, room, day, number
        # 湾谷 alone may be any park of that name: a person says.
        5: ("review", ["normalised", "normalised", "normalised", "park_unknown"]),
        6: ("corrected", ["alias", "alias", "normalised", "normalised"]),
        7: ("warned", ["alias", "alias", "capital", "normalised"]),  # 1.5 yuan are no capital
        8: ("review", ["building_unknown"]),
        9: ("duplicate", ["alias", "duplicate", "normalised"]),  # spaces between the characters do not make a firm
        10: ("error", ["alias", "formula"]),  # a name that a spreadsheet would run is no name
        11: ("warned", ["alias", "date", "formula", "phone"]),
        12: ("review", ["same_name"]),  # two codes, one name, one park: never merged by itself
        13: ("skipped", []),
    })  # fmt: skip
    firm = Enterprise.objects.get(uscc=A)
    assert (firm.building.code, firm.room, firm.floor, firm.registered_capital) == ("P01-B3", "301", "3", 100)
    assert firm.contacts.get().mobile == "+8615400000001"


def test_an_english_list_in_gb18030_with_parts_that_are_parted_by_semicolons(import_directory, tmp_path, two_parks):
    path = tmp_path / "tenants.csv"
    lines = [
        "Tenants of our parks;;;;;;",
        "Name of company;USCI;Science park;Block;Suite;Headcount;Established on;Status",
        f"杭州甲木科技有限公司;{A};砚池科创园;Building 1;101;18人;2020-01-07;active",
        f"Bamboo Software Co., Ltd.;{B};P02;No. 1;102;1,200;7 Jan 2020;存续",
        f"杭州丙木科技有限公司;{C};砚池老厂;主楼;103;many;2020/01/07;sleeping",
        f"杭州丁木科技有限公司;{D[:-1]};砚池科创园;主楼;104;;;",
        f"杭州戊木科技有限公司;{E};;主楼;105;;;",
        "Total;5;;;;;",
    ]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    rows = import_directory(path)["rows"]
    judge(rows, {
        1: ("skipped", []), 2: ("skipped", []),
        3: ("corrected", ["alias", "normalised"]),
        4: ("warned", ["alias", "date", "normalised"]),
        5: ("warned", ["alias", "choice", "normalised", "number"]),
        6: ("error", ["uscc_length"]),
        7: ("review", ["park_missing"]),
        8: ("skipped", []),
    })  # fmt: skip


def test_a_table_from_another_program_meets_firms_that_are_known(import_directory, tmp_path, two_parks):
    park, second = two_parks
    EnterpriseFactory(name="杭州甲木科技有限公司", uscc=A, park=park, building=None, room="1")
    EnterpriseFactory(name="杭州乙木科技有限公司", uscc=None, park=park)
    EnterpriseFactory(name="杭州丙木科技有限公司", uscc=C, park=second)
    EnterpriseFactory(name="杭州丁木科技有限公司", uscc=D, park=second)
    path = write_csv(tmp_path / "list.csv", [
        ("公司全称", "社会统一信用代码", "入驻园区", "楼号", "单元"),
        ("杭州甲木科技有限公司", A, "湾谷产业中心", "1号楼", "101"),  # known: the room and building change
        ("杭州乙木科技有限公司", B, "湾谷产业中心", "1号楼", "102"),  # a namesake without a code
        ("杭州丙木科技有限公司", C, "湾谷产业中心", "1号楼", "103"),  # moved here from another park
        ("杭州戊木科技有限公司", D, "湾谷产业中心", "1号楼", "104"),  # the code of another park's firm
        ("", "", "", "", ""),
        ("杭州甲木科技有限公司", A, "湾谷产业中心", "1号楼", "101"),
        ("＋杭州己木科技有限公司", F, "湾谷产业中心", "1号楼", "105"),
        ("杭州庚木科技有限公司", "暂无", "湾谷产业中心", "同上", "106"),
    ], "utf-16")  # fmt: skip
    rows = import_directory(path)["rows"]
    judge(rows, {
        2: ("updated", []),
        3: ("review", ["same_name"]),
        4: ("updated", ["moved"]),
        5: ("review", ["uscc_of_another"]),
        6: ("skipped", []),
        7: ("duplicate", ["duplicate"]),
        8: ("error", ["formula"]),
        9: ("review", ["building_unknown", "uscc_missing"]),
    })  # fmt: skip
    assert Enterprise.objects.filter(name="杭州乙木科技有限公司").count() == 1
    assert Enterprise.objects.get(uscc=D).name == "杭州丁木科技有限公司"
