"""Small works: proposed, voted on with two thirds, contracted, paid within the budget, shown, accepted by another."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from councils import actions, cases, work_following, works
from councils.models import Action, Case, Resolution, SmallWork, WorkPayment
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, NotYours, advance, open_steps
from parkdesk.core.models import Entry
from tests.councils.small_works import CONTRACTOR, YUAN, fresh, picture, plan
from tests.factories import EnterpriseFactory, MembershipFactory
from tests.rounds import examples, undone

pytestmark = pytest.mark.django_db
State = SmallWork.State


def test_from_the_proposal_to_the_acceptance(site, specialist):
    work = site.finished()
    site.pay(work, 12_000 * YUAN)
    work = works.accept(work, said="逐层看过，灯都亮", by=specialist)
    assert (work.state, work.spent, work.left) == (State.ACCEPTED, 12_000 * YUAN, 0)
    assert Resolution.objects.get().state == Resolution.State.FULFILLED
    assert Case.objects.get().state == Case.State.CLOSED
    assert [one.step for one in files.of(work)] == [works.BEFORE, works.AFTER]


# --- proposed and voted on --------------------------------------------------------------------------------
def test_the_case_says_what_it_costs_and_who_pays_and_is_about_shared_money(site):
    case = site.proposed().case
    assert (case.is_about_shared, case.is_secret) == (True, True)
    assert "12,000.00" in case.question
    assert "照明改造" in case.question
    assert "6,000.00" in case.payers
    assert "Lamps" in case.question_en


def test_a_member_proposes_and_is_named_as_the_proposer(site, mass_member):
    work = site.proposed(by=mass_member)
    assert work.case.proposer == mass_member
    assert Entry.objects.get(verb="councils.smallwork.propose").actor == mass_member


def test_nobody_from_outside_proposes(site, outsider, operator_person):
    for person in (outsider, operator_person):
        with pytest.raises(NotYours):
            site.proposed(by=person)
    assert not SmallWork.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize(("choices", "state"), [("YYYYYYNN", State.AGREED), ("YYYYYNNN", State.NOT_AGREED)])
def test_two_thirds_have_to_agree(site, choices, state):
    work = site.voted(choices)
    assert work.state == state
    assert (work.agreed_at is not None) == (state == State.AGREED)


def test_a_withdrawn_case_calls_its_work_off(site, office):
    work = site.proposed()
    with pytest.raises(NotNow):
        works.cancel(work, reason="另有安排", by=office)
    cases.withdraw(work.case, by=office, reason="并入大修")
    assert fresh(work).state == State.CANCELLED


def test_until_the_vote_it_is_written_anew_and_its_case_with_it(site, office, mass_member):
    work = site.proposed()
    dearer = plan(budget=13_000 * YUAN, shares={"owner": 13_000 * YUAN})
    with pytest.raises(NotYours):
        works.revise(work, plan=dearer, note="报价变了", by=mass_member)
    work = works.revise(work, plan=dearer, note="报价变了", by=office)
    assert (work.budget, work.share_firms) == (13_000 * YUAN, 0)
    assert "13,000.00" in Case.objects.get().question
    with pytest.raises(NotNow):
        works.revise(site.voted(title="另一件"), plan=dearer, note="晚了", by=office)


# --- carried out ------------------------------------------------------------------------------------------
def test_no_contractor_before_it_is_handed_over(site, office):
    work = site.voted()
    with pytest.raises(NotNow):
        works.contract(work, contractor=CONTRACTOR, due_on=clock.today(), pictures=[], by=office)
    assert fresh(work).contractor == ""


def test_nobody_of_the_council_takes_the_contractor(site, chair, mass_member):
    work = site.handed_over()
    for person in (chair, mass_member):
        with pytest.raises(NotYours):
            works.contract(work, contractor=CONTRACTOR, due_on=clock.today(), pictures=[], by=person)


def test_its_unit_gets_no_action_beside_it(site):
    site.handed_over()
    assert actions.start(Resolution.objects.get()) is None
    assert not Action.objects.exists()


def test_without_a_picture_from_before_building_does_not_begin(site, operator_person):
    work = site.contracted()
    with pytest.raises(NotNow):
        works.start(work, pictures=[], by=operator_person)
    assert fresh(work).state == State.CONTRACTED
    assert works.start(work, pictures=picture(), by=operator_person).state == State.IN_WORK


def test_without_a_picture_from_after_it_is_not_finished(site, operator_person):
    work = site.begun()
    with pytest.raises(NotNow):
        works.claim(work, said="好了", pictures=[], by=operator_person)
    assert fresh(work).state == State.IN_WORK


# --- looked at --------------------------------------------------------------------------------------------
def test_who_agreed_it_or_built_it_does_not_accept_it(site, operator_person, chair, specialist):
    work = site.finished()
    for person in (operator_person, chair):
        with pytest.raises(NotYours):
            works.accept(work, said="我看了", by=person)
    assert works.accept(work, said="现场看过", by=specialist).state == State.ACCEPTED


def test_who_had_a_hand_in_it_does_not_accept_it(site, office, specialist):
    work = works.start(site.contracted(), pictures=picture(), by=office)
    work = works.claim(work, said="好了", pictures=picture(), by=office)
    with pytest.raises(NotYours):
        works.accept(work, said="我看了", by=office)
    assert "accept" in open_steps(work, specialist)


def test_nobody_of_the_contractor_accepts_it(site, specialist):
    firm = EnterpriseFactory(name=CONTRACTOR, park=site.council.park)
    MembershipFactory(person=specialist, enterprise=firm)
    work = site.finished()
    with pytest.raises(NotYours):
        works.accept(work, said="我看了", by=specialist)


def test_to_be_mended_it_is_shown_and_looked_at_once_more(site, operator_person, specialist):
    work = advance(site.finished(), "send_back", by=specialist, reason="三楼两盏不亮")
    assert work.state == State.TO_MEND
    work = works.claim(work, said="已换", pictures=picture(), by=operator_person)
    assert works.accept(work, said="复看合格", by=specialist).state == State.ACCEPTED


# --- money ------------------------------------------------------------------------------------------------
def test_nothing_is_paid_over_the_budget(site, operator_person):
    work = site.begun()
    site.pay(work, 11_999 * YUAN)
    with pytest.raises(NotNow, match=r"1\.00"):
        site.pay(work, 1 * YUAN + 1)
    site.pay(work, 1 * YUAN)
    assert (fresh(work).spent, WorkPayment.objects.count()) == (12_000 * YUAN, 2)


def test_the_database_itself_keeps_shares_and_spending_within_the_budget(site):
    work = site.proposed()
    for wrong in ({"spent": work.budget + 1}, {"share_other": 1}, {"budget": work.budget - 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SmallWork.objects.filter(pk=work.pk).update(**wrong)


def test_a_payment_by_mistake_is_struck_out_once_and_stays_readable(site, operator_person, chair):
    work = site.begun()
    line = site.pay(work, 500 * YUAN)
    with pytest.raises(NotYours):
        works.strike(work, payment=line, reason="重复", by=chair)
    assert works.strike(work, payment=line, reason="重复录入", by=operator_person).struck_at
    with pytest.raises(NotNow):
        works.strike(work, payment=line, reason="重复录入", by=operator_person)
    assert (fresh(work).spent, WorkPayment.objects.count()) == (0, 1)


def test_nobody_but_its_unit_and_the_office_enters_payments(site, mass_member, outsider):
    work, payment = site.begun(), works.Payment("灯具", YUAN, clock.today())
    for person in (mass_member, outsider):
        with pytest.raises(NotYours):
            works.spend(work, payment=payment, by=person)


# --- called off -------------------------------------------------------------------------------------------
def test_called_off_what_was_agreed_lapses_and_its_case_is_closed(site, chair, operator_person):
    work = site.begun()
    with pytest.raises(NotYours):
        works.cancel(work, reason="不做了", by=operator_person)
    work = works.cancel(work, reason="楼梯改为大修", by=chair)
    assert (work.state, work.ended_at is not None) == (State.CANCELLED, True)
    assert Resolution.objects.get().state == Resolution.State.LAPSED
    assert Case.objects.get().state == Case.State.CLOSED


@pytest.mark.parametrize("runs", [1, 2, 5])
def test_a_resolution_that_lapses_calls_it_off_once_however_often_it_is_heard(site, office, runs):
    work = site.begun()
    advance(Resolution.objects.get(), "lapse", by=office)
    entry = Entry.objects.get(verb="councils.resolution.lapse")
    for _ in range(runs):
        work_following.end_with_its_resolution(entry)
    assert fresh(work).state == State.CANCELLED
    assert Entry.objects.filter(verb="councils.smallwork.cancel").count() == 1


# --- every amount, every sequence -------------------------------------------------------------------------
amounts = some.integers(0, 5_000_000)


@given(budget=some.integers(1, 20_000_000), paid=some.tuples(amounts, amounts, amounts, amounts), fits=some.booleans())
@examples(20, 300)
def test_the_shares_always_make_the_budget_and_nothing_is_stored_by_half(site, budget, paid, fits):
    shares = dict(zip(("owner", "firms", "public", "other"), paid, strict=True))
    budget = sum(paid) if fits and sum(paid) else budget
    with undone():
        if budget == sum(paid):
            work = site.proposed(budget=budget, shares=shares)
            assert work.budget == sum(work.share(payer) for payer in shares) == sum(shares.values())
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                site.proposed(budget=budget, shares=shares)
            assert not Case.objects.exists()
            assert not Entry.objects.filter(verb__startswith="councils.").filter(verb__endswith=".propose").exists()


@given(presses=some.lists(some.tuples(some.integers(1, 500), some.booleans()), max_size=12))
@examples(8, 200)
def test_whatever_is_paid_and_struck_out_the_sum_is_that_of_the_standing_lines(begun, site, presses):
    with undone():
        for yuan, is_struck in presses:
            try:
                line = site.pay(begun, yuan * 10 * YUAN)
            except NotNow:
                assert fresh(begun).left < yuan * 10 * YUAN
                continue
            if is_struck:
                works.strike(begun, payment=line, reason="误", by=site.worker)
        lines = WorkPayment.objects.filter(struck_at=None)
        assert fresh(begun).spent == sum(one.fen for one in lines) <= begun.budget


@pytest.fixture
def begun(site):
    return site.begun()
