"""The forms of advice: a unit asked, its answer, and the question taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from councils import advising
from councils.forms.acts import ActForm, UnitField
from councils.forms.cases import CaseForm
from parkdesk.core.act_forms import text_field


class ConsultForm(CaseForm):
    label = _("Ask a unit for advice")
    heading = _("Ask a unit for advice")
    lede = _("The unit reads the title of the case and your question, nothing else. No names, no phone numbers.")
    deed = _("Ask the unit")
    unit = UnitField(label=_("Which unit"))
    question = text_field(_("What the unit is asked"), longest=600)
    days = forms.IntegerField(
        label=_("Working days to answer"), help_text=_("The vote waits for the answer so long, and no longer."),
        min_value=1, max_value=advising.LONGEST, initial=advising.USUAL,
    )  # fmt: skip


class GiveForm(ActForm):
    label = deed = _("Give the advice")
    title = _("What does your unit say?")
    lede = _("The members of the council read it under the name of your unit.")
    answer = text_field(_("Your advice"), rows=5, longest=2000)


class DropForm(ActForm):
    label = deed = _("Take the question back")
    title = _("Take the question back")
    is_final = True
    reason = text_field(_("Why"), rows=2, longest=300)
