"""What everybody may know of a council: calendars, feeds, votes as data, the archive of minutes."""

import json
from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from councils import ballots, in_public, meetings
from councils.models import Case, Minutes, Round
from tests.councils import voting
from tests.requests_flow.conftest import MORNING

pytestmark = pytest.mark.django_db


def dates(client, council):
    answer = client.get(reverse("council_ics", args=[council.park.code]))
    assert answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_called_meeting_stands_in_the_calendar_and_keeps_its_uid(client, walk):
    meeting = walk.called()
    (first,) = dates(client, walk.council)
    moved = meetings.reschedule(
        meeting, starts_at=meeting.starts_at + timedelta(days=7), reason="场地占用", by=walk.office
    )
    (second,) = dates(client, walk.council)
    assert first["uid"] == second["uid"]
    assert (int(first["sequence"]), int(second["sequence"])) == (0, 1)
    assert second["dtstart"].dt == moved.starts_at
    meetings.cancel(moved, reason="改为线上小议", by=walk.office)
    (third,) = dates(client, walk.council)
    assert (str(third["status"]), int(third["sequence"])) == ("CANCELLED", 2)
    assert "ATTENDEE" not in client.get(reverse("council_ics", args=[walk.council.park.code])).content.decode()


def test_a_meeting_that_was_never_called_is_in_no_calendar(client, walk, council):
    assert dates(client, council) == []


def test_issued_minutes_stand_in_feed_and_archive(client, walk, leader):
    minutes = walk.issued(leader)
    feed = client.get(reverse("council_feed", args=[walk.council.park.code]))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert minutes.title in feed.content.decode()
    here = reverse("councils:archive", args=[walk.council.park.code])
    assert minutes.get_absolute_url() in client.get(here).content.decode()
    assert minutes.get_absolute_url() in client.get(here, {"q": minutes.title[3:6]}).content.decode()
    assert 'class="empty"' in client.get(here, {"q": "zzzz"}).content.decode()


@pytest.fixture
def closed(council, office, morning) -> Round:
    now = morning(MORNING)
    round_ = voting.voted_on(council, office, now)
    voting.cast_all(round_, "YYYYYYNN")
    return voting.counted(round_, now, office)


def test_a_vote_whose_result_is_not_public_is_no_data(client, closed):
    assert client.get(reverse("vote_json", args=[closed.pk])).status_code == 404


def test_minutes_that_put_a_case_off_publish_no_later_vote_on_it(client, walk, leader):
    case = voting.in_discussion(walk.council, walk.office)
    document = walk.issued_with(case, leader)
    assert document.state == Minutes.State.ISSUED
    case = Case.objects.get(pk=case.pk)
    voting.all_declare(case)
    walk.at("2027-01-20 10:00")
    round_ = ballots.open_round(case, by=walk.office)
    voting.cast_all(round_, "YYYYYYNN")
    walk.at("2027-02-20 10:00")
    closed = ballots.close(round_, by=walk.office)
    assert client.get(reverse("vote_json", args=[closed.pk])).status_code == 404
    assert closed not in in_public.votes()


def test_a_published_vote_gives_totals_and_never_names(client, closed, members, monkeypatch):
    monkeypatch.setattr(in_public, "votes", lambda: Round.objects.select_related("case__council__park", "rule_set"))
    text = client.get(reverse("vote_json", args=[closed.pk])).content.decode()
    said = json.loads(text)
    assert {one["option"]: one["value"] for one in said["counts"]} == {
        "yes": 6, "no": 2, "abstain": 0, "not voting": 0, "excused": 0,
    }  # fmt: skip
    assert (said["result"], said["quorum"]["needed"]) == ("pass", 6)
    assert not any(person.name in text for person in members)
    assert said["sentence"]["en"] == ballots.count(closed).sentence("en")


def test_a_secret_vote_of_one_mind_gives_no_figures(client, council, office, morning, monkeypatch):
    now = morning(MORNING)
    round_ = voting.voted_on(council, office, now, is_secret=True)
    voting.cast_all(round_, "YYYYYYYY")
    closed = voting.counted(round_, now, office)
    monkeypatch.setattr(in_public, "votes", lambda: Round.objects.select_related("case__council__park", "rule_set"))
    said = client.get(reverse("vote_json", args=[closed.pk])).json()
    assert [one["option"] for one in said["counts"]] == ["not voting", "excused"]


def test_pages_for_everybody_open(client, council, members):
    for name in ("seats", "archive", "votes"):
        assert client.get(reverse(f"councils:{name}", args=[council.park.code])).status_code == 200


def test_my_councils_show_figures_and_are_taken_along(as_, walk, leader, members):
    walk.issued(leader)
    client = as_(members[0])
    shown = client.get("/en/council/my/").content.decode()
    assert walk.council.park.name in shown
    assert "Council by council" in shown
    taken = client.get("/council/my/councils.xlsx")
    assert taken.status_code == 200
    assert "spreadsheet" in taken["Content-Type"]


def test_my_councils_cost_no_query_a_council(as_, walk, leader, members, django_assert_max_num_queries):
    walk.issued(leader)
    client = as_(members[0])
    with django_assert_max_num_queries(40):
        client.get("/council/my/")
