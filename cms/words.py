"""The fixed words of the catalogue: forms of papers, who does a step, for whom a service is, where one files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """In which form a paper is wanted."""

    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy")
    ELECTRONIC = "electronic", _("electronic")


class Doer(models.TextChoices):
    """Who does a step of a service."""

    ENTERPRISE = "enterprise", _("Enterprise")
    WINDOW_CLERK = "window_clerk", _("Window clerk")
    SPECIALIST = "specialist", _("Specialist")
    DEPARTMENT = "department", _("Department in charge")
    OPERATOR = "operator", _("Park operator or property manager")
    PARK_LEADER = "park_leader", _("Park leader")
    EXTERNAL_EXPERT = "external_expert", _("Outside experts")


class Audience(models.TextChoices):
    """For which kinds of enterprise a service is."""

    ALL = "all", _("All enterprises")
    NEWLY = "newly", _("Newly arrived")
    STARTUP = "startup", _("Start-ups")
    SME = "sme", _("Small and medium")
    HIGHTECH = "hightech", _("High-tech")
    BIOMED = "biomed", _("Biomedical")
    CHIP = "chip", _("Semiconductors")
    SOFTWARE = "software", _("Software and internet")
    CROSSBORDER = "crossborder", _("Cross-border trade")
    ECOMMERCE = "ecommerce", _("E-commerce")
    CATERING = "catering", _("Catering and retail")
    OPERATOR = "operator", _("Park operators")
    FOREIGN = "foreign", _("Foreign-invested")


class Channel(models.TextChoices):
    """Where one can file."""

    BOTH = "both", _("online or at the window")
    ONLINE = "online", _("online")
    WINDOW = "window", _("at the window")
