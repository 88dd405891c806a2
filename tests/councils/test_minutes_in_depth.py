"""Minutes in depth: the lint, corrections as new versions, the stamped scan; page, PDF and .docx say the same."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from pypdf import PdfReader

from councils import adopt, agenda, corrections, meeting_calendar, meetings, minutes, minutes_lint, papers, papers_docx
from councils.models import Attendance, Minutes
from councils.record import figures
from parkdesk.core import files
from parkdesk.core.flow import NotNow, NotYours
from parkdesk.core.models import CalendarDay
from tests.councils.meeting_cases import START, TOPIC
from tests.rounds import examples, undone

pytestmark = pytest.mark.django_db


def act_at(document, verb):
    return reverse("councils:minutes_act", args=[document.council.park.code, document.pk, verb])


# --- the lint -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "due", "says"),
    [
        ("尽快恢复客梯运行", "2026-12-11", "无法核查"),
        ("公示停梯记录；恢复东侧客梯运行", "2026-12-11", "不止一项"),
        ("恢复东侧客梯运行", "2026-11-27", "不晚于会议"),
        ("恢复东侧客梯运行", "2026-12-12", "非工作日"),
    ],
)
def test_the_lint_says_what_cannot_be_checked_where_and_how_it_is_mended(walk, text, due, says):
    meeting = walk.running()
    agenda.agree(walk.item(meeting), terms=adopt.Terms(text, walk.unit, date.fromisoformat(due)), by=walk.office)
    document = meetings.end(meeting, by=walk.office).minutes
    (found,) = minutes_lint.findings(Minutes.objects.get(pk=document.pk))
    assert says in found.what
    assert (found.order, found.where) == (1, text)
    assert found.how


def test_a_resolution_with_one_outcome_and_one_working_day_has_nothing_to_mend(walk):
    assert minutes_lint.findings(walk.ended().minutes) == []


def test_a_limit_on_a_make_up_saturday_is_a_working_day(walk):
    """10 October 2026 is a Saturday on which people work for the holiday before it."""
    day = date(2026, 10, 10)
    CalendarDay.objects.update_or_create(date=day, defaults={"kind": CalendarDay.Kind.MAKEUP})
    meeting = walk.running()
    meeting.starts_at = START.replace(month=9, day=1)
    meeting.save(update_fields=["starts_at"])
    terms = adopt.Terms("恢复东侧客梯运行", walk.unit, day)
    agenda.agree(walk.item(meeting), terms=terms, by=walk.office)
    assert minutes_lint.findings(meetings.end(meeting, by=walk.office).minutes) == []


def test_minutes_with_a_phone_number_do_not_go_round_until_it_is_out(walk):
    meeting = walk.running()
    walk.agree(walk.item(meeting))
    agenda.put_on_agenda(meeting, topic=agenda.Topic("大堂漏水", "", "请联系15400011201"), by=walk.office)
    agenda.conclude(meeting.items.get(order=2), result="noted", by=walk.office)
    document = meetings.end(meeting, by=walk.office).minutes
    with pytest.raises(NotNow):
        minutes.circulate(document, by=walk.office)
    meeting.items.filter(order=2).update(facts="")
    assert minutes.circulate(document, by=walk.office).state == Minutes.State.CIRCULATED


# --- corrections --------------------------------------------------------------------------------------
WRONG, RIGHT = "东侧客梯反复停运", "东侧客梯多次停运"


def asked(document, walk, passage=WRONG, replacement=RIGHT):
    return corrections.ask(document, passage=passage, replacement=replacement, reason="用词有误", by=walk.office)


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(walk, leader, client):
    document = walk.issued(leader)
    old = (document.record, document.record_sha256)
    asked(document, walk)
    document = corrections.make(document, by=leader)
    assert (document.version, document.number) == (2, 1)
    kept = document.versions.get()
    assert (kept.record, kept.record_sha256) == old
    assert minutes.is_untouched(document)
    page = client.get(document.get_absolute_url()).content.decode()
    assert RIGHT in page
    before = client.get(reverse("councils:minutes_version", args=[walk.council.park.code, document.pk, 1]))
    assert WRONG in before.content.decode()
    assert "用词有误" in before.content.decode()


def test_a_corrected_title_is_the_title_everywhere(walk, leader, client):
    document = walk.issued(leader)
    wrong = document.title[:4]
    walk.at("2026-12-08 10:00")
    corrections.ask(document, passage=wrong, replacement="更正后的", reason="标题有误", by=walk.office)
    corrections.make(document, by=leader)
    document = Minutes.objects.get(pk=document.pk)
    assert document.title.startswith("更正后的")
    feed = client.get(reverse("council_feed", args=[walk.council.park.code])).content.decode()
    assert document.title in feed
    assert "<updated>2026-12-08T" in feed
    archive = client.get(reverse("councils:archive", args=[walk.council.park.code])).content.decode()
    assert "更正后的" in archive


def test_no_personal_data_comes_in_by_a_correction(walk, leader):
    document = walk.issued(leader)
    with pytest.raises(NotNow):
        corrections.ask(document, passage=WRONG, replacement="请致电 15473912846", reason="补充电话", by=walk.office)
    assert not document.corrections.exists()


def test_only_the_version_that_stands_is_corrected_and_one_at_a_time(walk, leader):
    document = walk.issued(leader)
    asked(document, walk)
    with pytest.raises(NotNow):
        asked(document, walk)
    document = corrections.make(document, by=leader)
    with pytest.raises(NotNow):
        corrections.make(document, by=leader)
    asked(document, walk, RIGHT, "东侧客梯停运")
    assert corrections.make(document, by=leader).version == 3


def test_neither_figures_nor_what_was_agreed_are_corrected(walk, leader):
    document = walk.issued(leader)
    for passage in ("恢复东侧客梯运行", walk.seats[0].person.name, "没有这句话"):
        with pytest.raises(NotNow):
            asked(document, walk, passage)


def test_the_office_asks_and_the_community_leader_decides(walk, leader, mass_member):
    document = walk.issued(leader)
    with pytest.raises(NotYours):
        corrections.ask(document, passage=WRONG, replacement=RIGHT, reason="错", by=mass_member)
    asked(document, walk)
    with pytest.raises(NotYours):
        corrections.make(document, by=walk.office)
    corrections.leave(document, reason="原文无误", by=leader)
    assert Minutes.objects.get().version == 1
    assert not document.corrections.filter(is_made=True).exists()


def test_drafts_are_mended_and_not_corrected(walk):
    with pytest.raises(NotNow):
        asked(walk.circulated(), walk)


WORDS = some.lists(some.sampled_from(["客梯", "停运", "维修", "资金", "3号楼", "没有"]), min_size=1, max_size=4)


@pytest.fixture
def issued(walk, leader):
    return walk.issued(leader)


@given(passages=WORDS)
@examples(8, 60)
def test_every_version_keeps_the_figures_of_the_database(walk, leader, issued, passages):
    """Invariants 11 and 13: whatever is corrected, figures stay, and no record changes without a new version."""
    with undone():
        made, seen = 0, {}
        for number, passage in enumerate(passages):
            document = Minutes.objects.get(pk=issued.pk)
            seen[document.version] = document.record
            try:
                asked(document, walk, passage, f"〔{number}〕")
            except NotNow:
                continue
            made += 1
            corrections.make(document, by=leader)
        document = Minutes.objects.get(pk=issued.pk)
        seen[document.version] = document.record
        assert document.version == made + 1
        assert {one.version: one.record for one in document.versions.all()} == {
            version: record for version, record in seen.items() if version < document.version
        }
        rows = document.meeting.attendances
        for record in seen.values():
            assert figures(json.loads(record))["present"] == rows.filter(kind=Attendance.Kind.PRESENT).count()
            assert figures(json.loads(record))["called"] == rows.members().count()
            assert figures(json.loads(record))["resolutions"] == 1


# --- the papers ---------------------------------------------------------------------------------------
def test_pdf_and_docx_carry_the_figures_of_the_database(walk, leader):
    document = walk.issued(leader, present=7)
    names = list(document.meeting.attendances.present().values_list("representative__person__name", flat=True))
    assert len(names) == 7
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(papers.pdf_of(document))).pages)
    docx = "".join(one.text for one in Document(io.BytesIO(papers_docx.docx_of(document))).paragraphs)
    for text in ("".join(pdf.split()), "".join(docx.split())):
        assert "应到8席，实到7席" in text
        assert all(name in text for name in names)
        assert "〔2026〕1号" in text
        assert TOPIC.title in text


def _photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(kept, "JPEG")
    return SimpleUploadedFile("scan.jpg", kept.getvalue(), "image/jpeg")


def test_the_stamped_scan_is_attached_for_those_inside(walk, leader, as_):
    document = walk.issued(leader)
    client = as_(walk.office)
    assert client.get(act_at(document, "attach_scan")).status_code == 200
    answer = client.post(act_at(document, "attach_scan"), {"photo": _photo(), "key": "k"})
    assert answer.status_code == 302
    assert files.of(document).count() == 1
    assert "盖章扫描件" in client.get(document.get_absolute_url()).content.decode()
    client.logout()
    assert "盖章扫描件" not in client.get(document.get_absolute_url()).content.decode()


def test_without_a_file_nothing_is_attached(walk, leader):
    document = walk.issued(leader)
    with pytest.raises(NotNow):
        corrections.attach_scan(document, pictures=[], by=walk.office)


# --- the calendar -------------------------------------------------------------------------------------
def test_a_meeting_keeps_its_uid_and_is_cancelled_and_never_deleted(walk, as_):
    meeting = walk.called()
    address = reverse("councils:meeting_ics", args=[walk.council.park.code, meeting.pk])
    first = as_(walk.seats[0].person).get(address).content.decode()
    assert "STATUS:CONFIRMED" in first
    assert "SEQUENCE:0" in first
    meeting = meetings.cancel(meeting, reason="台风", by=walk.office)
    last = as_(walk.seats[0].person).get(address).content.decode()
    assert "STATUS:CANCELLED" in last
    assert "SEQUENCE:1" in last
    uid = next(line for line in first.splitlines() if line.startswith("UID:"))
    assert uid in last
    assert meeting_calendar.event(meeting).uid in uid
