"""Forms of related documents: link one, take one away."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkdesk.core.act_forms import DeedForm, day_field, text_field
from requests_flow import documents
from requests_flow.documents import Paper
from requests_flow.forms.incidents import without_people
from requests_flow.forms.pictures import PapersMixin
from requests_flow.models import RelatedDocument

Kind = RelatedDocument.Kind


class AttachForm(PapersMixin, DeedForm):
    title = _("Link a document")
    lede = _("A page of this site by its address; a document of another body by number and day; or a scan.")
    deed = _("Link it")
    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    heading = forms.CharField(label=_("Title"), max_length=120)
    path = forms.CharField(
        label=_("Address on this site"), help_text=_("As it stands in the browser."), required=False, max_length=300
    )
    number = forms.CharField(label=_("Document number"), required=False, max_length=60)
    dated_on = day_field(_("Date of the document"), required=False)
    is_public = forms.BooleanField(
        label=_("The enterprise sees it"), help_text=_("On its tracking page."), required=False
    )

    def clean_heading(self) -> str:
        return without_people(self.cleaned_data["heading"])

    def clean_path(self) -> str:
        typed = self.cleaned_data["path"]
        try:
            return documents.path_on_this_site(typed) if typed else ""
        except documents.NoSuchPage as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in self._missing(said):
            self.add_error(name, gettext("Fill this in."))
        if said.get("is_public") and documents.is_inside(said.get("path") or ""):
            self.add_error("is_public", gettext("Only staff can open this page."))
        return said

    def _missing(self, said: dict[str, Any]) -> list[str]:
        """What this kind needs and nobody gave; a field that is wrong already says so itself."""
        needed = {Kind.OUTSIDE: ["number", "dated_on"], Kind.SCAN: ["photo"]}.get(said.get("kind"), ["path"])
        given = said | {"photo": said.get("pictures")}
        return [name for name in needed if not given.get(name) and name not in self.errors]

    def paper(self) -> Paper:
        said = self.cleaned_data
        path = "" if said["kind"] in (Kind.OUTSIDE, Kind.SCAN) else said["path"]
        return Paper(said["kind"], said["heading"], path, said["number"], said["dated_on"], said["is_public"])


class RemoveForm(DeedForm):
    label = deed = _("Take it away")
    title = _("Take this document away")
    lede = _("That it stood here stays on record.")
    reason = text_field(_("Why"), _("Only staff read this."), rows=2)
