"""The registered contact of a firm, as whoever corrects it sees it: the firm's own people whole, the desk masked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises import claiming
from enterprises.directory import cleaning
from enterprises.models import Contact, Enterprise
from parkdesk.core.act_forms import DeedForm
from parkdesk.core.recipients import Address

FIELDS = ("name", "mobile", "landline", "email")
WAYS = FIELDS[1:]


class ContactForm(DeedForm):
    """The contact that the community rings; personal data, kept apart. Filled with what stands now."""

    title = gettext_lazy("The firm’s contact")
    lede = gettext_lazy("Whom the community rings or writes to, and where a code goes when somebody claims the firm.")
    deed = gettext_lazy("Save")
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=60, required=False)
    mobile = forms.CharField(label=gettext_lazy("Mobile number"), max_length=30, required=False)
    landline = forms.CharField(label=gettext_lazy("Landline"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, firm: Enterprise, **kwargs: Any) -> None:
        known = Contact.objects.filter(enterprise=firm, is_primary=True).first()
        self.known = {name: getattr(known, name) if known else "" for name in FIELDS}
        kwargs.setdefault("initial", self.standing())
        super().__init__(*args, **kwargs)

    def standing(self) -> dict[str, str]:
        """What stands in the fields before anybody types."""
        return self.known | {"mobile": self.known["mobile"].removeprefix("+86")}

    def clean_mobile(self) -> str:
        return _number(self.cleaned_data["mobile"], "mobile")

    def clean_landline(self) -> str:
        return _number(self.cleaned_data["landline"], "landline")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean()
        if not any(said.get(name) for name in WAYS) and not self.errors:
            raise ValidationError(_("Leave one way to reach the firm: a number or an e-mail address."))
        return said


class ContactUnseenForm(ContactForm):
    """For the desk: a look at a contact needs a reason (quality 18), a correction does not need the look."""

    lede = gettext_lazy("What stands now is masked. Fill in only what is to change; what you leave empty stays.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, mask in masks_of(self.known).items():
            self.fields[name].help_text = _("Now: %(masked)s") % {"masked": mask}

    def standing(self) -> dict[str, str]:
        return {}

    def clean(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.known.items() if not self.cleaned_data.get(name)}
        self.cleaned_data |= {name: value for name, value in kept.items() if name not in self.errors}
        return super().clean()


def masks_of(known: dict[str, str]) -> dict[str, str]:
    """What there is of name, mobile, landline and email, as much of it as tells one from another."""
    found = {"name": f"{known['name'][:1]}**", "landline": f"****{known['landline'][-4:]}"}
    found["mobile"], found["email"] = (
        claiming.hint_of(one) for one in (Address(phone=known["mobile"]), Address(email=known["email"]))
    )
    return {name: mask for name, mask in found.items() if known[name]}


def _number(typed: str, kind: str) -> str:
    clean = cleaning.phones(typed)
    found = getattr(clean.value, kind, "") if clean.value else ""
    if typed.strip() and not found:
        raise ValidationError(clean.text or _("This is no such number."))
    return str(found)
