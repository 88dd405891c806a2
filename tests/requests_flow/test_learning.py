"""Learning from people's sorting: compared before it is used, without traces of persons."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from requests_flow.models import SortingModel
from requests_flow.suggestion import learning, versions
from requests_flow.suggestion.judging import Judgement
from requests_flow.suggestion.learning import learn
from requests_flow.words import Category, State

pytestmark = pytest.mark.django_db
NEW_WORD = "量子猫"


@pytest.fixture
def three_sorted(morning, a_need):
    """Three needs with a word that nobody knew, sorted by people as surroundings."""
    return [
        a_need(
            State.TRIAGED,
            category=Category.ENV,
            title=f"{NEW_WORD}又来了",
            text=f"{NEW_WORD}在大堂，找{name}，15400011207",
        )
        for name in ("鲍甲", "花乙", "柳丙")
    ]


def category_of(text):
    judged = Judgement(versions.in_use().model, text)
    return judged.category[0] if judged.category else None


def test_what_people_sorted_is_taken_into_use_and_known_from_then_on(three_sorted):
    assert category_of(NEW_WORD) != Category.ENV
    lesson = learn()
    row = SortingModel.objects.get()
    assert (row.version, row.is_in_use, row.learned_from) == (lesson.version, True, 3)
    assert lesson.old_version == versions.PACKAGED
    assert category_of(NEW_WORD) == Category.ENV
    assert versions.in_use().model.version == lesson.version


def test_names_and_numbers_of_persons_are_not_learned(three_sorted):
    learn()
    weights = json.dumps(SortingModel.objects.get().weights, ensure_ascii=False)
    assert NEW_WORD[:2] in weights
    for trace in ("鲍", "15400011207", "找柳"):
        assert trace not in weights


def test_protected_personal_and_invalid_needs_teach_nothing(morning, a_need):
    a_need(State.TRIAGED, is_protected=True)
    a_need(State.TRIAGED, is_personal=True)
    a_need(State.INVALID)
    a_need(State.ACKNOWLEDGED)
    assert list(learning.confirmed_sorting()) == []
    assert learn().version == ""
    assert not SortingModel.objects.exists()


def test_a_worse_one_is_kept_but_not_used(three_sorted, monkeypatch):
    first = learn().version
    figures = iter([dict.fromkeys(learning.MEASURES, 0.5), dict.fromkeys(learning.MEASURES, 0.9)])
    monkeypatch.setattr(learning, "measured", lambda *_, **__: next(figures))
    second = learn()
    assert not second.is_not_worse
    assert SortingModel.objects.get(is_in_use=True).version == first
    assert SortingModel.objects.count() == 2


def test_the_command_says_both_figures_and_a_dry_run_stores_nothing(three_sorted):
    said = StringIO()
    call_command("learn_sorting", dry_run=True, stdout=said)
    assert "service" in said.getvalue()
    assert versions.PACKAGED in said.getvalue()
    assert not SortingModel.objects.exists()
    call_command("learn_sorting", stdout=said)
    assert SortingModel.objects.get().version in said.getvalue()


# --- suggest -----------------------------------------------------------------------------------------
def suggest(*arguments, **options):
    said = StringIO()
    call_command("suggest", *arguments, stdout=said, **options)
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_a_text_gets_one_object_as_agreed():
    (answer,) = suggest("急！电梯困人，打15400011206")
    assert list(answer) == ["id", "category", "tier", "services", "related", "pii"]
    assert answer["tier"]["rule"] == "M1"
    assert answer["services"][0]["code"] == "PRO-01"
    assert answer["pii"] == [{"kind": "mobile", "start": 8, "end": 19}]


def test_a_file_is_answered_line_by_line(tmp_path):
    rows = [
        {"id": key, "title": "", "text": "3号楼客梯停了", "park_code": "P01", "submitted_at": f"2026-11-24T09:0{key}"}
        for key in "12"
    ]
    file = tmp_path / "needs.jsonl"
    file.write_text("\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    first, second = suggest(jsonl=str(file))
    assert (first["id"], first["related"]) == ("1", [])
    assert [link["ref"] for link in second["related"]] == ["1"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "空"),
        ("\n \n", "空"),
        ('{"id": 1, "text": "好"}\n{"id": 2', "第 2 行"),
        ("[1]", "第 1 行"),
        ('{"id": 1, "text": 5}', "第 1 行"),
        ('{"id": 1}', "第 1 行"),
        ('{"text": "好", "submitted_at": "gestern"}', "第 1 行"),
        (json.dumps({"text": "坏" * 100_001}), "第 1 行"),
    ],
)
def test_bad_input_is_named_with_its_line(tmp_path, content, said):
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        suggest(jsonl=str(file))


def test_other_bytes_no_file_and_no_text_get_a_plain_answer(tmp_path):
    file = tmp_path / "gbk.jsonl"
    file.write_bytes("电梯".encode("gbk"))
    for options in ({"jsonl": str(file)}, {"jsonl": str(tmp_path / "none")}, {}):
        with pytest.raises(CommandError):
            suggest(**options)
    with pytest.raises(CommandError):
        suggest("长" * 100_001)
    assert suggest("长" * 100_000)
