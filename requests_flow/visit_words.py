"""The fixed words of visits (domain.md 9): what for, whom one met, how the firm is doing, its plans, safety."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    ROUTINE = "routine", pgettext_lazy("purpose of a visit", "routine")
    NEW = "new", pgettext_lazy("purpose of a visit", "new firm")
    FOLLOW_UP = "follow_up", pgettext_lazy("purpose of a visit", "follow-up")
    SAFETY = "safety", pgettext_lazy("purpose of a visit", "safety")
    POLICY = "policy", pgettext_lazy("purpose of a visit", "policy")


class Met(models.TextChoices):
    OWNER = "owner", pgettext_lazy("met on a visit", "owner or manager")
    OFFICE = "office", pgettext_lazy("met on a visit", "office or HR")
    FINANCE = "finance", pgettext_lazy("met on a visit", "finance")
    RECEPTION = "reception", pgettext_lazy("met on a visit", "reception")
    STAFF = "staff", pgettext_lazy("met on a visit", "other staff")


class Business(models.TextChoices):
    """The visitor's own view; internal."""

    GROWING = "growing", pgettext_lazy("business", "growing")
    STABLE = "stable", pgettext_lazy("business", "stable")
    SHRINKING = "shrinking", pgettext_lazy("business", "shrinking")
    AT_RISK = "at_risk", pgettext_lazy("business", "at risk")


class Plan(models.TextChoices):
    EXPAND = "expand", pgettext_lazy("plan of a firm", "more space")
    MOVE = "move", pgettext_lazy("plan of a firm", "moving")
    RECRUIT = "recruit", pgettext_lazy("plan of a firm", "recruiting")


class Safety(models.TextChoices):
    FINE = "fine", pgettext_lazy("safety", "all in order")
    EXITS = "exits", pgettext_lazy("safety", "exit blocked")
    BIKES = "bikes", pgettext_lazy("safety", "e-bike charging inside")
    SOCKETS = "sockets", pgettext_lazy("safety", "sockets chained")
    EXTINGUISHERS = "extinguishers", pgettext_lazy("safety", "extinguisher missing or too old")
