"""What the benches need to have done or counted inside the house's own Django. Answers in JSON, for `tests.bench`."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import Receipt
from enterprises.models import Appointment, Building, Person, PlaceCode
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.search import segment
from requests_flow.models import Need
from tests.bench import council, council_rows, importing, postings, stock
from tests.bench.callers import hidden_fields
from tests.bench.hands import NOT_COUNTED, Work, serve
from tests.bench.models import Row
from tests.bench.views import PAGE
from tests.plugins import wholly  # noqa: F401  (whoever signs in has shown a second factor)

Made = TypeVar("Made")
MANAGER = "bench-manager"
LOOKS = 12
IN_PROCESS = {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}


class Command(BaseCommand):
    help = "Parts of the benchmarks that run inside Django; `make bench` calls them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=[*PARTS, "work"])
        parser.add_argument("words", nargs="*", help="what the part wants to know: addresses, what is sent, kinds")

    def handle(self, *, part: str, words: list[str], **options: Any) -> None:
        if part == "work":  # it answers many orders, until there are no more
            serve(WORKS[words[0]]())
        else:
            self.stdout.write(json.dumps(PARTS[part](*words)))


def _found() -> bool:
    """The whole directory and catalogue, and somebody at the desk."""
    data = settings.ROOT / "parkdesk" / "data"
    call_command("import_directory", data / "directory", verbosity=0, stdout=_Nowhere())
    call_command("import_services", data / "services.json", verbosity=0, stdout=_Nowhere())
    manager = Person.objects.create_user(MANAGER, name="秦清溪")
    Appointment.objects.create(person=manager, role=Role.DESK_MANAGER, starts_on=date(2025, 1, 1))
    return True


class _Nowhere:
    """Takes what a command prints and keeps nothing."""

    def write(self, _text: str = "", *_more: Any) -> None:
        return None


def _prepare() -> dict[str, Any]:
    """Make the plain table, sign somebody in, and say which addresses are worth a look."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    now, building = clock.now(), Building.objects.select_related("park").order_by("code").first()
    Row.objects.bulk_create(Row(text=f"row {number}", at=now) for number in range(PAGE))
    code = PlaceCode.objects.create(park=building.park, building=building, spot="bench", created_at=now)
    client = _settled(_manager())
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "place": code.code,
        "references": _references(),
        "open": Need.objects.open().count(),
    }


def _references() -> list[str]:
    """Open and ended needs, evenly over time."""
    some = [Need.objects.open().order_by("pk"), Need.objects.ended().order_by("pk")]
    return [
        reference
        for rows in some
        for reference in rows.values_list("reference", flat=True)[:: max(1, rows.count() // (LOOKS // 2))][: LOOKS // 2]
    ]


def _plant(text: str, count: str) -> bool:
    """Write something into so many open and so many ended needs, evenly over time, so that a search finds them."""
    for rows in (Need.objects.open(), Need.objects.ended()):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        chosen = keys[:: max(1, len(keys) // int(count))][: int(count)]
        said = Value(f" {segment(text)}")
        Need.objects.filter(pk__in=chosen).update(search_text=Concat("search_text", said))
    return _settled(True)


def _settled(made: Made) -> Made:
    """What was made, and the tables looked at, as autovacuum leaves a database that was not filled a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return made


def _hits(words: str, tab: str) -> int:
    rows = {"open": Need.objects.open, "ended": Need.objects.ended}[tab]()
    return rows.filter(search_text__finds=words).count()


def _desk_manager() -> Person:
    return Person.objects.get(username=MANAGER)


def _manager() -> Client:
    client = Client(**IN_PROCESS)
    client.force_login(_desk_manager(), backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def _asking(path: str) -> Callable[[], Any]:
    client = _manager()
    return lambda: client.get(path)


def _sending(path: str, fields: str) -> Callable[[], Any]:
    """Sends a form once: each time from a new device, as `fields` (JSON) say."""
    client = Client(**IN_PROCESS)
    hidden = hidden_fields(client.get(path).content.decode())
    return lambda: client.post(path, hidden | json.loads(fields))


def _casting(is_secret: bool) -> Callable[[], list[Callable[[], Any]]]:
    """Casts one vote; each time another."""
    ballots = iter(council.vote(is_secret, 2, _desk_manager()))

    def make() -> list[Callable[[], Any]]:
        path, session = next(ballots)
        client = Client(**IN_PROCESS)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        said = hidden_fields(client.get(path).content.decode()) | {"choice": "yes"}
        return [lambda: client.post(path, said)]

    return make


def _counted(make: Callable[[], list[Callable[[], Any]]]) -> dict[str, Any]:
    """The most queries that one of these requests makes once the process is warm, and their statements."""
    for request in make():
        request()
    return max((_queries_of(request) for request in make()), key=lambda found: found["queries"])


def _queries_of(request: Callable[[], Any]) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        answer = request()
    if answer.status_code not in {200, 302, 303}:
        raise RuntimeError(f"{answer.request['PATH_INFO']} was answered by {answer.status_code}")
    statements = [query["sql"] for query in captured if not (query["sql"] or "").startswith(NOT_COUNTED)]
    return {"queries": len(statements), "path": answer.request["PATH_INFO"], "statements": statements}


PARTS: dict[str, Callable[..., Any]] = {
    "found": _found,
    "prepare": _prepare,
    "needs": Need.objects.count,
    "plant": _plant,
    "hits": _hits,
    "receipts": Receipt.objects.count,
    "ask": lambda *paths: _counted(lambda: [_asking(path) for path in paths]),
    "read": lambda *paths: _counted(lambda: [partial(Client(**IN_PROCESS).get, path) for path in paths]),
    "send": lambda path, fields: _counted(lambda: [_sending(path, fields)]),
    "votes": lambda kind, count: _settled(council.vote(kind == "secret", int(count), _desk_manager())),
    "evening": lambda turns: _settled(council.evening(int(turns), _desk_manager())),
    "cast": lambda kind: _counted(_casting(kind == "secret")),
    "stock": stock.copy_of,
    "import_times": importing.times,
    "import_memory": importing.memory,
}
WORKS: dict[str, Callable[[], dict[str, Work]]] = {
    "postings": postings.works,
    "papers": lambda: council.paper_works(_desk_manager()),
    "rows": lambda: council_rows.works(_desk_manager()),
}
