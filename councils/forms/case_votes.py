"""The forms of a vote and of what follows from it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils import ballots, venues, wording
from councils.forms.acts import UnitField, UnitsField
from councils.forms.cases import CaseForm, end_of
from councils.tally import Choice
from enterprises.models import Unit
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field, text_field
from requests_flow.forms.units import TO_CHOOSE, grouped


class VoteForm(CaseForm):
    label = deed = _("Open the vote")
    heading = _("Open the vote")
    lede = _("The electorate and the rules are frozen as they stand now; the members are told.")
    closes_at = day_field(_("Last day of the vote"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("closes_at", ballots.days_from_now(venues.vote_days(self.case)).date())

    def clean_closes_at(self) -> datetime:
        end = end_of(self.cleaned_data["closes_at"])
        if end < ballots.days_from_now(ballots.SHORTEST_DAYS):
            raise forms.ValidationError(gettext("A vote stays open for one working day at least."))
        return end


class ExtendForm(CaseForm):
    label = deed = _("Give more time")
    heading = _("Give this vote more time")
    lede = _("Once. Those who vote are told; votes that were cast stand.")
    until = day_field(_("New last day"))

    def clean_until(self) -> datetime:
        end, open_round = end_of(self.cleaned_data["until"]), self.case.rounds.open().first()
        if open_round is not None and open_round.closes_at and end <= open_round.closes_at:
            raise forms.ValidationError(gettext("A vote can only be given more time, never less."))
        return end


class CountForm(CaseForm):
    label = deed = heading = _("Count the vote")


class DemandForm(CaseForm):
    label = deed = _("Ask for a meeting")
    heading = _("Rather talk about it in a meeting?")
    lede = _("When a second member asks too, it goes on the agenda of the next meeting and an open vote is called off.")


class CarryForm(CaseForm):
    """The resolution: one sentence, one lead unit, one date."""

    label = _("Hand it over")
    heading = _("Write down what was agreed")
    lede = _("It gets its number, and the unit gets the need as an order with this date.")
    deed = _("Hand it over")
    text = text_field(
        _("What was agreed"), _("Who leads, what is done, by which day. Not “soon”, not “in principle”."), longest=600
    )
    unit = UnitField(label=_("Lead unit"))
    due_on = day_field(_("Done by"))
    supporting = UnitsField(label=_("Supporting units"))
    text_en = text_field(_("In English"), required=False, longest=900)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was put as a question is no sentence that binds; one that was agreed as it stands is taken over.
        if self.case.question[-1:] not in "?？":
            self.initial.setdefault("text", self.case.question)
            self.initial.setdefault("text_en", self.case.question_en)
        need = self.case.need
        if need is not None:
            # The units as the desk groups them: the park's own first, no landlord for what is protected from them.
            self.fields["unit"].choices = [*TO_CHOOSE, *grouped(Unit.objects.all(), need.park, need)]
            if need.is_protected:
                ours = Unit.objects.exclude(kind__in=(Unit.Kind.OPERATOR, Unit.Kind.PROPERTY))
                self.fields["supporting"].queryset = ours
                self.fields["unit"].queryset = ours

    @property
    def advice(self) -> str:
        """What the wording lacks; it warns and never refuses."""
        return wording.lint([str(self["text"].value() or ""), str(self["text_en"].value() or "")])

    def clean_due_on(self) -> date:
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(gettext("This day has passed."))
        return day


class GiveBackForm(CaseForm):
    label = _("Back to the desk")
    heading = _("Send it back to the desk")
    lede = _("The case ends without a resolution. The desk does what it can alone and answers the reporter.")
    deed = _("Send it back")
    is_final = True
    reason = text_field(_("What the desk should know"), _("The reporter can read this."), rows=2)


class DeferForm(CaseForm):
    label = deed = _("Put it off")
    heading = _("Put it off")
    lede = _("The promised day of the need stands. On the day that you give it is discussed again by itself.")
    until = day_field(_("Until"), _("Left empty, it rests until somebody takes it up."), required=False)
    reason = text_field(_("Why"), _("The members read this."), rows=2)

    def clean_until(self) -> date | None:
        day = self.cleaned_data["until"]
        if day is not None and day <= clock.today():
            raise forms.ValidationError(gettext("Choose a day that is still to come."))
        return day


class TakeUpForm(CaseForm):
    label = deed = heading = _("Take it up again")


class CloseForm(CaseForm):
    label = deed = heading = _("Close the case")


class WithdrawForm(CaseForm):
    label = _("Withdraw")
    heading = _("Withdraw this case?")
    lede = _("An open vote is called off, the members are told, and the need goes back to the desk.")
    deed = _("Withdraw the case")
    is_final = True
    reason = text_field(_("Why"), _("The members read this."), rows=2)


class BallotForm(CaseForm):
    """One vote. Whoever has not declared their interest does it here, in the same press."""

    choice = forms.ChoiceField(label=_("Your vote"), choices=Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    has_none = forms.BooleanField(label=_("I have no interest in this case"))

    def __init__(self, *args: Any, is_secret: bool, has_declared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].explanations = {
            Choice.YES: gettext("This sentence is agreed."),
            Choice.NO: gettext("It is not."),
            Choice.ABSTAIN: gettext("Counts for the quorum, not in favour."),
        }
        self.fields["has_none"].error_messages["required"] = gettext("Say that you have no interest, or step back.")
        if is_secret:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = gettext("The members read it beside your name.")
        if has_declared:
            del self.fields["has_none"]

    @property
    def marks(self) -> list[Any]:
        """The fields that say what is voted."""
        return [self["choice"]]


class ProposeForm(CaseForm):
    """A case without a need: the office's own, or a member's proposal."""

    heading = _("New case")
    lede = _("For what comes from no need: a proposal of a member, a rule of the park.")
    deed = pgettext_lazy("case", "Open it")
    title = forms.CharField(label=_("Title"), max_length=80)
