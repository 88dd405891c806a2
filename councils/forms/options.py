"""The forms of options: offered, withdrawn, and the ballot on which one chooses among them."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import picks
from councils.forms.case_votes import BallotForm
from councils.forms.cases import CaseForm
from councils.models import Option, Round
from councils.picks import AS_IT_IS, Method, Said
from councils.tally import Choice
from parkdesk.core.act_forms import text_field

NONE_OF_THEM = pgettext_lazy("ballot", "None of them: leave it as it is")


class OfferForm(CaseForm):
    label = _("Add an option")
    heading = _("What else could be done?")
    lede = _("One sentence with its amount and day. It cannot be rewritten later, only withdrawn.")
    deed = _("Add this option")
    text = forms.CharField(label=_("The option"), max_length=200)
    text_en = forms.CharField(label=_("The option in English"), max_length=300, required=False)


class RetractForm(CaseForm):
    label = _("Withdraw an option")
    heading = _("Withdraw an option")
    lede = _("It stays readable, struck out, and is not voted on.")
    deed = _("Withdraw this option")
    is_final = True
    option = forms.ModelChoiceField(Option.objects.none(), label=_("Which option"), empty_label="–")
    reason = text_field(_("Why"), _("The members read this."), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].queryset = self.case.choices.standing()


class OptionBallotForm(BallotForm):
    """A ballot on several options: one of them, some of them, or all in order."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method = round_.method
        self.options = list(round_.case.choices.filter(number__in=round_.option_numbers))
        is_ranked = self.method == Method.RANKING
        fields = _places(self.options) if is_ranked else {"choice": _marks(self.method, self.options)}
        del self.fields["choice"]
        self.fields = {**fields, **self.fields}

    @property
    def marks(self) -> list[Any]:
        return [self[name] for name in self.fields if name == "choice" or name.startswith("place_")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        values["choice"] = self._of_places(values) if self.method == Method.RANKING else self._of_marks(values)
        return values

    def said(self) -> dict[str, Any]:
        """The choice with its mark, beside what every ballot says."""
        return {name: value for name, value in super().said().items() if not name.startswith("place_")}

    def _of_marks(self, values: dict[str, Any]) -> Said:
        """One or several options; “none of them” and an abstention stand alone."""
        marked = values["choice"] if isinstance(values["choice"], list) else [values["choice"]]
        alone = {Choice.NO, Choice.ABSTAIN} & set(marked)
        if alone and len(marked) > 1:
            self.add_error("choice", gettext("Mark options, or one of the last two lines: not both."))
        if alone:
            return Said(str(min(alone)))
        return Said(Choice.YES, picks.written([[int(one) for one in marked]]))

    def _of_places(self, values: dict[str, Any]) -> Said:
        """Options with a place stand before “leave it as it is”, the others behind it."""
        places: dict[int, list[int]] = {}
        for one in self.options:
            if values[f"place_{one.number}"]:
                places.setdefault(int(values[f"place_{one.number}"]), []).append(one.number)
        if values["place_none"]:
            return Said(Choice.ABSTAIN)
        return Said(Choice.YES, picks.written([*(places[place] for place in sorted(places)), [AS_IT_IS]]))


def ballot_form(round_: Round, posted: Any, **kwargs: Any) -> BallotForm:
    """The ballot of this vote: on one sentence, or on several options."""
    kwargs["is_secret"] = round_.is_secret
    if round_.method == Method.QUESTION:
        return BallotForm(posted, **kwargs)
    return OptionBallotForm(posted, round_=round_, **kwargs)


def _marks(method: str, options: list[Option]) -> forms.Field:
    words = [(str(one.number), f"{one.number}. {one.display_text}") for one in options]
    words += [(Choice.NO.value, NONE_OF_THEM), (Choice.ABSTAIN.value, Choice.ABSTAIN.label)]
    if method == Method.SINGLE:
        return forms.ChoiceField(label=_("Your vote"), choices=words, widget=forms.RadioSelect)
    label = _("Mark all that you agree to")
    return forms.MultipleChoiceField(label=label, choices=words, widget=forms.CheckboxSelectMultiple)


def _places(options: list[Option]) -> dict[str, forms.Field]:
    """A select for each option, and a tick for whoever abstains."""
    numbers = [(str(place), str(place)) for place in range(1, len(options) + 1)]
    unplaced = pgettext_lazy("ballot", "behind “leave it as it is”")
    fields: dict[str, forms.Field] = {}
    for one in options:
        words = f"{one.number}. {one.display_text}"
        fields[f"place_{one.number}"] = forms.ChoiceField(
            label=words, choices=[("", unplaced), *numbers], required=False
        )
    fields["place_none"] = forms.BooleanField(label=_("I abstain"), required=False)
    return fields
