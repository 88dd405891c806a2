"""Every page that a person can stand on: walked by the checks for validity, accessibility, width and weight.

A new page gets a line here. `who` is a demonstration sign-in, or nobody. `{names}` in a path are filled in from the
running house: each fact is an expression of Python that is asked once per session.
"""

from tests.pages import councils, house, needs
from tests.pages.facts import FACTS, IMPORTS
from tests.pages.page import Page

__all__ = ["FACTS", "IMPORTS", "PAGES", "Page"]
PAGES = [*house.PAGES, *needs.PAGES, *councils.PAGES]
