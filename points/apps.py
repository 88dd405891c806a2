"""Points as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PointsConfig(AppConfig):
    name = "points"
    verbose_name = _("Points")

    def ready(self) -> None:
        from points import (  # noqa: F401  (they register themselves)
            award_notices,
            awards,
            redeem,
            reward_notices,
            settlements,
            ticking,
            till,
        )
