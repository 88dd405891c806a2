"""On PostgreSQL: one migrated database that nobody lives in, copied for each worker and each house.

Whichever process comes first makes it; migrating thousands of model states takes minutes, a copy a second.
"""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "parkdesk_migrated_"
# Whoever makes it holds this lock of the server; the others wait.
LOCK = 62_95_56


def template(of: str) -> str:
    """The name of the database with exactly these migrations (`of` is their digest). Raises CalledProcessError."""
    name, server = PREFIX + of, urlsplit(os.environ["DATABASE_URL"])
    with closing(psycopg.connect(server.geturl(), autocommit=True)) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
        if (name,) not in found:
            for (old,) in found:  # of other migrations, on a server that stays
                admin.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            fresh = f"{PREFIX}fresh"
            admin.execute(f'CREATE DATABASE "{fresh}" TEMPLATE template0')
            _migrate(server._replace(path=f"/{fresh}").geturl())
            admin.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
    return name


def _migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "parkdesk.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
