"""The form of a saved view: its name, who sees it, the columns of its export."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm
from requests_flow.exporting import COLUMNS, USUAL
from requests_flow.models import SavedView


class ViewForm(DeedForm):
    label = _("Saved view")
    title = _("Keep this view")
    lede = _("The conditions of the list under a name, with the columns of its export.")
    deed = _("Keep it")
    name = forms.CharField(label=_("Name"), max_length=40)
    is_shared = forms.BooleanField(
        label=_("Share it with the desk"), required=False, help_text=_("Everybody sees in it what they may read.")
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns of the export"),
        choices=[(name, column[0]) for name, column in COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(USUAL),
    )

    def __init__(self, *args: Any, view: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        if view:
            self.initial |= {"name": view.name, "is_shared": view.is_shared, "columns": view.columns}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = SavedView.objects.of(self.by).filter(name=name)
        if others.exclude(pk=self.view.pk if self.view else None).exists():
            raise forms.ValidationError(gettext("You have a view of this name already."))
        return name
