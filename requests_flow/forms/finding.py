"""Finding another need in a form: by its number in any shape, or by words with a choice among what fits."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.models import Person
from requests_flow import reference
from requests_flow.models import Need

SHOWN = 8


def by_number(typed: str, person: Person) -> Need | None:
    """The need with this number, if this person may read it."""
    number = reference.tidy(typed)
    return Need.objects.at_the_desk(person).filter(reference=number).first() if number else None


def by_words(typed: str, person: Person) -> list[Need]:
    """The newest needs in which these words stand, of those that this person may read."""
    if not typed.strip():
        return []
    found = Need.objects.at_the_desk(person).filter(search_text__finds=typed)
    return list(found.select_related("park").newest_first()[:SHOWN])


class FindsAnother(forms.Form):
    """A field for number or words; words that fit several needs ask which one. Cleaned, it gives `other`."""

    by: Person
    # The need that is left out of what is found.
    need: Need | None = None
    find = forms.CharField(
        label=_("Number or words of the other need"),
        help_text=_("As N-2026-000123-K, in any shape; or a few words that stand in it."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.ChoiceField(label=_("Which of these?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("find", "")) if self.is_bound else ""
        known = by_number(typed, self.by)
        self.found = [known] if known else by_words(typed, self.by)
        self.found = [one for one in self.found if one != self.need]
        which = self.fields["which"]
        which.choices = [(str(one.pk), f"{one.reference} {one.title}") for one in self.found]
        which.required, which.error_messages["required"] = True, gettext("Several needs fit: choose one.")
        if len(self.found) < 2:
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = said.pop("which", "")
        if said.pop("find", "") and "which" not in self.errors:
            said["other"] = self._the_one(chosen)
        return said

    def _the_one(self, chosen: str) -> Need | None:
        if not self.found:
            self.add_error("find", gettext("No other need fits this."))
        return next((one for one in self.found if not chosen or str(one.pk) == chosen), None)
