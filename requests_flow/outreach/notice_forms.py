"""The forms of a notice to firms: what is written to whom, its end, and the firm's own confirmation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Building, Enterprise, Park
from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, KeyForm, ManyChips, day_field, text_field
from requests_flow.forms.fields import place_choices
from requests_flow.forms.pictures import PapersMixin
from requests_flow.models import Circular, Questionnaire
from requests_flow.outreach.sending import Letter

# What the directory knows of a firm and a notice may be for: column and word.
TRAITS = (
    ("is_high_tech", Enterprise._meta.get_field("is_high_tech").verbose_name),
    ("is_foreign_invested", Enterprise._meta.get_field("is_foreign_invested").verbose_name),
)


class PlacesField(forms.MultipleChoiceField):
    """Any of the parks and buildings; gives (parks, buildings), both empty when nothing is chosen."""

    widget = forms.SelectMultiple(attrs={"size": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_places, **kwargs)

    def clean(self, value: Any) -> tuple[tuple[Park, ...], tuple[Building, ...]]:
        chosen = super().clean(value)
        return (
            tuple(Park.objects.filter(code__in=_codes(chosen, "p:"))),
            tuple(Building.objects.filter(code__in=_codes(chosen, "b:"))),
        )


def _places() -> list[Any]:
    """Each park with its buildings; a park itself means all of it."""
    groups = place_choices()[1:]
    return [
        (name, [(park[0], gettext("%(park)s, the whole park") % {"park": name}), *rest])
        for name, (park, *rest) in groups
    ]


def _codes(chosen: Iterable[str], kind: str) -> list[str]:
    return [one.removeprefix(kind) for one in chosen if one.startswith(kind)]


class WriteForm(PapersMixin, DeedForm):
    """One notice. Every box that stays empty means all firms."""

    title = _("Write to firms")
    lede = _("Nothing is sent yet: you see next how many firms it reaches, and by which way.")
    deed = _("Keep it and look at whom it reaches")
    title_zh = forms.CharField(label=_("Title"), max_length=80)
    text_zh = text_field(_("Text"), _("What, when, where, what firms should do. With day and time."), rows=6)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    text_en = text_field(
        _("Text in English"), _("Left open, English readers get the Chinese text."), required=False, rows=4
    )
    confirm_by = day_field(
        pgettext_lazy("notice to firms", "Please confirm by"),
        _("Left open, the notice is for reading only."),
        required=False,
    )
    where = PlacesField(
        label=_("Which parks or buildings?"),
        help_text=_("Nothing chosen: all parks. On a computer, hold Ctrl to choose several."),
        required=False,
    )
    sectors = forms.MultipleChoiceField(
        label=_("Only these sectors"), choices=Enterprise.Sector.choices, widget=ManyChips, required=False
    )
    sizes = forms.MultipleChoiceField(
        label=_("Only these sizes"), choices=Enterprise.Size.choices, widget=ManyChips, required=False
    )
    traits = forms.MultipleChoiceField(label=_("Only firms that are"), choices=TRAITS, widget=ManyChips, required=False)
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label=_("A form that goes along"),
        help_text=_("A questionnaire counts as a contact: firms that wish no visits, or were contacted in the last 30 "
                    "days, are left out."),
        required=False,
        empty_label=_("None"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].queryset = Questionnaire.objects.open()
        self.fields["confirm_by"].widget.attrs["min"] = clock.today().isoformat()

    def clean_confirm_by(self) -> Any:
        day = self.cleaned_data["confirm_by"]
        if day and day < clock.today():
            raise forms.ValidationError(gettext("This day has passed. Choose one from today on."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if bool(said.get("title_en")) != bool(said.get("text_en")):
            missing = "text_en" if said.get("title_en") else "title_en"
            self.add_error(missing, gettext("Write title and text in English, or neither."))
        return said

    def letter(self) -> Letter:
        """What is kept. Call it on a valid form."""
        said = self.cleaned_data
        parks, buildings = said["where"]
        return Letter(
            title=said["title_zh"], text=said["text_zh"], title_en=said["title_en"], text_en=said["text_en"],
            confirm_by=said["confirm_by"], sectors=tuple(said["sectors"]), sizes=tuple(said["sizes"]),
            traits=tuple(said["traits"]), questionnaire=said["questionnaire"], parks=parks, buildings=buildings,
        )  # fmt: skip


def as_written(circular: Circular) -> dict[str, Any]:
    """What the form begins with for a draft, and for the correction of a notice."""
    places = [f"p:{code}" for code in circular.parks.values_list("code", flat=True)]
    places += [f"b:{code}" for code in circular.buildings.values_list("code", flat=True)]
    same = ("title_en", "text_en", "confirm_by", "sectors", "sizes", "traits", "questionnaire")
    return {
        "title_zh": circular.title,
        "text_zh": circular.text,
        "where": places,
        **{name: getattr(circular, name) for name in same},
    }


class ActForm(DeedForm):
    """One step of one notice."""

    def facts(self) -> dict[str, Any]:
        return super().facts()


class SendForm(ActForm):
    label = deed = _("Send it now")
    title = _("Send this notice")


class RemindForm(ActForm):
    label = deed = _("Remind those who have not confirmed")
    title = _("Remind")


class WithdrawForm(ActForm):
    label = _("Withdraw")
    title = _("Withdraw this notice?")
    lede = _("Whoever got it is told, with the reason. It stays on record.")
    deed = _("Withdraw it and tell the firms")
    is_final = True
    reason = text_field(_("Why"), _("The firms read this."), rows=2, longest=400)


class DiscardForm(ActForm):
    label = deed = _("Discard the draft")
    title = _("Discard this draft?")
    is_final = True


class ConfirmForm(KeyForm):
    """One tap; a name if somebody wants to leave one."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        required=False,
        help_text=_("So that the desk knows whom to ask. Only the desk reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


STEPS: dict[str, type[ActForm]] = {
    "send": SendForm, "remind": RemindForm, "withdraw": WithdrawForm, "discard": DiscardForm,
}  # fmt: skip
