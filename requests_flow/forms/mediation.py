"""Forms of a mediation: open it, name the sides, sittings, the agreement, its duties, the court."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field, moment_field, text_field
from requests_flow.forms.beside import BesideForm, YuanField, refuse_future
from requests_flow.forms.pictures import PapersMixin
from requests_flow.models import Mediation, MediationDuty, MediationParty


class OpenMediationForm(DeedForm):
    label = _("Open a mediation")
    title = _("Open a mediation")
    lede = _("Both sides take part of their own will. Nothing of it is ever public.")
    deed = _("Open the mediation")
    matter = text_field(_("What is disputed"))
    applicant = forms.CharField(label=_("Who asks for it"), max_length=80)
    respondent = forms.CharField(label=_("The other side"), max_length=80)


class PartyForm(BesideForm):
    label = _("Name another side")
    title = _("Name somebody on one side")
    deed = _("Add")
    role = forms.ChoiceField(label=_("Side"), choices=MediationParty.Role.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=80)
    agent = forms.CharField(label=_("Represented by"), max_length=80, required=False)
    position = text_field(_("What this side says"), required=False)


class HearForm(BesideForm):
    label = _("Record a sitting")
    title = _("Record a sitting")
    deed = _("Keep it")
    held_at = moment_field(_("When"))
    place = forms.CharField(label=_("Where"), max_length=120)
    mediators = forms.CharField(label=_("Mediators"), max_length=160)
    notes = text_field(_("What each side said"), required=False, rows=4)

    def clean_held_at(self) -> Any:
        moment = self.cleaned_data["held_at"]
        if moment > clock.now():
            raise forms.ValidationError(gettext("This moment is still to come."))
        return moment


class ConcludeForm(BesideForm):
    label = _("Conclude")
    title = _("How did it end?")
    lede = _("From the day on which the agreement takes effect both sides have 30 days to ask the court to confirm it.")
    deed = _("Conclude the mediation")
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(one.value, one.label) for one in Mediation.OUTCOMES],
        widget=forms.RadioSelect,
    )
    agreement = text_field(_("What was agreed, one point on a line"), required=False, rows=5)
    effective_on = day_field(_("Takes effect on"), required=False)

    def clean_effective_on(self) -> Any:
        return refuse_future(self.cleaned_data["effective_on"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_agreed = values.get("outcome") in Mediation.WITH_AGREEMENT
        for name in ("agreement", "effective_on"):
            if is_agreed and not values.get(name) and name not in self.errors:
                self.add_error(name, gettext("An agreement has its points and its day."))
            elif not is_agreed and name in values:
                values[name] = None if name == "effective_on" else ""
        return values


class PlanForm(BesideForm):
    label = _("Set a day of performance")
    title = _("What is done by which day?")
    lede = _("The day is not moved afterwards.")
    deed = _("Set the day")
    what = forms.CharField(label=_("What"), max_length=160)
    due_on = day_field(_("By"))
    amount_fen = YuanField(label=_("Amount in yuan"), required=False)


class PerformForm(BesideForm):
    label = _("Mark as done")
    title = _("What was done?")
    deed = _("Mark as done")
    duty = forms.ModelChoiceField(MediationDuty.objects.none(), label=_("What"), empty_label=_("Choose"))
    done_on = day_field(_("Done on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].queryset = self.thing.duties.filter(done_on__isnull=True)
        self.initial.setdefault("done_on", clock.today())

    def clean_done_on(self) -> Any:
        return refuse_future(self.cleaned_data["done_on"])


class AttachForm(PapersMixin, BesideForm):
    label = _("Add the signed record")
    title = _("Add the signed record")
    lede = _("A PDF, photographs or scans of every page, with all signatures.")
    deed = _("Keep it")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values["pictures"] and not self.errors:
            self.add_error("photo", gettext("Choose at least one file."))
        return values


class ApplyForm(BesideForm):
    label = _("The court was asked")
    title = _("Both sides asked the court to confirm it")
    deed = _("Keep the day")
    applied_on = day_field(_("Applied on"))

    def clean_applied_on(self) -> Any:
        day = refuse_future(self.cleaned_data["applied_on"])
        if day > self.thing.confirm_until:
            raise forms.ValidationError(gettext("The 30 days had passed by then; a court does not take it."))
        if day < self.thing.effective_on:
            raise forms.ValidationError(gettext("The agreement did not stand yet."))
        return day


class WaiveForm(BesideForm):
    label = _("Confirmation is not wanted")
    title = _("Neither side wants the court's confirmation?")
    lede = _("No notice goes out any more. The agreement stands all the same.")
    deed = _("Not wanted by the parties")
