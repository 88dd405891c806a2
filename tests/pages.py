"""Every page that a person can stand on: walked by the checks for validity, accessibility, width and weight.

A new page gets a line here. `who` is a demonstration sign-in, or nobody. `{names}` in a path are filled in from the
running house: each fact is an expression of Python that is asked once per session.
"""

from dataclasses import dataclass

# What to import before the facts are asked, and the facts by name.
IMPORTS = ""
FACTS: dict[str, str] = {}


@dataclass(frozen=True)
class Page:
    """One page: where, for whom; `is_public` ones keep the budgets of a first visit; `prefixed` ones have /en/."""

    path: str
    who: str = ""
    prefixed: bool = True
    status: int = 200

    @property
    def is_public(self) -> bool:
        return not self.who

    def address(self, language: str, facts: dict[str, str]) -> str:
        prefix = "/en" if language == "en" and self.prefixed else ""
        return prefix + self.path.format(**facts)

    def __str__(self) -> str:
        return f"{self.path} as {self.who or 'anybody'}"


PAGES = [
    Page("/"),
    Page("/needs/new/"),
    Page("/needs/track/"),
    Page("/accounts/login/"),
    Page("/privacy/"),
    Page("/demo/"),
    Page("/no-such-page/", status=404),
    Page("/me/", who="manager"),
    Page("/desk/", who="manager"),
    Page("/tasks/", who="operator"),
    Page("/needs/", who="enterprise"),
    Page("/visits/", who="leader"),
]
