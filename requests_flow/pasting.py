"""Pasted text made into proposals: who said what in a chat, or the fields of another system's ticket; pure.

Nothing is thrown away: what reads like "received" or "thanks" comes along as a proposal that is not ticked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?"
_DAY = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|昨天|今天|前天|星期[一二三四五六日天]|周[一二三四五六日天]|yesterday"
_WHEN = rf"(?:(?:{_DAY})\s*)?{_TIME}"
# "王工 2026/11/20 10:23:11" as the desktop copies it, "2026-11-20 10:23 王工" as tools export it.
_NAME_THEN_TIME = re.compile(rf"^(?P<who>\S.{{0,29}}?)[\s:：]+(?P<when>{_WHEN})$", re.IGNORECASE)
_TIME_THEN_NAME = re.compile(rf"^[\[(【]?(?P<when>{_WHEN})[\])】]?\s+(?P<who>\S.{{0,29}}?)[:：]?$", re.IGNORECASE)
# "王工：电梯又停了", in one line.
_IN_ONE_LINE = re.compile(r"^(?P<who>[^\s:：,，。.!！?？0-9]{1,12})\s?[:：]\s*(?P<said>\S.*)$")
_SEPARATOR = re.compile(rf"^[\s—–\-=·]*(?:{_DAY})?[\s—–\-=·]*(?:{_TIME})?[\s—–\-=·]*$", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:@[^\s@]+\s*)*(?:收到|好的?|谢谢|感谢|辛苦了?|嗯|哦|ok|okay|thanks?|thank you|\+1|1|同上?|在的?|了解|明白"
    r"|是的|对|大家好|您好|你好|早上好|\[[^\]]{1,8}\]|【[^】]{1,8}】|[\W_])*$",
    re.IGNORECASE,
)
# A line that only says who or when is short; longer ones are not even looked at.
_LONGEST_HEAD = 60
_LABELS = {
    "text": "诉求内容|反映内容|事项内容|问题描述|事项描述|主要内容|工单内容|内容描述|内容|描述|content|description",
    "title": "诉求标题|工单标题|标题|主题|title|subject",
    "number": "工单编号|工单号|受理编号|事项编号|流水号|编号|ticket(?: (?:no\\.?|number))?",
    "name": "诉求人|反映人|来电人|联系人|姓名|contact|caller|name",
    "phone": "联系电话|来电号码|联系方式|手机号码?|电话|手机|phone|tel",
    "place": "诉求地点|事发地址|事发地点|详细地址|地址|地点|位置|place|address|location",
}
_KNOWN = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABEL = re.compile(rf"^[\s【\[]*(?:{_KNOWN})[\s】\]]{{0,4}}[:：]\s*(?P<rest>.*)$", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")


@dataclass(frozen=True)
class Proposal:
    """One need as it could be entered. `is_need` is False for what only answers others."""

    text: str
    who: str = ""
    phone: str = ""
    place: str = ""
    number: str = ""
    is_need: bool = True


def proposals(text: str) -> list[Proposal]:
    """What a pasted text holds: a ticket where it has the labels of one, else a chat, else one need as it stands."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    ticket = _ticket(lines)
    if ticket is not None:
        return [ticket]
    found = _joined(list(_chat(lines)))
    whole = text.strip()
    return found or ([Proposal(whole, phone=_phone(whole))] if whole else [])


def _ticket(lines: list[str]) -> Proposal | None:
    """What has no label of ours (who took it, by when) follows after the words: the office may need it."""
    fields: dict[str, list[str]] = {}
    last = "more"
    for line in lines:
        found = _LABEL.match(line)
        if found:
            last = _label(found)
        elif last != "text" and _IN_ONE_LINE.match(line):
            last = "more"
        said = found["rest"] if found else line
        if said:
            fields.setdefault(last, []).append(said)
    if "text" not in fields or len(fields) < 2:
        return None
    whole = "\n".join(line for name in ("title", "text", "more") for line in fields.get(name, []))
    short = {name: " ".join(fields.get(name, [])) for name in ("name", "place", "number", "phone")}
    phone = _phone(short["phone"]) or _phone(whole)
    return Proposal(whole, who=short["name"], phone=phone, place=short["place"], number=short["number"])


def _label(found: re.Match[str]) -> str:
    return next(name for name in _LABELS if found[name] is not None)


def _chat(lines: list[str]) -> Iterator[Proposal]:
    """One proposal for each message, nothing where nobody is named. Words before the first name are nobody's."""
    written = [line for line in lines if not _is_separator(line)]
    head = _timed if any(map(_timed, written)) else _untimed
    if not written or (head is _untimed and _untimed(written[0]) is None):
        return
    who, said = "", [""]
    for line in written:
        found = head(line)
        if found is None:
            said.append(line)
            continue
        yield _message(who, said)
        who, said = found[0], [found[1]]
    yield _message(who, said)


def _timed(line: str) -> tuple[str, str] | None:
    if len(line) > _LONGEST_HEAD:
        return None
    found = _NAME_THEN_TIME.match(line) or _TIME_THEN_NAME.match(line)
    return (found["who"].strip(), "") if found else None


def _is_separator(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and bool(_SEPARATOR.match(line))


def _untimed(line: str) -> tuple[str, str] | None:
    found = _IN_ONE_LINE.match(line)
    return (found["who"], found["said"]) if found and not _LABEL.match(line) else None


def _message(who: str, lines: list[str]) -> Proposal:
    said = "\n".join(lines).strip()
    return Proposal(said, who=who, phone=_phone(said), is_need=not _is_filler(said))


def _is_filler(said: str) -> bool:
    return len(said) <= _LONGEST_HEAD and bool(_FILLER.match(said))


def _joined(messages: list[Proposal]) -> list[Proposal]:
    """Messages that one person wrote one after the other are one matter; answers of others between do not part them."""
    needs: list[Proposal] = []
    for one in messages:
        if one.is_need and needs and needs[-1].who == one.who:
            before = needs[-1]
            needs[-1] = replace(before, text=f"{before.text}\n{one.text}", phone=before.phone or one.phone)
        elif one.is_need:
            needs.append(one)
    return [*needs, *(one for one in messages if not one.is_need and one.text)]


def _phone(text: str) -> str:
    found = _PHONE.search(text)
    return re.sub(r"\D", "", found[1]) if found else ""
