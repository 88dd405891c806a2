"""Forms of supervision orders that choose among many: a new matter, whom it goes to, a deputy.

Their field names are the arguments of the use cases in `councils.supervise`; plain steps are in `supervision_steps`.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import supervision_guards as guards
from councils.forms.acts import ActForm
from councils.forms.need_number import NeedNumberForm, number_field
from councils.models import SupervisionOrder
from councils.supervise import Assignment
from councils.supervision_words import NOT_OURS_TO_ORDER
from enterprises.models import Park, Person, Unit
from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field, text_field
from requests_flow.forms.units import TO_CHOOSE, grouped
from requests_flow.models import Need


class OrderForm(ActForm):
    """One step of one order, taken by one person."""

    @property
    def order(self) -> SupervisionOrder:
        return self.thing


class ProposeForm(NeedNumberForm, OrderForm):
    """A new matter: of the committee's own choice, or handed down from above; it may be about a need."""

    title = _("Follow a new matter")
    lede = _("The committee registers it; it gets its number then.")
    deed = _("Put it forward")
    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[(one, one.label) for one in (SupervisionOrder.Source.COMMITTEE, SupervisionOrder.Source.SUPERIOR)],
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(label=_("Matter"), max_length=120, help_text=_("One line, without names of people."))
    requirement = text_field(_("What has to be done"), required=False)
    reference = number_field()
    park = forms.ModelChoiceField(Park.objects.none(), label=_("Park"), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["park"].queryset = Park.objects.order_by("name")

    def clean_reference(self) -> Need | None:
        need = super().clean_reference()
        if need and SupervisionOrder.objects.open().filter(need=need).exists():
            raise forms.ValidationError(gettext("This need has an order already."))
        return need

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"need": facts.pop("reference")}


class AssignForm(OrderForm):
    label = pgettext_lazy("step of an order", "Assign")
    title = _("Assign this order")
    lede = _("The unit signs for it within half a working day and answers for the result.")
    deed = pgettext_lazy("step of an order", "Assign")
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Responsible unit"))
    in_charge = forms.CharField(label=_("Person in charge"), max_length=60, required=False)
    supporting = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Supporting units"), required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )
    asked = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Body that is asked"), required=False, empty_label="–",
        help_text=_("Bodies above or beside us are not ordered: a line of ours asks them and keeps after it."),
    )  # fmt: skip
    requirement = text_field(_("What has to be done"), _("One result that can be verified."))
    due_on = day_field(_("To be done by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = self.order
        self.initial.setdefault("requirement", order.requirement)
        ours, above = Unit.objects.exclude(kind__in=NOT_OURS_TO_ORDER), Unit.objects.filter(kind__in=NOT_OURS_TO_ORDER)
        for name, units in (("unit", ours), ("supporting", ours), ("asked", above)):
            self.fields[name].queryset = units
            self.fields[name].choices = [
                *([] if name == "supporting" else TO_CHOOSE),
                *grouped(units, order.park, order.need),
            ]
        if order.due_at:
            self.fields["due_on"].help_text = gettext("Left empty, it is the day that the reporter was promised.")

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < clock.today():
            raise forms.ValidationError(gettext("This day has passed."))
        if not day and self.order.due_at is None:
            raise forms.ValidationError(gettext("Say by when it has to be done."))
        return day

    def facts(self) -> dict[str, Any]:
        return {"assignment": Assignment(**super().facts())}


class DeputyForm(OrderForm):
    label = _("Name a deputy")
    title = _("Name who supervises instead")
    lede = _("Who sits in the park's council neither checks nor strikes off what comes from it.")
    deed = _("Name the deputy")
    deputy = forms.ModelChoiceField(Person.objects.none(), label=_("Deputy"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Person.objects.filter(is_active=True, appointments__role__in=[*DESK, Role.PARTY_COMMITTEE]).distinct()
        fit = [one for one in staff if guards.may_be_deputy(self.order, one)]
        self.fields["deputy"].queryset = Person.objects.filter(pk__in=[one.pk for one in fit]).order_by("name")
