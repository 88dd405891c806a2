"""Forms of issued minutes: a correction asked for, made or left; the stamped scan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm
from councils.forms.meetings import line_field
from parkdesk.core.act_forms import text_field
from requests_flow.forms.pictures import PapersMixin


class AskForm(ActForm):
    label = _("Ask for a correction")
    title = _("Ask for a correction")
    lede = _("The community leader decides. The version that stands stays readable beside the new one.")
    deed = _("Ask for it")
    passage = line_field(_("Passage"), _("Copy the words as they stand in the minutes."), longest=300)
    replacement = line_field(_("What is to stand there"), longest=300)
    reason = text_field(_("Why"), rows=2, longest=300)


class MakeForm(ActForm):
    label = _("Make the correction")
    deed = _("Issue the corrected version")
    title = _("Issue the corrected version?")
    is_final = True

    @property
    def lede(self) -> str:  # type: ignore[override]
        wanted = self.thing.corrections.filter(ended_at=None).first()
        words = _("“%(passage)s” becomes “%(replacement)s”, because: %(reason)s. The old version stays readable.")
        return words % {name: getattr(wanted, name, "") for name in ("passage", "replacement", "reason")}


class LeaveForm(ActForm):
    label = deed = _("Leave it as it is")
    title = _("Leave it as it is")
    reason = text_field(_("Why"), rows=2, longest=300)


class ScanForm(PapersMixin, ActForm):
    label = _("Attach the stamped scan")
    title = _("Attach the stamped scan")
    lede = _("The paper that was stamped, scanned or photographed. Those inside can open it.")
    deed = _("Attach it")
    has_pictures = True
    drawn_apart = frozenset({"photo", "pictures"})

    def facts(self) -> dict[str, Any]:
        return {"pictures": self.cleaned_data["pictures"]}
