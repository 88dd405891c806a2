"""The number of a need in a form: typed in any shape, found among those of which the person may know."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils import supervision_guards as guards
from parkdesk.core.act_forms import DeedForm
from requests_flow import reference
from requests_flow.models import Need


def number_field() -> forms.CharField:
    """Stands where the form wants it, under the name `reference`."""
    return forms.CharField(
        label=_("Number of the need"), help_text=_("As N-2026-000123-K, in any shape."), max_length=40, required=False
    )


class NeedNumberForm(DeedForm):
    """Cleans `reference` to the need itself, or None where nothing was typed."""

    def clean_reference(self) -> Need | None:
        typed = self.cleaned_data["reference"]
        if not typed:
            return None
        number = reference.tidy(typed)
        need = self._known().filter(reference=number).first() if number else None
        if need is None:
            raise forms.ValidationError(gettext("There is no need with this number. Check the last letter."))
        return need

    def _known(self) -> QuerySet[Need]:
        """The needs of which this person may know: whoever leads supervision follows any."""
        is_lead = guards.leads_supervision(self.by)
        return Need.objects.handed_in() if is_lead else Need.objects.at_the_desk(self.by)
