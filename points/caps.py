"""Limits of a rule: how much of this month or year is left for a person. The counter's row is the lock (I-11)."""

from datetime import date

from enterprises.models import Person
from points.models import Award, CapCounter, RuleVersion
from points.models.awards import period_of


def reserve(person: Person, version: RuleVersion, day: date, asked: int) -> int:
    """Take up to `asked` points out of what the limit leaves, inside the caller's transaction. Returns how many."""
    if not version.cap_period:
        return asked
    counter = _locked(person.pk, version, day)
    granted = min(asked, _room(counter, version))
    if granted:
        counter.count, counter.points = counter.count + 1, counter.points + granted
        counter.save(update_fields=["count", "points"])
    return granted


def give_back(award: Award) -> None:
    """What an award had taken is free again."""
    if award.rule_version.cap_period and award.points:
        counter = _locked(award.person_id, award.rule_version, award.occurred_on)
        counter.count, counter.points = counter.count - 1, counter.points - award.points
        counter.save(update_fields=["count", "points"])


def _locked(person: int, version: RuleVersion, day: date) -> CapCounter:
    named = {"person_id": person, "rule_id": version.rule_id, "period": period_of(version, day)}
    return CapCounter.objects.select_for_update().get_or_create(**named)[0]


def _room(counter: CapCounter, version: RuleVersion) -> int:
    """How many points the limit leaves: none when it counts times and they are used up."""
    if version.cap_count is not None and counter.count >= version.cap_count:
        return 0
    if version.cap_points is None:
        return version.points * version.max_quantity
    return max(0, version.cap_points - counter.points)
