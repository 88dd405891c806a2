"""The page of minutes, its PDF, and the register of resolutions."""

import io
import re
import zlib

import docx
import pypdfium2
import pytest
from django.urls import reverse

from councils import adopt, meetings, minutes, papers, seating, waits
from councils.models import Minutes, Resolution
from councils.sheet import plain
from parkdesk.core import notices, outbox, pdf
from parkdesk.core.flow import NotYours
from parkdesk.core.models import Notice
from tests.factories import a_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, walk):
    def open_as(person, thing, data=None):
        address = thing if isinstance(thing, str) else thing.get_absolute_url()
        if person is None:
            client.logout()
        else:
            client.force_login(person)
        return client.get(address) if data is None else client.post(address, data)

    return open_as


def at(document, verb):
    return reverse("councils:minutes_act", args=[document.council.park.code, document.pk, verb])


def register(council):
    return reverse("councils:resolutions", args=[council.park.code])


def _text(content):
    with pypdfium2.PdfDocument(content) as document:
        return "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in document)


def _inflated(content):
    """All streams of a PDF, unpacked; one whose last byte looks like the end of a line has lost it here."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


# --- the page -----------------------------------------------------------------------------------------
def test_a_draft_is_read_inside_and_unknown_outside(page, walk, outsider):
    document = walk.ended().minutes
    assert page(walk.seats[0].person, document).status_code == 200
    for somebody in (None, outsider):
        assert page(somebody, document).status_code == 404


def test_a_draft_names_what_holds_it_up(page, walk):
    document = meetings.end(walk.running(), by=walk.office).minutes
    text = page(walk.office, document).content.decode()
    assert "送出征求意见前，请先补齐" in text
    assert page(walk.office, at(document, "circulate"), {"key": "c"}).status_code == 409


def test_the_way_from_the_draft_to_the_number_is_walked_by_its_pages(page, walk, leader):
    document = walk.ended().minutes
    assert page(walk.office, at(document, "circulate")).status_code == 200
    page(walk.office, at(document, "circulate"), {"key": "c"})
    said = {"passage": "恢复东侧客梯运行", "objection": "漏了物业", "key": "o"}
    page(walk.seats[3].person, at(document, "object"), said)
    made = document.objections.get()
    assert "漏了物业" in page(walk.office, document).content.decode()
    page(walk.office, at(document, "answer"), {"objection": made.pk, "is_upheld": "no", "answer": "已核", "key": "a"})
    walk.at("2026-12-01 17:30")
    page(walk.office, at(document, "approve"), {"key": "p"})
    for seat in (walk.seats[0], walk.seats[2]):
        page(seat.person, at(document, "countersign"), {"key": "s"})
    page(leader, at(document, "issue"), {"key": "i"})
    assert Minutes.objects.get().reference == "〔2026〕1号"


def test_whose_party_has_signed_is_not_asked_to_countersign_again(page, walk):
    document = walk.approved(present=7)
    signer, of_the_same_party, of_another, away = (walk.seats[place].person for place in (2, 3, 0, 7))
    page(signer, at(document, "countersign"), {"key": "s"})
    for person, is_asked in ((signer, False), (of_the_same_party, False), (of_another, True), (away, False)):
        assert (at(document, "countersign") in page(person, document).content.decode()) is is_asked
        assert bool(waits.of(person)) is is_asked


def test_an_english_reader_finds_minutes_by_their_english_title(page, walk, leader):
    document = walk.issued(leader)
    council = f"/en{walk.council.get_absolute_url()}"
    title = "Minutes: The east lift of building 3 stops again and again"
    for address in (council, f"/en{document.get_absolute_url()}"):
        assert title in page(None, address).content.decode()
    assert document.title not in page(None, council).content.decode()


def test_an_english_reader_gets_the_messages_about_minutes_in_english(walk, leader, operator_person):
    type(leader).objects.update(language="en")
    document = walk.issued(leader)
    outbox.drain()
    told = Notice.objects.filter(channel="in_app")
    for verb in ("minutes.circulate", "minutes.approve", "minutes.sign", "minutes.issue"):
        said = notices.words(told.filter(entry__verb=f"councils.{verb}").first())
        assert document.title_en in said.body, verb
        assert document.title not in said.body, verb
    ordered = told.get(entry__verb="councils.resolution.take_force", recipient=f"person:{operator_person.pk}")
    assert "Publish the records of the stops" in notices.words(ordered).body


def test_title_and_copies_are_written_by_hand(page, walk):
    document = walk.ended().minutes
    page(walk.office, at(document, "frame"), {"heading": "关于客梯的会议纪要", "copy_to": "仓前街道", "key": "f"})
    assert "仓前街道" in page(walk.office, document).content.decode()


def test_issued_minutes_are_read_by_everybody_without_who_signed(page, walk, leader):
    document = walk.issued(leader)
    text = page(None, document).content.decode()
    assert "〔2026〕1号" in text
    assert "会签" not in text
    assert document.record_sha256 in text


def test_the_page_says_when_its_text_was_touched(page, walk, leader):
    document = walk.issued(leader)
    assert "与存档正文一致" in page(None, document).content.decode()
    Minutes.objects.filter(pk=document.pk).update(record=document.record.replace("恢复", "停止"))
    assert "与存档正文一致" not in page(None, document).content.decode()


def test_a_visitor_acts_on_nothing(page, walk):
    document = walk.circulated()
    assert page(None, at(document, "object")).status_code == 302


# --- the PDF ------------------------------------------------------------------------------------------
def test_the_pdf_says_what_the_page_says_and_carries_the_checksum(typesetter, page, walk, leader):
    document = walk.issued(leader)
    content = b"".join(page(None, document.get_pdf_url()).streaming_content)
    text = _text(content)
    printed = ("启明里国际中心园治会会议纪要", "〔2026〕1号", "公示停梯记录和检测结论", "2026年12月1日印发")
    for words in (*printed, document.record_sha256):
        assert words in text, words


def test_the_pdf_is_made_once_and_kept(typesetter, walk, leader):
    document = walk.issued(leader)
    first = papers.file_of(document).read()
    kept = Minutes.objects.get()
    assert papers.file_of(kept).read() == first
    assert kept.pdf_sha256


def test_the_pdf_is_an_archive_with_its_fonts_within_and_tags(typesetter, walk, leader):
    content = papers.pdf_of(walk.issued(leader))
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in _inflated(content)
    with pypdfium2.PdfDocument(content) as document:
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
        fonts = {
            pypdfium2.raw.FPDFFont_GetIsEmbedded(pypdfium2.raw.FPDFTextObj_GetFont(one.raw))
            for sheet in document
            for one in sheet.get_objects()
            if one.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        }
    assert fonts == {1}


def test_the_type_area_holds_22_lines_of_28_characters(typesetter, walk, leader):
    with pypdfium2.PdfDocument(papers.pdf_of(walk.issued(leader))) as document:
        assert [round(side) for side in document[0].get_size()] == [595, 842]
        head = document[0].render(scale=1).to_pil().convert("RGB")
        assert any(
            red > 150 and green < 60 for red, green, _blue in head.crop((80, 200, 520, 300)).get_flattened_data()
        )


def test_a_draft_is_printed_for_those_inside_and_says_that_it_is_one(typesetter, page, walk):
    document = walk.ended().minutes
    answer = page(walk.office, document.get_pdf_url())
    assert "草稿" in _text(answer.content)
    assert page(None, document.get_pdf_url()).status_code == 404


def test_a_machine_without_the_libraries_issues_all_the_same(page, walk, leader, monkeypatch):
    def is_missing(*_args, **_facts):
        raise pdf.Missing

    monkeypatch.setattr(pdf, "render", is_missing)
    document = walk.issued(leader)
    answer = page(None, document.get_pdf_url())
    assert (answer.status_code, document.number) == (503, 1)
    assert "apt install" in answer.content.decode()


def test_the_office_gets_a_text_document_with_the_same_words(page, walk, leader):
    document = walk.issued(leader, present=7)
    address = reverse("councils:minutes_docx", args=[walk.council.park.code, document.pk])
    paper = docx.Document(io.BytesIO(page(walk.office, address).content))
    said = "".join("".join(one.text.split()) for one in paper.paragraphs)
    assert said == "".join(plain(minutes.html(document, "zh-hans")).split())
    assert [round(side.mm) for side in (paper.sections[0].top_margin, paper.sections[0].left_margin)] == [37, 28]
    assert page(None, address).status_code == 302


# --- the register -------------------------------------------------------------------------------------
def test_the_register_shows_what_is_in_force_to_everybody(page, walk, leader):
    assert "公示停梯记录" not in page(None, register(walk.council)).content.decode()
    walk.issued(leader)
    text = page(None, register(walk.council)).content.decode()
    assert "公示停梯记录和检测结论" in text
    assert "确认完成" not in text


def test_the_office_says_that_it_is_done(page, walk, leader, clerk):
    walk.issued(leader)
    made = Resolution.objects.get()
    address = reverse("councils:resolution_act", args=[walk.council.park.code, made.pk, "fulfil"])
    page(clerk, address, {"note": "现场看过", "key": "f"})
    assert Resolution.objects.get().state == Resolution.State.FULFILLED
    assert "公示停梯记录" in page(None, register(walk.council) + "?show=done").content.decode()


def test_who_carries_it_out_does_not_say_that_it_is_done(walk, leader, operator_person):
    walk.issued(leader)
    with pytest.raises(NotYours):
        adopt.fulfil(Resolution.objects.get(), by=operator_person)


def test_who_sits_in_the_council_does_not_say_that_it_is_done(walk, leader, clerk, party_supervisor):
    """Decisions 40, whatever else they are."""
    walk.issued(leader)
    seating.seat(walk.council, "mass_org", clerk, term=a_term(), by=party_supervisor)
    with pytest.raises(NotYours):
        adopt.fulfil(Resolution.objects.get(), by=clerk)


def test_a_resolution_is_overdue_the_day_after(walk, leader):
    walk.issued(leader)
    walk.at("2026-12-11 17:00")
    assert not Resolution.objects.overdue().exists()
    walk.at("2026-12-12 09:00")
    assert Resolution.objects.overdue().get().light.is_overdue


# --- countersigning -----------------------------------------------------------------------------------
def countersign_sheet(document):
    return reverse("councils:countersign_sheet", args=[document.council.park.code, document.pk])


def test_the_page_says_which_party_has_signed_and_which_has_still_to(page, walk):
    document = walk.approved(present=7)
    minutes.countersign(document, by=walk.seats[0].person)
    text = page(walk.seats[2].person, document.get_absolute_url()).content.decode()
    assert "须有2方会签，已会签1方。" in text
    assert text.count("尚未会签") == len({one.party for one in walk.seats[:7]}) - 1
    assert "须有2方会签" not in page(None, document.get_absolute_url()).content.decode()


def test_the_sheet_for_the_pen_names_the_parties_that_were_there_and_who_signed_online(page, walk):
    document = walk.approved(present=7)
    minutes.countersign(document, by=walk.seats[0].person)
    said = _text(page(walk.office, countersign_sheet(document)).content)
    assert "".join(f"{walk.seats[0].person}（线上会签）".split()) in said
    assert str(walk.seats[2].person) in said
    assert str(walk.seats[7].person) not in said


def test_there_is_no_sheet_to_sign_before_the_window_is_over_nor_for_strangers(page, walk, outsider):
    document = walk.circulated()
    assert page(walk.office, countersign_sheet(document)).status_code == 404
    walk.at("2026-12-01 17:30")
    document = minutes.approve(document, by=walk.office)
    assert page(outsider, countersign_sheet(document)).status_code in (403, 404)
    assert page(None, countersign_sheet(document)).status_code == 302
