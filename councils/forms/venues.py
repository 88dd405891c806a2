"""The forms of a discussion: opened in a venue, and moved to another one."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils import venues
from councils.forms.cases import CaseForm, end_of
from councils.models.venue import Venue
from parkdesk.core.act_forms import day_field, text_field
from parkdesk.core.words_of_time import day_time

ONLINE = (Venue.QUICK, Venue.JOINT)


class VenueForm(CaseForm):
    """A venue, and for those online the last day; an empty day is the one of the rules."""

    venue = forms.ChoiceField(label=_("Where it is talked over"), widget=forms.RadioSelect)
    until = day_field(_("Last day of the discussion"), required=False)
    # What may be chosen.
    offered: tuple[Venue, ...] = ONLINE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in self.offered if one != self.case.venue or self.offered == ONLINE]
        self.fields["venue"].choices = choices
        ends = {one.value: day_time(venues.talk_end(self.case, one)) for one in ONLINE}
        words = gettext("Empty: by the rules, quick until %(quick)s, joint until %(joint)s.")
        self.fields["until"].help_text = words % ends

    def clean_venue(self) -> str:
        venue = self.cleaned_data["venue"]
        if venue == Venue.QUICK and self.case.is_about_shared:
            raise forms.ValidationError(venues.too_big())
        return venue

    def clean_until(self) -> datetime | None:
        day: date | None = self.cleaned_data["until"]
        venue = self.cleaned_data.get("venue")
        if day is None or venue not in ONLINE:
            return None
        if end_of(day) < venues.talk_end(self.case, venue):
            raise forms.ValidationError(gettext("The rules give members more time than that. Choose a later day."))
        return end_of(day)


class DiscussForm(VenueForm):
    label = deed = _("Open the discussion")
    heading = _("Open the discussion")
    lede = _("All members are told, declare their interests and say what they think. Then the vote can begin.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("venue", Venue.JOINT)


class MoveForm(VenueForm):
    label = deed = _("Go on elsewhere")
    heading = _("Where does it go on?")
    lede = _("What was said, who stepped back and earlier votes go along. The members are told.")
    offered = (Venue.QUICK, Venue.JOINT, Venue.MEETING)
    reason = text_field(_("Why it goes on there"), _("The members read this."), rows=2)
