"""A mail becomes a need, an answer or an addition; or it is dropped where the desk can see it."""

import pytest
from django.core import mail as outgoing
from django.db import OperationalError

from enterprises.roles import Role
from parkdesk.core import files, notices, outbox
from parkdesk.core.models import Attachment, Entry, Notice
from requests_flow.mail import receiving
from requests_flow.models import Need, ReceivedMail, ReporterContact
from requests_flow.models.mail import Outcome, Reason
from requests_flow.words import Channel, State
from tests.requests_flow.conftest import somebody
from tests.requests_flow.mail.conftest import SENDER, letter, put_in
from tests.requests_flow.test_need_pages import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def the_need() -> Need:
    return Need.objects.get()


# --- it becomes a need -----------------------------------------------------------------------------------
def test_a_piped_message_becomes_a_need(pipe):
    code, said = pipe(letter().as_bytes())
    need = the_need()
    assert (code, said) == (0, f"need: {need.reference}")
    assert (need.channel, need.state, need.title) == (Channel.EMAIL, State.SUBMITTED, "电梯停了")
    assert need.text == "3号楼东侧客梯又停了，大堂排了三四十人。"
    contact = ReporterContact.objects.get()
    assert (contact.email, contact.name) == (SENDER, "秦清溪")
    assert Entry.objects.get(subject_id=need.pk, verb="requests_flow.need.submit").actor_ref == "mail"


def test_the_place_and_the_firm_are_found_and_the_firm_stays_a_name(park, building, enterprise):
    put_in(letter(f"{park.name} {building.name}电梯停了。\n\n-- \n我们是{enterprise.name}"))
    need = the_need()
    assert (need.park, need.building) == (park, building)
    assert (need.enterprise, need.enterprise_name) == (None, enterprise.name)


def test_a_firm_that_is_named_says_where_it_is(enterprise):
    put_in(letter(f"{enterprise.name}停电了"))
    assert the_need().park == enterprise.park


def test_the_acknowledgement_goes_out_by_the_notices_that_there_are(morning):
    put_in(letter())
    outbox.deliver()
    notices.send_due()
    (sent,) = outgoing.outbox
    assert sent.to == [SENDER]
    assert the_need().reference in sent.subject + sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_english_mail_is_answered_in_english():
    put_in(letter("The lift in building 3 is out of order.", subject="Lift"))
    assert the_need().language == "en"


def test_pictures_come_along_and_other_files_are_named():
    message = letter()
    message.add_attachment(photo().read(), maintype="image", subtype="jpeg", filename="梯.jpg")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../租约.pdf")
    message.add_attachment(b"<svg/>", maintype="image", subtype="svg+xml", filename="a.svg")
    put_in(message)
    need = the_need()
    assert files.of(need).count() == 1
    assert "租约.pdf" in need.text
    assert "../" not in need.text
    assert "a.svg" in need.text


def test_a_picture_that_is_none_is_named_and_not_kept():
    message = letter()
    message.add_attachment(b"not a picture", maintype="image", subtype="png", filename="x.png")
    put_in(message)
    assert "x.png" in the_need().text
    assert not Attachment.objects.exists()


