"""The desk's own forms of intake: one need as somebody tells it, or a pasted text with several."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises import finding
from enterprises.models import Enterprise
from parkdesk.core.act_forms import KeyForm, text_field
from requests_flow.forms.fields import MailField, PhoneField, PlaceField, place_choices
from requests_flow.forms.intake import CONSENT_VERSION, TEXT_AT_MOST
from requests_flow.intake import Place, Report
from requests_flow.masking import masked
from requests_flow.pasting import Proposal, proposals
from requests_flow.words import Channel, Outside

FIRMS_SHOWN = 8
AS_WRITTEN = "-"
PASTED_AT_MOST = 20
HEARD = (Channel.PHONE, Channel.WINDOW, Channel.HOTLINE, Channel.EMAIL)
CONSENT = gettext_lazy("They agreed that we keep their name and number to answer them")


def _number_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Number in the other system"), required=False, max_length=40,
        help_text=gettext_lazy("If it has one. It is found again by this number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class EnterForm(KeyForm):
    """One need as somebody tells it at the counter or on the phone."""

    use_required_attribute = False
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"), choices=[(one.value, one.label) for one in HEARD],
        widget=forms.RadioSelect, initial=Channel.PHONE,
    )  # fmt: skip
    text = text_field(
        gettext_lazy("What is the matter?"), gettext_lazy("In their own words."), rows=4, longest=TEXT_AT_MOST
    )
    firm = forms.CharField(
        label=gettext_lazy("Which firm?"), required=False, max_length=120,
        help_text=gettext_lazy("Any part of the name, or the credit code."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    which = forms.ChoiceField(label=gettext_lazy("Which of these?"), required=False, widget=forms.RadioSelect)
    where = PlaceField(
        label=gettext_lazy("Which park or building?"), required=False,
        help_text=gettext_lazy("Left open it is where the firm is."),
    )  # fmt: skip
    is_personal = forms.BooleanField(
        label=gettext_lazy("Personal: colleagues of the firm do not read it"), required=False
    )
    is_protected = forms.BooleanField(
        label=gettext_lazy("Do not tell the park operator or the property firm who reported it"), required=False
    )
    name = forms.CharField(label=pgettext_lazy("of a caller", "Name"), required=False, max_length=60)
    phone = PhoneField(label=gettext_lazy("Mobile number"), required=False)
    email = MailField(label=gettext_lazy("E-mail"), required=False)
    consent = forms.BooleanField(label=CONSENT, required=False)
    outside_number = _number_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Enterprise | None = None
        self.gone: Enterprise | None = None
        typed = str(self["firm"].value() or "")
        self._offer(finding.firms(typed))
        if self.is_bound and not self.fitting:
            self.gone = finding.left(typed)
        self._let_choose()

    def _offer(self, firms: Any) -> None:
        """Several firms that fit are chosen from; the name may also stay as it was written."""
        fitting = list(firms[: FIRMS_SHOWN + 1]) if self.is_bound else []
        self.fitting, self.are_more = fitting[:FIRMS_SHOWN], len(fitting) > FIRMS_SHOWN

    def _let_choose(self) -> None:
        if len(self.fitting) > 1:
            known = [(str(one.pk), f"{one.name} · {one.park.name}") for one in self.fitting]
            self.fields["which"].choices = [*known, (AS_WRITTEN, _("None of these: keep the name as written"))]
        elif self.gone:
            self.fields["which"].choices = [(AS_WRITTEN, _("Keep the name as written, linked to no firm"))]
        else:
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self._choose(said.get("which", ""))
        if any(said.get(name) for name in ("name", "phone", "email")) and not said.get("consent"):
            self.add_error("consent", _("Please ask them, and tick it. Or take name and number out."))
        return said

    def _choose(self, which: str) -> None:
        if len(self.fitting) == 1:
            self.found = self.fitting[0]
        elif self.gone and not which:
            gone = _("%(firm)s is on record as moved out. Name another firm, or keep the name as written.")
            self.add_error("which", gone % {"firm": self.gone.name})
        elif self.fitting and not which:
            several = _("Several firms fit. Choose one, or type more of the name.")
            many = _("More than %(count)s firms fit. Type more of the name, or choose one.") % {"count": FIRMS_SHOWN}
            self.add_error("which", many if self.are_more else several)
        elif which and which != AS_WRITTEN:
            self.found = next(one for one in self.fitting if str(one.pk) == which)

    def report(self) -> Report:
        """What is handed in. Call it on a valid form."""
        said, firm = self.cleaned_data, self.found
        where = said["where"] or (Place(firm.park, firm.building, room=firm.room) if firm else Place())
        return Report(
            text=said["text"],
            place=where,
            channel=said["channel"],
            is_personal=said["is_personal"],
            is_protected=said["is_protected"],
            enterprise=None if said["is_personal"] else firm,
            enterprise_name=firm.name if firm else said["firm"],
            name=said["name"],
            phone=said["phone"],
            email=said["email"],
            consent_version=CONSENT_VERSION if said["consent"] else "",
            outside_kind=Outside.HOTLINE if said["channel"] == Channel.HOTLINE else "",
            outside_number=said["outside_number"],
        )


class PasteForm(forms.Form):
    """The text as it was copied, and whose it is."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("Where is it from?"), choices=Outside.choices, widget=forms.RadioSelect, initial=Outside.CHAT
    )
    pasted = text_field(
        gettext_lazy("Paste the text"),
        gettext_lazy("A chat with names and times, or a ticket with its labels. You check all of it first."),
        rows=8, longest=4 * TEXT_AT_MOST,
    )  # fmt: skip


