"""Pages enter the search index in the moment they are saved, not when a worker comes round to it."""

from typing import Any

from wagtail.search import index

from cms.models.page import SitePage


def keep_in_step(instance: Any, raw: bool = False, **_: Any) -> None:
    """After a page is saved. Follows `post_save`, also of the pages that Wagtail itself saves."""
    if isinstance(instance, SitePage) and not raw:
        index.insert_or_update_object(instance)


def take_out(instance: Any, **_: Any) -> None:
    """After a page is deleted."""
    if isinstance(instance, SitePage):
        index.remove_object(instance)
