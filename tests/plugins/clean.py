"""A database that is made once per worker and comes back clean after every test.

Most tests run in a transaction that is rolled back. Those with `transactional_db` really commit; after them every
table is emptied through the floor's one maintenance door and gets back the rows that migrations had put there
(Wagtail's root and site, seeded tables). The migrated SQLite file is kept in .pytest_cache until a migration changes.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.utils import translation

from parkdesk.core import append_only
from tests.plugins import migrated

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("parkdesk", "enterprises", "requests_flow", "points", "councils", "cms")
CACHE_TABLE = "parkdesk_cache"
# As parkdesk.settings.test names the folder of its database.
FOLDER = "parkdesk-db-"
_rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}


def digest_of_migrations() -> str:
    """What changes as soon as a migrated database would look different."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and ("migrations" in path.parts or "seed" in path.parts) and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    for kept in ("parkdesk/core/append_only.py", "parkdesk/core/prepare.py", "parkdesk/settings/base.py", "uv.lock"):
        digest.update((ROOT / kept).read_bytes())
    digest.update(metadata.version("django").encode())
    return digest.hexdigest()[:16]


def cached_file() -> Path:
    """Where the migrated SQLite file of exactly these migrations is kept."""
    folder = ROOT / ".pytest_cache" / "parkdesk"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"migrated-{digest_of_migrations()}.sqlite3"


@pytest.fixture(autouse=True)
def _in_chinese() -> None:
    """A page that was asked for in English leaves its language behind in the thread, for whatever test comes next."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start from the kept file where there is one, or from the server's template; migrate then has nothing to do."""
    if connection.vendor == "postgresql":
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated.template(digest_of_migrations())
    elif cached_file().exists():
        shutil.copyfile(cached_file(), settings.DATABASES["default"]["TEST"]["NAME"])


def remove_folder(database: Path) -> None:
    """Remove the folder that the tests' own settings made; under others the name may be in memory, its folder `.`."""
    if database.is_absolute() and database.parent.name.startswith(FOLDER):
        shutil.rmtree(database.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Remember the rows that migrations made, and put them back after each test that really commits."""
    with django_db_blocker.unblock():
        _keep_file()
        _remember()
    TransactionTestCase._fixture_teardown = _put_back
    yield
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connections.close_all()
        remove_folder(Path(settings.DATABASES["default"]["NAME"]))


def _keep_file() -> None:
    """With `--nomigrations` there is nothing worth keeping: such a database lacks what migrations put there."""
    was_migrated = "django_migrations" in connection.introspection.table_names()
    if connection.vendor == "sqlite" and was_migrated:
        keep(Path(settings.DATABASES["default"]["NAME"]))


def keep(migrated: Path) -> None:
    """Keep a copy of this migrated SQLite file for the next run, in place of those of older migrations."""
    if cached_file().exists():
        return
    for old in cached_file().parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = cached_file().with_name(f"fresh-{os.getpid()}")  # another worker may be tidying up beside this one
    with closing(sqlite3.connect(migrated)) as source, closing(sqlite3.connect(fresh)) as target:
        source.backup(target)
    fresh.replace(cached_file())


def _tables() -> list[str]:
    """Every table of the project's models, and the cache's; never the list of applied migrations."""
    return [*connection.introspection.django_table_names(only_existing=True, include_views=False), CACHE_TABLE]


def _remember() -> None:
    with _reading() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = [tuple(row) for row in cursor.fetchall()]
            if rows:
                _rows[table] = ([column[0] for column in cursor.description], rows)


@contextmanager
def _reading() -> Iterator[Any]:
    """A cursor whose values can be written back as they are: SQLite's own, without Django's converters."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as plain:
            yield plain.cursor()
    else:
        with connection.cursor() as cursor:
            yield cursor


def _put_back(_case: Any) -> None:
    with append_only.maintenance(), _unchecked(), transaction.atomic(), connection.cursor() as cursor:
        _empty(cursor)
        for table, (columns, rows) in _rows.items():
            names = ", ".join(connection.ops.quote_name(name) for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})", rows)
    cache.clear()
    ContentType.objects.clear_cache()


def _empty(cursor: Any) -> None:
    names = [connection.ops.quote_name(table) for table in _tables()]
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        return
    for name in names:
        cursor.execute(f"DELETE FROM {name}")


@contextmanager
def _unchecked() -> Iterator[None]:
    """SQLite: no foreign key checks while tables are emptied in any order. PostgreSQL defers them by itself."""
    with connection.constraint_checks_disabled():
        yield
