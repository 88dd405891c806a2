"""Minutes: drafted when the meeting ends, gone round, countersigned by two parties, issued with the next number."""

import json
from datetime import date

import pytest

from councils import adopt, agenda, meetings, minutes, sheet
from councils.models import Countersignature, Meeting, Minutes, Resolution
from councils.record import digest, figures, record_of
from councils.sheet import plain
from parkdesk.core import append_only, trail
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import Entry


def test_minutes_are_drafted_in_the_transaction_that_ends_the_meeting(walk):
    meeting = walk.ended()
    assert meeting.minutes.state == Minutes.State.DRAFT
    assert meeting.minutes.title == "关于3号楼东侧客梯反复停运及维修资金来源的会议纪要"


def test_minutes_with_an_item_that_has_no_result_do_not_go_round(walk):
    meeting = walk.running()
    walk.agree(walk.item(meeting))
    agenda.put_on_agenda(meeting, topic=agenda.Topic("大堂漏水"), by=walk.office)
    meeting = meetings.end(meeting, by=walk.office)
    with pytest.raises(NotNow) as refusal:
        minutes.circulate(meeting.minutes, by=walk.office)
    assert "大堂漏水" in refusal.value.reason
    assert meeting.minutes.state == Minutes.State.DRAFT


def test_an_item_that_says_agreed_needs_something_that_was_agreed(walk):
    meeting = walk.running()
    agenda.conclude(walk.item(meeting), result="decided", by=walk.office)
    meeting = meetings.end(meeting, by=walk.office)
    with pytest.raises(NotNow):
        minutes.circulate(meeting.minutes, by=walk.office)
    walk.agree(walk.item(meeting))
    assert minutes.circulate(meeting.minutes, by=walk.office).state == Minutes.State.CIRCULATED


def test_what_was_struck_out_does_not_hold_up_what_was_written_down_after_it(walk):
    meeting = walk.running()
    item = walk.item(meeting)
    agenda.drop(item, resolution=walk.agree(item, text="写错了"), by=walk.office)
    walk.agree(item)
    meeting = meetings.end(meeting, by=walk.office)
    assert minutes.circulate(meeting.minutes, by=walk.office).state == Minutes.State.CIRCULATED


def test_after_they_went_round_no_result_is_changed(walk):
    document = walk.circulated()
    with pytest.raises(NotNow):
        agenda.conclude(walk.item(document.meeting), result="deferred", by=walk.office)


def test_who_was_not_there_does_not_object(walk):
    document = walk.circulated(present=7)
    with pytest.raises(NotYours):
        minutes.object_to(document, passage="恢复东侧客梯运行", objection="漏了物业", by=walk.seats[7].person)


def test_an_objection_names_a_passage_that_stands_there(walk):
    document = walk.circulated()
    with pytest.raises(NotNow):
        minutes.object_to(document, passage="费用由租户承担", objection="没有说过", by=walk.seats[3].person)
    made = minutes.object_to(document, passage="恢复东侧客梯运行", objection="漏了物业", by=walk.seats[3].person)
    assert made.representative == walk.seats[3]


def test_an_open_objection_holds_the_minutes_up_until_it_is_answered(walk):
    document = walk.circulated()
    made = minutes.object_to(document, passage="恢复东侧客梯运行", objection="漏了物业", by=walk.seats[3].person)
    walk.at("2026-12-01 17:30")
    with pytest.raises(NotNow):
        minutes.approve(document, by=CLOCK)
    minutes.answer(made, answer="物业是配合单位，另行记录", is_upheld=False, by=walk.office)
    assert minutes.approve(document, by=CLOCK).state == Minutes.State.APPROVED


def test_an_objection_that_is_right_sends_the_minutes_round_once_more(walk):
    document = walk.circulated()
    made = minutes.object_to(document, passage="恢复东侧客梯运行", objection="漏了物业", by=walk.seats[3].person)
    document = minutes.answer(made, answer="已补", is_upheld=True, by=walk.office)
    assert (document.state, document.record) == (Minutes.State.DRAFT, "")
    assert minutes.circulate(document, by=walk.office).window_ends_at is not None


def test_nobody_objects_after_the_window(walk):
    document = walk.circulated()
    walk.at("2026-12-01 17:30")
    with pytest.raises(NotNow):
        minutes.object_to(document, passage="恢复东侧客梯运行", objection="漏了物业", by=walk.seats[3].person)


def test_the_window_is_two_working_days(walk):
    document = walk.circulated()
    walk.at("2026-12-01 17:29")
    with pytest.raises(NotNow):
        minutes.approve(document, by=walk.office)


def test_one_party_alone_does_not_sign_twice(walk):
    document = minutes.countersign(walk.approved(), by=walk.seats[2].person)
    with pytest.raises(NotNow):
        minutes.countersign(document, by=walk.seats[3].person)
    assert document.state == Minutes.State.APPROVED
    assert minutes.countersign(document, by=walk.seats[1].person).state == Minutes.State.SIGNED


