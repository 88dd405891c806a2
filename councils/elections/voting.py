"""Casting: one vote a firm and seat group, secret. Codes for firms without a delegate, and paper voters struck.

`cast` is no step of a state machine: it writes a receipt, a ballot in a box that is shuffled anew, and an entry
without the choice (decisions 37, ADR 0010).
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.elections import guards, ripening
from councils.models import Election, ElectionBallot, ElectionGroup, ElectionVoter, VoterReceipt, VotingCode
from enterprises.models import Enterprise, Membership, Person
from parkdesk.core import clock
from parkdesk.core.actors import Actor, Holder, is_person
from parkdesk.core.flow import NotNow, NotYours, record
from parkdesk.core.idempotency import once
from parkdesk.core.words_of_time import day_time

# Figures 2 to 9 and letters without I and O (decisions 29).
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10


@dataclass(frozen=True)
class Cast:
    """A vote that is recorded; the receipt code is there the first time alone."""

    voter: ElectionVoter
    code: str = ""


def cast(voter: ElectionVoter, picks: Iterable[int], *, by: Actor, key: str) -> Cast:
    """The vote of a firm, or of a person on a register; once per press, and once at all.

    `picks` are keys of candidacies, at most as many as there are seats; none is a blank ballot. Raises NotYours for
    everybody else's vote; NotNow outside the ballot, for a second vote, for somebody who does not stand.
    """
    wanted, made = sorted(set(picks)), []

    def first() -> str:
        made.append(_cast(voter.pk, wanted, by))
        return "recorded"

    once("councils.elections.cast", f"{voter.pk}:{key}" if key else "", first)
    return Cast(voter, made[0] if made else "")


def _cast(pk: int, picks: list[int], by: Actor) -> str:
    voter = ElectionVoter.objects.select_related("group", "enterprise", "person").get(pk=pk)
    election = ripening.locked(voter.group.election_id)
    _refuse_unless_theirs(voter, election, by)
    refusal = why_not(voter, election)
    if refusal:
        raise NotNow(election, "cast", refusal)
    _refuse_wrong_picks(voter.group, election, picks)
    code = new_code()
    VoterReceipt(voter=voter, digest=digest_of(code)).save(force_insert=True)
    drop(voter.group, picks)
    record(election, "cast", by=by, facts={"voter": voter.pk, "group": voter.group_id})
    return code


def drop(group: ElectionGroup, picks: list[int]) -> None:
    """Write the whole box anew, shuffled and with new keys: neither the newest row nor its place says whose it is."""
    papers = [*group.ballots.values_list("picks", flat=True), picks]
    secrets.SystemRandom().shuffle(papers)
    group.ballots.all().delete()
    ElectionBallot.objects.bulk_create(ElectionBallot(group=group, picks=one) for one in papers)


def why_not(voter: ElectionVoter, election: Election) -> str:
    """Why no vote is taken now, as a sentence; empty when it is."""
    if election.stage != "voting":
        return _outside(election)
    receipt = VoterReceipt.objects.filter(voter=voter).first()
    if receipt is None:
        return ""
    if receipt.channel == VoterReceipt.Channel.PAPER:
        return _("This vote was given on paper. It counts once.")
    return _("This vote was given already, on %(moment)s. Nobody can tell which ballot it is, so it stays.") % {
        "moment": day_time(receipt.at)
    }


def _outside(election: Election) -> str:
    if election.voting_closes_at is not None and clock.now() >= election.voting_closes_at:
        ended = {"moment": day_time(election.voting_closes_at)}
        return _("The ballot ended on %(moment)s. Nothing was recorded.") % ended
    if election.voting_opens_at is not None and election.is_open:
        return _("The ballot opens on %(moment)s.") % {"moment": day_time(election.voting_opens_at)}
    return _("There is no ballot now. Nothing was recorded.")


def _refuse_unless_theirs(voter: ElectionVoter, election: Election, by: Actor) -> None:
    if isinstance(by, Holder):
        _refuse_stale_code(voter, election, by)
        return
    if voter.enterprise_id is None:
        if not is_person(by) or by.pk != voter.person_id:
            raise NotYours(election, "cast")
        return
    delegate = delegate_of(voter.enterprise_id)
    if delegate is not None and is_person(by) and delegate.pk == by.pk:
        return
    if not is_person(by) or voter.enterprise_id not in _firms(by):
        raise NotYours(election, "cast")
    raise NotNow(election, "cast", _whoever_votes(delegate))


def _whoever_votes(delegate: Person | None) -> str:
    if delegate is None:
        return _(
            "Your firm has named nobody to vote. Its administrator can do so now, or the park leader hands out a code."
        )
    return _("Your firm has named %(name)s to vote. Nothing was recorded.") % {"name": delegate}


def _refuse_stale_code(voter: ElectionVoter, election: Election, by: Holder) -> None:
    code = election.codes.filter(enterprise=voter.enterprise_id).first()
    if code is None or by != holder_of(code):
        raise NotYours(election, "cast")
    if delegate_of(code.enterprise_id) is not None:
        raise NotNow(election, "cast", _("The firm has named somebody to vote since; its code is no longer valid."))


def _refuse_wrong_picks(group: ElectionGroup, election: Election, picks: list[int]) -> None:
    if len(picks) > group.seats:
        raise NotNow(election, "cast", _("Choose at most %(seats)s. Nothing was recorded.") % {"seats": group.seats})
    known = set(group.candidacies.accepted().values_list("pk", flat=True))
    if not known.issuperset(picks):
        raise NotNow(election, "cast", _("Somebody you chose does not stand here. Nothing was recorded."))


def delegate_of(firm: int) -> Person | None:
    """Whom the firm's administrator has named to vote, today (decisions 8)."""
    held = Membership.objects.running(clock.today()).filter(enterprise=firm, is_delegate=True, person__is_active=True)
    found = held.select_related("person").first()
    return found.person if found else None


