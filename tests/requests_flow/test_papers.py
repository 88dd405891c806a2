"""Papers as PDF where a paper is meant: letters, copies, scans, attachments; from the public pictures alone."""

import io
from datetime import date

import docx
import pypdfium2
import pytest
from django.test import Client
from pypdf.generic import NameObject, TextStringObject

from parkdesk.core import files, form_sheet
from parkdesk.core.flow import advance
from parkdesk.core.models import Attachment
from requests_flow import documents, filing_paper, filings, mediating
from requests_flow.filings import Mandate
from requests_flow.filings import Paper as Taken
from requests_flow.models import Circular, CircularCopy, FilingPaper, RelatedDocument
from requests_flow.outreach import sending
from requests_flow.words import State
from tests.pdfs import sent_paper
from tests.requests_flow.conftest import link_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MANDATE = Mandate("代交营业执照变更材料", "余杭区市场监管局", date(2026, 12, 31))
SCAN = {"kind": "scan", "heading": "电梯检验报告", "key": "k"}
LISTED = ("授权委托书", "PDF · 2 页")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def need(a_need, enterprise):
    return a_need(State.IN_PROGRESS, enterprise=enterprise)


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def filing(need, manager):
    return filings.propose(need, MANDATE, by=manager)


@pytest.fixture
def authorised(filing):
    return advance(filing, "authorise", by=link_of(filing.need))


def page(filing, step=""):
    return f"/desk/needs/{filing.need.reference}/filing/{filing.pk}/" + step


def evil():
    def starts(writer):
        script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = type(writer.root_object)(script)

    return sent_paper(change=starts)


def lists_it(text):
    return all(words in text for words in LISTED) and "<img" not in text.partition("授权委托书")[2][:200]


