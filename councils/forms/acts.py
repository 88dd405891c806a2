"""The form of one act on a meeting, on minutes or on a resolution: its words and its one press."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Unit
from parkdesk.core.act_forms import DeedForm


class ActForm(DeedForm):
    """One act by one person on one thing."""

    def __init__(self, *args: Any, thing: Any, by: Any, **kwargs: Any) -> None:
        self.thing = thing
        super().__init__(*args, by=by, **kwargs)


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
