"""The ordered rules of domain.md 4.1: each fires on what it is for, the first that matches wins, labels agree."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.tiers import RULES, Facts, suggest
from requests_flow.words import Tier
from tests.rounds import examples

CORPUS = Path(tiers.__file__).parent.parent / "parkdesk" / "data" / "needs_corpus.jsonl"

SAID = {
    "M1": ("三楼有人被困在电梯里，喊了半小时", "Two colleagues are stuck in the lift on floor 3"),
    "M2": ("公司拖欠全体员工工资三个月了", "Salaries of all staff have not been paid for three months"),
    "M3": ("跟二房东有租金纠纷，他威胁明天拉闸停电", "The landlord will cut off our power over a rent dispute"),
    "M4": ("园区三十多家公司联名，请求省里调整这条政策", "The whole industry asks the ministry to change this policy"),
    "M5": ("我们在美国被起诉了，账户也冻结", "We were sued in Delaware and got an asset freeze"),
    "M6": ("水管爆管，楼上楼下五家公司设备都泡了，损失找谁", "A burst pipe flooded several firms, a big loss"),
    "M7": ("大家商量要去集体上访，还联系了记者", "Tenants plan a protest and called a journalist"),
    "C1": ("物业和运营商互相推诿，不知道找谁", "Operator and property manager blame each other"),
    "C2": ("停车月卡突然涨价，大家意见很大", "The parking price went up for everybody, raised the monthly fee"),
    "C3": ("想用公共收益翻新大堂", "Please renovate the lobby from the shared fund"),
    "C4": ("进口试剂卡在海关一周了，清关要什么材料", "How do we get our samples through customs clearance"),
    "C5": ("退租后押金一直不退", "They keep our deposit after we moved out, please mediate"),
}
NOTHING = ("打印机连不上网，能不能派人看看", "The printer on floor 2 is out of paper")


def said(text, **more):
    return suggest(Facts(fold(text), **more))


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in SAID.items() for text in texts])
def test_each_rule_fires_on_what_it_is_for_in_both_languages(rule, text):
    found = said(text)
    assert (found.rule, found.tier) == (rule, Tier.MAJOR if rule[0] == "M" else Tier.COMPLEX)
    assert str(found.reason) == str(tiers.reason_of(rule)) != ""


@pytest.mark.parametrize("text", NOTHING)
def test_everything_else_is_simple_and_says_why(text):
    assert (said(text).tier, said(text).rule) == (Tier.SIMPLE, "S")
    assert said(text).reason


def test_what_waits_for_nobody_is_what_the_whole_table_calls_major():
    texts = [text for texts in SAID.values() for text in texts] + list(NOTHING)
    asked = {text: (tiers.major(Facts(fold(text))), said(text)) for text in texts}
    assert {text: one for text, (one, _) in asked.items() if one} == {
        text: whole for text, (_, whole) in asked.items() if whole.tier == Tier.MAJOR
    }
    assert any(one is None for one, _ in asked.values())


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("M8", {"tier": Tier.COMPLEX, "overdue_days": 10}),
        ("C6", {"alike": 3}),
        ("C7", {"reopened": 2}),
        ("C7", {"tier": Tier.SIMPLE, "overdue_days": 3}),
    ],
)
def test_what_the_desk_knows_fires_too(rule, facts):
    assert said(NOTHING[0], **facts).rule == rule


@pytest.mark.parametrize(
    "facts",
    [
        {"tier": Tier.COMPLEX, "overdue_days": 9},
        {"tier": Tier.SIMPLE, "overdue_days": 2},
        {"alike": 2},
        {"reopened": 1},
    ],
)
def test_a_little_less_does_not(facts):
    assert said(NOTHING[0], **facts).rule == "S"


def test_the_rules_stand_in_the_order_of_the_design():
    assert [rule.number for rule in RULES] == [*(f"M{n}" for n in range(1, 9)), *(f"C{n}" for n in range(1, 8))]


@given(
    mix=st.sets(st.sampled_from(sorted(SAID)), min_size=1, max_size=4),
    alike=st.integers(1, 4),
    tongue=st.sampled_from([0, 1]),
)
@examples(60)
def test_the_first_rule_that_matches_wins(mix, alike, tongue):
    """However many things a need says at once, no lower rule is suggested than one of those it says."""
    text = "。".join(SAID[rule][tongue] for rule in mix)
    found = said(text, alike=alike)
    order = [rule.number for rule in RULES]
    assert order.index(found.rule) <= min(order.index(rule) for rule in mix)
    assert found.rule == next(tiers.matching(Facts(fold(text), alike=alike))).number


@given(text=st.text(max_size=300))
@examples(60)
def test_any_text_gets_a_tier_with_a_reason(text):
    found = said(text)
    assert found.tier in Tier
    assert str(found.reason)


@pytest.mark.parametrize("text", ["Please mediate between us and the painter", "Is the immediate vicinity cleaned?"])
def test_a_word_inside_another_word_fires_nothing(text):
    assert said(text).tier != Tier.MAJOR


def test_a_choice_that_is_not_ours_has_no_reason_of_ours():
    assert tiers.reason_of("X9") == ""
    assert str(tiers.reason_of("S"))


# --- the corpus --------------------------------------------------------------------------------------
def corpus():
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines() if line]


def agreement(rows):
    return sum(said(f"{row['title']} {row['text']}").tier == row["tier"] for row in rows) / len(rows)


def test_nine_in_ten_labels_of_the_corpus_agree():
    rows = corpus()
    assert len(rows) == 350
    assert agreement(rows) >= 0.9


def test_hardly_anything_labelled_major_is_taken_for_less():
    rows = [row for row in corpus() if row["tier"] == Tier.MAJOR]
    assert len(rows) >= 20
    assert agreement(rows) >= 0.95


@pytest.mark.parametrize("lang", ["zh", "en", "mixed"])
def test_each_language_of_the_corpus_agrees_nearly_as_well(lang):
    rows = [row for row in corpus() if row["lang"] == lang]
    assert agreement(rows) >= 0.85, len(rows)
