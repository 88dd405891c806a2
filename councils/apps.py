"""Park councils as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = _("Park councils")

    def ready(self) -> None:
        from councils import listening  # noqa: F401  (what it imports registers itself)
