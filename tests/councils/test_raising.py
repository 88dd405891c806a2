"""Members read the simple needs of their park; two of them raise one (decisions 26). No need waits for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from councils import membership, raising, seating, substitutes
from councils.models import Representative, Voice
from enterprises.models import Person
from parkdesk.core import outbox
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import desk, tiers
from requests_flow.council_guards import COUNCIL
from requests_flow.models import Need
from requests_flow.timeline import timeline
from requests_flow.words import Kind, State, Tier
from tests.factories import PersonFactory
from tests.requests_flow.conftest import MORNING
from tests.rounds import examples, undone

TITLE = "3号楼东侧客梯早上九点又停了"


@pytest.fixture(autouse=True)
def now(morning):
    return morning(MORNING)


@pytest.fixture
def need(a_need, council) -> Need:
    """Simple, and a unit has begun to work on it."""
    return a_need(State.IN_PROGRESS)


def ask(need, person, council, reason=""):
    seat = membership.seat_of(person, council) or Representative.objects.filter(person=person).last()
    return raising.ask(Voice(need=need, representative=seat), by=person, reason=reason)


def stored(need) -> Need:
    return Need.objects.get(pk=need.pk)


def steps(need) -> list[str]:
    return [entry.step for entry in Entry.objects.about(need)]


def page(council, need=None, verb=""):
    where = [council.park.code, need.reference, verb] if need else [council.park.code]
    return reverse("councils:simple_act" if need else "councils:simple", args=where)


def read(as_, person, council, query=""):
    return as_(person).get(page(council) + query).content.decode()


# --- two voices ---------------------------------------------------------------------------------------
def test_one_member_alone_raises_nothing_and_holds_nothing_up(need, council, chair, operator_person):
    ask(need, chair, council, "三家都遇到了")
    assert stored(need).tier == Tier.SIMPLE
    advance(stored(need), "inform", by=operator_person, message="配件明天到")
    assert "raise_for_members" not in steps(need)


def test_the_second_member_raises_it_at_once_and_the_trail_says_why(need, council, chair, mass_member):
    ask(need, chair, council)
    second = ask(need, mass_member, council, "同意")
    raised = stored(need)
    assert (raised.tier, raised.tier_rule, raised.state) == (Tier.COMPLEX, "T2", need.state)
    assert raised.resolve_due_at > need.resolve_due_at
    assert str(tiers.reason_of("T2"))
    assert second.state == Voice.State.COUNTED
    assert set(Voice.objects.values_list("state", flat=True)) == {Voice.State.COUNTED}
    assert steps(need)[-1] == "raise_for_members"
    entry = Entry.objects.get(verb="requests_flow.need.raise_for_members")
    assert (entry.actor, entry.actor_ref) == (None, "council")
    line = timeline(raised)[0]
    assert "两名" in line.title
    assert line.by == "园治会"


def test_no_reason_stays_where_it_cannot_be_erased(need, council, chair):
    ask(need, chair, council, "万书溪家的店")
    entry = Entry.objects.get(verb="councils.voice.ask")
    assert "万书溪" not in str(entry.facts)
    assert entry.words["reason"] == "万书溪家的店"
    assert not entry.is_public


def test_whoever_owns_it_is_told_and_no_member_is(need, council, chair, mass_member, clerk):
    ask(need, chair, council)
    outbox.drain()
    assert not Notice.objects.filter(entry__verb__startswith="councils.voice").exists()
    ask(need, mass_member, council)
    outbox.drain()
    told = Notice.objects.filter(entry__verb="requests_flow.need.raise_for_members")
    assert set(told.values_list("recipient", flat=True)) == {f"person:{stored(need).owner_id}"}


def test_what_two_members_raised_can_be_put_before_the_council(a_need, council, chair, mass_member, clerk):
    need = a_need(State.TRIAGED)
    with pytest.raises(NotNow):
        advance(need, "deliberate", by=clerk)
    ask(need, chair, council)
    ask(need, mass_member, council)
    assert advance(stored(need), "deliberate", by=clerk).state == State.DELIBERATING


def test_one_member_has_one_voice_however_often_they_ask(need, council, chair):
    ask(need, chair, council)
    with pytest.raises(NotNow, match="另一名"):
        ask(need, chair, council)
    assert Voice.objects.count() == 1
    assert stored(need).tier == Tier.SIMPLE


def test_a_voice_is_taken_back_while_it_is_alone(need, council, chair, mass_member, party_member):
    voice = ask(need, chair, council)
    for other in (mass_member, PersonFactory()):
        with pytest.raises(NotYours):
            raising.take_back(voice, by=other)
    raising.take_back(voice, by=chair)
    ask(need, mass_member, council)
    assert stored(need).tier == Tier.SIMPLE
    again = ask(need, party_member, council)
    assert stored(need).tier == Tier.COMPLEX
    with pytest.raises(NotNow):
        advance(again, "take_back", by=party_member)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RESOLVED, State.CLOSED, State.WITHDRAWN])
def test_what_is_not_being_handled_is_raised_not_now(a_need, council, chair, state):
    with pytest.raises(NotNow):
        ask(a_need(state), chair, council)
    assert not Voice.objects.exists()


@pytest.mark.parametrize("tier", [Tier.COMPLEX, Tier.MAJOR])
def test_what_is_not_simple_is_not_raised_by_members(a_need, council, chair, tier):
    with pytest.raises(NotNow):
        ask(a_need(State.IN_PROGRESS, tier=tier), chair, council)


def test_nobody_raises_it_for_another_seat_or_from_outside(need, council, chair, outsider, office, leader, mass_member):
    seat = membership.seat_of(chair, council)
    for other in (mass_member, outsider, office, leader, CLOCK, COUNCIL):
        with pytest.raises(NotYours):
            raising.ask(Voice(need=need, representative=seat), by=other)
    with pytest.raises(NotYours):
        ask(need, outsider, council)
    for person in (chair, office, leader):
        with pytest.raises(NotYours):
            advance(need, "raise_for_members", by=person, tier=Tier.COMPLEX, rule="T2")


# --- who sits there today -----------------------------------------------------------------------------
def test_the_voice_of_a_seat_that_has_ended_counts_no_more(need, council, chair, mass_member, party_member):
    ask(need, chair, council)
    seating.resign(membership.seat_of(chair, council), by=chair)
    ask(need, mass_member, council)
    assert stored(need).tier == Tier.SIMPLE
    ask(need, party_member, council)
    assert stored(need).tier == Tier.COMPLEX
    assert Voice.objects.of(chair).get().state != Voice.State.COUNTED


def test_who_sits_for_a_member_has_the_seats_voice(need, council, mass_member, chair, party_supervisor):
    member = membership.seat_of(mass_member, council)
    ask(need, mass_member, council)
    substitutes.register(member, PersonFactory(), by=party_supervisor)
    acting = substitutes.hand_over(Representative.objects.get(pk=member.pk), by=mass_member)
    ask(need, acting.person, council)
    assert stored(need).tier == Tier.SIMPLE, "two people of one seat are one voice"
    with pytest.raises(NotYours):
        raising.ask(Voice(need=need, representative=member), by=Person.objects.get(pk=mass_member.pk))
    ask(need, chair, council)
    assert stored(need).tier == Tier.COMPLEX


def test_what_members_raised_is_made_small_again_by_no_single_office(
    a_need, council, chair, mass_member, leader, clerk
):
    need = a_need(State.TRIAGED)
    ask(need, chair, council)
    ask(need, mass_member, council)
    with pytest.raises(NotNow, match="召集人和党工委"):
        advance(stored(need), "lower_tier", by=leader, tier=Tier.SIMPLE, rule="S")
    with pytest.raises(NotNow, match="召集人和党工委"):
        desk.sort(stored(need), desk.Sorting(need.category, Tier.SIMPLE, "S"), by=clerk)
    assert desk.sort(stored(need), desk.Sorting(need.category, Tier.MAJOR, "M1"), by=clerk).tier == Tier.MAJOR


@pytest.mark.parametrize("how", ["retier", "climb", "triage"])
def test_an_old_voice_never_joins_a_new_one(a_need, council, chair, mass_member, clerk, leader, how, now):
    need = a_need(State.TRIAGED)
    ask(need, chair, council)
    if how == "retier":
        advance(need, "retier", by=clerk, tier=Tier.COMPLEX, rule="C1")
    elif how == "triage":
        sorted_ = {"category": need.category, "tier": Tier.COMPLEX, "rule": "C1", "line": need.line}
        advance(need, "triage", by=clerk, **sorted_)
    else:
        now.shift(timedelta(days=30))
        advance(need, "climb", by=CLOCK, tier=Tier.COMPLEX, rule="C7")
    for _ in range(2):
        outbox.drain()
    assert Voice.objects.get().state == Voice.State.LAPSED
    advance(stored(need), "lower_tier", by=leader, tier=Tier.SIMPLE, rule="S")
    ask(need, mass_member, council)
    assert stored(need).tier == Tier.SIMPLE


ACTS = st.lists(st.tuples(st.sampled_from(["ask", "take_back", "resign"]), st.integers(2, 5)), max_size=9)


@given(acts=ACTS)
@examples(15, 200)
def test_it_is_raised_exactly_when_two_who_sit_there_want_it(need, council, acts):
    """Whatever members do in whatever order: nothing before the second standing voice, and nothing but that."""
    with undone():
        seats, wanting, sitting = council.members(), set(), set(range(8))
        seats = list(seats)
        for act, place in acts:
            person, seat = seats[place].person, seats[place]
            if stored(need).tier == Tier.COMPLEX:
                break
            if act == "resign" and place in sitting:
                seating.resign(Representative.objects.get(pk=seat.pk), by=person)
                sitting.discard(place)
            elif act == "take_back" and place in wanting & sitting:
                raising.take_back(Voice.objects.standing().get(representative=seat), by=person)
                wanting.discard(place)
            elif act == "ask" and place in sitting - wanting:
                raising.ask(Voice(need=need, representative=seat), by=person)
                wanting.add(place)
            expected = Tier.COMPLEX if len(wanting & sitting) >= raising.ENOUGH else Tier.SIMPLE
            assert stored(need).tier == expected


# --- the page -----------------------------------------------------------------------------------------
def test_members_read_what_is_in_hand_and_what_was_closed_this_week(a_need, need, council, chair, as_, now):
    closed, old = a_need(State.CLOSED), a_need(State.CLOSED)
    Need.objects.filter(pk=old.pk).update(closed_at=old.closed_at - timedelta(days=8))
    complex_ = a_need(State.IN_PROGRESS, tier=Tier.COMPLEX)
    draft = a_need()
    shown = read(as_, chair, council)
    assert need.reference in shown
    for other in (closed, old, complex_, draft):
        assert other.reference not in shown
    done = read(as_, chair, council, "?show=done")
    assert closed.reference in done
    assert old.reference not in done
    assert need.reference not in done


def test_neither_firm_nor_reporter_nor_a_number_is_shown_or_found(a_need, council, chair, as_, enterprise):
    said = {"title": "电梯停了，找13812345678", "enterprise": enterprise, "name": "乔晨遥", "phone": "+8615400002846"}
    need = a_need(State.IN_PROGRESS, consent_version="x", **{k: v for k, v in said.items() if k != "title"})
    Need.objects.filter(pk=need.pk).update(title=said["title"])
    shown = read(as_, chair, council)
    assert need.reference in shown
    for hidden in ("13812345678", enterprise.name, "乔晨遥", "15400002846"):
        assert hidden not in shown
        assert need.reference not in read(as_, chair, council, f"?q={hidden}")
    assert need.reference in read(as_, chair, council, "?q=電梯")


def test_what_is_personal_is_on_nobodys_list(a_need, council, chair, as_):
    need = a_need(State.IN_PROGRESS, is_personal=True)
    assert need.reference not in read(as_, chair, council)
    assert as_(chair).get(page(council, need, "ask")).status_code == 404
    with pytest.raises(NotYours):
        ask(need, chair, council)


def test_whom_the_landlord_pays_reads_neither_complaints_nor_what_is_protected(
    a_need, council, operator_member, chair, as_, enterprise
):
    complaint = a_need(State.TRIAGED, kind=Kind.COMPLAINT)
    kept = a_need(State.TRIAGED, is_protected=True, enterprise=enterprise)
    for need in (complaint, kept):
        assert need.reference in read(as_, chair, council)
        assert need.reference not in read(as_, operator_member, council)
        assert as_(operator_member).get(page(council, need, "ask")).status_code == 404
        with pytest.raises(NotYours):
            ask(need, operator_member, council)


def test_what_is_kept_from_a_firm_is_kept_from_its_member_and_from_all_while_the_firm_is_unknown(
    a_need, council, chair, mass_member, as_
):
    own = membership.seat_of(chair, council).enterprise
    theirs = a_need(State.TRIAGED, is_protected=True, enterprise=own)
    unknown = a_need(State.TRIAGED, is_protected=True)
    assert theirs.reference not in read(as_, chair, council)
    assert theirs.reference in read(as_, mass_member, council)
    assert unknown.reference not in read(as_, mass_member, council)


def test_two_members_raise_it_on_their_phones(need, council, chair, mass_member, as_):
    mine = as_(chair)
    assert page(council, need, "ask") in read(as_, chair, council)
    assert mine.post(page(council, need, "ask"), {"reason": "太长" * 200, "key": "a"}).status_code == 200
    assert not Voice.objects.exists()
    assert mine.post(page(council, need, "ask"), {"reason": "三家都遇到了", "key": "a"}).status_code == 302
    assert mine.post(page(council, need, "ask"), {"reason": "三家都遇到了", "key": "a"}).status_code == 302
    assert Voice.objects.count() == 1
    assert page(council, need, "take_back") in read(as_, chair, council)
    asked = read(as_, mass_member, council, "?show=asked")
    assert chair.name in asked
    assert "三家都遇到了" in asked
    assert as_(mass_member).post(page(council, need, "ask"), {"reason": "", "key": "b"}).status_code == 302
    assert stored(need).tier == Tier.COMPLEX
    assert need.reference not in read(as_, mass_member, council)
    assert as_(chair).get(page(council, need, "take_back")).status_code == 409


def test_a_voice_is_taken_back_on_its_page(need, council, chair, as_):
    ask(need, chair, council)
    assert as_(chair).post(page(council, need, "take_back"), {"key": "t"}).status_code == 302
    assert Voice.objects.get().state == Voice.State.TAKEN_BACK
    assert page(council, need, "ask") in read(as_, chair, council)


def test_who_sits_elsewhere_or_nowhere_finds_no_list(need, council, outsider, office, leader, as_):
    for person in (outsider, office, leader):
        assert as_(person).get(page(council)).status_code == 404
        assert as_(person).post(page(council, need, "ask"), {"reason": ""}).status_code == 404
    assert not Voice.objects.exists()


def test_an_address_that_means_nothing_is_no_error(need, council, chair, as_):
    mine = as_(chair)
    for query in ("?show=everything", "?page=x", "?page=-1", "?q=%00", "?show=done&q=zzzz"):
        assert mine.get(page(council) + query).status_code == 200
    for ref, verb in (("N-2026-999999-K", "ask"), ("x", "ask"), (need.reference, "count"), (need.reference, "lapse")):
        address = reverse("councils:simple_act", args=[council.park.code, ref, verb])
        assert mine.get(address).status_code == 404
    assert mine.get(page(council, need, "take_back")).status_code == 404


def test_the_list_costs_no_query_a_need(a_need, need, council, chair, mass_member, as_, django_assert_num_queries):
    ask(need, mass_member, council)
    mine = as_(chair)
    mine.get(page(council))
    with CaptureQueriesContext(connection) as before:
        mine.get(page(council))
    more = [a_need(State.IN_PROGRESS) for _ in range(4)]
    ask(more[0], mass_member, council)
    with django_assert_num_queries(len(before)):
        mine.get(page(council))


def test_the_councils_page_leads_there_for_members_alone(council, chair, office, as_):
    assert page(council) in as_(chair).get(council.get_absolute_url()).content.decode()
    assert page(council) not in as_(office).get(council.get_absolute_url()).content.decode()
    assert page(council) in as_(chair).get(reverse("councils:my")).content.decode()
