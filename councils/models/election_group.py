"""Seat groups of an election: who votes in them, who has voted, and a box that nothing joins to the voters.

Decisions 37, ADR 0010. That a voter has voted stands in `VoterReceipt`, what was voted in `ElectionBallot`: a random
key, no voter, no time. The whole box is written anew in random order each time a ballot falls into it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models.party import Party
from enterprises.models import Enterprise
from parkdesk.core import clock

# Who is chosen by election: the community's and the operator's seats are appointed (domain.md 5.1).
BY_FIRMS, BY_REGISTER = "enterprise", ("party_member", "mass_org")


class ElectionGroup(models.Model):
    """The seats of one party, or of some enterprise types, that one ballot paper is about."""

    class Result(models.TextChoices):
        ELECTED = "elected", pgettext_lazy("seat group", "all seats are filled")
        PARTLY = "partly", pgettext_lazy("seat group", "some seats stay free")
        NOBODY = "nobody", pgettext_lazy("seat group", "nobody was elected")

    election = models.ForeignKey("councils.Election", on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField()
    party = models.CharField(_("party"), max_length=12, choices=Party)
    kinds = models.JSONField(_("enterprise types"), default=list, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    electorate_digest = models.CharField(max_length=64, blank=True)
    ballots_counted = models.PositiveSmallIntegerField(null=True)
    ballots_void = models.PositiveSmallIntegerField(default=0)
    lot = models.JSONField(null=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)

    class Meta:
        verbose_name = _("seat group")
        verbose_name_plural = _("seat groups")
        ordering = ["election_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="electiongroup_number_once"),
            models.CheckConstraint(name="electiongroup_has_seats", condition=Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_firms(self) -> bool:
        """One firm, one vote; elsewhere the people on a register vote."""
        return self.party == BY_FIRMS

    @property
    def name(self) -> str:
        """The party, with the enterprise types where the seats are theirs."""
        if not self.kinds:
            return str(self.get_party_display())
        kinds = " / ".join(str(Enterprise.Sector(one).label) for one in self.kinds)
        return f"{self.get_party_display()} · {kinds}"


class ElectionVoter(models.Model):
    """One vote in one group: a firm's, or a person's on the register. Frozen when candidates are published."""

    group = models.ForeignKey(ElectionGroup, on_delete=models.PROTECT, related_name="voters")
    enterprise = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="+")
    # Emptied when the election has ended: that somebody is a party member is kept no longer than it is needed.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.UniqueConstraint(fields=["group", "enterprise"], name="voter_one_a_firm"),
            models.UniqueConstraint(fields=["group", "person"], name="voter_one_a_person"),
            models.CheckConstraint(
                name="voter_is_one_of_two", condition=Q(enterprise__isnull=True) | Q(person__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise or self.person or "")


class VotingCode(models.Model):
    """A code for a firm that has named nobody to vote (decisions 8). Only its digest is kept."""

    election = models.ForeignKey("councils.Election", on_delete=models.PROTECT, related_name="codes")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("voting code")
        verbose_name_plural = _("voting codes")
        constraints = [
            models.UniqueConstraint(fields=["election", "enterprise"], name="votingcode_one_a_firm"),
            models.UniqueConstraint(fields=["election", "digest"], name="votingcode_once"),
        ]

    def __str__(self) -> str:
        return str(self.enterprise)


class VoterReceipt(models.Model):
    """That a voter has voted, and how: never what. The voter keeps the receipt code, we keep its digest."""

    class Channel(models.TextChoices):
        ONLINE = "online", pgettext_lazy("ballot", "online")
        PAPER = "paper", pgettext_lazy("ballot", "on paper")

    voter = models.OneToOneField(ElectionVoter, primary_key=True, on_delete=models.PROTECT, related_name="receipt")
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("voter's receipt")
        verbose_name_plural = _("voters' receipts")

    def __str__(self) -> str:
        return str(self.voter_id)


class ElectionBallot(models.Model):
    """What was voted, and nothing besides: keys of candidacies, in order of the keys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(ElectionGroup, on_delete=models.PROTECT, related_name="ballots")
    picks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("ballot of an election")
        verbose_name_plural = _("ballots of elections")

    def __str__(self) -> str:
        return str(self.picks)


class PaperCount(models.Model):
    """What one of two people read off the paper ballots of a group: votes by candidacy, and the void ones."""

    group = models.ForeignKey(ElectionGroup, on_delete=models.PROTECT, related_name="paper_counts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    votes = models.JSONField(default=dict)
    ballots = models.PositiveSmallIntegerField(_("ballots in the box"))
    void = models.PositiveSmallIntegerField(_("void ballots"), default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("count of the paper box")
        verbose_name_plural = _("counts of the paper box")
        constraints = [
            models.UniqueConstraint(fields=["group", "by"], name="papercount_one_a_person"),
            models.CheckConstraint(name="papercount_void", condition=Q(void__lte=models.F("ballots"))),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.ballots}"

    @property
    def figures(self) -> tuple[object, ...]:
        """What two people must agree on."""
        return (self.ballots, self.void, tuple(sorted((str(key), int(votes)) for key, votes in self.votes.items())))
