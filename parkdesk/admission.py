"""Who is let in by a route: everybody, whoever has a key, everybody signed in, or the wearers of some roles."""

from dataclasses import dataclass

from enterprises.models import Person
from parkdesk.core.actors import is_person

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
# Other systems: no person signs in; the view asks for a key and its scope, and shows what that key handed in.
A_KEY = "a key"
OPEN_AT_THE_GATE = frozenset({EVERYBODY, A_KEY})


@dataclass(frozen=True)
class Route:
    """Who may go there: everybody, a key's holder, everybody signed in, or the wearers of some roles."""

    who: str | frozenset[str]

    def admits(self, user: object) -> bool:
        """Whether this visitor or person may go there at all."""
        if self.who in OPEN_AT_THE_GATE:
            return True
        if not isinstance(user, Person) or not is_person(user):
            return False
        return self.who == SIGNED_IN or bool(user.roles & frozenset(self.who))
