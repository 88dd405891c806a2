"""The three tiers by the ordered rules of domain.md 4.1: the first that matches is suggested, with its reason; pure.

The suggestion is advice: a person confirms it (PIPL 24).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_flow.words import Tier


@dataclass(frozen=True)
class Facts:
    """What the rules look at: the words of a need and what the desk knows around it.

    `text` is folded (half-width, lower case, simplified). `alike` counts firms of the park that reported the same
    within 10 working days and are still open; `reopened` counts reopenings; `overdue_days` are working days.
    """

    text: str
    alike: int = 1
    reopened: int = 0
    overdue_days: int = 0
    tier: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: its number, the tier it leads to, why, and when it matches."""

    number: str
    tier: str
    reason: str | Promise
    matches: Callable[[Facts], bool]


@dataclass(frozen=True)
class Suggestion:
    """A tier with the rule that fired, its reason, and the words that made it fire."""

    tier: str
    rule: str
    reason: str | Promise
    seen: tuple[str, ...] = ()


def _says(*patterns: str) -> Callable[[Facts], bool]:
    """Matches when each pattern is found in the text."""
    compiled = [re.compile(pattern) for pattern in patterns]
    return lambda facts: all(one.search(facts.text) for one in compiled)


# Each list is what people write, in Chinese and English; folded before it is searched.
DANGER = (
    r"煤气|燃气泄漏|冒烟|着火|起火|火灾|爆炸|触电|被困|困在|坠落|砸(到|伤|中)|塌(了|陷|方)|中毒|刺鼻|有毒"
    r"|废液|受伤|流血|晕倒|头晕|集体腹泻"
    r"|gas leak|smell of gas|smoke|on fire|trapped|stuck in the (lift|elevator)|injur|collaps|toxic"
    r"|chemical waste|fell ill"
    r"|配电(间|房).{0,10}(积水|进水)|(积水|进水).{0,20}配电"
)
ARREARS = (
    r"欠薪|拖欠.{0,6}工资|工资.{0,8}(没发|未发|不发|拖|欠)|unpaid (wages|salar)"
    r"|(salar(y|ies)|wages).{0,20}(unpaid|not (been )?paid|late(?![a-z]))"
)
MANY_OR_LONG = (
    r"[两二三四五六2-6]个月|几个月|全(公司|员|体)|[1-9]\d+ ?(个?人|名|多人)|十几|几十"
    r"|(two|three|four) months|all (staff|of us)"
)
CUT_OFF = r"[停断]水|[停断]电|拉闸|锁门|封门|堵门|cut off|utilities will be cut|lock(ed)? (us )?out"
DISPUTE = r"纠纷|欠费|拖欠|威胁|争议|官司|逼|催缴|没收到钱|dispute|threat|arrears|unpaid"
FOREIGN = (
    r"境外.{0,6}(起诉|诉讼|律师函)|美国.{0,8}(起诉|法院|律师函|337)|337调查|查封|扣押|临时限制令"
    r"|账户.{0,4}被(法院)?冻结(?!.{0,3}风控)"
    r"|(?<![a-z])tro(?![a-z])|asset freeze|frozen account|sued (us )?in|lawsuit in|us law firm|cease and desist"
)
PRICE_OR_RULE = (
    r"涨价|调价|涨[到了租三四五]|收费标准|转供电|电费|电价|食堂.{0,12}(贵|块|元|不值|换一家)"
    r"|(贵|块|元).{0,20}食堂|盖饭|摇号|分配|接驳|摆渡|班车"
    r"|月卡.{0,6}(涨|贵)|定个规矩|混用|专用时段|冠名|赞助|rice dish|shuttle|sponsor"
    r"|(price|fee)s? (rise|increase|went)|raised the"
)
SHARED_WORKS = (
    r"公共收益|维修资金|公摊|大修|改造|加装|翻新|扩建|增容|共用|合并收运|建议.{0,12}(装|建|设)|renovat"
    r"|shared (fund|money)|electrical capacity"
)
ABOVE = (
    r"通关|清关|卡在(机场|海关)|还?卡着|卫检|免关?税|出入境|签证|工作许可|落户|入户|公安|报警|稽查|注销"
    r"|出口退税|退税|税收居民|税局备案|税务.{0,4}备案"
    r"|代扣税|协定税率|加计扣除|高企|高新(技术)?企业|专精特新|补贴.{0,12}(没到|到账|什么时候|退)|退补贴"
    r"|人才认定|人才公寓|环评|药监|质押|贷款|想贷|路演"
    r"|投资|融资|融一|(?<![a-z])(icp|edi)(?![a-z])|快速预审|快审|消防(备案|验收|整改)|消防要查|红绿灯"
    r"|堵(车|成)|一路口|路口|跨区|滨江迁|教育部门|工资差"
    r"|customs clear|duty|deregister|high-tech|talent|tax residence|withholding|icp licence|rent subsidy"
    r"|angel round|working capital|pitch event"
    r"|cell line"
)
QUARREL = (
    r"纠纷|调解|押金.{0,8}(不退|没退|未退|不肯)|违约金?不|索赔|赔偿|侵权|抄袭|专利有风险|货款|尾款|二房东"
    r"|没补偿|补偿都没|加班费没|施工噪声|带走代码|房东"
    r"|电(瓶|动)车.{0,12}(楼|电梯|充电)|e-bike|mediat|refund|deposit|breach|compensat|infring|copied our"
)
SEVERAL = (
    r"双方|互相推|推诿|推来推去|踢皮球|都说不(归|是)|不知道(找|归|该)谁|谁(来|该)(管|出钱|负责|承担)"
    r"|到底谁负责|各说各|说法不一样|几家公司.{0,6}一起"
    r"|货梯.{0,6}(占|混)|each other|who (pays|is responsible)|neither side"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "M1",
        Tier.MAJOR,
        _("injury, illness or danger to life that cannot be removed on the spot within 2 hours"),
        _says(DANGER),
    ),
    Rule(
        "M2",
        Tier.MAJOR,
        _("wage arrears of a whole firm for 2 months, or of 10 people"),
        _says(ARREARS, MANY_OR_LONG),
    ),
    Rule(
        "M3",
        Tier.MAJOR,
        _("water, power or access cut off or threatened for a building through a dispute"),
        _says(CUT_OFF, DISPUTE),
    ),
    Rule(
        "M4",
        Tier.MAJOR,
        _("a decision or dispute that touches 10 enterprises or a whole industry, above the sub-district"),
        _says(
            r"[1-9]\d+ ?多?家|十[几多]家|[二三四五]十多?家|整个行业|全行业|所有企业|\b[1-9]\d+ (companies|firms)"
            r"|whole industry",
            r"政策|省里|市里|区里|海关|联名|上级|叫停|authorit|ministry|policy|customs",
        ),
    ),
    Rule(
        "M5",
        Tier.MAJOR,
        _("foreign legal proceedings, seizure or asset freeze"),
        _says(FOREIGN),
    ),
    Rule(
        "M6",
        Tier.MAJOR,
        _("loss from one event in 2 or more firms with unclear liability"),
        _says(
            r"爆管|漏水|泡水|滴水|进水|淹了|渗水|burst|leak|flood",
            r"[多几两三四五2-9]家|楼上楼下|邻居也|第[二三四]年|several (firms|companies)|neighbours",
            r"损失|赔|设备|机器|服务器|货|维修基金|loss|damage",
        ),
    ),
    Rule(
        "M7",
        Tier.MAJOR,
        _("a likely collective petition or media case"),
        _says(
            r"集体(上访|信访|维权)|信访|上访|拉横幅|媒体|记者|曝光|热搜|维权群|petition|journalist|(?<![a-z])media(?![a-z])|protest"
        ),
    ),
    Rule(
        "M8",
        Tier.MAJOR,
        _("a complex case overdue by 10 working days or more"),
        lambda facts: facts.tier == Tier.COMPLEX and facts.overdue_days >= 10,
    ),
    Rule("C1", Tier.COMPLEX, _("two or more responsible parties, or responsibility disputed"), _says(SEVERAL)),
    Rule(
        "C2",
        Tier.COMPLEX,
        _("a price, rule or allocation that binds other tenants"),
        _says(PRICE_OR_RULE),
    ),
    Rule("C3", Tier.COMPLEX, _("shared money or building works"), _says(SHARED_WORKS)),
    Rule("C4", Tier.COMPLEX, _("a body above the community must decide"), _says(ABOVE)),
    Rule("C5", Tier.COMPLEX, _("a dispute that needs mediation"), _says(QUARREL)),
    Rule(
        "C6",
        Tier.COMPLEX,
        _("3 or more enterprises of one park report the same within 10 working days and it is still open"),
        lambda facts: facts.alike >= 3,
    ),
    Rule(
        "C7",
        Tier.COMPLEX,
        _("reopened twice, or a simple case overdue by 3 working days or more"),
        lambda facts: facts.reopened >= 2 or (facts.tier == Tier.SIMPLE and facts.overdue_days >= 3),
    ),
)
SIMPLE = Suggestion(Tier.SIMPLE, "S", _("one responsible party; a rule or a standard service already answers it"))


def suggest(facts: Facts) -> Suggestion:
    """The tier of the first rule that matches; simple when none does."""
    return next((Suggestion(rule.tier, rule.number, rule.reason) for rule in matching(facts)), SIMPLE)


def matching(facts: Facts) -> Iterator[Rule]:
    """All rules that match, in their order."""
    return (rule for rule in RULES if rule.matches(facts))


def reason_of(number: str) -> str | Promise:
    """The sentence of a rule; empty for a number that is not one of ours (a person's own choice)."""
    if number == SIMPLE.rule:
        return SIMPLE.reason
    return next((rule.reason for rule in RULES if rule.number == number), "")
