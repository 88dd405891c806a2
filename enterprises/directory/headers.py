"""Which column holds what: header rows in the words that people use."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from enterprises.directory.tables import Row, Table, Unreadable

SEARCH_ROWS = 40
_TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "总数", "总和", "汇总", "total", "totals", "sum", "subtotal", "grandtotal"}
)
# Below a list, in its first column: 填表人：…, 注：….
_NOTE = re.compile(r"\s*(?:注|说明|备注|填表|制表|填报|审核|note\b)|[^：:]{1,8}[：:]", re.IGNORECASE)
_REMARK = re.compile(r"[（(\[【].*?[）)\]】]")

# field -> what its column may be called, folded as `fold_word` does.
ENTERPRISES = {
    "code": "enterprise_id 企业编号 企业编码 企业id 名录编号 numberinthedirectory",
    "name": "name 企业全称 企业名称 公司名称 单位名称 公司全称 单位全称 企业 公司 名称 全称 companyname company"
    " enterprise enterprisename fullname nameofenterprise nameofcompany",
    "short_name": "short_name shortname 简称 企业简称 公司简称",
    "uscc": "uscc 统一社会信用代码 社会信用代码 信用代码 统一信用代码 信用代码证号 社会统一信用代码 税号 纳税人识别号"
    " unifiedsocialcreditcode unifiedsocialcreditcodeuscc socialcreditcode creditcode usci",
    "legal_form": "legal_form 企业类型 公司类型 组织形式 legalform companytype",
    "sector": "sector 行业门类 产业类别 产业",
    "industry_code": "industry_code 行业代码 industrycode",
    "industry": "industry_zh industry 行业 所属行业 行业名称",
    "size": "size 企业规模 规模 规模类型 companysize",
    "employees": "employees 职工人数 员工人数 从业人数 人数 员工数 在职人数 staff headcount"
    " numberofemployees employeecount",
    "founded": "founded 成立时间 成立日期 注册时间 注册日期 设立日期 设立时间 foundedon dateofestablishment"
    " establishmentdate established establishedon dateestablished incorporationdate dateofincorporation",
    "moved_in": "moved_in 入驻时间 入驻日期 进驻时间 进驻日期 movedin movedinon moveindate",
    "registered_capital": "registered_capital_wan registered_capital 注册资本 注册资金 registeredcapital capital"
    " registeredcapitalin¥10,000",
    "is_foreign_invested": "foreign_invested 外资 是否外资 外商投资 foreigninvested",
    "is_high_tech": "high_tech 高新 是否高新 高新技术企业 高企 hightech",
    "registered_address": "registered_address 注册地址 登记地址 登记地 住所 registeredaddress",
    "actual_address": "actual_address 经营地址 实际地址 办公地址 实际经营地址 经营地 地址 actualaddress"
    " officeaddress address",
    "park": "park_code park 所在园区 园区 园区名称 所属园区 入驻园区 园区编号 parkname sciencepark",
    "building": "building_code building 楼栋 楼宇 楼号 楼幢 所在楼栋 所在楼宇 栋 幢 幢号 栋号 楼 buildingname"
    " buildingno block",
    "floor": "floor 楼层 所在楼层 层",
    "room": "room 房号 房间号 室 室号 门牌号 房间 单元 roomno roomnumber unit suite",
    "contact_name": "contact_name 联系人 联系人姓名 企业联系人 负责人 经办人 contact contactperson contactname",
    "contact_role": "contact_role 联系人职务 职务 联系人职位 职位 contactrole contactposition position jobtitle",
    "mobile": "mobile 手机号 手机 联系电话 手机号码 联系方式 电话 联系人电话 移动电话 mobilephone phone telephone"
    " phonenumber contactphone mobilenumber contactmobilenumber tel cell",
    "landline": "landline 座机 固定电话 固话 办公电话 单位电话 officephone contactlandline",
    "email": "email 电子邮件 电子邮箱 邮箱 邮件 emailaddress contactemail",
    "status": "status 状态 企业状态 经营状态",
    "note": "note 备注 说明 备注说明 note remark remarks notes comment comments",
}
PARKS = {
    "code": "park_code 园区编号 园区代码 编号 代码",
    "name": "name_zh name 园区名称 名称 园区",
    "kind": "kind 类型 园区类型",
    "subdistrict": "street 街道 所属街道",
    "community": "community 社区 所属社区",
    "address": "address 地址 园区地址",
    "operator_name": "operator_name 运营商 运营单位 园区运营商",
    "property_name": "property_name 物业 物业公司 物业单位 物业服务企业",
    "opened": "opened 开园时间 开园日期",
    "area": "area_sqm 面积 建筑面积",
    "liaison": "liaison_staff_id 联络员 联络员编号",
    "council_seats": "council_seats 议事席位 席位数",
    "aliases": "aliases 别名 曾用名",
}
BUILDINGS = {
    "code": "building_code 楼宇编号 楼宇代码 编号",
    "park": "park_code 园区编号 园区代码 园区 所在园区",
    "name": "name_zh name 楼宇名称 名称 楼宇 楼栋",
    "floors_above": "floors_above 地上层数 层数",
    "floors_below": "floors_below 地下层数",
    "lifts": "lifts 电梯数 电梯",
    "rooms_per_floor": "rooms_per_floor 每层房间数",
    "area": "area_sqm 面积 建筑面积",
    "completed_year": "completed_year 竣工年份 建成年份",
    "aliases": "aliases 别名 曾用名",
}
_PERSON = {
    "name": "name 姓名",
    "mobile": "mobile 手机号 手机 联系电话",
    "email": "email 电子邮件 邮箱",
}
_TERM = {
    "park": "park_code 园区编号 园区代码 园区 所在园区",
    "starts_on": "term_start 任期开始 聘任日期 任期起",
    "ends_on": "term_end 任期结束 届满日期 任期止",
}
LEADERS = {
    "code": "leader_id 园区长编号 编号",
    "background": "background 身份 背景",
    "active": "active 在任 是否在任",
    **_PERSON,
    **_TERM,
}
REPRESENTATIVES = {
    "code": "rep_id 代表编号 编号",
    "party": "party 方别 界别",
    "position": "position 职务 职位",
    "staff": "staff_id 工作人员编号",
    "enterprise": "enterprise_id 企业编号",
    "selected_by": "selected_by 产生方式",
    "votes": "votes 得票 得票数",
    "represents": "represents 代表行业 代表类型",
    **_PERSON,
    **_TERM,
}
STAFF = {
    "code": "staff_id 工作人员编号 编号",
    "line": "line 条线 专员条线",
    "title": "title 职务 岗位",
    **_PERSON,
}
FIELDS = {
    "enterprises": ENTERPRISES,
    "parks": PARKS,
    "buildings": BUILDINGS,
    "park_leaders": LEADERS,
    "council_reps": REPRESENTATIVES,
    "community_staff": STAFF,
}
# What a header row must name so that it is one.
NEEDED = {part: {"name"} if part == "enterprises" else {"code", "name"} for part in FIELDS}


@dataclass(frozen=True)
class Header:
    """Where the header row stands, and the column of each field. `names` are the words of the file."""

    number: int
    columns: dict[str, int]
    names: dict[str, str]

    def repeats(self, row: Row) -> bool:
        """Whether a later row is the header once more, as printed lists have it on each page."""
        texts = {field: _cell(row, column) for field, column in self.columns.items()}
        return bool(self.names) and all(texts[field] == name for field, name in self.names.items())


@dataclass(frozen=True)
class Record:
    """One row by field names; `filled` are the fields that a merged cell above fills."""

    number: int
    texts: dict[str, str]
    filled: frozenset[str]


def find(table: Table, part: str) -> Header | None:
    """The row of the first forty that names most fields of this part, if it names what is needed."""
    fields = {word: field for field, words in FIELDS[part].items() for word in words.split()}
    found = [_header(row, fields) for row in table.rows.first(SEARCH_ROWS)]
    usable = [header for header in found if NEEDED[part] <= header.columns.keys() and len(header.columns) > 1]
    return max(usable, key=lambda header: len(header.columns), default=None)


def guess(row: Row, part: str) -> Header:
    """What the words of one row name, as far as they are known."""
    return _header(row, {word: field for field, words in FIELDS[part].items() for word in words.split()})


def must_find(table: Table, part: str) -> Header:
    """As `find`; raises Unreadable with what was looked for."""
    header = find(table, part)
    if header is None:
        wanted = "、".join(words.split()[0] for field, words in FIELDS[part].items() if field in NEEDED[part])
        raise Unreadable(
            gettext(
                "%(file)s has no header row that this program knows; it looks for %(wanted)s and at least one more."
            )
            % {"file": table.name, "wanted": wanted}
        )
    return header


def records(table: Table, header: Header) -> Iterator[tuple[Row, Record | None]]:
    """Every physical row, with its record where it has one; titles, blanks, headers and totals have none."""
    for row in table.rows:
        if row.number <= header.number or row.is_blank or header.repeats(row) or _is_aside(row, header):
            yield row, None
        else:
            texts = {field: _cell(row, column) for field, column in header.columns.items()}
            filled = frozenset(field for field, column in header.columns.items() if column in row.filled)
            yield row, Record(row.number, texts, filled)


def _header(row: Row, fields: dict[str, str]) -> Header:
    columns: dict[str, int] = {}
    names: dict[str, str] = {}
    for column, cell in enumerate(row.cells):
        field = fields.get(fold_word(cell))
        if field and field not in columns:
            columns[field] = column
            names[field] = cell
    return Header(row.number, columns, names)


def _is_aside(row: Row, header: Header) -> bool:
    """A total, or a note that fills a single cell below the list."""
    found = [(index, cell) for index, cell in enumerate(row.cells) if cell.strip() and index not in row.filled]
    if any(fold_word(text) in _TOTALS for _, text in found[:2]):
        return True
    if len(found) != 1:
        return False
    column, text = found[0]
    return column not in header.columns.values() or bool(column == 0 and _NOTE.match(text))


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def fold_word(text: str) -> str:
    """Width, case, spaces and remarks in brackets do not matter: 注册资本（万元） is 注册资本."""
    folded = _REMARK.sub("", unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[\s:：*＊/.'\"-]+", "", folded)
