"""Forms of small works: proposed, written anew, contracted, begun, paid, shown, accepted, called off."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import works
from councils.forms.acts import ActForm
from councils.models import Payer, WorkPayment
from parkdesk.core import clock, money
from parkdesk.core.act_forms import day_field, text_field
from requests_flow.forms.beside import YuanField, refuse_future
from requests_flow.forms.pictures import PapersMixin, PicturesMixin
from requests_flow.masking import masked


class PublicWords(ActForm):
    """What is typed here is read by everybody: nothing of a person goes into it."""

    in_public: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in self.in_public:
            text = values.get(name) or ""
            if masked(text) != text:
                self.add_error(name, gettext("Everybody reads this. Take out numbers and addresses of persons."))
        return values


class ProposeForm(PicturesMixin, PublicWords):
    """What is to be done, what it costs, who pays how much: the shares are the budget."""

    label = deed = _("Propose a small work")
    lede = _("The council votes on it in secret; two thirds have to agree. Once agreed, everybody reads this page.")
    has_pictures = True
    in_public = ("name", "name_en", "place", "what")
    name = forms.CharField(label=_("Name of the work"), max_length=80)
    place = forms.CharField(label=pgettext_lazy("small work", "Place"), max_length=120)
    what = text_field(_("What is to be done"), _("And what is better then. No names of persons."), longest=1000)
    budget = YuanField(label=_("Budget in yuan"))
    share_owner = YuanField(label=_("Paid by the operator or owner, in yuan"), required=False)
    share_firms = YuanField(label=_("Paid by enterprises, in yuan"), required=False)
    share_public = YuanField(label=_("Paid by community and public funds, in yuan"), required=False)
    share_other = YuanField(label=_("Paid by others, in yuan"), required=False)
    per_firm = forms.CharField(
        label=_("What it costs one firm"), help_text=_("Such as “¥3 a square metre, once”, or “nothing”."),
        max_length=120, required=False,
    )  # fmt: skip
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        budget = values.get("budget")
        if budget and not any(f"share_{one}" in self.errors for one in Payer.values):
            gap = budget - sum(self._shares(values).values())
            if gap:
                self.add_error("budget", _differs(budget, gap))
        return values

    @staticmethod
    def _shares(values: dict[str, Any]) -> dict[str, int]:
        return {one: values.get(f"share_{one}") or 0 for one in Payer.values}

    def plan(self) -> works.Plan:
        """What was typed, as the use case takes it."""
        values = self.cleaned_data
        return works.Plan(
            title=values["name"],
            title_en=values["name_en"],
            place=values["place"],
            what=values["what"],
            budget=values["budget"],
            shares=self._shares(values),
            per_firm=values["per_firm"],
            pictures=values["pictures"],
        )

    def facts(self) -> dict[str, Any]:
        return {"plan": self.plan()}


def _differs(budget: int, gap: int) -> str:
    """What the shares come to, and how much that is from the budget."""
    facts = {"sum": money.words(budget - gap), "budget": money.words(budget), "gap": money.words(abs(gap))}
    if gap > 0:
        return gettext("The shares come to %(sum)s, the budget is %(budget)s: nobody pays %(gap)s yet.") % facts
    return gettext("The shares come to %(sum)s, the budget is %(budget)s: %(gap)s too much.") % facts


class ReviseForm(ProposeForm):
    label = deed = _("Write it anew")
    lede = _("Until the vote begins. The question that members vote on changes with it.")
    note = text_field(_("Why it is changed"), _("The members read this."), rows=2, longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.thing
        kept = {"name": one.title, "name_en": one.title_en, "place": one.place, "what": one.what}
        paid = {f"share_{payer}": one.share(payer) for payer in Payer.values} | {"budget": one.budget}
        kept |= {name: money.figure(fen).replace(",", "") for name, fen in paid.items() if fen}
        self.initial = kept | {"per_firm": one.case.per_firm} | self.initial

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"note": self.cleaned_data["note"]}


class ContractForm(PapersMixin, ActForm):
    label = deed = _("Give it to a contractor")
    title = _("Who builds it, and by when?")
    lede = _("Only the council and the office read who builds it; the quotation lies beside it.")
    has_pictures = True
    contractor = forms.CharField(label=_("Name of the contractor"), max_length=80)
    due_on = day_field(_("Finished by"))

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(gettext("This day has passed."))
        return day


class ShownForm(PicturesMixin, ActForm):
    """One that wants a picture; without it, it comes back with what was typed."""

    has_pictures = True

    def lacking(self) -> Any:
        """Why it cannot do without a picture; empty where it can."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values["pictures"] and not self.errors and (lacking := self.lacking()):
            self.add_error("photo", lacking)
        return values


class StartForm(ShownForm):
    label = deed = _("Building begins")
    title = _("How does it look before?")
    lede = _("Everybody sees these pictures beside those from afterwards. Nobody should be recognised in them.")

    def lacking(self) -> Any:
        return "" if works.is_shown_before(self.thing) else works.NO_BEFORE


class SpendForm(PapersMixin, PublicWords):
    label = deed = _("Enter a payment")
    title = pgettext_lazy("small work", "What was paid?")
    lede = _("Everybody reads what for, how much and when; only the council and the office read the invoice.")
    has_pictures = True
    in_public = ("what",)
    what = forms.CharField(label=pgettext_lazy("payment", "What for"), max_length=120)
    fen = YuanField(label=_("Amount in yuan"))
    paid_on = day_field(_("Paid on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fen"].help_text = gettext("Left of the budget: %(left)s.") % {"left": money.words(self.thing.left)}

    def clean_fen(self) -> int:
        fen: int = self.cleaned_data["fen"]
        if fen > self.thing.left:
            raise forms.ValidationError(works.over(self.thing, fen))
        return fen

    def clean_paid_on(self) -> Any:
        return refuse_future(self.cleaned_data["paid_on"])

    def facts(self) -> dict[str, Any]:
        return {"payment": works.Payment(**{name: self.cleaned_data[name] for name in PAID})}


PAID = ("what", "fen", "paid_on", "pictures")


class StrikeForm(ActForm):
    label = deed = _("Strike out a payment")
    title = _("Which payment was entered by mistake?")
    lede = _("Its line stays readable, struck out.")
    payment = forms.ModelChoiceField(WorkPayment.objects.none(), label=_("Payment"), empty_label="–")
    reason = text_field(_("Why"), rows=2, longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment"].queryset = self.thing.payments.filter(struck_at=None)


class ClaimForm(ShownForm):
    label = deed = _("It is finished: show it")
    title = _("Finished: show it")
    lede = _("From where the picture before was taken. Somebody of the office who does not sit in the council looks.")
    said = text_field(_("What is there now"), longest=600)

    def lacking(self) -> Any:
        return works.NO_AFTER


class AcceptForm(ActForm):
    label = deed = _("I have looked: accepted")
    title = _("Is it as agreed?")
    lede = _("Only who neither agreed it nor built it accepts it.")
    said = text_field(_("How you know"), rows=2, longest=300)


class SendBackForm(ActForm):
    label = deed = _("To be mended")
    title = _("Send it back to be mended")
    reason = text_field(_("What is missing"), rows=2, longest=300)


class CancelForm(ActForm):
    label = deed = pgettext_lazy("small work", "Call it off")
    title = _("Call it off after it was agreed")
    lede = _("What the council agreed lapses with it. What was paid stays on the page.")
    is_final = True
    reason = text_field(_("Why"), rows=2, longest=300)
