"""The forms of a class case: what it is and how it is answered, its steps, and the word that it is none."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from enterprises.models import Park, Unit
from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field, text_field
from requests_flow import classes
from requests_flow.cards import without_names
from requests_flow.class_proposals import Proposed
from requests_flow.forms.finding import FindsAnother
from requests_flow.forms.incidents import without_people
from requests_flow.forms.units import TO_CHOOSE, grouped
from requests_flow.incidents import Said
from requests_flow.models import ClassCase, Need, Service
from requests_flow.words import Category

PUBLIC = (
    "title_zh", "title_en", "standard_answer", "standard_answer_en", "interim", "interim_en", "prevention",
    "prevention_en",
)  # fmt: skip
TEXTS = ("cause", "unit", *PUBLIC[2:])


class _NamesIt(DeedForm):
    """What a class case says; the page for the public shows all of it but cause and unit."""

    title_zh = forms.CharField(
        label=_("What it is called, for the public"),
        help_text=_("As firms ask it. No names, no numbers of people."),
        max_length=80,
    )
    title_en = forms.CharField(label=_("The same in English"), required=False, max_length=120)
    cause = text_field(_("Cause"), _("Why it comes up again and again. Only staff read this."), required=False)
    unit = forms.ChoiceField(label=_("Who can cure it"), required=False)
    standard_answer = text_field(
        _("Standard answer"), _("Stands in the answer of each of its needs, to be changed there."), required=False
    )
    standard_answer_en = text_field(_("Standard answer in English"), required=False)
    interim = text_field(_("Until then"), _("What helps while the cause is not cured."), required=False, rows=2)
    interim_en = text_field(_("The same in English"), required=False, rows=2)
    prevention = text_field(_("Prevention"), _("What is done so that nobody has to ask."), required=False, rows=2)
    prevention_en = text_field(_("The same in English"), required=False, rows=2)

    def __init__(self, *args: Any, park: Park | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.order_by("kind", "name")
        near = units.exclude(kind__in=(Unit.Kind.OPERATOR, Unit.Kind.PROPERTY)) if park is None else units
        self.fields["unit"].choices = [*TO_CHOOSE, *grouped(near, park, None)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in PUBLIC:
            try:
                without_people(said.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        return said

    def clean_unit(self) -> Unit | None:
        chosen = self.cleaned_data["unit"]
        return Unit.objects.get(pk=chosen) if chosen else None

    def texts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXTS}


class OpenForm(_NamesIt):
    title = _("Open a class case")
    lede = _("One cause behind many needs: answered once, cured once. Each need keeps its number and its promise.")
    deed = _("Open the class case")
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    service = forms.ModelChoiceField(
        Service.objects.order_by("code"), label=_("Service"), required=False, empty_label=_("No service")
    )
    field_order = ("key", "category", "service", *PUBLIC[:2], "cause", "unit")

    def __init__(self, *args: Any, park: Park | None = None, **kwargs: Any) -> None:
        super().__init__(*args, park=park, **kwargs)
        self.park = park

    def sketch(self) -> classes.Sketch:
        said = self.cleaned_data
        return classes.Sketch(
            category=said["category"], service=said["service"], park=self.park, title=said["title_zh"],
            title_en=said["title_en"], texts=self.texts(),
        )  # fmt: skip


class RefuseForm(DeedForm):
    title = _("These are not one cause")
    lede = _("They are not proposed again until a further firm raises the same.")
    deed = _("Leave them apart")
    reason = text_field(_("Why"), _("Only staff read this."), rows=2)


class ClassForm(DeedForm):
    """One step of one class case."""

    def __init__(self, *args: Any, case: ClassCase, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)


class ChangeForm(_NamesIt):
    label = _("Change")
    title = _("Change the class case")
    deed = _("Keep it")
    lede = _("What is public changes at once.")

    def __init__(self, *args: Any, case: ClassCase, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, park=case.park, **kwargs)
        kept = {name: getattr(case, name) for name in (*TEXTS, "title_en")}
        self.initial = {"title_zh": case.title, **kept, "unit": case.unit_id or "", **self.initial}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.case.published_at and not said.get("standard_answer"):
            self.add_error("standard_answer", gettext("Its page is public: withdraw it first."))
        return said

    def facts(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title_zh"], "title_en": self.cleaned_data["title_en"], **self.texts()}


class AddForm(FindsAnother, ClassForm):
    label = _("Add a need")
    title = _("Put a need under this class case")
    lede = _("It keeps its number, its reporter and its promise.")
    deed = _("Put it there")
    field_order = ("key", "find", "which")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("other") and (reason := classes.why_not_add(said["other"])):
            self.add_error("find", reason)
        return said

    def facts(self) -> dict[str, Any]:
        return {"need": self.cleaned_data["other"]}


class AnswerForm(ClassForm):
    label = _("Answer all open needs")
    title = _("The standard answer to all open needs")
    lede = _("Each reporter reads it on their own need and in their language, as an answer of yours.")
    deed = _("Send to all of them")
    chinese = text_field(_("Message"), _("The standard answer, to be changed for this one time."))
    english = text_field(
        _("The same in English"), _("Left open, English readers get the Chinese text."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("chinese", self.case.standard_answer)
        self.initial.setdefault("english", self.case.standard_answer_en)

    def facts(self) -> dict[str, Any]:
        return {"said": Said(self.cleaned_data["chinese"], self.cleaned_data["english"])}


class SettleForm(ClassForm):
    label = deed = _("The prevention stands")
    title = _("The prevention stands")
    lede = _("From this day on we count whether the cause comes back. New needs can still be put here.")
    prevented_from = day_field(_("Since when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("prevented_from", clock.today())

    def clean_prevented_from(self) -> Any:
        if self.cleaned_data["prevented_from"] > clock.today():
            raise forms.ValidationError(gettext("This day is still to come."))
        return self.cleaned_data["prevented_from"]


class ReopenForm(ClassForm):
    label = deed = _("Take it up again")
    title = _("Take it up again")
    lede = _("The prevention did not hold; its day is taken out and set anew.")
    reason = text_field(_("Why"), _("Only staff read this."), rows=2)


class PublishForm(ClassForm):
    label = deed = _("Publish its page")
    title = _("Publish its page")
    lede = _("Everybody reads title, standard answer, interim measure, prevention and counts; no firm and no need.")


class WithdrawForm(ClassForm):
    label = deed = _("Withdraw its page")
    title = _("Withdraw its page")


class CloseForm(ClassForm):
    label = deed = pgettext_lazy("step of a class case", "Close")
    title = _("Close this class case")
    is_final = True


STEPS: dict[str, Any] = {
    "change": ChangeForm,
    "add": AddForm,
    "answer": AnswerForm,
    "settle": SettleForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "publish": PublishForm,
    "withdraw": WithdrawForm,
}
REACH = {"answer": classes.reached_by_answer}


def initial_of(proposed: Proposed) -> dict[str, Any]:
    """What the form of a new class case begins with."""
    named = {"title_zh": proposed.service.name_zh, "title_en": proposed.service.name_en} if proposed.service else {}
    return {"category": proposed.category, "service": proposed.service, **named}


def said_by(need: Need) -> dict[str, Any]:
    """The same from one need: its words without the names and numbers of anybody, in the language that it is in."""
    title = "title_zh" if need.language.startswith("zh") else "title_en"
    return {
        "category": need.category,
        "service": need.service,
        title: without_names(need.title, need)[: OpenForm.base_fields[title].max_length],
        "cause": without_names(need.text, need),
    }
