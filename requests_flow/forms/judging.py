"""Forms of what follows an answer: calls with their four questions, and what is done about a low rating."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.act_forms import moment_field, text_field
from requests_flow.calls import Answers
from requests_flow.forms.steps import StepForm
from requests_flow.models import CallAttempt, FollowUp

YES, NO = "yes", "no"


def _yes_or_no(label: Any, yes: Any, no: Any, hint: Any = "") -> forms.ChoiceField:
    """One question of the script. No answer is chosen beforehand."""
    return forms.ChoiceField(label=label, help_text=hint, choices=[(YES, yes), (NO, no)], widget=forms.RadioSelect)


class FollowUpForm(StepForm):
    """The script of a call: four questions, always in this order (domain.md 8.6)."""

    label = _("Follow up")
    title = _("Follow up with the reporter")
    lede = _("Solved closes it; not solved opens it again.")
    deed = _("Record the call")
    method = forms.ChoiceField(label=_("How you spoke"), choices=FollowUp.Method.choices, widget=forms.RadioSelect)
    is_solved = _yes_or_no(_("Is it really solved?"), _("Yes, solved"), _("No, not solved"))
    is_in_time = _yes_or_no(_("Was it in time?"), _("Yes, in time"), _("No, too late"))
    was_asked = _yes_or_no(
        _("Was anything asked of you outside the rules?"),
        _("Yes, something was asked"),
        _("No"),
        _("Money, presents, favours, a firm to hire. Only the party committee and the auditor read the answer."),
    )
    told = text_field(
        _("If so: what, in their words"),
        _("You write it down once and cannot read it afterwards; nor can the desk."),
        required=False,
        rows=2,
    )
    left_over = text_field(_("Is anything left?"), required=False, rows=2)
    note = text_field(_("What was said"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("is_solved") == NO and not values.get("note"):
            self.add_error("note", gettext("Say what is not solved: whoever does it again has to know."))
        if values.get("was_asked") == YES and not values.get("told"):
            self.add_error("told", gettext("Write down what was asked: it cannot be looked into otherwise."))
        return values

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "method": said["method"],
            "is_solved": said["is_solved"] == YES,
            "note": said["note"],
            "answers": Answers(
                is_in_time=said["is_in_time"] == YES,
                outside_the_rules=said["told"] if said["was_asked"] == YES else "",
                left_over=said["left_over"],
            ),
        }


class CallBackForm(FollowUpForm):
    label = _("Call the reporter")
    title = _("Call the reporter about the result")
    lede = _("It is closed already, and this call was drawn. Not solved opens it again.")


class CallAgainForm(FollowUpForm):
    label = _("Call again")
    title = _("Call the reporter a second time")
    lede = _("Major needs are called about twice: has it lasted? If not, it is opened again.")


class MissCallForm(StepForm):
    label = _("Not reached")
    title = _("The call reached nobody")
    lede = _("After two calls without an answer nobody calls any more. Another time that was agreed is kept to.")
    deed = _("Record the attempt")
    result = forms.ChoiceField(label=_("What came of it"), choices=CallAttempt.Result.choices, widget=forms.RadioSelect)
    wished_at = moment_field(_("When to call"), _("Only where another time was agreed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wished_at"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_later, when = values.get("result") == CallAttempt.Result.LATER, values.get("wished_at")
        if is_later and (when is None or when <= clock.now()):
            self.add_error("wished_at", gettext("Say when to call: a moment that is still to come."))
        if not is_later:
            values["wished_at"] = None
        return values


class ContactRaterForm(StepForm):
    label = _("Spoke about the low rating")
    title = _("Spoke with the reporter about the low rating")
    lede = _("Within 1 working day after it. Thank them for saying so; do not ask them to change it.")
    deed = _("Record the contact")
    method = forms.ChoiceField(label=_("How you spoke"), choices=FollowUp.Method.choices, widget=forms.RadioSelect)
    note = text_field(_("What they named"), _("Only staff read this."), required=False, rows=2)


class UpholdForm(StepForm):
    label = _("Rating is right")
    title = _("Examined: the low rating is right")
    lede = _("What it names is mended, and the reporter is told what was done. You did not handle it yourself.")
    deed = _("Uphold the rating")
    note = text_field(_("What went wrong"), _("Only staff read this."))


class MarkMistakenForm(StepForm):
    label = _("Rating is mistaken")
    title = _("Examined: the rating was meant for something else")
    lede = _("It stays as it was given and keeps counting; this mark and your reason stand beside it.")
    deed = _("Mark as mistaken")
    reason = text_field(_("Why"), _("The reporter can read this."))


class MendForm(StepForm):
    label = _("Mended: tell the reporter")
    title = _("Say what was mended")
    lede = _("The reporter reads it and may rate once more. Both ratings stand side by side.")
    deed = _("Tell the reporter")
    message = text_field(_("Message"), _("What you did, and what will be different next time."))
