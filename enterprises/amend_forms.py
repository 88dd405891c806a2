"""A firm's data as its people see them: what they change at once, what they propose, the registered contact."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.directory import cleaning
from enterprises.models import Building, Enterprise, Park
from enterprises.models.amendment import OFFICIAL, OWN
from parkdesk.core.act_forms import DeedForm, text_field

SHORT = 400
HINTS = {
    "uscc": gettext_lazy("18 characters, as on the licence."),
    "name": gettext_lazy("As on the licence."),
    "room": gettext_lazy("As on the door: 708, 1003-B12."),
    "party_members": gettext_lazy("The number only, no names. Leave it empty if nobody knows."),
    "actual_address": gettext_lazy("Where you really work, if not at the registered address."),
}


class CorrectForm(DeedForm):
    """All fields that an amendment may change, filled with what stands now."""

    title = gettext_lazy("Correct the data")
    lede = gettext_lazy("What you know best counts at once. Official fields are looked at by the desk first.")
    deed = gettext_lazy("Save")
    drawn_apart = frozenset((*OFFICIAL, "reason"))

    def __init__(self, *args: Any, firm: Enterprise, **kwargs: Any) -> None:
        self.firm = firm
        kwargs.setdefault("initial", {name: getattr(firm, name) for name in (*OWN, *OFFICIAL)})
        super().__init__(*args, **kwargs)
        for name in (*OWN, *OFFICIAL):
            self.fields[name] = _field(name)
        if firm.status != Enterprise.Status.MOVED_OUT:  # leaving has a page of its own
            here = [one for one in Enterprise.Status.choices if one[0] != Enterprise.Status.MOVED_OUT]
            self.fields["status"].choices = here
        self.fields["reason"] = text_field(
            gettext_lazy("Proof of it"), gettext_lazy("For official fields: for example “new licence of 2 March”."),
            required=False, rows=2, longest=SHORT,
        )  # fmt: skip

    @property
    def official(self) -> list[Any]:
        """The fields that the desk looks at, with the words for it."""
        return [self[name] for name in (*OFFICIAL, "reason")]

    def clean_uscc(self) -> str | None:
        typed = self.cleaned_data["uscc"]
        if not typed:
            return None
        clean = cleaning.uscc(typed)
        if clean.value is None:
            raise ValidationError(clean.text)
        if Enterprise.objects.filter(uscc=clean.value).exclude(pk=self.firm.pk).exists():
            raise ValidationError(_("Another firm has this credit code."))
        return str(clean.value)

    def clean_status(self) -> str:
        """Moving out has a page of its own: more hangs on it than a word."""
        status = self.cleaned_data["status"]
        if status != self.firm.status and Enterprise.Status.MOVED_OUT in (status, self.firm.status):
            raise ValidationError(_("Say on its own page that the firm moves."))
        return str(status)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*OWN, *OFFICIAL)}


def _field(name: str) -> forms.Field:
    found = Enterprise._meta.get_field(name).formfield()
    found.help_text = HINTS.get(name, "")
    if getattr(found, "choices", None) and not found.required:
        found.choices = [("", gettext_lazy("Choose")), *found.choices[1:]]
    return found  # type: ignore[no-any-return]


class RefuseForm(DeedForm):
    title = gettext_lazy("Refuse the correction")
    deed = pgettext_lazy("a correction", "Refuse")
    is_final = True
    reason = text_field(gettext_lazy("Why"), gettext_lazy("The firm reads this."), longest=SHORT)


class ApproveForm(DeedForm):
    title = gettext_lazy("Approve the correction")
    lede = gettext_lazy("You have seen the licence or the register.")
    deed = pgettext_lazy("a correction", "Approve")


class WithdrawForm(DeedForm):
    title = gettext_lazy("Take the proposal back")
    deed = pgettext_lazy("a step", "Take it back")


class CheckForm(DeedForm):
    """One tap, or what changed."""

    said = text_field(
        gettext_lazy("Something has changed?"), gettext_lazy("Say what; leave it empty if all of it is right."),
        required=False, rows=2, longest=SHORT,
    )  # fmt: skip


class MoveForm(DeedForm):
    """The firm sits somewhere else, or leaves."""

    title = gettext_lazy("The firm moves")
    deed = pgettext_lazy("a move", "Save the move")
    is_out = forms.TypedChoiceField(
        label=gettext_lazy("Where to"), coerce=lambda value: value == "out", widget=forms.RadioSelect,
        choices=[("place", gettext_lazy("to another place in our parks")), ("out", gettext_lazy("out of our parks"))],
    )  # fmt: skip
    park = forms.ModelChoiceField(
        Park.objects.none(), label=gettext_lazy("Park"), required=False, empty_label=gettext_lazy("Choose")
    )
    building = forms.ModelChoiceField(
        Building.objects.none(), label=gettext_lazy("Building"), required=False, empty_label=gettext_lazy("Choose")
    )
    floor = forms.CharField(label=gettext_lazy("Floor"), max_length=10, required=False)
    room = forms.CharField(label=gettext_lazy("Room"), max_length=30, required=False)
    reason = text_field(
        gettext_lazy("What the community should know"), gettext_lazy("For example: the lease has ended."),
        required=False, rows=2, longest=SHORT,
    )  # fmt: skip

    def __init__(self, *args: Any, firm: Enterprise, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"park": firm.park_id, "building": firm.building_id, "is_out": "place"})
        super().__init__(*args, **kwargs)
        self.fields["park"].queryset = Park.objects.order_by("name")
        self.fields["building"].queryset = Building.objects.select_related("park").order_by("park__name", "code")
        self.fields["building"].label_from_instance = lambda one: f"{one.park} · {one.name}"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean()
        if said.get("is_out"):
            return said
        if not said.get("park"):
            self.add_error("park", _("Choose one."))
        building = said.get("building")
        if building and said.get("park") and building.park_id != said["park"].pk:
            self.add_error("building", _("This building stands in another park."))
        return said
