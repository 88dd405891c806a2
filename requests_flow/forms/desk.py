"""The forms that only the desk has: sort, dispatch, merge, change the tier, refuse, look at a contact."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Unit
from enterprises.roles import Line
from parkdesk.core.act_forms import text_field
from requests_flow import tiers, together
from requests_flow.desk import Sorting
from requests_flow.forms.finding import by_number
from requests_flow.forms.looking import LookForm
from requests_flow.forms.steps import StepForm
from requests_flow.forms.units import TO_CHOOSE, grouped, may_be_given
from requests_flow.models import Need, Service
from requests_flow.words import TIER_ORDER, Category, Tier, Urgency

# A person's own judgement, said in words: no rule of the table.
OWN = "P"
RULE_OF_SIMPLE = tiers.SIMPLE.rule
NO_CHOICE = [("", "–")]


def rule_choices(*wanted: str) -> Iterator[tuple[Any, Any]]:
    """The rules of these tiers with their reasons, grouped by tier, and one's own judgement."""
    yield from NO_CHOICE
    if Tier.SIMPLE in wanted:
        yield RULE_OF_SIMPLE, _rule_label(RULE_OF_SIMPLE)
    for tier in (Tier.COMPLEX, Tier.MAJOR):
        numbers = [rule.number for rule in tiers.RULES if rule.tier == tier]
        if tier in wanted:
            yield tier.label, [(number, _rule_label(number)) for number in numbers]
    yield OWN, gettext("My own judgement, as I say below")


def _rule_label(number: str) -> str:
    return f"{number} · {tiers.reason_of(number)}"


def tier_of(number: str) -> str:
    """The tier to which a rule leads; empty for one's own judgement."""
    if number == RULE_OF_SIMPLE:
        return Tier.SIMPLE
    return next((rule.tier for rule in tiers.RULES if rule.number == number), "")


class _RuledForm(StepForm):
    """A tier with the rule that leads to it, or with a reason of one's own."""

    tier = forms.ChoiceField(label=_("Tier"), widget=forms.RadioSelect)
    rule = forms.ChoiceField(label=_("By which rule"), required=False)
    why_field = "note"

    def offer(self, *wanted: str) -> None:
        self.fields["tier"].choices = [(tier, tier.label) for tier in TIER_ORDER if tier in wanted]
        self.fields["rule"].choices = list(rule_choices(*wanted))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        tier, rule = values.get("tier"), values.get("rule") or ""
        if not tier:
            return values
        values["rule"] = rule or (RULE_OF_SIMPLE if tier == Tier.SIMPLE else "")
        self._refuse(tier, values["rule"], values.get(self.why_field))
        return values

    def _refuse(self, tier: str, rule: str, why: str | None) -> None:
        if not rule:
            self.add_error("rule", gettext("Choose the rule, or your own judgement with a reason."))
        elif rule != OWN and tier_of(rule) != tier:
            self.add_error("rule", gettext("This rule leads to another tier."))
        elif rule == OWN and not why and self.why_field not in self.errors:
            self.add_error(self.why_field, gettext("Without a rule, say why."))


