"""Forms of instructions by leaders: a new one, one that corrects it, the order that follows, the reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm
from councils.forms.need_number import NeedNumberForm, number_field
from councils.instructing import Writing
from councils.models import Instruction, SupervisionOrder
from enterprises.models import Unit
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field, text_field
from requests_flow.forms.units import grouped
from requests_flow.masking import masked
from requests_flow.models import Need


class EnterForm(NeedNumberForm):
    """A new instruction; the words exactly as they were written."""

    title = _("Put an instruction on record")
    lede = _("Word by word, as it was written. Nobody can edit it afterwards.")
    deed = _("Put it on record")
    giver = forms.CharField(label=_("Who gave it"), max_length=60)
    office = forms.CharField(label=_("Office"), max_length=80, help_text=_("As secretary of the sub-district."))
    given_on = day_field(_("Given on"))
    words = text_field(_("In these words"), _("Copy every sign. Leave nothing out."), rows=4)
    subject = forms.CharField(label=_("Matter"), max_length=120, help_text=_("One line, without names of people."))
    reference = number_field()
    order = forms.ModelChoiceField(
        SupervisionOrder.objects.none(), label=_("Supervision order"), required=False, empty_label="–"
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Units asked"), required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )
    reply_due_on = day_field(_("Reply due by"), _("Left empty, no reply is due."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        orders = SupervisionOrder.objects.visible_to(self.by).open().registered().order_by("-pk")
        self.fields["order"].queryset = orders
        self.fields["units"].queryset = Unit.objects.all()
        self.fields["units"].choices = grouped(Unit.objects.all(), None, None)
        self.initial.setdefault("given_on", clock.today())

    def clean_given_on(self) -> Any:
        if self.cleaned_data["given_on"] > clock.today():
            raise forms.ValidationError(gettext("This day is still to come."))
        return self.cleaned_data["given_on"]

    def clean_reply_due_on(self) -> Any:
        day = self.cleaned_data["reply_due_on"]
        if day and day < clock.today():
            raise forms.ValidationError(gettext("This day has passed."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        need, order = values.get("reference"), values.get("order")
        if need and order and order.need_id != need.pk:
            self.add_error("order", gettext("This order is about another need. Choose the one of the same need."))
        return values

    def writing(self) -> Writing:
        facts = {name: value for name, value in self.facts().items() if name != "reason"}
        need = facts.pop("reference")
        return Writing(**facts, need=need)


class CorrectForm(EnterForm):
    """The right words beside the wrong ones."""

    title = _("Correct what was entered")
    lede = _("What stands there stays as it is. The right one stands beside it and names it.")
    deed = _("Put the right one on record")
    reason = text_field(_("What was wrong"), rows=2)


class InstructionForm(ActForm):
    """One act on one instruction."""

    @property
    def instruction(self) -> Instruction:
        return self.thing


class OpenOrderForm(InstructionForm):
    label = _("Open an order")
    title = _("Open a supervision order from it")
    lede = _("Its source is a superior; the words of the instruction stand on it. Then assign it.")
    deed = _("Open the order")
    requirement = text_field(_("What has to be done"), required=False)


class AttachForm(InstructionForm):
    label = _("Put to an order")
    title = _("Put it to an order that is there")
    lede = _("Everybody who reads the order reads the instruction.")
    deed = _("Put it there")
    order = forms.ModelChoiceField(
        SupervisionOrder.objects.none(), label=_("Supervision order"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        orders = SupervisionOrder.objects.visible_to(self.by).open().order_by("-pk")
        need = self.instruction.need_id
        self.fields["order"].queryset = orders.filter(need=need) if need else orders


class ReplyForm(InstructionForm):
    label = _("Report back")
    title = _("Report back on the instruction")
    deed = _("Report back")
    answer = text_field(_("What was done, and what is still open"))


def subject_of(need: Need) -> str:
    """What an instruction about a need is called, before somebody writes it better."""
    return masked(need.title)[:120]
