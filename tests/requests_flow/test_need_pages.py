"""The need at the desk: what its page shows, and each step with its yes, its not now and its no."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enterprises.models import Unit
from enterprises.roles import Role
from parkdesk.core import clock, files
from parkdesk.core.flow import advance
from parkdesk.core.models import AccessLog, Entry
from requests_flow import desk
from requests_flow.models import FollowUp, Need, Service
from requests_flow.views.counter import STEPS
from requests_flow.words import Category, State
from tests.factories import EnterpriseFactory, ServiceFactory, UnitFactory
from tests.requests_flow.conftest import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MOST_QUERIES = 15
PHONE = "+8615400001201"
WORDS = {
    "answer": "写了很久的话",
    "question": "哪一部？",
    "waits_for": "海关",
    "message": "已经修好",
    "reason": "写了很久的话",
    "route": "拨打12345",
    "method": "phone",
    "is_solved": "yes",
    "is_in_time": "yes",
    "was_asked": "no",
    "outcome": "solved",
    "days": 1,
}
SORTED = {"category": "PRO", "tier": "simple", "rule": "S", "urgency": "normal"}


def page(need: Need, verb: str = "") -> str:
    return f"/desk/needs/{need.reference}/" + (f"{verb}/" if verb else "")


def now(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


@pytest.fixture
def sign_in(client):
    def go(person):
        client.force_login(person)
        return client

    return go


# --- what the page shows -----------------------------------------------------------------------------
def test_the_page_says_what_who_and_by_when_within_its_queries(sign_in, a_need, manager, django_assert_max_num_queries):
    ServiceFactory()
    need = a_need(State.IN_PROGRESS, tier="complex", phone=PHONE, name="乔晨遥")
    advance(need, "note", by=manager, note="维保单位口头报价4.8万")
    browser = sign_in(manager)
    browser.get(page(need))  # what a process reads once, the calendar among it, is no query of a page
    with django_assert_max_num_queries(MOST_QUERIES):
        text = browser.get(page(need)).content.decode()
    for shown in (need.title, need.text, need.reference, "启明里国际中心 3号楼", "维保单位口头报价4.8万"):
        assert shown in text
    assert text.count('class="promise"') == 1


def test_sorting_is_advised_within_the_queries_of_the_page(sign_in, a_need, manager, django_assert_max_num_queries):
    for number in range(30):
        a_need(enterprise=EnterpriseFactory(), title="东侧客梯又停了", text=f"东侧客梯又停了，第{number}次")
    need = a_need(State.ACKNOWLEDGED, title="客梯停了", text="东侧客梯停了", phone=PHONE)
    browser = sign_in(manager)
    with django_assert_max_num_queries(MOST_QUERIES):
        text = browser.get(page(need)).content.decode()
    assert "C6" in text
    assert f"/desk/needs/{need.reference}/triage/?tier=complex&amp;rule=C6" in text


def test_public_and_internal_lines_can_be_told_apart(sign_in, a_need, manager, clerk):
    need = a_need(State.ACKNOWLEDGED)
    advance(need, "note", by=clerk, note="只给同事看")
    browser = sign_in(manager)
    assert "只给同事看" in browser.get(page(need)).content.decode()
    assert "只给同事看" not in browser.get(f"{page(need)}?lines=public").content.decode()
    inside = browser.get(f"{page(need)}?lines=internal")
    assert [line.is_internal for line in inside.context["lines"]] == [True]


@pytest.mark.parametrize("shape", [str.lower, lambda number: number.replace("-", "")])
def test_a_page_is_found_by_its_number_in_any_shape(sign_in, a_need, manager, shape):
    assert sign_in(manager).get(f"/desk/needs/{shape(a_need().reference)}/").status_code == 200


def test_a_number_that_is_none_is_not_there(sign_in, manager):
    assert sign_in(manager).get("/desk/needs/N-2026-000001-X/").status_code == 404
    assert sign_in(manager).get("/desk/needs/x/").status_code == 404


def test_an_auditor_who_reads_a_need_is_on_record(sign_in, a_need):
    need, auditor = a_need(), somebody("顾明", Role.DISCIPLINE_AUDITOR)
    sign_in(auditor).get(page(need))
    assert AccessLog.objects.filter(actor=auditor, action="need.read", subject_id=need.pk).count() == 1


# --- the contact -------------------------------------------------------------------------------------
def test_a_contact_is_masked_until_somebody_says_why_and_is_then_shown_once(sign_in, a_need, clerk):
    need = a_need(phone=PHONE, name="乔晨遥", email="office@example.com")
    browser = sign_in(clerk)
    text = browser.get(page(need)).content.decode()
    assert "154****1201" in text
    for hidden in (PHONE, "15400001201", "乔晨遥", "office@example.com"):
        assert hidden not in text
    answer = browser.post(page(need, "contact"), {"why": ""})
    assert PHONE not in answer.content.decode()
    assert not AccessLog.objects.exists()
    answer = browser.post(page(need, "contact"), {"why": "meet", "reason": "约上门时间"})
    assert PHONE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = AccessLog.objects.get()
    assert (look.actor, look.action, look.reason) == (clerk, "contact.read", "meet|约上门时间")
    assert PHONE not in browser.get(page(need)).content.decode()
    assert PHONE not in browser.get(page(need, "contact")).content.decode()


def test_the_sub_district_never_reads_a_contact(sign_in, a_need):
    need = a_need(State.ACKNOWLEDGED, text="电梯里有人被困", phone=PHONE)
    browser = sign_in(somebody("何街", Role.SUBDISTRICT))
    assert "154****1201" not in browser.get(page(need)).content.decode()
    assert browser.post(page(need, "contact"), {"why": "ask", "reason": "想看"}).status_code == 404
    assert not AccessLog.objects.exists()


# --- each step: yes ----------------------------------------------------------------------------------
YES = [
    ("acknowledge", State.SUBMITTED, {}, State.ACKNOWLEDGED),
    ("triage", State.SUBMITTED, SORTED, State.TRIAGED),
    ("triage", State.ACKNOWLEDGED, SORTED, State.TRIAGED),
    ("ask", State.IN_PROGRESS, {"question": "哪一部？"}, State.WAITING_ENTERPRISE),
    ("wait", State.IN_PROGRESS, {"waits_for": "特检院"}, State.WAITING_EXTERNAL),
    ("resume", State.WAITING_EXTERNAL, {}, State.IN_PROGRESS),
    ("inform", State.IN_PROGRESS, {"message": "周三上午到场"}, State.IN_PROGRESS),
    ("note", State.TRIAGED, {"note": "口头说过"}, State.TRIAGED),
    ("resolve", State.IN_PROGRESS, {"outcome": "solved", "answer": "修好了"}, State.RESOLVED),
    ("retier", State.TRIAGED, {"tier": "complex", "rule": "C1", "reason": "两家推诿"}, State.TRIAGED),
    ("invalidate", State.SUBMITTED, {"reason": "广告"}, State.INVALID),
    (
        "follow_up",
        State.RESOLVED,
        {"method": "phone", "is_solved": "yes", "is_in_time": "yes", "was_asked": "no"},
        State.CLOSED,
    ),
    (
        "follow_up",
        State.RESOLVED,
        {"method": "phone", "is_solved": "no", "is_in_time": "no", "was_asked": "no", "note": "又停了"},
        State.REOPENED,
    ),
    ("reopen", State.RESOLVED, {"reason": "没修好"}, State.REOPENED),
]


@pytest.mark.parametrize(("verb", "state", "said", "becomes"), YES)
def test_the_desk_takes_the_step(sign_in, a_need, manager, verb, state, said, becomes):
    need = a_need(state)
    browser = sign_in(manager)
    form = browser.get(page(need, verb))
    assert form.status_code == 200
    answer = browser.post(page(need, verb), {**said, "key": f"press-{verb}"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert now(need).state == becomes
    last = Entry.objects.about(need).order_by("-seq")[0]
    assert last.actor == manager


def test_what_was_followed_up_can_be_closed(sign_in, a_need, manager):
    need = advance(a_need(State.RESOLVED), "follow_up", by=manager, how="phone", is_solved=True)
    assert sign_in(manager).post(page(need, "close"), {"key": "c"}).status_code == 302
    assert now(need).state == State.CLOSED


def test_a_simple_need_is_answered_at_once(sign_in, a_need, clerk, reception):
    need = a_need()
    said = {**SORTED, "unit": reception.pk, "answer": "电话里说清了"}
    assert sign_in(clerk).post(page(need, "settle"), said).status_code == 302
    need = now(need)
    assert (need.state, need.unit, need.handler) == (State.RESOLVED, reception, clerk)


def test_only_whose_unit_it_is_can_be_answered_for(sign_in, a_need, clerk, operator_unit):
    need = a_need()
    answer = sign_in(clerk).post(page(need, "settle"), {**SORTED, "unit": operator_unit.pk, "answer": "好了"})
    assert "unit" in answer.context["form"].errors
    assert now(need).state == State.SUBMITTED


def test_the_unit_of_the_desk_accepts_and_gives_back(sign_in, a_need, specialist, governance_line):
    need = a_need(State.TRANSFERRED, unit=governance_line)
    browser = sign_in(specialist)
    assert browser.post(page(need, "accept"), {"key": "a"}).status_code == 302
    assert now(need).handler == specialist
    other = a_need(State.TRANSFERRED, unit=governance_line)
    browser.post(page(other, "return"), {"reason": "归公共事务"})
    assert now(other).state == State.TRIAGED


def test_the_manager_grants_and_refuses_more_time(sign_in, a_need, manager, operator_person):
    need = a_need(State.IN_PROGRESS)
    before = need.resolve_due_at
    advance(need, "ask_extension", by=operator_person, days=2, reason="等配件")
    browser = sign_in(manager)
    assert browser.post(page(need, "extend"), {"key": "e"}).status_code == 302
    assert now(need).resolve_due_at > before
    other = a_need(State.IN_PROGRESS, tier="complex")
    advance(other, "ask_extension", by=operator_person, days=2, reason="等配件")
    assert browser.post(page(other, "refuse_extension"), {"reason": "配件昨天到了"}).status_code == 302
    assert now(other).extension_days_asked == 0


def test_only_the_leader_of_the_community_declines_and_lowers(sign_in, a_need, manager, leader):
    need = a_need(State.TRIAGED, tier="complex")
    said = {"reason": "不属于社区职责", "route": "拨打12345"}
    lowered = {"tier": "simple", "rule": "S", "reason": "一家就能办"}
    browser = sign_in(manager)
    assert browser.post(page(need, "decline"), said).status_code == 403
    assert browser.post(page(need, "lower_tier"), lowered).status_code == 403
    browser = sign_in(leader)
    assert browser.post(page(need, "lower_tier"), lowered).status_code == 302
    assert now(need).tier == "simple"
    incomplete = browser.post(page(need, "decline"), {"reason": "不归这里"})
    assert "route" in incomplete.context["form"].errors
    assert browser.post(page(need, "decline"), said).status_code == 302
    assert now(need).state == State.DECLINED


# --- each step: not now, and no -----------------------------------------------------------------------
@pytest.mark.parametrize("verb", sorted(set(STEPS) - {"note", "merge", "link", "unlink"}))
def test_a_step_that_is_not_open_is_said_to_be_closed_and_changes_nothing(sign_in, a_need, verb, leader, manager):
    need = a_need(State.WITHDRAWN)
    window = UnitFactory(kind=Unit.Kind.WINDOW)
    said = {**SORTED, **WORDS, "unit": window.pk, "into": a_need().reference}
    before = Entry.objects.count()
    browser = sign_in(leader)
    assert browser.get(page(need, verb)).status_code in {403, 409}
    answer = browser.post(page(need, verb), said)
    assert answer.status_code in {200, 403, 409}
    assert now(need).state == State.WITHDRAWN
    assert Entry.objects.count() == before


def test_what_was_written_is_kept_when_a_colleague_was_quicker(sign_in, a_need, clerk, manager):
    need = a_need(State.IN_PROGRESS)
    browser = sign_in(manager)
    browser.get(page(need, "resolve"))
    desk.resolve(need, outcome="solved", answer="同事的话", by=clerk)
    answer = browser.post(page(need, "resolve"), {"outcome": "solved", "answer": "轴承更换完成，今天复运。"})
    assert answer.status_code == 409
    assert "轴承更换完成，今天复运。" in answer.content.decode()


@pytest.mark.parametrize("verb", ["mandate", "submit", "confirm", "rate", "withdraw", "remind", "nonsense"])
def test_what_is_not_a_step_of_the_desk_is_not_there(sign_in, a_need, manager, verb):
    need = a_need(State.ACKNOWLEDGED)
    assert sign_in(manager).post(page(need, verb), {"reason": "x"}).status_code == 404


def test_who_resolved_a_need_does_not_follow_it_up(sign_in, a_need, clerk):
    need = desk.resolve(a_need(State.IN_PROGRESS), outcome="solved", answer="修好了", by=clerk)
    browser = sign_in(clerk)
    assert f"{page(need)}follow_up/" not in browser.get(page(need)).content.decode()
    said = {"method": "phone", "is_solved": "yes", "is_in_time": "yes", "was_asked": "no"}
    assert browser.post(page(need, "follow_up"), said).status_code == 403
    assert not FollowUp.objects.exists()


def test_a_specialist_of_another_line_does_not_find_the_step(sign_in, a_need, specialist):
    need = a_need(State.TRIAGED, category=Category.TAX)
    assert sign_in(specialist).post(page(need, "note"), {"note": "x"}).status_code == 404


# --- forms ---------------------------------------------------------------------------------------------
def test_a_tier_needs_its_rule_or_a_reason_of_ones_own(sign_in, a_need, manager):
    need = a_need(State.ACKNOWLEDGED)
    browser = sign_in(manager)

    def errors(**said):
        answer = browser.post(page(need, "triage"), {**SORTED, **said})
        return set(answer.context["form"].errors) if answer.status_code == 200 else set()

    assert errors(tier="complex", rule="") == {"rule"}
    assert errors(tier="complex", rule="M1") == {"rule"}
    assert errors(tier="complex", rule="P") == {"note"}
    assert errors(category="") == {"category"}
    assert errors(tier="") == {"tier"}
    assert errors(tier="complex", rule="P", note="两家都说不归自己") == set()
    assert (now(need).tier, now(need).tier_rule) == ("complex", "P")


def test_adopting_a_suggestion_fills_the_form_and_keeps_what_was_typed(sign_in, a_need, manager):
    Service.objects.create(
        code="PRO-91", slug="pro-91", name_zh="电梯故障报修", name_en="Lift repair", category="PRO",
        line="comprehensive_governance", keywords=["客梯", "停了"],
    )  # fmt: skip
    need = a_need(State.ACKNOWLEDGED)
    browser = sign_in(manager)
    form = browser.get(f"{page(need, 'triage')}?tier=complex&rule=C6").context["form"]
    assert (form["tier"].value(), form["rule"].value(), form["category"].value()) == ("complex", "C6", None)
    answer = browser.post(
        page(need, "triage"),
        {"note": "先记一笔", "tier": "simple", "adopt": "category=PRO&service=PRO-91&is_protected=1"},
    )
    form = answer.context["form"]
    assert not form.is_bound
    values = {name: form[name].value() for name in ("note", "tier", "category", "service")}
    assert values == {"note": "先记一笔", "tier": "simple", "category": "PRO", "service": "PRO-91"}
    assert "电梯故障报修" in answer.content.decode()
    assert now(need).state == State.ACKNOWLEDGED


def test_the_units_of_the_park_stand_first_and_a_landlord_never_gets_what_is_protected(
    sign_in, a_need, manager, operator_unit, governance_line, reception
):
    browser = sign_in(manager)
    open_one, hidden = a_need(State.TRIAGED), a_need(State.TRIAGED, is_protected=True)
    groups = browser.get(page(open_one, "dispatch")).context["form"].fields["unit"].choices
    assert operator_unit.pk in [pk for pk, _ in groups[1][1]]
    offered = str(browser.get(page(hidden, "dispatch")).context["form"].fields["unit"].choices)
    assert operator_unit.name not in offered
    assert governance_line.name in offered
    refused = browser.post(page(hidden, "dispatch"), {"unit": operator_unit.pk})
    assert "unit" in refused.context["form"].errors
    assert now(hidden).state == State.TRIAGED
    assert browser.post(page(hidden, "dispatch"), {"unit": reception.pk}).status_code == 302
    assert browser.post(page(open_one, "dispatch"), {"unit": operator_unit.pk}).status_code == 302
    assert now(open_one).unit == operator_unit


def test_a_need_is_merged_into_an_open_other_one_only(sign_in, a_need, manager):
    need, other, ended = a_need(), a_need(), a_need(State.CLOSED)
    browser = sign_in(manager)
    for wrong in ("", "N-2026-000001-X", need.reference, ended.reference):
        answer = browser.post(page(need, "merge"), {"into": wrong})
        assert "into" in answer.context["form"].errors, wrong
    assert browser.post(page(need, "merge"), {"into": other.reference.lower().replace("-", "")}).status_code == 302
    assert (now(need).state, now(need).merged_into) == (State.MERGED, other)


def test_one_press_is_one_step_even_when_it_is_repeated(sign_in, a_need, manager):
    need = a_need(State.TRIAGED)
    browser = sign_in(manager)
    for _press in range(3):
        assert browser.post(page(need, "note"), {"note": "一次", "key": "the-same-press"}).status_code == 302
    assert Entry.objects.about(need).filter(verb__endswith=".note").count() == 1
    first = a_need()
    for _press in range(2):
        assert browser.post(page(first, "acknowledge"), {"key": "another"}).status_code == 302


def test_a_refused_answer_keeps_its_words_and_its_photos(sign_in, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    browser = sign_in(manager)
    answer = browser.post(page(need, "resolve"), {"outcome": "solved", "photo": [photo(), photo("b.jpg")]})
    form = answer.context["form"]
    assert set(form.errors) == {"answer"}
    keys = [kept["key"] for kept in form.kept_pictures]
    assert len(keys) == 2
    assert all(key in answer.content.decode() for key in keys)
    browser.post(
        page(need, "resolve"), {"outcome": "solved", "answer": "修好了", "pictures": keys[:1], "photo": [photo()]}
    )
    assert files.of(need).filter(step="resolve").count() == 2


def test_what_is_no_picture_is_said_at_the_field(sign_in, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    bad = SimpleUploadedFile("a.jpg", b"<html>no picture</html>", "image/jpeg")
    answer = sign_in(manager).post(page(need, "inform"), {"message": "看图", "photo": [bad, photo()]})
    form = answer.context["form"]
    assert set(form.errors) == {"photo"}
    assert len(form.kept_pictures) == 1
    assert 'href="#id_photo"' in answer.content.decode()
    six = sign_in(manager).post(page(need, "inform"), {"message": "看图", "photo": [photo() for _ in range(6)]})
    assert len(six.context["form"].kept_pictures) == files.MAX_PICTURES


def test_extra_fields_change_nothing(sign_in, a_need, manager):
    need = a_need(State.TRIAGED)
    said = {"note": "一笔", "state": "closed", "owner": "1", "is_protected": "1", "by": "1", "resolved_by": "1"}
    sign_in(manager).post(page(need, "note"), said)
    fresh = now(need)
    assert (fresh.state, fresh.owner, fresh.is_protected) == (need.state, need.owner, need.is_protected)


# --- without and with htmx -------------------------------------------------------------------------------
def test_htmx_gets_the_form_then_the_need_as_it_stands(sign_in, a_need, manager):
    need = a_need(State.ACKNOWLEDGED)
    browser = sign_in(manager)
    htmx = {"headers": {"HX-Request": "true"}}
    form = browser.get(page(need, "note"), **htmx)
    assert "<html" not in form.content.decode()
    assert form["HX-Retarget"] == "#step"
    wrong = browser.post(page(need, "note"), {"note": ""}, **htmx)
    assert wrong["HX-Retarget"] == "#step"
    done = browser.post(f"{page(need, 'note')}?pane=1", {"note": "口头说过", "key": "k"}, **htmx)
    assert "口头说过" in done.content.decode()
    assert "needchanged" in done["HX-Trigger"]
    assert 'id="need"' in done.content.decode()


def test_a_page_in_english_speaks_english(sign_in, a_need, manager):
    need = a_need(State.ACKNOWLEDGED)
    text = sign_in(manager).get(f"/en{page(need)}").content.decode()
    assert "What happened" in text
    assert f"/en{page(need, 'triage')}" in text


def test_a_need_of_long_ago_suggests_a_higher_tier(sign_in, a_need, manager, morning):
    need = a_need(State.IN_PROGRESS)
    later = need.resolve_due_at + timedelta(days=10)
    morning(later.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d 10:00"))
    text = sign_in(manager).get(page(need)).content.decode()
    assert "/retier/?tier=complex&amp;rule=C7" in text


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (State.SUBMITTED, "triage"),
        (State.ACKNOWLEDGED, "triage"),
        (State.TRIAGED, "dispatch"),
        (State.WAITING_EXTERNAL, "resume"),
        (State.RESOLVED, "follow_up"),
        (State.REOPENED, "triage"),
    ],
)
def test_the_filled_button_is_what_comes_next(sign_in, a_need, manager, state, verb):
    buttons = sign_in(manager).get(page(a_need(state))).context["buttons"]
    assert [button.verb for button in buttons if button.is_main] == [verb]
