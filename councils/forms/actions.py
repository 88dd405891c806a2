"""Forms of actions: accepted or not, how far it is, held up, done with evidence, looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm, UnitField
from parkdesk.core.act_forms import text_field
from requests_flow.forms.pictures import PapersMixin


class AcceptForm(ActForm):
    label = deed = _("We do it")


class RefuseForm(ActForm):
    label = deed = _("We cannot do it")
    title = _("Give it back to the convener")
    reason = text_field(_("Why"), rows=2, longest=300)


class ReportForm(ActForm):
    label = _("Say how far it is")
    title = _("How far is it?")
    deed = _("Report it")
    percent = forms.IntegerField(label=_("Done, in percent"), min_value=0, max_value=100)
    said = text_field(_("What is done, what comes next"), longest=600)


class BlockForm(ActForm):
    label = deed = _("It is held up")
    title = _("What holds it up?")
    reason = text_field(_("What holds it up, and who can help"), rows=2, longest=300)


class GoOnForm(ActForm):
    label = deed = _("It goes on")


class ClaimForm(PapersMixin, ActForm):
    label = deed = _("It is done: show it")
    title = _("Done: show it")
    lede = _("Somebody of the office who does not sit in the council looks at it.")
    has_pictures = True
    drawn_apart = frozenset({"photo", "pictures"})
    said = text_field(_("What is there now"), longest=600)

    def facts(self) -> dict[str, Any]:
        return {"said": self.cleaned_data["said"], "pictures": self.cleaned_data["pictures"]}


class VerifyForm(ActForm):
    label = deed = _("I have looked: it is there")
    title = _("Is it there?")
    said = text_field(_("How you know"), rows=2, longest=300)


class SendBackForm(ActForm):
    label = deed = _("It is not there")
    title = _("Send it back to the unit")
    reason = text_field(_("What is missing"), rows=2, longest=300)


class AssignForm(ActForm):
    label = _("Give it to a unit")
    title = _("Give it to a unit")
    lede = _("It answers within two working days; until then nobody carries it out.")
    deed = _("Give it to them")
    unit = UnitField(label=_("Responsible unit"))
