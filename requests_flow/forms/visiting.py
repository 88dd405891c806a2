"""The three-minute form of a visit: firm, picture, what for; the rest is chips and may stay empty."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from enterprises.models import Enterprise, Person, PlaceCode
from enterprises.roles import ON_SITE
from parkdesk.core import clock
from parkdesk.core.act_forms import Chips, KeyForm, ManyChips, day_field, text_field
from parkdesk.core.idempotency import new_key
from requests_flow.forms.fields import PhoneField
from requests_flow.forms.intake import CONSENT_VERSION, TEXT_AT_MOST
from requests_flow.forms.pictures import PicturesMixin
from requests_flow.models import Visit
from requests_flow.models.visit import LOGGED_WITHIN
from requests_flow.visiting import Call, Contact, Wish
from requests_flow.words import Category

WISHES_AT_MOST = 4
MINUTES = (10, 20, 30, 60)
ANSWERED_WITHIN = timedelta(days=60)
ON_SCREEN, BY_PHONE, SIGNED = "screen", "phone", "signed"
# A field whose words never go into a draft on the phone (quality 23).
NEVER_KEPT = {"data-never-kept": True}


class FirmSelect(forms.Select):
    """The firms of the park; the box above the list finds them by credit code too."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "instance", None) is not None:
            option["attrs"]["data-also"] = value.instance.uscc or ""
        return option


class FirmField(forms.ModelChoiceField):
    widget = FirmSelect

    def label_from_instance(self, firm: Enterprise) -> str:
        return f"{firm.name} · {firm.room}" if firm.room else firm.name


