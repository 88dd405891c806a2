"""Signs in a text that somebody has to decide, negotiate or pay, and signs of a plain question (domain.md 14). Pure.

Each is a family of everyday wordings with its weight, and the rule of domain.md 4.1 that it speaks for. Weights were
fitted together with those of the rules (tiering.py) on the corpus and the first paraphrases (docs/adr/0020).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """A family of wordings; `weight` is what it adds to the belief that a need is complex, as log odds."""

    name: str
    weight: float
    rule: str
    pattern: str

    def stands_in(self, text: str) -> bool:
        """`text` is folded."""
        return bool(re.search(self.pattern, text))


# Put as a question, which the service guide may answer.
ASKS = Sign(
    "asks",
    -0.4,
    "",
    r"怎么(?!回事|能这|可以这|没人|还)|如何|咋(?!回事)|哪(里|儿|个|些|几|家|天)|多久|多少|几(天|号|点|个工作日)"
    r"|什么(?!时候能修|都没|意思|态度)|啥|要不要|能不能|可不可以|行不行|够不够|算不算|是不是|有没有|需不需要"
    r"|(吗|么|嘛|不|呢)(?=$|[,。？?!\s])|\?|how (do|can|long|much|many|should|would|to)|what|which|where|when"
    r"|can (we|i|one|she|he|they)(?![a-z])|(is|are|does|do|may|could|would) (it|there|we|i|you|this|that)(?![a-z])"
    r"|any (way|idea|chance)",
)
TROUBLE = (
    # It lies with somebody and does not move.
    Sign(
        "stuck",
        1.1,
        "C4",
        r"卡(在|着|住|了|单)|扣(在|着|住|下|了)|压(在|着)|(被|又|给|让|遭).{0,4}(退|拒|驳|打回|否)"
        r"|退(了|过|回来?).{0,3}(次|回|遍|两|三)|没(批|通过|过审|下来|到账|到帐|动静|消息|进展|结果|回音|下文)"
        r"|不(批|予|通过|受理|放行)|还(没|未|不).{0,5}(到|下来|批|给|好|办|发)|审核中|搁(置|着)|拖(了|着|到|延)|停在|迟迟"
        r"|pending|stuck|held|on hold|reject|refus|turned down|sent back|returned|denied|declin|delay"
        r"|still (not|no|waiting|nothing)|has(n't| not) (arrived|come|moved)|no (progress|news|answer|reply)",
    ),
    # Again and again, or for long.
    Sign(
        "again",
        0.1,
        "C1",
        r"第[二三四五六七八九\d]+(次|回|遍|天)|[两二三四五六七八几多\d]+(次|回|遍|趟)|又|再次|反复|一直|老是|天天|每次"
        r"|还是(没|不)|催(了|过|一下|一催)?|连(着|续)|半年|一年|[两二三四五六七八九十几\d]+个?多?月(了|没|还)|again"
        r"|every (time|day|night|week)|repeatedly|keeps? (on )?|(second|third|fourth|fifth) (time|night|day|week|month)"
        r"|for (weeks|months)|(two|three|four|five|six|several|\d+) (times|months|weeks)|once more|chas(e|ing)",
    ),
    # Nobody answers for it, or each names the other.
    Sign(
        "nobody",
        1.5,
        "C1",
        r"没(有)?人(管|理|认|接|回|来|修|负责|给|敢)|不(管|理|认账|承认|接电话|回复|回信|搭理|吭声)|推(来|给|脱|诿|说|皮球|责)"
        r"|两边|两头|各说|互相|踢|谁(来|能|该|负责|管|说了算|定|认|出钱|赔)|归谁|有(人)?说.{1,10}有(人)?说|说法不|到底"
        r"|nobody|no one|neither|each (other|says)|who (pays|decides|is (in charge|responsible)|will|should|can)"
        r"|not (us|our|my)|blame|back and forth|in charge|pick(s)? up",
    ),
    # Wants others at one table, or a decision.
    Sign(
        "table",
        1.3,
        "C5",
        r"协调|协商|沟通|调解|调一?调|出面|牵头|主持|评理|说法|公道|坐下来|谈(谈|一谈|不拢|判)|开(个|一个|次)?会"
        r"|定(个|一个|下来)|帮(我们|忙|着)?.{0,6}(说|问|谈|催|争取|交涉|反映|要回)|找.{0,6}(说说|谈)|反映|申诉|复核|异议"
        r"|联名|意见很?大|商量|重新(定|商|分|评)|叫停|管(一)?管|meeting|mediat|negotiat|talk to|at one table|step in"
        r"|sit down|interven|decide|decision|settle|appeal|sort (this|it) out|speak (to|with)|on our behalf|complain",
    ),
    # Somebody will not do what was owed, or does what was not agreed.
    Sign(
        "refuses",
        1.1,
        "C5",
        r"不(肯|愿|同意|退|给|让|答应|放|搬|签|修|赔|补|付)|拒(绝|不|收)|反悔|赖|霸|强(迫|制|行)|逼|威胁|骗|违约|毁约|单方"
        r"|突然|擅自|私自|偷|抄|盗|仿|侵权|凭什么|不(公平|合理|公|服)|没道理|乱收|refus|won't|will not|wouldn't|threat"
        r"|forc(e|ed|ing)|unfair|copied|stole|steal|infring|breach|promis|without (asking|notice|warning|telling)"
        r"|no notice|suddenly",
    ),
    # Money that somebody shall give back, or loses.
    Sign(
        "loses",
        0.6,
        "C5",
        r"损失|赔(偿|钱|付)?|欠(了|着|我|钱|款|薪)?|押金|保证金|违约金|罚(款|单)?|补(交|缴|偿)|退(钱|款|还)|追(回|讨|缴)|要回"
        r"|泡(了|汤|水)|毁|坏(了|掉|死)|报废|白(干|做|费)|丢了|货款|尾款|断(供|了)|停(产|工|摆)|loss(es)?(?![a-z])|lost"
        r"|damage|compensat|deposit|owe|refund|fine(d|s)?(?![a-z])|ruin|spoil|penalt|withh",
    ),
    # More than one firm.
    Sign(
        "firms",
        0.9,
        "C1",
        r"[两二三四五六七八九十几多好\d]+(来|多|几)?家|我们几(家|个公司)|整(栋|层|个园)|全(楼|园|体)|大家|各家|邻居|楼上|楼下"
        r"|隔壁|对面|别的公司|其他(公司|企业|租户)|都(在|有|说|是)|neighbou?r|tenants"
        r"|(several|two|three|four|five|six|many|other|\d+) (firms|companies|tenants|offices|businesses|teams|of us)"
        r"|everyone|everybody|whole (building|floor|block|park)|all of us|other lab",
    ),
)


def troubles_in(text: str) -> Iterator[Sign]:
    return (sign for sign in TROUBLE if sign.stands_in(text))
