"""The one doorway for steps: permission, then guard, then the step and its entry, all or nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from parkdesk.core import flow, outbox, prepared, states, trail
from parkdesk.core.actors import Holder
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Delivery, Entry
from requests_flow.models import Need
from requests_flow.words import State


def again(need):
    return Need.objects.get(pk=need.pk)


def taken(need):
    return list(Entry.objects.about(need).values_list("verb", flat=True))


def test_whoever_may_not_is_told_so_even_when_the_step_is_not_open_either(need, tenant, clerk):
    with pytest.raises(NotYours):
        advance(need, "resolve", by=tenant, outcome="solved", answer="")
    with pytest.raises(NotNow):
        advance(need, "resolve", by=clerk, outcome="solved", answer="")
    assert taken(need) == ["requests_flow.need.submit"]


@pytest.mark.parametrize("who", [AnonymousUser(), None])
def test_a_visitor_takes_no_step(need, who):
    with pytest.raises(NotYours):
        advance(need, "acknowledge", by=who)


def test_a_step_that_does_not_exist_is_an_error_of_the_caller(need, clerk):
    with pytest.raises(KeyError):
        advance(need, "fly", by=clerk)


def test_a_step_without_a_permission_is_nobodys(need, clerk):
    step = states.Step("fly", frozenset({State.SUBMITTED}), (), (), None)
    assert not step.may(need, clerk)


def test_a_step_saves_the_state_and_writes_one_entry_that_says_who_and_when(need, clerk):
    need = again(advance(need, "acknowledge", by=clerk, owner=clerk, note="马上看"))
    assert need.state == State.ACKNOWLEDGED
    entry = Entry.objects.about(need).last()
    assert (entry.verb, entry.step, entry.actor, entry.at) == (
        "requests_flow.need.acknowledge", "acknowledge", clerk, need.acknowledged_at,
    )  # fmt: skip
    assert (entry.facts["from"], entry.facts["to"]) == ("submitted", "acknowledged")
    assert entry.facts["owner"] == f"enterprises.person:{clerk.pk}"
    assert entry.subject == need


def test_what_people_write_stands_in_the_erasable_words_alone(need, clerk):
    need = advance(need, "acknowledge", by=clerk)
    advance(need, "ask", by=clerk, question="请问您的手机号是多少", note="打不通")
    entry = Entry.objects.about(need).last()
    assert entry.words == {"question": "请问您的手机号是多少", "note": "打不通"}
    assert "手机号" not in entry.canonical
    assert "打不通" not in entry.canonical
    trail.erase([entry])
    assert Entry.objects.get(pk=entry.pk).words == {}


def test_what_stays_in_the_house_is_not_public(need, clerk):
    advance(need, "note", by=clerk, note="老住户了")
    assert [one.step for one in Entry.objects.about(need).public()] == ["submit"]


def test_an_old_copy_in_another_tab_decides_nothing(need, clerk):
    other_tab = Need.objects.get(pk=need.pk)
    advance(need, "acknowledge", by=clerk)
    assert other_tab.state == State.SUBMITTED
    with pytest.raises(NotNow):
        advance(other_tab, "acknowledge", by=clerk)
    assert len(taken(need)) == 2


def test_nobody_assigns_a_state(need):
    with pytest.raises(AttributeError):
        need.state = State.CLOSED


def explode(*_, **__):
    raise RuntimeError("the power is out")


@pytest.mark.parametrize(
    ("owner", "name"), [(trail, "write"), (outbox, "post"), (flow, "record"), (Need, "save"), (prepared, "insert")]
)
def test_nothing_is_half_done_when_anything_breaks_on_the_way(need, clerk, monkeypatch, owner, name):
    deliveries = Delivery.objects.count()
    monkeypatch.setattr(owner, name, explode)
    with pytest.raises(RuntimeError):
        advance(need, "acknowledge", by=clerk, owner=clerk, note="马上看")
    monkeypatch.undo()
    need = again(need)
    assert (need.state, need.owner, need.acknowledged_at) == (State.SUBMITTED, None, None)
    assert taken(need) == ["requests_flow.need.submit"]
    assert Delivery.objects.count() == deliveries


def test_a_fact_without_one_form_is_refused_whole(need, clerk):
    with pytest.raises(TypeError):
        advance(need, "acknowledge", by=clerk, owner=clerk, note=0.5)
    with pytest.raises(TypeError):
        flow.record(need, "weigh", by=clerk, facts={"kilos": 0.5})
    assert again(need).state == State.SUBMITTED


def test_a_listener_that_fails_does_not_undo_the_step(need, clerk, follow):
    follow("requests_flow.need.*", name="broken")(explode)
    advance(need, "acknowledge", by=clerk)
    outbox.drain()
    assert again(need).state == State.ACKNOWLEDGED
    assert Delivery.objects.get(listener="broken").state == Delivery.State.FAILED


def test_open_steps_are_those_that_would_succeed(need, clerk, tenant):
    assert flow.open_steps(need, tenant) == []
    more = ["link", "unlink", "split", "join"]
    assert flow.open_steps(need, clerk) == ["acknowledge", "invalidate", "merge", "note", *more]
    assert flow.open_steps(need, clerk, among=["note", "resolve"]) == ["note"]


def test_not_now_says_why_in_the_readers_language(need, clerk):
    advance(need, "acknowledge", by=clerk)
    with translation.override("en"), pytest.raises(NotNow) as refused:
        advance(need, "acknowledge", by=clerk)
    assert refused.value.reason == "It is now “acknowledged”; this step is not open there."


def test_only_steps_that_earn_something_name_a_beneficiary(need, clerk):
    entry = advance(need, "acknowledge", by=clerk) and Entry.objects.about(need).last()
    assert entry.beneficiaries == []
    assert entry.record["quantity"] == 1


# --- the first step of a thing that was just inserted ----------------------------------------------
def a_draft():
    draft = Need(channel="web", title="灯坏了", text="灯坏了")
    draft.token_digest = draft.token
    return draft


def a_stored_draft():
    draft = a_draft()
    draft.save(force_insert=True)
    return draft


@pytest.mark.parametrize("make", [a_draft, a_stored_draft])
def test_a_first_step_writes_the_first_entry_and_saves_what_it_set(db, make):
    draft = flow.begin(make(), "submit", by=Holder("terminal", "web"))
    assert again(draft).state == State.SUBMITTED
    assert again(draft).reference == draft.reference
    assert taken(draft) == ["requests_flow.need.submit"]
    assert not list(trail.verify())


def test_a_new_thing_is_written_once_and_by_nobody_who_may_not(db, django_assert_num_queries):
    with pytest.raises(NotYours):
        flow.begin(a_draft(), "submit", by=AnonymousUser())
    assert not Need.objects.exists()
    draft = a_draft()
    with django_assert_num_queries(4):  # its key, its row, its entry, the deliveries
        flow.begin(draft, "submit", by=Holder("terminal", "web"))


def test_a_thing_that_has_an_entry_cannot_begin_once_more(db, need):
    with pytest.raises(IntegrityError), transaction.atomic():
        flow.begin(need, "add", by=Holder("link", f"need:{need.pk}"), message="还有一盏")
    assert taken(need) == ["requests_flow.need.submit"]


@pytest.mark.django_db(transaction=True)
def test_a_first_step_belongs_into_the_transaction_that_inserts():
    with pytest.raises(transaction.TransactionManagementError):
        flow.begin(a_draft(), "submit", by=Holder("terminal", "web"))
