"""The pages of a meeting: who runs it presses, who sits in the council reads, nobody else knows of it."""

import pytest
from django.urls import reverse
from django.utils import translation

from councils import agenda, attendance, meetings
from councils.forms.case_votes import CarryForm
from councils.models import AgendaItem, Meeting, Resolution
from enterprises.models import Unit
from parkdesk.core.flow import open_steps
from parkdesk.core.models import Entry
from tests.councils.meeting_cases import PLACE, START
from tests.councils.voting import in_discussion

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, walk):
    """`page(person, thing_or_address)` opens it as that person."""

    def open_as(person, thing, data=None):
        address = thing if isinstance(thing, str) else thing.get_absolute_url()
        if person is None:
            client.logout()
        else:
            client.force_login(person)
        return client.get(address) if data is None else client.post(address, data)

    return open_as


def at(meeting, verb):
    return reverse("councils:meeting_act", args=[meeting.council.park.code, meeting.pk, verb])


def under(item, verb):
    meeting = item.meeting
    return reverse("councils:item_act", args=[meeting.council.park.code, meeting.pk, item.order, verb])


def test_the_office_prepares_a_meeting_and_goes_on_to_its_agenda(page, walk):
    address = reverse("councils:meeting_new", args=[walk.council.park.code])
    said = {"kind": "joint", "mode": "on_site", "starts_at": "2026-11-27T14:00", "place": PLACE}
    assert page(walk.office, address).status_code == 200
    answer = page(walk.office, address, said)
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert meeting.starts_at.isoformat() == "2026-11-27T06:00:00+00:00"
    assert "还没有议题" in page(walk.office, meeting).content.decode()


def test_an_item_and_what_is_known_of_it_are_read_in_both_languages(page, walk):
    meeting = walk.draft()
    said = {"item": "大堂漏水", "item_en": "Leak in the lobby", "facts_known": "三次", "facts_known_en": "Three times"}
    page(walk.office, at(meeting, "put"), said | {"key": "p"})
    for prefix, words in (("", ("大堂漏水", "三次")), ("/en", ("Leak in the lobby", "Three times"))):
        shown = page(walk.office, f"{prefix}{meeting.get_absolute_url()}").content.decode()
        assert all(word in shown for word in words)


def test_a_member_who_does_not_preside_prepares_nothing(page, walk):
    address = reverse("councils:meeting_new", args=[walk.council.park.code])
    assert page(walk.seats[7].person, address).status_code == 403


def test_who_is_not_of_the_council_does_not_know_of_its_meetings(page, walk, outsider, enterprise_person):
    meeting = walk.called()
    assert page(outsider, meeting).status_code == 404
    assert page(enterprise_person, meeting).status_code == 404
    assert page(None, meeting).status_code == 302


def test_a_member_reads_the_agenda_and_has_no_buttons(page, walk):
    text = page(walk.seats[7].person, walk.called()).content.decode()
    assert "3号楼东侧客梯反复停运" in text
    assert "移出议程" not in text
    assert "发会议通知" not in text


def test_a_draft_says_why_it_cannot_be_called_yet(page, walk):
    meeting = meetings.prepare(walk.council, meetings.Call(START, PLACE), by=walk.office)
    assert "请先列入至少一个议题" in page(walk.office, meeting).content.decode()


def test_the_whole_meeting_is_run_by_its_pages(page, walk):
    meeting = walk.draft()
    assert page(walk.office, at(meeting, "convene")).status_code == 200
    page(walk.office, at(meeting, "convene"), {"key": "c"})
    walk.at("2026-11-27 14:00")
    for seat in walk.seats[:7]:
        page(walk.office, at(meeting, "arrive"), {"key": f"a{seat.pk}", "seat": seat.pk})
    page(walk.office, at(meeting, "excuse"), {"key": "e", "seat": walk.seats[7].pk})
    page(walk.office, at(meeting, "accompany"), {"key": "g", "guest": "物业朗航王工"})
    assert "达到法定人数" in page(walk.office, meeting).content.decode()
    page(walk.office, at(meeting, "open"), {"key": "o"})
    item = meeting.items.get()
    terms = {"text": "公示停梯记录", "unit": walk.unit.pk, "due_on": "2026-12-11"}
    assert page(walk.office, under(item, "agree")).status_code == 200
    assert page(walk.office, under(item, "agree"), terms | {"key": "t"}).status_code == 302
    page(walk.office, at(meeting, "end"), {"key": "x"})
    meeting = Meeting.objects.get()
    assert meeting.state == Meeting.State.ENDED
    assert meeting.items.get().result == AgendaItem.Result.DECIDED
    assert Resolution.objects.get().text == "公示停梯记录"
    assert "看纪要" in page(walk.office, meeting).content.decode()


