"""The benches: what is measured against what, and what was promised (decisions 47)."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

from tests.bench import crowd, directory, evening, rounds, searching, writing
from tests.bench.callers import Caller, Press, Refused
from tests.bench.figures import Limit, Outcome
from tests.bench.hands import Hand
from tests.bench.printing import p50, rate
from tests.bench.stage import ROOT, House, Stage, say
from tests.bench.suggestion import suggestion

SIZES = {"small": (1_000, 10_000), "full": (10_000, 1_000_000)}
INTAKE_AT = 10_000
ROWS, INSERT, INSERT_SIGNED_IN = "/bench/rows/", "/bench/insert/", "/bench/insert/signed-in/"
BARE_ROWS, BARE_INSERT = "bare 25-row view", "bare INSERT view"
BARE_INSERT_SIGNED_IN = "bare INSERT view of the same person, signed in"
SUBMISSION = Limit(queries=12, at_least=0.35)
LIST = Limit(queries=10, at_most=2)
LIST_GROWS = Limit(queries=10, at_most=2)
PAGE = Limit(queries=15)
COUNCIL, OF_A_COUNCIL = "/council/P01/", "the desk, one council of the demonstration"
VOTES = {"named": "by name, 8 at once", "secret": "in secret, 8 at once"}
SERVICE = "/services/tax-filing-for-outbound-service-payments/"
# It renders nothing, so what it takes is a floor.
BY_A_READER, STOCK = "anonymous, beside a stored string", "stock Wagtail page with the same HTML as one stored string"
PAPERS, TYPESETTER = 4, "WeasyPrint alone with the same HTML"
PAPER, NO_LIMIT = Limit(at_most=1.2), Limit()
BARE_FUNCTION, HORDAK = "bare posting function", "django-hordak's transfer_to"
POSTED = {"award": "points given", "spend": "points spent at a merchant"}
NUMBERED = "points given, and numbered"
POSTING = Limit(queries=1, at_least=0.5)
BESIDE_HORDAK = Limit(at_least=3)
# What is timed at both sizes, and every further way to read the list whose queries count.
TIMED = {"": "/desk/", ", ended": "/desk/?tab=ended"}
COUNTED = ("/desk/?tab=overdue", "/desk/?tab=mine", "/desk/?tab=sort", "/desk/?q=电梯", "/desk/?light=amber")


def desk_list(stage: Stage, scale: str) -> Iterator[Outcome]:
    """The desk's list at two sizes, in turn with the bare view of each size and so with each other."""
    few, many = (stage.house(needs) for needs in SIZES[scale])
    looks: dict[str, Callable[[], object]] = {}
    for house in (few, many):
        manager = house.desk_manager()
        looks |= {f"{path} {house.needs}": _look(manager, path) for path in (*TIMED.values(), ROWS)}
    found = rounds.latency(looks)
    queries = {house: house.bench("ask", *TIMED.values(), *COUNTED)["queries"] for house in (few, many)}
    for kind, path in TIMED.items():
        small, large = found[f"{path} {few.needs}"], found[f"{path} {many.needs}"]
        for house, these in ((few, small), (many, large)):
            bare = (BARE_ROWS, found[f"{ROWS} {house.needs}"])
            yield p50("desk_list", f"{house.needs} needs{kind}", these, queries[house], against=bare), LIST
        against = (f"{few.needs} needs{kind}", small)
        yield p50("desk_list", f"{many.needs} needs{kind}", large, queries[many], against=against), LIST_GROWS


