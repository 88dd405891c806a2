"""What was agreed is carried out: accepted or not, reported, held up, shown, and looked at by somebody else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from councils import action_ticking, actions, adopt, agenda, seating, waits
from councils.models import Action, Party, Resolution
from enterprises.roles import Role
from parkdesk.core import clock, files, outbox
from parkdesk.core.flow import NotNow, NotYours, advance, open_steps
from parkdesk.core.models import Entry, Notice
from tests.factories import AppointmentFactory, ParkFactory, UnitFactory, a_term
from tests.rounds import examples, undone

pytestmark = pytest.mark.django_db
State = Action.State


def photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(kept, "JPEG")
    return SimpleUploadedFile("a.jpg", kept.getvalue(), "image/jpeg")


def evidence() -> list[str]:
    return [files.store_picture(photo()).key.hex]


@pytest.fixture
def resolution(walk):
    """Agreed around the table on 24 November, in force, without a need behind it."""
    agreed = adopt.adopt(walk.council, walk.terms("公示停梯记录"), by=walk.office)
    return adopt.take_force(agreed, by=walk.office)


@pytest.fixture
def action(resolution):
    return actions.start(resolution)


@pytest.fixture
def accepted(action, operator_person):
    return advance(action, "accept", by=operator_person)


def now(action):
    return Action.objects.get(pk=action.pk)


def test_the_unit_accepts_reports_shows_it_and_the_office_looks(accepted, operator_person, office):
    action = advance(accepted, "report", by=operator_person, said="记录已整理", percent=60)
    assert (action.percent, action.state) == (60, State.IN_PROGRESS)
    action = actions.claim(action, said="已公示", pictures=evidence(), by=operator_person)
    action = actions.verify(action, said="现场看过", by=office)
    assert action.state == State.VERIFIED
    assert Resolution.objects.get().state == Resolution.State.FULFILLED


def test_a_hundred_percent_closes_nothing(accepted, operator_person):
    action = advance(accepted, "report", by=operator_person, said="做完了", percent=100)
    assert action.state == State.IN_PROGRESS
    assert Resolution.objects.get().state == Resolution.State.IN_FORCE


def test_without_evidence_nothing_is_done(accepted, operator_person):
    with pytest.raises(NotNow):
        actions.claim(accepted, said="已公示", pictures=[], by=operator_person)
    assert now(accepted).state == State.IN_PROGRESS


def test_nobody_of_another_unit_or_of_the_council_carries_it_out(action, mass_member, office):
    for person in (mass_member, office):
        with pytest.raises(NotYours):
            advance(action, "accept", by=person)


def test_neither_the_unit_nor_a_member_of_the_council_looks(accepted, walk, operator_person, office, party_supervisor):
    action = actions.claim(accepted, said="已公示", pictures=evidence(), by=operator_person)
    for person in (operator_person, walk.seats[0].person, walk.seats[2].person):
        with pytest.raises(NotYours):
            actions.verify(action, said="我看了", by=person)
    assert actions.verify(action, said="现场看过", by=office).state == State.VERIFIED


@pytest.fixture
def claimed(accepted, operator_person):
    return actions.claim(accepted, said="已公示", pictures=evidence(), by=operator_person)


def test_who_works_in_the_office_and_sits_in_this_council_does_not_look(claimed, walk, party_supervisor):
    """Without their seat they would (decisions 40); who sits in another council only may."""
    liaison = AppointmentFactory(role=Role.DESK_MANAGER, person=walk.seats[2].person).person
    elsewhere = AppointmentFactory(role=Role.DESK_MANAGER).person
    seating.seat(seating.found(ParkFactory()), Party.COMMUNITY, elsewhere, term=a_term(), by=party_supervisor)
    with pytest.raises(NotYours):
        actions.verify(claimed, said="我看了", by=liaison)
    assert actions.verify(claimed, said="现场看过", by=elsewhere).state == State.VERIFIED


def test_who_works_in_the_office_and_for_the_unit_does_not_look(claimed, walk):
    both = AppointmentFactory(role=Role.DESK_MANAGER).person
    AppointmentFactory(role=Role.OPERATOR_STAFF, person=both, unit=walk.unit)
    with pytest.raises(NotYours):
        actions.verify(claimed, said="我看了", by=both)


def test_refused_it_goes_back_to_the_convener_who_gives_it_out_anew(action, chair, operator_person, walk):
    action = advance(action, "refuse", by=operator_person, reason="不归我们管")
    assert action.state == State.RETURNED
    assert actions.reassign(action, unit=walk.unit, by=chair).state == State.ASSIGNED


def test_the_unit_it_is_given_to_anew_is_told_and_the_first_heard_with_the_resolution(
    action, chair, operator_person, walk
):
    outbox.drain()
    told = Notice.objects.filter(entry__verb="councils.action.assign")
    assert not told.exists()
    advance(action, "refuse", by=operator_person, reason="不归我们管")
    other = AppointmentFactory(role=Role.OPERATOR_STAFF, unit=UnitFactory())
    actions.reassign(Action.objects.get(), unit=other.unit, by=chair)
    outbox.drain()
    assert set(told.values_list("recipient", flat=True)) == {f"person:{other.person_id}"}


def test_what_is_said_to_be_done_waits_for_the_office_and_not_for_who_sits_there(claimed, walk, office, chair):
    assert [one.url for one in waits.of(office)] == [claimed.get_absolute_url()]
    assert claimed.get_absolute_url() not in [one.url for one in waits.of(chair)]


@pytest.mark.parametrize("runs", [0, 1, 5])
def test_after_two_working_days_nobody_accepts_it_any_more_whether_jobs_run_or_not(
    action, operator_person, chair, walk, runs
):
    walk.at("2026-11-26 17:31")
    for _ in range(runs):
        action_ticking.hand_back_what_nobody_accepts()
    with pytest.raises(NotNow):
        advance(now(action), "accept", by=operator_person)
    action_ticking.hand_back_what_nobody_accepts()
    assert now(action).state == State.RETURNED
    assert Entry.objects.filter(verb="councils.action.hand_back").count() == 1
    assert actions.reassign(now(action), unit=walk.unit, by=chair).accept_by > clock.now()


def test_held_up_it_goes_on(accepted, operator_person):
    action = advance(accepted, "block", by=operator_person, reason="等配件")
    assert action.state == State.BLOCKED
    assert advance(action, "go_on", by=operator_person).state == State.IN_PROGRESS


def test_not_there_it_goes_back_to_the_unit(accepted, operator_person, office):
    action = actions.claim(accepted, said="已公示", pictures=evidence(), by=operator_person)
    assert advance(action, "send_back", by=office, reason="没有公示").state == State.IN_PROGRESS


def test_a_resolution_that_lapses_ends_what_was_to_be_done(accepted, resolution, office):
    advance(Resolution.objects.get(), "lapse", by=office)
    actions.end_with(resolution)
    assert now(accepted).state == State.DROPPED


def test_what_is_not_done_returns_to_the_next_agenda(accepted, walk):
    meeting = walk.draft()
    assert agenda.gather(meeting, by=walk.office) == 1
    assert "公示停梯记录" in meeting.items.get(order=2).facts
    with pytest.raises(NotNow):
        agenda.gather(meeting, by=walk.office)


# --- pages --------------------------------------------------------------------------------------------
def at(action, verb):
    return reverse("councils:action_act", args=[action.pk, verb])


def test_the_unit_does_it_all_by_its_pages(action, operator_person, as_, walk):
    client = as_(operator_person)
    assert "公示停梯记录" in client.get(reverse("councils:actions")).content.decode()
    client.post(at(action, "accept"), {"key": "a"})
    client.post(at(action, "report"), {"said": "记录已整理", "percent": "60", "key": "r"})
    assert client.get(at(action, "claim")).status_code == 200
    answer = client.post(at(action, "claim"), {"said": "已公示", "photo": photo(), "key": "c"})
    assert answer.status_code == 302
    text = client.get(action.get_absolute_url()).content.decode()
    assert "报办结" in text
    assert "记录已整理" in text
    assert now(action).state == State.CLAIMED


def test_the_members_first_screen_shows_what_became_of_it(accepted, operator_person, walk, as_):
    actions.claim(accepted, said="已公示", pictures=evidence(), by=operator_person)
    text = as_(walk.seats[3].person).get(reverse("councils:mine")).content.decode()
    assert "公示停梯记录" in text
    assert "<img" in text


def test_others_do_not_see_it(action, outsider, enterprise_person, as_):
    assert as_(outsider).get(action.get_absolute_url()).status_code == 404
    assert as_(enterprise_person).get(action.get_absolute_url()).status_code in (403, 404)


# --- every sequence -----------------------------------------------------------------------------------
PRESSES = {
    "accept": {},
    "refuse": {"reason": "否"},
    "assign": {},
    "block": {"reason": "等"},
    "go_on": {},
    "claim": {"said": "完"},
    "send_back": {"reason": "缺"},
    "verify": {"said": "看"},
}


def pressed(action, verb, people, walk):
    """Whether the step was open; whoever may take it does."""
    facts = PRESSES[verb] | ({"unit": walk.unit} if verb == "assign" else {})
    by = {"assign": people[2], "send_back": people[1], "verify": people[1]}.get(verb, people[0])
    try:
        advance(now(action), verb, by=by, **facts)
    except NotNow:
        return False
    return True


@given(verbs=some.lists(some.sampled_from(sorted(PRESSES)), max_size=14))
@examples(10, 300)
def test_pressed_in_any_order_an_action_has_an_exit_and_an_owner(action, operator_person, office, chair, walk, verbs):
    """Invariant 14: it is over, or somebody can take it further; what was verified was claimed before."""
    people = (operator_person, office, chair)
    with undone():
        taken = [verb for verb in verbs if pressed(action, verb, people, walk)]
        one = now(action)
        if one.ended_at is None:
            assert any(open_steps(one, person) for person in people)
        else:
            assert taken[-2:] == ["claim", "verify"]
