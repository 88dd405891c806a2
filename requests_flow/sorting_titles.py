"""What the steps of sorting did, in the past tense: for the timeline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from requests_flow.words import Outcome, Relation

Facts = Mapping[str, Any]


def _passed_on(facts: Facts) -> str:
    outcome = facts.get("outcome")
    if outcome not in Outcome.values:
        return _("Answered together with the other report")
    label = Outcome(outcome).label
    return _("Answered together with the other report: %(outcome)s") % {"outcome": label}


def _linked(facts: Facts) -> str:
    relation = facts.get("relation")
    label = Relation(relation).label if relation in Relation.values else ""
    return _("Linked with %(other)s: %(relation)s") % {"other": facts.get("other", ""), "relation": label}


def _split(facts: Facts) -> str:
    return _("Split: %(numbers)s holds what was moved") % {"numbers": " ".join(facts.get("into") or [])}


TITLES: dict[str, Callable[[Facts], str]] = {
    "unmerge": lambda facts: _("The merging was undone: it is handled by itself again"),
    "pass_on": _passed_on,
    "link": _linked,
    "unlink": lambda facts: _("Not linked with %(other)s any more") % {"other": facts.get("other", "")},
    "split": _split,
    "split_off": lambda facts: _("Split off from another need; what was promised stands"),
    "join": lambda facts: _("Belongs to an incident of the place"),
    "leave": lambda facts: _("Taken out of the incident"),
}
