"""Supervision orders that took the real steps to where they stand."""

from datetime import date

from councils import supervise
from councils import supervision_ticking as ours
from councils.models import SupervisionOrder
from councils.supervision_words import State
from parkdesk.core import outbox
from parkdesk.core.flow import advance
from requests_flow.words import State as NeedState
from requests_flow.words import Tier

DAY = date(2026, 12, 11)
ROAD = (State.DRAFTED, State.REGISTERED, State.ASSIGNED, State.IN_HAND, State.REPORTED, State.CHECKED, State.STRUCK_OFF)


JOBS = (
    ours.propose_overdue_needs, ours.propose_overdue_resolutions, ours.go_where_needs_went,
    ours.remind_of_what_is_missing, ours.mark_what_is_past_its_limit, ours.draft_letters_of_reminder,
    ours.remind_of_replies_to_instructions, ours.archive_what_is_struck_off,
)  # fmt: skip


def tick():
    """One minute of the clock for supervision; a job that fails, fails the test."""
    for job in JOBS:
        job()


def fresh(order):
    return SupervisionOrder.objects.select_related("need", "park", "unit", "deputy").get(pk=order.pk)


def order_of(need):
    """What the trail of a need has made of it."""
    outbox.drain()
    return SupervisionOrder.objects.select_related("need", "park", "unit").filter(need=need).order_by("pk").last()


class Stage:
    """`stage.to("in_hand")`: an order of no need; `stage.of_need("signed", …)`: one of a major need."""

    def __init__(self, a_need, committee, unit, worker, park):
        self.a_need, self.committee, self.unit, self.worker, self.park = a_need, committee, unit, worker, park

    def assignment(self, **more):
        return supervise.Assignment(**({"unit": self.unit, "requirement": "查明原因，公示检测结论"} | more))

    def to(self, state, **matter):
        source = SupervisionOrder.Source.COMMITTEE
        facts = {"source": source, "subject": "客梯年检公示", "park": self.park} | matter
        order = supervise.propose(supervise.Matter(**facts), by=self.committee)
        for step in (self._register, self._assign, self._sign, self._report, self._verify, self._strike_off):
            if order.state == state:
                return fresh(order)
            order = step(order)
        return fresh(order)

    def of_need(self, state, **said):
        """The order of a major need; the need is in progress with the same unit."""
        need = self.a_need(NeedState.IN_PROGRESS, tier=Tier.MAJOR, **said)
        order = order_of(need)
        for step in (self._assign_by_promise, self._sign):
            if order.state == state:
                break
            order = step(order)
        return fresh(order)

    def _register(self, order):
        return supervise.register(order, by=self.committee)

    def _assign(self, order):
        return supervise.assign(order, self.assignment(due_on=DAY), by=self.committee)

    def _assign_by_promise(self, order):
        return supervise.assign(order, self.assignment(), by=self.committee)

    def _sign(self, order):
        return supervise.sign(order, by=self.worker)

    def _report(self, order):
        return supervise.report(order, text="已公示", by=self.worker)

    def _verify(self, order):
        return supervise.verify(order, evidence="photo", finding="公示栏已张贴", by=self.committee)

    def _strike_off(self, order):
        return supervise.strike_off(order, conclusion="同意销号", by=self.committee)


def drop(order, by):
    return advance(order, "drop", by=by, reason="并入其他事项")
