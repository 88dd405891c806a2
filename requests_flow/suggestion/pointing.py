"""Whether a text points back to earlier ones ("as this morning", "we too"), or says that it is another matter. Pure."""

import re
from dataclasses import dataclass

_REFERS = re.compile(
    r"(刚才|刚刚|上午|早上|中午|昨天|前天|上次|上周|之前).{0,4}(问|报|说|发|提|催|写|打)过?(过|的|了)|再(催|报|问"
    r"|补|说)|又来(催|问|报)"
    r"|(催|跟进|追问|补充)(一下|一次|下)|回音|还是(那|早上|上午|昨天|刚才)|同(一|样)(件|个)?(事|问题|情况)"
    r"|跟(他们|群里|楼上|隔壁).{0,6}一样"
    r"|第[二三四五六]家|(我们|我们?公司|我这边|这边|我们?楼|[0-9]{1,2}(楼|f|层)).{0,3}也(?!不|想|可以|能|没(有)?(办|想|空))"
    r"|那(件)?事.{0,4}(呢|了吗|怎么样|有)"
    r"|me again|writ(e|ing) (twice|again)|wrote (earlier|before|this morning|yesterday)|follow(ing)?[- ]?up"
    r"|any (news|update)"
    r"|update 吗|same (thing|problem|issue|case|matter) (again|here|as)|same (again|here)|us too|(here|we|ours?"
    r"|as) (as )?well(?![a-z])"
    r"|(second|third|fourth|fifth) (company|firm|tenant|team)|still (dark|out|down|broken|no|not|dead)"
)
_DENIES = re.compile(
    r"不是(一回事|同一|说|那(件)?事|为了|来催|问)|(跟|和|与).{0,12}(无关|没关系|不相干|两码事|不是一|不一样)"
    r"|两(码|回)事|另外?一(件|码)"
    r"|(那|这)(件)?事我?(不清楚|不管|不知道|无所谓)|没(要|说).{0,6}(断|涨|停)|顺便|换(个|一)(件)?(事|问题|话题)"
    r"|not (about|the same|related|connected)|unrelated|nothing to do with|(another|a different|separate) (matter"
    r"|thing|issue|question|topic)"
)


@dataclass(frozen=True)
class Pointing:
    """What a text says of its own relation to earlier ones."""

    refers: bool = False
    denies: bool = False


NOWHERE = Pointing()


def pointing_of(text: str) -> Pointing:
    """`text` is folded. Who denies does not refer."""
    denies = bool(_DENIES.search(text))
    return Pointing(refers=not denies and bool(_REFERS.search(text)), denies=denies)
