"""The directory as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from enterprises import belonging_notices, relocating  # noqa: F401  (they register themselves)
