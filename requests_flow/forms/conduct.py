"""The finding that settles a report on conduct."""

from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, text_field


class SettleReportForm(DeedForm):
    title = _("Settle this report")
    deed = _("Settle")
    finding = text_field(_("Finding"), _("What was looked into, with whom, and what follows."))
