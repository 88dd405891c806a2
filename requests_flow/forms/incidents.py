"""The forms of an incident: what it is, one answer for all, its end; and following it with one tap."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, KeyForm, moment_field, text_field
from requests_flow import incidents
from requests_flow.forms.fields import PhoneField, PlaceField
from requests_flow.forms.finding import FindsAnother
from requests_flow.forms.intake import CONSENT_VERSION
from requests_flow.incidents import Said, Sketch
from requests_flow.intake import Place, Report
from requests_flow.masking import masked
from requests_flow.models import Incident, Need
from requests_flow.words import INCIDENT_CATEGORIES, Channel, Outcome

CATEGORIES = [(one.value, one.label) for one in INCIDENT_CATEGORIES]


class _NamesIt(DeedForm):
    """What an incident is called, why it happened, when it will be over."""

    title_zh = forms.CharField(
        label=_("What happened, for the public"),
        help_text=_("Stands on the page of the place: what and where. No names, no numbers of people."),
        max_length=80,
    )
    title_en = forms.CharField(label=_("The same in English"), required=False, max_length=120)
    cause = text_field(_("Cause"), _("As far as it is known. Only staff read this."), required=False, rows=2)
    expected_at = moment_field(_("Expected back"), _("Left open, nothing is promised."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_at"].required = False

    def clean_title_zh(self) -> str:
        return without_people(self.cleaned_data["title_zh"])

    def clean_title_en(self) -> str:
        return without_people(self.cleaned_data["title_en"])


def without_people(text: str) -> str:
    """The text as it is; one that holds the number of somebody is refused, because everybody reads it."""
    if masked(text) != text:
        raise forms.ValidationError(gettext("Everybody reads this: take the numbers of people out."))
    return text


class OpenForm(_NamesIt):
    title = _("Open an incident")
    lede = _("One event that many report. Whoever scans a code of the place sees it and can follow it with one tap.")
    deed = _("Open the incident")
    where = PlaceField(label=_("Which park or building?"), help_text=_("The whole park, or one building."))
    category = forms.ChoiceField(label=_("Category"), choices=CATEGORIES, widget=forms.RadioSelect)
    field_order = ("key", "where", "category", "title_zh", "title_en", "expected_at", "cause")

    def __init__(self, *args: Any, need: Need | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need = need

    def sketch(self) -> Sketch:
        said = self.cleaned_data
        return Sketch(
            park=said["where"].park, building=said["where"].building, category=said["category"],
            title=said["title_zh"], title_en=said["title_en"], cause=said["cause"], expected_at=said["expected_at"],
        )  # fmt: skip


class IncidentForm(DeedForm):
    """One step of one incident."""

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        self.incident = incident
        super().__init__(*args, **kwargs)


class ChangeForm(_NamesIt, IncidentForm):
    label = _("Change")
    title = _("Change the incident")
    lede = _("The page of the place and the pages of all who reported it show the new time at once.")
    deed = _("Keep it")

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, incident=incident, **kwargs)
        self.initial = {
            "title_zh": incident.title, "title_en": incident.title_en, "cause": incident.cause,
            "expected_at": incident.expected_at, **self.initial,
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"title": facts.pop("title_zh")}


class AnswerForm(IncidentForm):
    label = _("Answer all")
    title = _("One answer for all")
    lede = _("Each reporter reads it on their own need and in their language, as an answer of yours.")
    deed = _("Send to all of them")
    chinese = text_field(_("Message"), _("Say who does what by which day. Not “soon”."))
    english = text_field(
        _("The same in English"), _("Left open, English readers get the Chinese text."), required=False
    )

    def facts(self) -> dict[str, Any]:
        return {"said": Said(self.cleaned_data["chinese"], self.cleaned_data["english"])}


class EndForm(AnswerForm):
    label = _("It is over")
    title = _("The incident is over")
    lede = _("Its needs are completed with one outcome and one answer; each reporter is asked to confirm.")
    deed = _("End it and complete the needs")
    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome.choices, widget=forms.RadioSelect)
    chinese = text_field(_("Answer to the reporter"), _("What was done, by whom, and what still follows."))
    field_order = ("key", "outcome", "chinese", "english")

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"outcome": self.cleaned_data["outcome"]}


class AddForm(FindsAnother, IncidentForm):
    label = _("Add a need")
    title = _("Add a need to this incident")
    deed = _("Add it")

    def facts(self) -> dict[str, Any]:
        return {"need": self.cleaned_data["other"]}


class FollowForm(KeyForm):
    """One tap; a contact if somebody wants to be told."""

    phone = PhoneField(label=_("Mobile number"), required=False, help_text=_("We tell you when it is back."))
    consent = forms.BooleanField(label=_("Consent"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("phone") and not said.get("consent"):
            self.add_error("consent", gettext("Please tick it, so that we may keep your number. Or take it out."))
        return said

    def report(self, incident: Incident, place: Place) -> Report:
        """What is handed in; call it on a valid form."""
        words = gettext("The same with me: %(title)s") % {"title": incident.name}
        return Report(
            text=words,
            title=incident.name[:80],
            place=place,
            channel=Channel.QR if place.code else Channel.WEB,
            language=get_language() or "zh-hans",
            phone=self.cleaned_data["phone"],
            consent_version=CONSENT_VERSION if self.cleaned_data["consent"] else "",
        )


STEPS: dict[str, type[IncidentForm]] = {"answer": AnswerForm, "change": ChangeForm, "add": AddForm, "end": EndForm}
REACH = {"answer": incidents.reached_by_answer, "end": incidents.reached_by_end}
