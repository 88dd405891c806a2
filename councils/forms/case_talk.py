"""The forms of the discussion: something said, to whom it answers, who is meant, and the papers beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import declare
from councils.forms.cases import CaseForm
from councils.models import CasePaper, Contribution, Representative
from parkdesk.core.act_forms import ManyChips, text_field
from requests_flow.forms.pictures import PapersMixin


class MemberChoice(forms.ModelMultipleChoiceField):
    """Members by name and party."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person} · {obj.get_party_display()}"


class ContributeForm(CaseForm):
    label = _("Say something")
    heading = _("Say something about it")
    lede = _("It stands under your name, for the members and the office.")
    deed = _("Say it")
    from_address = ("answers",)
    text = text_field(_("Your words"), _("With @ before the name of a member you tell them at once."), longest=2000)
    mentions = MemberChoice(
        Representative.objects.none(), label=_("Tell them at once"), required=False, widget=ManyChips
    )
    answers = forms.ModelChoiceField(Contribution.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        away = {*declare.recused(self.case), self.seat.pk if self.seat else None} - {None}
        self.fields["mentions"].queryset = self.case.council.members().exclude(pk__in=away)
        self.fields["answers"].queryset = self.case.contributions.select_related("representative__person")

    @property
    def answered(self) -> Contribution | None:
        """What it answers, shown above the form."""
        key = str(self["answers"].value() or "")
        return self.fields["answers"].queryset.filter(pk=key).first() if key.isdecimal() else None


class AttachForm(PapersMixin, CaseForm):
    label = _("Add a paper")
    heading = _("Add a paper")
    lede = _("Quotation, plan, finding: only who may read the case opens it.")
    deed = _("Add this paper")
    has_pictures = True
    drawn_apart = frozenset({"photo", "pictures", "remove"})
    name = forms.CharField(
        label=pgettext_lazy("paper", "What it is"), help_text=_("Such as “quotation of the lift firm”."), max_length=80
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("pictures") and "photo" not in self.errors:
            self.add_error("photo", gettext("Choose a file: a scan, a photo or a PDF."))
        return values


class DetachForm(CaseForm):
    label = _("Take a paper away")
    heading = _("Take a paper away")
    lede = _("Its line stays, its file is deleted.")
    deed = pgettext_lazy("paper", "Take it away")
    is_final = True
    paper = forms.ModelChoiceField(CasePaper.objects.none(), label=_("Which paper"), empty_label="–")
    reason = text_field(_("Why"), _("The members read this."), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = self.case.papers.lying()