def need_page(stage: Stage, scale: str) -> Iterator[Outcome]:
    """One need as the desk sees it; another need with each request."""
    house = stage.house(SIZES[scale][-1])
    manager = house.desk_manager()
    paths = [f"/desk/needs/{reference}/" for reference in house.facts["references"]]
    turns = cycle(paths)
    found = rounds.latency({"page": lambda: manager.get(next(turns)), "bare": _look(manager, ROWS)})
    queries = house.bench("ask", *paths)["queries"]
    yield p50("need_page", f"{house.needs} needs", found["page"], queries, against=(BARE_ROWS, found["bare"])), PAGE


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
    queries = house.bench("send", path, json.dumps(next(said)))["queries"]
    figure = rate(
        "need_submission", "by QR code with a contact, 8 at once", found["need"], queries,
        against=(BARE_INSERT, found["bare"]),
    )  # fmt: skip
    n = rounds.ROUNDS * rounds.HANDS * rounds.PRESSES_OF_A_HAND
    yield replace(figure, unit="submissions/s", n=n), SUBMISSION


def council_vote(stage: Stage, scale: str) -> Iterator[Outcome]:
    """A member's vote, by name and in secret, interest declared before; the ballots are fetched beforehand."""
    house = stage.house(INTAKE_AT)
    each = rounds.presses_in_all()
    fills = _ballots(house, each)
    before = house.bench("receipts")
    found = rounds.throughput(house.port, fills)
    stored = house.bench("receipts") - before
    if stored != each * len(VOTES):
        raise Refused(f"{each * len(VOTES)} votes were cast, {stored} are stored")
    for kind, case in VOTES.items():
        queries = house.bench("cast", kind)["queries"]
        figure = rate("council_vote", case, found[kind], queries, against=(BARE_INSERT_SIGNED_IN, found["bare"]))
        yield replace(figure, unit="votes/s", n=rounds.ROUNDS * rounds.HANDS * rounds.PRESSES_OF_A_HAND), NO_LIMIT


def _ballots(house: House, each: int) -> dict[str, Callable[[Caller], Press]]:
    """How a ballot of each kind is filled in, and the bare form by the same people in the same sessions."""
    return _filling(house, {kind: house.bench("votes", kind, str(each)) for kind in VOTES})


def council_evening(stage: Stage, scale: str) -> Iterator[Outcome]:
    """Every seat of every council votes at the same moment; the ballots are fetched beforehand."""
    house = stage.house(INTAKE_AT)
    fills = _filling(house, {"vote": house.bench("evening", str(evening.ROUNDS))})
    yield from evening.at_once(house, fills, BARE_INSERT_SIGNED_IN)


def _filling(house: House, votes: dict[str, list[list[str]]]) -> dict[str, Callable[[Caller], Press]]:
    """How the next ballot of each kind (path, session) is filled in, and `bare`: the bare form in the same sessions."""
    ballots = {kind: iter(found) for kind, found in votes.items()}
    sessions = cycle([session for found in votes.values() for _path, session in found])

    def cast(kind: str, caller: Caller) -> Press:
        path, session = next(ballots[kind])
        return caller.fill_in(path, {"choice": "yes"}, {house.facts["cookie"]: session})

    def bare(caller: Caller) -> Press:
        return caller.fill_in(INSERT_SIGNED_IN, {"text": "yes"}, {house.facts["cookie"]: next(sessions)})

    return {kind: partial(cast, kind) for kind in votes} | {"bare": bare}


def service_page(stage: Stage, scale: str) -> Iterator[Outcome]:
    """A service as an anonymous reader sees it, and a stock page of Wagtail that holds the same HTML."""
    house = stage.house(INTAKE_AT)
    stock = house.bench("stock", SERVICE)
    caller = Caller(house.port)
    found = rounds.latency({"ours": _look(caller, SERVICE), "stock": _look(caller, stock)})
    queries = house.bench("read", SERVICE)["queries"]
    yield p50("service_page", BY_A_READER, found["ours"], queries, against=(STOCK, found["stock"])), NO_LIMIT


def council_page(stage: Stage, scale: str) -> Iterator[Outcome]:
    """The page of a council as the desk reads it: seats, coverage, cases, meetings, what was agreed."""
    house = stage.house(INTAKE_AT)
    caller = house.desk_manager()
    found = rounds.latency({"page": _look(caller, COUNCIL), "bare": _look(caller, ROWS)})
    queries = house.bench("ask", COUNCIL)["queries"]
    yield p50("council_page", OF_A_COUNCIL, found["page"], queries, against=(BARE_ROWS, found["bare"])), PAGE


