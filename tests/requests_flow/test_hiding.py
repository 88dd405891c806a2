"""Personal data in what people write: found by shape and context, and hidden where somebody wants it."""

import pytest

from requests_flow.masking import OFFERED, found, masked, pieces
from requests_flow.personal import Personal


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("请回电15400011201，谢谢", Personal.MOBILE, "请回电154****1201，谢谢"),
        ("请回电 1540 001 1201", Personal.MOBILE, "请回电 154****1201"),
        ("call 154-0001-1201 please", Personal.MOBILE, "call 154****1201 please"),
        ("身份证330106199001011234办理", Personal.IDENTITY, "身份证330106********1234办理"),
        ("身份证 330106 19900101 123X", Personal.IDENTITY, "身份证 330106********123X"),
        ("打到6222 0212 3456 7890 123卡上", Personal.CARD, "打到6222****0123卡上"),
        ("卡号6222021234567890", Personal.CARD, "卡号6222****7890"),
        ("写信到lin@example.com", Personal.EMAIL, "写信到l***@example.com"),
        ("护照 G00000123", Personal.PASSPORT, "护照 G********"),
        ("护照号：AB1234567 过期", Personal.PASSPORT, "护照号：A******** 过期"),
        ("车牌浙A12345被刮", Personal.PLATE, "车牌浙A*****被刮"),
        ("新能源车浙A·D12345充电", Personal.PLATE, "新能源车浙A*******充电"),
        ("孩子叫王小明，今年六岁", Personal.CHILD, "孩子叫王**，今年六岁"),
        ("女儿叫李雨今年上小学", Personal.CHILD, "女儿叫李*今年上小学"),
        ("孩子姓名：赵一诺", Personal.CHILD, "孩子姓名：赵**"),
        ("my son Leo needs a school place", Personal.CHILD, "my son L** needs a school place"),
    ],
)
def test_personal_data_is_found_and_hidden(text, kind, shown):
    (one,) = found(text)
    assert one.kind == kind
    assert masked(text, OFFERED) == shown


@pytest.mark.parametrize(
    "text",
    [
        "3号楼1205室电梯停了", "电话0571-00001000", "信用代码91330110MY00000012", "编号N-2026-000123-K",
        "孩子上学要什么材料",
        "儿子是外地户籍", "2026年11月24日9:30起", "拨打12345没人接", "金额1000000元", "", "our daughter is six",
        "型号A12345", "20260105 10:30 停电",
    ],
)  # fmt: skip
def test_what_looks_alike_is_left_alone(text):
    assert found(text, OFFERED) == []
    assert masked(text, OFFERED) == text


def test_what_lies_within_something_else_counts_once_and_nothing_is_lost():
    text = "身份证330106199001011234，电话15400011201\n卡6222021234567890。"
    assert [one.kind for one in found(text)] == [Personal.IDENTITY, Personal.MOBILE, Personal.CARD]
    assert "".join(one.text for one in pieces(text)) == text
