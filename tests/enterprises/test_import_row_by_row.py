"""The two faulty files of last autumn, every row judged by hand, and what the reader made of it."""

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.enterprises.test_import_directory import DATA, places  # noqa: F401  (a fixture)

# Why a row is what it is: outcome, (field, code) of its messages, rows. What stands nowhere here is clean.
JUDGED = [
    # Two lines of title and the header.
    ("skipped", (), (1, 2, 3)),
    # Blank lines: one hard space in the first cell counts as blank.
    ("skipped", (), (65, 68, 85, 160, 194, 227, 232, 253, 257)),
    # The header once more, as printed lists have it; the sum below the list.
    ("skipped", (), (156, 310)),
    # The check character does not fit: somebody mistyped, and nobody may guess what was meant.
    ("error", ("uscc:uscc_check",), (21, 63, 87, 103, 115, 125, 127, 140, 154, 200, 206, 208, 228, 230, 235, 244, 246,
                                     250, 262, 291, 292, 294)),
    # Fifteen digits: the registration number from before 2015, which says nothing of the code.
    ("error", ("uscc:uscc_old_number",), (19, 111, 180, 276)),
    # A code, a room, a telephone, and no firm.
    ("error", ("name:missing",), (207,)),
    # The same firm a second time, as it is.
    ("duplicate", (":duplicate",), (81, 110, 187, 277)),
    # The same firm a second time, in small letters and with a space behind.
    ("duplicate", (":duplicate", "name:normalised", "uscc:normalised"), (76, 224, 245, 247)),
    # Another firm with the code of an earlier one (157, 212, 301): one of both is wrong, a person has to say which.
    ("review", ("uscc:uscc_twice",), (203, 282, 307)),
    # 未来蜂巢园, 星际产业园, 老厂区, 梦想小镇西区, each also as a second phase: no such park.
    ("review", ("park:park_unknown",), (24, 31, 39, 41, 49, 148, 213, 231)),
    # 测试 is nobody's name.
    ("review", ("name:doubtful_name",), (267,)),
    # Blank, 办理中, 无, /: a firm may wait for its licence.
    ("warned", ("uscc:uscc_missing",), (66, 128, 264, 280)),
    # The building is blank or a dash: the firm is in the park, nobody knows where.
    ("warned", ("building:building_missing",), (59, 69, 94, 116, 139, 150, 161, 211, 214, 217, 221, 258, 278, 299)),
    # 24/13/2020, 2023-02-30, 不详: no day.
    ("warned", ("founded:date",), (60, 79, 205)),
    # Founded in 2031.
    ("warned", ("founded:date_future",), (239,)),
    # 1.54E+10, 同上, ten digits: no number to ring.
    ("warned", ("mobile:phone",), (84, 129, 191, 248, 265, 273)),
    # =cmd|…, =HYPERLINK, +SUM, -2+3+cmd, a tab before =1+1, @SUM: a spreadsheet would run them.
    ("warned", ("note:formula",), (30, 58, 100, 240, 249, 295)),
    # ＝1+1 and =IMPORTXML where a person should stand.
    ("warned", ("contact_name:formula",), (18, 284)),
    # The park stands in a merged cell above.
    ("corrected", ("park:merged",), (96, 97, 98, 144, 145, 146, 167, 168, 169, 286, 287, 288)),
    # 杭州…, …园区, …（余杭）, spaces around: the park is meant without doubt.
    ("corrected", ("park:alias",), (8, 9, 10, 28, 44, 133, 188, 270)),
    # 20150825, 2021.10.17, 2013年9月18日, 45743: days in other forms.
    ("corrected", ("founded:normalised",), (11, 20, 25, 70, 74, 75, 80, 86, 93, 105, 109, 142, 171, 172, 174, 183, 215,
                                            218, 260, 261, 263, 266, 281, 303)),
    # 1000万, 1,000.00, 壹佰万元整, with 18人 beside.
    ("corrected", ("employees:normalised", "registered_capital:normalised"), (17, 82, 113, 119, 131, 201)),
    # ＠ and the word at.
    ("corrected", ("email:normalised",), (5, 163, 164, 223)),
    # Spaces around and invisible signs, brackets of the other kind.
    ("corrected", ("name:normalised",), (27, 45, 71, 78, 151, 158, 175, 177, 179, 185, 192, 238, 256, 269)),
    # The same, and a space behind the code.
    ("corrected", ("name:normalised", "uscc:normalised"), (7, 15, 16, 36, 54, 124, 181, 182, 193)),
    # Small letters, a hyphen, the letter O for 0 (not in the code's alphabet, and the check character agrees).
    ("corrected", ("uscc:normalised",), (89, 107, 121, 123, 126, 155, 162, 225, 229, 233, 241, 271, 275)),
    # Hyphens, +86, （微信同号）, a mobile and a landline in one cell.
    ("corrected", ("mobile:normalised",), (23, 32, 46, 67, 90, 112, 296, 308)),
    # Full-width digits and letters, in two or three cells of a row.
    ("corrected", ("room:normalised", "uscc:normalised"), (22, 26, 50, 152, 170, 309)),
    ("corrected", ("mobile:normalised", "room:normalised"), (53, 88, 259, 297, 304)),
    ("corrected", ("mobile:normalised", "room:normalised", "uscc:normalised"), (48, 51, 52, 196, 290)),
]  # fmt: skip
# In the csv the merged cells are blank: nobody says for whom the park above holds.
MERGED = (96, 97, 98, 144, 145, 146, 167, 168, 169, 286, 287, 288)
CSV = dict.fromkeys(MERGED, ("review", ("park:park_missing",))) | {
    # The old encoding has no 䶮; a name with a lost character is nobody's name.
    29: ("review", ("name:lost_character",)),
    # The spreadsheet wrote these numbers with .0 behind.
    132: ("corrected", ("mobile:normalised",)),
    197: ("corrected", ("mobile:normalised",)),
}
XLSX = {number: (outcome, tuple(sorted(codes))) for outcome, codes, rows in JUDGED for number in rows}
FILES = [("enterprises_dirty.xlsx", XLSX), ("enterprises_dirty_gbk.csv", XLSX | CSV)]
COLUMNS = ("", "name", "uscc", "park", "building", "room", "contact_name", "mobile", "email", "founded",
           "registered_capital", "employees")  # fmt: skip


