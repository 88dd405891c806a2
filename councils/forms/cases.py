"""The forms of cases: what the office prepares, what members say, how the vote is opened and ended.

Their field names are the arguments of the use cases; `label` stands on the page of the case, `heading` and
`lede` above the form, `deed` on its button.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import cases, declare
from councils.models import Case, Interest, Party, Representative
from councils.picks import Method
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, Words, text_field


def end_of(day: date) -> datetime:
    """17:30 of a day."""
    return clock.at(day, clock.CLOSING)


class CaseForm(DeedForm):
    """One step of one case, taken by one person. What is a title elsewhere is a `heading`: a case has a title."""

    heading: Words = ""
    # Names of fields that the address of the page may fill in.
    from_address: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Case, by: Person, seat: Representative | None, **kwargs: Any) -> None:
        self.case, self.seat = case, seat
        super().__init__(*args, by=by, **kwargs)

    def said(self) -> dict[str, Any]:
        """What the use case is told; a case has facts of its own."""
        return self.facts()


class PrepareForm(CaseForm):
    """What members vote on. Amending it while they discuss wants a reason."""

    label = pgettext_lazy("step of a case", "Prepare")
    heading = _("Prepare the case")
    lede = _("Members vote on exactly this sentence. No names of reporters, no phone numbers.")
    deed = _("Save the case")
    title = forms.CharField(label=_("Title"), max_length=80)
    question = text_field(_("The sentence that is voted on"), _("One outcome, with amount and date."), longest=600)
    facts = text_field(_("What is established"), _("One fact a line, such as “Out of service: 6 times”."), rows=5)
    per_firm = forms.CharField(
        label=_("What it costs one firm"), help_text=_("Such as “¥3 a square metre, once”, or “nothing”."),
        max_length=120, required=False,
    )  # fmt: skip
    payers = forms.CharField(
        label=_("Who pays how much"), help_text=_("Such as “repair fund 25, operator 13, in ¥10,000”."),
        max_length=200, required=False,
    )  # fmt: skip
    options = text_field(_("Other options"), required=False, longest=2000)
    way = forms.ChoiceField(
        label=_("What a ballot looks like"), choices=Method.choices, initial=Method.QUESTION, required=False
    )
    is_about_shared = forms.BooleanField(
        label=_("It is about shared money, prices or rules: two thirds have to agree"), required=False
    )
    is_secret = forms.TypedChoiceField(
        label=_("How it is voted on"),
        choices=[("named", _("By name")), ("secret", pgettext_lazy("vote", "Secret"))],
        coerce=lambda value: value == "secret",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("Prices, rents, shared money and whatever concerns the operator are voted on in secret."),
    )
    question_en = text_field(_("The sentence in English"), required=False, longest=900)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    proposer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Whose proposal it is"), required=False, empty_label="–"
    )
    note = text_field(_("Why it is changed"), _("The members read this."), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposer"].queryset = Person.objects.filter(pk__in=self.case.council.members().values("person_id"))
        if self.case.state == Case.State.PREPARING:
            del self.fields["note"]
        for name in (
            "title", "question", "facts", "per_firm", "payers", "options", "way", "is_about_shared", "question_en",
            "title_en", "proposer",
        ):  # fmt: skip
            self.initial.setdefault(name, getattr(self.case, name))
        if self.case.question:
            self.initial.setdefault("is_secret", "secret" if self.case.is_secret else "named")

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or self.case.way

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        wants_secret = cases.is_secret_by_default(self.case.need, is_about_shared=values.get("is_about_shared", False))
        if values.get("is_secret") is False and wants_secret and not values.get("options"):
            self.add_error(
                "is_secret", gettext("This is voted on in secret. To vote by name, say why among the options.")
            )
        return values


class SayForm(CaseForm):
    label = _("Say what a party thinks")
    heading = _("What does the party say?")
    lede = _("One text a party. It stands on the page of the case; the last one counts.")
    deed = _("Put it on the page")
    party = forms.ChoiceField(label=_("Which party"), choices=Party.choices)
    text = text_field(_("What it says"), longest=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.seat is not None:
            self.fields["party"].choices = [(self.seat.party, self.seat.get_party_display())]
            said = self.case.positions.filter(party=self.seat.party).first()
            self.initial.setdefault("text", said.text if said else "")


class DeclareForm(CaseForm):
    label = _("Declare your interest")
    heading = _("Do you have an interest in this case?")
    lede = _("Does your firm gain or lose by it, do you trade with a party to it, are you related to somebody?")
    deed = _("Declare")
    has_interest = forms.TypedChoiceField(
        label=_("Your declaration"),
        choices=[("no", _("No, I have none")), ("yes", _("Yes, I step back"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("If yes: which"), help_text=_("This is public."), choices=[("", "–"), *Interest.choices], required=False
    )
    text = text_field(
        _("If yes: in your own words"), _("Only the office reads this."), required=False, rows=2, longest=600
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("has_interest") and not values.get("category"):
            self.add_error("category", gettext("Choose which interest it is."))
        return values


class ExcludeForm(CaseForm):
    label = _("Have somebody step back")
    heading = _("Have a member step back")
    lede = _("On the council's request. The seat leaves the quorum and the vote of this case.")
    deed = _("Record it")
    representative = forms.ModelChoiceField(Representative.objects.none(), label=_("Who"), empty_label="–")
    category = forms.ChoiceField(
        label=_("Which interest"), help_text=_("This is public."), choices=[("", "–"), *Interest.choices]
    )
    text = text_field(_("Why"), _("Only the office reads this."), required=False, rows=2, longest=600)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["representative"].queryset = self.case.council.members().exclude(pk__in=declare.recused(self.case))
