"""Why the ledger says no. Each is an answer for a person (409), never a fault of the house."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkdesk.core.flow import NotNow


class Refused(NotNow):
    """The ledger did not do it, and nothing has changed."""

    words: Any = _("This is not possible now.")

    def __init__(self, thing: models.Model, step: str) -> None:
        super().__init__(thing, step, str(self.words))


class Overdrawn(Refused):
    """More was asked for than is there and free."""

    words = _("There are not enough points.")


class Conflict(Refused):
    """The key came before, with another request (points.md I-9)."""

    words = _("This was sent before with other contents; nothing was changed.")


class HoldOver(Refused):
    """The hold has ended: posted, given back, or over."""

    words = _("These points are not held any more.")


class AlreadyReversed(Refused):
    """A transfer is taken back at most once, and a taking back never (points.md I-12)."""

    words = _("This was taken back before.")


class AlreadyAwarded(Refused):
    """The same person, rule and day."""

    words = _("This has been written down for that day already.")


class AlreadyHad(AlreadyAwarded):
    """What is given once in a life."""

    words = _("Everybody has this once, and this person has it already.")


class NotByHand(Refused):
    """The book of that day does not know this rule, or the trail alone pays by it."""

    words = _("By the rule book of that day, nobody writes this down by hand.")


class LimitReached(Refused):
    """Nothing is left of the rule's limit in that month or year."""

    words = _("This person has reached the limit of this rule for that time.")


class Stale(Exception):
    """Inside the ledger: the lots that may be taken do not suffice, because others are over and still stand."""
