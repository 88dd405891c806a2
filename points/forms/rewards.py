"""Forms of those who have points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import KeyForm
from points.models import Merchant


class OrderForm(KeyForm):
    """What was shown when somebody pressed: the price stands in the form."""

    price = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DigitsForm(forms.Form):
    """At which shop somebody stands. One shop only is not asked."""

    merchant = forms.ModelChoiceField(
        label=_("Which shop are you in?"),
        queryset=Merchant.objects.none(),
        empty_label=_("Choose a shop"),
        error_messages={
            "required": _("Choose the shop you are in."),
            "invalid_choice": _("Choose a shop of the list."),
        },
    )

    def __init__(self, *args: Any, shops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merchant"].queryset = shops
        self.fields["merchant"].label_from_instance = lambda shop: shop.display_name
