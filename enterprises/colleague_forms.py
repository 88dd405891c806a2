"""Letting colleagues in and out: the forms, most of which only ask whether it is meant."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Invitation
from enterprises.models.invitation import LENGTH
from parkdesk.core.act_forms import DeedForm
from parkdesk.core.search import fold


class InviteForm(DeedForm):
    title = gettext_lazy("Invite a colleague")
    lede = gettext_lazy("A link and a code that let one person in, once, within 7 days. You can withdraw it.")
    deed = gettext_lazy("Make the invitation")
    meant_for = forms.CharField(
        label=pgettext_lazy("invitation", "For whom"), max_length=40, required=False,
        help_text=gettext_lazy("Only for your own list."),
    )  # fmt: skip


class CodeForm(DeedForm):
    title = gettext_lazy("Enter the code of your invitation")
    lede = gettext_lazy("Ten letters and digits that a colleague gave you.")
    deed = pgettext_lazy("a code", "Go on")
    code = forms.CharField(
        label=pgettext_lazy("invitation", "Code"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_code(self) -> str:
        code = "".join(one for one in fold(self.cleaned_data["code"]).upper() if one.isalnum())
        if len(code) != LENGTH or not Invitation.objects.live().filter(code=code).exists():
            raise ValidationError(_("No invitation with this code is open. It lasts 7 days and works once."))
        return code


class JoinForm(DeedForm):
    title = gettext_lazy("Join your firm")
    deed = gettext_lazy("Join")


class WithdrawForm(DeedForm):
    title = gettext_lazy("Withdraw the invitation?")
    lede = gettext_lazy("Whoever has the link or the code is not let in any more.")
    deed = gettext_lazy("Withdraw it")
    is_final = True


class DelegateForm(DeedForm):
    title = gettext_lazy("Name the delegate who votes")
    lede = gettext_lazy("One person casts the firm’s vote when enterprise seats of the park council are elected.")
    deed = gettext_lazy("Name this person")


class HandOverForm(DeedForm):
    title = gettext_lazy("Hand over")
    lede = gettext_lazy("This colleague keeps the firm’s page from now on, in your place.")
    deed = gettext_lazy("Hand over")
    is_final = True
    is_leaving = forms.BooleanField(
        label=gettext_lazy("I leave the firm"), required=False,
        help_text=gettext_lazy("Your own needs stay with you; those of the firm you see no more."),
    )  # fmt: skip


class EndForm(DeedForm):
    title = gettext_lazy("End the membership")
    lede = gettext_lazy(
        "The person sees the firm’s needs and notices no more. What they reported themselves stays theirs."
    )
    deed = gettext_lazy("End it")
    is_final = True


class LeaveForm(DeedForm):
    title = gettext_lazy("Leave the firm")
    lede = gettext_lazy("You see the firm’s needs and notices no more. What you reported yourself stays yours.")
    deed = gettext_lazy("Leave")
    is_final = True


class AppointForm(DeedForm):
    title = gettext_lazy("Make administrator")
    lede = gettext_lazy("For a firm in which nobody is left who could hand over. Ring the firm first.")
    deed = gettext_lazy("Make administrator")
