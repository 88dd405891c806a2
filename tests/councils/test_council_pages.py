"""The list of councils and the page of one."""

import pytest
from django.urls import reverse

from councils import membership, seating
from councils.models import Party
from tests.factories import CouncilFactory, EnterpriseFactory, PersonFactory, a_term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def url(council):
    return council.get_absolute_url()


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_who_sits_for_whom(client, url, members):
    members[0].phone = "+8615400007362"
    members[0].save()
    shown = page(client, url)
    assert all(person.name in shown for person in members)
    assert "15400007362" not in shown
    assert shown.count('class="party') == 5
    assert "召集人" in shown or "Convener" in shown


def test_the_page_says_which_types_have_a_voice(client, url, council):
    shown = page(client, url)
    assert '<p class="tile-fig">7 / 7' in shown
    assert 'class="on"' in shown


def test_a_type_without_a_voice_is_named(client, url, council):
    EnterpriseFactory.create_batch(2, park=council.park, sector="IC")
    shown = page(client, f"/en{url}")
    assert '<p class="tile-fig">7 / 8' in shown
    assert "87.5 %, below the 95 % of the rules." in shown
    assert "Nobody speaks for: Integrated circuits." in shown
    assert "7 of 8 enterprise types have a voice (87.5 %); the rules ask for 95 %." in shown


def test_a_vacant_seat_is_shown_as_vacant(client, url, council, members, leader):
    seating.unseat(membership.seat_of(members[6], council), by=leader)
    assert "This seat is vacant" in page(client, f"/en{url}")


def test_firms_that_moved_out_do_not_count(client, url, council):
    EnterpriseFactory(park=council.park, sector="IC", status="moved_out")
    assert '<p class="tile-fig">7 / 7' in page(client, url)


def test_a_member_sees_for_whom_they_sit(client, url, chair):
    client.force_login(chair)
    assert "You sit here for: Enterprises" in page(client, f"/en{url}")


def test_a_council_that_does_not_exist_answers_404(client, council):
    assert client.get("/council/ZZ9/").status_code == 404


def test_the_list_shows_every_council_and_mine_first(client, council, chair):
    other = CouncilFactory()
    client.force_login(chair)
    shown = page(client, f"/en{reverse('councils:mine').removeprefix('/en')}")
    assert shown.index("Where I sit") < shown.index("All councils")
    assert council.park.name in shown
    assert other.park.name in shown


def test_the_list_finds_a_park_by_code_or_by_part_of_its_name(client, council):
    other = CouncilFactory()
    for words in (council.park.code.lower(), council.park.name[1:4], "啟明里"):
        shown = page(client, f"/council/?q={words}")
        assert council.get_absolute_url() in shown
        assert other.get_absolute_url() not in shown
    assert 'class="empty"' in page(client, "/council/?q=zzzz")


def test_the_list_shows_those_that_miss_the_percentage(client, council):
    short = CouncilFactory()
    EnterpriseFactory(park=short.park, sector="BIO")
    shown = page(client, "/council/?coverage=missed")
    assert short.get_absolute_url() in shown
    assert council.get_absolute_url() not in shown


def test_pages_keep_their_query_budget(client, url, members, django_assert_max_num_queries):
    for _ in range(3):
        CouncilFactory()
    with django_assert_max_num_queries(15):
        client.get(url)
    with django_assert_max_num_queries(6):
        client.get("/council/")
    client.force_login(members[0])
    with django_assert_max_num_queries(30):
        client.get(url)


def test_what_lies_ahead_and_what_was_printed_costs_no_query_a_row(walk, client, leader, django_assert_max_num_queries):
    walk.issued(leader)
    for _ in range(2):
        walk.at("2026-11-24 09:30")
        walk.called()
        walk.ended()
    walk.at("2026-11-24 09:30")
    for somebody, most in ((None, 15), (walk.office, 15), (walk.seats[2].person, 15)):
        if somebody is not None:
            client.force_login(somebody)
        with django_assert_max_num_queries(most):
            answer = client.get(walk.council.get_absolute_url())
    shown = answer.context["meetings"]
    assert [len(shown[name]) for name in ("ahead", "drafts", "issued")] == [2, 2, 1]


def test_the_register_costs_no_query_a_line(walk, client, leader, django_assert_max_num_queries):
    for _ in range(2):
        walk.at("2026-11-24 09:30")
        walk.issued(leader)
    for somebody in (walk.office, walk.seats[2].person):
        client.force_login(somebody)
        with django_assert_max_num_queries(10):
            answer = client.get(reverse("councils:resolutions", args=[walk.council.park.code]))
    assert len(answer.context["lines"]) == 2


def test_a_second_bench_of_enterprises_does_not_hide_a_party(client, url, council, leader):
    seating.seat(council, Party.ENTERPRISE, PersonFactory(name="邱允澜"), term=a_term(), by=leader)
    assert "邱允澜" in page(client, url)
