"""What happened to an order, newest first, in the words of the office (反馈 with its date, domain.md 7)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from councils.models import SupervisionOrder
from enterprises.models import Unit
from parkdesk.core import files
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Attachment, Entry
from requests_flow.timeline import Line

# The words of a step, in the order in which they are shown.
SAID = ("requirement", "text", "reason", "finding", "conclusion")


def timeline(order: SupervisionOrder) -> list[Line]:
    """The lines of an order. Four queries, however long it is."""
    entries = list(Entry.objects.about(order).select_related("text", "actor"))
    units = Unit.objects.in_bulk({pk for one in entries if (pk := _pk(one.facts.get("unit")))})
    pictures = _pictures(entries, files.of(order))
    return [_line(entry, units, pictures.get(entry.pk, [])) for entry in reversed(entries)]


def feedbacks(lines: Iterable[Line]) -> list[Line]:
    """The plan and the notes alone, oldest first: what the printed order lists."""
    return [line for line in reversed(list(lines)) if line.step in {"feedback", "report"}]


def _line(entry: Entry, units: Mapping[int, Unit], pictures: list[files.Shown]) -> Line:
    unit = units.get(_pk(entry.facts.get("unit")) or 0)
    say = TITLES.get(entry.step)
    facts = entry.facts | {"unit": unit.display_name if unit else ""}
    by = _("automatically") if entry.actor_kind == CLOCK.kind else str(entry.actor or "")
    return Line(
        step=entry.step,
        title=say(facts) if say else entry.step,
        by=by,
        at=entry.at.replace(microsecond=0),
        words=[entry.words[name] for name in SAID if entry.words.get(name)],
        pictures=pictures,
    )


def _pictures(entries: list[Entry], stored: Iterable[Attachment]) -> dict[int, list[files.Shown]]:
    """Each picture belongs to the first entry of its step that was written after it came in."""
    found: dict[int, list[files.Shown]] = {}
    for one in stored:
        same = [entry for entry in entries if entry.step == one.step]
        home = next((entry for entry in same if entry.at >= one.created_at), same[-1] if same else None)
        if home is not None:
            found.setdefault(home.pk, []).extend(files.shown([one]))
    return found


def _pk(fact: Any) -> int | None:
    return int(fact.rpartition(":")[2]) if isinstance(fact, str) and ":" in fact else None


def _fed_back(facts: Mapping[str, Any]) -> str:
    return _("Plan") if facts.get("kind") == "plan" else pgettext("feedback", "Progress")


def _asked_more_time(facts: Mapping[str, Any]) -> str:
    days = int(facts.get("days") or 0)
    return ngettext("Asked for %(count)s more working day", "Asked for %(count)s more working days", days) % {
        "count": days
    }


def _verified(facts: Mapping[str, Any]) -> str:
    evidence = SupervisionOrder.Evidence(facts["evidence"]).label if facts.get("evidence") else "–"
    return _("Checked; proven by: %(evidence)s") % {"evidence": evidence}


TITLES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "propose": lambda facts: _("Put forward"),
    "register": lambda facts: _("Registered"),
    "assign": lambda facts: _("Assigned to %(unit)s") % {"unit": facts["unit"]},
    "sign": lambda facts: _("Signed for"),
    "feedback": _fed_back,
    "report": lambda facts: _("Reported as done"),
    "send_back": lambda facts: _("Sent back: not done yet"),
    "verify": _verified,
    "strike_off": lambda facts: _("Struck off"),
    "archive": lambda facts: _("Put into the archive"),
    "drop": lambda facts: _("Followed no more"),
    "name_deputy": lambda facts: _("A deputy was named"),
    "ask_extension": _asked_more_time,
    "refuse_extension": lambda facts: _("More time was refused"),
    "extend": lambda facts: _("More time was given"),
    "suspend": lambda facts: _("Suspended"),
    "resume": lambda facts: _("Runs again"),
    "remind": lambda facts: _("Reminded of what is missing"),
    "turn_red": lambda facts: _("Past its limit: red"),
}
