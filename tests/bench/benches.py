"""The benches of this issue: what is measured against what, and what was promised (issue 2, decisions 47)."""

import json
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from statistics import median

from tests.bench import rounds
from tests.bench.callers import Caller, Press, Refused
from tests.bench.figures import Figure, Limit, Outcome, Rounds, ratio
from tests.bench.stage import ROOT, House, Stage

DB = "postgresql"
SIZES = {"small": (1_000, 10_000), "full": (10_000, 1_000_000)}
INTAKE_AT = 10_000
ROWS, INSERT = "/bench/rows/", "/bench/insert/"
BARE_ROWS, BARE_INSERT = "bare 25-row view", "bare INSERT view"
SUBMISSION = Limit(queries=12, at_least=0.25)
LIST = Limit(queries=10)
LIST_GROWS = Limit(queries=10, at_most=2)
PAGE = Limit(queries=15)
# Every way to read the list counts; the first is the one that is timed.
LISTS = ("/desk/", "/desk/?tab=overdue", "/desk/?tab=mine", "/desk/?tab=ended", "/desk/?q=电梯", "/desk/?light=amber")


def desk_list(stage: Stage, scale: str) -> Iterator[Outcome]:
    """The desk's list at two sizes, in turn with the bare view on each and so with each other."""
    houses = [stage.house(needs) for needs in SIZES[scale]]
    looks: dict[str, Callable[[], object]] = {}
    for house in houses:
        manager = house.desk_manager()
        looks |= {f"{path} {house.needs}": _look(manager, path) for path in (LISTS[0], ROWS)}
    found = rounds.latency(looks)
    lists = [found[f"{LISTS[0]} {house.needs}"] for house in houses]
    counts = [house.bench("ask", *LISTS)["queries"] for house in houses]
    for house, these, queries in zip(houses, lists, counts, strict=True):
        bare = found[f"{ROWS} {house.needs}"]
        yield _p50("desk_list", house, these, queries, against=(BARE_ROWS, bare)), LIST
    few, many = houses
    against = (f"desk list at {few.needs} needs", lists[0])
    yield _p50("desk_list", many, lists[1], counts[1], against=against), LIST_GROWS


def need_page(stage: Stage, scale: str) -> Iterator[Outcome]:
    """One need as the desk sees it; another need with each request."""
    house = stage.house(SIZES[scale][-1])
    manager = house.desk_manager()
    paths = [f"/desk/needs/{reference}/" for reference in house.facts["references"]]
    turns = cycle(paths)
    found = rounds.latency({"page": lambda: manager.get(next(turns)), "bare": _look(manager, ROWS)})
    queries = house.bench("ask", *paths)["queries"]
    yield _p50("need_page", house, found["page"], queries, against=(BARE_ROWS, found["bare"])), PAGE


def need_submission(stage: Stage, scale: str) -> Iterator[Outcome]:
    """A need handed in from a code on the wall, with a contact; the forms are fetched beforehand, no photo."""
    house = stage.house(INTAKE_AT)
    path = f"/needs/new/?place={house.facts['place']}"
    said = cycle(_reports())
    before = house.bench("needs")

    def need(caller: Caller) -> Press:
        return caller.fill_in(path, next(said))

    def bare(caller: Caller) -> Press:
        return caller.fill_in(INSERT, next(said))

    found = rounds.throughput(house.port, {"need": need, "bare": bare})
    stored = house.bench("needs") - before
    if stored != rounds.presses_in_all():
        raise Refused(f"{rounds.presses_in_all()} needs were handed in, {stored} are stored")
    figure = Figure(
        bench="need_submission",
        case="by QR code with a contact, 8 at once",
        db=DB,
        value=median(found["need"]),
        unit="submissions/s",
        against=BARE_INSERT,
        ratio=ratio(found["need"], found["bare"]),
        queries=house.bench("send", path, json.dumps(next(said)))["queries"],
        n=rounds.ROUNDS * rounds.HANDS * rounds.PRESSES_OF_A_HAND,
    )
    yield figure, SUBMISSION


# need_submission comes last: it adds needs to a house whose lists others have measured.
BENCHES: dict[str, Callable[[Stage, str], Iterator[Outcome]]] = {
    "desk_list": desk_list,
    "need_page": need_page,
    "need_submission": need_submission,
}


def _look(caller: Caller, path: str) -> Callable[[], object]:
    return lambda: caller.get(path)


def _p50(bench: str, house: House, these: Rounds, queries: int, *, against: tuple[str, Rounds]) -> Figure:
    name, those = against
    return Figure(
        bench=bench,
        case=f"{house.needs} needs",
        db=DB,
        value=median(these),
        unit="ms p50",
        against=name,
        ratio=ratio(these, those),
        queries=queries,
        n=rounds.ROUNDS * rounds.LOOKS_OF_A_ROUND,
    )


def _reports() -> list[dict[str, str]]:
    """What people wrote, from the corpus of the demonstration, with an invented number to ring."""
    lines = (ROOT / "parkdesk" / "data" / "needs_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    contact = {"phone": "15400001201", "name": "秦", "consent": "on", "email": "", "enterprise_name": "", "room": ""}
    return [{"text": json.loads(line)["text"], **contact} for line in islice(lines, 200)]
