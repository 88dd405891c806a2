"""On the register what came back stands beside the lights of the units, with the figures of the bulletin."""

from django.urls import reverse

from councils.models import SupervisionOrder
from councils.quarters import Quarter
from councils.supervision_bulletin import bulletin
from councils.supervision_units import standings
from councils.supervision_words import State
from parkdesk.core import clock
from tests.factories import UnitFactory

REGISTER = "/supervision/"


def test_the_register_and_the_bulletin_give_the_same_figures(stage, as_, a_need, party_supervisor):
    order = stage.to(State.IN_HAND)
    for state in ("closed", "reopened"):
        a_need(state, unit=order.unit)
    answer = as_(party_supervisor).get(REGISTER)
    (one,) = answer.context["standings"]
    (same,) = [row for row in bulletin(*Quarter.of(clock.today())).standings if row.unit == order.unit]
    assert (one.unit, one.conduct, one.lights) == (order.unit, same.conduct, same.lights)
    assert one.conduct.reopened == 1
    assert one.conduct.reopened_words in answer.content.decode()


def test_it_stands_below_what_runs_alone(stage, as_, party_supervisor):
    stage.to(State.IN_HAND)
    page = as_(party_supervisor)
    assert page.get(REGISTER).context["standings"]
    for asked in ({"tab": "ended"}, {"tab": "turn"}, {"q": "督"}):
        assert not page.get(REGISTER, asked).context["standings"]


def test_a_unit_reads_its_own_figures_and_no_others(stage, as_, operator_person, party_supervisor):
    order, foreign = stage.to(State.IN_HAND), stage.to(State.IN_HAND)
    SupervisionOrder.objects.filter(pk=foreign.pk).update(unit=UnitFactory())
    assert [row.unit for row in as_(operator_person).get(REGISTER).context["standings"]] == [order.unit]
    orders = SupervisionOrder.objects.select_related("unit")
    assert [row.unit for row in standings(orders, sees_all=False, person=operator_person)] == [order.unit]
    assert len(standings(orders, sees_all=True, person=party_supervisor)) == 2
    assert reverse("councils:bulletin") not in as_(operator_person).get(REGISTER).content.decode()
