"""Park councils as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = _("Park councils")

    def ready(self) -> None:
        from councils import (  # noqa: F401  (they register themselves)  # noqa: F401  # noqa: F401  (they register themselves)
            action_notices,
            action_ticking,
            advice_notices,
            case_notices,
            case_ticking,
            following,
            hook_news,
            instruction_notices,
            meeting_notices,
            meeting_ticking,
            polling,
            raising,
            referring,
            robot_cards,
            seat_notices,
            seat_ticking,
            supervision_hearing,
            supervision_notices,
            supervision_ticking,
            tier_notices,
            work_following,
            work_notices,
        )
        from councils.elections import notices, ticking  # noqa: F401  (they register themselves)
