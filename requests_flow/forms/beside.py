"""Forms of deeds on a thing that stands beside a need."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from parkdesk.core import clock, money
from parkdesk.core.act_forms import DeedForm

MOST_YUAN = Decimal("9999999999.99")


class BesideForm(DeedForm):
    """One deed by one person on one thing."""

    def __init__(self, *args: Any, thing: Any, by: Any, **kwargs: Any) -> None:
        self.thing = thing
        super().__init__(*args, by=by, **kwargs)


class YuanField(forms.DecimalField):
    """An amount in yuan as people write it; cleaned it is a whole number of fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=2, min_value=Decimal("0.01"), max_value=MOST_YUAN, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal"})

    def clean(self, value: Any) -> Any:
        text = value.replace(",", "").replace("，", "") if isinstance(value, str) else value
        yuan = super().clean(text)
        return None if yuan is None else money.fen_of(yuan)


def refuse_future(day: Any) -> Any:
    """A day that has come. Raises ValidationError for one that is still ahead."""
    if day and day > clock.today():
        raise forms.ValidationError(gettext("This day is still to come."))
    return day
