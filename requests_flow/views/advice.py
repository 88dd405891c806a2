"""Suggestions as the desk reads them: what, why, and a press that adopts it into the form of a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from requests_flow.models import Heard, Need
from requests_flow.suggesting import Advice, Found, SameMatter
from requests_flow.suggestion.relating import DUPLICATE
from requests_flow.suggestion.wording import because, relation_name
from requests_flow.words import TIER_ORDER, Category, Channel, Tier


@dataclass(frozen=True)
class Suggestion:
    """One line: what is suggested and why; `query` fills the form of step `verb`, without which it is only shown."""

    label: str
    why: str
    verb: str
    query: str
    other: Need | None = None


def suggestions(need: Need, advice: Advice, verbs: list[str]) -> list[Suggestion]:
    """What this person could adopt now, the tier first; nothing for those who may not."""
    found: list[Suggestion] = []
    if "triage" in verbs:
        found += [*_for_sorting(advice), *_said_on_a_visit(need)]
    elif "retier" in verbs and _rises(need, advice):
        found.append(_tier(advice, "retier"))
    if {"triage", "merge"} & set(verbs):
        found += [_same(one, verbs) for one in advice.related]
    return found


def everything(advice: Advice) -> str:
    """The address part that fills in all that is suggested for sorting."""
    return urlencode(advice.fields)


def _for_sorting(advice: Advice) -> Iterator[Suggestion]:
    yield _tier(advice, "triage")
    if advice.category:
        label = _("Category: %(category)s") % {"category": Category(advice.category.what).label}
        yield Suggestion(label, _because(advice.category), "triage", urlencode({"category": advice.category.what}))
    for one in advice.services:
        label = _("Service: %(code)s %(name)s") % {"code": one.what.code, "name": one.what.name}
        yield Suggestion(label, _because(one), "triage", urlencode({"service": one.what.code}))


def _said_on_a_visit(need: Need) -> Iterator[Suggestion]:
    """What the visitor who heard it takes it to be about."""
    heard = Heard.objects.filter(need=need).exclude(hint="").first() if need.channel == Channel.VISIT else None
    if heard:
        label = _("Category: %(category)s") % {"category": Category(heard.hint).label}
        why = _("Whoever heard it on the visit says so.")
        yield Suggestion(label, why, "triage", urlencode({"category": heard.hint}))


def _tier(advice: Advice, verb: str) -> Suggestion:
    tier = advice.tier
    why = _why_tier(advice)
    label = _("Tier: %(tier)s") % {"tier": Tier(tier.tier).label}
    return Suggestion(label, why, verb, urlencode({"tier": tier.tier, "rule": advice.rule_to_adopt}))


def _why_tier(advice: Advice) -> str:
    tier = advice.tier
    if advice.rule_to_adopt != tier.rule:
        return _("Learned: %(reason)s. Adopting it is your own judgement.") % {"reason": tier.reason}
    return _("Rule %(rule)s: %(reason)s") % {"rule": tier.rule, "reason": tier.reason}


def _rises(need: Need, advice: Advice) -> bool:
    return bool(need.tier) and TIER_ORDER.index(Tier(advice.tier.tier)) > TIER_ORDER.index(Tier(need.tier))


def _because(found: Found) -> str:
    return because(found.words)


def _same(other: SameMatter, verbs: list[str]) -> Suggestion:
    """The same request is merged; another firm in the same incident keeps its own need and is only shown."""
    label = f"{relation_name(other.relation)} {other.need.reference}"
    why = f"{other.need.title} · {other.why}"
    verb = "merge" if other.relation == DUPLICATE and "merge" in verbs else ""
    return Suggestion(label, why, verb, urlencode({"into": other.need.reference}), other.need)