def test_the_sixth_picture_is_named():
    message = letter()
    for number in range(6):
        message.add_attachment(photo().read(), maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    put_in(message)
    assert files.of(the_need()).count() == 5
    assert "5.jpg" in the_need().text


def test_a_hundred_thousand_characters_are_cut_and_it_is_said():
    put_in(letter("电" * 100_000))
    assert "80000" in the_need().text
    assert len(the_need().text) < 20_200


def test_emoji_alone_are_a_need():
    put_in(letter("😡😡😡", subject=""))
    assert (the_need().text, the_need().title) == ("😡😡😡", "😡😡😡")


def test_a_subject_alone_is_a_need():
    put_in(letter("", subject="回复：3号楼停电"))
    assert (the_need().text, the_need().title) == ("3号楼停电", "3号楼停电")


# --- once ------------------------------------------------------------------------------------------------
def test_the_same_message_twice_is_one_need_and_it_is_said(pipe):
    pipe(letter().as_bytes())
    code, said = pipe(letter().as_bytes())
    assert code == 0
    assert said == f"received before: {the_need().reference}; nothing was stored"


def test_a_message_without_a_number_is_known_by_its_bytes():
    raw = letter(message_id=None).as_bytes()
    assert [put_in(raw).is_new, put_in(raw).is_new, put_in(raw + b"\nmore").is_new] == [True, False, True]


def test_somebody_else_cannot_use_up_the_number_of_a_message():
    put_in(letter(sender="other@firm.example.com"))
    assert put_in(letter()).is_new


# --- answers ---------------------------------------------------------------------------------------------
def test_an_answer_to_a_question_goes_on_where_the_need_waits(a_need):
    need = a_need(State.WAITING_ENTERPRISE, email=SENDER)
    done = put_in(letter("东侧那一部", subject=f"Re: {need.reference} 我们有一个问题"))
    assert (done.mail.outcome, done.mail.need) == (Outcome.REPLY, need)
    assert Need.objects.get().state == State.TRIAGED
    assert Entry.objects.about(need).last().words["answer"] == "东侧那一部"


def test_a_mail_that_answers_our_message_is_added_to_its_need(a_need):
    need = a_need(State.IN_PROGRESS, email=SENDER)
    outbox.deliver()
    ours = Notice.objects.filter(recipient=f"need:{need.pk}").first()
    done = put_in(letter("又停了一次", subject="Re: 收到", in_reply_to=f"<{ours.message_id}@parkdesk>"))
    assert (done.mail.outcome, done.mail.need) == (Outcome.ADDED, need)
    assert Entry.objects.about(need).last().words["message"] == "又停了一次"


def test_pictures_of_an_answer_belong_to_its_need(a_need):
    need = a_need(State.WAITING_ENTERPRISE, email=SENDER)
    message = letter("这一部", subject=f"Re: {need.reference}")
    message.add_attachment(photo().read(), maintype="image", subtype="jpeg", filename="a.jpg")
    put_in(message)
    assert files.of(need).get().step == "reply"


def test_somebody_elses_mail_about_a_number_is_a_need_of_its_own(a_need):
    need = a_need(State.WAITING_ENTERPRISE, email="owner@firm.example.com")
    done = put_in(letter("东侧那一部", subject=f"Re: {need.reference}"))
    assert done.mail.outcome == Outcome.NEED
    assert done.mail.need != need
    assert Need.objects.get(pk=need.pk).state == State.WAITING_ENTERPRISE
    assert str(need.reference) not in done.mail.need.text


def test_an_answer_to_a_finished_need_is_a_need_that_names_it(a_need):
    need = a_need(State.CLOSED, email=SENDER)
    done = put_in(letter("又坏了", subject=f"Re: {need.reference}"))
    assert done.mail.need != need
    assert need.reference in done.mail.need.text


# --- dropped, visibly ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reason", "headers"),
    [
        (Reason.AUTOMATIC, {"auto_submitted": "auto-replied; owner=x"}),
        (Reason.AUTOMATIC, {"precedence": "bulk"}),
        (Reason.AUTOMATIC, {"x_auto_response_suppress": "All"}),
        (Reason.LIST, {"list_id": "<news.example.com>"}),
        (Reason.LIST, {"precedence": "list"}),
        (Reason.BOUNCE, {"return_path": "<>"}),
        (Reason.LOOP, {"x_loop": "desk@parkdesk.example"}),
        (Reason.LOOP, {"message_id": "<0c9b@parkdesk>"}),
    ],
)
def test_what_no_person_wrote_is_dropped_and_kept_in_sight(pipe, reason, headers):
    code, said = pipe(letter(**headers).as_bytes())
    assert (code, said) == (0, f"dropped: {reason}")
    assert ReceivedMail.objects.get().reason == reason
    assert not Need.objects.exists()
    assert not ReporterContact.objects.exists()
    outbox.deliver()
    assert not Notice.objects.exists()


def test_a_person_who_says_that_nothing_is_automatic_is_heard():
    put_in(letter(auto_submitted="no", x_auto_response_suppress="None"))
    assert Need.objects.exists()


