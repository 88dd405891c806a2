"""An election that takes the real steps to where a test wants it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from councils.elections import certifying, counting, nominating, planning, ripening, vetting, voting
from councils.elections.planning import SeatsOf
from councils.models import Candidacy, Election, ElectionVoter
from enterprises.models import Enterprise, Membership, Person
from parkdesk.core import clock
from tests.factories import MembershipFactory, PersonFactory

WORDS = {"position": "行政经理", "statement": "把各家的停车和食堂问题带到会上，每月公开一次进展。"}


class Campaign:
    """One election of the park: `campaign.voting()` is open; `campaign.people` stand, `campaign.delegates` vote."""

    def __init__(self, council, office, committee, leader, scrutineer, now):
        self.council, self.office, self.committee, self.leader = council, office, committee, leader
        self.scrutineer, self.now = scrutineer, now
        self.delegates: list[Person] = []
        self.people: list[Person] = []

    # --- people of firms -------------------------------------------------------------------------------
    def firms(self) -> list[Enterprise]:
        return list(Enterprise.objects.filter(park=self.council.park).order_by("pk"))

    def delegate(self, firm: Enterprise) -> Person:
        """Whoever votes for this firm; named now where nobody was."""
        held = Membership.objects.filter(enterprise=firm, is_delegate=True, ends_on=None).first()
        if held:
            return held.person
        return MembershipFactory(enterprise=firm, is_delegate=True, is_admin=True).person

    def somebody(self, place: int, name: str = "") -> Person:
        """A person of the firm in that place."""
        firm = self.firms()[place]
        return MembershipFactory(enterprise=firm, person=PersonFactory(name=name or f"候选{place}")).person

    # --- the road --------------------------------------------------------------------------------------
    def drafted(self, *groups: SeatsOf, **plan) -> Election:
        plan.setdefault("scrutineer", self.scrutineer)
        return planning.draft(self.council, groups or [SeatsOf("enterprise", 2)], by=self.office, **plan)

    def announced(self, *groups: SeatsOf, **plan) -> Election:
        election = planning.put_forward(self.drafted(*groups, **plan), by=self.office)
        return planning.announce(election, by=self.committee)

    def nominating(self, *groups: SeatsOf, **plan) -> Election:
        return self.after(self.announced(*groups, **plan), "nominations_open_at")

    def standing(self, people: int = 3, *groups: SeatsOf, **plan) -> Election:
        """So many people stand by themselves, of different firms, in the first group."""
        election = self.nominating(*groups, **plan)
        group = election.groups.first()
        for place in range(people):
            self.people.append(self.somebody(place * 3))
            nominating.stand(group, by=self.people[-1], **WORDS)
        return self.fresh(election)

    def vetting(self, people: int = 3, *groups: SeatsOf, **plan) -> Election:
        election = self.standing(people, *groups, **plan)
        if election.nominations_close_at > clock.now():
            election = self.after(election, "nominations_close_at")
        if election.are_nominations_extended:
            election = self.after(election, "nominations_close_at")
        return election

    def published(self, people: int = 3, *groups: SeatsOf, **plan) -> Election:
        election = self.vetting(people, *groups, **plan)
        for one in election.candidacies.standing():
            self.admitted(one)
        return vetting.publish(election, by=self.office, remedy="个别类型由补选补足。")

    def admitted(self, one: Candidacy) -> Candidacy:
        vetting.assess(one, by=self.office, is_fit=True, reasons="企业入驻满三个月，本人同意公开。")
        return vetting.confirm(one, by=self.committee)

    def voting(self, people: int = 3, *groups: SeatsOf, **plan) -> Election:
        return self.after(self.published(people, *groups, **plan), "voting_opens_at")

    def vote(self, election: Election, place: int, *picks: int, key: str = "") -> voting.Cast:
        """The firm in that place votes for the candidates with these numbers, from 0."""
        firm = self.firms()[place]
        candidates = list(election.candidacies.accepted())
        chosen = [candidates[number].pk for number in picks]
        return voting.cast(self.voter(election, firm), chosen, by=self.delegate(firm), key=key)

    def voter(self, election: Election, firm: Enterprise) -> ElectionVoter:
        return ElectionVoter.objects.get(group__election=election, enterprise=firm, group__number=1)

    def cast_all(self, election: Election, *ballots: tuple[int, ...]) -> None:
        """The first firms vote, one ballot each."""
        for place, picks in enumerate(ballots):
            self.vote(election, place, *picks)

    def over(self, election: Election) -> Election:
        """The ballot has ended, its one extension included."""
        election = self.after(election, "voting_closes_at")
        return self.after(election, "voting_closes_at") if election.stage == "voting" else election

    def counted(self, election: Election) -> Election:
        return counting.count(self.over(election), by=self.office)

    def declared(self, election: Election) -> Election:
        counting.attest(self.counted(election), by=self.scrutineer)
        return counting.declare(election, by=self.office)

    def certified(self, election: Election) -> Election:
        declared = self.after(self.declared(election), "objections_close_at")
        certifying.endorse(declared, by=self.leader, remedy="两新党员席位另行补选。")
        return certifying.certify(declared, by=self.committee)

    def after(self, election: Election, moment: str) -> Election:
        """A minute after that moment, as every door sees it."""
        election = self.fresh(election)
        self.now.shift(getattr(election, moment) - clock.now() + timedelta(minutes=1))
        return self.fresh(election)

    def fresh(self, election: Election) -> Election:
        """As it stands now; whatever the clock has brought about is taken first."""
        with transaction.atomic():
            return ripening.locked(election.pk)
