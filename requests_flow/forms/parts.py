"""Forms of the steps that a supporting unit takes."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, text_field


class PartForm(DeedForm):
    """One step of one part."""


class AcceptPartForm(PartForm):
    label = title = deed = _("Accept the part")


class ReturnPartForm(PartForm):
    label = _("Give back")
    title = _("Give this part back")
    lede = _("It goes back to the unit that leads.")
    deed = _("Give it back")
    reason = text_field(_("Why it is not yours"), _("Only staff read this."))


class ReportPartForm(PartForm):
    label = _("Report what was done")
    title = _("Report what was done")
    lede = _("The unit that leads reads it and answers the reporter.")
    deed = _("Report")
    feedback = text_field(_("What was done"), _("With day and place. What is still open."))


STEPS: dict[str, type[PartForm]] = {"accept": AcceptPartForm, "return": ReturnPartForm, "report": ReportPartForm}
