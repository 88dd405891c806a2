"""Forms of a joint handling: call it together, members, the line of a day, claims, instalments, its end."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Person, Unit
from enterprises.roles import UNIT, Role
from parkdesk.core import clock, money
from parkdesk.core.act_forms import DeedForm, day_field, text_field
from requests_flow.forms.beside import BesideForm, YuanField, refuse_future
from requests_flow.forms.units import grouped
from requests_flow.models import Joint, JointClaim, JointInstalment, JointMember


def staff() -> QuerySet[Person]:
    """Whoever can be head or member by name: people who work on orders, and the party committee."""
    roles = [*UNIT, Role.PARTY_COMMITTEE]
    return Person.objects.filter(is_active=True, appointments__role__in=roles).distinct().order_by("name")


class OpenJointForm(DeedForm):
    label = _("Call a team together")
    title = _("Call a team together")
    lede = _("For an emergency: one head, a task for everybody, a line every working day by 17:00.")
    deed = _("Call it together")
    matter = forms.CharField(label=_("Matter"), max_length=120, help_text=_("One line, without names of people."))
    head = forms.ModelChoiceField(Person.objects.none(), label=_("Head"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].queryset = staff()


class JointForm(BesideForm):
    """One deed of a team."""

    @property
    def joint(self) -> Joint:
        return self.thing


class MemberForm(JointForm):
    label = _("Add a member")
    title = _("Who joins, with which task?")
    deed = _("Add")
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False, empty_label="–")
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("or a unit"), required=False, empty_label="–")
    task = forms.CharField(label=_("Task"), max_length=160)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = JointMember.objects.filter(joint=self.joint)
        self.fields["person"].queryset = staff().exclude(pk__in=taken.filter(person__isnull=False).values("person"))
        units = Unit.objects.exclude(pk__in=taken.filter(unit__isnull=False).values("unit"))
        park = self.joint.need.park if self.joint.need else self.joint.incident.park
        self.fields["unit"].queryset = units
        self.fields["unit"].choices = [("", "–"), *grouped(units, park, self.joint.need)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("person")) == bool(values.get("unit")) and not self.errors:
            self.add_error("person", gettext("Choose a person or a unit, one of them."))
        return values


class HandOverForm(JointForm):
    label = _("Another head")
    title = _("Who leads it from now on?")
    deed = _("Hand it over")
    head = forms.ModelChoiceField(Person.objects.none(), label=_("Head"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].queryset = staff().exclude(pk=self.joint.head_id)


class StatusForm(JointForm):
    label = _("Status of today")
    title = _("How does it stand today?")
    lede = _("Every working day by 17:00.")
    deed = _("Report it")
    text = text_field(_("What happened, what comes next"))


class ClaimForm(JointForm):
    label = _("Register a claim")
    title = _("Who claims how much?")
    deed = _("Register it")
    name = forms.CharField(label=_("Claimant"), max_length=80, help_text=_("For others the name is hidden."))
    kind = forms.ChoiceField(label=_("Kind"), choices=JointClaim.Kind.choices, widget=forms.RadioSelect)
    amount_fen = YuanField(label=_("Amount in yuan"))
    evidence = forms.CharField(label=_("Evidence"), max_length=160, required=False)


class CorrectForm(JointForm):
    label = _("Correct an amount")
    title = _("Which amount is wrong?")
    lede = _("The old line stays readable and counts no more; the new one is checked anew.")
    deed = _("Correct it")
    claim = forms.ModelChoiceField(JointClaim.objects.none(), label=_("Claim"), empty_label=_("Choose"))
    amount_fen = YuanField(label=_("Right amount in yuan"))
    reason = forms.CharField(label=_("Why"), max_length=160, help_text=_("Who keeps the register reads this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claim: Any = self.fields["claim"]
        _offer(claim, self.joint)
        offered = list(claim.choices)
        # A press that is repeated names a line that it has corrected itself, and meets its own first answer.
        claim.queryset = self.joint.claims.all()
        claim.choices = offered

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("claim") and said.get("amount_fen") == said["claim"].amount_fen:
            self.add_error("amount_fen", gettext("This is the amount that stands there."))
        return said


class JudgeForm(JointForm):
    label = _("Confirm or dispute")
    title = _("Is the claim right?")
    deed = _("Keep it")
    claim = forms.ModelChoiceField(JointClaim.objects.none(), label=_("Claim"), empty_label=_("Choose"))
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[(one.value, one.label) for one in (JointClaim.Verdict.CONFIRMED, JointClaim.Verdict.DISPUTED)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["claim"], self.joint)


def _offer(field: Any, joint: Joint) -> None:
    """The claims that count."""
    field.queryset = joint.claims.standing()
    field.label_from_instance = _claim_words


def _claim_words(one: JointClaim) -> str:
    return f"{one.name} · {money.words(one.amount_fen)} · {one.get_verdict_display()}"


class InstalmentForm(JointForm):
    label = _("Plan an instalment")
    title = _("What is paid by which day?")
    lede = _("The day is not moved afterwards: what is late stays late.")
    deed = _("Plan it")
    due_on = day_field(_("By"))
    amount_fen = YuanField(label=_("Amount in yuan"))
    payer = forms.CharField(label=_("Who pays"), max_length=80)


class PayForm(JointForm):
    label = _("Mark as paid")
    title = _("What was paid?")
    deed = _("Mark as paid")
    instalment = forms.ModelChoiceField(JointInstalment.objects.none(), label=_("Instalment"), empty_label=_("Choose"))
    paid_on = day_field(_("Paid on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instalment"].queryset = self.joint.instalments.filter(paid_on__isnull=True)
        self.fields["instalment"].label_from_instance = _instalment_words
        self.initial.setdefault("paid_on", clock.today())

    def clean_paid_on(self) -> Any:
        return refuse_future(self.cleaned_data["paid_on"])


def _instalment_words(one: JointInstalment) -> str:
    return f"{one.due_on} · {money.words(one.amount_fen)}"


class CloseForm(JointForm):
    label = pgettext_lazy("joint handling", "Close it")
    title = _("Close the joint handling")
    lede = _("Register and instalments stay; what is unpaid can still be marked.")
    deed = pgettext_lazy("joint handling", "Close it")
    is_final = True
    summary = text_field(_("What came of it"), rows=5)
