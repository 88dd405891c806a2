"""Laying out a round with its check points; what was seen at one of them, or why it was left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from enterprises.models import Park, PlaceCode
from parkdesk.core.act_forms import Chips, KeyForm, ManyChips, text_field
from requests_flow.forms.intake import TEXT_AT_MOST
from requests_flow.forms.pictures import PicturesMixin
from requests_flow.models import CheckPoint, Patrol
from requests_flow.patrol_words import DAYS, WORKING_DAYS, WRONG, Look, Outcome, Reason
from requests_flow.patrolling import MOST_POINTS, Found, Stop, Way

CLOCK = "%H:%M"
# Lines for further points below those that are there.
SPARE_LINES = 4
FIRST_LINES = 8


def _clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format=CLOCK))


class PatrolForm(KeyForm):
    """Name and time of a round."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Name of the round"), max_length=60)
    when = forms.ChoiceField(label=pgettext_lazy("of a round", "Which one"), choices=Patrol.When.choices, widget=Chips)
    starts_at = _clock_field(pgettext_lazy("time of day", "From"))
    ends_at = _clock_field(pgettext_lazy("time of day", "Until"))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days"), choices=DAYS, widget=ManyChips,
        help_text=gettext_lazy("Working days follow the yearly notice: make-up Saturdays count, holidays do not."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("About how many minutes"), min_value=5, max_value=240, initial=20,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("when", Patrol.When.MORNING)
        self.initial.setdefault("days", [WORKING_DAYS])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", gettext("The end comes after the beginning."))
        return said


class CodeField(forms.ModelChoiceField):
    def label_from_instance(self, code: PlaceCode) -> str:
        where = " · ".join(filter(None, (code.building.name if code.building else "", code.spot)))
        return f"{where or code.place_name} ({code.code})"


class StopForm(forms.Form):
    """One check point: where its code hangs, or the spot in words."""

    use_required_attribute = False
    point = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place_code = CodeField(
        PlaceCode.objects.none(), label=gettext_lazy("Place with a code"), required=False,
        empty_label=gettext_lazy("none"),
    )  # fmt: skip
    spot = forms.CharField(label=gettext_lazy("Spot in words"), required=False, max_length=60)
    look_at = forms.MultipleChoiceField(
        label=gettext_lazy("What to look at"), required=False, choices=Look.choices, widget=ManyChips
    )

    def __init__(self, *args: Any, codes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_code"].queryset = codes

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("DELETE") and not (said.get("place_code") or said.get("spot")):
            self.add_error("spot", gettext("Say where: choose a code, or write the spot."))
        return said

    @property
    def is_said(self) -> bool:
        return bool(self.cleaned_data.get("spot") or self.cleaned_data.get("place_code"))

    def stop(self) -> Stop:
        """The point as it is written down. Call it on a valid form that says one."""
        said = self.cleaned_data
        return Stop(said["place_code"], said["spot"], tuple(said["look_at"]), said["point"])


class _Stops(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.stops():
            raise forms.ValidationError(gettext("A round needs a check point."))

    def stops(self) -> tuple[Stop, ...]:
        """The points in the order that was asked for; lines that stayed empty or were taken out are left out."""
        return tuple(one.stop() for one in self.ordered_forms if one.is_said)


_Set = forms.formset_factory(
    StopForm, formset=_Stops, extra=0, max_num=MOST_POINTS, absolute_max=MOST_POINTS, validate_max=True,
    can_order=True, can_delete=True,
)  # fmt: skip


def stop_set(sent: Any, *, park: Park, patrol: Patrol | None = None) -> Any:
    """The points of a round, with some empty lines below; the codes are those that hang in its park."""
    codes = PlaceCode.objects.filter(park=park, revoked_at=None).exclude(kind=PlaceCode.Kind.EVENT)
    standing = patrol.points.filter(removed_at=None).select_related("place_code") if patrol else []
    found = _Set(
        sent, prefix="stop", initial=[_initial(one) for one in standing],
        form_kwargs={"codes": codes.select_related("park", "building").order_by("building", "spot")},
    )  # fmt: skip
    found.extra = SPARE_LINES if standing else FIRST_LINES
    return found


def _initial(point: CheckPoint) -> dict[str, Any]:
    return {
        "point": point.pk, "place_code": point.place_code_id, "spot": point.spot, "look_at": point.look_at,
    }  # fmt: skip


def way_of(form: PatrolForm, stops: Any) -> Way:
    """What the two together say. Call it on valid ones."""
    return Way(**form.facts(), stops=stops.stops())


class SeenForm(PicturesMixin, KeyForm):
    """Something is not in order: chips, words, a photo. It goes to the desk as a need."""

    use_required_attribute = False
    wrong = forms.MultipleChoiceField(
        label=gettext_lazy("What is not in order"), required=False, choices=list(WRONG.items()), widget=ManyChips
    )
    text = text_field(
        gettext_lazy("In a few words"), gettext_lazy("No names and no phone numbers."),
        required=False, rows=3, longest=TEXT_AT_MOST,
    )  # fmt: skip
    is_protected = forms.BooleanField(
        label=gettext_lazy("Do not tell the park operator or the property firm who reported it"), required=False
    )

    def __init__(self, *args: Any, is_tied: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-keep"] = True
        if is_tied:
            del self.fields["is_protected"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("wrong") and not said.get("text"):
            self.add_error("text", gettext("Tap what is not in order, or write it."))
        return said

    def found(self) -> Found:
        return Found(Outcome.SEEN, **self.facts())


class SkipForm(KeyForm):
    """A point is left out, for one of a few reasons."""

    use_required_attribute = False
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=Reason.choices, widget=Chips)

    def found(self) -> Found:
        return Found(Outcome.SKIPPED, reason=self.cleaned_data["reason"])


class FineForm(KeyForm):
    """All right here: nothing to write."""

    def found(self) -> Found:
        return Found(Outcome.FINE)
