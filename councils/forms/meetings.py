"""The forms of meetings: date and place, agenda, who is there, results, what was agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import adopt, agenda, meetings, wording
from councils.forms.acts import ActForm, UnitField, UnitsField
from councils.meeting_guards import sitting
from councils.models import AgendaItem, Case, Meeting, Representative, Resolution
from parkdesk.core.act_forms import day_field, moment_field, text_field


def line_field(label: Any, hint: Any = "", required: bool = True, longest: int = 120) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest)


class PrepareForm(ActForm):
    title = _("Prepare a meeting")
    lede = _("Nobody is told yet. Put the items on the agenda next, then call the meeting.")
    deed = _("Go on to the agenda")
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.Kind, widget=forms.RadioSelect)
    starts_at = moment_field(
        _("Begins at"), _("Agenda and papers go out 3 working days before, those of a special meeting 4 hours before.")
    )
    mode = forms.ChoiceField(label=_("How it is held"), choices=Meeting.Mode, widget=forms.RadioSelect)
    place = line_field(_("Place"), _("As it is printed in the minutes."), required=False)
    place_en = line_field(_("Place in English"), required=False, longest=160)
    link = forms.URLField(label=_("Link to join online"), required=False, max_length=300, assume_scheme="https")

    def call(self) -> meetings.Call:
        return meetings.Call(**self.facts())


class ConveneForm(ActForm):
    label = deed = _("Call the meeting")
    title = _("Call the meeting?")
    lede = _("Everybody with a seat is told the time, the place and the agenda.")


class RescheduleForm(ActForm):
    label = _("Move it")
    title = _("Move the meeting")
    lede = _("Everybody who was called is told the new time and why.")
    deed = _("Move the meeting")
    starts_at = moment_field(_("Begins at"))
    place = line_field(_("Place"), required=False)
    place_en = line_field(_("Place in English"), required=False, longest=160)
    link = forms.URLField(label=_("Link to join online"), required=False, max_length=300, assume_scheme="https")
    reason = text_field(_("Why"), rows=2, longest=300)


class CancelForm(ActForm):
    label = deed = _("Call it off")
    title = _("Call the meeting off?")
    lede = _("Everybody who was called is told. It stays in the list as called off; what is open goes to the next one.")
    is_final = True
    reason = text_field(_("Why"), rows=2, longest=300)


class CaseField(forms.ModelChoiceField):
    """A case by its number and its title in the reader's language."""

    def label_from_instance(self, obj: Case) -> str:
        return f"{obj.reference} {obj.display_title}"


class PutForm(ActForm):
    label = _("Put an item on the agenda")
    title = _("An item for the agenda")
    lede = _("One matter an item. Say it so that somebody who was not there understands it from the minutes.")
    deed = _("Put it on the agenda")
    case = CaseField(label=_("A case that waits for a meeting"), queryset=Case.objects.none(), required=False)
    item = line_field(_("Item"), _("Leave it empty when you choose a case."), required=False)
    item_en = line_field(_("Item in English"), required=False, longest=200)
    facts_known = text_field(_("What is known"), _("Figures, dates, what was tried."), required=False, longest=1200)
    facts_known_en = text_field(_("The same in English"), required=False, longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = Case.objects.visible_to(self.by).filter(council__in=sitting(self.thing)).open()
        self.fields["case"].queryset = cases.exclude(agenda_items__meeting=self.thing)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("case") and not said.get("item"):
            self.add_error("item", _("Write the item, or choose a case."))
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said["case"]:
            return {"case": said["case"]}
        words = (said[name] for name in ("item", "item_en", "facts_known", "facts_known_en"))
        return {"topic": agenda.Topic(*words)}


class TakeOffForm(ActForm):
    label = deed = _("Take it off the agenda")
    title = _("Take this item off the agenda?")
    is_final = True


class SeatForm(ActForm):
    """Somebody with a seat comes, goes or stays away."""

    seat = forms.ModelChoiceField(queryset=Representative.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = self.thing.attendances.members().values("representative")
        self.fields["seat"].queryset = Representative.objects.filter(pk__in=invited)

    def facts(self) -> dict[str, Any]:
        return {"representative": self.cleaned_data["seat"]}


class ArriveForm(SeatForm):
    label = deed = pgettext_lazy("a member", "Comes in")


class LeaveForm(SeatForm):
    label = deed = pgettext_lazy("a member", "Goes out")


class ExcuseForm(SeatForm):
    label = deed = pgettext_lazy("a member", "Excused")


class AccompanyForm(ActForm):
    label = _("A guest sits in")
    title = _("A guest sits in")
    lede = _("Guests have no vote and do not count for the quorum.")
    deed = _("Write the guest down")
    guest = line_field(_("Unit and name"), _("As they are printed in the minutes."), longest=60)


class OpenForm(ActForm):
    label = deed = _("Open the meeting")
    title = _("Open the meeting")
    lede = _("The quorum is counted from those who are in the room now. You keep the record.")
    chair = forms.ModelChoiceField(label=_("Who presides"), queryset=Representative.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.thing.attendances.here().values("representative")
        self.fields["chair"].queryset = Representative.objects.filter(pk__in=here).select_related("person", "seat")
        self.fields["chair"].empty_label = _("The convener")


class SuspendForm(ActForm):
    label = deed = _("Break")


class ResumeForm(ActForm):
    label = deed = _("Go on with the meeting")


class EndForm(ActForm):
    label = deed = _("Close the meeting")
    title = _("Close the meeting?")
    lede = _("The minutes are drafted at once from the records: who was there, votes, results, what was agreed.")


class ConcludeForm(ActForm):
    label = _("Enter the result")
    title = _("Result of this item")
    deed = _("Keep the result")
    result = forms.ChoiceField(label=_("Result"), choices=AgendaItem.Result, widget=forms.RadioSelect)
    text = text_field(_("In a sentence"), _("Who does what until the next time, or why."), required=False, longest=600)
    text_en = text_field(_("The same in English"), required=False, longest=900)


class AgreeForm(ActForm):
    label = _("Write down what was agreed")
    title = _("What was agreed")
    lede = _("One outcome that can be checked, one unit that answers for it, one date.")
    deed = _("Write it down")
    text = text_field(_("What was agreed"), _("Begin with the deed: publish, repair, agree on …"), longest=600)
    text_en = text_field(_("The same in English"), required=False, longest=900)
    unit = UnitField(label=_("Responsible unit"))
    supporting = UnitsField(label=_("Supporting units"), help_text=_("Several: hold Ctrl or Command."))
    due_on = day_field(_("Done by"))

    def facts(self) -> dict[str, Any]:
        return {"terms": adopt.Terms(**super().facts())}

    @property
    def advice(self) -> str:
        return wording.lint([str(self["text"].value() or ""), str(self["text_en"].value() or "")])


class DropForm(ActForm):
    label = deed = _("Strike it out")
    title = _("Strike this out?")
    lede = _("It was entered by mistake. Before the minutes are issued it has no force and no number.")
    is_final = True
    resolution = forms.ModelChoiceField(queryset=Resolution.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = self.thing.resolutions.filter(state=Resolution.State.ADOPTED)


class VoteForm(ActForm):
    label = deed = _("Open the vote in the room")
    title = _("Open the vote?")
    lede = _("Those in the room vote on their phones, on exactly the sentence of the case. You end the vote.")


class CountForm(ActForm):
    label = deed = _("End the vote and count")
    title = _("End the vote and count it?")
    lede = _("Nobody can vote any more. The result stands at once, with its arithmetic.")
