"""The forms of seats: who comes in, who sits for somebody, who goes, and for whom they speak."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils import seating
from councils.forms.acts import ActForm
from councils.forms.meetings import line_field
from councils.models import Party, Representative
from councils.portrait import kind_name
from enterprises.models import Enterprise, Person
from parkdesk.core import clock
from parkdesk.core.act_forms import day_field, text_field

PERSON = _("Sign-in name or mobile number")


class PersonForm(ActForm):
    """An act that names somebody who has an account."""

    person = line_field(PERSON, _("Somebody who has an account here. Nobody is shown a list of people."), longest=40)

    def clean_person(self) -> Person:
        said = self.cleaned_data["person"].strip()
        number = said.replace(" ", "").removeprefix("+86")
        found = Person.objects.filter(Q(username__iexact=said) | Q(phone=f"+86{number}"), is_active=True).first()
        if found is None:
            raise ValidationError(gettext("Nobody has this sign-in name or number. Ask for it, or let them register."))
        return found


class CertifyForm(PersonForm):
    label = _("Give a seat")
    title = _("Give a seat")
    lede = _("They sit from the first day on, for two years, with the rights of a member. Everybody reads who it is.")
    deed = _("Give the seat")
    party = forms.ChoiceField(label=_("Party"), choices=Party, widget=forms.RadioSelect)
    firm = line_field(_("Number of their firm"), _("As in the directory, such as E00123."), required=False, longest=12)
    position = line_field(_("Position"), required=False, longest=60)
    selected_by = forms.ChoiceField(label=_("Came in by"), choices=Representative.SelectedBy, widget=forms.RadioSelect)
    starts_on = day_field(_("First day"))

    def clean_firm(self) -> Enterprise | None:
        code = self.cleaned_data["firm"].strip().upper()
        if not code:
            return None
        found = Enterprise.objects.filter(code=code, park=self.thing.council.park_id).first()
        if found is None:
            raise ValidationError(gettext("No firm of this park has this number."))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("party") == Party.ENTERPRISE and "firm" in said and said["firm"] is None:
            self.add_error("firm", _("An enterprise seat is held for a firm of the park."))
        taken = self.thing.council.representatives.exclude(state=Representative.State.LEFT)
        taken = taken.exclude(ends_on__lt=clock.today())  # whose term is over takes a seat anew
        if said.get("person") and taken.filter(person=said["person"]).exists():
            self.add_error("person", _("This person sits in this council already, or is a substitute in it."))
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        kinds = [said["firm"].sector] if said["firm"] and said["firm"].sector else []
        names = ("starts_on", "selected_by", "position")
        term = seating.Term(**{name: said[name] for name in names}, represents=kinds)
        return {"party": said["party"], "person": said["person"], "term": term, "enterprise": said["firm"]}


class RegisterForm(PersonForm):
    label = _("Register a substitute")
    title = _("Register a substitute")
    lede = _("Somebody of the same firm, who sits and votes while the member is away. One a seat, until the term ends.")
    deed = _("Register them")
    position = line_field(_("Position"), required=False, longest=60)

    def clean_person(self) -> Person:
        found, firm = super().clean_person(), self.thing.enterprise
        if firm is not None and firm.pk not in found.firms:
            raise ValidationError(
                gettext("This person does not belong to %(firm)s: the seat speaks for it.") % {"firm": firm.name}
            )
        return found


class HandOverForm(ActForm):
    label = deed = _("The substitute sits now")
    title = _("Does the substitute sit from now on?")
    lede = _("The member reads on and does not vote; the substitute votes, also where a vote is open already.")


class GiveBackForm(ActForm):
    label = deed = _("The member sits again")
    title = _("Does the member sit again?")
    lede = _("The substitute stays registered. What the substitute has voted stays counted.")


class TakeOverForm(ActForm):
    label = deed = _("The substitute takes the seat")
    title = _("Does the substitute take the seat?")
    lede = _("For the rest of the term, with all rights of a member. No by-election is needed for this seat then.")


class ResignForm(ActForm):
    label = deed = _("Give my seat back")
    title = _("Give your seat back?")
    lede = _(
        "It ends at once and cannot be taken back. What you have voted stays counted; open votes go on without you."
    )
    is_final = True
    reason = text_field(_("Why"), _("The office and the party committee read it."), required=False, rows=2, longest=300)


class LeaveForm(ActForm):
    label = deed = _("Take the seat back")
    title = _("Take this seat back?")
    lede = _("It ends at once, with the rights that hang on it. The person is told.")
    is_final = True
    reason = text_field(_("Why"), rows=2, longest=300)


class StrikeOffForm(LeaveForm):
    label = deed = _("Strike the substitute off")
    title = _("Strike this substitute off?")
    lede = _("They may not sit for the member any more. The person is told.")

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"cause": Representative.LeftFor.WITHDRAWN}


class DeclareRelationForm(ActForm):
    label = _("Declare a relation to another type")
    title = _("Declare a relation to another type")
    lede = _(
        "Then they speak for that type besides their own. It is counted apart from types with somebody of their own."
    )
    deed = _("Declare it")
    kind = forms.ChoiceField(label=_("Enterprise type"))
    basis = forms.ChoiceField(label=_("What ties them to it"), choices=Representative.Basis, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {*self.thing.represents, self.thing.enterprise.sector if self.thing.enterprise else ""}
        self.fields["kind"].choices = [
            (code, kind_name(code)) for code in Enterprise.Sector.values if code not in known
        ]


class DropRelationForm(ActForm):
    label = _("End a declared relation")
    title = _("End a declared relation")
    lede = _("They speak for that type no longer. Where nobody else does, the council's alarm says so.")
    deed = _("End it")
    kind = forms.ChoiceField(label=_("Enterprise type"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, kind_name(code)) for code in self.thing.doubled]


def next_term() -> dict[str, Any]:
    """What the form of a new seat begins with: from today on."""
    return {"starts_on": clock.today(), "selected_by": Representative.SelectedBy.ELECTION, "party": Party.ENTERPRISE}
