"""The forms of tiers: a member's voice for raising, a proposal to lower, and the party committee's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils import tier_guards
from councils.forms.acts import ActForm
from councils.forms.cases import CaseForm
from parkdesk.core.act_forms import text_field
from requests_flow.words import Tier


class AskForm(ActForm):
    label = deed = _("Ask to raise it to complex")
    title = _("Ask to raise this need to complex")
    lede = _(
        "When a second member asks as well, it is complex from then on and can be put before the council. Until then "
        "it is handled as before. The other members see your name and your reason."
    )
    reason = text_field(_("Why"), _("No names of reporters, no phone numbers."), required=False, longest=300)


class TakeBackForm(ActForm):
    label = deed = _("Take my voice back")
    title = _("Take your voice back")
    lede = _("The need stays simple. You can ask again later.")


class ProposeLowerForm(CaseForm):
    label = _("Propose a lower tier")
    heading = _("Propose to lower the tier")
    lede = _("The party committee agrees or declines. What becomes simple goes back to the desk.")
    deed = _("Propose it")
    tier = forms.ChoiceField(label=_("To which tier"), choices=Tier.choices, widget=forms.RadioSelect)
    reason = text_field(_("Why it can be lowered"), _("The members read this."), longest=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need = self.case.need
        below = [(tier, word) for tier, word in Tier.choices if need and tier_guards.is_below(tier, need)]
        self.fields["tier"].choices = below
        if len(below) == 1:
            self.initial.setdefault("tier", below[0][0])


class LowerForm(CaseForm):
    label = _("Agree to the lower tier")
    heading = _("Agree to lower the tier")
    lede = _("The need is lowered at once. What becomes simple leaves the council and goes back to the desk.")
    deed = pgettext_lazy("tier", "Agree")
    is_final = True
    reason = text_field(_("What you add"), _("The members read this."), required=False, rows=2, longest=600)


class KeepTierForm(CaseForm):
    label = _("Keep the tier")
    heading = _("Keep the tier as it is")
    lede = _("The case goes on as before. The convener may propose it again.")
    deed = pgettext_lazy("tier", "Keep it")
    reason = text_field(_("Why it stays"), _("The members read this."), longest=600)
