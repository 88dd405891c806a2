"""Backup and restore (quality 10): what comes back is what was there, or nothing comes back at all."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from enterprises.models import Person
from parkdesk.core import append_only, erased, pulse
from parkdesk.core.models import Attachment, Entry, Erased
from parkdesk.management.archive import packing, restoring, stored, tables
from requests_flow.models import Need
from tests.parkdesk import full_house
from tests.plugins.clean import ROOT, cached_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(tmp_path):
    """A backup of a house with something of everything; the house goes on."""
    full_house.fill()
    call_command("backup", str(tmp_path / "house.zip"))
    return tmp_path / "house.zip"


def burn_down():
    """The house is gone: no rows but those that migrations make, no files."""
    with append_only.maintenance(), connection.constraint_checks_disabled():
        restoring._empty([one.name for one in tables.kept() if one.name not in KEPT_BY_MIGRATIONS])
    for name in list(stored.names()):
        default_storage.delete(name)


KEPT_BY_MIGRATIONS = {"django_content_type", "auth_permission"}


def everything():
    return {one.name: tables.summed(one) for one in tables.kept()} | {
        name: stored.summed(name) for name in stored.names()
    }


def test_a_house_comes_back_as_it_was(archive, capsys):
    with zipfile.ZipFile(archive) as opened:
        assert "tables/core_entry.jsonl" in opened.namelist()
    before = everything() | {"core_pulse": None}
    burn_down()
    call_command("restore", str(archive))
    assert everything() | {"core_pulse": None} == before
    assert Need.objects.get().text == full_house.TEXT
    said = capsys.readouterr().out
    assert "0 differences" in said
    assert "2 files" in said
    call_command("verify_trail")
    call_command("verify_ledger")


def test_life_goes_on_after_a_restore(archive):
    burn_down()
    call_command("restore", str(archive))
    full_house.fill()
    assert Need.objects.values("reference").distinct().count() == 2


def test_what_is_append_only_stays_so_after_a_restore(archive):
    burn_down()
    call_command("restore", str(archive))
    with pytest.raises(Exception, match="append-only"):
        Entry.objects.update(verb="x")


def test_a_house_in_which_somebody_lives_is_not_overwritten(archive):
    before = everything()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(archive))
    assert everything() == before


def test_whoever_says_replace_finds_the_old_house_in_a_backup_of_its_own(archive, tmp_path):
    late = Person.objects.create(username="late")
    default_storage.save("attachments/late.jpg", ContentFile(b"late"))
    call_command("restore", str(archive), "--replace")
    assert not Person.objects.filter(pk=late.pk).exists()
    assert "attachments/late.jpg" not in set(stored.names())
    burn_down()
    call_command("restore", str(next(tmp_path.glob("before-restore-*.zip"))))
    assert Person.objects.filter(pk=late.pk).exists()
    assert "attachments/late.jpg" in set(stored.names())


def test_a_backup_never_takes_the_place_of_another_file(archive):
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(archive))


def test_in_a_folder_a_backup_is_named_after_the_moment(tmp_path):
    call_command("backup", str(tmp_path))
    assert [one.name[:9] for one in tmp_path.glob("*.zip")] == ["parkdesk-"]
    assert pulse.age(pulse.BACKUP).total_seconds() < 60


def test_a_backup_is_for_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt(), SystemExit(1)])
def test_an_interrupted_backup_leaves_no_half_file(tmp_path, monkeypatch, trouble):
    def stumble(*_args):
        raise trouble

    monkeypatch.setattr(packing, "_write_files", stumble)
    with pytest.raises((CommandError, KeyboardInterrupt, SystemExit)):
        call_command("backup", str(tmp_path / "house.zip"))
    assert not [one for one in tmp_path.iterdir() if "zip" in one.name]


def spoil(archive, name, change):
    """The same archive with one part changed (None: left out)."""
    spoilt = archive.with_name("spoilt.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(spoilt, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            content = change(content) if one == name else content
            if content is not None:
                new.writestr(one, content)
    return spoilt


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        (
            "tables/requests_flow_need.jsonl",
            lambda text: text.replace("第三次".encode(), "第四次".encode()),
            "备份已损坏",
        ),
        ("tables/requests_flow_need.jsonl", lambda text: text[: len(text) // 2], "备份已损坏"),
        ("tables/core_entry.jsonl", lambda text: None, "备份缺少一部分"),
        ("manifest.json", lambda text: text.replace(b'"format": 1', b'"format": 2'), "目录已被改动"),
        ("manifest.sha256", lambda text: None, "不是 parkdesk 的备份"),
    ],
)
def test_a_damaged_backup_is_refused_in_plain_words(archive, name, change, words):
    spoilt = spoil(archive, name, change)
    burn_down()
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(spoilt))
    assert restoring.is_empty()


def test_a_backup_whose_end_was_cut_off_is_refused(archive, tmp_path):
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-400])
    with pytest.raises(CommandError, match="备份已损坏"):
        call_command("restore", str(cut))


def test_a_backup_of_another_release_is_refused_with_the_way_out(archive, monkeypatch):
    burn_down()
    ours = tables.migrations()
    monkeypatch.setattr(tables, "migrations", lambda: [*ours, "core.9999_what_comes"])
    with pytest.raises(CommandError, match=r"core\.9999_what_comes"):
        call_command("restore", str(archive))


def test_a_restore_that_breaks_off_leaves_the_house_empty(archive, monkeypatch):
    burn_down()
    monkeypatch.setattr(restoring, "_verify", lambda: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CommandError, match="No space left"):
        call_command("restore", str(archive))
    assert restoring.is_empty()


@pytest.fixture
def eraser(monkeypatch):
    """Somebody's way of erasing people, as the house's privacy registers its own."""
    monkeypatch.setattr(erased, "_ways", {})

    @erased.erases("enterprises.person")
    def blank(key):
        Person.objects.filter(pk=key).update(name="", phone=None)

    return blank


def test_who_was_erased_after_the_backup_is_erased_again(archive, eraser, tmp_path, capsys):
    person = Person.objects.exclude(name="").first()
    eraser(person.pk)
    erased.remember(person)
    call_command("backup", str(tmp_path / "later.zip"))
    burn_down()
    call_command("restore", str(archive), "--erased", str(tmp_path / "later.zip"))
    assert Person.objects.get(pk=person.pk).name == ""
    assert Erased.objects.get().key == person.pk
    assert "1 erasures were done again" in capsys.readouterr().out


def test_replacing_a_house_remembers_whom_it_had_erased(archive, eraser):
    person = Person.objects.exclude(name="").first()
    eraser(person.pk)
    erased.remember(person)
    call_command("restore", str(archive), "--replace")
    assert Person.objects.get(pk=person.pk).name == ""


def test_an_erasure_that_nobody_can_do_again_stops_the_restore(archive, monkeypatch):
    monkeypatch.setattr(erased, "_ways", {})
    erased.remember(Person.objects.first())
    with pytest.raises(CommandError, match=r"enterprises\.person"):
        call_command("restore", str(archive), "--replace")


def test_an_archive_can_be_checked_without_touching_anything(archive, capsys):
    call_command("restore", str(archive), "--dry-run")
    assert "is whole" in capsys.readouterr().out


def test_every_file_in_the_archive_belongs_to_a_row(archive):
    named = {name for row in Attachment.objects.values_list("file", "thumb") for name in row}
    assert set(stored.names()) == named


@pytest.mark.postgresql
def test_a_house_moves_from_sqlite_to_postgresql(tmp_path, capsys):
    """The documented commands: `backup` on the one, `restore` on the other; every row and file compared."""
    old = tmp_path / "old"
    old.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"PARKDESK_VAR": str(old), "DJANGO_SETTINGS_MODULE": "parkdesk.settings.dev", "PARKDESK_DEBUG": "0"}

    def run(*command):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True)

    if cached_file().exists():
        shutil.copyfile(cached_file(), old / "parkdesk.sqlite3")
    else:
        run("manage.py", "migrate", "-v", "0")
    run("-m", "tests.parkdesk.full_house")
    run("manage.py", "backup", str(tmp_path / "moving.zip"))
    burn_down()
    call_command("restore", str(tmp_path / "moving.zip"))
    assert "0 differences" in capsys.readouterr().out
    assert Need.objects.get().text == full_house.TEXT
    full_house_again = Need.objects.create(title="x", text="x", channel="qr", token_digest="x" * 64)
    assert full_house_again.pk > Need.objects.earliest("pk").pk
