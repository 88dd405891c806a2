"""The demonstration park stands on its first day: every state, lights alive, a true trail, a door for each role."""

import io
import re
from collections import Counter

import pytest
import segno
import zxingcpp
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from councils.models import Council
from enterprises import party_cover
from enterprises.models import DirectoryImport, Enterprise, Park, Person
from parkdesk import firm_contact
from parkdesk.core import clock, files, outbox, shift, trail
from parkdesk.core.models import Attachment, Delivery, Entry, Hook, Notice
from parkdesk.demonstration import hours, loading, marks, signins, today
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.year import SOLVED, TOTAL, Year
from requests_flow import replying
from requests_flow.models import Duty, Mending, Need, Rating, ReplyTemplate, Tick, UpwardRequest, Walk, Watch
from requests_flow.models.escalation import Escalation, Mark
from requests_flow.words import Outcome, State, Tier

pytestmark = [
    pytest.mark.xdist_group("demonstration"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("demonstration_installation"),
]


def colours():
    return Counter(need.light.colour for need in Need.objects.open() if need.light)


# --- what is there ------------------------------------------------------------------------------------
def test_needs_stand_in_every_state_and_tier(loaded):
    states = set(Need.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.DRAFT}
    assert set(Tier.values) <= set(Need.objects.values_list("tier", flat=True))


def test_three_lights_are_red_five_amber_and_one_order_is_due_on_the_next_working_day(loaded):
    found = colours()
    assert (found["red"], found["amber"]) == (3, 5)
    assert found["green"] > 5
    assert found["grey"] > 1
    tomorrow = clock.add_working_days(clock.calendar(), clock.today(), 1)
    orders = Need.objects.filter(state=State.IN_PROGRESS, unit__isnull=False)
    assert [one for one in orders if one.due_at.astimezone(clock.SHANGHAI).date() == tomorrow]


@pytest.mark.once  # the calendar is the same on every database
@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-24 09:02",  # two minutes after opening
        "2026-11-22 03:10",  # the night to Sunday
        "2026-10-04 15:00",  # in the middle of a long holiday
        *(
            pytest.param(moment, marks=pytest.mark.deep)
            for moment in (
                "2026-11-24 10:00",  # a plain Tuesday
                "2026-11-24 12:40",  # lunch
                "2026-11-23 07:30",  # Monday before work
                "2026-11-20 17:55",  # Friday after work
                "2027-02-09 11:00",  # a year without a notice yet
            )
        ),
    ],
)
def test_the_lights_are_alive_whenever_the_park_is_loaded(loaded, at, moment):
    at(moment)
    loading.load("small", is_again=True)
    assert (colours()["red"], colours()["amber"]) == (3, 5)
    assert Entry.objects.filter(subject_type="requests_flow.need", at__gt=clock.now()).count() == 0


def test_the_seven_seats_of_the_story_are_sign_ins_of_five_parties(loaded):
    members = list(Council.objects.get(park__code=signins.STORY_PARK).members())
    assert {one.person.username for one in members} == {"chair", *(f"member{n}" for n in range(1, 7))}
    assert len({one.party for one in members}) == 5
    assert [one.person.username for one in members if one.is_convener] == ["chair"]


def test_the_trail_is_whole_and_everything_was_delivered(loaded):
    assert list(trail.verify()) == []
    about_needs = Delivery.objects.filter(entry__subject_type="requests_flow.need")
    assert set(about_needs.values_list("state", flat=True)) == {Delivery.State.DONE}
    assert Notice.objects.filter(state=Notice.State.WAITING).count() == 0
    assert Notice.objects.filter(state=Notice.State.FAILED).count() == 1


def test_steps_were_taken_at_their_own_moment_by_somebody_of_the_park(loaded):
    for need in Need.objects.all():
        moments = [entry.at for entry in Entry.objects.about(need)]
        assert moments == sorted(moments)
        assert moments[0] == need.submitted_at
    assert Entry.objects.filter(verb="requests_flow.need.accept", actor__isnull=True).count() == 0


def test_there_are_pictures_and_ratings_good_and_bad(loaded):
    assert Attachment.objects.exclude(subject_id=None).count() >= 7
    assert set(Rating.objects.values_list("grade", flat=True)) == {2, 4, 5}
    assert all(files.of(need).exists() for need in Need.objects.filter(title="洗手间漏水"))


def test_one_low_rating_of_today_is_still_to_be_spoken_about_in_time(loaded):
    fresh, again = sorted(Mending.objects.open(), key=lambda one: one.is_done_again)
    assert not fresh.is_heard
    assert again.is_heard
    assert {fresh.light.colour, again.light.colour} <= {"green", "amber"}


