"""The floor as a Django app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "parkdesk.core"
    label = "core"

    def ready(self) -> None:
        from parkdesk.core import append_only, prepare

        connection_created.connect(append_only.open_the_door, dispatch_uid="core.append_only")
        post_migrate.connect(prepare.after_migrate, sender=self, dispatch_uid="core.prepare")
