"""What is written stays: triggers refuse changes on both databases, whoever tries, except through one door."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from parkdesk.core import access, append_only, clock, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import AccessLog, Entry, EntryText

TABLES = {
    "core_entry": ("UPDATE", "DELETE"),
    "core_accesslog": ("UPDATE", "DELETE"),
    "core_entrytext": ("UPDATE",),
    "core_lookwords": ("UPDATE",),
}
# The tables of the packages above, which have tests of their own; whoever declares one names it here, too.
ABOVE = {
    "councils_accountversion": ("UPDATE", "DELETE"),
    "councils_countersignature": ("UPDATE", "DELETE"),
    "councils_minutesversion": ("UPDATE", "DELETE"),
    "councils_ruleset": ("UPDATE", "DELETE"),
    "points_transfer": ("UPDATE", "DELETE"),
    "points_leg": ("UPDATE", "DELETE"),
    "points_looseleg": ("UPDATE",),
    "points_lotuse": ("UPDATE", "DELETE"),
    "points_ruleversion": ("UPDATE", "DELETE"),
}
COLUMN = {"core_entry": "verb", "core_accesslog": "action", "core_entrytext": "words", "core_lookwords": "words"}
REFUSED = [(table, verb) for table, verbs in TABLES.items() for verb in verbs]


@pytest.fixture
def lines(park, clerk):
    """One row in each append-only table."""
    entry = trail.write(
        park, CLOCK, trail.Line(verb="enterprises.park.look", facts={}, words={"note": "停了"}, at=clock.now())
    )
    access.looked_at(park, by=clerk, action="phone", reason="回访")
    return entry


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows():
    return list(Entry.objects.values()), list(EntryText.objects.values()), list(AccessLog.objects.values())


def statement(table, verb):
    return f"UPDATE {table} SET {COLUMN[table]} = 'x'" if verb == "UPDATE" else f"DELETE FROM {table}"


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'refuse%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'refuse%'")
        return {name for (name,) in cursor.fetchall()}


def expected():
    tables = TABLES | ABOVE
    verbs = {table: (*refused, "TRUNCATE") for table, refused in tables.items()}
    kept = verbs if connection.vendor == "postgresql" else tables
    return {f"refuse_{verb.lower()}_{table}" for table, refused in kept.items() for verb in refused}


def test_the_list_of_append_only_tables_is_known():
    assert append_only.tables() == TABLES | ABOVE


def test_each_of_them_has_its_triggers(db):
    assert triggers() == expected()


@pytest.mark.parametrize(("table", "verb"), REFUSED)
def test_raw_sql_changes_nothing(lines, table, verb):
    before = rows()
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement(table, verb))
    assert rows() == before


@pytest.mark.parametrize("model", [Entry, AccessLog])
def test_the_models_change_nothing_either(lines, model):
    one = model.objects.first()
    mine = model.objects.filter(pk=one.pk)
    for change in (lambda: mine.update(subject_id=7), one.save, mine.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert mine.values().get()["subject_id"] == one.subject_id


def test_words_may_be_erased_but_not_changed(lines):
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE core_entrytext SET salt = ''")
    run("DELETE FROM core_entrytext")
    assert not EntryText.objects.exists()


@pytest.mark.once
def test_replacing_a_row_is_refused_too(lines):
    """INSERT OR REPLACE deletes silently unless recursive triggers are on."""
    names = ", ".join(field.column for field in Entry._meta.fields)
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"INSERT OR REPLACE INTO core_entry ({names}) SELECT {names} FROM core_entry")


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused(lines, table):
    before = rows()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table} CASCADE")
    assert rows() == before


@pytest.mark.once
def test_another_program_at_the_same_file_is_refused(transactional_db, lines):
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        assert other.execute("SELECT count(*) FROM core_entry").fetchone() == (1,)
        for table, verb in REFUSED:
            with pytest.raises(sqlite3.DatabaseError):
                other.execute(statement(table, verb))


def test_the_maintenance_door_opens_and_shuts_again(lines):
    with append_only.maintenance():
        run("UPDATE core_accesslog SET action = 'restored'")
    assert AccessLog.objects.get().action == "restored"
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE core_accesslog SET action = 'again'")


def test_the_maintenance_door_shuts_after_an_accident(lines):
    with pytest.raises(ZeroDivisionError), append_only.maintenance():
        raise ZeroDivisionError
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM core_accesslog")


def test_an_accident_behind_the_maintenance_door_is_told_as_it_was(lines):
    with pytest.raises(IntegrityError), transaction.atomic(), append_only.maintenance():
        Entry.objects.update(seq=None)
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM core_accesslog")


def test_migrate_brings_back_the_triggers_that_a_table_remake_lost(db):
    on = {name: f' ON "{name.split("_", 2)[2]}"' if connection.vendor == "postgresql" else "" for name in triggers()}
    for name, table in on.items():
        run(f'DROP TRIGGER "{name}"{table}')
    assert triggers() == set()
    call_command("migrate", "core", verbosity=0)
    assert triggers() == expected()
