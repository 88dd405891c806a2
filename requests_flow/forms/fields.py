"""Fields that forgive: what people type on a phone in a lobby, made into what is stored."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enterprises.models import Building, Park
from requests_flow.intake import Place
from requests_flow.reference import tidy

MOBILE = re.compile(r"^1[3-9]\d{9}$")
MOBILE_LENGTH = 11
PIN = re.compile(r"^\d{4}$")
# What stands between the digits of a number: spaces, hyphens and dashes of any width, dots, brackets, slashes.
BETWEEN = re.compile(r"[\s\-‐‑‒–—―－ー_.·/()（）]+")
COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")


def plain(value: Any) -> str:
    """Half-width, without spaces around it."""
    return unicodedata.normalize("NFKC", str(value or "")).strip()


class PhoneField(forms.CharField):
    """A Chinese mobile number, stored as +86 and 11 digits. Takes full-width digits, spaces, dashes, +86 and 0086."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def to_python(self, value: Any) -> str:
        digits = COUNTRY.sub("", BETWEEN.sub("", plain(super().to_python(value))))
        if not digits:
            return ""
        if not digits.isdecimal():
            raise ValidationError(_("The mobile number holds something other than digits."))
        self._refuse_wrong_length(MOBILE_LENGTH - len(digits))
        if not MOBILE.match(digits):
            raise ValidationError(_("This is no mobile number: those begin with 13 to 19. For a landline use e-mail."))
        return f"+86{digits}"

    def _refuse_wrong_length(self, missing: int) -> None:
        if missing > 0:
            text = ngettext(
                "The mobile number is %(count)s digit short: it has 11.",
                "The mobile number is %(count)s digits short: it has 11.",
                missing,
            )
            raise ValidationError(text % {"count": missing})
        if missing < 0:
            text = ngettext(
                "The mobile number has %(count)s digit too many: it has 11.",
                "The mobile number has %(count)s digits too many: it has 11.",
                -missing,
            )
            raise ValidationError(text % {"count": -missing})


class MailField(forms.EmailField):
    """An e-mail address; full-width signs and a Chinese full stop are taken for what they mean."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s+", "", plain(super().to_python(value)).replace("。", "."))


class ReferenceField(forms.CharField):
    """A need's number in any case and width, with or without hyphens; given back as it is printed."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        reference = tidy(typed)
        if typed and reference is None:
            raise ValidationError(_("There is a slip in this number. It reads like N-2026-000123-K."))
        return reference or ""


class PinField(forms.CharField):
    """The four digits that stand beside the number."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        digits = re.sub(r"\s+", "", plain(super().to_python(value)))
        if digits and not PIN.match(digits):
            raise ValidationError(_("The PIN has four digits."))
        return digits


def place_choices() -> list[Any]:
    """Every park with its buildings, for a plain list that works everywhere: `p:P01`, `b:P01-B1`."""
    buildings: dict[int, list[tuple[str, str]]] = {}
    for code, name, park in Building.objects.values_list("code", "name", "park"):
        buildings.setdefault(park, []).append((f"b:{code}", name))
    groups = [
        (park.name, [(f"p:{park.code}", _("%(park)s, no building") % {"park": park.name}), *_named(park, buildings)])
        for park in Park.objects.order_by("name")
    ]
    return [("", _("Choose a park or building")), *groups]


def _named(park: Park, buildings: dict[int, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """A building is read alone once it is chosen, so it carries its park's name."""
    return [(value, f"{park.name} {name}") for value, name in buildings.get(park.pk, [])]


class PlaceField(forms.CharField):
    """A park or a building from the list; one look-up instead of reading the whole list once more."""

    widget = forms.Select
    default_error_messages = {"unknown": gettext_lazy("This place is not in the list. Please choose it once more.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.choices = place_choices

    def to_python(self, value: Any) -> Place | None:
        kind, _colon, code = str(super().to_python(value)).partition(":")
        if not code:
            return None
        place = self._building(code) if kind == "b" else self._park(code)
        if place is None:
            raise ValidationError(self.error_messages["unknown"])
        return place

    def _building(self, code: str) -> Place | None:
        building = Building.objects.select_related("park").filter(code=code).first()
        return Place(building.park, building) if building else None

    def _park(self, code: str) -> Place | None:
        park = Park.objects.filter(code=code).first()
        return Place(park) if park else None
