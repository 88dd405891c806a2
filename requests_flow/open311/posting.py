"""A request that another system posts becomes a need: the fields of GeoReport v2, forgiving, and nothing lost."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises import finding
from enterprises.models import Building
from requests_flow.api.handing_in import parks_of
from requests_flow.forms.fields import MailField, PhoneField
from requests_flow.intake import Place, Report
from requests_flow.models import ApiKey
from requests_flow.open311.refusals import Refused
from requests_flow.words import Category

LONGEST = 4000  # of a description, by the specification


class RequestForm(forms.Form):
    """The arguments of POST /requests."""

    service_code = forms.ChoiceField(choices=Category.choices)
    description = forms.CharField(required=False, max_length=LONGEST)
    address_string = forms.CharField(required=False, max_length=200)
    address_id = forms.CharField(required=False, max_length=16)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    email = MailField(required=False)
    phone = PhoneField(required=False)
    first_name = forms.CharField(required=False, max_length=30)
    last_name = forms.CharField(required=False, max_length=29)
    media_url = forms.URLField(required=False, max_length=300, assume_scheme="https")
    account_id = forms.CharField(required=False, max_length=60)
    device_id = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        has_point = said.get("lat") is not None and said.get("long") is not None
        if not (has_point or said.get("address_string") or said.get("address_id")):
            raise forms.ValidationError(_("Say where: lat and long, address_string, or address_id."))
        return said


def understood(posted: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, cleaned. Raises Refused with one sentence for each that does not fit."""
    form = RequestForm(posted)
    if form.is_valid():
        return form.cleaned_data
    errors = [f"{name}: {text}" if name != "__all__" else text for name, all_ in form.errors.items() for text in all_]
    raise Refused(404 if "service_code" in form.errors and posted.get("service_code") else 400, *errors)


def digest_of(said: Mapping[str, Any]) -> str:
    """Two posts with the same digest say the same."""
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


def report_of(said: Mapping[str, Any], key: ApiKey) -> Report:
    """The report in these arguments. Raises Refused for a place that the directory does not have for this key."""
    has_contact = any(said[name] for name in ("email", "phone", "first_name", "last_name"))
    words = said["description"].replace("\r\n", "\n") or str(Category(said["service_code"]).label)
    return Report(
        text="\n\n".join([words, "\n".join(_below(said))]),
        place=_place(said, key),
        language="en" if get_language() == "en" else "zh-hans",
        name=_name(said["last_name"], said["first_name"]),
        phone=said["phone"],
        email=said["email"],
        consent_version=f"key:{key.pk}" if has_contact else "",
    )


def _name(last: str, first: str) -> str:
    """Chinese names without a space between."""
    return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"


def _below(said: Mapping[str, Any]) -> list[str]:
    shown = {
        _("Chosen there"): Category(said["service_code"]).label,
        _("Place, as written"): said["address_string"],
        _("Position"): f"{said['lat']}, {said['long']}" if said["lat"] is not None and said["long"] is not None else "",
        _("Picture elsewhere"): said["media_url"],
        _("Account there"): said["account_id"],
    }
    return [_("%(what)s: %(value)s") % {"what": what, "value": value} for what, value in shown.items() if value]


def _place(said: Mapping[str, Any], key: ApiKey) -> Place:
    """By the id of a park or building, else by the names in the address; an address that says neither stays words."""
    parks = parks_of(key)
    if code := said["address_id"]:
        building = Building.objects.select_related("park").filter(code=code, park__in=parks).first()
        park = building.park if building else parks.filter(code=code).first()
        if park is None:
            raise Refused(400, _("This address_id is not in the directory, or not one that this key is for."))
        return Place(park, building)
    park, building = finding.Places().in_text(said["address_string"])
    is_for_it = park is not None and parks.filter(pk=park.pk).exists()
    return Place(park, building) if is_for_it else Place()
