"""The deeds of elections by their addresses: forms with their words, doorways, and the steps that they take."""

from django.utils.translation import gettext_lazy as _

from councils.elections import certifying, counting, deeds, nominating, planning, vetting, voting
from councils.elections.deeds import Deed
from councils.forms import election_ballots as ballots
from councils.forms import elections as forms

OF_ELECTIONS: dict[str, Deed] = {
    "stand": Deed(forms.StandForm, deeds.do_stand, may=deeds.may_stand),
    "propose": Deed(forms.ProposeForm, deeds.do_propose, may=deeds.may_name),
    "object": Deed(
        forms.with_text(
            "text",
            _("What is wrong with the result"),
            _("Object to the result"),
            _("Object to the result"),
            _("Community leader or party committee answers with reasons; nothing is certified before."),
            _("Object"),
        ),
        certifying.lodge,
        may=deeds.may_object,
    ),
    "put_forward": Deed(
        forms.said(
            _("Put the plan forward"),
            _("Put the plan forward"),
            _("The party committee confirms it; then everybody reads the notice."),
            _("Put it forward"),
        ),
        planning.put_forward,
        "put_forward",
        may=lambda one, person: one.put_forward_at is None,
    ),
    "announce": Deed(
        forms.said(
            _("Confirm and announce"),
            _("Confirm the notice"),
            _("Everybody reads it, and all firms of the park are told."),
            _("Announce it"),
        ),
        planning.announce,
        "announce",
    ),
    "plan": Deed(forms.PlanForm, planning.plan, "plan", initial=deeds.plan_of),
    "register": Deed(forms.RegisterForm, deeds.do_register, may=deeds.may_keep_register),
    "publish": Deed(
        forms.with_text(
            "remedy",
            _("How missing types are mended"),
            _("Publish the candidates"),
            _("Publish the candidates and freeze who votes"),
            _("From now on nobody is added to the list of voters, and nobody taken off."),
            _("Publish"),
            is_needed=False,
        ),
        vetting.publish,
        "publish",
    ),
    "give_code": Deed(ballots.CodeForm, voting.give_code, may=deeds.may_give_code, says=deeds.say_code),
    "strike": Deed(ballots.StrikeForm, deeds.do_strike, may=deeds.may_strike),
    "put_back": Deed(ballots.PutBackForm, deeds.do_put_back, may=deeds.may_strike),
    "enter_paper": Deed(ballots.PaperForm, deeds.do_enter, may=deeds.may_enter),
    "count": Deed(
        forms.said(
            _("Count"),
            _("Count the votes"),
            _("Once. What lies in the box must be what the list says; a tie is settled by a recorded lot."),
            _("Count"),
        ),
        counting.count,
        "count",
    ),
    "attest": Deed(
        forms.said(
            _("Sign the count"),
            _("Sign the count as scrutineer"),
            _("You have seen that it was counted as the rules say."),
            _("Sign"),
        ),
        counting.attest,
        "attest",
    ),
    "declare": Deed(
        forms.said(
            _("Publish the result"),
            _("Publish the result"),
            _("Everybody reads it, and objections are taken from now on."),
            _("Publish"),
        ),
        counting.declare,
        "declare",
    ),
    "endorse": Deed(
        forms.with_text(
            "remedy",
            _("How what is missing is mended"),
            _("Sign the result"),
            _("Sign the result"),
            _("Where the council is not as the rules ask, say how that is mended."),
            _("Sign"),
            is_needed=False,
        ),
        certifying.endorse,
        "endorse",
    ),
    "certify": Deed(
        forms.said(_("Certify"), _("Certify the result"), _("Those elected take their seats at once."), _("Certify")),
        certifying.certify,
        "certify",
    ),
    "annul": Deed(
        forms.with_text(
            "reason",
            _("Reasons"),
            _("Annul"),
            _("Annul the election"),
            _("The ballots stay sealed, and a new round is planned that names this one."),
            _("Annul"),
            is_final=True,
        ),
        certifying.annul,
        "annul",
    ),
    "cancel": Deed(
        forms.with_text(
            "reason",
            _("Why"),
            _("Call off"),
            _("Call off the election"),
            _("Possible until the ballot opens; everybody who was told is told again."),
            _("Call off"),
            is_final=True,
        ),
        planning.cancel,
        "cancel",
    ),
}
OF_CANDIDACIES: dict[str, Deed] = {
    "consent": Deed(forms.ConsentForm, nominating.consent, "consent"),
    "decline": Deed(
        forms.said(
            _("No, I do not stand"),
            _("Do not stand"),
            _("Nobody learns of it but those who named you."),
            _("I do not stand"),
        ),
        nominating.decline,
        "decline",
    ),
    "withdraw": Deed(
        forms.with_text(
            "reason",
            _("Why"),
            _("Step back"),
            _("Withdraw from the election"),
            _("Possible until the ballot opens."),
            _("I withdraw"),
            is_needed=False,
            is_final=True,
        ),
        nominating.withdraw,
        "withdraw",
    ),
    "assess": Deed(forms.AssessForm, vetting.assess, "assess"),
    "confirm": Deed(
        forms.said(
            _("Confirm"),
            _("Confirm what the first person found"),
            _("The person is told, with the reasons."),
            _("Confirm"),
        ),
        vetting.confirm,
        "confirm",
    ),
    "send_back": Deed(
        forms.with_text(
            "reason",
            _("What is to be checked again"),
            _("Have it checked again"),
            _("Send it back to the first person"),
            _("It is checked anew."),
            _("Send it to be checked again"),
        ),
        vetting.send_back,
        "send_back",
    ),
}
OF_OBJECTIONS: dict[str, Deed] = {
    "dismiss": Deed(
        forms.with_text(
            "reasons",
            _("Reasons"),
            _("Not upheld"),
            _("The objection is not upheld"),
            _("Whoever raised it reads the reasons."),
            _("Answer"),
        ),
        certifying.dismiss,
        "dismiss",
    ),
    "uphold": Deed(
        forms.with_text(
            "reasons",
            _("Reasons"),
            _("Upheld"),
            _("The objection is upheld"),
            _("The election is then annulled, by the other of party committee and community leader."),
            _("Uphold"),
            is_final=True,
        ),
        certifying.uphold,
        "uphold",
    ),
}