def _firms(person: Any) -> set[int]:
    return set(Membership.objects.running(clock.today()).filter(person=person).values_list("enterprise_id", flat=True))


def voters_of(person: Any, election: Election) -> list[ElectionVoter]:
    """The votes that are this person's to cast: those of their firms, and their own on a register."""
    held = Membership.objects.running(clock.today()).filter(person=person, is_delegate=True)
    rows = ElectionVoter.objects.filter(group__election=election).select_related("group", "enterprise", "person")
    firms = rows.filter(enterprise__in=held.values("enterprise_id"))
    return sorted((firms | rows.filter(person=person)).distinct(), key=lambda one: (one.group.number, one.pk))


# --- codes --------------------------------------------------------------------------------------------
def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def digest_of(code: str) -> str:
    tidy = "".join(one for one in code.upper() if one in ALPHABET)
    return hashlib.sha256(f"parkdesk election {tidy}".encode()).hexdigest()


def holder_of(code: VotingCode) -> Holder:
    return Holder("confirmation", f"votingcode:{code.pk}")


@transaction.atomic
def give_code(election: Election, firm: Enterprise, *, by: Person) -> str:
    """A code for a firm that has named nobody; a new one makes the old one void. It is shown this once."""
    election = ripening.locked(election.pk)
    if not guards.hands_out_codes(election, by):
        raise NotYours(election, "give_code")
    if election.stage not in ("published", "voting"):
        told = _("Codes are handed out from the day candidates are published until the ballot ends.")
        raise NotNow(election, "give_code", told)
    if not ElectionVoter.objects.filter(group__election=election, enterprise=firm).exists():
        raise NotNow(election, "give_code", _("This firm is not in the electorate."))
    if delegate_of(firm.pk) is not None:
        raise NotNow(election, "give_code", _("This firm has named somebody to vote; it needs no code."))
    code = new_code()
    election.codes.filter(enterprise=firm).delete()
    VotingCode.objects.create(election=election, enterprise=firm, digest=digest_of(code), given_by=by)
    record(election, "give_code", by=by, facts={"firm": firm.pk})
    return code


def by_code(election: Election, code: str) -> VotingCode | None:
    """The code that somebody typed in, upper or lower case, with or without gaps."""
    return election.codes.filter(digest=digest_of(code)).select_related("enterprise").first()


# --- paper --------------------------------------------------------------------------------------------
@transaction.atomic
def strike(voter: ElectionVoter, *, by: Person) -> VoterReceipt:
    """Strike from the online list whoever votes on paper, until the votes are counted."""
    election = _paper_is_open(voter, by)
    held = VoterReceipt.objects.filter(voter=voter).first()
    if held is not None and held.channel == VoterReceipt.Channel.ONLINE:
        raise NotNow(election, "strike", _("This voter has voted online already. No paper ballot is taken from them."))
    if held is not None:
        raise NotNow(election, "strike", _("This voter is struck from the list already."))
    receipt = VoterReceipt(voter=voter, channel=VoterReceipt.Channel.PAPER)
    receipt.save(force_insert=True)
    record(election, "strike", by=by, facts={"voter": voter.pk, "is_struck": True})
    return receipt


@transaction.atomic
def put_back(voter: ElectionVoter, *, by: Person) -> None:
    """Whoever was struck by mistake and has put no paper into the box can vote again."""
    election = _paper_is_open(voter, by)
    gone, _rows = VoterReceipt.objects.filter(voter=voter, channel=VoterReceipt.Channel.PAPER).delete()
    if not gone:
        raise NotNow(election, "strike", _("This voter is not struck from the list."))
    record(election, "strike", by=by, facts={"voter": voter.pk, "is_struck": False})


def _paper_is_open(voter: ElectionVoter, by: Person) -> Election:
    election = ripening.locked(voter.group.election_id)
    if not guards.keeps(election, by):
        raise NotYours(election, "strike")
    if not election.has_paper:
        raise NotNow(election, "strike", _("This election has no paper box."))
    if election.stage not in ("voting", "counting") or election.counted_at is not None:
        told = _("Paper ballots are taken from the opening of the ballot until they are counted.")
        raise NotNow(election, "strike", told)
    return election
