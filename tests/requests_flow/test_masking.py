"""Personal data in free text: found by shape and context, told where it stands, made unreadable."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_flow.masking import found, masked
from requests_flow.suggestion.seed import corpus
from tests.rounds import examples

pytestmark = pytest.mark.once
PIECES = {
    "mobile": "15400011207",
    "identity": "330110199505050000",
    "bank_card": "6200000000000000000",
    "email": "parent.demo@example.com",
    "plate": "浙A·OI000",
    "landline": "0571-00001001",
}


@pytest.mark.parametrize(("kind", "piece"), PIECES.items())
def test_each_kind_is_found_where_it_stands(kind, piece):
    text = f"急，请联系（{piece}），谢谢"
    (one,) = found(text)
    assert (one.kind, text[one.start : one.end]) == (kind, piece)


@pytest.mark.parametrize(
    ("kind", "text", "piece"),
    [
        ("passport", "护照号Z0000003，多久能批", "Z0000003"),
        ("passport", "my passport K0000001 expires", "K0000001"),
        ("child_name", "孩子叫小棠，明年上小学", "小棠"),
        ("child_name", "My son starts school. His name is Doudou, born in May", "Doudou"),
        ("wechat", "我微信wx_demo_0001", "wx_demo_0001"),
        ("mobile", "电话 +86 154 0001 1207", "154 0001 1207"),
        ("mobile", "打１５４０００１１２０７", "１５４０００１１２０７"),
        ("bank_card", "卡号 6200 0000 0000 0000 000", "6200 0000 0000 0000 000"),
        ("identity", "身份证33011020010303000X）", "33011020010303000X"),
    ],
)
def test_context_and_spacing_do_not_hide_it(kind, text, piece):
    assert (kind, piece) in [(one.kind, text[one.start : one.end]) for one in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 15:30 在B2-117开会",
        "合同额1500000000元",
        "报关单号310120261012345678",
        "统一代码91330110MA2B0J1X5K",
        "订单20261122123456789012",
        "孩子叫什么名字都行",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert found(text) == []


def test_the_corpus_agrees_need_by_need():
    assert [row["id"] for row in corpus() if bool(found(row["text"])) != row["contains_pii"]] == []


@given(
    before=st.text(alphabet="电梯坏了，。 abc😀", max_size=12),
    kinds=st.lists(st.sampled_from(sorted(PIECES)), max_size=4),
)
@examples(60)
def test_offsets_point_to_what_they_name_and_never_overlap(before, kinds):
    text = before + "".join(f"，{PIECES[kind]}，" for kind in kinds)
    pieces = found(text)
    assert [one.kind for one in pieces] == kinds
    assert [text[one.start : one.end] for one in pieces] == [PIECES[kind] for kind in kinds]
    assert all(one.end <= other.start for one, other in pairwise(pieces))


def test_what_reaches_a_person_is_hidden_and_a_plate_stays():
    text = "，".join(PIECES.values())
    hidden = masked(text)
    for kind in ("mobile", "identity", "bank_card", "email"):
        assert PIECES[kind] not in hidden
    assert PIECES["plate"] in hidden
    assert masked(masked(text)) == hidden
