"""The pages of elections: what is on, the ballot on a phone, what each person can do."""

import pytest
from django.urls import reverse

from councils.elections import voting
from councils.models import Candidacy, ElectionBallot, VoterReceipt
from enterprises.models import Person
from parkdesk import erasing
from parkdesk.core.blotting import about_any
from parkdesk.core.models import EntryText

PAGE = "/elections/{}/"


def test_what_is_being_planned_is_seen_by_those_who_plan_it_alone(campaign, client, as_):
    election = campaign.drafted()
    assert client.get(PAGE.format(election.pk)).status_code == 404
    page = as_(campaign.office).get(PAGE.format(election.pk))
    assert page.status_code == 200
    assert "put_forward" in page.content.decode()


def test_everybody_reads_what_is_on_and_no_name_before_candidates_are_published(campaign, client):
    election = campaign.vetting()
    page = client.get(PAGE.format(election.pk)).content.decode()
    assert campaign.people[0].name not in page
    assert election.title in client.get("/elections/").content.decode()


def test_everybody_reads_who_stands_in_their_own_words(campaign, client):
    election = campaign.published()
    page = client.get(PAGE.format(election.pk)).content.decode()
    assert campaign.people[0].name in page
    assert "停车和食堂" in page
    assert election.groups.get().electorate_digest in page


def test_a_delegate_votes_on_one_screen_and_sees_the_receipt_once(campaign, as_):
    election = campaign.voting()
    firm = campaign.firms()[5]
    browser = as_(campaign.delegate(firm))
    voter = campaign.voter(election, firm)
    ballot = reverse("councils:election_ballot", args=[election.pk, voter.pk])
    assert ballot in browser.get(PAGE.format(election.pk)).content.decode()
    picks = [str(election.candidacies.accepted().first().pk)]
    done = browser.post(ballot, {"picks": picks, "key": "press"}, follow=True).content.decode()
    receipt = VoterReceipt.objects.get()
    code = next(
        word for word in done.replace("<", " ").replace(">", " ").split() if voting.digest_of(word) == receipt.digest
    )
    again = browser.post(ballot, {"picks": picks, "key": "press"}, follow=True).content.decode()
    assert code not in again
    assert ElectionBallot.objects.count() == 1


def test_a_ballot_with_too_many_or_nothing_chosen_is_sent_back_with_what_was_ticked(campaign, as_):
    election = campaign.voting()
    firm = campaign.firms()[5]
    browser = as_(campaign.delegate(firm))
    ballot = reverse("councils:election_ballot", args=[election.pk, campaign.voter(election, firm).pk])
    picks = [str(one.pk) for one in election.candidacies.accepted()]
    sent = browser.post(ballot, {"picks": picks})
    assert "最多" in sent.content.decode()
    assert sent.content.decode().count("checked") == 3
    assert "空白票" in browser.post(ballot, {}).content.decode()
    assert not VoterReceipt.objects.exists()


def test_nobody_opens_the_ballot_of_another_firm(campaign, client, as_):
    election = campaign.voting()
    ballot = reverse("councils:election_ballot", args=[election.pk, campaign.voter(election, campaign.firms()[5]).pk])
    assert client.get(ballot).status_code == 404
    assert as_(campaign.delegate(campaign.firms()[6])).get(ballot).status_code == 404


def test_a_code_leads_to_the_ballot_of_its_firm_and_a_wrong_one_is_answered_in_words(campaign, client):
    election = campaign.voting()
    code = voting.give_code(election, campaign.firms()[5], by=campaign.office)
    door = reverse("councils:election_code", args=[election.pk])
    assert "投票码" in client.post(door, {"code": "WRONG22222"}).content.decode()
    page = client.post(door, {"code": code.lower()}, follow=True)
    assert page.status_code == 200
    done = client.post(page.request["PATH_INFO"], {"is_blank": "on"}, follow=True)
    assert done.status_code == 200
    assert ElectionBallot.objects.get().picks == []


def test_the_result_shows_votes_bars_and_the_arithmetic(campaign, client):
    election = campaign.voting()
    campaign.cast_all(election, (0, 1), (0, 1), (0,), (2,), (1,), (0,), (1,))
    before = client.get(PAGE.format(election.pk)).content.decode()
    assert "<meter" not in before
    campaign.declared(election)
    page = client.get(PAGE.format(election.pk)).content.decode()
    assert page.count("<meter") == 3
    assert "33.3 %" in page


