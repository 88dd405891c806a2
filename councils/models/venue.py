"""Where a case is talked over and voted on; it moves between them with all that was said (decisions 34)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Venue(models.TextChoices):
    """Quick and joint are online, each member when it suits them; a meeting is in one room, on site or online."""

    QUICK = "quick", pgettext_lazy("venue", "quick, online")
    JOINT = "joint", pgettext_lazy("venue", "joint session, online")
    MEETING = "meeting", pgettext_lazy("venue", "meeting")
