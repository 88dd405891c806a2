"""The steps that are open now as buttons, and the tabs of a timeline."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from parkdesk.core.idempotency import new_key
from requests_flow.forms.steps import StepForm
from requests_flow.models import Need
from requests_flow.timeline import Line
from requests_flow.words import State

# Steps that carry a need on. The others (a note, a question) are never what a page asks for first.
NEXT = frozenset(
    {
        "triage", "dispatch", "accept", "resolve", "follow_up", "call_again", "close", "resume", "extend",
        "acknowledge", "settle", "uphold", "mend",
    }
)  # fmt: skip
# What is done every day beside those; the rest is folded up when there is much of it.
AT_HAND = NEXT | {"inform", "ask", "note", "deliberate", "reply", "decline", "contact_rater", "mark_mistaken"}
FEW = 6
# Open once more, for corrections; but not what comes next.
DONE_ALREADY = {State.TRIAGED: ("triage", "settle"), State.IN_PROGRESS: ("dispatch",)}


@dataclass(frozen=True)
class Button:
    """One open step. Without fields it is one press (`key` set); `is_page`: its form is a page of its own.

    `is_main` is the one that is filled; `is_final` warns that it cannot be taken back; `is_aside` stands folded up.
    """

    verb: str
    label: str | Promise
    url: str
    key: str = ""
    is_page: bool = False
    is_final: bool = False
    is_main: bool = False
    is_aside: bool = False


def buttons(
    need: Need, verbs: list[str], forms: Mapping[str, type[StepForm]], *, route: str, own_page: Collection[str] = ()
) -> list[Button]:
    """A button for each open step, in their order; the first is the main one when it is the natural next step.

    Where there are many, those that are rare or were taken already are marked as standing aside.
    """
    later = DONE_ALREADY.get(State(need.state), ())
    aside = {verb for verb in verbs if verb in later or verb not in AT_HAND} if len(verbs) > FEW else set()
    verbs = sorted(verbs, key=lambda verb: (verb in aside, forms[verb].is_final, verb in later))
    return [
        Button(
            verb=verb,
            label=forms[verb].label,
            url=reverse(route, args=[need.reference, verb]),
            key=new_key() if is_one_press(forms[verb]) else "",
            is_page=verb in own_page,
            is_final=forms[verb].is_final,
            is_main=verb == verbs[0] and verb in NEXT,
            is_aside=verb in aside,
        )
        for verb in verbs
    ]


def is_one_press(form: type[StepForm]) -> bool:
    """Nothing to fill in: the button itself takes the step."""
    return set(form.base_fields) == {"key"}


def kinds(lines: list[Line], kind: str) -> list[dict[str, Any]]:
    """All, public and internal lines with their counts, as tabs."""
    inside = sum(line.is_internal for line in lines)
    counts = {"": len(lines), "public": len(lines) - inside, "internal": inside}
    words = {"": _("All"), "public": _("Public"), "internal": _("Internal")}
    return [
        {
            "label": words[one],
            "url": f"?lines={one}#lines" if one else "?#lines",
            "count": count,
            "is_current": one == kind,
        }
        for one, count in counts.items()
    ]
