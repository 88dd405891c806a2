"""How many of a seat group's voters have voted."""

from dataclasses import dataclass

from councils.models import Election, ElectionGroup, VoterReceipt


@dataclass(frozen=True)
class Turnout:
    """Voters of a group and how many of them have voted, on paper and in all."""

    voters: int
    voted: int
    on_paper: int = 0

    def is_below(self, percent: int) -> bool:
        return self.voted * 100 < self.voters * percent

    @property
    def percent(self) -> str:
        """One decimal at most and never rounded up, so that a rule that is missed never looks met."""
        tenths = self.voted * 1000 // self.voters if self.voters else 0
        return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def of(group: ElectionGroup) -> Turnout:
    used = VoterReceipt.objects.filter(voter__group=group)
    on_paper = used.filter(channel=VoterReceipt.Channel.PAPER).count()
    return Turnout(group.voters.count(), used.count(), on_paper)


def is_too_low(election: Election) -> bool:
    """Whether a group with candidates misses the turnout of the rules; then the ballot is extended once."""
    voted_on = [one for one in election.groups.all() if one.candidacies.accepted().exists()]
    return any(of(one).is_below(election.turnout_percent) for one in voted_on)
