"""What the councils of the demonstration do, told in parkdesk/data/demonstration/council.json.

A case is named by the need that it came from; its minutes count back from now in office time, like those of needs.
"""

from collections.abc import Callable, Iterator
from functools import partial

from councils.models import Council
from parkdesk.core import clock
from parkdesk.demonstration import (
    hours,
    table_accounts,
    table_actions,
    table_cases,
    table_meetings,
    table_polls,
    table_tiers,
    table_works,
    texts,
)
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.table import Facts, Table
from parkdesk.demonstration.timeline import Happening

ACTS: dict[str, Callable[[Table, str, Facts], None]] = {
    "prepare": table_cases.prepare,
    "offer": table_cases.offer,
    "say": table_cases.say,
    "discuss": table_cases.discuss,
    "contribute": table_cases.contribute,
    "consult": table_cases.consult,
    "attach": table_cases.attach,
    "declare": table_cases.declare_interests,
    "recuse": table_cases.recuse,
    "vote": table_cases.vote,
    "cast": table_cases.cast,
    "close": table_cases.close,
    "carry": table_cases.carry,
    "defer": table_cases.defer,
    "put": table_meetings.put,
    "sit": table_meetings.sit,
    "decide": table_meetings.vote_around_the_table,
    "conclude": table_meetings.conclude,
    "end": table_meetings.end,
    "circulate": table_meetings.circulate,
    "approve": table_meetings.approve,
    "countersign": table_meetings.countersign,
    "issue": table_meetings.issue,
    "accept": table_actions.accept,
    "report": table_actions.report,
    "claim": table_actions.claim,
    "verify": table_actions.verify,
    "ask_to_raise": table_tiers.ask_to_raise,
    "propose_work": table_works.propose,
    "contract_work": table_works.contract,
    "start_work": table_works.start,
    "pay_work": table_works.spend,
    "claim_work": table_works.claim,
    "accept_work": table_works.accept,
}


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """Everything that the councils of the story do. Councils that are not there (a smaller directory) do nothing."""
    story, tables = texts.of("council"), _tables(world)
    for part in [*story["cases"], *story["works"]]:
        for back, verb, *facts in part["acts"]:
            yield Happening(office.back(back), _act(tables[part["park"]], part["about"], verb, facts))
    for part in story["polls"]:
        yield Happening(office.back(part["back"]), partial(table_polls.ask, tables[part["park"]], part))
    for part in story["accounts"]:
        yield from _accounts(office, tables[part["park"]], part)
    for part in story["meetings"]:
        yield from _meeting(office, tables[part["park"]], part)


def _tables(world: World) -> dict[str, Table]:
    councils = Council.objects.select_related("park__operator", "park__property_manager")
    return {council.park.code: Table(world, council) for council in councils}


def _accounts(office: Office, table: Table, part: Facts) -> Iterator[Happening]:
    """The quarters of one park, each deed so many office minutes back."""
    yield from (Happening(office.back(back), deed) for back, deed in table_accounts.deeds(table, part))


def _meeting(office: Office, table: Table, part: Facts) -> Iterator[Happening]:
    """Called so long ago; what happens in it and after it counts in office minutes from its beginning."""
    called_at, about = office.back(part["call"]["back"]), part["about"]
    yield Happening(called_at, partial(table_meetings.call_together, table, about, part["call"]))
    begins_at = table_meetings.start(called_at.astimezone(clock.SHANGHAI).date(), part["call"])
    for minutes, verb, *facts in part["acts"]:
        yield Happening(hours.forward(office.cal, begins_at, minutes), _act(table, about, verb, facts))


def _act(table: Table, about: str, verb: str, facts: list[Facts]) -> Callable[[], object]:
    return partial(ACTS[verb], table, about, facts[0] if facts else {})
