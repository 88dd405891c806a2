"""The form behind a code on the wall: one thing is required, the words; consent only where something needs it.

For whom it is (decisions 6) is not chosen beforehand. A signed-in member has to say it, because colleagues would read
the need. Without an account nothing is shown to a firm, so it may stay open: the need then counts as nobody's in
particular, until the desk links it to an enterprise. "Personal" always wins over a firm's name.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from enterprises.models import Enterprise
from parkdesk.core import channels
from parkdesk.core.models import Notice
from requests_flow.forms.fields import MailField, PhoneField, PlaceField
from requests_flow.forms.pictures import PicturesMixin
from requests_flow.intake import Place, Report
from requests_flow.models import ReporterContact
from requests_flow.words import Channel

TEXT_AT_MOST = 5000
FOR_ENTERPRISE, PERSONAL = "enterprise", "personal"
# The privacy notice that a reporter agrees to; a new text gets a new version.
CONSENT_VERSION = settings.PRIVACY_VERSION


class NeedForm(PicturesMixin, forms.Form):
    """What somebody wants to say, and as much about themselves as they like."""

    use_required_attribute = False
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy("Where, since when, how many people. One sentence is enough."),
        error_messages={"required": gettext_lazy("Please say in a sentence what is the matter.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": True, "enterkeyhint": "enter"}),
    )
    where = PlaceField(
        label=gettext_lazy("Which park or building?"),
        help_text=gettext_lazy("So that the right people come. Leave it open when it is about no place."),
        required=False,
    )
    phone = PhoneField(
        label=gettext_lazy("Mobile number"),
        required=False,
        help_text=gettext_lazy("We ring you when we have a question."),
    )
    email = MailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("You are told of each step."),
        error_messages={
            "invalid": gettext_lazy("This e-mail address is not complete. It reads like name@example.com.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("What may we call you?"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    for_whom = forms.ChoiceField(
        label=gettext_lazy("For whom is it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(FOR_ENTERPRISE, gettext_lazy("For my enterprise")), (PERSONAL, gettext_lazy("Personal"))],
        error_messages={"required": gettext_lazy("Please say for whom it is: it decides who reads it.")},
    )
    for_whom.explanations = {
        FOR_ENTERPRISE: gettext_lazy("Colleagues of your firm with an account here can read it."),
        PERSONAL: gettext_lazy("Papers, school, wages: nobody of your firm reads it."),
    }
    enterprise_name = forms.CharField(
        label=gettext_lazy("Enterprise"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "data-keep": True}),
    )  # fmt: skip
    room = forms.CharField(
        label=gettext_lazy("Room"), required=False, max_length=60,
        help_text=gettext_lazy("As on the door, for example 1205."),
        widget=forms.TextInput(attrs={"data-keep": True, "autocomplete": "off"}),
    )  # fmt: skip
    is_protected = forms.BooleanField(
        label=gettext_lazy("Do not tell the park operator or the property firm who reported it"),
        required=False,
        help_text=gettext_lazy("They then do not read it here at all; the desk takes it on, and sees who you are."),
    )
    as_before = forms.BooleanField(required=False)
    consent = forms.BooleanField(label=gettext_lazy("Consent"), required=False)

    def __init__(
        self,
        *args: Any,
        place: Place | None = None,
        firm: Enterprise | None = None,
        contact: ReporterContact | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.firm, self.contact = place, firm, contact
        if channels.by_code(Notice.Channel.SMS).is_able:
            self.fields["phone"].help_text = _("We ring you when we have a question, and text you when it moves on.")
        if contact is None:
            del self.fields["as_before"]
        else:
            self.fields["as_before"].label = _("Reach me as before: %(contact)s") % {"contact": contact}
        if place is not None:
            del self.fields["where"]
        if firm is not None:
            del self.fields["enterprise_name"]
            self.fields["for_whom"].required = True

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        over = len(text) - TEXT_AT_MOST
        if over > 0:
            words = ngettext(
                "The text is %(count)s character too long; %(most)s fit. Nothing was cut off.",
                "The text is %(count)s characters too long; %(most)s fit. Nothing was cut off.",
                over,
            )
            raise forms.ValidationError(words % {"count": over, "most": TEXT_AT_MOST})
        if not any(sign.isalnum() for sign in text):
            raise forms.ValidationError(_("Signs alone do not tell us what is the matter. Please add a few words."))
        return text

    def clean(self) -> dict[str, Any]:
        """Consent is needed for what says something about a person, and for nothing else (PIPL 13).

        "As before" is a consent too: it names the contact, and the notice is still the one that was agreed to.
        """
        said = super().clean()
        if self.contact and said.get("as_before"):
            said |= {name: said.get(name) or getattr(self.contact, name) for name in ("phone", "email", "name")}
            said["consent"] = True
        given = any(said.get(name) for name in ("phone", "email", "name", "pictures"))
        if given and not said.get("consent"):
            text = _("Please tick it, so that we may keep your contact and photos. Or take them out.")
            self.add_error("consent", text)
        return said

    @property
    def has_firm_left(self) -> bool:
        """Whether the firm that a member hands in for is on record as moved out: taken all the same, and said."""
        return self.firm is not None and self.firm.status == Enterprise.Status.MOVED_OUT

    @property
    def is_about_contact(self) -> bool:
        """Whether the part about the contact has to stand open."""
        return self._stands(("phone", "email", "name"))

    @property
    def is_about_the_firm(self) -> bool:
        return self.firm is not None or self._stands(("enterprise_name", "room", "for_whom", "is_protected"))

    def _stands(self, names: tuple[str, ...]) -> bool:
        """Whether something was typed there; what a phone remembers says so above, and the part stays folded."""
        return self.is_bound and any(self[name].value() or self[name].errors for name in names if name in self.fields)

    def report(self, title: str = "") -> Report:
        """What is handed in. Call it on a valid form."""
        said = self.cleaned_data
        known = self.place or said.get("where") or Place()
        is_personal = said["for_whom"] == PERSONAL
        return Report(
            text=said["text"],
            title=title,
            place=Place(known.park, known.building, known.code, said["room"]),
            channel=Channel.QR if known.code else Channel.WEB,
            language=get_language() or settings.LANGUAGE_CODE,
            is_personal=is_personal,
            is_protected=said["is_protected"],
            enterprise=None if is_personal else self.firm,
            enterprise_name=said.get("enterprise_name", ""),
            name=said["name"],
            phone=said["phone"],
            email=said["email"],
            consent_version=CONSENT_VERSION if said["consent"] else "",
            pictures=said["pictures"],
        )
