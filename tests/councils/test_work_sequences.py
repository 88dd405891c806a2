"""Small works pressed in any order: always somebody who can take them on, never accepted unseen, never over budget."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from councils import works
from councils.models import SmallWork, WorkPayment
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, advance, open_steps
from tests.councils.small_works import CONTRACTOR, YUAN, fresh, picture
from tests.rounds import examples, undone

pytestmark = pytest.mark.django_db
State = SmallWork.State
SUM = works.Payment("灯具", 5000 * YUAN, date(2026, 11, 24))


def _contract(work, site, looker):
    works.contract(work, contractor=CONTRACTOR, due_on=clock.today(), pictures=[], by=site.worker)


def _strike(work, site, looker):
    line = WorkPayment.objects.filter(work=work).order_by("-pk").first()
    works.strike(work, payment=line or WorkPayment(pk=0), reason="误", by=site.worker)


PRESSES: dict[str, Callable[..., Any]] = {
    "contract": _contract,
    "start": lambda work, site, looker: works.start(work, pictures=picture(), by=site.worker),
    "start unseen": lambda work, site, looker: works.start(work, pictures=[], by=site.worker),
    "spend": lambda work, site, looker: works.spend(work, payment=SUM, by=site.worker),
    "strike": _strike,
    "claim": lambda work, site, looker: works.claim(work, said="好了", pictures=picture(), by=site.worker),
    "claim unseen": lambda work, site, looker: works.claim(work, said="好了", pictures=[], by=site.worker),
    "send_back": lambda work, site, looker: advance(work, "send_back", by=looker, reason="缺"),
    "accept": lambda work, site, looker: works.accept(work, said="看过", by=looker),
    "cancel": lambda work, site, looker: works.cancel(work, reason="不做了", by=site.chair),
}


@pytest.fixture
def work(site):
    return site.handed_over()


@given(verbs=some.lists(some.sampled_from(sorted(PRESSES)), max_size=14))
@examples(8, 300)
def test_pressed_in_any_order_a_small_work_has_an_exit_and_its_invariants_hold(work, site, specialist, verbs):
    with undone():
        taken = [verb for verb in verbs if is_taken(work, verb, site, specialist)]
        one = fresh(work)
        shown = set(files.of(one).values_list("step", flat=True))
        standing = WorkPayment.objects.filter(struck_at=None)
        assert one.spent == sum(line.fen for line in standing) <= one.budget
        if one.state == State.ACCEPTED:
            assert {works.BEFORE, works.AFTER} <= shown
            assert [verb for verb in taken if verb not in ("spend", "strike")][-2:] == ["claim", "accept"]
        elif one.state != State.CANCELLED:
            assert any(set(open_steps(one, person)) - {"spend", "strike"} for person in (site.worker, specialist))


def is_taken(work, verb, site, looker):
    try:
        PRESSES[verb](fresh(work), site, looker)
    except NotNow:
        return False
    return True
