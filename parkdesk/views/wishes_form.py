"""How I want to be told: kinds of events by channel, rhythm, quiet hours, language; and my mobile number."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.access import KEEPERS
from enterprises.models import Person
from enterprises.roles import DESK, UNIT, Role
from parkdesk.core import kinds, wishes
from parkdesk.core.models import Notice, Wishes
from requests_flow.forms.fields import PhoneField

# Kinds that concern the wearers of some roles alone; all others are for everybody.
CONCERNS: dict[str, frozenset[str]] = {
    "work": UNIT,
    "votes": DESK | {Role.REPRESENTATIVE},
    "meetings": DESK | {Role.REPRESENTATIVE},
    "supervision": UNIT | {Role.PARTY_COMMITTEE},
    "imports": KEEPERS,
    "hooks": frozenset({Role.SYSTEM_ADMIN, Role.DESK_MANAGER}),
    # What happens to one's own sign-in always comes: there is nothing to choose.
    "account": frozenset(),
}
CHANNELS = [
    (Notice.Channel.EMAIL, pgettext_lazy("channel", "E-mail")),
    (Notice.Channel.SMS, gettext_lazy("Text message")),
]


class WishesForm(forms.Form):
    """One person's wishes. What always comes is named and has no tick."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("When"), choices=Wishes.Rhythm.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("The messages of a day or week then come as one. What always comes does not wait."),
    )  # fmt: skip
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    quiet_until = forms.TimeField(label=gettext_lazy("until"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of my messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, by: Person, mine: Wishes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.mine = by, mine
        for kind in self.kinds:
            chosen = forms.MultipleChoiceField(
                label=kind.label, choices=CHANNELS, required=False, widget=forms.CheckboxSelectMultiple,
                help_text=kind.more, initial=mine.chosen.get(kind.code, wishes.default_of(mine.recipient)),
            )  # fmt: skip
            self.fields[f"kind_{kind.code}"] = chosen
        self.initial |= {name: getattr(mine, name) for name in ("rhythm", "quiet_from", "quiet_until")}
        self.initial["language"] = by.language

    @property
    def kinds(self) -> list[kinds.Kind]:
        """The kinds of events that can concern this person."""
        roles = self.by.roles
        return [one for one in kinds.all_kinds() if one.code not in CONCERNS or roles & CONCERNS[one.code]]

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each kind's field with the names of what always comes."""
        return [(self[f"kind_{kind.code}"], list(kind.musts.values())) for kind in self.kinds]

    def said(self) -> dict[str, Any]:
        """What is stored; kinds that were not shown stay as they are."""
        shown = {kind.code: self.cleaned_data[f"kind_{kind.code}"] for kind in self.kinds}
        times = {name: self.cleaned_data[name] for name in ("rhythm", "quiet_from", "quiet_until")}
        return {"chosen": self.mine.chosen | shown, "is_stopped": False, **times}


class PhoneForm(forms.Form):
    """My mobile number, before it is known that it is mine."""

    phone = PhoneField(label=gettext_lazy("Mobile number"), error_messages={"required": gettext_lazy("Fill this in.")})


class CodeForm(forms.Form):
    """The six digits that were sent to it."""

    code = forms.CharField(
        label=gettext_lazy("Code from the text message"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        digits = "".join(one for one in self.cleaned_data["code"] if one.isdecimal())
        if len(digits) != 6:
            raise forms.ValidationError(_("The code has six digits."))
        return digits
