"""The five parties of a council (五方)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Party(models.TextChoices):
    """The five parties (五方), in the order in which they are named everywhere (domain.md 5.1)."""

    COMMUNITY = "community", _("Community")
    OPERATOR = "operator", _("Operator")
    ENTERPRISE = "enterprise", pgettext_lazy("party", "Enterprises")
    PARTY_MEMBER = "party_member", _("Party members of new organisations")
    MASS_ORG = "mass_org", _("Mass organisations")
