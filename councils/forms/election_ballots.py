"""Forms at the ballot: the paper on a phone, codes for firms that named nobody, the paper box."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.forms.acts import ActForm
from councils.models import ElectionGroup, ElectionVoter, VoterReceipt
from enterprises.models import Enterprise, Membership
from parkdesk.core import clock


class CodeForm(ActForm):
    """A code for a firm that named nobody."""

    label = _("Hand out a voting code")
    title = _("Hand out a voting code")
    lede = _("For a firm that has named nobody to vote. The code is shown once; a new one makes the old one void.")
    deed = _("Make the code")
    firm = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Firm"), empty_label=_("Choose a firm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voters = ElectionVoter.objects.filter(group__election=self.thing, receipt=None)
        named = Membership.objects.running(clock.today()).filter(is_delegate=True).values("enterprise")
        firms = Enterprise.objects.filter(pk__in=voters.values("enterprise")).exclude(pk__in=named)
        self.fields["firm"].queryset = firms.order_by("name")


class StrikeForm(ActForm):
    """Whoever votes on paper."""

    label = _("Strike a paper voter")
    title = _("Strike from the online list whoever votes on paper")
    lede = _("Before the ballot goes into the box. Whoever has voted online gets no paper.")
    deed = _("Strike from the list")
    voter = forms.ModelChoiceField(ElectionVoter.objects.none(), label=_("Voter"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voters = ElectionVoter.objects.filter(group__election=self.thing).select_related("enterprise", "person")
        self.fields["voter"].queryset = self.chosen(voters).order_by("group__number", "enterprise__name", "pk")

    def chosen(self, voters: Any) -> Any:
        return voters.filter(receipt=None)


class PutBackForm(StrikeForm):
    """Struck by mistake."""

    label = _("Undo a strike")
    title = _("Put back a voter who was struck by mistake")
    lede = _("Only while their paper has not gone into the box.")
    deed = _("Put back on the list")

    def chosen(self, voters: Any) -> Any:
        return voters.filter(receipt__channel=VoterReceipt.Channel.PAPER)


class PaperForm(ActForm):
    """What one of two people reads off the paper ballots of one group."""

    label = _("Enter the paper box")
    title = _("Enter the paper ballots")
    lede = _("Two people enter it, each for themselves; nobody sees the figures of the other. They must agree.")
    deed = _("Enter these figures")
    group = forms.ModelChoiceField(ElectionGroup.objects.none(), widget=forms.HiddenInput)
    ballots = forms.IntegerField(label=_("Ballots in the box"), min_value=0, max_value=9999)
    void = forms.IntegerField(label=_("Of these void"), min_value=0, max_value=9999, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = self._group()
        self.initial.setdefault("group", self.of.pk)
        self.fields["group"].queryset = self.thing.groups.all()
        self.standing = list(self.of.candidacies.accepted().select_related("person"))
        for one in self.standing:
            self.fields[f"votes_{one.pk}"] = forms.IntegerField(
                label=str(one.person), min_value=0, max_value=9999, initial=0
            )

    def _group(self) -> ElectionGroup:
        """The group that was sent, else the first that this person has not entered, else the first."""
        sent = str(self.data.get("group", ""))
        groups = self.thing.groups.all()
        found = groups.filter(pk=sent).first() if sent.isdecimal() else groups.exclude(paper_counts__by=self.by).first()
        return found or groups.first()

    @property
    def shown(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in ("key", "group")]

    def facts(self) -> dict[str, Any]:
        votes = {one.pk: self.cleaned_data[f"votes_{one.pk}"] for one in self.standing}
        said = {name: self.cleaned_data[name] for name in ("group", "ballots", "void")}
        return {"votes": votes, **said}


class BallotForm(forms.Form):
    """The ballot paper on a phone: whom, then one press. Nothing chosen is a blank ballot, said in so many words."""

    picks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    is_blank = forms.BooleanField(required=False, label=_("I choose nobody: a blank ballot"))
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(
        self, *args: Any, group: ElectionGroup, standing: Iterable[Any], new_key: Callable[[], str], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["picks"].label = gettext("Choose at most %(seats)s") % {"seats": group.seats}
        self.fields["picks"].choices = [
            (str(one.pk), f"{one.person} · {one.enterprise.short_name or one.enterprise}") for one in standing
        ]
        self.initial.setdefault("key", new_key())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        picks = values.get("picks", [])
        if len(picks) > self.group.seats:
            self.add_error("picks", gettext("Choose at most %(seats)s.") % {"seats": self.group.seats})
        if not picks and not values.get("is_blank") and "picks" not in self.errors:
            self.add_error("picks", gettext("Choose somebody, or tick that you choose nobody."))
        if picks and values.get("is_blank"):
            self.add_error("is_blank", gettext("You chose somebody. Take one of the two back."))
        return values


class TypedCodeForm(forms.Form):
    """The code that the park leader handed out."""

    code = forms.CharField(
        label=_("Voting code"), max_length=20, help_text=_("Ten signs; capital or small does not matter.")
    )