def source(name: str) -> list[tuple[object, ...]]:
    path: Path = DATA / name
    if name.endswith("xlsx"):
        return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return list(csv.reader(path.read_bytes().decode("gb18030").splitlines()))


@pytest.mark.parametrize(("name", "judged"), FILES, ids=["xlsx", "gbk"])
def test_every_row_is_what_a_person_says(places, import_directory, name, judged):  # noqa: F811
    rows = import_directory(DATA / name, dry_run=True)["rows"]
    said = {
        row["row"]: (row["outcome"], tuple(sorted(f"{one['field']}:{one['code']}" for one in row["messages"])))
        for row in rows
    }
    assert {number: said[number] for number in judged} == judged
    assert {found for number, found in said.items() if number not in judged} == {("created", ())}


@pytest.mark.parametrize(("name", "judged"), FILES, ids=["xlsx", "gbk"])
def test_a_clean_row_is_taken_as_it_stands(places, import_directory, name, judged):  # noqa: F811
    cells = source(name)
    rows = [row for row in import_directory(DATA / name, dry_run=True)["rows"] if row["outcome"] == "created"]
    assert len(rows) > 90
    for row in rows:
        written = dict(zip(COLUMNS, cells[row["row"] - 1], strict=False))
        values = row["values"]
        for field in ("name", "uscc", "room", "contact_name", "email"):
            assert values[field] == written[field], (row["row"], field)
        assert values["mobile"] == f"+86{written['mobile']}"
        assert values["founded"] == _day(written["founded"])
        for field in ("registered_capital", "employees"):
            assert values[field] == int(str(written[field]))


def _day(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime | date) else str(value)
