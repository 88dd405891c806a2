"""What the page of a case shows to one person: who says what, who stepped back, what they may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise

from councils import ballot_rows, declare, in_place
from councils.forms import advice, case_talk, case_votes, cases, options, review, tiers, venues
from councils.guards import is_office
from councils.models import Case, CasePaper, Elector, Lowering, Party, Recusal, Representative, Round
from councils.picks import Method
from councils.vote_page import Vote
from enterprises.models import Person
from parkdesk.core import states
from parkdesk.core.idempotency import new_key

# What a page may ask for, the likeliest first: the first open one is the main button.
STEPS: dict[str, type[cases.CaseForm]] = {
    "declare": cases.DeclareForm,
    "prepare": cases.PrepareForm,
    "discuss": venues.DiscussForm,
    "count": case_votes.CountForm,
    "confirm": review.ConfirmForm,
    "lower": tiers.LowerForm,
    "report": review.ReportForm,
    "carry": case_votes.CarryForm,
    "vote": case_votes.VoteForm,
    "take_up": case_votes.TakeUpForm,
    "say": cases.SayForm,
    "contribute": case_talk.ContributeForm,
    "attach": case_talk.AttachForm,
    "offer": options.OfferForm,
    "retract": options.RetractForm,
    "consult": advice.ConsultForm,
    "demand": case_votes.DemandForm,
    "move": venues.MoveForm,
    "amend": cases.PrepareForm,
    "exclude": cases.ExcludeForm,
    "extend": case_votes.ExtendForm,
    "defer": case_votes.DeferForm,
    "close": case_votes.CloseForm,
    "return_once": review.ReturnForm,
    "propose_lower": tiers.ProposeLowerForm,
    "keep_tier": tiers.KeepTierForm,
    "detach": case_talk.DetachForm,
    "give_back": case_votes.GiveBackForm,
    "withdraw": case_votes.WithdrawForm,
}
# These are steps of the open vote.
OF_THE_ROUND = {"count": "close", "extend": "extend"}
# What a member does for the own seat; without one, or having stepped back, there is nothing to do.
OF_THE_SEAT = frozenset({"declare", "contribute", "demand"})
ONE_PRESS = frozenset({"take_up", "close", "count", "report"})
MAIN = frozenset({"declare", "prepare", "discuss", "confirm", "lower", "report", "carry", "vote", "count", "take_up"})


@dataclass(frozen=True)
class Button:
    """One open step: a page with a form, or one press (`key`)."""

    label: str | Promise
    url: str
    key: str = ""
    is_main: bool = False
    is_final: bool = False


@dataclass(frozen=True)
class Speaker:
    """One of the five parties: its members, what it says, and what they voted where names are given."""

    party: str
    label: str
    names: list[str]
    text: str
    pills: list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """How this person stands to the case: their seat, and whether they have declared, stepped back, or voted.

    Each is read when it is first asked for: a ballot that comes in asks for one of them only.
    """

    seat: Representative | None
    case: Case
    round: Round | None = None

    @cached_property
    def has_declared(self) -> bool:
        return self.seat is not None and ballot_rows.has_declared(self.case, self.seat)

    @cached_property
    def is_recused(self) -> bool:
        return self.seat is not None and self.seat.pk in declare.recused(self.case)

    @property
    def is_voter(self) -> bool:
        return self._elector is not None and self._elector.standing == Elector.Standing.VOTER

    @property
    def has_voted(self) -> bool:
        return self._elector is not None and self._elector.has_voted

    @cached_property
    def _elector(self) -> Elector | None:
        if self.seat is None or self.round is None:
            return None
        return in_place.electors_of(self.round, self.seat).select_related("receipt").first()


def remember(case: Case) -> list[Representative]:
    """Read once what the page asks many times: who has stepped back, and who holds a seat, which it returns."""
    stepped_back = Recusal.objects.select_related("representative__person", "representative__seat").order_by("pk")
    papers = CasePaper.objects.select_related("put_by").order_by("number")
    prefetch_related_objects([case], Prefetch("recusals", stepped_back), Prefetch("papers", papers))
    if case.need_id:
        asked = Lowering.objects.select_related("representative__person", "answered_by")
        prefetch_related_objects([case], Prefetch("lowerings", asked))
    return case.council.remember()


def open_verbs(case: Case, person: Person, mine: Standing, round_: Round | None) -> list[str]:
    """What this person may do now. Each kind of permission is asked once, however many steps want it."""
    may = cache(lambda permission, thing: permission(thing, person))

    def is_open(verb: str) -> bool:
        thing: Any = round_ if verb in OF_THE_ROUND else case
        if thing is None or (verb in OF_THE_SEAT and (mine.seat is None or mine.is_recused)):
            return False
        step = states.find(thing, OF_THE_ROUND.get(verb, verb))
        return step.starts_in(thing) and may(step.permission, thing) and step.is_open(thing)

    too_late = _too_late(round_)
    lies = any(one.removed_at is None for one in case.papers.all())
    too_late |= frozenset() if lies else {"detach"}
    too_late |= frozenset() if case.way != Method.QUESTION else {"offer", "retract"}
    too_late |= {"prepare", "amend"} if hasattr(case, "work") else frozenset()  # the small work says it
    return [
        verb for verb in STEPS if is_open(verb) and verb not in too_late and _makes_sense(verb, mine, is_office(person))
    ]


def _too_late(round_: Round | None) -> frozenset[str]:
    """What an uncounted vote whose time is over leaves no time for, and what one in the room does not."""
    if round_ is None or round_.state != Round.State.OPEN:
        return frozenset()
    if round_.is_over:
        return frozenset({"demand", "extend", "withdraw", "propose_lower", "lower"})
    return frozenset({"demand"}) if round_.agenda_item_id else frozenset()


def _makes_sense(verb: str, mine: Standing, is_of_the_office: bool) -> bool:
    if verb == "declare":
        return not (mine.has_declared or mine.has_voted)
    if verb in ("say", "offer", "attach"):
        return is_of_the_office or not mine.is_recused
    return True


def buttons(case: Case, verbs: Iterable[str]) -> list[Button]:
    """The open steps as buttons; what cannot be taken back stands last."""
    verbs = sorted(verbs, key=lambda verb: STEPS[verb].is_final)
    return [
        Button(
            label=STEPS[verb].label,
            url=reverse("councils:case_step", args=[case.council.park.code, case.pk, verb]),
            key=new_key() if verb in ONE_PRESS else "",
            is_main=place == 0 and verb in MAIN,
            is_final=STEPS[verb].is_final,
        )
        for place, verb in enumerate(verbs)
    ]


def speakers(case: Case, members: list[Representative], vote: Vote | None) -> list[Speaker]:
    """The five parties in their order; one that has not spoken stands there with nothing to say."""
    said = {one.party: one.text for one in case.positions.all()}
    return [
        Speaker(
            party=party,
            label=str(Party(party).label),
            names=[str(one.person) for one in members if one.party == party],
            text=said.get(party, ""),
            pills=vote.of_party(party) if vote else [],
        )
        for party in Party.values
        if any(one.party == party for one in members)
    ]


def facts(case: Case) -> tuple[list[tuple[str, str]], list[str]]:
    """What is established: lines such as “Out of service: 6 times” as pairs, all others as they are."""
    pairs, plain = [], []
    for line in filter(None, (line.strip() for line in case.facts.splitlines())):
        label, colon, value = line.replace("：", ":", 1).partition(":")
        if colon and value.strip() and len(label) <= 20:
            pairs.append((label.strip(), value.strip()))
        else:
            plain.append(line)
    return pairs, plain
