"""A pasted chat or ticket becomes proposed needs: speakers told apart, answers left unticked, nothing lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from requests_flow.pasting import proposals

CHAT = """王工 2026/11/20 10:23:11
3号楼东侧客梯又停了
12楼等了二十分钟

李会计 2026/11/20 10:24:02
收到

王工 2026/11/20 10:25:40
我电话15400001201，请联系

—————— 2026-11-21 ——————
赵敏 2026/11/21 09:02:00
我们想问稳岗补贴什么时候到账？
"""
TICKET = """工单编号：HZ20261120-0031
标题：园区夜间施工噪声
诉求人：钱女士
联系电话：154 0000 1202
诉求地点：梦想小镇3号楼
诉求内容：每晚十一点以后仍在施工，
整层都睡不好，请协调。
"""


def test_who_said_what_is_told_apart_and_an_answer_between_does_not_part_a_matter():
    lift, subsidy, thanks = proposals(CHAT)
    assert (lift.who, lift.phone) == ("王工", "15400001201")
    assert lift.text == "3号楼东侧客梯又停了\n12楼等了二十分钟\n我电话15400001201，请联系"
    assert (subsidy.who, subsidy.text) == ("赵敏", "我们想问稳岗补贴什么时候到账？")
    assert (thanks.who, thanks.text, thanks.is_need) == ("李会计", "收到", False)
    assert lift.is_need
    assert subsidy.is_need


def test_a_ticket_is_one_need_with_its_number_name_and_place():
    (one,) = proposals(TICKET)
    assert one.text == "园区夜间施工噪声\n每晚十一点以后仍在施工，\n整层都睡不好，请协调。"
    assert (one.number, one.who, one.phone) == ("HZ20261120-0031", "钱女士", "15400001202")
    assert one.place == "梦想小镇3号楼"


@pytest.mark.parametrize(
    ("head", "who"),
    [
        ("王工 10:23", "王工"),
        ("王工  上午10:23", "王工"),
        ("Mr. Lee 2026-11-20 10:23", "Mr. Lee"),
        ("2026-11-20 10:23:11 王工", "王工"),
        ("[2026-11-20 10:23] 王工:", "王工"),
        ("王工 昨天 18:05", "王工"),
    ],
)
def test_heads_of_messages_as_programs_copy_them(head, who):
    (one,) = proposals(f"{head}\n空调不制冷")
    assert (one.who, one.text) == (who, "空调不制冷")


def test_a_chat_without_times_is_read_by_its_names():
    lift, water = proposals("王工：电梯停了\n还有灯也不亮\n赵敏: 茶水间漏水")
    assert (lift.who, lift.text) == ("王工", "电梯停了\n还有灯也不亮")
    assert (water.who, water.text) == ("赵敏", "茶水间漏水")


@pytest.mark.parametrize("text", ["食堂太贵了", "食堂太贵了。\n时间：中午 12:30 排队半小时", "  \n食堂\n"])
def test_what_is_neither_chat_nor_ticket_is_one_need_as_it_stands(text):
    assert "".join(one.text for one in proposals(text)).strip().startswith("食堂")


def test_a_line_without_a_label_of_ours_is_kept_behind_the_words():
    (one,) = proposals("12345热线转办单\n编号：A-1\n受理时间：11月20日\n内容：路灯不亮\n夜里很黑")
    assert (one.number, one.text) == ("A-1", "路灯不亮\n夜里很黑\n12345热线转办单\n受理时间：11月20日")


def test_words_before_the_first_name_are_nobodys_and_stay():
    before, lift = proposals("大家看看这个\n王工 10:23\n电梯停了")
    assert (before.who, before.text) == ("", "大家看看这个")
    assert lift.who == "王工"


def test_nothing_pasted_is_nothing():
    assert proposals(" \n\n") == []


@given(some.text(alphabet="王李a1:： \n【】[]@收到好的嗯-—:20./年月日上午", max_size=300))
def test_no_text_is_refused_and_no_word_is_invented(text):
    for one in proposals(text):
        assert set(one.text) <= set(text)
        assert one.text.strip()


@pytest.mark.parametrize(("piece", "end"), [("嗯", "x"), ("@a", "!"), (" ", "b"), ("1:", "")])
def test_a_text_twice_as_long_keeps_the_house_hardly_longer(piece, end):
    """Beside its own half, in the same run: a pattern that tries every way would take for ever at either."""

    def took(text):
        began = time.process_time()
        proposals(text)
        return time.process_time() - began

    half, whole = f"a{piece * 10_000}{end}", f"a{piece * 20_000}{end}"
    # The last summand is what a clock cannot tell apart.
    assert took(whole) <= 10 * max(took(half) for _ in range(3)) + 0.05
