"""What is taken out of the directory reads back in without a change; contacts stay in the house."""

from zipfile import ZipFile

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from enterprises.models import Enterprise
from tests.enterprises.samples import PARTS, write_folder

FIRMS = len(PARTS["enterprises"]) - 1


@pytest.fixture
def directory(import_directory, tmp_path):
    (tmp_path / "directory").mkdir()
    import_directory(write_folder(tmp_path / "directory"))
    return list(Enterprise.objects.order_by("pk").values())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_export_reads_back_in_and_changes_nothing(directory, import_directory, tmp_path, suffix, language):
    out = tmp_path / f"firms.{suffix}"
    with translation.override(language):
        call_command("export_directory", out, verbosity=0)
    totals = import_directory(out)["totals"]
    assert (totals["unchanged"], totals["skipped"], sum(totals.values())) == (FIRMS, 1, FIRMS + 1)  # the header
    assert list(Enterprise.objects.order_by("pk").values()) == directory


def test_what_offices_file_is_written_as_docx(directory, tmp_path):
    call_command("export_directory", tmp_path / "firms.docx", verbosity=0)
    with ZipFile(tmp_path / "firms.docx") as paper:
        text = paper.read("word/document.xml").decode()
    assert all(firm["name"] in text for firm in directory)


def test_only_its_owner_reads_the_file_and_no_contact_is_in_it(directory, tmp_path):
    out = tmp_path / "firms.csv"
    call_command("export_directory", out, verbosity=0)
    assert out.stat().st_mode & 0o077 == 0
    assert "15409024867" not in out.read_text("utf-8-sig")


def test_one_park_alone_can_be_taken_out(directory, tmp_path):
    call_command("export_directory", tmp_path / "firms.xlsx", park="p02", verbosity=0)
    rows = list(openpyxl.load_workbook(tmp_path / "firms.xlsx").active.values)
    assert [row[0] for row in rows[1:]] == ["E00002"]


@pytest.mark.parametrize(("name", "park", "word"), [("firms.pdf", "", "suffix"), ("firms.csv", "P99", "P99")])
def test_a_wrong_suffix_or_park_is_refused_in_plain_words_and_nothing_is_written(directory, tmp_path, name, park, word):
    with pytest.raises(CommandError, match=word):
        call_command("export_directory", tmp_path / name, park=park, verbosity=0)
    assert not (tmp_path / name).exists()
