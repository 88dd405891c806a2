"""The catalogue comes in whole, again without change, and says of a wrong row which field and why."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from enterprises.models import Unit
from parkdesk.core import clock
from requests_flow.models import Service, ServiceTerms

pytestmark = pytest.mark.django_db
CATALOGUE = Path(settings.ROOT) / "parkdesk" / "data" / "services.json"


@pytest.fixture
def catalogue():
    return json.loads(CATALOGUE.read_text(encoding="utf-8"))


@pytest.fixture
def bring(tmp_path, capsys):
    """Write a catalogue to a file and import it; returns (exit code, report, what was said)."""

    def call(content, *flags):
        file, out = tmp_path / "services.json", tmp_path / "report.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        out.unlink(missing_ok=True)
        said = ""
        try:
            call_command("import_services", file, "--report", out, *flags)
            code = 0
        except CommandError as error:
            code, said = error.returncode, str(error)
        captured = capsys.readouterr()
        report = json.loads(out.read_text()) if out.exists() else None
        return code, report, captured.out + captured.err + said

    return call


def test_the_whole_catalogue_comes_in(bring, catalogue):
    code, report, _ = bring(catalogue)
    assert code == 0
    assert report["totals"]["created"] == Service.objects.count() == ServiceTerms.objects.count() == 56
    quota = Service.objects.get(code="TAX-02")
    assert quota.slug == "temporary-increase-of-the-e-invoice-quota"
    assert (quota.window.code, quota.department.code) == ("W2", "DEPT-TAX")
    assert len(quota.keywords) > 5
    terms = quota.terms.get()
    assert (terms.promised_half_days, terms.valid_from) == (4, date(2026, 1, 1))


def test_a_second_run_changes_nothing(bring, catalogue):
    bring(catalogue)
    before = list(Service.objects.values()), list(ServiceTerms.objects.values())
    code, report, _ = bring(catalogue)
    assert (code, report["totals"]["unchanged"]) == (0, 56)
    assert (list(Service.objects.values()), list(ServiceTerms.objects.values())) == before


def test_new_terms_hold_from_now_on_and_the_old_ones_stay(bring, catalogue, at):
    at("2026-11-24 10:00")
    bring(catalogue)
    catalogue["services"][1]["promised_limit_days"] = 1.5
    catalogue["services"][1]["name_en"] = "Change of what is registered"
    _, report, _ = bring(catalogue)
    line = report["rows"][1]
    assert (line["outcome"], line["changed"]) == ("updated", ["name_en", "terms"])
    service = Service.objects.get(code="REG-02")
    assert service.slug.startswith("change-of-registration")
    assert [(one.valid_from, one.promised_half_days) for one in service.terms.order_by("valid_from")] == [
        (date(2026, 1, 1), 4),
        (clock.today(), 3),
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name_zh", ""),
        ("name_en", 7),
        ("category", "XYZ"),
        ("category", ["REG"]),
        ("specialist_line", None),
        ("window", "W99"),
        ("department", "MOON"),
        ("promised_limit_days", "two"),
        ("promised_limit_days", 0.3),
        ("promised_limit_days", True),
        ("promised_limit_days", float("inf")),
        ("summary_en", "a\0b"),
        ("keywords_en", ["\ud800"]),
        ("legal_limit_days", -1),
        ("promise_scope", "some"),
        ("keywords_zh", "变更"),
        ("code", "MUCH-TOO-LONG-A-CODE"),
    ],
)
def test_a_wrong_row_is_named_with_field_and_reason(bring, catalogue, column, value):
    catalogue["services"] = catalogue["services"][:3]
    catalogue["services"][1][column] = value
    code, report, said = bring(catalogue)
    (message,) = report["rows"][1]["messages"]
    assert code == 1
    assert (report["rows"][1]["row"], report["rows"][1]["outcome"], message["field"]) == (2, "error", column)
    assert message["message"]
    assert f"row 2, {column}" in said or f"第 2 行，{column}" in said
    assert set(Service.objects.values_list("code", flat=True)) == {"REG-01", "REG-03"}


@pytest.mark.parametrize("flag", ["--atomic", "--dry-run"])
def test_nothing_is_changed_by_half(bring, catalogue, flag):
    catalogue["services"][30]["window"] = "W99"
    code, report, _ = bring(catalogue, flag)
    assert (code, report["applied"]) == (1, False)
    assert not Service.objects.exists()
    assert not Unit.objects.exists()


def test_the_same_code_twice_is_an_error_of_the_second_row(bring, catalogue):
    catalogue["services"] = [catalogue["services"][0], "nonsense", catalogue["services"][0]]
    code, report, _ = bring(catalogue)
    assert code == 1
    assert [line["outcome"] for line in report["rows"]] == ["created", "error", "error"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"services": {}}', "\ud800".encode("utf-8", "replace").decode()])
def test_a_file_that_is_no_catalogue_is_refused(bring, content):
    code, report, said = bring(content)
    assert (code, report) == (1, None)
    assert "services.json" in said


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_services", tmp_path / "nowhere.json")


def test_papers_and_steps_are_kept_and_brought_to_an_older_service(bring, catalogue):
    bring(catalogue)
    service = Service.objects.get(code="REG-01")
    assert service.materials[1] == {
        "zh": "场地使用证明（租赁合同或集群注册证明）",
        "en": "Proof of premises (lease or cluster-registration certificate)",
        "is_optional": False,
    }
    assert [row["half_days"] for row in service.steps] == [0, 1, 1, 0]
    Service.objects.filter(code="REG-01").update(steps=[], name_zh="改过的名称")
    bring(catalogue)
    service.refresh_from_db()
    assert (len(service.steps), service.name_zh) == (4, "改过的名称")
