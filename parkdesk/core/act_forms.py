"""The form of one act: one person says what is to be said, and one press does it once.

Each act says in its own words what the button does and what follows: `label` on the page of the thing, `title` and
`lede` above the form, `deed` on the button. Field names are the arguments of the step or use case.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext

from parkdesk.core.idempotency import new_key

Words = Any  # text, or text that is translated when it is shown
LONG = 4000
DAY, MINUTE = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


def text_field(label: Words, hint: Words = "", required: bool = True, rows: int = 3, longest: int = LONG) -> Any:
    """A field for some sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest, widget=area)


def day_field(label: Words, hint: Words = "", required: bool = True) -> forms.DateField:
    """A day, as the browser's own calendar writes it."""
    area = forms.DateInput(attrs={"type": "date"}, format=DAY)
    return forms.DateField(label=label, help_text=hint, required=required, widget=area, input_formats=[DAY])


class Chips(forms.RadioSelect):
    """One of a few words, drawn as chips in one or two rows: a tap each, within the thumb's reach."""

    is_chips = True


class ManyChips(forms.CheckboxSelectMultiple):
    """Any of a few words, drawn as chips."""

    is_chips = True


def moment_field(label: Words, hint: Words = "") -> forms.DateTimeField:
    """Day and time, as the browser's own field writes them."""
    area = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 300}, format=MINUTE)
    return forms.DateTimeField(label=label, help_text=hint, widget=area, input_formats=[MINUTE])


class KeyForm(forms.Form):
    """One press is one deed, however often the phone retries (`idempotency.once`)."""

    # Several forms of one page each carry a key, so it has no id.
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())

    def facts(self) -> dict[str, Any]:
        """What the step or the use case is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class DeedForm(KeyForm):
    """One act by one person. What it is done to is kept by each kind of form under its own name."""

    label: Words = ""
    title: Words = ""
    lede: Words = ""
    deed: Words = ""
    # It cannot be taken back: the button is drawn as a warning.
    is_final = False
    # One sentence that warns and does not refuse.
    advice: Words = ""
    has_pictures = False
    # Fields that have a piece of their own on the page.
    drawn_apart: frozenset[str] = frozenset()

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = gettext("Choose one.") if is_choice else gettext("Fill this in.")

    @property
    def shown(self) -> list[Any]:
        """The fields to draw one below the other."""
        return [self[name] for name in self.fields if name != "key" and name not in self.drawn_apart]