@pytest.mark.parametrize("sender", ["desk@parkdesk.example", "MAILER-DAEMON@mx.example.com"])
def test_our_own_address_and_mailer_daemons_are_dropped(sender):
    assert put_in(letter(sender=sender)).mail.outcome == Outcome.DROPPED


def test_a_report_on_delivery_is_dropped():
    raw = b'From: x@y.example\nContent-Type: multipart/report; boundary="b"\n\n--b\n\nno such user\n--b--\n'
    assert put_in(raw).mail.reason == Reason.BOUNCE


def test_the_null_sender_of_the_envelope_is_a_bounce(pipe, monkeypatch):
    monkeypatch.setenv("SENDER", "")
    assert pipe(letter().as_bytes()) == (0, "dropped: bounce")


def test_a_mail_that_went_round_fifty_times_is_a_loop():
    message = letter()
    for number in range(51):
        message["Received"] = f"from mx{number}.example.com"
    assert put_in(message).mail.reason == Reason.LOOP


def test_an_empty_mail_is_dropped():
    assert put_in(letter("", subject="")).mail.reason == Reason.EMPTY


def test_a_mail_that_is_too_large_is_dropped_by_its_headers_alone(pipe, monkeypatch):
    monkeypatch.setattr("parkdesk.management.commands.receive_mail.MOST_BYTES", 1000)
    monkeypatch.setattr(receiving, "MOST_BYTES", 1000)
    assert pipe(letter("电" * 5000).as_bytes()) == (0, "dropped: too_large")
    assert ReceivedMail.objects.get().size > 15_000


def test_a_mail_bomb_is_dropped(pipe):
    inner = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(500))
    assert pipe(b"From: a@b.example\n" + inner) == (0, "dropped: too_nested")


# --- what a mail server is told --------------------------------------------------------------------------
def test_garbage_is_refused_for_good(pipe):
    code, _ = pipe(b"\x89PNG\x00\xff garbage")
    assert code == 65
    assert not ReceivedMail.objects.exists()


def test_when_the_database_is_gone_the_mail_server_tries_again(pipe, monkeypatch):
    def gone(*_args, **_more):
        raise OperationalError("qin@firm.example.com")

    monkeypatch.setattr(receiving, "hand_in", gone)
    code, said = pipe(letter().as_bytes())
    assert code == 75
    assert "qin@" not in said
    assert not ReceivedMail.objects.exists()
    assert not Need.objects.exists()


def test_a_flood_from_one_sender_waits(pipe):
    codes = [pipe(letter(message_id=f"<{number}@firm.example.com>").as_bytes())[0] for number in range(31)]
    assert codes == [0] * 30 + [75]
    assert Need.objects.count() == 30


# --- the page --------------------------------------------------------------------------------------------
def test_the_desk_sees_what_was_dropped_and_why(client, clerk):
    put_in(letter(precedence="bulk"))
    client.force_login(clerk)
    page = client.get("/desk/mail/").content.decode()
    assert "one@firm.example.com" in page
    assert SENDER not in page


def test_an_empty_list_says_what_would_stand_there(client, clerk):
    client.force_login(clerk)
    assert '<ul class="rows"' not in client.get("/desk/mail/").content.decode()


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, clerk, django_assert_max_num_queries):
    for number in range(30):
        put_in(letter(precedence="bulk", message_id=f"<{number}@x.example>"))
    client.force_login(clerk)
    with django_assert_max_num_queries(12):
        assert client.get("/desk/mail/").status_code == 200


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.OPERATOR_STAFF, Role.VOLUNTEER])
def test_nobody_else_sees_it(client, role):
    client.force_login(somebody("程子言", role))
    assert client.get("/desk/mail/").status_code == 404


def test_after_90_days_nobody_knows_of_it(morning):
    from requests_flow.ticking import forget_old_mails

    put_in(letter(precedence="bulk"))
    morning("2027-02-21 09:30")
    assert forget_old_mails() == 0
    morning("2027-02-23 09:30")
    assert forget_old_mails() == 1
