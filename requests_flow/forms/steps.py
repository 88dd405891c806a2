"""The forms of steps that the desk and the units share. Their field names are the arguments of the steps.

A form without visible fields is one press on the need's page.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, text_field
from requests_flow import classes, mentions, promises
from requests_flow.forms.pictures import PicturesMixin
from requests_flow.forms.replying import TemplateMixin
from requests_flow.models import Need
from requests_flow.words import Outcome


class StepForm(DeedForm):
    """One step of one need, taken by one person."""

    def __init__(self, *args: Any, need: Need, by: Any, **kwargs: Any) -> None:
        self.need = need
        super().__init__(*args, by=by, **kwargs)


class AcknowledgeForm(StepForm):
    label = deed = pgettext_lazy("step of a need", "Acknowledge")
    title = _("Acknowledge this need")
    lede = _("You are the first contact then. The reporter reads your surname and the promised day.")


class AcceptForm(StepForm):
    label = deed = _("Accept the order")
    title = _("Accept this order")
    lede = _("The reporter then reads that your unit does it, with your landline and the promised day.")


class ReturnForm(StepForm):
    label = _("Give back")
    title = _("Give this order back")
    lede = _("It goes back to the desk, which chooses another unit. The clock keeps running.")
    deed = _("Give back to the desk")
    reason = text_field(_("Why it is not yours"), _("Only staff read this."))


class AskForm(StepForm):
    label = _("Ask the reporter")
    title = _("Ask the reporter")
    lede = _("The clock stands still until they answer.")
    deed = _("Send the question")
    question = text_field(_("Question"), _("List everything that is missing at once. A second question costs trust."))


class WaitForm(StepForm):
    label = _("Wait for an outside body")
    title = _("Stop the clock: wait for an outside body")
    lede = _("The reporter reads for whom we wait. Stopped days are shown apart.")
    deed = _("Stop the clock")
    waits_for = forms.CharField(
        label=_("For whom"), help_text=_("For example: customs, the inspection institute."), max_length=80
    )
    reason = text_field(_("What they have to do, and since when"), required=False)


class ResumeForm(StepForm):
    label = deed = _("Let the clock run again")
    title = _("Let the clock run again")
    lede = _("The promised day moves by the working time that stood still.")


class DeliberateForm(StepForm):
    label = _("Put before the council")
    title = _("Put this before the park council")
    lede = _("A case is opened for the council of this park. The promised day stands; the reporter is told.")
    deed = _("Put before the council")
    note = text_field(_("Why the council has to decide"), _("Only staff read this."), required=False, rows=2)


class HandBackForm(StepForm):
    label = _("Take back from the council")
    title = _("Take this back from the council")
    lede = _("It is sorted again and the desk chooses who does it. An open case of the council ends.")
    deed = _("Take back")
    reason = text_field(_("Why"), _("The reporter can read this."))


class InformForm(TemplateMixin, PicturesMixin, StepForm):
    answer_field = "message"
    label = _("Tell the reporter")
    title = _("Tell the reporter how it stands")
    deed = _("Send to the reporter")
    message = text_field(_("Message"), _("Say who does what by which day. Not “soon”."))


class NoteForm(StepForm):
    label = _("Note for staff")
    title = _("Note for staff")
    lede = _("Only staff read this.")
    deed = _("Keep the note")
    note = text_field(_("Note"), _("Write @ and a colleague’s name to tell them."))

    def clean_note(self) -> str:
        """Everybody who is named is found, or the note is not kept: nobody believes to have told whom they have not."""
        self.mentioned, unknown = mentions.find(self.cleaned_data["note"], self.need)
        if unknown:
            raise forms.ValidationError(
                gettext("Nobody at the desk who may read this need is called %(names)s.")
                % {"names": ", ".join(unknown)}
            )
        return self.cleaned_data["note"]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"mentioned": [person.pk for person in self.mentioned]}


class ResolveForm(TemplateMixin, PicturesMixin, StepForm):
    label = pgettext_lazy("step of a need", "Complete")
    title = _("Complete this need")
    lede = _("The reporter gets the answer and is asked to confirm. Only solved and partly solved count as solved.")
    deed = _("Complete and tell the reporter")
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect)
    answer = text_field(_("Answer to the reporter"), _("What was done, by whom, and what still follows."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer", classes.standard_answer(self.need))


class AskExtensionForm(StepForm):
    label = _("Ask for more time")
    title = _("Ask for more time")
    lede = _("The desk decides. Until then the promised day stands.")
    deed = _("Ask the desk")
    days = forms.IntegerField(label=_("How many working days"), min_value=1)
    reason = text_field(_("Why it takes longer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = promises.limits_of(self.need).extension_days
        self.fields["days"].help_text = ngettext("At most %(count)d.", "At most %(count)d.", most) % {"count": most}

    def clean_days(self) -> int:
        days, most = self.cleaned_data["days"], promises.limits_of(self.need).extension_days
        if days > most:
            raise forms.ValidationError(
                ngettext(
                    "For this tier at most %(count)d working day can be added.",
                    "For this tier at most %(count)d working days can be added.",
                    most,
                )
                % {"count": most}
            )
        return days


class ExtendForm(StepForm):
    label = deed = _("Grant more time")
    title = _("Grant more time")

    @property
    def lede(self) -> str:  # type: ignore[override]
        days = self.need.extension_days_asked
        return ngettext(
            "The unit asked for %(count)d working day. The reporter reads the new day.",
            "The unit asked for %(count)d working days. The reporter reads the new day.",
            days,
        ) % {"count": days}


class RefuseExtensionForm(StepForm):
    label = _("Refuse more time")
    title = _("Refuse more time")
    lede = _("The promised day stands.")
    deed = _("Refuse")
    reason = text_field(_("Why"), _("Only staff read this."))


class CloseForm(StepForm):
    label = deed = pgettext_lazy("step of a need", "Close")
    title = _("Close this need")
    lede = _("The reporter is told. It can be rated and reopened for 10 working days after completion.")


class ReopenForm(StepForm):
    label = _("Have it done again")
    title = _("Have it done again")
    lede = _("A new handling begins with limits of its own.")
    deed = _("Open it again")
    reason = text_field(_("What is left to do"))


class ConfirmFactsForm(PicturesMixin, StepForm):
    label = _("Confirm on site")
    title = _("Confirm what you see")
    deed = _("Confirm what I saw")
    note = text_field(_("What you saw"), _("Where, since when, how many. No names and no phone numbers."))