def test_what_is_late_was_written_down_on_the_day_it_became_late(loaded):
    marks = Escalation.objects.filter(mark=Mark.DAY)
    assert marks.exists()
    assert all(one.at.date() == one.promised_at.date() for one in marks)


def test_the_desk_has_templates_whose_every_place_is_filled_in(loaded):
    bodies = [body for one in ReplyTemplate.objects.all() for body in (one.body_zh, one.body_en)]
    assert len(bodies) >= 10
    assert [unknown for body in bodies for unknown in replying.unknown_places(body)] == []


def test_customs_were_asked_and_it_is_not_yet_time_to_ask_again(loaded):
    (request,) = UpwardRequest.objects.open()
    assert request.need.state == State.WAITING_EXTERNAL
    assert request.light.colour in {"green", "amber"}


def test_rounds_are_walked_one_is_under_way_and_today_has_somebody_on_duty(loaded):
    assert Walk.objects.finished().count() >= 5
    assert Walk.objects.under_way().get().walker.username == "leader2"
    assert not Tick.objects.exclude(need=None).exists()
    assert Duty.objects.in_use().filter(is_optional=False).count() == 5
    assert Watch.objects.standing().filter(day=clock.today()).exists()


def test_nobody_was_written_to(loaded, mailoutbox):
    outbox.drain()
    assert mailoutbox == []


# --- again --------------------------------------------------------------------------------------------
def test_a_second_run_keeps_what_was_done_since(loaded):
    Need.objects.filter(title="自行车棚不够").update(title="车棚")
    assert loading.load("small") is False
    assert Need.objects.filter(title="车棚").exists()


def test_again_means_the_first_day_with_the_same_numbers(loaded):
    before = set(Need.objects.values_list("reference", "title", "state"))
    people = set(Person.objects.values_list("username", "phone"))
    shift.move_to(clock.next_opening(clock.calendar(), clock.now()))
    call_command("demo", "--size", "small", "--again", verbosity=0)
    assert set(Need.objects.values_list("reference", "title", "state")) == before
    assert set(Person.objects.values_list("username", "phone")) == people
    assert shift.current() == shift.NOTHING
    assert list(trail.verify()) == []


def test_a_load_that_was_broken_off_is_begun_anew(loaded):
    marks.write(marks.CLEARED, "small")
    Need.objects.filter(state=State.SUBMITTED).update(title="half")
    assert loading.load("small") is True
    assert not Need.objects.filter(title="half").exists()


def test_only_one_process_loads_at_a_time(loaded):
    with marks.alone(), pytest.raises(CommandError):
        call_command("demo", "--size", "small", "--again", verbosity=0)


@override_settings(PARKDESK_DEMO=False)
def test_elsewhere_there_is_no_demonstration(db, client):
    with pytest.raises(CommandError, match="PARKDESK_DEMO"):
        call_command("demo", "--size", "small")
    for address in ("demo", "demo_inbox"):
        assert client.get(reverse(address)).status_code == 404
    for address in ("demo_enter", "demo_forward", "demo_reset"):
        assert client.post(reverse(address)).status_code == 404
    with pytest.raises(RuntimeError), shift.at(clock.now()):
        pass


# --- the year of the full park ------------------------------------------------------------------------
@pytest.mark.parametrize("moment", ["2026-11-24 10:00", "2026-11-22 03:10", "2027-03-01 09:01"])
def test_the_full_park_counts_460_collected_and_320_solved(loaded, at, moment):
    at(moment)
    office = Office(clock.calendar(), clock.now())
    story = loading.story.lives(office)
    lives = [*story, *Year(office, ["P01"], story).lives()]
    assert len(lives) == len({life.told.key for life in lives}) == TOTAL
    assert all(life.acts[-1].at <= office.now for life in lives)
    resolved = [life for life in lives if any(act.step == "resolve" for act in life.acts)]
    solved = [one for one in resolved if one.outcome in {Outcome.SOLVED, Outcome.PARTLY_SOLVED}]
    reopened = [one for one in solved if one.acts[-1].step == "reopen"]
    assert len(solved) - len(reopened) == SOLVED


# --- the doors ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["", "/en"])
def test_each_role_has_a_card_with_one_real_thing_to_do(loaded, client, language):
    page = client.get(f"{language}/demo/").content.decode()
    for one in signins.SIGN_INS:
        person = Person.objects.get(username=one.username)
        assert f'value="{one.username}"' in page
        assert today.to_do(person) != str(today.STILL_TO_DO), one.username


