"""Units: what a need is dispatched to (decisions 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Line
from parkdesk.core.tongues import spoken


class Unit(models.Model):
    """A specialist line, a window, an operator, a property firm, a department or the sub-district.

    `contact` and `landline` are what the public may read on a tracking page: one surname with title, one number.
    """

    class Kind(models.TextChoices):
        SPECIALIST_LINE = "specialist_line", _("specialist line")
        WINDOW = "window", _("window")
        OPERATOR = "operator", _("park operator")
        PROPERTY = "property", _("property manager")
        DEPARTMENT = "department", _("department")
        SUBDISTRICT = "subdistrict", _("sub-district")

    code = models.CharField(_("code"), max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    line = models.CharField(_("specialist line"), max_length=32, choices=Line, blank=True)
    contact = models.CharField(_("surname with title"), max_length=40, blank=True)
    landline = models.CharField(_("landline"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the reader's language; units without an English name keep their own."""
        return spoken(self.name, self.name_en)

    @property
    def is_tied_to_a_landlord(self) -> bool:
        """Operators and property firms: what is said about them, they do not read (decisions 5)."""
        return self.kind in {self.Kind.OPERATOR, self.Kind.PROPERTY}
