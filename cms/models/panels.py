"""Panels of the editor that know the language of a page and what holds for its service."""

from typing import Any

from django.conf import settings
from wagtail.admin.panels import MultiFieldPanel, Panel

from cms.service_facts import Facts
from requests_flow.terms import keeping_their_promise


def is_chinese(page: Any) -> bool:
    """Whether a page is, or will be, of the language in which numbers are entered."""
    locale = getattr(page, "locale", None)
    return locale is None or locale.language_code == settings.LANGUAGE_CODE


class ChinesePanel(MultiFieldPanel):
    """Shown on Chinese pages only: what is entered once, for both languages."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and is_chinese(self.instance)


class StandingPanel(Panel):
    """Says which numbers hold now, and how many open needs keep their promise whatever is published."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/standing.html"

        def is_shown(self) -> bool:
            return self.instance.service_id is not None and is_chinese(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            keeping = keeping_their_promise(self.instance.service)
            return context | {"facts": Facts(self.instance), "keeping": keeping}
