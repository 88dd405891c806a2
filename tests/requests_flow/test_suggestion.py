"""The engine of the suggestion: what it finds, that it says why, and what it never compares."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.suggestion import seed, tiering
from requests_flow.suggestion.answering import Desk
from requests_flow.suggestion.features import features
from requests_flow.suggestion.judging import Judgement
from requests_flow.suggestion.learning import Sorted, measured
from requests_flow.suggestion.model import Model
from requests_flow.suggestion.places import places_in
from requests_flow.suggestion.pointing import Pointing, pointing_of
from requests_flow.suggestion.reading import Told
from requests_flow.suggestion.versions import packaged
from requests_flow.words import Category, Tier
from tests.rounds import examples

pytestmark = pytest.mark.once
NINE = datetime(2026, 11, 24, 9)
BENCH = Path(__file__).parents[1] / "bench"


def told(key, text, *, hours=0.0, **more):
    return Told(key, "", text, at=NINE + timedelta(hours=hours), **({"park": "P01"} | more))


def answers(*all_told):
    desk = Desk(packaged())
    return [desk.answer(one) for one in all_told]


# --- what a text is about ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "service", "category"),
    [
        ("三号楼的电梯又坏了", "PRO-01", "PRO"),
        ("The elevator is out of order again", "PRO-01", "PRO"),
        ("發票額度不夠用了", "TAX-02", "TAX"),
        ("ｗｉｆｉ连不上", "PRO-03", "PRO"),
        ("我们的外籍同事visa要到期了", "HRT-05", "HRT"),
    ],
)
def test_it_knows_both_languages_and_either_script(text, service, category):
    judged = Judgement(packaged(), text)
    assert judged.services()[0][0] == service
    assert judged.category[0] == category
    assert judged.words_for(service)


def test_it_forces_no_service_where_none_fits():
    judged = Judgement(packaged(), "门口的流浪狗越来越多，垃圾也没人清运")
    assert judged.services() == []
    assert judged.category[0] == "ENV"


@pytest.mark.parametrize("text", ["", "😀😀😀", "。。。", "zzqx"])
def test_what_says_nothing_gets_no_service_and_still_an_answer(text):
    (answer,) = answers(Told("1", "", text))
    assert answer["services"] == []
    assert answer["category"] == {"code": "OTH", "score": 0.0}
    assert answer["tier"]["rule"] == "S"


def test_the_words_given_as_a_reason_stand_in_the_text():
    for row in seed.corpus()[::9]:
        judged = Judgement(packaged(), f"{row['title']} {row['text']}")
        for code, _ in judged.services()[:3]:
            assert all(word in judged.text for word in judged.words_for(code))


@given(text=st.text(max_size=200))
@examples(40)
def test_any_text_gets_shares_that_make_one_and_the_same_answer_twice(text):
    model = packaged()
    chances = model.chances(features(text))
    assert sum(chances.values()) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in chances.values())
    assert answers(Told("1", "", text)) == answers(Told("1", "", text))


def test_leaving_an_example_out_is_as_if_it_had_never_been_learned():
    first, second = seed.examples()[3], seed.examples()[4]
    both, one = Model(), Model()
    for model in (both, one):
        model.learn(seed.phrases())
        model.learn([first])
    both.learn([second])
    left_out, never = both.chances(second.features, second), one.chances(second.features)
    assert max(left_out, key=left_out.get) == max(never, key=never.get)


def test_weights_that_were_put_away_are_the_same_model_again():
    again = Model("again")
    again.absorb(packaged().weights)
    text = features("停车月卡涨价了")
    assert again.chances(text) == pytest.approx(packaged().chances(text))


# --- the floor: fails when it gets worse ---------------------------------------------------------------
def test_it_stays_as_good_as_it_was_on_needs_that_were_left_out():
    rows = list(zip(seed.corpus(), seed.examples(), strict=True))[::3]
    exam = [Sorted(example, fold(f"{row['title']} {row['text']}")) for row, example in rows]
    found = measured(packaged(), exam, without=exam)
    assert found["service"] >= 0.92
    assert found["top_three"] >= 0.96
    assert found["category"] >= 0.90
    # One corpus need in seven is a plain question that its label calls complex; domain.md 14 calls it simple.
    assert found["tier"] >= 0.79


# --- the tier ----------------------------------------------------------------------------------------
def test_a_rule_comes_first_and_only_statements_are_raised_by_what_was_learned():
    model, chances = packaged(), {"RDC-01": 1.0}
    assert tiering.suggest(tiers.Facts("有人被困电梯"), chances, model).rule == "M1"
    learned = tiering.suggest(tiers.Facts("抗体在路上已经化了一半"), chances, model)
    assert (learned.tier, learned.rule) == (Tier.COMPLEX, "L")
    assert learned.reason
    assert tiering.suggest(tiers.Facts("抗体怎么寄"), chances, model).rule == "S"
    assert tiering.suggest(tiers.Facts("抗体在路上已经化了一半"), {"HRT-06": 1.0}, model).rule == "S"


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("出口退税怎么申请，要哪些材料", "出口退税报了，一直审核中，没人答复"),
        ("How long does a work permit take?", "The work permit was rejected and nobody will decide"),
    ],
)
def test_a_plain_question_is_simple_and_a_case_that_lies_somewhere_is_complex(question, case):
    model = packaged()
    tier_of = {text: Judgement(model, text).tier(tiers.Facts(fold(text))) for text in (question, case)}
    assert (tier_of[question].tier, tier_of[question].rule) == (Tier.SIMPLE, "S")
    assert (tier_of[case].tier, tier_of[case].rule) == (Tier.COMPLEX, "C4")


def test_signs_without_any_rule_give_the_rule_that_the_strongest_speaks_for():
    text = "隔壁那家说没人认账，几家都在抱怨"
    assert not list(tiers.matching(tiers.Facts("隔壁那家，几家都在抱怨")))
    assert Judgement(packaged(), text).tier(tiers.Facts(text)).rule == "C1"
    found = Judgement(packaged(), "大家开个会定一个办法，他们突然不给用了").tier(
        tiers.Facts("大家开个会定一个办法，他们突然不给用了")
    )
    assert (found.tier, found.rule) == (Tier.COMPLEX, "C5")
    assert str(found.reason) == str(tiers.reason_of("C5"))


@pytest.mark.parametrize("facts", [{"alike": 3}, {"reopened": 2}])
def test_what_the_desk_counts_is_not_weighed_against_words(facts):
    text = "打印机怎么连"
    assert Judgement(packaged(), text).tier(tiers.Facts(text, **facts)).tier == Tier.COMPLEX


@pytest.mark.parametrize("name", ["paraphrases_fresh.jsonl", "paraphrases_third.jsonl"])
def test_the_tier_is_right_for_four_in_five_needs_worded_by_others(name):
    rows = [json.loads(line) for line in (BENCH / name).read_text(encoding="utf-8").splitlines()]
    exam = [Sorted(seed.example_of(row), fold(f"{row['title']} {row['text']}")) for row in rows]
    assert measured(packaged(), exam, without=[])["tier"] >= 0.8


# --- places ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["3号楼", "三号楼", "3hao楼", "b3电梯", "building 3", "3栋"])
def test_one_building_is_recognised_in_all_its_spellings(text):
    assert places_in(text)["building"] == {"3"}


@pytest.mark.parametrize("text", ["10楼", "十楼", "10f", "10th floor", "tenth floor", "10层"])
def test_one_floor_is_recognised_in_all_its_spellings(text):
    assert places_in(text)["floor"] == {"10"}


# --- related needs -----------------------------------------------------------------------------------
LIFT = told("A", "3号楼东侧客梯停了，大堂排了三四十人")


def test_another_firm_in_the_same_incident_is_found_across_languages():
    _, answer = answers(LIFT, told("B", "The lift in Building 3 has stopped, visitors take the stairs", hours=1))
    (link,) = answer["related"]
    assert (link["ref"], link["relation"]) == ("A", "same_incident")
    assert 0 < link["score"] <= 1
    assert "3" in link["reason"]


@pytest.mark.parametrize(
    ("text", "refers", "denies"),
    [
        ("刚才报过的，再催一下", True, False),
        ("我们7f也没电了", True, False),
        ("me again, nobody came", True, False),
        ("跟早上断网不是一回事", False, True),
        ("this is not about the lift, same here", False, True),
        ("停车月卡怎么办", False, False),
    ],
)
def test_a_text_says_itself_whether_it_is_about_an_earlier_one(text, refers, denies):
    assert pointing_of(text) == Pointing(refers=refers, denies=denies)


def test_who_says_that_it_is_another_matter_is_believed():
    said = "{}，想问3号楼电梯里贴广告找谁"
    assert answers(LIFT, told("B", said.format("昨天报过的"), hours=3))[1]["related"]
    assert not answers(LIFT, told("B", said.format("跟电梯停了不是一回事"), hours=3))[1]["related"]


def test_the_same_request_again_is_a_duplicate():
    _, answer = answers(LIFT, told("B", "3号楼东侧客梯停了，大堂还是排了三四十人", hours=2))
    assert [(link["ref"], link["relation"]) for link in answer["related"]] == [("A", "duplicate")]


@pytest.mark.parametrize(
    "other",
    [
        told("B", "3号楼客梯停了", hours=1, park="P02"),
        told("B", "5号楼客梯停了，等了半天", hours=1),
        told("B", "3号楼的电梯停了", hours=24 * 20),
        told("B", "想问办食品经营许可证要哪些材料", hours=1),
        told("B", "3号楼客梯停了", hours=1, is_private=True),
        told("B", "3号楼客梯停了", hours=1, park=""),
    ],
    ids=["another park", "another building", "weeks later", "another subject", "private", "no park"],
)
def test_the_same_subject_alone_is_no_relation(other):
    assert answers(LIFT, other)[1]["related"] == []


def test_a_private_need_is_never_named_to_others():
    private = told("A", "3号楼东侧客梯停了", is_private=True)
    assert answers(private, told("B", "3号楼东侧客梯停了", hours=1))[1]["related"] == []


def test_unpaid_wages_are_related_to_nothing():
    first, second = (told(key, "公司拖欠我们三个月工资没发") for key in "AB")
    assert answers(first, second)[1]["related"] == []


def test_other_firms_with_the_same_dispute_are_no_incident():
    said = "二房东收了押金不退，合同还没到期"
    assert answers(told("A", said, who="甲"), told("B", said, who="乙", hours=1))[1]["related"] == []


def test_three_firms_make_a_need_complex():
    third = answers(*(told(key, "3号楼东侧客梯停了", who=key, hours=hour) for hour, key in enumerate("ABC")))[2]
    assert third["tier"]["rule"] == "C6"


# --- the seed ----------------------------------------------------------------------------------------
def test_every_phrase_speaks_for_a_service_or_a_category_that_exists():
    for one in seed.phrases():
        assert one.label in seed.catalogue() or one.label[1:] in Category.values