class SortForm(_RuledForm):
    label = pgettext_lazy("step of a need", "Sort")
    title = _("Sort this need")
    lede = _("You decide; the suggestions say why. The promised days follow from tier and service.")
    deed = _("Confirm the sorting")
    category = forms.ChoiceField(label=_("Category"), choices=[*TO_CHOOSE, *Category.choices])
    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Standard service"), required=False, to_field_name="code", empty_label="–"
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    line = forms.ChoiceField(
        label=_("Specialist line"),
        help_text=_("Left empty, it follows from the category."),
        choices=[*NO_CHOICE, *Line.choices],
        required=False,
    )
    note = text_field(_("Why"), _("Only staff read this."), required=False, rows=2)
    field_order = ("key", "category", "tier", "rule", "service", "urgency", "line", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(*TIER_ORDER)
        self.fields["service"].queryset = Service.objects.only("code", "name_zh", "name_en")
        self.initial.setdefault("urgency", self.need.urgency)

    def facts(self) -> dict[str, Any]:
        named = {name: self.cleaned_data[name] for name in ("category", "tier", "rule", "service", "urgency", "line")}
        return {"sorting": Sorting(**named), "note": self.cleaned_data["note"]}


class SettleForm(SortForm):
    label = _("Answer at once")
    title = _("Answer at once")
    lede = _("For simple needs that you can answer now: sorted, accepted and completed in one step.")
    deed = _("Answer and complete")
    answer = text_field(_("Answer to the reporter"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("For which unit"), empty_label=None)
    note = None
    why_field = "answer"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(Tier.SIMPLE)
        mine = Unit.objects.filter(pk__in=self.by.units())
        self.fields["unit"].queryset = mine
        self.initial.setdefault("tier", Tier.SIMPLE)

    def facts(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("note", "")
        sorting = super().facts()["sorting"]
        return {"sorting": sorting, "unit": self.cleaned_data["unit"], "answer": self.cleaned_data["answer"]}


class DispatchForm(StepForm):
    label = pgettext_lazy("step of a need", "Dispatch")
    title = _("Dispatch this need")
    lede = _("The unit has half a working day to accept; what nobody accepts comes back.")
    deed = pgettext_lazy("step of a need", "Dispatch")
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("To which unit"))
    note = text_field(_("What the unit should know"), _("Only staff and the unit read this."), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*TO_CHOOSE, *grouped(Unit.objects.all(), self.need.park, self.need)]

    def clean_unit(self) -> Unit:
        unit = self.cleaned_data["unit"]
        if not may_be_given(unit, self.need):
            raise forms.ValidationError(
                gettext("This need is protected from operators and property managers. Choose a unit of the community.")
            )
        return unit


class RetierForm(_RuledForm):
    label = _("Raise the tier")
    title = _("Raise the tier")
    lede = _("The promised days are counted anew from the acknowledgement.")
    deed = _("Raise the tier")
    reason = text_field(_("Why"), _("The reporter can read this."))
    why_field = "reason"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = TIER_ORDER.index(self.need.tier) if self.need.tier else 0
        self.offer(*self.among(place))

    def among(self, place: int) -> tuple[Tier, ...]:
        return TIER_ORDER[place + 1 :]


class LowerTierForm(RetierForm):
    label = _("Lower the tier")
    title = _("Lower the tier")
    deed = _("Lower the tier")

    def among(self, place: int) -> tuple[Tier, ...]:
        return TIER_ORDER[:place]


class DeclineForm(StepForm):
    label = pgettext_lazy("step of a need", "Decline")
    title = _("Decline this need?")
    lede = _("The reporter gets the reason and another way at once. The number stays; this cannot be taken back.")
    deed = _("Decline and tell the reporter")
    is_final = True
    reason = text_field(_("Why it is not for this desk"))
    route = text_field(_("Another way"), _("Who can help instead, with address or number."))


class InvalidateForm(StepForm):
    label = _("Mark as invalid")
    title = _("Mark as invalid?")
    lede = _("For spam and empty reports only. Nobody is told; this cannot be taken back.")
    deed = _("Mark as invalid")
    is_final = True
    reason = text_field(_("Why"), _("Only staff read this."), rows=2)


class MergeForm(StepForm):
    label = pgettext_lazy("step of a need", "Merge")
    title = _("Merge into another need?")
    lede = _(
        "This need ends and follows the other one. Its reporter is told, keeps the tracking link and reads the answer "
        "to the other one. It can be undone for 24 hours."
    )
    deed = pgettext_lazy("step of a need", "Merge")
    into = forms.CharField(
        label=_("Number of the other need"), help_text=_("As N-2026-000123-K, in any shape."), max_length=40
    )

    def clean_into(self) -> Need:
        other = by_number(self.cleaned_data["into"], self.by)
        if other is None:
            raise forms.ValidationError(gettext("There is no need with this number. Check the last letter."))
        if reason := together.why_not_merge(self.need, other):
            raise forms.ValidationError(reason)
        return other


class ContactForm(LookForm, StepForm):
    label = _("Show with a reason")
    title = _("Show how to reach the reporter")
    lede = _("Your name, the time and the reason are recorded, and the person concerned can read them.")