# --- where a paper is meant --------------------------------------------------------------------------
def test_a_signed_letter_comes_as_pdf_and_is_taken_away_by_the_desk_alone(browser, filing):
    assert browser.post(page(filing, "attach_letter/"), {"key": "k", "photo": sent_paper(2)}).status_code == 302
    text = browser.get(page(filing)).content.decode()
    assert lists_it(text)
    (shown,) = files.shown(files.of(filing))
    answer = browser.get(shown.url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "授权委托书.pdf" not in Client().get(filing.get_tracking_url()).content.decode()


def test_a_copy_goes_along_with_a_paper_and_the_signed_receipt_with_its_return(browser, authorised):
    taken = {"name": "租赁合同", "form": "original", "sort": "ordinary", "count": 1, "key": "p", "photo": sent_paper(2)}
    assert browser.post(page(authorised, "papers/new/"), taken).status_code == 302
    one = FilingPaper.objects.get()
    back = {"returned_to": "乔行政", "key": "r", "photo": sent_paper(1, "签收凭证.pdf")}
    assert browser.post(page(authorised, f"papers/{one.pk}/return/"), back).status_code == 302
    assert [(scan.step, scan.is_public) for scan in files.of(one)] == [("receive", False), ("give_back", False)]
    text = browser.get(page(authorised)).content.decode()
    assert lists_it(text)
    assert "签收凭证" in text
    assert "签收凭证" not in Client().get(authorised.get_tracking_url()).content.decode()


def test_an_identity_paper_is_not_copied(browser, authorised):
    said = {"name": "身份证", "form": "original", "sort": "identity", "count": 1, "return_by": "2026-12-01", "key": "p"}
    form = browser.post(page(authorised, "papers/new/"), said | {"photo": sent_paper()}).context["form"]
    assert "photo" in form.errors
    assert not FilingPaper.objects.exists()


def test_papers_of_many_cost_one_query_more(authorised, manager, browser, django_assert_num_queries):
    papers = [filings.take_in(authorised, Taken(f"材料{number}", "copy"), by=manager) for number in range(5)]
    for one in papers:
        draft = files.store_paper(sent_paper())
        files.claim_drafts([str(draft.key)], one, "receive", is_public=False)
    with django_assert_num_queries(1):
        assert len(files.of_each(papers)) == 5


def test_a_related_document_is_a_pdf_and_the_enterprise_takes_it_away(client, browser, need):
    said = SCAN | {"photo": sent_paper(2), "is_public": "on"}
    assert browser.post(f"/desk/needs/{need.reference}/documents/new/", said).status_code == 302
    assert lists_it(browser.get(need.get_absolute_url()).content.decode())
    assert lists_it(Client().get(need.get_tracking_url()).content.decode())


def test_the_signed_record_of_a_mediation_comes_as_pdf(browser, need, manager):
    one = mediating.open_for(need, matter="装修噪声赔偿", applicant="甲公司", respondent="乙公司", by=manager)
    files.claim_drafts([str(files.store_paper(sent_paper(2)).key)], one, "attach", is_public=False)
    assert lists_it(browser.get(one.get_absolute_url()).content.decode())


def test_a_firm_takes_the_attachment_of_a_notice_away(browser, enterprise):
    said = {"title_zh": "消防演练", "text_zh": "请参加", "key": "n", "photo": sent_paper(2)}
    assert browser.post("/desk/notices/new/", said).status_code == 302
    notice = Circular.objects.get()
    assert lists_it(browser.get(notice.get_absolute_url()).content.decode())
    sending.send(notice, by=browser.get("/desk/").wsgi_request.user)
    link = CircularCopy.objects.get(enterprise=enterprise).get_link()
    assert lists_it(Client().get(link).content.decode())


# --- what is refused ---------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "answer"), [("", "脚本"), ("/en", "holds a script")])
def test_a_refused_pdf_keeps_what_was_typed_and_the_files_that_were_taken(browser, need, language, answer):
    said = SCAN | {"number": "杭检2026-8", "photo": [sent_paper(2), evil()]}
    reply = browser.post(f"{language}/desk/needs/{need.reference}/documents/new/", said)
    text = reply.content.decode()
    assert answer in text
    assert 'value="电梯检验报告"' in text
    assert 'value="杭检2026-8"' in text
    (kept,) = Attachment.objects.all()
    assert f'value="{kept.key}" checked' in text
    assert not RelatedDocument.objects.exists()
    again = SCAN | {"pictures": [str(kept.key)]}
    assert browser.post(f"/desk/needs/{need.reference}/documents/new/", again).status_code == 302
    assert files.of(RelatedDocument.objects.get()).get() == kept


def test_no_more_than_five_files_are_taken(browser, need):
    said = SCAN | {"photo": [sent_paper() for _number in range(6)]}
    form = browser.post(f"/desk/needs/{need.reference}/documents/new/", said).context["form"]
    assert "5" in str(form.errors["photo"])
    assert Attachment.objects.count() == 5


def test_from_the_public_pictures_alone_are_taken_and_no_paper_of_somebody_else(client, place_code, need):
    form = "/needs/new/?place=" + place_code.code
    said = {"text": "二楼大厅的灯坏了，晚上很暗。", "phone": "15400011201", "consent": "on"}
    assert "JPEG、PNG、WebP 或 GIF" in client.post(form, said | {"photo": sent_paper()}).content.decode()
    theirs = files.store_paper(sent_paper())
    reply = client.post(form, said | {"pictures": [str(theirs.key)]})
    assert str(theirs.key) not in reply.content.decode()
    theirs.refresh_from_db()
    assert theirs.subject_id is None


def test_a_document_that_was_taken_away_shows_no_paper_any_more(browser, need, manager):
    paper = documents.Paper("scan", "电梯检验报告")
    one = documents.attach(need, paper, pictures=[str(files.store_paper(sent_paper(2)).key)], by=manager)
    documents.remove(one, reason="挂错了", by=manager)
    assert "授权委托书" not in browser.get(need.get_absolute_url()).content.decode()


# --- letter and receipt as .docx ---------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["letter", "receipt"])
def test_letter_and_receipt_say_the_same_as_pdf_and_docx(typesetter, browser, authorised, manager, kind):
    filings.take_in(authorised, Taken("营业执照", "original", return_by=date(2026, 11, 30)), by=manager)
    sheet = {"letter": filing_paper.letter, "receipt": filing_paper.receipt}[kind](authorised)
    paper = docx.Document(io.BytesIO(browser.get(page(authorised, f"{kind}.docx")).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in paper.paragraphs), *cells])
    printed = pypdfium2.PdfDocument(browser.get(page(authorised, f"{kind}.pdf")).content)
    on_paper = "".join(one.get_textpage().get_text_bounded() for one in printed).replace("\r\n", "")
    for words in form_sheet.words_of(sheet):
        assert words in said, words
        assert words.replace(" ", "") in on_paper.replace(" ", ""), words
    assert MANDATE.authority in said


def test_the_firm_takes_the_letter_as_docx_by_its_link(client, authorised, filing):
    track = f"/needs/track/{authorised.need.token}/filing/{authorised.pk}/"
    for name in ("letter.docx", "receipt.docx"):
        assert client.get(track + name)["Content-Type"] == form_sheet.DOCX
    assert "letter.docx" in client.get(track).content.decode()


def test_a_stranger_gets_neither_letter_nor_receipt_as_docx(client, authorised, volunteer, a_need):
    other = a_need(State.IN_PROGRESS)
    assert client.get(f"/needs/track/{other.token}/filing/{authorised.pk}/letter.docx").status_code == 404
    client.force_login(volunteer)
    for name in ("letter.docx", "receipt.docx"):
        assert client.get(page(authorised, name)).status_code == 404
