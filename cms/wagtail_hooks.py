"""What the editors' house looks like and allows beyond Wagtail's own: one way to take a page down at once."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page, TaskState

from cms import editors
from cms.models import NewsIndexPage, ServiceIndexPage


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("pages/<int:pk>/down/", take_down, name="cms_take_down")]


@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """A publishing editor takes a wrong page off the site at once; putting it back takes the two steps."""
    page = get_object_or_404(Page, pk=pk).specific
    if not editors.may_take_down(request.user, page):
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "cms/admin/take_down.html", {"page": page})
    # No role holds Wagtail's right to publish: it would let one person put a page on the site alone.
    UnpublishPageAction(page, user=request.user).execute(skip_permission_checks=True)
    messages.success(request, _("“%(title)s” is off the site.") % {"title": page.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_page_listing_more_buttons")
def offer_to_take_down(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Beside the page in the list, for those who may."""
    if page.live and editors.may_take_down(user, page):
        address = reverse("cms_take_down", args=[page.pk])
        yield Button(_("Take off the site"), address, icon_name="download", priority=50)


class ToDo(Component):
    """The first thing of the dashboard: what one comes here for, each one click away."""

    order, template_name = 10, "cms/admin/to_do.html"

    def __init__(self, person: Any) -> None:
        self.person = person

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        chinese = {"locale__language_code": settings.LANGUAGE_CODE}
        news, services = (model.objects.filter(**chinese).first() for model in (NewsIndexPage, ServiceIndexPage))
        return {
            "write": reverse("wagtailadmin_pages:add", args=["cms", "newspage", news.pk]) if news else "",
            "change": reverse("wagtailadmin_explore", args=[services.pk]) if services else "",
            "waiting": TaskState.objects.reviewable_by(self.person).count(),
        }


@hooks.register("construct_homepage_panels")
def lead_with_what_to_do(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, ToDo(request.user))


@hooks.register("construct_main_menu")
def leave_out_the_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's help tells of Wagtail's news and leads to another host."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("register_page_header_buttons")
def offer_in_the_editor(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    yield from offer_to_take_down(page, user, next_url)
