"""The forms of one step for many needs: what is said once for all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Unit
from parkdesk.core.act_forms import DeedForm, text_field
from requests_flow.forms.finding import by_number
from requests_flow.forms.units import TO_CHOOSE, grouped
from requests_flow.models import Incident, Need


class ManyForm(DeedForm):
    """One step of several needs. Which ones stands in the address."""


class AcknowledgeMany(ManyForm):
    label = deed = pgettext_lazy("step of a need", "Acknowledge")


class DispatchMany(ManyForm):
    label = deed = pgettext_lazy("step of a need", "Dispatch")
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("To which unit"))
    note = text_field(_("What the unit should know"), _("Only staff and the unit read this."), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*TO_CHOOSE, *grouped(Unit.objects.all(), None, None)]


class NoteMany(ManyForm):
    label = _("Note for staff")
    deed = _("Keep the note")
    note = text_field(_("Note"), _("Only staff read this."))


class MergeMany(ManyForm):
    label = deed = pgettext_lazy("step of a need", "Merge")
    into = forms.CharField(
        label=_("Number of the other need"), help_text=_("As N-2026-000123-K, in any shape."), max_length=40
    )

    def clean_into(self) -> Need:
        other = by_number(self.cleaned_data["into"], self.by)
        if other is None:
            raise forms.ValidationError(gettext("There is no need with this number. Check the last letter."))
        return other


class JoinMany(ManyForm):
    label = _("Join an incident")
    deed = _("Put them there")
    incident = forms.ModelChoiceField(Incident.objects.none(), label=_("Which incident?"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = Incident.objects.visible_to(self.by).open().order_by("-started_at", "-pk")


class CloseMany(ManyForm):
    label = deed = pgettext_lazy("step of a need", "Close")


class InvalidateMany(ManyForm):
    label = deed = _("Mark as invalid")
    is_final = True
    reason = text_field(_("Why"), _("Only staff read this."), rows=2)


FORMS: dict[str, type[ManyForm]] = {
    "acknowledge": AcknowledgeMany,
    "dispatch": DispatchMany,
    "note": NoteMany,
    "merge": MergeMany,
    "join": JoinMany,
    "close": CloseMany,
    "invalidate": InvalidateMany,
}
