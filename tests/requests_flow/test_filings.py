"""Filing for a firm: its word first, papers one by one, nothing original kept, letter and receipt on paper (8.8)."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from parkdesk.core import clock, outbox, ticking, trail, wording
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance
from parkdesk.core.models import Attachment, Entry, Notice
from requests_flow import filings
from requests_flow.filings import Mandate, Paper
from requests_flow.models import Filing, FilingPaper
from requests_flow.words import State
from tests.requests_flow.conftest import link_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SOON = date(2026, 12, 31)
MANDATE = Mandate("代交营业执照变更材料", "余杭区市场监管局", SOON)
LICENCE = Paper("营业执照", "original")
IDENTITY = Paper("法定代表人身份证", "original", "identity", return_by=date(2026, 11, 24))
FILED = {"authority": "余杭区市场监管局", "receipt_number": "余市监受字88号", "filed_on": date(2026, 11, 24)}
RESULT = {"result": "准予变更", "result_on": date(2026, 11, 24)}


@pytest.fixture
def need(a_need, enterprise):
    return a_need(State.IN_PROGRESS, enterprise=enterprise)


@pytest.fixture
def proposed(need, manager):
    return filings.propose(need, MANDATE, by=manager)


@pytest.fixture
def authorised(proposed):
    return advance(proposed, "authorise", by=link_of(proposed.need))


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


def page(filing, step=""):
    return f"/desk/needs/{filing.need.reference}/filing/{filing.pk}/" + (f"{step}/" if step else "")


def photo():
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG")
    return SimpleUploadedFile("a.jpg", content.getvalue(), "image/jpeg")


def test_a_filing_goes_its_whole_way(browser, client, need, manager):
    said = {"matter": MANDATE.matter, "authority": MANDATE.authority, "valid_until": SOON, "key": "k"}
    for _press in range(2):
        assert browser.post(f"/desk/needs/{need.reference}/filing/new/", said).status_code == 302
    one = Filing.objects.get()
    track = f"/needs/track/{need.token}/filing/{one.pk}/"
    assert track in client.get(need.get_tracking_url()).content.decode()
    assert client.post(f"{track}authorise/", {"key": "a"}).context["forms"]["authorise"].errors
    assert client.post(f"{track}authorise/", {"key": "a", "agree": "on"}).status_code == 303
    assert (now(one).state, now(one).proof) == ("authorised", "link")
    paper = {"name": "营业执照", "form": "original", "sort": "ordinary", "count": 1, "key": "p"}
    for _press in range(2):
        browser.post(page(one, "papers/new"), paper)
    held = FilingPaper.objects.get()
    assert "营业执照" in client.get(track).content.decode()
    browser.post(page(one, "complete_papers"), {"key": "1"})
    browser.post(page(one, "file"), FILED | {"key": "2"})
    assert FILED["receipt_number"] in client.get(track).content.decode()
    browser.post(page(one, "receive_result"), RESULT | {"key": "3"})
    assert browser.get(page(one, "hand_back")).status_code == 409
    browser.post(page(one, f"papers/{held.pk}/return"), {"returned_to": "乔行政", "key": "4"})
    browser.post(page(one, "hand_back"), {"key": "5"})
    browser.post(page(one, "finish"), {"key": "6"})
    assert (now(one).state, now(one).ended_at is not None) == ("finished", True)
    assert not list(trail.verify())
    assert "乔行政" not in Entry.objects.about(held).last().canonical


# --- the word of the firm ----------------------------------------------------------------------------
def test_nothing_is_taken_before_the_firm_has_authorised_it(proposed, manager):
    with pytest.raises(NotNow):
        filings.take_in(proposed, LICENCE, by=manager)
    assert not FilingPaper.objects.exists()
    with pytest.raises(NotYours):
        advance(proposed, "authorise", by=manager)


def test_a_signed_letter_authorises_only_with_its_scan(browser, proposed):
    assert browser.post(page(proposed, "attach_letter"), {"key": "k"}).context["form"].errors
    browser.post(page(proposed, "attach_letter"), {"key": "k", "photo": photo()})
    assert (now(proposed).state, now(proposed).proof) == ("authorised", "scan")
    assert not Attachment.objects.get().is_public


def test_an_authority_that_has_run_out_carries_nothing(authorised, manager, morning):
    filings.take_in(authorised, LICENCE, by=manager)
    complete = advance(authorised, "complete_papers", by=manager)
    morning("2027-01-04 09:30")
    with pytest.raises(NotNow):
        advance(complete, "file", by=manager, **FILED)


def test_the_link_of_another_need_neither_reads_nor_authorises(client, a_need, proposed):
    other = a_need(State.IN_PROGRESS)
    assert client.get(f"/needs/track/{other.token}/filing/{proposed.pk}/").status_code == 404
    with pytest.raises(NotYours):
        advance(proposed, "authorise", by=link_of(other))


def test_the_firm_calls_it_off_and_its_originals_go_back_first(client, authorised, manager):
    paper = filings.take_in(authorised, LICENCE, by=manager)
    track = f"/needs/track/{authorised.need.token}/filing/{authorised.pk}/"
    assert client.post(f"{track}call_off/", {"key": "k", "reason": "自己去办"}).status_code == 303
    with pytest.raises(NotNow):
        advance(now(authorised), "finish", by=manager)
    filings.give_back(paper, returned_to="乔行政", by=manager)
    assert advance(now(authorised), "finish", by=manager).state == "finished"


# --- papers ------------------------------------------------------------------------------------------
def test_an_identity_paper_never_stays_without_a_day_on_which_it_goes_back(browser, authorised, manager):
    without = Paper("身份证", "original", "identity")
    with pytest.raises(NotNow):
        filings.take_in(authorised, without, by=manager)
    said = {"name": "身份证", "form": "original", "sort": "identity", "count": 1}
    assert "return_by" in browser.post(page(authorised, "papers/new"), said).context["form"].errors
    one = filings.take_in(authorised, IDENTITY, by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        FilingPaper.objects.filter(pk=one.pk).update(return_by=None)


@pytest.mark.parametrize("sort", ["identity", "safety"])
def test_identity_papers_and_safety_undertakings_cannot_follow(browser, authorised, manager, sort):
    late = Paper("承诺书", "original", sort, due_on=SOON, return_by=SOON)
    with pytest.raises(NotNow):
        filings.take_in(authorised, late, by=manager)
    said = {"name": "承诺书", "form": "original", "sort": sort, "count": 1, "due_on": SOON, "return_by": SOON}
    assert "due_on" in browser.post(page(authorised, "papers/new"), said).context["form"].errors
    assert not FilingPaper.objects.exists()


def test_a_missing_paper_follows_with_its_day_and_is_needed_for_the_end(browser, authorised, manager):
    filings.take_in(authorised, Paper("授权书复印件", "copy"), by=manager)
    missing = filings.take_in(authorised, Paper("租赁合同", "copy", due_on=SOON), by=manager)
    one = advance(authorised, "complete_papers", by=manager)
    one = advance(one, "file", by=manager, **FILED)
    one = advance(one, "receive_result", by=manager, **RESULT)
    browser.post(page(one, f"papers/{missing.pk}/receive"))
    assert now(missing).state == "held"
    one = advance(one, "hand_back", by=manager)
    FilingPaper.objects.filter(pk=missing.pk).update(state="missing")
    with pytest.raises(NotNow):
        advance(one, "finish", by=manager)
    FilingPaper.objects.filter(pk=missing.pk).update(state="held")
    assert advance(one, "finish", by=manager).state == "finished"


def test_numbers_of_people_are_no_names_of_papers(browser, authorised):
    said = {"name": "身份证330106199001011234", "form": "copy", "sort": "ordinary", "count": 1}
    assert "name" in browser.post(page(authorised, "papers/new"), said).context["form"].errors


def test_nothing_is_filed_without_a_paper_or_twice(authorised, manager):
    with pytest.raises(NotNow):
        advance(authorised, "complete_papers", by=manager)
    with pytest.raises(NotNow):
        advance(authorised, "file", by=manager, **FILED)


def test_what_is_past_its_day_stands_on_top_of_the_register(browser, authorised, proposed, manager, morning, a_need):
    filings.propose(a_need(State.IN_PROGRESS), MANDATE, by=manager)
    filings.take_in(authorised, IDENTITY, by=manager)
    morning("2026-11-25 09:30")
    rows = browser.get("/desk/filings/").context["rows"]
    assert (rows[0]["filing"], len(rows)) == (authorised, 2)
    assert rows[0]["papers"][0].is_late


# --- who is told -------------------------------------------------------------------------------------
def told(verb):
    outbox.drain()
    return set(Notice.objects.filter(entry__verb=f"requests_flow.{verb}").values_list("recipient", flat=True))


def test_whose_word_it_waits_for_and_who_answers_for_the_need_are_told_of_a_filing(need, manager, specialist):
    type(need).objects.filter(pk=need.pk).update(owner=manager, handler=specialist)
    one = filings.propose(need, MANDATE, by=manager)
    decides = f"person:{need.reporter_id}" if need.reporter_id else f"need:{need.pk}"
    assert told("filing.propose") == {decides, f"person:{specialist.pk}"}
    text = wording.words(Notice.objects.filter(entry__verb="requests_flow.filing.propose").first())
    assert need.reference in f"{text.subject} {text.body}"
    assert one.matter not in text.body


def test_keepers_are_told_once_of_a_paper_past_its_day(authorised, manager, morning):
    day = date(2026, 11, 25)
    late = filings.take_in(authorised, Paper("租赁合同", "copy", due_on=day), by=manager)
    here = filings.take_in(authorised, IDENTITY, by=manager)
    filings.take_in(authorised, LICENCE, by=manager)
    morning("2026-11-24 23:00")
    assert [one for one in ticking.run_all() if one.error] == []
    assert told("filingpaper.remind") == set()
    for moment in ("2026-11-25 00:01", "2026-11-26 09:30", "2026-11-26 10:30", "2026-11-27 09:30"):
        morning(moment)
        assert [one for one in ticking.run_all() if one.error] == []
    assert told("filingpaper.remind") == {f"person:{manager.pk}", f"person:{authorised.need.owner_id}"}
    reminders = Entry.objects.filter(verb="requests_flow.filingpaper.remind")
    assert sorted(reminders.values_list("subject_id", flat=True)) == sorted([late.pk, here.pk])
    with pytest.raises(NotNow):
        advance(now(late), "remind", by=CLOCK)
    with pytest.raises(NotYours):
        advance(now(late), "remind", by=manager)


def test_a_paper_that_came_or_went_back_in_time_reminds_nobody(authorised, manager, morning):
    paper = filings.take_in(authorised, IDENTITY, by=manager)
    filings.give_back(paper, returned_to="乔行政", by=manager)
    morning("2026-11-30 09:30")
    ticking.run_all()
    assert told("filingpaper.remind") == set()


# --- on paper ----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("typesetter")
def test_letter_and_receipt_are_printed_for_desk_and_firm(browser, client, authorised, manager):
    filings.take_in(authorised, IDENTITY, by=manager)
    track = f"/needs/track/{authorised.need.token}/filing/{authorised.pk}/"
    for address in (page(authorised) + "letter.pdf", page(authorised) + "receipt.pdf", f"{track}letter.pdf"):
        answer = client.get(address)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_letter_names_firm_matter_authority_and_last_day(client, proposed):
    text = client.get(f"/needs/track/{proposed.need.token}/filing/{proposed.pk}/").content.decode()
    for words in (proposed.firm, MANDATE.matter, MANDATE.authority, "2026年12月31日"):
        assert words in text


def test_only_the_desk_of_its_line_opens_a_filing(client, authorised, volunteer, operator_person, enterprise_person):
    for person in (volunteer, operator_person, enterprise_person):
        client.force_login(person)
        for address in (page(authorised), page(authorised, "finish"), page(authorised) + "receipt.pdf"):
            assert client.get(address).status_code == 404
        with pytest.raises(NotYours):
            advance(authorised, "complete_papers", by=person)
    assert clock.today() < authorised.valid_until
