"""What follows a rating of 1 or 2: contact, examination by another person, mending, a second rating."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from parkdesk.core.clock import SHANGHAI
from parkdesk.core.flow import NotNow, NotYours, advance
from requests_flow import calls, desk, measures, mending
from requests_flow.models import Mending, Rating
from requests_flow.words import State, Tier
from tests.requests_flow.conftest import link_of

pytestmark = pytest.mark.django_db


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def rated_low(morning, a_need):
    """A need of this tier that was completed and rated 1."""

    def make(tier=Tier.SIMPLE, state=State.RESOLVED, grade=1):
        need = a_need(state, tier=tier)
        desk.rate(need, grade=grade, comment="没人理", by=link_of(need))
        return type(need).objects.get(pk=need.pk)

    return make


@pytest.mark.parametrize("grade", [3, 4, 5])
def test_a_rating_that_is_not_low_owes_nothing(rated_low, grade):
    rated_low(grade=grade)
    assert not Mending.objects.exists()


@pytest.mark.parametrize(
    ("tier", "day"),
    [(Tier.SIMPLE, "2026-12-01 17:30"), (Tier.COMPLEX, "2026-12-15 17:30"), (Tier.MAJOR, "2026-12-15 17:30")],
)
def test_a_low_rating_has_limits_of_its_own(rated_low, tier, day):
    rated_low(tier)
    found = Mending.objects.get()
    assert (found.contact_due_at, found.due_at) == (on("2026-11-25 17:30"), on(day))
    assert found.light.due == found.contact_due_at


def test_its_light_goes_on_to_the_mending_once_somebody_spoke_and_out_when_it_is_mended(rated_low, manager, clerk):
    need = mending.contact_rater(rated_low(), method="phone", by=clerk)
    assert Mending.objects.get().light.due == on("2026-12-01 17:30")
    need = mending.uphold(need, note="确实没回电话", by=manager)
    mending.mend(need, message="已补打电话并致歉", by=clerk)
    assert Mending.objects.get().light is None


def test_it_turns_red_when_its_own_limit_has_passed(rated_low, morning):
    rated_low(state=State.CLOSED)
    morning("2026-11-25 17:31")
    assert Mending.objects.get().light.is_overdue


def test_whoever_handled_it_examines_nothing(rated_low, manager, operator_person):
    need = rated_low()
    type(need).objects.filter(pk=need.pk).update(resolved_by=manager)
    for step in (mending.uphold, mending.mark_mistaken):
        for one in (manager, operator_person):
            with pytest.raises(NotYours):
                step(need, by=one, **({"note": "x"} if step is mending.uphold else {"reason": "x"}))


def test_a_window_clerk_does_not_examine(rated_low, clerk):
    with pytest.raises(NotYours):
        mending.uphold(rated_low(), note="x", by=clerk)


def test_nothing_is_mended_before_it_was_examined(rated_low, clerk, manager):
    need = rated_low()
    with pytest.raises(NotNow):
        mending.mend(need, message="好了", by=clerk)
    need = mending.uphold(need, note="属实", by=manager)
    assert mending.mend(need, message="好了", by=clerk)
    with pytest.raises(NotNow):
        mending.mend(need, message="又好了", by=clerk)


def test_a_mistaken_rating_stays_as_it_was_and_owes_nothing(rated_low, manager):
    need = mending.mark_mistaken(rated_low(), reason="说的是食堂，不是电梯", by=manager)
    found = Mending.objects.get()
    assert (found.verdict, found.light, found.rating.grade, found.rating.comment) == ("mistaken", None, 1, "没人理")
    for step in (mending.uphold, mending.mark_mistaken):
        with pytest.raises(NotNow):
            step(need, by=manager, **({"note": "x"} if step is mending.uphold else {"reason": "x"}))


def test_the_second_rating_stands_beside_the_first(client, rated_low, manager, clerk):
    need = mending.uphold(rated_low(), note="属实", by=manager)
    with pytest.raises(NotNow):
        mending.rate_again(need, grade=5, by=link_of(need))
    mending.mend(need, message="已补打电话并致歉", by=clerk)
    page = client.get(need.get_tracking_url()).content.decode()
    assert "已补打电话并致歉" in page
    assert client.post(f"{need.get_tracking_url()}rate_again/", {"grade": "4", "comment": "这次好"}).status_code == 303
    found = Mending.objects.get()
    assert (found.rating.grade, found.second_grade, found.second_comment) == (1, 4, "这次好")
    assert Rating.objects.get().grade == 1
    client.force_login(manager)
    page = client.get(f"/desk/needs/{need.reference}/").content.decode()
    assert "非常不满意" in page
    assert "第二次评价" in page


def test_a_signed_in_member_of_staff_rates_neither_once_nor_twice(client, rated_low, manager, clerk, a_need):
    need = mending.mend(mending.uphold(rated_low(), note="属实", by=manager), message="好了", by=clerk)
    client.force_login(manager)
    assert client.post(f"{need.get_tracking_url()}rate_again/", {"grade": "5"}).status_code == 409
    other = a_need(State.RESOLVED)
    assert client.post(f"{other.get_tracking_url()}rate/", {"grade": "5"}).status_code == 409
    assert Mending.objects.get().second_grade is None
    assert Rating.objects.count() == 1


def test_a_call_about_the_result_is_contact_as_well(rated_low, manager):
    calls.follow_up(rated_low(), method="phone", is_solved=True, by=manager)
    assert Mending.objects.get().contacted_by == manager


def test_whoever_opens_it_again_after_a_low_rating_has_said_why_and_need_not_be_called(rated_low):
    need = rated_low()
    advance(need, "reopen", by=link_of(need), reason="第二天又停了")
    assert Mending.objects.get().light.due == on("2026-12-01 17:30")


def test_what_is_done_again_is_mended_by_its_new_answer(rated_low, manager, clerk, operator_unit, operator_person):
    need = calls.follow_up(rated_low(), method="phone", is_solved=False, by=manager, note="还停")
    assert Mending.objects.get().is_open
    need = advance(need, "dispatch", by=clerk, unit=operator_unit)
    need = desk.accept(need, by=operator_person)
    desk.resolve(need, outcome="solved", answer="换了主板", by=operator_person)
    assert not Mending.objects.get().is_open


def test_the_rated_person_does_not_find_their_own_ratings_in_the_list(client, rated_low, manager, clerk):
    need = rated_low()
    client.force_login(manager)
    assert need.title in client.get("/desk/ratings/").content.decode()
    Mending.objects.update(rated_person=manager)
    assert need.title not in client.get("/desk/ratings/").content.decode()


def test_a_low_rating_is_worked_on_from_the_page_of_its_need(client, rated_low, manager):
    need = rated_low()
    client.force_login(manager)
    home = f"/desk/needs/{need.reference}/"
    assert f"{home}uphold/" in client.get(home).content.decode()
    client.post(f"{home}contact_rater/", {"method": "phone", "note": "没人回电话"})
    client.post(f"{home}uphold/", {"note": "属实"})
    client.post(f"{home}mend/", {"message": "已致歉"})
    found = Mending.objects.get()
    assert (found.contacted_by, found.examined_by, found.mended_at is not None) == (manager, manager, True)


def test_the_figures_stand_with_both_their_numbers(rated_low, morning, manager, clerk, a_need):
    first = mending.uphold(rated_low(), note="属实", by=manager)
    mending.mend(first, message="好了", by=clerk)
    rated_low()
    well = a_need(State.RESOLVED)
    desk.rate(well, grade=3, by=link_of(well))
    a_need(State.RESOLVED)
    span = measures.Span(date(2026, 10, 1), date(2026, 12, 31))
    found = measures.of_ratings(span)
    assert (found.rated, found.satisfied) == (measures.Share(3, 4), measures.Share(1, 3))
    assert found.mended_in_time == measures.Share(1, 1)
    morning("2026-12-01 17:31")
    assert measures.of_ratings(span).mended_in_time == measures.Share(1, 2)


def test_the_database_keeps_a_second_rating_behind_the_mending(rated_low):
    rated_low()
    for wrong in ({"second_grade": 5, "second_at": on("2026-11-24 10:00")}, {"verdict": "upheld"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mending.objects.update(**wrong)
