"""The directory as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Whoever follows signals and the trail has to be known."""
        from enterprises import belonging_notices, relocating  # noqa: F401
        from enterprises.imports import telling  # noqa: F401
        from enterprises.signing_in import house_rules, second_factor, sessions, told  # noqa: F401
