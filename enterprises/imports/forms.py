"""The forms of an import: the file, what its columns hold, what unknown names mean."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.directory.tables import Unreadable
from enterprises.imports import starting
from enterprises.imports.layouts import Column, Layout
from enterprises.models import Park
from parkdesk.core.act_forms import KeyForm

# What a column of the list may hold, in the order in which people think of a firm.
FIELDS = {
    "name": _("Full name"), "uscc": _("Credit code"), "code": _("Number in the directory"),
    "short_name": _("Short name"), "park": _("Park"), "building": _("Building"), "floor": _("Floor"),
    "room": _("Room"), "contact_name": _("Contact: name"), "contact_role": _("Contact: position"),
    "mobile": _("Contact: mobile number"), "landline": _("Contact: landline"), "email": _("Contact: e-mail"),
    "founded": _("Founded"), "moved_in": _("Moved in on"), "registered_capital": _("Registered capital"),
    "employees": _("Employees"), "size": _("Size"), "sector": _("Sector"), "industry": _("Industry"),
    "industry_code": _("Industry code"), "legal_form": _("Legal form"), "status": pgettext_lazy("of a firm", "Status"),
    "is_foreign_invested": _("Foreign-invested"), "is_high_tech": _("High-tech"),
    "registered_address": _("Registered address"), "actual_address": _("Actual address"), "note": _("Note"),
}  # fmt: skip
LEFT_OUT = ("", _("– not read –"))


class FileForm(KeyForm):
    """The file itself; `layout` is what was seen in it."""

    file = forms.FileField(
        label=_("List of firms"),
        help_text=_("An Excel workbook (.xlsx) or a table (.csv), at most 50 MB. Nothing is written yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.layout = starting.look(upload)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return upload


class ColumnsForm(forms.Form):
    """Which field each column holds; each field at most once, and the name of the firm must be among them."""

    def __init__(self, *args: Any, layout: Layout, only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.columns = [one for one in layout.columns if one.word.strip() or one.samples]
        for one in self.columns:
            self.fields[f"column_{one.place}"] = forms.ChoiceField(
                label=one.word.strip() or f"{one.place + 1}", required=False, choices=[LEFT_OUT, *FIELDS.items()],
                initial=one.field,
            )  # fmt: skip
        parks = [(park.code, park.name) for park in Park.objects.order_by("name")]
        self.fields["only"] = forms.ChoiceField(
            label=_("Only this park"), required=False, initial=only, choices=[("", _("all parks")), *parks],
            help_text=_("Rows of other parks are skipped; rows without a park belong to it."),
        )  # fmt: skip

    @property
    def lines(self) -> Iterator[tuple[Column, Any]]:
        for one in self.columns:
            yield one, self[f"column_{one.place}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.read_as = {one.place: said.get(f"column_{one.place}", "") for one in self.columns}
        chosen = [field for field in self.read_as.values() if field]
        twice = {field for field in chosen if chosen.count(field) > 1}
        for place, field in self.read_as.items():
            if field in twice:
                self.add_error(f"column_{place}", _("Another column is read as this, too. Choose one of them."))
        if "name" not in chosen:
            raise forms.ValidationError(_("Say which column holds the full name of the firm."))
        return said
