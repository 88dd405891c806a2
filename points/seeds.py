"""The one table of what contributions are worth (domain.md 10): a year's first rule book, until people change it."""

from typing import Any

from enterprises.roles import Role
from points import rulebook
from points.models import RuleBook, RuleVersion

MONTH, YEAR = RuleVersion.Period.MONTH, RuleVersion.Period.YEAR
HARMONY, CIVILITY, GOVERNANCE, INTEGRITY, FUTURE, NONE = RuleVersion.Dimension.values
NEED, VISIT = "requests_flow.need.", "requests_flow.visit."

# Code, dimension, for what, points, times at most, in which period, shown by: each text in Chinese and English.
TABLE = (
    ("lead-event", HARMONY, "牵头组织联赛、沙龙、家庭日", "Led a league match, salon or family day",
     50, None, MONTH, "活动记录", "event record"),
    ("join-event", HARMONY, "参加公益活动", "Joined a public-benefit event", 5, 4, MONTH, "签到", "check-in"),
    ("settle-dispute", HARMONY, "协助调解邻里纠纷并达成一致", "Helped to settle a dispute between neighbours",
     30, 2, MONTH, "调解记录", "mediation record"),
    ("mentor", HARMONY, "带教新入驻企业一小时", "Mentored a newcomer firm for an hour",
     15, 4, MONTH, "双方确认", "both confirm"),
    ("clean-up", CIVILITY, "环境清洁、垃圾分类、停车引导一小时", "Clean-up, waste sorting or parking guide for an hour",
     10, 8, MONTH, "签到", "check-in"),
    ("first-aid", CIVILITY, "无偿献血、急救互助", "Gave blood, or first aid", 20, 4, YEAR, "证书", "certificate"),
    ("accessibility", CIVILITY, "维护母婴室、无障碍设施", "Kept a nursing room or an accessible facility in order",
     10, 4, MONTH, "照片", "photo"),
    ("meeting", GOVERNANCE, "全程参加园治会会议", "Attended a council meeting in full",
     10, 4, MONTH, "出席记录", "attendance"),
    ("proposal", GOVERNANCE, "提案列入会议议程", "A proposal was put on an agenda", 20, 3, MONTH, "会议议程", "agenda"),
    ("proposal-done", GOVERNANCE, "提案被采纳并办成", "A proposal was adopted and done",
     50, 2, MONTH, "议定事项办结", "resolution fulfilled"),
    ("confirmed-on-site", GOVERNANCE, "现场核实隐患和问题，经确认属实", "Checked on site what was true",
     15, 6, MONTH, "办理结果", "confirmed outcome"),
    ("visit", GOVERNANCE, "园区长有效走访", "A park leader's valid visit", 5, 40, MONTH, "走访记录", "visit form"),
    ("on-time-month", GOVERNANCE, "园区长当月无逾期受理", "A park leader's month without overdue acknowledgement",
     30, 1, MONTH, "办理记录", "records"),
    ("fire-duty", GOVERNANCE, "参加消防演练、微型消防站值守", "Fire drill or duty at a micro fire station",
     15, 4, MONTH, "签到", "check-in"),
    ("integrity-course", INTEGRITY, "供应商与企业廉洁课程", "Integrity course for suppliers and firms",
     10, 2, MONTH, "测试", "test"),
    ("review-accounts", INTEGRITY, "参与公共账目或食堂招标评议", "Joined a review of shared accounts or a tender",
     20, 2, MONTH, "评议记录", "record"),
    ("recusal", INTEGRITY, "申报利害关系并回避", "Declared a conflict of interest and stepped aside",
     5, 4, MONTH, "会议纪要", "minutes"),
    ("talk", FUTURE, "分享人工智能、出海、知识产权经验", "Shared know-how in a talk",
     40, 2, MONTH, "活动记录", "event record"),
    ("open-space", FUTURE, "向他人开放实验室、会议室或食堂", "Opened a lab, meeting room or canteen to others",
     30, 2, MONTH, "预约记录", "booking"),
    ("intern", FUTURE, "接收本地高校实习生一名", "Took an intern from a local college",
     20, 5, YEAR, "实习协议", "agreement"),
    ("low-carbon", FUTURE, "低碳通勤、拼车", "Low-carbon commute or carpool", 2, 20, MONTH, "签到", "check-in"),
    ("registration", NONE, "登记为志愿者、议事代表并经确认", "Registration as volunteer or representative confirmed",
     100, None, "", "审核", "approval"),
)  # fmt: skip
COLUMNS = ("code", "dimension", "title", "title_en", "points", "cap_count", "cap_period", "evidence", "evidence_en")

# What the trail pays by itself; all others are written down by hand and reviewed by a second person.
FROM_THE_TRAIL: dict[str, dict[str, Any]] = {
    "meeting": {"verb": "councils.meeting.end"},
    "proposal-done": {"verb": "councils.resolution.fulfil"},
    "recusal": {"verb": "councils.case.recuse"},
    "registration": {
        "verb": "enterprises.registration.confirm",
        "undone_by": ["enterprises.registration.withdraw"],
        "is_one_off": True,
    },
    "visit": {"verb": VISIT + "log", "undone_by": [VISIT + "withdraw"], "role": Role.PARK_LEADER},
    # Never by the report itself, and never for one's own: by its outcome (decisions 41).
    "confirmed-on-site": {
        "verb": NEED + "confirm_facts",
        "waits_for": [NEED + "confirm", NEED + "close"],
        "is_for_others": True,
    },
    "lead-event": {"cap_points": 200},
}


def rules() -> list[dict[str, Any]]:
    """The table as the columns of rule versions."""
    rows = [dict(zip(COLUMNS, values, strict=True)) for values in TABLE]
    return [row | FROM_THE_TRAIL.get(row["code"], {}) for row in rows]


def ensure_rule_book(year: int) -> RuleBook:
    """The book of a year: the newest that there is, else a draft of this table. Who approves it are the councils."""
    books = RuleBook.objects.filter(year=year).exclude(state=RuleBook.State.DROPPED)
    return books.order_by("-revision").first() or rulebook.draft(year, rules())
