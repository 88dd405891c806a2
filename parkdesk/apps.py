"""The composing app: commands, pages that join packages, base templates."""

from django.apps import AppConfig


class ParkdeskConfig(AppConfig):
    name = "parkdesk"
    label = "parkdesk"

    def ready(self) -> None:
        from parkdesk import erasing, hook_notices, retention  # noqa: F401  (they register themselves)
