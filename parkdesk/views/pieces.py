"""The gallery of pieces at /_pieces/: every partial once, for those who build pages. Only where DEBUG is on."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from parkdesk.core.act_forms import Chips
from parkdesk.core.lights import Light

# The gallery stands still, so that pictures of it can be compared.
FRIDAY = datetime(2026, 11, 27, 17, 30, tzinfo=timezone.get_default_timezone())


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Show all pieces with invented values; 404 outside development."""
    if not settings.DEBUG:
        raise Http404
    if "toast" in request.GET:
        messages.success(request, _("Passed on to the property manager"))
    form = Sample({"room": "", "phone": "1540001120"})
    return render(request, "parkdesk/pieces.html", {"form": form, "clean": Sample(), **_samples()})


class Sample(forms.Form):
    """One field of each kind."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("What is the matter?"),
        help_text=_("Where, since when, how many people. One sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=_("Mobile number"),
        error_messages={"invalid": _("Should be 11 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "tel"}),
    )
    room = forms.CharField(label=_("Room"), required=False, help_text=_("As on the door, for example 1205."))
    line = forms.ChoiceField(
        label=_("Tier"), choices=[("", "—"), ("1", _("Simple")), ("2", _("Complex"))], required=False
    )
    who = forms.ChoiceField(
        label=_("Who can see it"),
        widget=forms.RadioSelect,
        choices=[("all", _("Public")), ("staff", _("Staff only"))],
    )
    chips = forms.ChoiceField(label=_("Tier"), widget=Chips, choices=[("1", _("Simple")), ("2", _("Complex"))])
    who.explanations = {"all": _("All who reported it are told"), "staff": _("Only those who work on it")}
    agree = forms.BooleanField(label=_("I have read how personal data is used"))


def _samples() -> dict[str, Any]:
    lights = {
        "green": Light("green", due=FRIDAY, days_left=3, total_days=10),
        "amber": Light("amber", due=FRIDAY, is_today=True, total_days=5),
        "red": Light("red", due=FRIDAY, days_left=-2, total_days=20),
        "grey": Light("grey", due=FRIDAY, is_stopped=True, stopped_days=3, days_left=4, total_days=8),
    }
    return _lists() | {
        "lights": lights.values(),
        "light": lights["green"],
        "late": lights["red"],
        "due": FRIDAY,
        "begun": FRIDAY - timedelta(days=14, hours=8),
        "crumbs": [(_("Desk"), "#"), (_("All open"), "#")],
        "steps": [_("Say it"), _("Contact"), _("Get a number")],
        "facts": [
            (_("Who does it"), _("Property manager")),
            (_("Tier"), _("Complex")),
            (_("Reference"), "N-2026-000412-H"),
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "heads": [_("Item"), _("Unit"), _("Due"), _("Amount")],
        "lines": [
            [_("Replace the bearing"), _("Operator"), "11-27", "48,000"],
            [_("Publish the report"), _("Operator"), "11-25", "0"],
        ],
        "tabs": [
            {"label": _("All"), "url": "#", "count": 14, "is_current": True},
            {"label": _("Public"), "url": "#", "count": 9},
            {"label": _("Internal"), "url": "#", "count": None},
        ],
        "chips": [{"label": _("Received in the last 30 days"), "url": "#"}, {"label": _("Still open"), "url": "#"}],
    }
