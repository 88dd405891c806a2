"""Forms of a delegated filing: its steps at the desk, its papers, and the word of the firm on its link."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parkdesk.core import clock
from parkdesk.core.act_forms import DeedForm, day_field, text_field
from requests_flow.filings import Mandate, Paper
from requests_flow.forms.incidents import without_people
from requests_flow.forms.pictures import PapersMixin
from requests_flow.models import Filing, FilingPaper

Sort = FilingPaper.Sort


def not_before_today(form: forms.Form, name: str) -> None:
    """A day to come, or today."""
    if form.cleaned_data.get(name) and form.cleaned_data[name] < clock.today():
        form.add_error(name, gettext("This day has passed."))


def not_after_today(form: forms.Form, name: str) -> None:
    if form.cleaned_data.get(name) and form.cleaned_data[name] > clock.today():
        form.add_error(name, gettext("This day is still to come."))


class ProposeForm(DeedForm):
    title = _("File for the firm")
    lede = _("The firm authorises us on its link, or by a signed letter. Then its papers come in one by one.")
    deed = _("Propose it to the firm")
    matter = text_field(_("What we do for the firm"), _("Stands in the letter of authorisation."))
    authority = forms.CharField(label=_("Authority that decides"), max_length=120)
    valid_until = day_field(_("Until when we may"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        not_before_today(self, "valid_until")
        return said

    def mandate(self) -> Mandate:
        return Mandate(**self.facts())


class FilingForm(DeedForm):
    """One step of one filing."""

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        self.filing = filing
        super().__init__(*args, **kwargs)


class AttachLetterForm(PapersMixin, FilingForm):
    label = deed = _("The signed letter is here")
    title = _("The signed letter is here")
    lede = _("Attach a PDF, scan or photo. Only staff see it; cover numbers of identity cards.")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("pictures") and "photo" not in self.errors:
            self.add_error("photo", gettext("Attach the scan of the signed letter."))
        return said


class CompletePapersForm(FilingForm):
    label = deed = _("All papers for filing are here")
    title = _("All papers for filing are here")
    lede = _("What follows later stands in the list with its day.")


class FileForm(FilingForm):
    label = pgettext_lazy("step of a filing", "File it")
    title = _("It was filed")
    deed = _("Keep the receipt number")
    authority = forms.CharField(label=_("Authority"), max_length=120)
    receipt_number = forms.CharField(label=_("Receipt number"), max_length=60)
    filed_on = day_field(_("Filed on"))
    promised_on = day_field(_("They promise it by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("authority", self.filing.authority)
        self.initial.setdefault("filed_on", clock.today())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        not_after_today(self, "filed_on")
        return said


class ReceiveResultForm(FilingForm):
    label = deed = _("The result is in")
    title = _("The result is in")
    result = text_field(_("What the authority decided"), _("The firm reads this."))
    result_on = day_field(_("Came on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("result_on", clock.today())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        not_after_today(self, "result_on")
        return said


class HandBackForm(FilingForm):
    label = deed = _("All originals are given back")
    title = _("All originals are given back")


class FinishForm(FilingForm):
    label = deed = _("Finish the filing")
    title = _("Finish the filing")


class CallOffForm(FilingForm):
    label = deed = _("Call it off")
    title = _("Call the filing off")
    lede = _("Originals that are here still go back before it is finished.")
    is_final = True
    reason = text_field(_("Why"), rows=2)


STEPS: dict[str, type[FilingForm]] = {
    "attach_letter": AttachLetterForm,
    "complete_papers": CompletePapersForm,
    "file": FileForm,
    "receive_result": ReceiveResultForm,
    "hand_back": HandBackForm,
    "finish": FinishForm,
    "call_off": CallOffForm,
}


class PaperForm(PapersMixin, DeedForm):
    title = _("Take a paper")
    lede = _("The name of the paper alone, never what it says. Print the receipt when all are here. A copy for the "
             "filing can go along; only staff see it.")  # fmt: skip
    deed = _("Put it on record")
    name = forms.CharField(label=_("Paper"), help_text=_("For example: business licence."), max_length=80)
    form = forms.ChoiceField(label=_("Original or copy"), choices=FilingPaper.Form.choices, widget=forms.RadioSelect)
    sort = forms.ChoiceField(label=_("Sort"), choices=Sort.choices, widget=forms.RadioSelect, initial=Sort.ORDINARY)
    count = forms.IntegerField(label=_("Number of copies"), min_value=1, max_value=999, initial=1)
    return_by = day_field(_("Goes back by"), _("Needed for identity papers: none stays overnight without it."), False)
    due_on = day_field(
        _("It follows by"), _("Only when it is not here yet. Never for identity papers and safety undertakings."), False
    )

    def clean_name(self) -> str:
        return without_people(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("return_by", "due_on"):
            not_before_today(self, name)
        if said.get("due_on") and said.get("sort") != Sort.ORDINARY:
            self.add_error("due_on", gettext("Identity papers and safety undertakings cannot follow later."))
        elif said.get("sort") == Sort.IDENTITY and not said.get("return_by") and "return_by" not in self.errors:
            self.add_error("return_by", gettext("Say by which day this identity paper goes back."))
        if said.get("sort") == Sort.IDENTITY and said.get("pictures"):
            self.add_error("photo", gettext("Identity papers are not copied here. Take the file out."))
        return said

    def paper(self) -> Paper:
        return Paper(**{name: value for name, value in self.facts().items() if name != "pictures"})


class GiveBackForm(PapersMixin, DeedForm):
    title = _("Give this paper back")
    lede = _("The receipt with their signature can go along; only staff see it.")
    deed = _("It is given back")
    returned_to = forms.CharField(
        label=pgettext_lazy("paper", "To whom"),
        help_text=_("Surname and office. They sign on the receipt."),
        max_length=60,
    )


class AuthoriseForm(FilingForm):
    """The word of the firm on its link."""

    deed = _("We authorise it")
    agree = forms.BooleanField(label=_("I may speak for the firm, and we authorise what stands above."))

    def facts(self) -> dict[str, Any]:
        return {}


class RevokeForm(FilingForm):
    deed = _("No, call it off")
    reason = text_field(_("Why"), required=False, rows=2)


OF_THE_FIRM: dict[str, type[FilingForm]] = {"authorise": AuthoriseForm, "call_off": RevokeForm}
