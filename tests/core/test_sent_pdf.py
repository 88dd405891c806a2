"""Papers as PDF: what is taken and made anew, what is refused in words, how it is handed out."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.urls import path
from pypdf import PdfReader
from pypdf.actions import JavaScript
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from parkdesk.core import files, pdf, sent_pdf, views
from parkdesk.core.models import Attachment
from tests.core.test_files import picture
from tests.pdfs import paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("files/<str:signed>/", views.file, name="file")]
# What a browser must never run.
PAGE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sent(content, name="授权委托书.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def stored(one):
    with one.file.open() as file:
        return file.read()


def names(**values):
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def action(kind, **more):
    return names(S=NameObject(f"/{kind}"), **more)


def root(key, value):
    return lambda writer: writer.root_object.update({NameObject(key): value})


def on_page(key, value):
    return lambda writer: writer.pages[0].update({NameObject(key): value})


def note(**values):
    rect = ArrayObject()
    return on_page("/Annots", ArrayObject([names(Type=NameObject("/Annot"), Rect=rect, **values)]))


# --- what is taken --------------------------------------------------------------------------------
def test_a_pdf_is_kept_with_its_pages_and_its_name_as_a_title():
    one = files.store_paper(sent(paper(3)))
    assert (one.pages, one.title, one.content_type, one.is_paper) == (3, "授权委托书", "application/pdf", True)
    assert (one.size, one.width, bool(one.thumb)) == (len(stored(one)), 0, False)
    assert one.file.name.endswith(".pdf")
    assert "授权" not in one.file.name


def test_what_stood_on_its_pages_still_stands_there(lacks):
    if not pdf.is_available():
        lacks("the libraries of the system that PDFs need")
    made = pdf.render("<h1>委托书</h1><p>兹委托服务中心办理变更登记。</p>", title="委托书")
    one = files.store_paper(sent(made))
    before, after = (pypdfium2.PdfDocument(content) for content in (made, stored(one)))
    assert "兹委托服务中心" in after[0].get_textpage().get_text_range()
    assert before[0].render().to_pil().tobytes() == after[0].render().to_pil().tobytes()


def test_a_photo_of_a_paper_is_taken_where_a_paper_is_meant():
    one = files.store_paper(SimpleUploadedFile("scan.jpg", picture()))
    assert (one.content_type, one.pages, one.title) == ("image/jpeg", 0, "")


def test_who_wrote_it_with_what_and_where_its_links_led_is_forgotten():
    def signed_by(writer):
        writer.add_metadata({"/Author": "Secret Name", "/Producer": "Secret Office"})
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://secret.example/"))
        writer.add_outline_item("Secret chapter", 0)

    content = stored(files.store_paper(sent(paper(1, signed_by))))
    assert "/Annots" not in PdfReader(io.BytesIO(content)).pages[0]
    assert b"Secret" not in content
    assert b"secret" not in content


def test_a_stamp_and_a_filled_field_keep_what_they_look_like_and_nothing_else():
    def stamped(writer):
        looks = DecodedStreamObject()
        looks.update(names(Type=NameObject("/XObject"), Subtype=NameObject("/Form")))
        looks.set_data(b"0 0 9 9 re f")
        writer.pages[0][NameObject("/Annots")] = ArrayObject(
            [names(Subtype=NameObject("/Widget"), Rect=ArrayObject(), AP=names(N=writer._add_object(looks)),
                   A=action("URI", URI=TextStringObject("https://secret.example/")))]
        )  # fmt: skip

    (kept,) = PdfReader(io.BytesIO(stored(files.store_paper(sent(paper(1, stamped)))))).pages[0]["/Annots"]
    assert set(kept.get_object()) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert kept.get_object()["/AP"]["/N"].get_data() == b"0 0 9 9 re f"


# --- what hides in it -----------------------------------------------------------------------------
def _page_between(content):
    """HTML in a comment behind the first line: browsers of old looked there."""
    first, _line, rest = content.partition(b"\n")
    return first + b"\n%" + PAGE.encode() + b"\n" + rest


def _plain_stream(writer):
    hidden = DecodedStreamObject()
    hidden.set_data(b"% " + PAGE.encode() + b" PK\x03\x04 PK\x05\x06")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(hidden)


HIDDEN = {
    "a page between its lines": _page_between(paper()),
    "an archive behind it": paper() + b"PK\x03\x04 an archive PK\x05\x06" + bytes(18),
    "both in what draws the page": paper(1, _plain_stream),
    "an object that nothing leads to": paper(1, lambda one: one._add_object(TextStringObject(PAGE))),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_hides_in_a_pdf_does_not_survive(what):
    content = stored(files.store_paper(sent(HIDDEN[what])))
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"script" not in content
    assert b"PK\x05\x06" not in content


def _locked(writer):
    writer.encrypt("secret")


JS = action("JavaScript", JS=TextStringObject("app.alert(1)"))
SIGNATURE = names(Type=NameObject("/Sig"), ByteRange=ArrayObject())
EVIL = {
    "a script when it opens": paper(1, lambda one: one.add_open_action(JavaScript("app.alert(1)"))),
    "a script as it opens": paper(1, root("/OpenAction", JS)),
    "a script of a page": paper(1, on_page("/AA", names(O=JS))),
    "a script in a chain": paper(1, root("/OpenAction", action("GoTo", Next=ArrayObject([JS])))),
    "a start of a program": paper(1, root("/OpenAction", action("Launch", F=TextStringObject("cmd.exe")))),
    "a form that sends itself": paper(1, note(Subtype=NameObject("/Widget"), A=action("SubmitForm"))),
    "a form of another maker": paper(1, root("/AcroForm", names(XFA=TextStringObject("<xdp/>")))),
    "a file within": paper(1, lambda one: one.add_attachment("evil.exe", b"MZ")),
    "a file on a page": paper(1, note(Subtype=NameObject("/FileAttachment"))),
    "a film": paper(1, note(Subtype=NameObject("/RichMedia"))),
    "a signature that would break": paper(1, root("/AcroForm", names(Fields=ArrayObject([names(V=SIGNATURE)])))),
    "a lock": paper(1, _locked),
    "too many pages": paper(sent_pdf.MAX_PAGES + 1),
    "no page": paper(0),
    "the beginning alone": b"%PDF-1.7\n" + PAGE.encode(),
    "a beginning and an end": b"%PDF-1.7\n" + PAGE.encode() + b"\n%%EOF",
    "what was cut off": paper(2)[:-200],
    "a page that calls itself a PDF": PAGE.encode() + paper(),
    "an archive in front": b"PK\x03\x04" + paper(),
    "nothing": b"",
}


@pytest.mark.parametrize("what", EVIL)
def test_this_is_refused_in_words_and_nothing_is_kept(what, media):
    with pytest.raises(files.Refused) as refused:
        files.store_paper(sent(EVIL[what]))
    assert refused.value.message
    assert not Attachment.objects.exists()
    assert not list(media.rglob("*.*"))


@pytest.mark.parametrize(
    ("what", "says"),
    [("a lock", "密码"), ("a signature that would break", "电子签名"), ("a file within", "其他文件"),
     ("a script of a page", "脚本"), ("too many pages", "100")],
)  # fmt: skip
def test_it_says_why(what, says):
    with pytest.raises(files.Refused) as refused:
        files.store_paper(sent(EVIL[what]))
    assert says in refused.value.message


def test_a_pdf_of_more_than_10_mb_is_refused():
    with pytest.raises(files.Refused):
        files.store_paper(sent(paper() + bytes(files.MAX_BYTES)))


def test_where_a_picture_is_meant_a_pdf_is_refused():
    with pytest.raises(files.Refused):
        files.store_picture(sent(paper()))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/委托书.pdf", "委托书"),
        ("C:\\Users\\x\\letter.PDF", "letter"),
        ("evil\u202efdp.exe.pdf", "evilfdp.exe"),
        ("a\r\nb.pdf", "ab"),
        ("长" * 200 + ".pdf", "长" * 80),
        (".pdf", ""),
    ],
)
def test_of_a_name_only_words_are_kept(name, title):
    assert sent_pdf.title_of(name) == title


# --- how it is handed out -------------------------------------------------------------------------
def _get(address):
    return views.file(RequestFactory().get(address), address.split("/")[2])


def test_a_paper_is_taken_away_under_a_name_of_ours_and_can_do_nothing():
    one = files.store_paper(sent(paper(), "<img src=x>.pdf"))
    answer = _get(files.link(one))
    assert b"".join(answer.streaming_content) == stored(one)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="paper-{one.key.hex[:8]}.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_paper_has_no_small_picture():
    with pytest.raises(Http404):
        _get(files.link(files.store_paper(sent(paper())), thumb=True))


def test_a_list_shows_a_paper_by_name_and_pages_and_a_picture_by_its_thumb():
    files.store_paper(sent(paper(2)))
    files.store_picture(SimpleUploadedFile("a.jpg", picture()))
    first, second = files.shown(Attachment.objects.order_by("pk"))
    assert (first.title, first.pages, first.thumb) == ("授权委托书", 2, "")
    assert second.thumb
    assert (second.title, second.pages) == ("", 0)


def test_an_erased_paper_takes_its_file_along(media, django_capture_on_commit_callbacks):
    files.store_paper(sent(paper()))
    with django_capture_on_commit_callbacks(execute=True):
        assert files.erase(Attachment.objects.all()) == 1
    assert not list(media.rglob("*.*"))
