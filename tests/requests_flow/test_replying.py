"""Reply templates with their preview, and colleagues mentioned in internal notes."""

import pytest

from parkdesk.core import clock, outbox
from parkdesk.core.models import Entry, Notice
from requests_flow import replying
from requests_flow.models import Need, ReplyTemplate
from requests_flow.words import State

pytestmark = pytest.mark.django_db
KEPT = {
    "heading": "退税进度",
    "body_zh": "{企业}您好，{编号}由{单位}办理，{时限}前办结。",
    "body_en": "{reference}: by {due}.",
}


@pytest.fixture
def template(morning, manager):
    return ReplyTemplate.objects.create(
        title="退税进度", body_zh=KEPT["body_zh"], body_en=KEPT["body_en"], changed_by=manager, changed_at=clock.now()
    )


# --- keeping templates -------------------------------------------------------------------------------
def test_a_template_is_kept_and_changed(client, morning, manager):
    client.force_login(manager)
    assert client.post("/desk/templates/new/", KEPT).status_code == 302
    one = ReplyTemplate.objects.get()
    assert (one.title, one.changed_by) == ("退税进度", manager)
    assert client.post(f"/desk/templates/{one.pk}/", KEPT | {"is_retired": "on"}).status_code == 302
    assert ReplyTemplate.objects.get().is_retired
    assert "退税进度" in client.get("/desk/templates/").content.decode()


@pytest.mark.parametrize("body", ["您好{姓名}", "{} 你好", "少一半{企业", "多一半企业}", "{ firm }"])
def test_a_place_that_nobody_can_fill_in_is_refused(client, morning, manager, body):
    client.force_login(manager)
    answer = client.post("/desk/templates/new/", KEPT | {"body_zh": body})
    assert answer.context["form"].errors["body_zh"]
    assert not ReplyTemplate.objects.exists()


def test_two_templates_do_not_share_a_title(client, template, manager):
    client.force_login(manager)
    assert client.post("/desk/templates/new/", KEPT).context["form"].errors["heading"]


@pytest.mark.parametrize("who", ["clerk", "operator_person", "enterprise_person"])
def test_others_keep_no_templates(client, who, request, template):
    client.force_login(request.getfixturevalue(who))
    for path in ("/desk/templates/", "/desk/templates/new/", f"/desk/templates/{template.pk}/"):
        assert client.get(path).status_code == 404


# --- answering with one ------------------------------------------------------------------------------
def test_every_place_of_the_list_can_be_filled_in(a_need, template):
    need = a_need(State.IN_PROGRESS)
    for name, (chinese, _filling) in replying.PLACES.items():
        template.body_zh = f"{{{name}}}|{{{chinese}}}"
        one, other = replying.fill(template, need).split("|")
        assert one == other
        assert "{" not in one


def test_a_press_fills_the_template_in_and_takes_nothing(client, a_need, manager, template):
    need = a_need(State.IN_PROGRESS, enterprise_name="杭州辰擎信息技术有限公司")
    client.force_login(manager)
    address = f"/desk/needs/{need.reference}/resolve/"
    assert "退税进度" in client.get(address).content.decode()
    answer = client.post(address, {"template": template.pk, "fill": "1", "answer": "", "outcome": "solved"})
    text = answer.context["form"].preview
    assert text == f"杭州辰擎信息技术有限公司您好，{need.reference}由恒光启园区运营办理，11月27日 周五前办结。"
    assert not answer.context["form"].errors
    assert answer.context["form"]["outcome"].value() == "solved"
    assert Need.objects.get(pk=need.pk).state == State.IN_PROGRESS
    assert client.post(address, {"template": template.pk, "answer": text, "outcome": "solved"}).status_code == 302
    assert Entry.objects.about(need).last().words["answer"] == text


def test_an_english_reader_is_answered_in_english(a_need, template):
    need = a_need(State.IN_PROGRESS, language="en")
    assert replying.fill(template, need).startswith(f"{need.reference}: by ")


def test_only_fitting_templates_are_offered(a_need, template):
    need = a_need(State.IN_PROGRESS, category="PRO")
    assert list(ReplyTemplate.objects.fitting(need)) == [template]
    ReplyTemplate.objects.update(category="TAX")
    assert not ReplyTemplate.objects.fitting(need)
    ReplyTemplate.objects.update(category="", is_retired=True)
    assert not ReplyTemplate.objects.fitting(need)


def test_a_unit_tells_the_reporter_with_a_template_too(client, a_need, operator_person, template):
    need = a_need(State.IN_PROGRESS)
    client.force_login(operator_person)
    answer = client.post(f"/tasks/{need.reference}/inform/", {"template": template.pk, "fill": "1"})
    assert need.reference in answer.context["form"].preview


# --- mentions ----------------------------------------------------------------------------------------
def noted(client, need, text):
    return client.post(f"/desk/needs/{need.reference}/note/", {"note": text})


def mentioned(need):
    outbox.drain()
    return set(Notice.objects.filter(entry__verb="requests_flow.need.note").values_list("recipient", flat=True))


def test_a_colleague_who_is_mentioned_is_told_and_nobody_else(client, morning, a_need, manager, specialist, clerk):
    need = a_need(State.IN_PROGRESS, category="PRO")
    client.force_login(manager)
    assert noted(client, need, "@王思宁 请看一下，@罗清和也看").status_code == 302
    assert mentioned(need) == {f"person:{specialist.pk}", f"person:{clerk.pk}"}


def test_a_mention_is_never_seen_outside(client, morning, a_need, manager, specialist, operator_person):
    need = a_need(State.IN_PROGRESS, category="PRO")
    client.force_login(manager)
    noted(client, need, "@王思宁 这家有点难缠")
    client.logout()
    assert "难缠" not in client.get(need.get_tracking_url()).content.decode()
    client.force_login(operator_person)
    assert "难缠" not in client.get(f"/tasks/{need.reference}/").content.decode()
    assert "难缠" not in str([notice.entry.facts for notice in Notice.objects.all()])


def test_a_name_that_is_nobodys_is_said_and_the_note_not_kept(client, morning, a_need, manager, operator_person):
    need = a_need(State.IN_PROGRESS)
    client.force_login(manager)
    for text in ("@张三丰 看看", f"@{operator_person.name} 看看"):
        assert noted(client, need, text).context["form"].errors["note"]
    assert "note" not in [entry.step for entry in Entry.objects.about(need)]


def test_a_specialist_of_another_line_is_not_mentioned_about_what_they_may_not_read(
    client, morning, a_need, manager, specialist
):
    need = a_need(State.IN_PROGRESS, category="TAX")
    client.force_login(manager)
    assert noted(client, need, "@王思宁 看看").context["form"].errors["note"]


def test_an_address_is_no_mention_of_its_host(client, morning, a_need, manager):
    need = a_need(State.IN_PROGRESS)
    client.force_login(manager)
    assert noted(client, need, "写信给 wang@example.com").status_code == 302
