"""Every door through which a number or a name of somebody can come in."""

import io
from datetime import timedelta

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprises import colleagues, registering
from enterprises.imports import starting
from enterprises.models import Contact, Invitation, Membership
from parkdesk.core import access, clock
from parkdesk.core.flow import advance
from requests_flow import visiting
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import AnswerSheet, Need
from requests_flow.outreach import sending
from requests_flow.outreach.sending import Letter
from requests_flow.visiting import Call, Wish
from tests.factories import ContactFactory, MembershipFactory, QuestionFactory, QuestionnaireFactory
from tests.parkdesk.privacy.conftest import CONSENT, MAIL, NAME, NUMBER, PHONE, SPELT
from tests.requests_flow.mail.conftest import letter, put_in
from tests.requests_flow.test_entering_pages import proposal
from tests.requests_flow.test_need_pages import photo

CONTACT = {"name": NAME, "phone": NUMBER, "email": MAIL, "consent": "on"}
CHAT = f"{NAME} 10:23\n茶水间漏水，我电话{NUMBER}"


def by_code(place_code):
    """A need by the code on the wall, with a picture, and number and name in its text."""
    text = f"电梯停了，请打{SPELT[0]}找{NAME}"
    page = Client().post(f"/needs/new/?place={place_code.code}", CONTACT | {"text": text, "photo": [photo()]})
    if page.status_code == 200:  # the form points out personal data once
        Client().post(
            f"/needs/new/?place={place_code.code}", CONTACT | {"text": text, "personal": "keep", "photo": [photo()]}
        )
    need = Need.objects.order_by("-pk").first()
    assert need.contact.phone == PHONE
    return need


def signed_in(person, enterprise):
    """Needs under an account: one of the firm, one personal."""
    said = {"name": NAME, "phone": PHONE, "email": MAIL, "consent_version": CONSENT}
    for more in ({"enterprise": enterprise}, {"is_personal": True}):
        report = Report(text=f"{NAME}咨询，手机{SPELT[1]}", place=Place(enterprise.park), channel="web", **said, **more)
        hand_in(report, by=person)


def at_the_desk(clerk):
    """A call, a pasted chat, and what the desk writes beside a need."""
    browser = Client()
    browser.force_login(clerk)
    told = {"channel": "phone", "text": f"回电{NUMBER}", "personal": "keep", "key": "c1", **CONTACT}
    assert browser.post("/desk/new/", told).status_code == 302
    fields = proposal(browser.post("/desk/paste/", {"kind": "wechat", "pasted": CHAT})) | {"consent": "on"}
    browser.post("/desk/paste/", fields)
    need = Need.objects.order_by("-pk").first()
    advance(need, "note", by=clerk, note=f"已联系{NAME}，{NUMBER}")
    browser.post(f"/desk/needs/{need.reference}/contact/", {"why": "meet", "reason": f"打{SPELT[1]}约时间"})
    access.looked_at(need, by=clerk, action="contact.read", reason=f"打{SPELT[1]}找{NAME}")


def by_mail():
    put_in(letter(f"空调坏了，联系{NUMBER}", sender=MAIL))


def by_key(call):
    assert (
        call("/needs", {"text": "车位不够", "contact": {"phone": NUMBER, "name": NAME, "consent": True}}).status_code
        < 300
    )


def on_a_visit(enterprise, leader):
    wishes = (Wish(f"想见面谈，{NUMBER}"),)
    said = Call(enterprise, clock.today(), wishes=wishes, met_name=NAME, note=f"电话{SPELT[0]}")
    visiting.log(said, by=leader)


def by_form(enterprise, person):
    form = QuestionnaireFactory(opens_on=clock.today(), closes_on=clock.today() + timedelta(days=5))
    words = QuestionFactory(questionnaire=form, kind="long")
    AnswerSheet.objects.create(questionnaire=form, enterprise=enterprise, values={str(words.pk): f"请打{NUMBER}"})
    AnswerSheet.objects.create(questionnaire=form, enterprise=enterprise, values={str(words.pk): NAME})


def by_notice(specialist, park, enterprise):
    letter_ = Letter(title="周五消防演练", text="请参加", confirm_by=clock.today() + timedelta(days=3), parks=(park,))
    copy = sending.send(sending.write(letter_, by=specialist), by=specialist).copies.get(enterprise=enterprise)
    Client().post(copy.get_link(), {"name": NAME, "key": "n"})
    assert type(copy).objects.get(pk=copy.pk).confirmed_by == NAME


def in_the_directory(enterprise):
    ContactFactory(enterprise=enterprise, name=NAME, mobile=PHONE, email=MAIL)
    assert Contact.objects.filter(mobile=PHONE).exists()


def by_invitation(enterprise, person):
    """The administrator writes down whom the link is for: once as somebody is called there, once by their name."""
    keeper = MembershipFactory(enterprise=enterprise, is_admin=True).person
    colleagues.invite(enterprise, meant_for=NAME, by=keeper)
    used = colleagues.invite(enterprise, meant_for=f"{NAME}（财务）", by=keeper)
    Invitation.objects.filter(pk=used.pk).update(
        membership=Membership.objects.get(person=person, enterprise=enterprise), state="used"
    )


def in_a_list(keeper):
    """A list of firms was brought in, with the number in a column that nobody reads."""
    table = f"企业名称,所在园区,其他\n杭州言境大数据有限公司,湾谷产业中心,微信 {SPELT[0]}\n"
    for name, encoding in (("list.csv", "utf-8"), ("old.csv", "gb18030")):
        upload = SimpleUploadedFile(name, table.encode(encoding))
        starting.bring(upload, starting.look(upload), by=keeper)
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["企业名称", "所在园区", "其他"])
    book.create_sheet("hidden").append([NUMBER])
    book["hidden"].sheet_state = "hidden"
    book.save(file)
    upload = SimpleUploadedFile("book.xlsx", file.getvalue())
    starting.bring(upload, starting.look(upload), by=keeper)


def as_a_volunteer(person, park):
    registering.ask(park=park, kind="volunteer", offer=f"周末都行，{NUMBER}", by=person)


def in_the_session(person, settings):
    """A number that is about to be verified stands in the session until the code comes."""
    settings.PARKDESK_SMS_BACKEND = "tests.parkdesk.test_channel_pages.Carrier"
    browser = Client()
    browser.force_login(person)
    browser.post("/me/notices/phone/", {"phone": NUMBER})
    return browser
