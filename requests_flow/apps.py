"""Needs as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsFlowConfig(AppConfig):
    name = "requests_flow"
    verbose_name = _("Needs")

    def ready(self) -> None:
        from requests_flow import (  # noqa: F401  (they register themselves)
            filing_notices,
            hook_news,
            leads,
            notices,
            robot_cards,
            team_notices,
            ticking,
        )
        from requests_flow.outreach import telling  # noqa: F401
