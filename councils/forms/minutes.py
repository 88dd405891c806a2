"""The forms of minutes and resolutions: what is written by hand, objections, signatures, issue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm
from councils.forms.meetings import line_field
from councils.models import Objection
from parkdesk.core.act_forms import text_field


class FrameForm(ActForm):
    label = _("Title and copies")
    title = _("Title and copies")
    lede = _("All the rest is taken from the records of the meeting. To change it, mend the record.")
    deed = _("Keep title and copies")
    heading = line_field(_("Title of the minutes"))
    heading_en = line_field(_("Title in English"), required=False, longest=200)
    copy_to = line_field(_("Copies to"), required=False, longest=200)
    copy_to_en = line_field(_("Copies to, in English"), required=False, longest=300)

    def facts(self) -> dict[str, str]:
        said = super().facts()
        return {"title": said.pop("heading"), "title_en": said.pop("heading_en"), **said}


class CirculateForm(ActForm):
    label = deed = _("Send them round")
    title = _("Send the minutes round?")
    lede = _("Everybody who was there can object for 2 working days. Whoever does not has agreed.")


class ObjectForm(ActForm):
    label = _("Object to a passage")
    title = _("Object to a passage")
    lede = _("The office answers you, or mends the draft and sends it round once more.")
    deed = _("Send it to the office")
    passage = line_field(_("Passage"), _("Copy the words as they stand in the minutes."), longest=300)
    objection = text_field(_("What is wrong with it"), longest=1000)


class AnswerForm(ActForm):
    label = _("Answer")
    title = _("Answer the objection")
    deed = _("Send the answer")
    objection = forms.ModelChoiceField(queryset=Objection.objects.none(), widget=forms.HiddenInput)
    is_upheld = forms.TypedChoiceField(
        label=_("Is it right"),
        choices=[("yes", _("Yes: the draft is mended and goes round once more")), ("no", _("No: the text stands"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = text_field(_("What you answer"), longest=1000)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objection"].queryset = self.thing.objections.filter(answered_at=None)


class ApproveForm(ActForm):
    label = deed = _("No objection is open: to countersign")


class CountersignForm(ActForm):
    label = deed = _("Countersign for my party")
    title = _("Countersign the minutes?")
    lede = _("You sign the text that went round; its checksum is kept with your signature.")


class IssueForm(ActForm):
    label = deed = _("Issue the minutes")
    title = _("Issue the minutes?")
    lede = _("They get the next number of the year and can be read by everybody. This cannot be undone.")


class FulfilForm(ActForm):
    label = deed = _("It is done")
    title = _("Is it done?")
    lede = _("You have looked, and what was agreed is there.")
    note = text_field(_("How you know"), rows=2, longest=300)


class LapseForm(ActForm):
    label = deed = _("It has lapsed")
    title = _("Has it lapsed?")
    lede = _("It is not carried out any more; the register keeps it with your reason.")
    note = text_field(_("Why"), rows=2, longest=300)