class ProposalForm(forms.Form):
    """One proposed need, to be mended or left out."""

    use_required_attribute = False
    take = forms.BooleanField(label=gettext_lazy("Enter this one"), required=False)
    text = text_field(gettext_lazy("What is the matter?"), rows=3, longest=TEXT_AT_MOST, required=False)
    where = PlaceField(label=gettext_lazy("Which park or building?"), required=False)
    name = forms.CharField(label=pgettext_lazy("of a caller", "Name"), required=False, max_length=60)
    phone = PhoneField(label=gettext_lazy("Mobile number"), required=False)

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].widget.choices = places

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("take") and not said.get("text"):
            self.add_error("text", _("Say what is the matter, or leave this one out."))
        return said


class PastedForm(KeyForm):
    """What all needs of one paste share."""

    kind = forms.ChoiceField(choices=Outside.choices, widget=forms.HiddenInput)
    outside_number = _number_field()
    consent = forms.BooleanField(
        label=CONSENT, required=False, help_text=gettext_lazy("Without the tick the words alone are stored.")
    )

    def report(self, said: dict[str, Any]) -> Report:
        """One proposal with what all share; a contact only where it was agreed to."""
        shared = self.cleaned_data
        contact = {"name": said["name"], "phone": said["phone"]} if shared["consent"] else {}
        is_known = any(contact.values())
        return Report(
            text=said["text"],
            place=said["where"] or Place(),
            channel=Channel.PASTE,
            consent_version=CONSENT_VERSION if is_known else "",
            outside_kind=shared["kind"],
            outside_number=shared["outside_number"],
            **contact,
        )


_Set = forms.formset_factory(ProposalForm, extra=0, max_num=PASTED_AT_MOST, absolute_max=PASTED_AT_MOST)


def proposal_set(data: Any = None, initial: list[dict[str, Any]] | None = None) -> Any:
    """The proposals of one page; the list of places is read once for all of them."""
    return _Set(data, initial=initial, form_kwargs={"places": place_choices()})


def proposed(pasted: str) -> tuple[list[dict[str, Any]], str, int]:
    """Initial values of the proposals, the number on the ticket, and how many more there were than fit one page."""
    found = proposals(pasted)
    number = next((one.number for one in found if one.number), "")
    places = finding.Places()
    return [_initial(one, places) for one in found[:PASTED_AT_MOST]], number, max(0, len(found) - PASTED_AT_MOST)


def _initial(one: Proposal, places: finding.Places) -> dict[str, Any]:
    """Personal numbers are hidden in the words; the speaker's own stands in its field (decisions 32)."""
    park, building = places.in_text(f"{one.place} {one.text}")
    where = f"b:{building.code}" if building else f"p:{park.code}" if park else ""
    return {"take": one.is_need, "text": masked(one.text), "where": where, "name": one.who, "phone": one.phone}
