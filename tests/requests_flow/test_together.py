"""Needs that belong together: merged and undone, linked, split; and who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.roles import Role
from parkdesk.core import outbox, trail
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Entry, Notice
from requests_flow import desk, leads, together
from requests_flow.models import Need, NeedLink
from requests_flow.outlook import outlook
from requests_flow.words import Category, Kind, State
from tests.requests_flow.conftest import MORNING, link_of, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

BEFORE_MERGING = [
    State.SUBMITTED, State.ACKNOWLEDGED, State.TRIAGED, State.TRANSFERRED, State.IN_PROGRESS, State.REOPENED,
    State.WAITING_ENTERPRISE, State.WAITING_EXTERNAL,
]  # fmt: skip
CLOCK = ("due_from", "due_at", "reply_due_at", "resolve_due_at", "stopped_at", "resumes_to", "closed_at")


@pytest.fixture
def later(morning):
    """Call it with hours to go on by."""
    frozen = morning(MORNING)
    return lambda **time: frozen.shift(timedelta(**time))


def now(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def page(need: Need, verb: str = "") -> str:
    return f"/desk/needs/{need.reference}/" + (f"{verb}/" if verb else "")


def told(need: Need, step: str) -> set[str]:
    outbox.drain()
    entry = Entry.objects.about(need).filter(verb=f"requests_flow.need.{step}").last()
    return set(Notice.objects.filter(entry=entry).values_list("recipient", flat=True))


# --- merge, undone -----------------------------------------------------------------------------------
@pytest.mark.parametrize("state", BEFORE_MERGING)
def test_a_merging_undone_leaves_everything_as_it_was(a_need, clerk, state, later):
    need, other = a_need(state), a_need()
    before = {name: getattr(need, name) for name in CLOCK}
    together.merge(need, into=other, by=clerk)
    later(hours=2)
    back = now(advance(need, "unmerge", by=clerk))
    assert (back.state, back.merged_into) == (state, None)
    assert {name: getattr(back, name) for name in CLOCK} == before
    assert told(need, "unmerge") == {f"need:{need.pk}"}


def test_what_was_with_the_council_is_sorted_again_since_its_case_has_ended(a_need, clerk):
    need = a_need(State.DELIBERATING)
    together.merge(need, into=a_need(), by=clerk)
    assert now(advance(need, "unmerge", by=clerk)).state == State.TRIAGED


def test_a_merging_is_undone_within_a_day_and_not_later(a_need, clerk, later):
    need = a_need(State.TRIAGED)
    together.merge(need, into=a_need(), by=clerk)
    later(hours=24, seconds=1)
    with pytest.raises(NotNow, match="24"):
        advance(need, "unmerge", by=clerk)
    assert now(need).state == State.MERGED


@pytest.mark.parametrize("step", ["withdraw", "invalidate"])
def test_whose_lead_ended_without_an_answer_stands_alone_again_by_itself(a_need, clerk, later, step):
    need, lead = a_need(State.TRIAGED), a_need()
    together.merge(need, into=lead, by=clerk)
    later(days=9)
    advance(lead, step, by=link_of(lead) if step == "withdraw" else clerk)
    outbox.drain()
    assert now(need).state == State.TRIAGED
    assert told(need, "unmerge") == {f"need:{need.pk}"}
    leads.let_go(Entry.objects.about(lead).last())
    assert [entry.step for entry in Entry.objects.about(need)][-2:] == ["merge", "unmerge"]


def test_who_was_merged_into_what_is_declined_reads_why_and_where_else(client, a_need, clerk, leader):
    lead, need = a_need(State.TRIAGED), a_need()
    together.merge(need, into=lead, by=clerk)
    client.force_login(leader)
    client.post(page(lead, "decline"), {"reason": "不属于社区职责", "route": "请拨打12345"})
    assert told(need, "pass_on") == {f"need:{need.pk}"}
    text = client.get(need.get_tracking_url()).content.decode()
    assert "不属于社区职责" in text
    assert "请拨打12345" in text


def test_undo_stands_on_the_page_right_after_merging_and_one_press_is_enough(client, a_need, manager):
    need, other = a_need(State.TRIAGED), a_need(title="先报的")
    client.force_login(manager)
    answer = client.post(page(need, "merge"), {"into": other.reference}, headers={"HX-Request": "true"})
    assert page(need, "unmerge") in answer.content.decode()
    assert page(need, "unmerge") in client.get(page(need)).content.decode()
    assert need.reference in client.get(page(other)).content.decode()
    assert client.post(page(need, "unmerge"), {"key": "k"}).status_code == 302
    assert client.post(page(need, "unmerge"), {"key": "k"}).status_code == 302
    assert now(need).state == State.TRIAGED


def test_after_a_day_the_page_offers_no_undo_and_says_why(client, a_need, manager, later):
    need = a_need(State.TRIAGED)
    together.merge(need, into=a_need(), by=manager)
    later(hours=25)
    client.force_login(manager)
    assert page(need, "unmerge") not in client.get(page(need)).content.decode()
    refused = client.post(page(need, "unmerge"))
    assert refused.status_code == 409
    assert "24" in refused.content.decode()


@pytest.mark.parametrize("kept", ["is_personal", "is_protected"])
def test_what_is_kept_from_others_is_not_merged_with_what_is_not(client, a_need, manager, kept):
    private, plain = a_need(**{kept: True}), a_need()
    client.force_login(manager)
    for need, into in ((private, plain), (plain, private)):
        assert client.post(page(need, "merge"), {"into": into.reference}).context["form"].errors["into"]
        with pytest.raises(NotNow):
            together.merge(need, into=into, by=manager)


def test_every_reporter_of_a_merged_need_gets_the_answer_to_the_lead(client, a_need, clerk, operator_person):
    lead, second, third = a_need(State.IN_PROGRESS), a_need(State.TRIAGED), a_need()
    together.merge(third, into=second, by=clerk)
    together.merge(second, into=lead, by=clerk)
    desk.resolve(lead, outcome="solved", answer="东侧客梯已恢复运行", by=operator_person)
    for one in (second, third):
        assert now(one).state == State.MERGED
        assert told(one, "pass_on") == {f"need:{one.pk}"}
        assert "东侧客梯已恢复运行" in client.get(one.get_tracking_url()).content.decode()
    assert not list(trail.verify())


def test_nobody_answers_for_a_lead_that_is_not_theirs(a_need, clerk, volunteer):
    need = a_need()
    together.merge(need, into=a_need(), by=clerk)
    with pytest.raises(NotYours):
        advance(need, "pass_on", by=volunteer, outcome="solved", answer="好了")


# --- link --------------------------------------------------------------------------------------------
def test_a_link_is_seen_from_both_sides_with_who_tied_it_and_is_one(client, a_need, manager):
    one, other = a_need(title="先"), a_need(title="后")
    together.link(other, other=one, relation="related", by=manager)
    together.link(one, other=other, relation="duplicate", by=manager)
    assert NeedLink.objects.count() == 1
    client.force_login(manager)
    for here, there in ((one, other), (other, one)):
        text = client.get(page(here)).content.decode()
        assert there.reference in text
        assert str(manager) in text
        (link, beyond) = together.kin_of(here, manager).links[0]
        assert (link.relation, beyond) == ("duplicate", there)


def test_the_database_holds_a_pair_once_and_the_older_first(a_need, manager, morning):
    one, other = a_need(), a_need()
    together.link(one, other=other, relation="related", by=manager)
    at = NeedLink.objects.get().at
    for first, second in ((one, other), (other, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            NeedLink.objects.create(need=first, other=second, relation="related", by=manager, at=at)


def test_a_link_taken_away_stays_on_the_trail_of_both(client, a_need, manager):
    one, other = a_need(), a_need()
    together.link(one, other=other, relation="related", by=manager)
    client.force_login(manager)
    assert client.post(page(one, "unlink"), {"other": other.reference}).status_code == 302
    assert client.post(page(one, "unlink"), {"other": other.reference}).status_code == 409
    for need in (one, other):
        assert [entry.step for entry in Entry.objects.about(need)][-2:] == ["link", "unlink"]
        assert not together.kin_of(need, manager)


@pytest.mark.parametrize("said", [{"is_personal": True}, {"is_protected": True}, {"kind": Kind.COMPLAINT}])
def test_what_concerns_persons_is_never_the_same_incident(a_need, manager, said):
    private, plain = a_need(**said), a_need()
    for need, other in ((private, plain), (plain, private)):
        with pytest.raises(NotNow):
            together.link(need, other=other, relation="same_incident", by=manager)
    together.link(private, other=plain, relation="related", by=manager)


def test_wages_and_taxes_are_no_incident_of_a_place(a_need, manager):
    with pytest.raises(NotNow):
        together.link(
            a_need(State.TRIAGED, category=Category.TAX), other=a_need(), relation="same_incident", by=manager
        )


def test_the_other_need_is_found_by_number_or_by_words(client, a_need, manager):
    need, first, second = a_need(text="门禁坏了"), a_need(text="地库漏水很大"), a_need(text="地库漏水了")
    client.force_login(manager)
    unclear = client.post(page(need, "link"), {"find": "地库漏水", "relation": "related"})
    assert "which" in unclear.context["form"].errors
    assert client.post(page(need, "link"), {"find": "火星", "relation": "related"}).context["form"].errors["find"]
    chosen = {"find": "地库漏水", "which": first.pk, "relation": "related"}
    assert client.post(page(need, "link"), chosen).status_code == 302
    number = second.reference.lower()
    assert client.post(page(need, "link"), {"find": number, "relation": "related"}).status_code == 302
    assert NeedLink.objects.of(need).count() == 2


def test_a_specialist_neither_finds_nor_sees_linked_needs_of_other_lines(client, a_need, manager, specialist):
    mine, other = a_need(State.TRIAGED), a_need(State.TRIAGED, category=Category.TAX, title="退税")
    together.link(mine, other=other, relation="related", by=manager)
    client.force_login(specialist)
    assert page(other) not in client.get(page(mine)).content.decode()
    assert client.post(page(mine, "link"), {"find": other.reference, "relation": "related"}).status_code == 200


# --- split -------------------------------------------------------------------------------------------
@pytest.fixture
def mixed(a_need):
    return a_need(State.TRIAGED, text="3号楼停电。另外停车费开不出发票", phone="+8615400001201", consent_version="1")


def test_a_need_with_two_matters_becomes_two_with_the_same_reporter_and_promise(client, mixed, manager):
    client.force_login(manager)
    said = {"stays": "3号楼停电。", "moves": "停车费开不出发票", "key": "k"}
    assert client.post(page(mixed, "split"), said).status_code == 302
    assert client.post(page(mixed, "split"), said).status_code == 302
    left, part = now(mixed), Need.objects.get(split_from=mixed)
    assert (left.text, left.state) == ("3号楼停电。", State.TRIAGED)
    assert (part.text, part.state) == ("停车费开不出发票", State.ACKNOWLEDGED)
    for name in ("park", "building", "submitted_at", "reply_due_at", "resolve_due_at", "owner", "first_contact"):
        assert getattr(part, name) == getattr(mixed, name), name
    assert part.contact.phone == "+8615400001201"
    assert part.token != left.token
    assert part.light.colour != "red"
    assert outlook(part).due
    assert [entry.step for entry in Entry.objects.about(part)] == ["split_off"]
    assert not list(trail.verify())


def test_the_reporter_of_a_split_need_reads_both_numbers(client, mixed, manager):
    part_text = ["停车费开不出发票"]
    together.split(mixed, stays="3号楼停电。", moves=part_text, by=manager)
    part = Need.objects.get(split_from=mixed)
    assert told(mixed, "split") == {f"need:{mixed.pk}"}
    assert told(part, "split_off") == {f"need:{part.pk}"}
    text = client.get(mixed.get_tracking_url()).content.decode()
    assert part.reference in text
    assert part.get_tracking_url() in text
    assert "另外停车费" not in text


def test_the_words_of_before_are_kept_for_the_desk_and_can_be_erased(client, mixed, manager):
    together.split(mixed, stays="3号楼停电。", moves=["停车费开不出发票"], by=manager)
    entry = Entry.objects.about(mixed).last()
    assert entry.words["whole"] == mixed.text
    assert mixed.text not in entry.canonical
    client.force_login(manager)
    assert mixed.text in client.get(page(mixed)).content.decode()


def test_what_nobody_acknowledged_is_split_into_what_nobody_acknowledged(a_need, manager):
    need = a_need(text="停电。漏水")
    together.split(need, stays="停电。", moves=["漏水", "噪音"], by=manager)
    parts = Need.objects.filter(split_from=need)
    assert {(one.state, one.submitted_at, one.due_at) for one in parts} == {
        (State.SUBMITTED, need.submitted_at, need.due_at)
    }
    assert Entry.objects.about(need).last().facts["into"] == [one.reference for one in parts.order_by("pk")]


def test_personal_and_protected_stay_so_when_split(a_need, manager):
    need = a_need(text="停电。漏水", is_personal=True, is_protected=True)
    together.split(need, stays="停电。", moves=["漏水"], by=manager)
    part = Need.objects.get(split_from=need)
    assert part.is_personal
    assert part.is_protected


def test_splitting_takes_something_out(client, mixed, manager):
    client.force_login(manager)
    answer = client.post(page(mixed, "split"), {"stays": mixed.text, "moves": "停车费"})
    assert answer.status_code == 409
    assert "停车费" in answer.content.decode()
    assert not Need.objects.filter(split_from=mixed).exists()


def test_a_specialist_of_another_line_splits_nothing(mixed, a_need):
    other = somebody("周敏", Role.SPECIALIST, line="economic_development")
    with pytest.raises(NotYours):
        together.split(mixed, stays="停电", moves=["发票"], by=other)
    assert not Need.objects.filter(split_from=mixed).exists()
