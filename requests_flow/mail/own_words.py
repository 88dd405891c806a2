"""What the sender wrote themselves: without the mails they answer and without a signature; pure."""

import re

_LONGEST_MARK = 300
_BEFORE = r"(?:Re|Aw|Fwd?|Wg|回复|回覆|答复|答覆|转发|轉寄)"
_PREFIX = re.compile(rf"^\s*{_BEFORE}(?:\s*\[\d+\])?\s*[:：]\s*", re.IGNORECASE)
_FORWARDED = re.compile(r"^\s*(?:Fwd?|Wg|转发|轉寄)\s*[:：]", re.IGNORECASE)
_HISTORY = re.compile(
    r"^\s*(?:[-—_]{2,}\s*(?:Original(?: Message)?|Forwarded message|(?:回复的)?原(?:始)?邮件|原始信件|转发邮件)"
    r"\s*[-—_]{2,}"
    r"|On\b.{5,250}\bwrote:|在.{3,200}写道\s*[:：]|.{2,100}于.{4,100}写道\s*[:：])\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\W{0,4}(?:发件人|寄件者|From)\W{0,4}[:：]", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"^\W{0,4}(?:发送时间|时间|日期|收件人|主题|Sent|Date|To|Subject)\W{0,4}[:：]", re.IGNORECASE
)
_ADVERT = re.compile(
    r"^\s*(?:发自我的.{0,20}|(?:发自|来自).{0,12}邮箱.{0,12}|Sent from (?:my )?.{1,40}|Get Outlook for .{1,40})\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(?:-- ?|——\s*)$")


def own_words(text: str) -> str:
    """The new part of a mail's text. All of it when nothing else is left: a bare quotation is also words."""
    kept: list[str] = []
    lines = text.splitlines()
    for place, line in enumerate(lines):
        if _SIGNATURE.match(line) or _is_history(lines, place):
            break
        if not line.lstrip().startswith((">", "＞")) and not _ADVERT.match(line[:_LONGEST_MARK]):
            kept.append(line.rstrip())
    return _tidy("\n".join(kept)) or _tidy("\n".join(line.lstrip("> ＞") for line in lines))


def bare_subject(subject: str) -> str:
    """A subject without `Re:`, `Fwd:`, `回复：`, `转发：` before it."""
    before = None
    while before != subject:
        before, subject = subject, _PREFIX.sub("", subject)
    return subject.strip()


def is_forwarded(subject: str) -> bool:
    """Whether it was passed on: then what reads like history is the matter itself."""
    return bool(_FORWARDED.match(subject))


def _is_history(lines: list[str], place: int) -> bool:
    line = lines[place]
    if len(line) > _LONGEST_MARK:
        return False
    after = lines[place + 1 : place + 4]
    if _HEAD.match(line):
        return any(_HEAD_GOES_ON.match(one[:_LONGEST_MARK]) for one in after)
    # "On … wrote:" is often broken into two lines.
    both = f"{line} {after[0]}" if after and len(after[0]) <= _LONGEST_MARK else line
    return bool(_HISTORY.match(line)) or (line.lstrip().startswith("On ") and bool(_HISTORY.match(both)))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()