def firms_of(person: Person, code: PlaceCode | None = None) -> Any:
    """The firms that this person may call on, by name; those behind the scanned door's building come first."""
    here = Enterprise.objects.filter(park__in=person.parks(*ON_SITE)).exclude(status=Enterprise.Status.MOVED_OUT)
    here = here.only("name", "room", "uscc", "park").order_by("name")
    if code is None or code.building_id is None:
        return here
    near = Case(When(building=code.building_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return here.order_by(near, "name")


def firm_at(person: Person, code: PlaceCode | None) -> Enterprise | None:
    """The one firm whose door the code hangs at: its room stands in the spot. None when that is not clear."""
    if code is None or not code.spot:
        return None
    near = firms_of(person).filter(building=code.building_id).exclude(room="")
    behind = [firm for firm in near if firm.room in code.spot]
    return behind[0] if len(behind) == 1 else None


class LogVisitForm(PicturesMixin, KeyForm):
    """What was done, seen and handed over. What was heard stands in a set of its own below."""

    use_required_attribute = False
    enterprise = FirmField(
        Enterprise.objects.none(), label=gettext_lazy("Which firm"), empty_label=gettext_lazy("Choose")
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("of a visit", "What for"), choices=Visit.Purpose.choices, widget=Chips
    )
    visited_on = day_field(gettext_lazy("On which day"))
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"), required=False, coerce=int, empty_value=None, widget=Chips,
        choices=lambda: [(count, gettext("%(count)s min") % {"count": count}) for count in MINUTES],
    )  # fmt: skip
    companion = forms.CharField(label=gettext_lazy("Who went along"), required=False, max_length=60)
    met = forms.ChoiceField(label=gettext_lazy("Whom you met"), required=False, choices=Visit.Met.choices, widget=Chips)
    met_name = forms.CharField(label=gettext_lazy("Their name"), required=False, max_length=60)
    business = forms.ChoiceField(
        label=gettext_lazy("State of business"), required=False, choices=Visit.Business.choices, widget=Chips,
        help_text=gettext_lazy("Your own view. Only the desk reads it, never another firm or the operator."),
    )  # fmt: skip
    staff = forms.IntegerField(
        label=gettext_lazy("Staff now"), required=False, min_value=0, max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    plans = forms.MultipleChoiceField(
        label=gettext_lazy("Plans"), required=False, choices=Visit.Plan.choices, widget=ManyChips
    )
    safety = forms.MultipleChoiceField(
        label=gettext_lazy("Safety"), required=False, choices=Visit.Safety.choices, widget=ManyChips,
        help_text=gettext_lazy("Take a photo of what is not. A hazard that stays: write it as a need."),
    )  # fmt: skip
    policies = forms.CharField(label=gettext_lazy("Policies handed over"), required=False, max_length=200)
    answer_by = day_field(gettext_lazy("When you promised an answer"), required=False)
    note = text_field(
        gettext_lazy("Anything else"),
        gettext_lazy("You and the desk read it. No names and no phone numbers."),
        required=False, rows=2, longest=600,
    )  # fmt: skip
    contact_name = forms.CharField(label=gettext_lazy("Name for questions"), required=False, max_length=60)
    contact_phone = PhoneField(label=gettext_lazy("Mobile number"), required=False)
    contact_consent = forms.BooleanField(
        label=gettext_lazy("They agreed that we keep their name and number to answer them"), required=False
    )
    confirmation = forms.ChoiceField(
        label=gettext_lazy("Who confirms the visit"), required=False, initial=ON_SCREEN, widget=Chips,
        choices=[
            (ON_SCREEN, gettext_lazy("the firm, on the next page")),
            (BY_PHONE, gettext_lazy("confirmed on the phone")),
            (SIGNED, gettext_lazy("signed by name")),
        ],
    )  # fmt: skip
    signed_by = forms.CharField(label=gettext_lazy("Signed by"), required=False, max_length=60)

    def __init__(self, *args: Any, by: Person, code: PlaceCode | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = firms_of(by, code)
        self.fields["contact_phone"].widget.attrs |= NEVER_KEPT
        today = clock.today()
        self._between("visited_on", today - LOGGED_WITHIN, today)
        self._between("answer_by", today, today + ANSWERED_WITHIN)
        self.initial = {"visited_on": today, "purpose": Visit.Purpose.ROUTINE} | {
            name: value for name, value in self.initial.items() if value
        }

    def _between(self, name: str, first: Any, last: Any) -> None:
        self.fields[name].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_visited_on(self) -> Any:
        day = self.cleaned_data["visited_on"]
        if not clock.today() - LOGGED_WITHIN <= day <= clock.today():
            raise forms.ValidationError(gettext("Choose a day of the last two weeks."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("answer_by") and said.get("visited_on") and said["answer_by"] < said["visited_on"]:
            self.add_error("answer_by", gettext("The answer comes after the visit."))
        if said.get("confirmation") == SIGNED and not said.get("signed_by"):
            self.add_error("signed_by", gettext("Write the name of whoever signed."))
        if (said.get("contact_name") or said.get("contact_phone")) and not said.get("contact_consent"):
            self.add_error("contact_consent", gettext("Please ask them, and tick it. Or take name and number out."))
        if not self.errors and not said.get("key"):
            said["key"] = new_key()
        return said

    @property
    def is_about_contact(self) -> bool:
        """Whether the part about whoever was met has to stand open."""
        names = ("met", "met_name", "companion", "contact_name", "contact_phone", "contact_consent")
        return any(self[name].value() or self[name].errors for name in names)

    def call(self, wishes: tuple[Wish, ...]) -> Call:
        """What is put on record. Call it on a valid form."""
        said = self.facts()
        chosen, name, phone = (said.pop(one) for one in ("confirmation", "contact_name", "contact_phone"))
        version = CONSENT_VERSION if said.pop("contact_consent") and (name or phone) else ""
        return Call(
            **{name: value for name, value in said.items() if name not in {"pictures", "signed_by"}},
            is_confirmed_by_phone=chosen == BY_PHONE,
            signed_by=said["signed_by"] if chosen == SIGNED else "",
            wishes=wishes,
            contact=Contact(name, phone, version),
            pictures=tuple(said["pictures"]),
            uid=_uuid(self.cleaned_data["key"]),
        )


def _uuid(key: str) -> uuid.UUID:
    """The key of the form; one that no form of ours made still is always the same visit."""
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_OID, key)


class HeardForm(forms.Form):
    """One need that was heard."""

    use_required_attribute = False
    text = text_field(
        gettext_lazy("What they need"),
        gettext_lazy("In their own words. Each gets a number of its own."),
        rows=2, longest=TEXT_AT_MOST,
    )  # fmt: skip
    hint = forms.ChoiceField(
        label=gettext_lazy("What it is about"), required=False,
        choices=[("", gettext_lazy("The desk decides")), *Category.choices],
    )  # fmt: skip
    is_personal = forms.BooleanField(
        label=gettext_lazy("Personal: colleagues of the firm do not read it"), required=False
    )
    is_protected = forms.BooleanField(
        label=gettext_lazy("Do not tell the park operator or the property firm who reported it"), required=False
    )

    def __init__(self, *args: Any, is_tied: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_tied:
            del self.fields["is_protected"]

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


_Set = forms.formset_factory(
    HeardForm, extra=WISHES_AT_MOST, max_num=WISHES_AT_MOST, absolute_max=WISHES_AT_MOST, validate_max=True
)


def heard_set(sent: Any, *, is_tied: bool) -> Any:
    """The needs of one visit. Whoever is paid by the landlord takes on nothing that the landlord must not read."""
    return _Set(sent, prefix="heard", form_kwargs={"is_tied": is_tied})


def wishes(found: Any) -> tuple[Wish, ...]:
    """What was heard, in its order; forms that stayed empty are left out."""
    return tuple(one.wish() for one in found if one.has_changed())
