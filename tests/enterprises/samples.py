"""A cut-down directory of two parks, written where a test needs it."""
# ruff: noqa: E501  (a table reads best with one row a line)

import csv
import io
from pathlib import Path
from typing import ClassVar

from tests.factories import invented_uscc

PARTS = {
    "community_staff": [
        ("staff_id", "name", "line", "title", "mobile", "email"),
        ("S01", "熊思然", "party_mass", "社区党委负责人", "15405847362", "staff01@community.example.com"),
        ("S02", "秦清溪", "economic_development", "经济发展专员", "15401237436", "staff02@community.example.com"),
        ("S06", "秦安和", "economic_development", "社区工作者", "15406861998", "staff06@community.example.com"),
    ],
    "parks": [
        ("park_code", "name_zh", "kind", "street", "operator_name", "property_name", "opened", "liaison_staff_id"),
        ("P01", "湾谷产业中心", "office", "仓前街道", "浙江栎程远园区运营管理有限公司", "杭州瀚序物业服务有限公司", "2017-10-01", "S02"),
        ("P02", "砚池科创园", "incubator", "仓前街道", "杭州榆禾成园区运营管理有限公司", "杭州云辰悦物业服务有限公司", "2020-01-07", "S01"),
    ],
    "buildings": [
        ("building_code", "park_code", "name_zh", "floors_above", "floors_below", "lifts", "rooms_per_floor"),
        ("P01-B1", "P01", "1号楼", "18", "1", "4", "8"),
        ("P01-B3", "P01", "3号楼", "12", "1", "2", "8"),
        ("P02-B1", "P02", "主楼", "8", "1", "2", "8"),
    ],
    "enterprises": [
        ("enterprise_id", "name", "short_name", "uscc", "legal_form", "sector", "size", "employees", "founded",
         "registered_capital_wan", "foreign_invested", "high_tech", "park_code", "building_code", "floor", "room",
         "contact_name", "contact_role", "mobile", "landline", "email", "status"),
        ("E00001", "杭州辰擎来信息技术有限公司", "辰擎来", invented_uscc(1), "limited", "SW", "micro", "5", "2018-12-05", "1000",
         "false", "true", "P01", "P01-B1", "7", "708", "乔晨遥", "人事", "15409024867", "0571-00001067", "a@e1.example.com",
         "active"),
        ("E00002", "杭州辰达启数据科技有限公司", "辰达启", invented_uscc(2), "branch", "SW", "small", "30", "2023-03-26", "500",
         "false", "false", "P02", "P02-B1", "3", "304", "钱语越", "行政", "15405858588", "0571-00004525", "a@e2.example.com",
         "moved_out"),
    ],
    "park_leaders": [
        ("leader_id", "park_code", "name", "mobile", "email", "background", "term_start", "term_end", "active"),
        ("L01", "P01", "魏临乔", "15400506930", "leader01@parks.example.com", "物业管家", "2025-07-01", "2027-06-30", "true"),
        ("L02", "P02", "宋星简", "15408489473", "leader02@parks.example.com", "两新党员", "2025-07-01", "2027-06-30", "true"),
    ],
    "council_reps": [
        ("rep_id", "park_code", "party", "name", "enterprise_id", "position", "mobile", "term_start", "term_end", "staff_id"),
        ("R001", "P01", "community", "熊思然", "", "社区党委负责人", "15405847362", "2025-07-01", "2027-06-30", "S01"),
        ("R002", "P01", "operator", "杜若乔", "", "招商经理", "15404007441", "2025-07-01", "2027-06-30", ""),
        ("R003", "P01", "enterprise", "黎临川", "E00001", "副总经理", "15402970040", "2025-07-01", "2027-06-30", ""),
    ],
}  # fmt: skip


def write_folder(folder: Path) -> Path:
    """All parts as csv files in UTF-8 with BOM."""
    for part, rows in PARTS.items():
        write_csv(folder / f"{part}.csv", rows)
    return folder


def write_csv(path: Path, rows: list[tuple[str, ...]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


class Gateway:
    """A provider of text messages that keeps what it was given."""

    taken: ClassVar[list] = []

    def lacks(self):
        return []

    def send(self, text):
        Gateway.taken.append(text)


def table_of_text(rows: list[tuple[str, ...]]) -> bytes:
    """The same as bytes."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")
