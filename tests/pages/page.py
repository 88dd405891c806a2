"""One page of the house."""

from dataclasses import dataclass


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