@pytest.mark.parametrize("username", list(signins.BY_NAME))
def test_one_press_enters_and_the_first_page_answers(loaded, client, username):
    response = client.post(reverse("demo_enter"), {"username": username}, follow=True)
    assert response.status_code == 200
    assert response.context["user"].username == username
    assert response.redirect_chain[-1][0] == signins.BY_NAME[username].address


def test_everybody_can_sign_in_with_the_one_password(loaded):
    for person in Person.objects.filter(username__in=signins.BY_NAME):
        assert person.check_password(signins.PASSWORD)


def test_nobody_enters_as_somebody_who_has_no_card(loaded, client):
    for username in ("", "s07", "nobody"):
        assert client.post(reverse("demo_enter"), {"username": username}).status_code == 404


def test_the_code_on_the_page_leads_to_the_wall(loaded, client, settings):
    context = client.get("/demo/").context
    drawn = io.BytesIO()
    segno.make(context["wall_address"], error="q", micro=False).save(drawn, kind="png", scale=6)
    (read,) = zxingcpp.read_barcodes(Image.open(drawn))
    assert read.text == f"{settings.PUBLIC_URL}{context['wall']}"
    assert client.get(context["wall"]).status_code in {200, 302}


def test_the_clock_moves_to_the_next_morning_and_the_park_follows(loaded, client):
    before = clock.now()
    client.post(reverse("demo_forward"))
    local = clock.now().astimezone(clock.SHANGHAI)
    assert clock.now() > before
    assert (local.hour, local.minute) == (9, 0)
    client.post(reverse("demo_forward"))
    assert not Need.objects.filter(title="访客停车免费时长", state=State.TRANSFERRED).exists()
    assert Delivery.objects.exclude(state=Delivery.State.DONE).count() == 0


def test_reset_takes_everything_back(loaded, client):
    client.post(reverse("demo_forward"))
    Need.objects.filter(title="自行车棚不够").update(title="车棚")
    response = client.post(reverse("demo_reset"), follow=True)
    assert response.status_code == 200
    assert Need.objects.filter(title="自行车棚不够", state=State.SUBMITTED).exists()
    assert shift.current() == shift.NOTHING


def test_the_page_says_how_far_loading_is_and_offers_to_begin_again(loaded, client):
    marks.write(marks.CLEARED, "small")
    assert 'hx-trigger="every 4s"' in client.get("/demo/").content.decode()
    shift.move_to(clock.now() + hours.ONE_DAY)
    page = client.get("/demo/").content.decode()
    assert "every 4s" not in page
    assert reverse("demo_reset") in page
    marks.write(marks.LOADED, "small")
    assert client.get("/demo/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/demo/"


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_inbox_shows_every_message_in_words(loaded, client, language):
    response = client.get(f"{language}/demo/inbox/")
    letters = response.context["letters"]
    assert len(letters) == 50
    assert all(one.subject and one.body for one in letters)
    links = [(link, one.language) for one in letters for link in re.findall(r"http://\S+/needs/\S+", one.body)]
    assert links
    assert all(("/en/" in link) == (spoken == "en") for link, spoken in links)
    moments = [one.at for one in letters]
    assert moments == sorted(moments, reverse=True)
    assert "page=2" in response.content.decode()


@pytest.mark.parametrize("channel", ["in_app", "email", "sms", "robots"])
def test_the_inbox_shows_each_channel_by_itself(loaded, client, channel):
    response = client.get(f"/en/demo/inbox/?channel={channel}")
    letters = response.context["letters"]
    assert letters
    assert len({one.channel for one in letters}) == 1
    if channel == "sms":
        assert all(one.body.startswith("【") and 1 <= one.parts <= 2 for one in letters)


def test_a_list_waits_for_a_yes_and_a_webhook_is_off(loaded):
    job = DirectoryImport.objects.get()
    assert (job.state, job.totals["updated"], job.totals["review"], job.totals["unchanged"]) == ("checked", 1, 1, 1)
    assert Hook.objects.get().is_on is False


def test_the_park_of_the_story_has_figures_of_party_organisations_and_a_firm_reads_who_looked(loaded):
    cover = party_cover.cover(Park.objects.get(code=signins.STORY_PARK))
    assert 0 < cover.covered < cover.eligible
    firm = Enterprise.objects.get(code=signins.BY_NAME["enterprise"].firm)
    assert len(firm_contact.shown_looks(firm)) == 1