def minutes_pdf(stage: Stage, scale: str) -> Iterator[Outcome]:
    """The PDF of issued minutes of six items, from the record that the database keeps to the file."""
    with ExitStack() as stack:
        hand = stage.house(INTAKE_AT).hand(stack, "papers")
        found = rounds.rates({name: partial(hand.does, name) for name in ("minutes", "weasyprint")}, pieces=PAPERS)
        took = {name: [1000 / speed for speed in these] for name, these in found.items()}
        queries = hand.queries_of("minutes")
        figure = p50("minutes_pdf", "six items", took["minutes"], queries, against=(TYPESETTER, took["weasyprint"]))
        yield replace(figure, unit="ms each", n=rounds.ROUNDS * PAPERS), PAPER


def posting(stage: Stage, scale: str) -> Iterator[Outcome]:
    """One posting after the other on one connection: points given, and points spent (their lots used up).

    A posting leaves the house's own leg to be numbered by a job; the batch that is numbered has that within its time.
    """
    with ExitStack() as stack:
        ours = stage.house(INTAKE_AT).hand(stack, "postings")
        theirs = stage.hand_of_hordak(stack)
        batches = {name: partial(ours.does, name) for name in ("award", "spend", "bare")}
        batches["numbered"] = partial(_given_and_numbered, ours)
        if theirs:
            batches["hordak"] = partial(theirs.does, "transfer")
        else:
            say("left out: django-hordak (install it with `.ci/setup bench`)")
        found = rounds.rates(batches)
        queries, against = ours.queries_of("award"), (BARE_FUNCTION, found["bare"])
        yield rate("posting", NUMBERED, found["numbered"], queries, against=against), NO_LIMIT
        for name, case in POSTED.items():
            queries = ours.queries_of(name)
            yield rate("posting", case, found[name], queries, against=(BARE_FUNCTION, found["bare"])), POSTING
            if theirs:
                yield rate("posting", case, found[name], queries, against=(HORDAK, found["hordak"])), BESIDE_HORDAK


def _given_and_numbered(hand: Hand, times: int) -> float:
    """The seconds of so many awards with the numbering of their legs; what others left is numbered before."""
    hand.does("fold", 1)
    return hand.does("award", times) + hand.does("fold", 1)


# Handing in comes last: it adds needs to a house whose lists others have measured.
BENCHES: dict[str, Callable[[Stage, str], Iterator[Outcome]]] = {
    "desk_list": desk_list,
    "search": lambda stage, scale: searching.search(stage, SIZES[scale]),
    "need_page": need_page,
    "posting": posting,
    "council_vote": council_vote,
    "service_page": service_page,
    "council_page": council_page,
    "minutes_pdf": minutes_pdf,
    "council_close": lambda stage, scale: writing.close(stage.house(INTAKE_AT)),
    "minutes_draft": lambda stage, scale: writing.draft(stage.house(INTAKE_AT)),
    "council_evening": council_evening,
    "need_submission": need_submission,
    "crowd": lambda stage, scale: crowd.at_once(stage.house(INTAKE_AT), _reports()),
    "suggestion": suggestion,
    "import": lambda stage, scale: directory.imports(stage, SIZES["small"][0]),
}


def _look(caller: Caller, path: str) -> Callable[[], object]:
    return lambda: caller.get(path)


def _reports() -> list[dict[str, str]]:
    """What people wrote, from the corpus of the demonstration, with an invented number to ring."""
    lines = (ROOT / "parkdesk" / "data" / "needs_corpus.jsonl").read_text(encoding="utf-8").splitlines()
    contact = {"phone": "15400001201", "name": "秦", "consent": "on", "email": "", "enterprise_name": "", "room": ""}
    # Some of them name somebody: what a person presses when asked, so that one press stores.
    contact["personal"] = "keep"
    return [{"text": json.loads(line)["text"], **contact} for line in islice(lines, 200)]
