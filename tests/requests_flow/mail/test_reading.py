"""What a mail says, however it was written down. No database."""

import base64
import random
from email.message import EmailMessage

import pytest

from requests_flow.mail.decoding import header_text, text_of
from requests_flow.mail.markup import plain
from requests_flow.mail.own_words import bare_subject, own_words
from requests_flow.mail.reading import TooNested, Unreadable, head, read
from tests.requests_flow.mail.conftest import letter

WORDS = "3号楼电梯又停了，能不能来看看？"


def raw(body: bytes, charset="utf-8", encoding="8bit", kind="text/plain") -> bytes:
    head = f"From: a@b.example\nContent-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("gb18030", "gb18030"), ("GB2312", "gb18030"), ("gbk", "gbk"), ("utf-8", "utf-8"), ("utf-16", "utf-16"),
     ("no-such-charset", "gb18030"), ("ascii", "utf-8"), ("base64", "utf-8"), ("punycode", "utf-8")],
)  # fmt: skip
def test_the_words_are_the_same_in_every_charset(charset, codec):
    assert read(raw(WORDS.encode(codec), charset)).words == WORDS


@pytest.mark.parametrize("how", ["base64", "quoted-printable", "8bit"])
def test_the_words_are_the_same_in_every_transfer_encoding(how):
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(WORDS, cte=how)
    assert read(message.as_bytes()).words == WORDS


def test_a_subject_cut_within_a_sign_is_put_together_again():
    half = "电梯停了".encode("gb18030")
    one, two = (base64.b64encode(part).decode() for part in (half[:3], half[3:]))
    assert header_text(f"=?gb2312?B?{one}?=\n =?GB2312?B?{two}?=") == "电梯停了"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_subject_in_bare_bytes_is_read(codec):
    message = b"From: a@b.example\nSubject: " + "电梯停了".encode(codec) + b"\n\nx"
    assert read(message).subject == "电梯停了"


@pytest.mark.parametrize("broken", ["=?utf-8?B?A?=", "=?nonsense?Q?=E7?=", "=?utf-8?Q?=ZZ?=", "=?utf-8?B?"])
def test_a_broken_subject_breaks_nothing(broken):
    assert isinstance(header_text(broken), str)


def test_signs_that_no_database_takes_are_left_out():
    assert text_of(b"a\x00b\x1bc\r\nd") == "abc\nd"


def test_a_mail_of_html_alone_is_read_as_text():
    html = "<style>p{color:red}</style><p>电梯&nbsp;停了</p><div>三天<br>没人来</div><script>alert(1)</script>"
    assert read(raw(html.encode(), kind="text/html")).words == "电梯 停了\n\n三天\n没人来"


def test_the_plain_part_is_taken_before_the_html_part():
    message = letter(WORDS)
    message.add_alternative("<p>ganz anders</p>", subtype="html")
    assert read(message.as_bytes()).words == WORDS


def test_html_that_is_quoted_is_left_out():
    html = "<p>还是没好</p><blockquote><p>旧的内容</p></blockquote>"
    assert read(raw(html.encode(), kind="text/html")).words == "还是没好"
    assert "旧的内容" in plain(html)


@pytest.mark.parametrize(
    "history",
    [
        "------------------ 原始邮件 ------------------\n发件人: 服务台\n旧的内容",
        "-----Original Message-----\nFrom: desk\n旧的内容",
        "On Tue, 24 Nov 2026 at 09:30, Desk <desk@parkdesk.example> wrote:\n> 旧的内容",
        "On Tue, 24 Nov 2026 at 09:30, Desk\n<desk@parkdesk.example> wrote:\n> 旧的内容",
        "在 2026年11月24日，服务台 <desk@parkdesk.example> 写道：\n旧的内容",
        "服务台 <desk@parkdesk.example> 于2026年11月24日周二 09:30写道：\n旧的内容",
        "发件人：服务台\n发送时间：2026年11月24日\n收件人：我\n旧的内容",
        "> 旧的内容",
        "-- \n旧的内容",
        "发自我的iPhone",
        "Sent from my iPhone",
    ],
)
def test_history_and_signature_are_left_out(history):
    assert own_words(f"还是没好。\n\n{history}") == "还是没好。"


def test_a_mail_that_is_nothing_but_a_quotation_keeps_it():
    assert own_words("> 电梯停了\n> 三天了") == "电梯停了\n三天了"


def test_what_was_passed_on_is_the_matter_itself():
    text = "请处理\n\n---------- Forwarded message ---------\nFrom: 租户\n电梯停了"
    assert "电梯停了" in read(letter(text, subject="Fwd: 报修").as_bytes()).words
    assert "电梯停了" not in read(letter(text, subject="Re: 报修").as_bytes()).words


@pytest.mark.parametrize("subject", ["Re: 电梯", "回复：电梯", "RE: Re: 回复: 电梯", "转发：电梯", "Re[2]: 电梯"])
def test_a_subject_is_bare_without_what_programs_put_before_it(subject):
    assert bare_subject(subject) == "电梯"


@pytest.mark.parametrize("garbage", [b"", b"\x00\xff\xfe\x89PNG\r\n" * 50, b"no header at all", b"\n\n\n"])
def test_garbage_is_no_mail(garbage):
    with pytest.raises(Unreadable):
        read(garbage)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_in_a_mail_it_is_read_or_refused(seed):
    """Bytes thrown into the headers and the body of a mail with a sender."""
    noise = random.Random(seed)
    body = letter(WORDS).as_bytes()
    parts = bytearray(body)
    for _ in range(60):
        parts[noise.randrange(len(parts))] = noise.randrange(256)
    try:
        one = read(bytes(parts))
    except Unreadable:
        return
    assert isinstance(one.words + one.subject + one.sender + one.sender_name + one.message_id, str)
    one.words.encode()


def test_a_mail_bomb_of_mails_within_mails_is_not_opened():
    inner = b"x"
    for level in range(2000):
        inner = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) + inner
    bomb = b"From: a@b.example\nMessage-ID: <bomb@b.example>\n" + inner
    with pytest.raises(TooNested):
        read(bomb)
    assert head(bomb).message_id == "bomb@b.example"


def test_a_thousand_parts_side_by_side_are_not_opened():
    parts = b"--b\nContent-Type: image/png\n\nx\n" * 1000
    with pytest.raises(TooNested):
        read(b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n' + parts + b"--b--\n")
