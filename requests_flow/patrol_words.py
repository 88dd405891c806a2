"""The fixed words of patrol rounds: when they are walked, what is looked at, what may be wrong, why one is left out."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from requests_flow.visit_words import Safety

WORKING_DAYS = "work"
# The days of a round: working days of the yearly notice, make-up workdays too, or days of the week from Monday.
DAYS: tuple[tuple[str, Any], ...] = (
    (WORKING_DAYS, gettext_lazy("working days")),
    ("0", gettext_lazy("Mon")),
    ("1", gettext_lazy("Tue")),
    ("2", gettext_lazy("Wed")),
    ("3", gettext_lazy("Thu")),
    ("4", gettext_lazy("Fri")),
    ("5", gettext_lazy("Sat")),
    ("6", gettext_lazy("Sun")),
)


class When(models.TextChoices):
    MORNING = "morning", pgettext_lazy("round", "morning round")
    EVENING = "evening", pgettext_lazy("round", "evening round")
    OTHER = "other", pgettext_lazy("round", "round at another time")


class Look(models.TextChoices):
    """What one looks at. The first four are the safety points of a visit (domain.md 9), by the same codes."""

    EXITS = "exits", pgettext_lazy("look at", "exits")
    BIKES = "bikes", pgettext_lazy("look at", "e-bikes")
    SOCKETS = "sockets", pgettext_lazy("look at", "sockets")
    EXTINGUISHERS = "extinguishers", pgettext_lazy("look at", "extinguishers")
    LIFTS = "lifts", pgettext_lazy("look at", "lifts")
    LIGHTS = "lights", pgettext_lazy("look at", "lights")
    CLEAN = "clean", pgettext_lazy("look at", "cleanliness")
    PARKING = "parking", pgettext_lazy("look at", "parking")


# What is said when it is not in order: for the safety points in the words of a visit.
WRONG: dict[str, Any] = {
    Look.EXITS: Safety.EXITS.label,
    Look.BIKES: Safety.BIKES.label,
    Look.SOCKETS: Safety.SOCKETS.label,
    Look.EXTINGUISHERS: Safety.EXTINGUISHERS.label,
    Look.LIFTS: pgettext_lazy("wrong", "lift out of order"),
    Look.LIGHTS: pgettext_lazy("wrong", "light out"),
    Look.CLEAN: pgettext_lazy("wrong", "not clean"),
    Look.PARKING: pgettext_lazy("wrong", "way parked shut"),
}


class Outcome(models.TextChoices):
    FINE = "fine", pgettext_lazy("check point", "all right")
    SEEN = "seen", pgettext_lazy("check point", "something seen")
    SKIPPED = "skipped", pgettext_lazy("check point", "left out")


class Reason(models.TextChoices):
    LOCKED = "locked", pgettext_lazy("left out", "locked")
    WORKS = "works", pgettext_lazy("left out", "building works")
    WEATHER = "weather", pgettext_lazy("left out", "weather")
    TIME = "time", pgettext_lazy("left out", "no time left")
    OTHER = "other", pgettext_lazy("left out", "another reason")
