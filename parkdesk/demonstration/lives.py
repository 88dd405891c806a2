"""What a need of the demonstration will live through: moments with the steps that are taken then."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parkdesk.core.workdays import Calendar
from parkdesk.demonstration import hours
from parkdesk.demonstration.sources import Told


@dataclass(frozen=True)
class Act:
    """One step at one moment; `facts` are what it needs besides."""

    at: datetime
    step: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """One need with all its steps, the first of which hands it in.

    `unit` names who does it: a code, `operator` or `property` of its park, `line`, or nothing; `reporter` a sign-in.
    `outcome` is what comes of it, `words` replace the answer that its topic would give.
    """

    told: Told
    park: str
    acts: tuple[Act, ...]
    unit: str = ""
    reporter: str = ""
    outcome: str = ""
    words: str = ""
    is_personal: bool = False
    is_protected: bool = False


@dataclass
class Office:
    """The calendar and the latest moment at which the office did something: not after now."""

    cal: Calendar
    now: datetime

    @property
    def latest(self) -> datetime:
        return hours.back(self.cal, self.now, 1)

    def back(self, minutes: float) -> datetime:
        return hours.back(self.cal, self.latest, minutes)


class Road:
    """Steps one after another, each some office minutes after the one before; thrown with the need's own dice."""

    def __init__(self, office: Office, start: datetime, dice: Any) -> None:
        self.office, self.dice, self.acts = office, dice, [Act(start, "submit")]

    @property
    def end(self) -> datetime:
        return self.acts[-1].at

    def then(self, step: str, low: int, high: int, **facts: Any) -> "Road":
        moment = hours.forward(self.office.cal, self.end, self.dice.randint(low, high))
        return self.at(moment, step, **facts)

    def at(self, moment: datetime, step: str, **facts: Any) -> "Road":
        self.acts.append(Act(moment, step, facts))
        return self

    def often(self, share: float) -> bool:
        """Whether something that happens in this share of needs happens in this one."""
        return bool(self.dice.random() < share)
