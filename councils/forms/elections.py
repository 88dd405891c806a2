"""Forms of an election: its plan, who stands, what is checked, counted, objected to and signed."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.elections.planning import SeatsOf, closing_of, opening_of
from councils.forms.acts import ActForm
from councils.models import Council, Election, ElectionGroup
from councils.models.election_group import BY_FIRMS, BY_REGISTER
from enterprises.models import Appointment, Membership, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field, text_field

SCRUTINEERS = (Role.DISCIPLINE_AUDITOR, Role.PARTY_COMMITTEE, Role.SUBDISTRICT, Role.PARK_LEADER)
MOST_SEATS = 6


def seats_field(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=MOST_SEATS, initial=0)


def days_of(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=20)


class NewForm(DeedForm):
    """For which council, and whether for a new term or for a vacant seat."""

    title = _("Plan an election")
    lede = _("Seats, dates and the scrutineer follow on the next page. Nobody outside sees it before it is announced.")
    deed = _("Plan it")
    council = forms.ModelChoiceField(Council.objects.none(), label=_("Council"), empty_label=_("Choose"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Election.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        busy = Election.objects.open().values("council")
        self.fields["council"].queryset = Council.objects.exclude(pk__in=busy).select_related("park")


class PlanForm(ActForm):
    """Seats, dates, paper, scrutineer."""

    label = _("Change the plan")
    title = _("Plan the election")
    lede = _("Only elected seats stand here; those of the community and of the operator are appointed.")
    deed = _("Keep the plan")
    enterprise = seats_field(_("Seats of enterprises"))
    party_member = seats_field(_("Seats of party members"), _("People on a register vote; you keep it."))
    mass_org = seats_field(_("Seats of mass organisations"), _("People on a register vote; you keep it."))
    opens_on = day_field(_("Nominations from"))
    closes_on = day_field(_("Nominations until"), _("To the end of that day; a day off moves to the next working day."))
    publication_days = days_of(_("Candidates are published for (working days)"))
    voting_days = days_of(_("The ballot is open for (working days)"))
    objection_days = days_of(_("Objections within (working days)"))
    scrutineer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Scrutineer"), help_text=_("Not of the office."), empty_label=_("Choose")
    )
    has_paper = forms.BooleanField(label=_("With a paper box"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hats = Appointment.objects.running(clock.today()).filter(role__in=SCRUTINEERS)
        people = Person.objects.filter(appointments__in=hats, is_active=True).distinct().order_by("name")
        self.fields["scrutineer"].queryset = people

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", gettext("This is not after the first day."))
        return values

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        seats = [SeatsOf(party, said.pop(party)) for party in (BY_FIRMS, *BY_REGISTER)]
        opens, closes = opening_of(said.pop("opens_on")), closing_of(said.pop("closes_on"))
        groups = [one for one in seats if one.seats]
        same = [(one.party, one.seats) for one in self.thing.groups.all()] == [(one.party, one.seats) for one in groups]
        change = {} if same else {"groups": groups}
        return said | change | {"nominations_open_at": opens, "nominations_close_at": closes}


def said(*words: Any, is_final: bool = False) -> type[ActForm]:
    """A page that says what follows, and one press. `words`: label, title, what follows, the button."""
    return type("SaidForm", (ActForm,), {**_named(words, is_final), "__doc__": "One press."})


def with_text(name: str, what: Any, *words: Any, is_needed: bool = True, is_final: bool = False) -> type[ActForm]:
    """The same with some sentences, under the name of the argument that they are."""
    area = text_field(what, required=is_needed, longest=600)
    return type("TextForm", (ActForm,), {**_named(words, is_final), name: area, "__doc__": "One press, with reasons."})


def _named(words: tuple[Any, ...], is_final: bool) -> dict[str, Any]:
    label, title, lede, deed = words
    facts = {"label": label, "title": title, "lede": lede, "deed": deed}
    return {**facts, "is_final": is_final, "__module__": __name__}


class RegisterForm(ActForm):
    """Who votes where no firm does."""

    label = _("Keep the register")
    title = _("Who votes as party member or for a mass organisation")
    lede = _("Kept for this election alone and forgotten the day after it ends. Nobody but the office reads it.")
    deed = _("Keep the register")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One list a seat group: who votes in one does not vote in the other for that."""
        super().__init__(*args, **kwargs)
        held = Membership.objects.running(clock.today()).filter(enterprise__park=self.thing.council.park_id)
        people = Person.objects.filter(memberships__in=held).distinct().order_by("name")
        self._groups = {f"people_{one.pk}": one for one in self.thing.groups.exclude(party=BY_FIRMS)}
        for name, group in self._groups.items():
            self.fields[name] = forms.ModelMultipleChoiceField(
                people, label=group.name, required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
                initial=list(group.voters.exclude(person=None).values_list("person", flat=True)),
            )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        return {"lists": [(group, list(said[name])) for name, group in self._groups.items()]}


class StandForm(ActForm):
    """Put the own name forward, or agree to a nomination."""

    label = _("I stand")
    title = _("Stand for election")
    lede = _("Your name, firm and words are published once two people have checked them; your number is not.")
    deed = _("I stand")
    group = forms.ModelChoiceField(ElectionGroup.objects.none(), label=_("Seat group"), empty_label=None)
    position = forms.CharField(label=_("Your position"), max_length=60)
    statement = text_field(_("In your own words"), _("What you want to do for the park, in 200 signs."), longest=200)
    agrees = forms.BooleanField(label=_("I agree that name, firm and these words are published."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "group" in self.fields:
            self.fields["group"].queryset = self.thing.groups.all()

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "agrees"}


class ConsentForm(StandForm):
    """Agree to what two firms asked."""

    label = _("Yes, I stand")
    group = None  # type: ignore[assignment]


class ProposeForm(ActForm):
    """Name somebody, found by what they sign in with: no list of people is shown."""

    label = _("Name somebody")
    title = _("Name somebody for your firm")
    lede = _("A second firm has to name the same person; then they are asked. Until they agree nobody sees the name.")
    deed = _("Name them")
    group = forms.ModelChoiceField(ElectionGroup.objects.none(), label=_("Seat group"), empty_label=None)
    person = forms.CharField(label=_("Their mobile number, e-mail or sign-in name"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = self.thing.groups.all()

    def clean_person(self) -> Person:
        typed = self.cleaned_data["person"].strip()
        digits = typed.replace(" ", "").removeprefix("+86")
        known = Q(username=typed) | Q(email__iexact=typed) | Q(phone=f"+86{digits}")
        held = Membership.objects.running(clock.today()).filter(enterprise__park=self.thing.council.park_id)
        found = Person.objects.filter(known, is_active=True, memberships__in=held).distinct().first()
        if found is None:
            raise forms.ValidationError(
                gettext("Nobody of this park signs in with that. Ask them to join their firm first.")
            )
        return found


class AssessForm(ActForm):
    """The first of two who check."""

    label = _("Check")
    title = _("Check a candidate")
    lede = _(
        "The firm is active here for three months, no open wage case, the person agreed. A second person confirms."
    )
    deed = _("Pass it on to the second person")
    is_fit = forms.TypedChoiceField(
        label=_("Can they stand?"), choices=[("yes", _("They can stand")), ("no", _("They cannot stand"))],
        coerce=lambda one: one == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    reasons = text_field(_("Reasons, which the person reads"), longest=600)
