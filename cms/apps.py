"""The shop window as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from cms import editors, indexing, minutes_pages, publishing  # noqa: F401  (minutes_pages registers itself)
        from enterprises.models import Appointment

        for model in self.get_models():
            post_save.connect(indexing.keep_in_step, sender=model, dispatch_uid=f"cms.index.{model.__name__}")
            post_delete.connect(indexing.take_out, sender=model, dispatch_uid=f"cms.unindex.{model.__name__}")
        page_published.connect(publishing.hand_on, dispatch_uid="cms.publishing")
        post_save.connect(editors.follow, sender=Appointment, dispatch_uid="cms.editors")
