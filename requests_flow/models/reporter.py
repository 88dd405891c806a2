"""How a reporter can be reached: personal data, in a table and under permissions of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parkdesk.core.names import veiled


class ReporterContact(models.Model):
    """The optional contact of one need with the consent that was given for it (PIPL 13 to 17)."""

    need = models.OneToOneField("requests_flow.Need", on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("mobile number"), max_length=14, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    consent_version = models.CharField(_("version of the privacy notice"), max_length=20)
    consent_at = models.DateTimeField(_("consent given at"))

    class Meta:
        verbose_name = _("reporter's contact")
        verbose_name_plural = _("reporters' contacts")

    def __str__(self) -> str:
        return self.masked_phone or self.masked_email or "–"

    @property
    def has_faded(self) -> bool:
        """Whether its time is over: what stands here is masked and reaches nobody."""
        return "*" in f"{self.phone}{self.email}"

    @property
    def masked_phone(self) -> str:
        """154****1201"""
        plain = self.phone.removeprefix("+86")
        return f"{plain[:3]}****{plain[-4:]}" if plain else ""

    @property
    def masked_email(self) -> str:
        """o***@example.com"""
        name, at, host = self.email.partition("@")
        return f"{name[:1]}***{at}{host}" if at else ""

    @property
    def masked_name(self) -> str:
        """The surname alone, with a star for the rest."""
        return veiled(self.name)
