"""The form of one act on a meeting, on minutes or on a resolution: its words and its one press."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.models import Unit
from parkdesk.core.idempotency import new_key
from requests_flow.forms.steps import Words

MINUTE = "%Y-%m-%dT%H:%M"


class ActForm(forms.Form):
    """One act by one person: `label` on the button, `title` and `lede` above the form, `deed` below it."""

    label: Words = ""
    title: Words = ""
    lede: Words = ""
    deed: Words = ""
    is_final = False
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, thing: Any, by: Any, **kwargs: Any) -> None:
        self.thing, self.by = thing, by
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = gettext("Choose one.") if is_choice else gettext("Fill this in.")

    def facts(self) -> dict[str, Any]:
        """What the use case is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    @property
    def shown(self) -> list[Any]:
        return [self[name] for name in self.fields if name != "key"]

    @property
    def advice(self) -> str:
        """One sentence that warns and does not refuse; nothing by default."""
        return ""


def moment_field(label: Words, hint: Words = "") -> forms.DateTimeField:
    """Day and time, as the browser's own field writes them."""
    area = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 300}, format=MINUTE)
    return forms.DateTimeField(label=label, help_text=hint, widget=area, input_formats=[MINUTE])


class UnitField(forms.ModelChoiceField):
    """A unit that can lead or support what was agreed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("kind", "code"), empty_label=_("Choose a unit"), **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        return obj.display_name


class UnitsField(forms.ModelMultipleChoiceField):
    """Units that support it; a plain list that works everywhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("kind", "code"), required=False, **kwargs)
        self.widget.attrs["size"] = 4

    def label_from_instance(self, obj: Unit) -> str:
        return obj.display_name
