"""What each step of a need did, in words: the past tense, the reader's language."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parkdesk.core.tongues import spoken
from requests_flow import sorting_titles, words
from requests_flow.models.escalation import Mark


def title_of(step: str, facts: Mapping[str, Any]) -> str:
    """What a step did, in the past tense and the reader's language; the plain name of a step without words."""
    say = _TITLES.get(step)
    return say(facts) if say else step


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _submitted(facts: Mapping[str, Any]) -> str:
    return _("Handed in (%(channel)s)") % {"channel": _label(words.Channel, facts.get("channel"))}


def _sorted(facts: Mapping[str, Any]) -> str:
    return _("Sorted: %(category)s, %(tier)s") % {
        "category": _label(words.Category, facts.get("category")),
        "tier": _label(words.Tier, facts.get("tier")),
    }


def _resolved(facts: Mapping[str, Any]) -> str:
    return _("Completed: %(outcome)s") % {"outcome": _label(words.Outcome, facts.get("outcome"))}


def _rated(facts: Mapping[str, Any]) -> str:
    return _("Rated: %(grade)s") % {"grade": _label(words.Grade, facts.get("grade"))}


def _rated_again(facts: Mapping[str, Any]) -> str:
    return _("Rated again: %(grade)s") % {"grade": _label(words.Grade, facts.get("grade"))}


def _ticked(facts: Mapping[str, Any]) -> str:
    return _("Done: %(step)s") % {"step": spoken(facts.get("name_zh", ""), facts.get("name_en", ""))}


def _escalated(facts: Mapping[str, Any]) -> str:
    return _label(Mark, facts.get("mark"))


def _asked_more_time(facts: Mapping[str, Any]) -> str:
    days = int(facts.get("days") or 0)
    return ngettext("Asked for %(count)s more working day", "Asked for %(count)s more working days", days) % {
        "count": days
    }


def _retiered(facts: Mapping[str, Any]) -> str:
    return _("Tier changed to: %(tier)s") % {"tier": _label(words.Tier, facts.get("tier"))}


def _raised_by_members(facts: Mapping[str, Any]) -> str:
    return _("Raised by two members of the park council: %(tier)s") % {"tier": _label(words.Tier, facts.get("tier"))}


def _lowered_together(facts: Mapping[str, Any]) -> str:
    said = _("Lowered by the council’s convener and the party committee together: %(tier)s")
    return said % {"tier": _label(words.Tier, facts.get("tier"))}


def _with(text: Callable[[], str], facts: Mapping[str, Any]) -> str:
    return text() % {"unit": facts.get("unit", ""), "body": facts.get("waits_for", "")}


_TITLES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **sorting_titles.TITLES,
    "submit": _submitted,
    "triage": _sorted,
    "resolve": _resolved,
    "rate": _rated,
    "rate_again": _rated_again,
    "tick": _ticked,
    "escalate": _escalated,
    "climb": _retiered,
    "raise_for_members": _raised_by_members,
    "lower_together": _lowered_together,
    "ask_extension": _asked_more_time,
    "retier": _retiered,
    "lower_tier": _retiered,
    **{
        step: partial(_with, text)
        for step, text in {
            "acknowledge": lambda: _("Acknowledged"),
            "dispatch": lambda: _("Passed to %(unit)s"),
            "accept": lambda: _("Accepted; work has begun"),
            "return": lambda: _("Given back to the desk"),
            "ask": lambda: _("A question was asked; the clock stands still"),
            "reply": lambda: _("Answered; the clock runs again"),
            "wait": lambda: _("Waits for %(body)s; the clock stands still"),
            "resume": lambda: _("Goes on; the clock runs again"),
            "deliberate": lambda: _("Put before the park council"),
            "mandate": lambda: _("Agreed in the council: %(unit)s does it"),
            "hand_back": lambda: _("Back from the council to the desk"),
            "remind": lambda: _("Reminded the reporter to confirm"),
            "confirm": lambda: _("Confirmed as completed"),
            "follow_up": lambda: _("Called back"),
            "call_again": lambda: _("Called back a second time"),
            "ask_support": lambda: _("%(unit)s was asked to help"),
            "hand_down": lambda: _("Handed down to %(unit)s; the duty stays"),
            "transfer": lambda: _("Offered to %(unit)s, which takes over once it accepts"),
            "take_over": lambda: _("%(unit)s has taken it over"),
            "explain": lambda: _("Explained in writing why it is late"),
            "correct": lambda: _("Everything that is missing was listed; the clock stands still"),
            "allow_correction": lambda: _("A second correction notice was allowed"),
            "call_back": lambda: _("Called back"),
            "miss_call": lambda: _("Called without reaching anybody"),
            "wish_call": lambda: _("Said when a call suits"),
            "contact_rater": lambda: _("Spoke about the low rating"),
            "uphold": lambda: _("Low rating examined: it is right"),
            "mark_mistaken": lambda: _("Rating examined: meant for something else; it stays as it was given"),
            "mend": lambda: _("Mended after your rating"),
            "close": lambda: _("Closed"),
            "reopen": lambda: _("Reopened: it is done again"),
            "decline": lambda: _("Declined, with a reason and another way"),
            "invalidate": lambda: _("Put aside as invalid"),
            "merge": lambda: _("Joined with an earlier report of the same matter"),
            "withdraw": lambda: _("Withdrawn"),
            "refuse_extension": lambda: _("More time was refused"),
            "extend": lambda: _("More time was given"),
            "inform": lambda: _("Update"),
            "note": lambda: _("Noted"),
            "add": lambda: _("Added something"),
            "confirm_facts": lambda: _("Checked on site"),
            "take_back": lambda: _("Agreement to be contacted taken back; the contact is erased"),
            "correct_contact": lambda: _("Contact corrected"),
            "erase": lambda: _("Personal data erased at the reporter’s request"),
        }.items()
    },
}
