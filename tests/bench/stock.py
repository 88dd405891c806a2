"""A stock page of Wagtail with the same HTML as a page of the house: of its own class, in a template of one line.

It prints one stored string and renders nothing: what a page costs beside it is all that is made of parts, so it is a
floor. Wagtail finds it as it finds every page, two levels below the home page like a service.
"""

from django.test import Client
from wagtail.models import Page, Site

IN_PROCESS = {"HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_ACCEPT_LANGUAGE": "zh-CN"}


def copy_of(path: str) -> str:
    """Publish a stock page below a stock section that says what the page at `path` says; returns its address."""
    answer = Client(**IN_PROCESS).get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} was answered by {answer.status_code}")
    home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    section = home.add_child(instance=Page(title="stock", slug="bench-stock", locale=home.locale))
    page = section.add_child(
        instance=Page(title="stock", slug="page", locale=home.locale, search_description=answer.content.decode())
    )
    return str(page.url_path).removeprefix(home.url_path.rstrip("/"))