def test_of_fewer_than_three_ballots_the_page_says_only_who_is_elected(campaign, client):
    election = campaign.voting(1)
    campaign.cast_all(election, (0,), (0,))
    campaign.declared(election)
    page = client.get(PAGE.format(election.pk)).content.decode()
    assert "<meter" not in page
    assert "当选" in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_person_is_offered_what_is_theirs(campaign, as_, language):
    election = campaign.nominating()
    person = campaign.somebody(0)
    page = as_(person).get(language + PAGE.format(election.pk)).content.decode()
    assert f"{election.pk}/stand/" in page
    assert f"{election.pk}/cancel/" not in page
    done = as_(person).post(
        f"/elections/{election.pk}/stand/",
        {"group": election.groups.get().pk, "position": "经理", "statement": "为大家办事。", "agrees": "on"},
    )
    assert done.status_code == 302
    assert election.candidacies.get().person == person


def test_what_waits_is_on_my_first_page(campaign, as_):
    election = campaign.voting()
    page = as_(campaign.delegate(campaign.firms()[5])).get("/me/").content.decode()
    assert PAGE.format(election.pk) in page


def test_the_office_checks_counts_and_publishes_by_pages(campaign, as_):
    election = campaign.vetting()
    for one in election.candidacies.all():
        sent = {"is_fit": "yes", "reasons": "符合条件"}
        assert as_(campaign.office).post(f"/elections/candidacies/{one.pk}/assess/", sent).status_code == 302
        assert as_(campaign.committee).post(f"/elections/candidacies/{one.pk}/confirm/", {}).status_code == 302
    assert as_(campaign.office).get(f"/elections/{election.pk}/publish/").status_code == 200
    as_(campaign.office).post(f"/elections/{election.pk}/publish/", {"remedy": "由补选补足"})
    assert campaign.fresh(election).state == "published"


def test_a_plan_is_made_by_pages(campaign, as_):
    page = as_(campaign.office).post("/council/elections/new/", {"council": campaign.council.pk, "kind": "ordinary"})
    assert page.status_code == 302
    form = as_(campaign.office).get(page.url)
    assert form.status_code == 200
    facts = {name: value for name, value in form.context["form"].initial.items() if value is not None}
    sent = {
        **facts,
        "enterprise": 3,
        "party_member": 0,
        "mass_org": 0,
        "scrutineer": campaign.scrutineer.pk,
        "has_paper": "on",
    }
    done = as_(campaign.office).post(page.url, {key: str(value) for key, value in sent.items()})
    assert done.status_code == 302, done.context["form"].errors
    election = campaign.council.elections.get()
    assert (election.groups.get().seats, election.has_paper, election.scrutineer) == (3, True, campaign.scrutineer)


def test_the_paper_box_is_entered_by_pages(campaign, as_, clerk):
    election = campaign.voting(has_paper=True)
    voting.strike(campaign.voter(election, campaign.firms()[0]), by=campaign.office)
    for place in range(1, 8):
        campaign.vote(election, place, 0)
    election = campaign.over(election)
    first = election.candidacies.accepted().first()
    for person in (campaign.office, clerk):
        page = as_(person).get(f"/elections/{election.pk}/enter_paper/")
        sent = {"group": page.context["form"].of.pk, "ballots": 1, "void": 0}
        sent |= {f"votes_{one.pk}": int(one.pk == first.pk) for one in election.candidacies.accepted()}
        assert as_(person).post(f"/elections/{election.pk}/enter_paper/", sent).status_code == 302
    as_(campaign.office).post(f"/elections/{election.pk}/count/", {})
    assert election.candidacies.get(pk=first.pk).votes == 8


def test_the_notice_and_the_ballot_paper_are_pdfs(campaign, client, as_):
    election = campaign.published(has_paper=True)
    assert client.get(f"/elections/{election.pk}/notice.pdf").content.startswith(b"%PDF")
    assert as_(campaign.office).get(f"/elections/{election.pk}/ballot.pdf").content.startswith(b"%PDF")


def test_who_is_erased_after_the_election_leaves_votes_and_result_without_their_words(campaign):
    election = campaign.voting()
    campaign.cast_all(election, (0, 1), (0, 1), (0,), (2,), (1,), (0,), (1,))
    election = campaign.certified(election)
    third = Person.objects.get(pk=campaign.people[2].pk)
    assert "停车和食堂" in Candidacy.objects.get(person=third).statement
    erasing.erase_person(third, by=campaign.office)
    assert not EntryText.objects.filter(entry__in=about_any(Candidacy.objects.filter(person=third))).exists()
    gone = Candidacy.objects.get(person=third)
    assert (gone.position, gone.statement, gone.votes) == ("", "", 1)