def test_the_form_that_moves_a_meeting_keeps_what_is_not_changed(page, walk):
    meeting = walk.called(place_en="Council room")
    form = page(walk.office, at(meeting, "reschedule")).context["form"]
    said = {name: form[name].value() or "" for name in ("place", "place_en", "link")}
    said |= {"starts_at": "2026-12-01T14:00", "place": "三楼", "reason": "台风", "key": "r"}
    page(walk.office, at(meeting, "reschedule"), said)
    moved = Meeting.objects.get()
    assert (moved.starts_at.isoformat(), moved.place, moved.place_en) == (
        "2026-12-01T06:00:00+00:00", "三楼", "Council room",
    )  # fmt: skip


def test_two_presses_of_one_button_are_one_arrival(page, walk):
    meeting = walk.called()
    walk.at("2026-11-27 13:55")
    for _press in range(2):
        page(walk.office, at(meeting, "arrive"), {"key": "same", "seat": walk.seats[0].pk})
    assert Entry.objects.filter(verb="councils.meeting.arrive").count() == 1


def test_somebody_without_a_seat_cannot_be_noted_as_there(page, walk, outsider):
    meeting = walk.called()
    seat = outsider.council_seats.get()
    assert page(walk.office, at(meeting, "arrive"), {"key": "a", "seat": seat.pk}).status_code == 200
    assert not meeting.attendances.here().exists()


def test_the_form_of_what_was_agreed_warns_of_words_that_cannot_be_checked(page, walk):
    item = walk.item(walk.running())
    text = page(walk.office, under(item, "agree"), {"text": "尽快研究", "key": "t"}).content.decode()
    assert "无法核查" in text
    assert "尽快研究" in text


def test_what_cannot_be_checked_is_written_down_with_a_warning(page, walk, client):
    item = walk.item(walk.running())
    terms = {"text": "尽快修复客梯", "unit": walk.unit.pk, "due_on": "2026-12-11", "key": "t"}
    answer = page(walk.office, under(item, "agree"), terms)
    assert answer.status_code == 302
    assert "无法核查" in client.get(answer.url).content.decode()
    assert Resolution.objects.exists()


def test_cases_and_units_are_offered_in_the_readers_language(page, walk):
    case = in_discussion(walk.council, walk.office, title_en="Replace or repair the east lift")
    Unit.objects.filter(pk=walk.unit.pk).update(name_en="Hengguang Operations")
    address = f"/en{at(walk.draft(), 'put')}"
    assert f"{case.reference} Replace or repair the east lift" in page(walk.office, address).content.decode()
    with translation.override("en"):
        form = CarryForm(case=case, by=walk.office, seat=None)
    for name in ("unit", "supporting"):
        with translation.override("en"):
            assert "Hengguang Operations" in str(form[name]), name


def test_what_was_entered_by_mistake_is_struck_out(page, walk):
    item = walk.item(walk.running())
    made = agenda.agree(item, terms=walk.terms("写错了"), by=walk.office)
    page(walk.office, under(item, "drop"), {"resolution": made.pk, "key": "d"})
    assert Resolution.objects.get().state == Resolution.State.DROPPED


def test_closing_a_meeting_twice_says_that_it_is_closed(page, walk):
    meeting = walk.ended()
    answer = page(walk.office, at(meeting, "end"), {"key": "again"})
    assert answer.status_code == 409


def test_a_member_who_goes_out_can_come_back(page, walk):
    meeting = walk.running()
    attendance.leave(meeting, walk.seats[0], by=walk.office)
    text = page(walk.office, meeting).content.decode()
    assert "已离开" in text


def test_the_page_of_a_council_shows_its_meetings_to_its_members_alone(page, walk):
    meeting = walk.called()
    address = walk.council.get_absolute_url()
    assert meeting.get_absolute_url() in page(walk.seats[0].person, address).content.decode()
    assert meeting.get_absolute_url() not in page(None, address).content.decode()


def test_the_page_of_a_meeting_asks_few_questions(page, walk, django_assert_max_num_queries):
    meeting = walk.running()
    page(walk.office, meeting)
    with django_assert_max_num_queries(15):
        page(walk.office, meeting)


def test_a_member_is_asked_once_whether_they_preside(walk, django_assert_max_num_queries):
    """Ten steps of a meeting are open to whoever presides; a plain member's page does not ask ten times."""
    meeting, member = walk.called(), walk.seats[7].person
    assert not open_steps(meeting, member)  # roles and council are read now
    with django_assert_max_num_queries(4):
        open_steps(meeting, member)
