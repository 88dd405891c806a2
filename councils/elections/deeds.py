"""What people do with an election, a candidacy, an objection: the form, the doorway, and who finds a button for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from councils.elections import candidacy_guards, certifying, counting, guards, nominating, planning, vetting, voting
from councils.forms import election_ballots as ballots
from councils.forms import elections as forms
from councils.models import Election
from enterprises.models import Membership
from parkdesk.core import clock, flow, states

Ask = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Deed:
    """One deed: its form, what it does, the step whose permission and guards it has, or a question where it is none."""

    form: Any
    do: Callable[..., Any]
    step: str = ""
    may: Ask = field(default=lambda thing, person: True)
    initial: Callable[[Any], dict[str, Any]] = field(default=lambda thing: {})
    says: Callable[[Any], str] = field(default=lambda done: "")

    def is_open(self, thing: Any, person: Any) -> bool:
        """Whether this person has a use for it now."""
        if self.step and self.step not in flow.open_steps(thing, person, among=[self.step]):
            return False
        return self.may(thing, person)

    def refuse_unless_open(self, thing: Any, person: Any) -> None:
        """Raise NotYours (403) or NotNow (409) before somebody fills in a form for nothing."""
        if self.step:
            found = states.find(thing, self.step)
            if not found.may(thing, person):
                raise flow.NotYours(thing, self.step)
            flow.refuse_unless_open(thing, found)
        elif not self.may(thing, person):
            raise flow.NotNow(thing, "act", _("This is not open to you now."))


# --- questions ----------------------------------------------------------------------------------------
def _belongs(election: Election, person: Any) -> bool:
    mine = Membership.objects.running(clock.today()).filter(person=person, enterprise__park=election.council.park_id)
    return mine.exists()


def may_stand(election: Election, person: Any) -> bool:
    is_new = not guards.stands_in(election, person)
    return election.stage == "nominating" and is_new and _belongs(election, person)


def may_name(election: Election, person: Any) -> bool:
    return election.stage == "nominating" and bool(candidacy_guards.firms_of(person, election.council.park_id))


def may_object(election: Election, person: Any) -> bool:
    is_open = election.state == Election.State.DECLARED and not guards.is_window_over(election)
    return is_open and _belongs(election, person)


def may_keep_register(election: Election, person: Any) -> bool:
    has_any = election.groups.exclude(party="enterprise").exists()
    return has_any and election.stage in ("draft", "announced", "nominating", "vetting") and guards.keeps(election, person)


def may_give_code(election: Election, person: Any) -> bool:
    return election.stage in ("published", "voting") and guards.hands_out_codes(election, person)


def may_strike(election: Election, person: Any) -> bool:
    is_open = election.has_paper and election.stage in ("voting", "counting") and election.counted_at is None
    return is_open and guards.keeps(election, person)


def may_enter(election: Election, person: Any) -> bool:
    is_open = election.has_paper and election.stage == "counting" and election.counted_at is None
    return is_open and guards.keeps(election, person)


# --- what is done, in the arguments of the forms --------------------------------------------------------
def _stand(election: Election, *, by: Any, group: Any, **said: Any) -> object:
    return nominating.stand(group, by=by, **said)


def _propose(election: Election, *, by: Any, group: Any, person: Any) -> object:
    return nominating.propose(group, person, by=by)


def _register(election: Election, *, by: Any, group: Any, people: Any) -> object:
    return vetting.register(group, list(people), by=by)


def _strike(election: Election, *, by: Any, voter: Any) -> object:
    return voting.strike(voter, by=by)


def _put_back(election: Election, *, by: Any, voter: Any) -> object:
    return voting.put_back(voter, by=by)


def _enter(election: Election, *, by: Any, group: Any, **said: Any) -> object:
    return counting.enter_paper(group, said["votes"], ballots=said["ballots"], void=said["void"], by=by)


def _plan_of(election: Election) -> dict[str, Any]:
    seats: dict[str, int] = {}
    for group in election.groups.all():
        seats[group.party] = seats.get(group.party, 0) + group.seats
    names = ("publication_days", "voting_days", "objection_days", "has_paper", "scrutineer")
    days = {"opens_on": localdate(election.nominations_open_at), "closes_on": localdate(election.nominations_close_at)}
    return {**seats, **days, **{name: getattr(election, name) for name in names}}


def _say_code(code: Any) -> str:
    return _("The code, shown this once: %(code)s") % {"code": code}


OF_ELECTIONS: dict[str, Deed] = {
    "stand": Deed(forms.StandForm, _stand, may=may_stand),
    "propose": Deed(forms.ProposeForm, _propose, may=may_name),
    "object": Deed(
        forms.with_text("text", lazy("What is wrong with the result"), lazy("Object to the result"), lazy("Object to the result"),
                        lazy("Community leader or party committee answers with reasons; nothing is certified before."),
                        lazy("Object")),
        certifying.lodge, may=may_object,
    ),
    "put_forward": Deed(
        forms.said(lazy("Put the plan forward"), lazy("Put the plan forward"),
                   lazy("The party committee confirms it; then everybody reads the notice."), lazy("Put it forward")),
        planning.put_forward, "put_forward", may=lambda one, person: one.put_forward_at is None,
    ),
    "announce": Deed(
        forms.said(lazy("Confirm and announce"), lazy("Confirm the notice"),
                   lazy("Everybody reads it, and all firms of the park are told."), lazy("Announce it")),
        planning.announce, "announce",
    ),
    "plan": Deed(forms.PlanForm, planning.plan, "plan", initial=_plan_of),
    "register": Deed(forms.RegisterForm, _register, may=may_keep_register),
    "publish": Deed(
        forms.with_text("remedy", lazy("How missing types are mended"), lazy("Publish the candidates"),
                        lazy("Publish the candidates and freeze who votes"),
                        lazy("From now on nobody is added to the list of voters, and nobody taken off."),
                        lazy("Publish"), is_needed=False),
        vetting.publish, "publish",
    ),
    "give_code": Deed(ballots.CodeForm, voting.give_code, may=may_give_code, says=_say_code),
    "strike": Deed(ballots.StrikeForm, _strike, may=may_strike),
    "put_back": Deed(ballots.PutBackForm, _put_back, may=may_strike),
    "enter_paper": Deed(ballots.PaperForm, _enter, may=may_enter),
    "count": Deed(
        forms.said(lazy("Count"), lazy("Count the votes"),
                   lazy("Once. What lies in the box must be what the list says; a tie is settled by a recorded lot."), lazy("Count")),
        counting.count, "count",
    ),
    "attest": Deed(
        forms.said(lazy("Sign the count"), lazy("Sign the count as scrutineer"),
                   lazy("You have seen that it was counted as the rules say."), lazy("Sign")),
        counting.attest, "attest",
    ),
    "declare": Deed(
        forms.said(lazy("Publish the result"), lazy("Publish the result"),
                   lazy("Everybody reads it, and objections are taken from now on."), lazy("Publish")),
        counting.declare, "declare",
    ),
    "endorse": Deed(
        forms.with_text("remedy", lazy("How what is missing is mended"), lazy("Sign the result"), lazy("Sign the result"),
                        lazy("Where the council is not as the rules ask, say how that is mended."), lazy("Sign"), is_needed=False),
        certifying.endorse, "endorse",
    ),
    "certify": Deed(
        forms.said(lazy("Certify"), lazy("Certify the result"),
                   lazy("Those elected take their seats at once."), lazy("Certify")),
        certifying.certify, "certify",
    ),
    "annul": Deed(
        forms.with_text("reason", lazy("Reasons"), lazy("Annul"), lazy("Annul the election"),
                        lazy("The ballots stay sealed, and a new round is planned that names this one."), lazy("Annul"), is_final=True),
        certifying.annul, "annul",
    ),
    "cancel": Deed(
        forms.with_text("reason", lazy("Why"), lazy("Call off"), lazy("Call off the election"),
                        lazy("Possible until the ballot opens; everybody who was told is told again."), lazy("Call off"), is_final=True),
        planning.cancel, "cancel",
    ),
}  # fmt: skip
OF_CANDIDACIES: dict[str, Deed] = {
    "consent": Deed(forms.ConsentForm, nominating.consent, "consent"),
    "decline": Deed(
        forms.said(lazy("No"), lazy("Do not stand"), lazy("Nobody learns of it but those who named you."), lazy("I do not stand")),
        nominating.decline, "decline",
    ),
    "withdraw": Deed(
        forms.with_text("reason", lazy("Why"), lazy("Withdraw"), lazy("Withdraw from the election"),
                        lazy("Possible until the ballot opens."), lazy("Withdraw"), is_needed=False, is_final=True),
        nominating.withdraw, "withdraw",
    ),
    "assess": Deed(forms.AssessForm, vetting.assess, "assess"),
    "confirm": Deed(
        forms.said(lazy("Confirm"), lazy("Confirm what the first person found"),
                   lazy("The person is told, with the reasons."), lazy("Confirm")),
        vetting.confirm, "confirm",
    ),
    "send_back": Deed(
        forms.with_text("reason", lazy("What is to be checked again"), lazy("Send back"), lazy("Send it back to the first person"),
                        lazy("It is checked anew."), lazy("Send back")),
        vetting.send_back, "send_back",
    ),
}  # fmt: skip
OF_OBJECTIONS: dict[str, Deed] = {
    "dismiss": Deed(
        forms.with_text("reasons", lazy("Reasons"), lazy("Not upheld"), lazy("The objection is not upheld"),
                        lazy("Whoever raised it reads the reasons."), lazy("Answer")),
        certifying.dismiss, "dismiss",
    ),
    "uphold": Deed(
        forms.with_text("reasons", lazy("Reasons"), lazy("Upheld"), lazy("The objection is upheld"),
                        lazy("The election is then annulled, by the other of party committee and community leader."), lazy("Uphold"),
                        is_final=True),
        certifying.uphold, "uphold",
    ),
}  # fmt: skip
