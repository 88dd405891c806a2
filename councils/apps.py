"""Park councils as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = _("Park councils")

    def ready(self) -> None:
        from councils import meeting_notices, meeting_ticking  # noqa: F401  (they register themselves)
        from councils import supervision_hearing, supervision_notices, supervision_ticking  # noqa: F401
        from councils import case_notices, case_ticking, following  # noqa: F401  (they register themselves)
