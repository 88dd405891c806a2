"""The forms of the party committee: confirm what was agreed, or send it back once."""

from django.utils.translation import gettext_lazy as _

from councils.forms.cases import CaseForm
from parkdesk.core.act_forms import text_field


class ReportForm(CaseForm):
    label = deed = heading = _("Put it before the party committee")


class ConfirmForm(CaseForm):
    label = _("Confirm")
    heading = _("Confirm what the council agreed")
    lede = _("It goes on as it stands. Nothing of its wording is changed here.")
    deed = _("Confirm it")
    reason = text_field(_("What you add"), _("The members read this."), required=False, rows=2)


class ReturnForm(CaseForm):
    label = _("Send it back once")
    heading = _("Send it back to the council")
    lede = _("It rests until the council has talked it over and voted anew. This is possible once a case.")
    deed = _("Send it back")
    is_final = True
    reason = text_field(_("What the council should look at again"), _("The members read this."), rows=4, longest=2000)
