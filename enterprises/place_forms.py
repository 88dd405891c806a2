"""The forms that a code for a floor, a door or an event is made with."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises import finding
from enterprises.models import Building, Enterprise, Park, PlaceCode
from enterprises.places import What
from parkdesk.core import clock
from parkdesk.core.act_forms import KeyForm, day_field

Kind = PlaceCode.Kind
ONE = 2


class SpotForm(KeyForm):
    """A code for a part of a park; `title` names it on its page."""

    kind = Kind.PLACE
    title = deed = ""
    building = forms.ModelChoiceField(
        Building.objects.none(), label=gettext_lazy("Building"), required=False, empty_label=gettext_lazy("Choose")
    )

    def __init__(self, *args: Any, park: Park, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park = park
        self.fields["building"].queryset = park.buildings.order_by("code")

    def what(self) -> tuple[Building | None, str, What]:
        """Building, printed words and the rest. Call it on a valid form."""
        said = self.cleaned_data
        return said["building"], said["spot"], What(self.kind)


class FloorForm(SpotForm):
    kind = Kind.FLOOR
    title = gettext_lazy("A code for a floor")
    spot = forms.CharField(
        label=gettext_lazy("Floor"), help_text=gettext_lazy("As it stands in the lift: 3楼, B1."), max_length=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].required = True


class DoorForm(SpotForm):
    kind = Kind.DOOR
    title = gettext_lazy("A code for a door")
    room = forms.CharField(label=gettext_lazy("Room"), help_text=gettext_lazy("As on the door."), max_length=30)
    firm = forms.CharField(
        label=gettext_lazy("Firm behind the door"), required=False, max_length=120,
        help_text=gettext_lazy("Any part of the name, its initials in pinyin, or the credit code. Of this park."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].required = True

    def clean_firm(self) -> Enterprise | None:
        typed = self.cleaned_data["firm"]
        found = list(finding.firms(typed).filter(park=self.park)[:ONE])
        if typed and not found:
            raise forms.ValidationError(_("No firm of this park is called that."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several firms fit. Type more of the name."))
        return found[0] if found else None

    def what(self) -> tuple[Building | None, str, What]:
        said, firm = self.cleaned_data, self.cleaned_data["firm"]
        spot = " · ".join(filter(None, [said["room"], firm.short_name or firm.name if firm else ""]))
        return said["building"], spot[:60], What(self.kind, room=said["room"], enterprise=firm)


class EventForm(SpotForm):
    kind = Kind.EVENT
    title = gettext_lazy("A code for an event")
    spot = forms.CharField(label=gettext_lazy("What the event is called"), max_length=40)
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(
        gettext_lazy("Last day"), gettext_lazy("Whoever scans it later reads that the event is over, and is led on.")
    )

    def clean_ends_on(self) -> Any:
        ends, starts = self.cleaned_data["ends_on"], self.cleaned_data.get("starts_on")
        if ends < max(clock.today(), starts or ends):
            raise forms.ValidationError(_("The last day is not before the first one, nor before today."))
        return ends

    def what(self) -> tuple[Building | None, str, What]:
        said = self.cleaned_data
        return said["building"], said["spot"], What(self.kind, starts_on=said["starts_on"], ends_on=said["ends_on"])


NEW: dict[str, type[SpotForm]] = {form.kind.value: form for form in (FloorForm, DoorForm, EventForm)}