def test_who_was_not_there_does_not_countersign(walk):
    document = walk.approved(present=7)
    for somebody in (walk.seats[7].person, walk.office):
        with pytest.raises(NotYours):
            minutes.countersign(document, by=somebody)


def test_who_does_not_issue_is_told_so_before_the_text_is_looked_at(walk, clerk):
    document = walk.signed()
    Minutes.objects.update(record="{}")
    with pytest.raises(NotYours):
        minutes.issue(document, by=clerk)


def test_a_countersignature_says_which_text_it_signed(walk):
    document = walk.signed()
    assert {one.signed_sha256 for one in document.countersignatures.all()} == {document.record_sha256}
    assert Countersignature._meta.db_table in append_only.tables()


def test_only_the_community_leader_issues(walk, clerk):
    document = walk.signed()
    for somebody in (clerk, walk.office, walk.seats[2].person):
        with pytest.raises(NotYours):
            minutes.issue(document, by=somebody)
    assert not Minutes.objects.issued().exists()


def test_minutes_are_issued_with_the_first_number_and_the_meeting_is_minuted(walk, leader):
    document = walk.issued(leader)
    assert (document.state, document.reference) == (Minutes.State.ISSUED, "〔2026〕1号")
    assert Meeting.objects.get(pk=document.meeting_id).state == Meeting.State.MINUTED
    assert minutes.is_untouched(document)


def test_what_was_agreed_takes_force_with_its_number_when_the_minutes_are_issued(walk, leader):
    document = walk.issued(leader)
    resolution = Resolution.objects.get()
    assert (resolution.state, resolution.reference) == (Resolution.State.IN_FORCE, "〔2026〕1号")
    assert resolution.agenda_item.meeting_id == document.meeting_id


def test_the_checksum_is_that_of_the_record_and_stands_in_the_trail(walk, leader):
    document = walk.issued(leader)
    assert digest(document.record) == document.record_sha256
    entry = Entry.objects.get(verb="councils.minutes.issue")
    assert entry.facts["record_sha256"] == document.record_sha256
    assert "秦安和" not in entry.canonical


def test_a_record_that_was_touched_is_not_issued(walk, leader):
    document = walk.signed()
    Minutes.objects.filter(pk=document.pk).update(record=document.record.replace("恢复", "停止"))
    with pytest.raises(NotNow):
        minutes.issue(document, by=leader)


def test_the_figures_of_issued_minutes_are_those_of_the_database(walk, leader):
    document = walk.issued(leader, present=7)
    issued = json.loads(document.record)
    assert figures(issued) == figures(json.loads(record_of(document)))
    assert {**issued, "issued": None} == {**json.loads(record_of(document)), "issued": None}


def test_the_document_says_who_when_where_what_and_by_when(walk, leader):
    text = plain(minutes.html(walk.issued(leader, present=7), "zh-hans"))
    for words in (
        "启明里国际中心园治会会议纪要",
        "〔2026〕1号",
        "2026年11月27日14:00至15:30",
        "党群服务中心二楼议事厅",
        "公示停梯记录和检测结论",
        "恒光启园区运营",
        "2026年12月11日",
        "缺席：万书溪",
        "2026年12月1日印发",
    ):
        assert words in text, words


def test_the_english_document_marks_what_exists_in_chinese_only(walk, leader):
    document = minutes.html(walk.issued(leader), "en")
    assert "Publish the records of the stops" in document
    assert '<span lang="zh-Hans">秦安和</span>' in document
    assert "Issued 1 December 2026" in document


def test_what_somebody_typed_is_no_markup(walk):
    meeting = walk.running()
    walk.agree(walk.item(meeting), text="<script>alert(1)</script> 100% {0} %(unit)s")
    document = meetings.end(meeting, by=walk.office).minutes
    assert "<script>" not in minutes.html(document, "zh-hans")
    assert "100% {0} %(unit)s" in plain(minutes.html(document, "zh-hans"))


def test_a_proposal_that_is_done_is_its_proposers(walk, volunteer):
    terms = adopt.Terms("车库照明改感应", walk.unit, date(2026, 12, 11))
    made = adopt.adopt(walk.council, terms, proposer=volunteer, by=walk.office)
    made = adopt.fulfil(adopt.take_force(made, by=CLOCK), by=CLOCK)
    entry = Entry.objects.get(verb="councils.resolution.fulfil")
    assert entry.beneficiaries == [volunteer.pk]
    assert list(trail.verify()) == []


# --- the title on paper ---------------------------------------------------------------------------------
@pytest.mark.parametrize("length", range(1, 90))
def test_no_line_of_a_title_stands_alone_with_one_character(length):
    title = "关于园区事项的会议纪要"[: length % 11 or 11].ljust(length, "事")
    lines = sheet.in_lines(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= sheet.TITLE_LINE
    assert min(map(len, lines)) > 1 or length == 1


def test_a_title_in_english_breaks_between_words():
    title = "Minutes of the third quarter and of the gate in the morning rush"
    assert sheet.in_lines(title) == [title]
